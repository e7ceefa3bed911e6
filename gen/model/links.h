/* SPDX-License-Identifier: MIT */
/**
 * Links: properties by which one tier names another (the log bucket of a balancer), as opposed to
 * flows. Floor: model. A property whose schema has `format: "tier"` is a link; with
 * `x-archgen-find` beside it, the one tier that fits is meant when the property is missing.
 */
#ifndef ARCHGEN_MODEL_LINKS_H
#define ARCHGEN_MODEL_LINKS_H

#include "model/model.h"

#include <stdbool.h>

/** True if property `name` of the kind is a link. */
bool links_is_link(const struct kind *kind, const char *name);

/** The tier that a link property leads to, or NULL if it is missing (and nothing is found) or
 *  names no tier (a check reports that). */
const struct tier *links_target(const struct model *model, const struct tier *tier,
                                const char *property);

#endif
