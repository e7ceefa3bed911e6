/* SPDX-License-Identifier: MIT */
#include "base/mem.h"
#include "data/pointer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* RFC 6901, section 5, and what must not be found. */
static void pointers_find_what_the_rfc_says(void **state)
{
    static const char document[] =
        "{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,\"i\\\\j\":5,"
        "\"k\\\"l\":6,\" \":7,\"m~n\":8,\"0\":9,\"~1\":10,\"x\":{\"\":{\"\":11}}}";
    static const struct {
        const char *pointer;
        const char *expected; /* NULL: nothing */
    } cases[] = {
        {"", document},
        {"/foo", "[\"bar\",\"baz\"]"},
        {"/foo/0", "\"bar\""},
        {"/", "0"},
        {"/a~1b", "1"},
        {"/c%d", "2"},
        {"/e^f", "3"},
        {"/g|h", "4"},
        {"/i\\j", "5"},
        {"/k\"l", "6"},
        {"/ ", "7"},
        {"/m~0n", "8"},
        {"/0", "9"},
        {"/~01", "10"},
        {"/x//", "11"},
        {"/foo/1", "\"baz\""},
        {"/foo/2", NULL},
        {"/foo/-", NULL},
        {"/foo/00", NULL},
        {"/foo/01", NULL},
        {"/foo/", NULL},
        {"/foo/ 1", NULL},
        {"/foo/99999999999999999999999", NULL},
        {"/foo/0/0", NULL},
        {"foo", NULL},
        {"/none", NULL},
        {"/m~n", NULL},
        {"/m~", NULL},
        {"/m~2n", NULL},
        {"/none/x", NULL},
        {"/foo/+1", NULL},
        {"//", NULL},
    };
    json_t *root = json_loads(document, 0, NULL);

    (void)state;
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        const json_t *value = pointer_get(root, str_from(cases[i].pointer));
        struct buf out;

        if ((value == NULL) != (cases[i].expected == NULL)) {
            fail_msg("'%s': %s", cases[i].pointer, value == NULL ? "nothing" : "something");
        }
        if (value == NULL) {
            continue;
        }
        buf_init(&out, BUF_NO_LIMIT);
        jx_dump(value, &out, false);
        if (strcmp(out.bytes, cases[i].expected) != 0) {
            fail_msg("'%s': %s", cases[i].pointer, out.bytes);
        }
        buf_release(&out);
    }
    json_decref(root);
}

static void splitting_decodes_the_tokens(void **state)
{
    struct arena arena;
    struct str *tokens;
    size_t count;

    (void)state;
    arena_init(&arena);
    assert_true(pointer_split(&arena, STR(""), &tokens, &count));
    assert_int_equal(count, 0);
    assert_true(pointer_split(&arena, STR("/a~1b//~01/x"), &tokens, &count));
    assert_int_equal(count, 4);
    assert_true(str_eq(tokens[0], STR("a/b")));
    assert_true(str_eq(tokens[1], STR("")));
    assert_true(str_eq(tokens[2], STR("~1")));
    assert_true(str_eq(tokens[3], STR("x")));
    assert_false(pointer_split(&arena, STR("a"), &tokens, &count));
    assert_false(pointer_split(&arena, STR("/a~"), &tokens, &count));
    assert_false(pointer_split(&arena, STR("/~2"), &tokens, &count));
    arena_release(&arena);
}

static void only_plain_decimals_are_indices(void **state)
{
    size_t index = 0;

    (void)state;
    assert_true(pointer_index(STR("0"), &index));
    assert_int_equal(index, 0);
    assert_true(pointer_index(STR("120"), &index));
    assert_int_equal(index, 120);
    assert_false(pointer_index(STR("01"), &index));
    assert_false(pointer_index(STR("-"), &index));
    assert_false(pointer_index(STR(""), &index));
    assert_false(pointer_index(STR("1a"), &index));
    assert_false(pointer_index(STR("184467440737095516160"), &index));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pointers_find_what_the_rfc_says),
        cmocka_unit_test(splitting_decodes_the_tokens),
        cmocka_unit_test(only_plain_decimals_are_indices),
    };

    mem_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
