/* SPDX-License-Identifier: MIT */
/**
 * Arena allocation. Floor: base. Everything that lives as long as a run (spans, syntax trees, the
 * model, strings, diagnostics) is allocated here and released at once; nothing is freed singly.
 *
 *     struct arena arena;
 *     arena_init(&arena);
 *     struct tier *tier = ARENA_NEW(&arena, struct tier);      // zeroed
 *     const char *name = arena_text(&arena, "%s-%s", a, b);
 *     arena_release(&arena);
 *
 * Memory is zeroed and aligned for any type. Not thread-safe.
 */
#ifndef ARCHGEN_BASE_ARENA_H
#define ARCHGEN_BASE_ARENA_H

#include "base/compiler.h"
#include "base/str.h"

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *blocks; /* newest first */
    size_t used;                /* bytes used in the newest block */
    size_t total;               /* bytes of all blocks, for reports */
};

/** Makes an empty arena; allocates nothing yet. */
void arena_init(struct arena *arena);

/** Releases all memory of the arena; what was allocated in it is gone. */
void arena_release(struct arena *arena);

/** Gives `size` zeroed bytes that live as long as the arena. */
AG_MUST_USE void *arena_alloc(struct arena *arena, size_t size);

/** Gives `size` bytes that are not zeroed, for text that is written next. */
AG_MUST_USE char *arena_bytes(struct arena *arena, size_t size);

/** Gives a zeroed array of `count` elements of `size` bytes; a product that overflows is a bug. */
AG_MUST_USE void *arena_array(struct arena *arena, size_t count, size_t size);

/** Gives a NUL-terminated copy of `str`. */
AG_MUST_USE char *arena_strdup(struct arena *arena, struct str str);

/** Gives the formatted text, NUL-terminated. */
AG_MUST_USE AG_PRINTF(2, 3) char *arena_text(struct arena *arena, const char *format, ...);

/** As arena_text, for functions that take a format themselves. */
AG_MUST_USE AG_PRINTF(2, 0) char *arena_vtext(struct arena *arena, const char *format,
                                              va_list args);

#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, count, type) ((type *)arena_array((arena), (count), sizeof(type)))

/**
 * Grows an array that lives in the arena so that one more element fits: `items` (pointer lvalue),
 * `count` and `capacity` (size_t lvalues). The old copy stays in the arena, which doubling bounds.
 */
#define ARENA_GROW(arena, items, count, capacity)                                                  \
    ((items) = arena_grow((arena), (items), (count), &(capacity), sizeof(*(items))))
AG_MUST_USE void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity,
                             size_t size);

#endif
