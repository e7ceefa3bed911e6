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

/** True if the schema is that of a name of a tier / of a list of them. */
bool links_is_one(const json_t *schema);
bool links_is_list(const json_t *schema);

/** True if property `name` of the kind is a link. */
bool links_is_link(const struct kind *kind, const char *name);

/** The tier that a link property leads to, or NULL if it is missing (and nothing is found) or
 *  names no tier (a check reports that). */
const struct tier *links_target(const struct model *model, const struct tier *tier,
                                const char *property);

/** The same for a property of any `schema`: its resolved value, whether the user wrote it, and the
 *  tier whose property it is, or NULL. */
const struct tier *links_find(const struct model *model, const json_t *schema, const json_t *value,
                              bool is_stated, const struct tier *owner);

#endif
