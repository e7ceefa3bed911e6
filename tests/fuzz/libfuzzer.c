/* SPDX-License-Identifier: MIT */
/*
 * A fuzzer as libFuzzer calls it. Time is that of the processor: with other work on the machine, a
 * clock on the wall would find runs too long that are not.
 */
#include "fuzz.h"
#include "heap.h"

#include <time.h>

/* One input in so many is looked at thoroughly. */
enum { THOROUGH_IN = 4 };

bool fuzz_is_thorough;

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    heap_install();
    if (fuzzer.start != NULL) {
        fuzzer.start();
    }
    return 0;
}

/* Always 0: libFuzzer keeps other values for itself. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    clock_t start = clock();

    /* The upper half, so that this does not go with what a fuzzer decides by the lower. */
    fuzz_is_thorough = (fuzz_hash(fuzz_text(data, size)) >> 16) % THOROUGH_IN == 0;
    heap_begin();
    fuzzer.run(data, size);
    FUZZ_REQUIRE(heap_end() == 0);
    clock_t seconds = (clock() - start) / CLOCKS_PER_SEC;

    FUZZ_REQUIRE(seconds < 1);
    return 0;
}
