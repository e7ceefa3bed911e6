/* SPDX-License-Identifier: MIT */
/**
 * What a flow or a tier made, in the words of the model: rules, statements, targets, origins.
 * Floor: model. Which resources that became in a target is found by name: what is made for a tier
 * or a flow begins with its id ("AppGroup", "WebToApp80") or its label ("app", "web_to_app_80").
 */
#ifndef ARCHGEN_MODEL_MADE_H
#define ARCHGEN_MODEL_MADE_H

#include "data/json.h"
#include "model/model.h"

/** The flow of that pair ("app -> db"), or NULL if there is none or it is closed. */
const struct flow *made_flow(const struct model *model, struct str pair);

/** Gives a list of {"what", "id", "label", "text"} in the order of the model: what a flow made. */
AG_MUST_USE json_t *made_by_flow(const struct model *model, const struct flow *flow);

/** The same for a tier, apart from what its flows made. */
AG_MUST_USE json_t *made_by_tier(const struct model *model, const struct tier *tier);

/** True if a resource of that name is made for the tier (`flow` NULL) or for the flow (`tier` NULL)
 *  and for no other. */
bool made_owns(const struct model *model, const struct tier *tier, const struct flow *flow,
               const char *name);

#endif
