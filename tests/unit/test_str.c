/* SPDX-License-Identifier: MIT */
/* Strings with a length, UTF-8, and lists of files. */
#include "base/files.h"
#include "base/str.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void strings_compare_by_bytes(void **state)
{
    (void)state;
    assert_true(str_eq(STR("ab"), STR("ab")));
    assert_false(str_eq(STR("ab"), STR("abc")));
    assert_true(str_eq((struct str){NULL, 0}, STR("")));
    assert_true(str_compare(STR("a"), STR("b")) < 0);
    assert_true(str_compare(STR("ab"), STR("a")) > 0);
    assert_int_equal(str_compare(STR("a\0b"), STR("a\0b")), 0);
    assert_true(str_compare(STR("Z"), STR("a")) < 0);
    assert_true(str_compare(STR("z"), STR("\xc3\xa4")) < 0);
}

static void prefix_and_suffix_may_be_empty_or_the_whole(void **state)
{
    (void)state;
    assert_true(str_has_prefix(STR("abc"), STR("")));
    assert_true(str_has_prefix(STR("abc"), STR("abc")));
    assert_false(str_has_prefix(STR("abc"), STR("abcd")));
    assert_true(str_has_suffix(STR("abc"), STR("bc")));
    assert_false(str_has_suffix(STR("abc"), STR("ab")));
    assert_true(str_has_suffix((struct str){NULL, 0}, (struct str){NULL, 0}));
}

static void slice_is_clamped_to_the_string(void **state)
{
    (void)state;
    assert_true(str_eq(str_slice(STR("abc"), 1, 1), STR("b")));
    assert_true(str_eq(str_slice(STR("abc"), 1, 99), STR("bc")));
    assert_true(str_eq(str_slice(STR("abc"), 9, 1), STR("")));
}

static void trim_removes_blanks_at_both_ends_only(void **state)
{
    (void)state;
    assert_true(str_eq(str_trim(STR(" \ta b\t ")), STR("a b")));
    assert_true(str_eq(str_trim(STR(" \t ")), STR("")));
    assert_true(str_eq(str_trim(STR("a\n")), STR("a\n")));
}

static void utf8_is_decoded_or_refused_with_the_reason(void **state)
{
    static const struct {
        const char *name;
        struct str text;
        struct utf8_char expected;
    } cases[] = {
        {"ascii", {"a", 1}, {'a', 1, UTF8_FINE}},
        {"nul", {"\0", 1}, {0, 1, UTF8_FINE}},
        {"two bytes", {"\xc3\xa4", 2}, {0xe4, 2, UTF8_FINE}},
        {"first of two bytes", {"\xc2\x80", 2}, {0x80, 2, UTF8_FINE}},
        {"three bytes", {"\xe6\x97\xa5", 3}, {0x65e5, 3, UTF8_FINE}},
        {"four bytes", {"\xf0\x9f\x98\x80", 4}, {0x1f600, 4, UTF8_FINE}},
        {"last code point", {"\xf4\x8f\xbf\xbf", 4}, {0x10ffff, 4, UTF8_FINE}},
        {"cut short", {"\xe6\x97", 2}, {0xfffd, 1, UTF8_BAD_BYTE}},
        {"continuation first", {"\x80", 1}, {0xfffd, 1, UTF8_BAD_BYTE}},
        {"broken sequence", {"\xe6z\xa5", 3}, {0xfffd, 1, UTF8_BAD_BYTE}},
        {"never a byte", {"\xff", 1}, {0xfffd, 1, UTF8_BAD_BYTE}},
        {"overlong slash", {"\xc0\xaf", 2}, {0xfffd, 1, UTF8_OVERLONG}},
        {"overlong three", {"\xe0\x80\xaf", 3}, {0xfffd, 1, UTF8_OVERLONG}},
        {"surrogate", {"\xed\xa0\x80", 3}, {0xfffd, 1, UTF8_SURROGATE}},
        {"beyond the end", {"\xf4\x90\x80\x80", 4}, {0xfffd, 1, UTF8_OUT_OF_RANGE}},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        struct utf8_char got = utf8_decode(cases[i].text, 0);

        if (got.code_point != cases[i].expected.code_point || got.len != cases[i].expected.len ||
            got.fault != cases[i].expected.fault) {
            fail_msg("%s: U+%04X, %zu bytes, fault %d", cases[i].name, got.code_point, got.len,
                     (int)got.fault);
        }
        assert_int_equal(utf8_is_valid(cases[i].text), got.fault == UTF8_FINE);
    }
}

static void what_a_terminal_would_interpret_is_hidden(void **state)
{
    static const uint32_t hidden[] = {0,      '\n',   0x1b,   0x7f,   0x9b,   0xad,    0x200b,
                                      0x202e, 0x2066, 0x2028, 0xfeff, 0xfffe, 0x1ffff, 0xe0041};
    static const uint32_t shown[] = {' ', 'a', 0xe4, 0x65e5, 0xfffd, 0x1f600};

    (void)state;
    for (size_t i = 0; i < AG_COUNT(hidden); i++) {
        if (!utf8_is_hidden(hidden[i])) {
            fail_msg("U+%04X is shown", hidden[i]);
        }
    }
    for (size_t i = 0; i < AG_COUNT(shown); i++) {
        if (utf8_is_hidden(shown[i])) {
            fail_msg("U+%04X is hidden", shown[i]);
        }
    }
    assert_true(utf8_is_bidi(0x2069));
    assert_false(utf8_is_bidi(0x2065));
}

static void widths_are_those_of_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(utf8_width('a'), 1);
    assert_int_equal(utf8_width(0xe4), 1);
    assert_int_equal(utf8_width(0x301), 0);
    assert_int_equal(utf8_width(0x65e5), 2);
    assert_int_equal(utf8_width(0x1f600), 2);
}

static void files_are_found_before_and_after_sorting(void **state)
{
    static const char *const paths[] = {"b", "a/z", "a", "c", "a.x"};
    struct arena arena;
    struct file_list list = {0};

    (void)state;
    arena_init(&arena);
    assert_null(file_list_find(&list, STR("a")));
    for (size_t i = 0; i < AG_COUNT(paths); i++) {
        file_list_add(&list, &arena, paths[i], str_from(paths[i]));
    }
    for (int sorted = 0; sorted < 2; sorted++) {
        for (size_t i = 0; i < AG_COUNT(paths); i++) {
            const struct file *file = file_list_find(&list, str_from(paths[i]));

            assert_non_null(file);
            assert_string_equal(file->path, paths[i]);
            assert_true(str_eq_text(file->bytes, paths[i]));
        }
        assert_null(file_list_find(&list, STR("a/")));
        assert_null(file_list_find(&list, STR("zz")));
        file_list_sort(&list);
    }
    for (size_t i = 1; i < list.count; i++) {
        assert_true(strcmp(list.items[i - 1].path, list.items[i].path) < 0);
    }
    file_list_add(&list, &arena, "0", STR(""));
    assert_non_null(file_list_find(&list, STR("0")));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_compare_by_bytes),
        cmocka_unit_test(prefix_and_suffix_may_be_empty_or_the_whole),
        cmocka_unit_test(slice_is_clamped_to_the_string),
        cmocka_unit_test(trim_removes_blanks_at_both_ends_only),
        cmocka_unit_test(utf8_is_decoded_or_refused_with_the_reason),
        cmocka_unit_test(what_a_terminal_would_interpret_is_hidden),
        cmocka_unit_test(widths_are_those_of_a_terminal),
        cmocka_unit_test(files_are_found_before_and_after_sorting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
