/* SPDX-License-Identifier: MIT */
/**
 * Expressions of HCL, read into the raw form (verify/raw.h). Floor: verify. Only what archgen
 * prints is known: literals, templates, lists, maps, traversals, calls and `for` in a list.
 */
#ifndef ARCHGEN_VERIFY_HCL_EXPRESSION_H
#define ARCHGEN_VERIFY_HCL_EXPRESSION_H

#include "base/arena.h"
#include "base/str.h"
#include "data/json.h"

#include <stdbool.h>

struct hcl_reader {
    struct arena *arena;
    struct str rest;   /* what is not read yet */
    const char *error; /* the first, or NULL */
};

/** Reads one expression. NULL after an error. */
AG_MUST_USE json_t *hcl_expression(struct hcl_reader *reader);

/** Moves over blanks, newlines, and comments up to the end of their line. */
void hcl_skip_blank(struct hcl_reader *reader);

/** Moves over blanks that stay in the line. */
void hcl_skip_spaces(struct hcl_reader *reader);

/** Moves over `c` if it comes next. */
bool hcl_accept(struct hcl_reader *reader, char c);

/** Moves over an identifier and gives it; empty if there is none. */
struct str hcl_word(struct hcl_reader *reader);

/** Moves over a quoted text without templates and gives its content; NULL after an error. */
const char *hcl_quoted(struct hcl_reader *reader);

/** Notes the first error; gives NULL. */
json_t *hcl_fail(struct hcl_reader *reader, const char *what);

#endif
