/* SPDX-License-Identifier: MIT */
/* Buffers and arenas. */
#include "base/arena.h"
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void an_empty_buffer_has_an_empty_text(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf, BUF_NO_LIMIT);
    assert_non_null(buf_str(&buf).p);
    assert_int_equal(buf_str(&buf).len, 0);
    buf_truncate(&buf, 0);
    buf_add(&buf, (struct str){NULL, 0});
    assert_int_equal(buf.len, 0);
    buf_release(&buf);
}

static void everything_that_is_added_comes_out_in_order(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf, BUF_NO_LIMIT);
    buf_add_text(&buf, "a");
    buf_add(&buf, STR("b\0c"));
    buf_add_char(&buf, 'd');
    buf_add_repeat(&buf, '-', 3);
    buf_add_format(&buf, "%d%s", 42, "!");
    assert_true(str_eq(buf_str(&buf), STR("ab\0cd---42!")));
    assert_int_equal(buf.bytes[buf.len], '\0');
    buf_truncate(&buf, 2);
    assert_string_equal(buf.bytes, "ab");
    buf_clear(&buf);
    assert_int_equal(buf.len, 0);
    buf_release(&buf);
}

static void a_long_text_grows_the_buffer(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf, BUF_NO_LIMIT);
    for (int i = 0; i < 10000; i++) {
        buf_add_format(&buf, "%04d", i);
    }
    assert_int_equal(buf.len, 40000);
    assert_memory_equal(buf.bytes + 39996, "9999", 4);
    buf_release(&buf);
}

static void passing_the_limit_is_remembered_and_changes_nothing(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf, 5);
    buf_add_text(&buf, "12345");
    assert_false(buf.overflow);
    buf_add_char(&buf, '6');
    assert_true(buf.overflow);
    buf_truncate(&buf, 1);
    buf_add_char(&buf, 'x');
    assert_string_equal(buf.bytes, "1");
    buf_clear(&buf);
    buf_add_format(&buf, "%s", "123456");
    assert_true(buf.overflow);
    assert_int_equal(buf.len, 0);
    buf_release(&buf);
}

static void a_buffer_over_memory_of_the_caller_stays_in_it(void **state)
{
    char bytes[] = "......";
    struct buf buf;

    (void)state;
    buf_init_over(&buf, bytes, 5);
    assert_true(str_eq(buf_str(&buf), STR("")));
    buf_add_text(&buf, "ab");
    buf_add_text(&buf, "cd");
    assert_false(buf.overflow);
    assert_ptr_equal(buf.bytes, bytes);
    assert_string_equal(bytes, "abcd");
    buf_add_char(&buf, 'e');
    assert_true(buf.overflow);
    assert_memory_equal(bytes, "abcd\0.", 7);
}

static void integers_are_written_as_printf_does(void **state)
{
    static const struct {
        int64_t number;
        const char *text;
    } cases[] = {{0, "0"},
                 {7, "7"},
                 {-10, "-10"},
                 {INT64_MAX, "9223372036854775807"},
                 {INT64_MIN, "-9223372036854775808"}};
    struct buf buf;

    (void)state;
    buf_init(&buf, BUF_NO_LIMIT);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        buf_clear(&buf);
        buf_add_integer(&buf, cases[i].number);
        assert_string_equal(buf.bytes, cases[i].text);
    }
    buf_release(&buf);
}

static void code_points_become_utf8(void **state)
{
    static const struct {
        uint32_t code_point;
        const char *bytes;
    } cases[] = {{0x41, "A"},
                 {0x7f, "\x7f"},
                 {0x80, "\xc2\x80"},
                 {0x7ff, "\xdf\xbf"},
                 {0x800, "\xe0\xa0\x80"},
                 {0xffff, "\xef\xbf\xbf"},
                 {0x10000, "\xf0\x90\x80\x80"},
                 {0x10ffff, "\xf4\x8f\xbf\xbf"}};
    struct buf buf;

    (void)state;
    buf_init(&buf, BUF_NO_LIMIT);
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        buf_clear(&buf);
        buf_add_utf8(&buf, cases[i].code_point);
        if (!str_eq_text(buf_str(&buf), cases[i].bytes)) {
            fail_msg("U+%04X", cases[i].code_point);
        }
    }
    buf_release(&buf);
}

