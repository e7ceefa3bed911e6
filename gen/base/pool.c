/* SPDX-License-Identifier: MIT */
/*
 * Before each block stands a word that says of which size it is. What is larger than the largest
 * size comes from malloc(), with the same word before it.
 */
#include "base/pool.h"

#include "base/compiler.h"
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>

enum {
    STEP = 16,     /* bytes between two sizes */
    SIZES = 24,    /* the largest is 384 bytes */
    LARGE = SIZES, /* from malloc() */
    CHUNK = 64 * 1024
};

struct block {
    uint64_t size; /* number of the size, from 0 on */
    struct block *next;
};

struct pools {
    struct block *free[SIZES];
    char *chunk; /* what is left of the newest piece from malloc() */
    size_t left;
};

/* jansson's allocator has no parameter for it. */
static _Thread_local struct pools pools;

AG_COLD static void *alloc_large(size_t size)
{
    BUG_UNLESS(size < SIZE_MAX / 2);
    struct block *block = mem_alloc(sizeof(block->size) + size);

    block->size = LARGE;
    return &block->next;
}

AG_COLD static void *alloc_after_refill(size_t size)
{
    pools.chunk = mem_alloc(CHUNK);
    pools.left = CHUNK;
    return pool_alloc(size);
}

void *pool_alloc(size_t size)
{
    size_t number = size == 0 ? 0 : (size - 1) / STEP;

    if (number >= SIZES) {
        return alloc_large(size);
    }
    struct block *block = pools.free[number];

    if (block != NULL) {
        pools.free[number] = block->next;
        return &block->next;
    }
    size_t len = sizeof(block->size) + (number + 1) * STEP;

    if (pools.left < len) {
        return alloc_after_refill(size);
    }
    block = (struct block *)(void *)pools.chunk;
    block->size = number;
    pools.chunk += len;
    pools.left -= len;
    return &block->next;
}

AG_COLD static void free_large(struct block *block)
{
    free(block);
}

void pool_free(void *memory)
{
    if (memory == NULL) {
        return;
    }
    struct block *block = (struct block *)(void *)((char *)memory - offsetof(struct block, next));

    if (block->size == LARGE) {
        free_large(block);
        return;
    }
    block->next = pools.free[block->size];
    pools.free[block->size] = block;
}
