/* SPDX-License-Identifier: MIT */
/**
 * Name templates ("/{name}/{long}/{tier}") with their placeholders filled in. Floor: model. Where
 * the schema says `format: "name-template"` a resolved value holds {"$template": text}; templates
 * of a target never see one.
 */
#ifndef ARCHGEN_MODEL_EXPAND_H
#define ARCHGEN_MODEL_EXPAND_H

#include "data/json.h"
#include "model/model.h"

#include <stdbool.h>

/** Gives `value` with all name templates in it spelled out; `tier` may be NULL, then {tier} is
 *  empty. What holds none is shared, not copied. */
AG_MUST_USE json_t *expand_value(const struct model *model, const struct tier *tier,
                                 const json_t *value);

/** True if `value` holds a name template. */
bool expand_is_needed(const json_t *value);

#endif
