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

/** Fills `links` and `referrers` of all tiers. The target of a link is NULL if the property is
 *  missing (and nothing is found) or names no tier (a check reports that). */
void links_build(struct model *model);

/** The link that a property is, or NULL if it is none. */
const struct link *links_get(const struct tier *tier, const char *property);

/** The tier that a property of a layer leads to, as above: by its `schema`, its resolved value, and
 *  whether the user wrote it. */
const struct tier *links_find(const struct model *model, const json_t *schema, const json_t *value,
                              bool is_stated);

#endif
