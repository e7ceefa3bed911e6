/* SPDX-License-Identifier: MIT */
/**
 * What a resource is called in the neutral form, the same for every target. Floor: verify; inner
 * part of verify/neutral.h. All texts are in the arena.
 */
#ifndef ARCHGEN_VERIFY_IDENTITY_H
#define ARCHGEN_VERIFY_IDENTITY_H

#include "base/arena.h"
#include "data/json.h"

/** The letters and digits of a name in lower case: "VpcId" and "vpc_id" are both "vpcid". */
const char *identity_name(struct arena *arena, const char *name);

/** A name of that form without what a target adds to it, as a row of its table says. */
const char *identity_stem(struct arena *arena, const json_t *row, const char *name);

/** "vpc/main@eu-west-1": type, name and region of a resource of the raw form. What stands in
 * another region may say so at the end of its name. */
const char *identity_make(struct arena *arena, const json_t *row, const json_t *resource);

#endif