static void json_literals_escape_what_rfc_8259_demands(void **state)
{
    static const struct {
        const char *name;
        struct str text;
        const char *expected;
    } cases[] = {
        {"empty", {"", 0}, "\"\""},
        {"plain", {"abc", 3}, "\"abc\""},
        {"quote and backslash", {"\"\\/", 3}, "\"\\\"\\\\/\""},
        {"short forms", {"\b\f\n\r\t", 5}, "\"\\b\\f\\n\\r\\t\""},
        {"other controls", {"\0\x01\x1f", 3}, "\"\\u0000\\u0001\\u001f\""},
        {"delete is no control here", {"\x7f", 1}, "\"\x7f\""},
        {"utf-8 stays", {"\xc3\xa4\xe6\x97\xa5", 5}, "\"\xc3\xa4\xe6\x97\xa5\""},
        {"bad bytes are replaced",
         {"a\xff"
          "b\xc3",
          4},
         "\"a\xef\xbf\xbd"
         "b\xef\xbf\xbd\""},
    };
    struct buf buf;

    (void)state;
    buf_init(&buf, BUF_NO_LIMIT);
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        buf_clear(&buf);
        buf_add_json(&buf, cases[i].text);
        if (!str_eq_text(buf_str(&buf), cases[i].expected)) {
            fail_msg("%s: %s", cases[i].name, buf.bytes);
        }
    }
    buf_release(&buf);
}

static void arena_memory_is_zeroed_aligned_and_stays(void **state)
{
    struct arena arena;
    char *texts[300];

    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < AG_COUNT(texts); i++) {
        const unsigned char *bytes = arena_alloc(&arena, 1 + i * 7);

        assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
        for (size_t j = 0; j < 1 + i * 7; j++) {
            assert_int_equal(bytes[j], 0);
        }
        texts[i] = arena_text(&arena, "%zu", i);
    }
    assert_non_null(arena_alloc(&arena, 1000000));
    for (size_t i = 0; i < AG_COUNT(texts); i++) {
        char expected[8];

        (void)snprintf(expected, sizeof(expected), "%zu", i);
        assert_string_equal(texts[i], expected);
    }
    assert_string_equal(arena_strdup(&arena, str_slice(STR("abc"), 0, 2)), "ab");
    arena_release(&arena);
    assert_int_equal(arena.total, 0);
}

static void arrays_in_an_arena_grow_and_keep_their_items(void **state)
{
    struct arena arena;
    int *items = NULL;
    size_t count = 0;
    size_t capacity = 0;

    (void)state;
    arena_init(&arena);
    for (int i = 0; i < 1000; i++) {
        ARENA_GROW(&arena, items, count, capacity);
        items[count++] = i;
    }
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(items[i], i);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_buffer_has_an_empty_text),
        cmocka_unit_test(everything_that_is_added_comes_out_in_order),
        cmocka_unit_test(a_long_text_grows_the_buffer),
        cmocka_unit_test(passing_the_limit_is_remembered_and_changes_nothing),
        cmocka_unit_test(a_buffer_over_memory_of_the_caller_stays_in_it),
        cmocka_unit_test(integers_are_written_as_printf_does),
        cmocka_unit_test(code_points_become_utf8),
        cmocka_unit_test(json_literals_escape_what_rfc_8259_demands),
        cmocka_unit_test(arena_memory_is_zeroed_aligned_and_stays),
        cmocka_unit_test(arrays_in_an_arena_grow_and_keep_their_items),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
