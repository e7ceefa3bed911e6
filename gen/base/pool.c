/* SPDX-License-Identifier: MIT */
/*
 * Before each block stands a word that says of which size it is. What is larger than the largest
 * size comes from malloc(), with the same word before it.
 */
#include "base/pool.h"

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

static struct block *carve(size_t len)
{
    if (pools.left < len) {
        pools.chunk = mem_alloc(CHUNK);
        pools.left = CHUNK;
    }
    struct block *block = (struct block *)(void *)pools.chunk;

    pools.chunk += len;
    pools.left -= len;
    return block;
}

void *pool_alloc(size_t size)
{
    size_t number = size == 0 ? 0 : (size - 1) / STEP;
    struct block *block;

    if (number >= SIZES) {
        BUG_UNLESS(size < SIZE_MAX / 2);
        block = mem_alloc(sizeof(block->size) + size);
        number = LARGE;
    } else if (pools.free[number] != NULL) {
        block = pools.free[number];
        pools.free[number] = block->next;
    } else {
        block = carve(sizeof(block->size) + (number + 1) * STEP);
    }
    block->size = number;
    return &block->next;
}

void pool_free(void *memory)
{
    if (memory == NULL) {
        return;
    }
    struct block *block = (struct block *)(void *)((char *)memory - offsetof(struct block, next));

    if (block->size == LARGE) {
        free(block);
        return;
    }
    block->next = pools.free[block->size];
    pools.free[block->size] = block;
}
