/* SPDX-License-Identifier: MIT */
/** The comparison of two outputs in their neutral form (verify/neutral.h). Floor: verify. */
#ifndef ARCHGEN_VERIFY_COMPARE_H
#define ARCHGEN_VERIFY_COMPARE_H

#include "base/arena.h"
#include "data/json.h"

/**
 * Gives what two outputs have in common and where they differ:
 *     {"types": {"vpc": {"resources": [1, 1], "properties": 7, "differences": 0}, …},
 *      "differences": [{"resource", "property", "values": [a, b]}, …]}
 * A value that is missing on one side is null; a resource that is missing has the property "".
 */
AG_MUST_USE json_t *compare_outputs(struct arena *arena, const json_t *first, const json_t *second);

#endif
