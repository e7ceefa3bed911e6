/* SPDX-License-Identifier: MIT */
/** Patterns of texts, for the neutral tables. Floor: verify; inner part of verify/neutral.h. */
#ifndef ARCHGEN_VERIFY_WILDCARD_H
#define ARCHGEN_VERIFY_WILDCARD_H

#include "base/arena.h"

/** Gives `result` with `*1` to `*4` replaced by what the first to the fourth `*` of `pattern` stand
 *  for in `text`, in the arena; NULL if `text` is not of that form. A `*` is as short as possible.
 */
const char *wildcard_replace(struct arena *arena, const char *pattern, const char *text,
                             const char *result);

#endif
