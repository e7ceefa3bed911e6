/* SPDX-License-Identifier: MIT */
/**
 * Small blocks of memory from pools: one list of free blocks for each size. Floor: base. JSON
 * values are many and small, come and go by the ten thousand, and malloc() spends its time on
 * joining neighbours that are asked for again at once. Blocks never go back to the system; a
 * process that goes on for long should use malloc(). Each thread has pools of its own.
 */
#ifndef ARCHGEN_BASE_POOL_H
#define ARCHGEN_BASE_POOL_H

#include "base/compiler.h"

#include <stddef.h>

/** Gives `size` bytes, uninitialised, aligned for pointers, integers and doubles; never NULL.
 *  Release with pool_free. */
AG_MUST_USE void *pool_alloc(size_t size);

/** Releases a block of pool_alloc; NULL is allowed. */
void pool_free(void *block);

#endif
