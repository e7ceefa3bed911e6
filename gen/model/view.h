/* SPDX-License-Identifier: MIT */
/**
 * The view: the model as plain JSON, the only thing that templates see. Floor: model. Its members
 * are described in docs/templates.md.
 */
#ifndef ARCHGEN_MODEL_VIEW_H
#define ARCHGEN_MODEL_VIEW_H

#include "data/json.h"
#include "model/model.h"

/** Gives the view of a checked model. It shares parts of the model's document, which must live as
 *  long as the view does. */
AG_MUST_USE json_t *view_make(const struct model *model);

/** Parts of it, each in a file of its own. */
AG_MUST_USE json_t *view_network(const struct model *model);
AG_MUST_USE json_t *view_tier(const struct model *model, const struct tier *tier);

/** Gives references to the subnets of a class. */
AG_MUST_USE json_t *view_subnets(const struct model *model, const char *class_name);

/** Appends the tier's parameters to `list`. */
void view_add_parameters(const struct model *model, const struct tier *tier, json_t *list);

/** Appends the parameter of the image of the NAT instances, if there are any. */
void view_add_nat_image(const struct model *model, json_t *list);

/** True if the tier is encrypted with the customer key. */
bool view_uses_key(const struct tier *tier);

#endif
