/* SPDX-License-Identifier: MIT */
/**
 * JSON Patch (RFC 6902). Floor: data. A path that matches nothing is an error, as the RFC demands,
 * so that no patch is lost silently when the document changes.
 *
 *     if (!patch_apply(&document, operations, &index, &reason)) {
 *         diag_add(diags, DIAG_BAD_PATCH, place->value, "patch %zu: %s", index + 1, reason);
 *     }
 */
#ifndef ARCHGEN_DATA_PATCH_H
#define ARCHGEN_DATA_PATCH_H

#include "base/compiler.h"
#include "data/json.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * Applies a list of operations (add, remove, replace, move, copy, test; borrowed) in order, all or
 * none: works on a deep copy, which then takes the place of `*document` (the old value's reference
 * is released). On failure `*document` is as it was, `*failed_index` is the operation's index from
 * 0, and `*reason` a static text: "'path' matches nothing".
 */
AG_MUST_USE bool patch_apply(json_t **document, const json_t *operations, size_t *failed_index,
                             const char **reason);

#endif
