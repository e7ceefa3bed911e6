/* SPDX-License-Identifier: MIT */
/**
 * The difference of two texts in unified form, for people and for patch(1). Floor: output.
 *
 *     --- a/cfn/prod/template.json
 *     +++ b/cfn/prod/template.json
 *     @@ -3,7 +3,7 @@
 */
#ifndef ARCHGEN_OUTPUT_DIFF_H
#define ARCHGEN_OUTPUT_DIFF_H

#include "base/buf.h"
#include "base/str.h"

#include <stddef.h>

enum {
    DIFF_CONTEXT = 3,      /* unchanged lines around a change */
    DIFF_EDITS_MAX = 1000, /* beyond it the texts are called wholly different: time and memory
                              grow with the square */
};

/** Appends the difference between `before` and `after`, both called `path`; nothing if they are
 *  equal. After `line_limit` lines (headers not counted) the rest is left out, and their number
 *  stated; the number of lines printed is returned. */
size_t diff_unified(struct buf *out, const char *path, struct str before, struct str after,
                    size_t line_limit);

#endif
