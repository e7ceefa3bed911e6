/* SPDX-License-Identifier: MIT */
#include "base/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void the_first_value_stays(void **state)
{
    struct arena arena;
    struct table table = {0};
    char key[] = "app";

    (void)state;
    arena_init(&arena);
    assert_null(table_get(&table, STR("app")));
    assert_null(table_put(&table, &arena, str_from(key), "first"));
    key[0] = 'x'; /* the table has a copy */
    assert_string_equal(table_put(&table, &arena, STR("app"), "second"), "first");
    assert_string_equal(table_get(&table, STR("app")), "first");
    assert_null(table_get(&table, STR("ap")));
    assert_null(table_get(&table, STR("")));
    assert_int_equal(table.count, 1);
    arena_release(&arena);
}

static void a_growing_table_keeps_all(void **state)
{
    enum { COUNT = 1000 };
    struct arena arena;
    struct table table = {0};
    static int values[COUNT];

    (void)state;
    arena_init(&arena);
    for (int i = 0; i < COUNT; i++) {
        const char *key = arena_text(&arena, "key-%d", i);

        assert_null(table_put(&table, &arena, str_from(key), &values[i]));
    }
    for (int i = 0; i < COUNT; i++) {
        const char *key = arena_text(&arena, "key-%d", i);

        assert_ptr_equal(table_get(&table, str_from(key)), &values[i]);
    }
    assert_null(table_get(&table, STR("key-1000")));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_value_stays),
        cmocka_unit_test(a_growing_table_keeps_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
