/* SPDX-License-Identifier: MIT */
/**
 * "Did you mean": the nearest word by restricted Damerau-Levenshtein distance. Floor: base.
 */
#ifndef ARCHGEN_BASE_SPELL_H
#define ARCHGEN_BASE_SPELL_H

#include "base/str.h"

#include <stddef.h>

/** The candidate nearest to `word` if it is near enough to be meant (at most a third of the
 *  letters wrong, ignoring case), else NULL. The first wins a tie. Words over 64 bytes and
 *  candidates beyond the 200th are not looked at: the cost is quadratic. */
const struct str *spell_nearest(struct str word, const struct str *candidates, size_t count);

#endif
