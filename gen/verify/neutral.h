/* SPDX-License-Identifier: MIT */
/**
 * The neutral form of an output: the same for every target, so that two can be compared. Floor:
 * verify. It is made from the raw form (verify/raw.h) and the target's table, `neutral.json` in its
 * folder (docs/templates.md, "The neutral table"); C knows no resource type.
 *
 *     {"resources": {"vpc/main": {"properties": {"cidrblock": …}}, …}, "order": verify/order.h,
 *      "left_out":  {"vpc tags: reason": 3, …}, "faults": ["no row for …", …]}
 */
#ifndef ARCHGEN_VERIFY_NEUTRAL_H
#define ARCHGEN_VERIFY_NEUTRAL_H

#include "base/arena.h"
#include "data/json.h"

/** Gives the neutral form. `table` and `raw` are borrowed. */
AG_MUST_USE json_t *neutral_make(struct arena *arena, const json_t *raw, const json_t *table);

#endif
