/* SPDX-License-Identifier: MIT */
/**
 * HCL in, HCL in the form of `terraform fmt` out, in one pass over the text. Floor: target.
 *
 * What is made here: two blanks of indentation for each line that leaves brackets open, `=` aligned
 * in runs of consecutive arguments of one line, one blank line at most in a row and none next to a
 * bracket, no blanks at line ends. What is verified: brackets match, strings are closed, there are
 * no here-documents, no block comments, no comments after code and no control characters. What the
 * text must bring: the blanks inside of a line as `terraform fmt` wants them.
 *
 *     struct hcl_items items = {0};
 *     if (layout_hcl(arena, text, &out, &items, &fault)) { … items.list[0].head … }
 *     free(items.list);
 */
#ifndef ARCHGEN_TARGET_LAYOUT_HCL_H
#define ARCHGEN_TARGET_LAYOUT_HCL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "target/fault.h"

#include <stdbool.h>
#include <stddef.h>

enum { HCL_DEPTH_MAX = 64 /* open brackets; a policy in a resource needs about 12 */ };

/** A block or an argument outside of all brackets, with the comment lines above it. */
struct hcl_item {
    size_t off;      /* in `out`, of its first line */
    size_t len;      /* bytes, line end included, no blank line after it */
    struct str head; /* its first line that is no comment, in the text that was given */
};

struct hcl_items {
    struct hcl_item *list; /* to be released with free() */
    size_t count;
    size_t capacity;
};

/**
 * Appends the canonical form of `text` to `out`. With `items`, what stands outside of brackets is
 * appended there and blank lines between the items are left out; with NULL they are kept. False
 * with `*fault` set if the text is not what the header says; `out` may then hold a part.
 */
bool layout_hcl(struct arena *arena, struct str text, struct buf *out, struct hcl_items *items,
                struct text_fault *fault);

/** Skips the string whose opening quote is at `p`, with the templates in it: the byte after its
 *  end, or NULL if it is not closed on its line or holds a control character. */
const char *layout_hcl_skip_string(const char *p, const char *end);

#endif
