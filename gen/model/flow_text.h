/* SPDX-License-Identifier: MIT */
/**
 * Flows as written: chains "a -> b -> c", expanded to a map {"a -> b": value, …} with the place of
 * each pair. Floor: model.
 */
#ifndef ARCHGEN_MODEL_FLOW_TEXT_H
#define ARCHGEN_MODEL_FLOW_TEXT_H

#include "base/arena.h"
#include "base/diag.h"
#include "data/json.h"
#include "data/places.h"

#include <stdbool.h>

/** Splits "a -> b" at its arrow into trimmed ends; false if there is not exactly one arrow or an
 *  end is empty. */
bool flow_text_split(struct str pair, struct str *from, struct str *to);

/**
 * Gives the map of pairs for member `flows` of `document`; a value belongs to the last pair of a
 * chain, pairs without one get `true`. Faults (no arrow, a pair stated twice) are added to `diags`.
 * A value that is neither list nor map is returned as it is, for the schema to refuse.
 */
AG_MUST_USE json_t *flow_text_expand(struct arena *arena, const json_t *document,
                                     struct places *places, struct diags *diags);

#endif
