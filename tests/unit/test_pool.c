/* SPDX-License-Identifier: MIT */
#include "base/pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { BLOCKS = 2000, SIZE_MAX_TRIED = 1000 };

static void blocks_do_not_overlap(void **state)
{
    static unsigned char *blocks[BLOCKS];

    (void)state;
    for (size_t i = 0; i < BLOCKS; i++) {
        size_t size = i % SIZE_MAX_TRIED;

        blocks[i] = pool_alloc(size);
        assert_int_equal((uintptr_t)blocks[i] % sizeof(uint64_t), 0);
        memset(blocks[i], (int)(i % 251), size);
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        for (size_t k = 0; k < i % SIZE_MAX_TRIED; k++) {
            assert_int_equal(blocks[i][k], i % 251);
        }
        pool_free(blocks[i]);
    }
    pool_free(NULL);
}

static void a_block_that_was_freed_is_used_again(void **state)
{
    (void)state;
    void *first = pool_alloc(40);

    pool_free(first);
    assert_ptr_equal(pool_alloc(48), first);
    void *second = pool_alloc(40);

    assert_ptr_not_equal(second, first);
    pool_free(second);
    pool_free(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_do_not_overlap),
        cmocka_unit_test(a_block_that_was_freed_is_used_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
