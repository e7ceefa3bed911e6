/* SPDX-License-Identifier: MIT */
/**
 * A table from texts to what they stand for: the first value of a key stays, so that it tells also
 * who gave a name first (logical ids, paths of files, labels of rules). Floor: base. All memory is
 * the arena's. Nothing iterates over a table, so that the order of its slots never shows.
 *
 *     const char *other = table_put(&table, arena, id, template_name);
 *     if (other != NULL) { … "'%s' is defined in '%s' and in '%s'" … }
 *
 * A table that is all zeros is empty.
 */
#ifndef ARCHGEN_BASE_TABLE_H
#define ARCHGEN_BASE_TABLE_H

#include "base/arena.h"
#include "base/str.h"

#include <stddef.h>

struct table_entry {
    struct str key;    /* in the arena */
    const void *value; /* NULL: a free slot */
};

struct table {
    struct table_entry *slots; /* open addressing, a power of two; in the arena */
    size_t slot_count;
    size_t count;
};

/** Adds `key` (copied) with its value (borrowed, not NULL). The earlier value if there is one, and
 *  then nothing is changed; else NULL. */
const void *table_put(struct table *table, struct arena *arena, struct str key, const void *value);

/** The value of a key, or NULL. */
const void *table_get(const struct table *table, struct str key);

#endif
