/* SPDX-License-Identifier: MIT */
#include "heap.h"

#include "base/mem.h"

#include <jansson.h>
#include <sanitizer/asan_interface.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* A block is what stands before it, its bytes, and at least GAP bytes that are nobody's. */
enum { HEAP_SIZE = 1 << 25, ALIGNMENT = 16, GAP = 16 };

struct before {
    size_t size;
    size_t mark; /* whether the block is in use */
};

#define IN_USE ((size_t)0x6b6c6f636b5f6e69)

static _Alignas(ALIGNMENT) char bytes[HEAP_SIZE]; /* the system gives what is touched */

static struct heap {
    size_t used;
    size_t count; /* of blocks in use */
    bool is_open;
} heap;

/* Not checked by the sanitizer, because this is poisoned for all others. */
__attribute__((no_sanitize("address"))) static void set_before(struct before *before, size_t size,
                                                               size_t mark)
{
    before->size = size;
    before->mark = mark;
}

__attribute__((no_sanitize("address"))) static size_t size_of(const struct before *before)
{
    if (before->mark != IN_USE) {
        mem_bug(__FILE__, __LINE__, "freed twice, or not at its beginning");
    }
    return before->size;
}

static void *heap_alloc(size_t size)
{
    size_t whole = sizeof(struct before) + (size + GAP + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

    if (!heap.is_open || whole > HEAP_SIZE - heap.used) {
        return mem_alloc(size);
    }
    char *block = bytes + heap.used + sizeof(struct before);

    set_before((struct before *)(void *)(block - sizeof(struct before)), size, IN_USE);
    __asan_unpoison_memory_region(block, size);
    heap.used += whole;
    heap.count++;
    return block;
}

static void heap_free(void *memory)
{
    char *block = memory;

    if (block == NULL || block < bytes || block >= bytes + HEAP_SIZE) {
        free(memory);
        return;
    }
    struct before *before = (struct before *)(void *)(block - sizeof(struct before));

    __asan_poison_memory_region(block, size_of(before));
    set_before(before, 0, 0);
    heap.count--;
}

void heap_install(void)
{
    __asan_poison_memory_region(bytes, HEAP_SIZE);
    json_set_alloc_funcs(heap_alloc, heap_free);
}

void heap_begin(void)
{
    heap.is_open = true;
}

size_t heap_end(void)
{
    size_t count = heap.count;

    __asan_poison_memory_region(bytes, heap.used);
    heap.used = 0;
    heap.count = 0;
    heap.is_open = false;
    return count;
}
