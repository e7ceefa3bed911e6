/* SPDX-License-Identifier: MIT */
#include "data/memo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_value_is_kept_and_shared(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    struct memo *memo = memo_new(&arena);

    assert_null(memo_get(memo, STR("one")));
    json_t *made = memo_put(memo, STR("one"), jx_integer(1));
    json_t *found = memo_get(memo, STR("one"));

    assert_ptr_equal(found, made);
    assert_null(memo_get(memo, STR("two")));
    memo_free(memo);
    assert_int_equal(json_integer_value(found), 1); /* it lives on with whoever shares it */
    json_decref(found);
    json_decref(made);
    memo_free(NULL);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_is_kept_and_shared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
