/* SPDX-License-Identifier: MIT */
/**
 * One Terraform module as several: a root module that calls a child for each layer and tier.
 * Floor: target. What parts there are is decided by target/partition.h, what they pass to each
 * other by target/borders.h; the manifest's `split` and its templates say how it is spelled.
 *
 * - A resource stays in the module of its layer or tier, whatever it comes to need: modules may
 * need each other in a circle, since Terraform orders resources, not modules. So no change of the
 *   description moves a resource from one module to another.
 * - Data sources stand beside what uses them first. Those without arguments, and local values, are
 *   copied to every module that uses them.
 * - What is made after something in another module gets a value of it that says that it is made.
 * - Variables, outputs and providers of the root stay what they are. `moved` blocks tell Terraform
 *   where each resource went, so that nothing is made anew.
 */
#ifndef ARCHGEN_TARGET_MODULES_H
#define ARCHGEN_TARGET_MODULES_H

#include "target/compose_hcl.h"
#include "target/split.h"

#include <stdbool.h>

/** Divides `source`: it becomes the root module, and the files of the others are appended. False
 *  after a diagnostic. */
bool split_modules(const struct split *split, struct compose_hcl *source);

#endif
