/* SPDX-License-Identifier: MIT */
/**
 * Interned texts of a set of templates: names of variables, members and templates, and string
 * literals. Floor: template. Equal texts have equal numbers, so that a variable is found at run
 * time by comparing integers. Number 0 is the empty text.
 */
#ifndef ARCHGEN_TEMPLATE_SYMBOLS_H
#define ARCHGEN_TEMPLATE_SYMBOLS_H

#include "base/arena.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

struct symbols {
    struct arena *arena;
    struct str *items; /* NUL-terminated copies in the arena */
    size_t count;
    size_t capacity;
    uint32_t *slots; /* open addressing: number, or 0 for free */
    size_t slot_count;
};

/** A table as constant data. */
struct symbols_data {
    const char *texts; /* each ends in NUL */
    const struct symbol_place {
        uint32_t off;
        uint32_t len;
    } * places; /* by number */
    size_t count;
    const uint32_t *slots;
    size_t slot_count;
};

/** Makes a table with only the empty text, in `arena` (borrowed). */
void symbols_init(struct symbols *symbols, struct arena *arena);

/** Makes the table what `from` (borrowed) says. */
void symbols_take(struct symbols *symbols, const struct symbols_data *from);

/** The number of `text`, which is copied if it is new. */
uint32_t symbols_intern(struct symbols *symbols, struct str text);

/** The number of `text`, or 0 if it was never interned. */
uint32_t symbols_find(const struct symbols *symbols, struct str text);

/** The text of a number that this table gave. */
static inline struct str symbols_text(const struct symbols *symbols, uint32_t symbol)
{
    return symbols->items[symbol];
}

#endif
