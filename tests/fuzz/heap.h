/* SPDX-License-Identifier: MIT */
/*
 * Where jansson's values of one run are kept. A run makes thousands of them, and the sanitizer's
 * own allocator takes most of its time. This one finds the same faults: what stands around a block,
 * and what was freed, is poisoned until the run ends, and nothing may be left then.
 */
#ifndef ARCHGEN_TESTS_FUZZ_HEAP_H
#define ARCHGEN_TESTS_FUZZ_HEAP_H

#include <stddef.h>

/** Sets jansson's functions: from then on a block comes from here during a run, otherwise from
 * malloc. */
void heap_install(void);

/** Begins a run. */
void heap_begin(void);

/** Ends the run; returns the number of blocks that were not freed. */
size_t heap_end(void);

#endif
