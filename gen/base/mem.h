/* SPDX-License-Identifier: MIT */
/**
 * Memory that cannot fail. Floor: base. Running out of memory ends the process with exit code 3
 * and one line on standard error, so that no code above tests an allocation. Everything else in
 * the project allocates through this module, an arena, or jansson (whose allocator `mem_install`
 * replaces with this one); libyaml has no such place, and tells its failures.
 */
#ifndef ARCHGEN_BASE_MEM_H
#define ARCHGEN_BASE_MEM_H

#include "base/compiler.h"

#include <stddef.h>

/** Gives `size` bytes, uninitialised; never NULL. Release with free(). */
AG_MUST_USE void *mem_alloc(size_t size);

/** As realloc(); never NULL. */
AG_MUST_USE void *mem_realloc(void *old, size_t size);

/** Makes jansson allocate through mem_alloc. Call once, before any JSON value is made. */
void mem_install(void);

/** The same, from pools of small blocks (pool.h), for a process that ends when its work is done.
 *  Does as mem_install where a sanitizer watches the memory. */
void mem_install_pools(void);

/** Ends the process with exit code 3: a library says that there is no memory left. */
AG_NORETURN void mem_exhausted(void);

/** Ends the process with exit code 70: an invariant of ours does not hold. */
AG_NORETURN void mem_bug(const char *file, int line, const char *what);

/** States that control cannot come here, or that a condition cannot be false. */
#define BUG(what) mem_bug(__FILE__, __LINE__, (what))
#define BUG_UNLESS(cond)                                                                           \
    do {                                                                                           \
        if (!(cond)) {                                                                             \
            BUG(#cond);                                                                            \
        }                                                                                          \
    } while (0)

#endif
