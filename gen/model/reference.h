/* SPDX-License-Identifier: MIT */
/**
 * References between resources, as values of the view (docs/templates.md). Floor: model. How a
 * target spells one is the target's business.
 */
#ifndef ARCHGEN_MODEL_REFERENCE_H
#define ARCHGEN_MODEL_REFERENCE_H

#include "data/json.h"
#include "model/model.h"

/** {"$ref": what, "id", "label", "name"} to something called `naming`. Texts are copied. */
AG_MUST_USE json_t *reference_make(const char *what, const struct naming *naming);

/** The same, but shared by all who refer to it: not to be altered. All texts must live as long as
 *  the run. */
AG_MUST_USE json_t *reference_share(const struct model *model, const char *what,
                                    const struct naming *naming);

/** {"$ref": "<kind>.<attribute>", "tier", …} to an attribute of a tier; shared. */
AG_MUST_USE json_t *reference_to_tier(const struct model *model, const struct tier *tier,
                                      const char *attribute);

/** {"$concat": [value, text]}; takes `value`. */
AG_MUST_USE json_t *reference_with_suffix(json_t *value, const char *suffix);

/** {key, kind, id, label, name}: how a tier is named where it is not the subject; shared. */
AG_MUST_USE json_t *reference_summary(const struct model *model, const struct tier *tier);

/** A map of its own that begins like that. */
AG_MUST_USE json_t *reference_begin_summary(const struct model *model, const struct tier *tier);

#endif
