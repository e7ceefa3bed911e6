/* SPDX-License-Identifier: MIT */
/**
 * Printing C source. Floor: embed; part of the build tool. Literals are printed a line each, so
 * that a difference between two builds can be read.
 */
#ifndef ARCHGEN_EMBED_PRINT_H
#define ARCHGEN_EMBED_PRINT_H

#include "base/buf.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

/** Appends `bytes` as adjoining string literals. */
void print_bytes(struct buf *out, struct str bytes);

/** Appends `text` as one literal, or NULL. */
void print_text(struct buf *out, const char *text);

/** Appends "static const uint32_t <prefix>_<name>[] = {…};"; an array is never empty. */
void print_numbers(struct buf *out, const char *prefix, const char *name, const uint32_t *numbers,
                   size_t count);

/** Texts side by side, each with a NUL behind it, named by their offsets. */
struct text_pool {
    struct buf bytes;
};

/** Appends a text; its offset. */
uint32_t pool_add(struct text_pool *pool, struct str text);

#endif
