/* SPDX-License-Identifier: MIT */
/* Names: conversions, and names that are fitted to a limit. */
#include "model/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void names_make_converts_a_key_for_every_target(void **state)
{
    static const struct {
        const char *key;
        const char *id;
        const char *label;
        const char *name;
    } rows[] = {
        {"app", "App", "app", "shop-dev-app"},
        {"order-db", "OrderDb", "order_db", "shop-dev-order-db"},
        {"web-1", "Web1", "web_1", "shop-dev-web-1"},
        {"web1", "Web1", "web1", "shop-dev-web1"},
        {"ecr.api", "EcrApi", "ecr_api", "shop-dev-ecr.api"},
        {"a-b-c", "ABC", "a_b_c", "shop-dev-a-b-c"},
    };
    struct arena arena;

    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct naming naming = names_make(&arena, "shop-dev", rows[i].key);

        assert_string_equal(naming.key, rows[i].key);
        assert_string_equal(naming.id, rows[i].id);
        assert_string_equal(naming.label, rows[i].label);
        assert_string_equal(naming.name, rows[i].name);
    }
    arena_release(&arena);
}

static void names_fit_keeps_short_names_and_hashes_long_ones(void **state)
{
    const char *a = "customer-portal-staging-frontend-web";
    const char *b = "customer-portal-staging-frontend-wex";
    struct arena arena;

    (void)state;
    arena_init(&arena);
    assert_string_equal(names_fit(&arena, "shop-dev-web-app", 32), "shop-dev-web-app");
    assert_int_equal(strlen(names_fit(&arena, a, 32)), 32);
    assert_string_not_equal(names_fit(&arena, a, 32), names_fit(&arena, b, 32));
    assert_string_equal(names_fit(&arena, a, 32), names_fit(&arena, a, 32));
    /* A cut that would end in '-' goes back to a letter: "--" is refused by some services. */
    const char *cut = names_fit(&arena, "abcdefghijklmnopqrstu--vwxyz-0123456789", 32);

    assert_null(strstr(cut, "--"));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_make_converts_a_key_for_every_target),
        cmocka_unit_test(names_fit_keeps_short_names_and_hashes_long_ones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
