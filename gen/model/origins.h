/* SPDX-License-Identifier: MIT */
/**
 * Origins: what a tier fetches from whose kind `forwards` "origin" (docs/kinds.md), as opposed to
 * targets, which are forwarded to through a group. Floor: model. Every flow out of such a tier is
 * an origin; the paths of its routes belong to the origins that they name, and the one origin
 * without a path answers everything else.
 */
#ifndef ARCHGEN_MODEL_ORIGINS_H
#define ARCHGEN_MODEL_ORIGINS_H

#include "data/json.h"
#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>

/** True if a tier's flows lead to origins. NULL is accepted. */
bool origins_has(const struct tier *tier);

/** True if the flow leads to an origin, whether the target can be one or not. */
bool origins_is_origin(const struct flow *flow);

/** Finds the port on which a tier is fetched from when a flow names none. False if it has none. */
bool origins_port(const struct model *model, const struct tier *to, int *port);

/** The protocol ("http", "https") that a tier speaks on a port; NULL if it has no such listener. */
const char *origins_protocol(const struct model *model, const struct tier *to, int port);

/** The map from path patterns to the names of tiers, or NULL. */
const json_t *origins_route_map(const struct tier *tier);

/** Number of routes of `tier` that lead to `to`. */
size_t origins_route_count(const struct tier *tier, const struct tier *to);

/** Gives the list of a tier's origins (docs/templates.md): the default first, then by id. */
AG_MUST_USE json_t *origins_of(const struct model *model, const struct tier *tier);

/** Gives the list of a tier's routes in the order in which they must be tried: the one that says
 *  more characters first, so that the order of the description does not matter. */
AG_MUST_USE json_t *origins_routes(const struct model *model, const struct tier *tier);

#endif
