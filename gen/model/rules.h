/* SPDX-License-Identifier: MIT */
/**
 * Security-group rules from flows. Floor: model. A flow is two rules, one at either end that has a
 * group; nothing else opens anything.
 */
#ifndef ARCHGEN_MODEL_RULES_H
#define ARCHGEN_MODEL_RULES_H

#include "model/model.h"

/** Fills `model->rules`, sorted by id, ingress before egress, and `model->rules_by_group`. */
void rules_build(struct model *model);

/** The rules of a group (by the address of its naming), in the order of `model->rules`. */
const struct rule *const *rules_of_group(const struct model *model, const struct naming *group,
                                         size_t *count);

/** True if the group of `naming` has a rule outwards. */
bool rules_has_egress(const struct model *model, const struct naming *naming);

#endif
