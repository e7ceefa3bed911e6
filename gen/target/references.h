/* SPDX-License-Identifier: MIT */
/**
 * How a target spells references between resources: the file templates/<target>/references, one
 * `name: template` a line, comments after '#', empty lines ignored. Floor: target.
 *
 *     # a bucket of the tier
 *     bucket.arn: aws_s3_bucket.{{ label | ident }}.arn
 *
 * The template sees the members of the reference, `reference` (itself, as a whole), `tier` (the
 * view of the tier that the reference names, or null) and all of the view.
 */
#ifndef ARCHGEN_TARGET_REFERENCES_H
#define ARCHGEN_TARGET_REFERENCES_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/source.h"
#include "target/dialects.h"
#include "template/template.h"

#include <stdbool.h>

struct references {
    struct templates *set;  /* a template for each, by name */
    const bool *needs_more; /* in the order of the set: the spelling mentions more than members */
};

/** Parses the table; `source` and `dialect` are borrowed for its life. NULL after a diagnostic. */
struct references *references_load(struct arena *arena, const struct dialect *dialect,
                                   const struct source *source, struct diags *diags);

/**
 * Appends the spelling of `reference` to `out`. On failure sets `*error` to a reason in
 * `print->arena` and returns false; `out` is then as it was.
 */
bool references_print(const struct references *references, struct print_context *print,
                      const json_t *reference, struct buf *out, const char **error);

#endif
