/* SPDX-License-Identifier: MIT */
/*
 * The one place where the process may end outside main: out of memory, which is the machine's fault
 * (exit code 3, as for a full disk), or a broken invariant, which is ours (70).
 */
#include "base/mem.h"

#include "base/pool.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>

enum { EXIT_MACHINE = 3, EXIT_BUG = 70 };

void mem_exhausted(void)
{
    (void)fputs("archgen: out of memory\n", stderr);
    exit(EXIT_MACHINE);
}

static void *check(void *memory)
{
    if (memory == NULL) {
        mem_exhausted();
    }
    return memory;
}

void *mem_alloc(size_t size)
{
    return check(malloc(size == 0 ? 1 : size));
}

void *mem_realloc(void *old, size_t size)
{
    return check(realloc(old, size == 0 ? 1 : size));
}

void mem_install(void)
{
    json_set_alloc_funcs(mem_alloc, free);
}

void mem_install_pools(void)
{
#if defined(__SANITIZE_ADDRESS__)
    mem_install();
#else
    json_set_alloc_funcs(pool_alloc, pool_free);
#endif
}

void mem_bug(const char *file, int line, const char *what)
{
    (void)fprintf(stderr, "archgen: internal error at %s:%d: %s\n", file, line, what);
    exit(EXIT_BUG);
}
