/* SPDX-License-Identifier: MIT */
/* Places in source texts. */
#include "base/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check_position(const struct source *source, size_t off, uint32_t line, uint32_t col)
{
    struct position position = source_position(source, off);

    if (position.line != line || position.col != col) {
        fail_msg("offset %zu is at %u:%u, not %u:%u", off, position.line, position.col, line, col);
    }
}

static void columns_count_code_points_and_lines_end_at_lf(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    const struct source *source = source_new(&arena, "f", STR("a\xc3\xa4z\r\n\n\xe6\x97\xa5x"));

    check_position(source, 0, 1, 1);
    check_position(source, 1, 1, 2);
    check_position(source, 3, 1, 3);
    check_position(source, 5, 1, 5);
    check_position(source, 6, 2, 1);
    check_position(source, 7, 3, 1);
    check_position(source, 10, 3, 2);
    check_position(source, 11, 3, 3);
    check_position(source, 999, 3, 3);
    assert_int_equal(source_line_count(source), 3);
    assert_true(str_eq(source_line(source, 1), STR("a\xc3\xa4z")));
    assert_true(str_eq(source_line(source, 2), STR("")));
    assert_true(str_eq(source_line(source, 3), STR("\xe6\x97\xa5x")));
    arena_release(&arena);
}

static void an_empty_text_has_one_empty_line(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    const struct source *source = source_new(&arena, "f", STR(""));

    check_position(source, 0, 1, 1);
    assert_int_equal(source_line_count(source), 1);
    assert_int_equal(source_line(source, 1).len, 0);
    assert_int_equal(source_mark_len(source), 0);
    arena_release(&arena);
}

static void a_leading_byte_order_mark_is_no_column(void **state)
{
    struct arena arena;
    size_t off = 0;
    size_t index = 0;

    (void)state;
    arena_init(&arena);
    const struct source *source = source_new(&arena, "f",
                                             STR("\xef\xbb\xbf"
                                                 "ab\nc"));

    check_position(source, 0, 1, 1);
    check_position(source, 3, 1, 1);
    check_position(source, 4, 1, 2);
    check_position(source, 6, 2, 1);
    assert_true(str_eq(source_line(source, 1), STR("ab")));
    assert_int_equal(source_offset_of_char(source, 0, &off, &index), 3);
    assert_int_equal(source_offset_of_char(source, 3, &off, &index), 6);
    arena_release(&arena);
}

static void code_point_indices_become_offsets_forward_and_backward(void **state)
{
    struct arena arena;
    size_t off = 0;
    size_t index = 0;

    (void)state;
    arena_init(&arena);
    const struct source *source = source_new(&arena, "f", STR("a\xc3\xa4\xe6\x97\xa5z"));

    assert_int_equal(source_offset_of_char(source, 1, &off, &index), 1);
    assert_int_equal(source_offset_of_char(source, 3, &off, &index), 6);
    assert_int_equal(source_offset_of_char(source, 2, &off, &index), 3);
    assert_int_equal(source_offset_of_char(source, 4, &off, &index), 7);
    assert_int_equal(source_offset_of_char(source, 99, &off, &index), 7);
    arena_release(&arena);
}

static void a_span_knows_its_text(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    const struct source *source = source_new(&arena, "f", STR("name: shop"));

    assert_true(str_eq(span_text(span_make(source, 6, 4)), STR("shop")));
    assert_true(str_eq(span_text(span_make(source, 6, 99)), STR("shop")));
    assert_true(str_eq(span_text(SPAN_NONE), STR("")));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_count_code_points_and_lines_end_at_lf),
        cmocka_unit_test(an_empty_text_has_one_empty_line),
        cmocka_unit_test(a_leading_byte_order_mark_is_no_column),
        cmocka_unit_test(code_point_indices_become_offsets_forward_and_backward),
        cmocka_unit_test(a_span_knows_its_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
