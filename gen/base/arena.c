/* SPDX-License-Identifier: MIT */
/*
 * A list of blocks, each at least BLOCK_SIZE bytes; allocation moves an offset in the newest one.
 */
#include "base/arena.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t size;
    max_align_t data[];
};

void arena_init(struct arena *arena)
{
    *arena = (struct arena){0};
}

void arena_release(struct arena *arena)
{
    while (arena->blocks != NULL) {
        struct arena_block *next = arena->blocks->next;

        free(arena->blocks);
        arena->blocks = next;
    }
    arena_init(arena);
}

static void add_block(struct arena *arena, size_t size)
{
    size_t wanted = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    struct arena_block *block = mem_alloc(sizeof(*block) + wanted);

    block->next = arena->blocks;
    block->size = wanted;
    arena->blocks = block;
    arena->used = 0;
    arena->total += wanted;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);

    BUG_UNLESS(size < SIZE_MAX / 2);
    size = (size + align - 1) / align * align;
    if (arena->blocks == NULL || arena->blocks->size - arena->used < size) {
        add_block(arena, size);
    }
    void *memory = (char *)arena->blocks->data + arena->used;

    arena->used += size;
    return memset(memory, 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    BUG_UNLESS(size == 0 || count <= SIZE_MAX / size);
    return arena_alloc(arena, count * size);
}

char *arena_strdup(struct arena *arena, struct str str)
{
    char *copy = arena_alloc(arena, str.len + 1);

    if (str.len > 0) {
        memcpy(copy, str.p, str.len);
    }
    return copy;
}

char *arena_vtext(struct arena *arena, const char *format, va_list args)
{
    va_list again;

    va_copy(again, args);
    // clang-tidy 14 forgets va_start in every file of a run but the first.
    // NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized)
    int len = vsnprintf(NULL, 0, format, args);

    BUG_UNLESS(len >= 0);
    char *text = arena_alloc(arena, (size_t)len + 1);

    (void)vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}

char *arena_text(struct arena *arena, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    char *text = arena_vtext(arena, format, args);

    va_end(args);
    return text;
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    enum { FIRST_CAPACITY = 8 };

    if (count < *capacity) {
        return items;
    }
    size_t wanted = *capacity == 0 ? FIRST_CAPACITY : *capacity * 2;
    void *grown = arena_array(arena, wanted, size);

    if (count > 0) {
        memcpy(grown, items, count * size);
    }
    *capacity = wanted;
    return grown;
}
