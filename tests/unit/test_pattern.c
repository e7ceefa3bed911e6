/* SPDX-License-Identifier: MIT */
/* Regular expressions: where PCRE2 would differ from ECMA 262, and that no match runs away. */
#include "schema/pattern.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static enum pattern_result match(struct str pattern, struct str subject)
{
    struct arena arena;

    arena_init(&arena);
    struct patterns *patterns = patterns_new(&arena);
    enum pattern_result result = patterns_match(patterns, patterns_add(patterns, pattern), subject);

    patterns_free(patterns);
    arena_release(&arena);
    return result;
}

static void patterns_agree_with_ecma_262(void **state)
{
    static const struct {
        const char *name;
        const char *pattern;
        const char *subject;
        enum pattern_result expected;
    } CASES[] = {
        {"anywhere", "b", "abc", PATTERN_MATCHES},
        {"anchored", "^b", "abc", PATTERN_DIFFERS},
        {"dollar is the end", "^[a-z]+$", "abc", PATTERN_MATCHES},
        {"dollar is not before a final newline", "^[a-z]+$", "abc\n", PATTERN_DIFFERS},
        {"dollar is not before any newline", "^a$", "a\nb", PATTERN_DIFFERS},
        {"a dot is one code point", "^.$", "é", PATTERN_MATCHES},
        {"a dot is one code point beyond the first plane", "^.$", "🐲", PATTERN_MATCHES},
        {"a class of code points", "^[à-ü]$", "é", PATTERN_MATCHES},
        {"\\u escapes", "^\\u0041$", "A", PATTERN_MATCHES},
        {"\\x escapes", "^\\x41$", "A", PATTERN_MATCHES},
        {"an empty class matches nothing", "^[]$", "a", PATTERN_DIFFERS},
        {"an empty negated class matches all", "^[^]$", "a", PATTERN_MATCHES},
        {"a group that was not set matches nothing", "^(?:(a)|b)\\1$", "b", PATTERN_MATCHES},
        {"\\d is ASCII", "^\\d$", "٣", PATTERN_DIFFERS},
        {"\\w is ASCII", "^\\w$", "é", PATTERN_DIFFERS},
        {"\\C is refused", "\\C", "a", PATTERN_INVALID},
        {"an open group is invalid", "(", "a", PATTERN_INVALID},
        {"empty matches all", "", "", PATTERN_MATCHES},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        enum pattern_result result = match(str_from(CASES[i].pattern), str_from(CASES[i].subject));

        if (result != CASES[i].expected) {
            fail_msg("%s: %d", CASES[i].name, (int)result);
        }
    }
}

static void a_nul_is_a_character_like_others(void **state)
{
    (void)state;
    assert_int_equal(match(STR("^a.b$"), STR("a\0b")), PATTERN_MATCHES);
    assert_int_equal(match(STR("^a$"), STR("a\0")), PATTERN_DIFFERS);
}

static void a_match_that_runs_away_is_given_up(void **state)
{
    (void)state;
    assert_int_equal(match(STR("^(a+)+$"), STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")),
                     PATTERN_LIMIT);
}

static void nesting_beyond_the_depth_limit_is_given_up(void **state)
{
    struct buf subject;

    (void)state;
    buf_init(&subject, BUF_NO_LIMIT);
    buf_add_repeat(&subject, 'a', 20000);
    assert_int_equal(match(STR("^(a|b)*c"), buf_str(&subject)), PATTERN_LIMIT);
    buf_release(&subject);
}

static void the_same_text_is_one_pattern(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    struct patterns *patterns = patterns_new(&arena);
    uint32_t first = patterns_add(patterns, STR("^a$"));

    assert_int_equal(patterns_add(patterns, STR("^b$")), first + 1);
    assert_int_equal(patterns_add(patterns, STR("^a$")), first);
    assert_int_equal(patterns_count(patterns), 2);
    assert_true(str_eq(patterns_text(patterns, first), STR("^a$")));
    assert_null(patterns_compile(patterns, first));
    assert_int_equal(patterns_match(patterns, first, STR("a")), PATTERN_MATCHES);
    assert_int_equal(patterns_match(patterns, first + 1, STR("a")), PATTERN_DIFFERS);
    patterns_free(patterns);
    patterns_free(NULL);
    arena_release(&arena);
}

static void what_is_wrong_with_a_pattern_is_said_with_its_place(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    struct patterns *patterns = patterns_new(&arena);
    uint32_t index = patterns_add(patterns, STR("a[b"));

    assert_string_equal(patterns_compile(patterns, index),
                        "missing terminating ] for character class (at byte 3)");
    assert_string_equal(patterns_compile(patterns, index),
                        "missing terminating ] for character class (at byte 3)");
    patterns_free(patterns);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_agree_with_ecma_262),
        cmocka_unit_test(a_nul_is_a_character_like_others),
        cmocka_unit_test(a_match_that_runs_away_is_given_up),
        cmocka_unit_test(nesting_beyond_the_depth_limit_is_given_up),
        cmocka_unit_test(the_same_text_is_one_pattern),
        cmocka_unit_test(what_is_wrong_with_a_pattern_is_said_with_its_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
