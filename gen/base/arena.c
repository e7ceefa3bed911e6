/* SPDX-License-Identifier: MIT */
/*
 * A list of blocks of BLOCK_SIZE bytes; allocation moves an offset in the newest one. What is large
 * gets a block of its own behind the newest, whose rest stays in use.
 */
#include "base/arena.h"

#include "base/mem.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024, LARGE = BLOCK_SIZE / 4 };

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

static struct arena_block *make_block(struct arena *arena, size_t size, struct arena_block *next)
{
    struct arena_block *block = mem_alloc(sizeof(*block) + size);

    block->next = next;
    block->size = size;
    arena->total += size;
    return block;
}

static size_t room_of(const struct arena *arena)
{
    return arena->blocks == NULL ? 0 : arena->blocks->size - arena->used;
}

/* `size` bytes that are not zeroed. */
static void *take(struct arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);

    BUG_UNLESS(size < SIZE_MAX / 2);
    size = (size + align - 1) / align * align;
    if (arena->blocks == NULL || room_of(arena) < size) {
        if (size >= LARGE && arena->blocks != NULL) {
            arena->blocks->next = make_block(arena, size, arena->blocks->next);
            return arena->blocks->next->data;
        }
        arena->blocks = make_block(arena, size > BLOCK_SIZE ? size : BLOCK_SIZE, arena->blocks);
        arena->used = 0;
    }
    void *memory = (char *)arena->blocks->data + arena->used;

    arena->used += size;
    return memory;
}

char *arena_bytes(struct arena *arena, size_t size)
{
    return take(arena, size);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    BUG_UNLESS(size == 0 || count <= SIZE_MAX / size);
    return arena_alloc(arena, count * size);
}

char *arena_strdup(struct arena *arena, struct str str)
{
    char *copy = take(arena, str.len + 1);

    if (str.len > 0) {
        memcpy(copy, str.p, str.len);
    }
    copy[str.len] = '\0';
    return copy;
}

/* Most texts fit into what is left of a block, where they are written at once. */
char *arena_vtext(struct arena *arena, const char *format, va_list args)
{
    size_t room = room_of(arena);
    char *rest = room == 0 ? NULL : (char *)arena->blocks->data + arena->used;
    va_list again;

    va_copy(again, args);
    // clang-tidy 14 forgets va_start in every file of a run but the first.
    // NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized)
    int len = text_format(rest, room, format, args);

    BUG_UNLESS(len >= 0);
    char *text = take(arena, (size_t)len + 1);

    if ((size_t)len >= room) {
        (void)text_format(text, (size_t)len + 1, format, again);
    }
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
