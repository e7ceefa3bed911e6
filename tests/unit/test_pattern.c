/* SPDX-License-Identifier: MIT */
/* Regular expressions: where PCRE2 would differ from ECMA 262, and that no match runs away. */
#include "schema/pattern.h"

#include "base/buf.h"
#include "data/json.h"
#include "embed/embedded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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
    buf_add_repeat(&subject, 'a', PATTERN_DEPTH_LIMIT / 2 - 10);
    buf_add_char(&subject, 'c');
    assert_int_equal(match(STR("(?=)^(a|b)*c"), buf_str(&subject)), PATTERN_MATCHES);
    buf_clear(&subject);
    buf_add_repeat(&subject, 'a', 2 * PATTERN_DEPTH_LIMIT);
    buf_add_char(&subject, 'c');
    assert_int_equal(match(STR("(?=)^(a|b)*c"), buf_str(&subject)), PATTERN_LIMIT);
    buf_release(&subject);
}

/* Each group adds to what is kept for each step. */
static void a_match_that_takes_much_memory_is_given_up(void **state)
{
    struct buf subject;
    struct buf pattern;

    (void)state;
    buf_init(&subject, BUF_NO_LIMIT);
    buf_add_repeat(&subject, 'a', 400);
    buf_add_char(&subject, 'c');
    buf_init(&pattern, BUF_NO_LIMIT);
    for (size_t groups = 0; groups <= 200; groups += 200) {
        buf_clear(&pattern);
        buf_add_text(&pattern, "(?=)^");
        for (size_t i = 0; i < groups; i++) {
            buf_add_text(&pattern, "()");
        }
        buf_add_text(&pattern, "(a|b)*c");
        assert_int_equal(match(buf_str(&pattern), buf_str(&subject)),
                         groups == 0 ? PATTERN_MATCHES : PATTERN_LIMIT);
    }
    buf_release(&pattern);
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

/* A sequence that follows from its seed (xorshift). */
static uint32_t next_random(uint32_t *state, uint32_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state % below;
}

/* A subject that is near to what the pattern wants: its characters, some of its classes' members,
 * now and then another one, or one more, or none. */
static void add_near(struct buf *out, struct str pattern, uint32_t *state)
{
    static const char others[] = "aZ09-_./:{}#*d ~+@,|\n";

    for (size_t i = 0; i < pattern.len; i++) {
        char c = pattern.p[i];
        uint32_t times = next_random(state, 8) == 0 ? next_random(state, 4) : 1;

        if (c == '[' && i + 2 < pattern.len) {
            size_t end = i + 1;

            while (end < pattern.len && pattern.p[end] != ']') {
                end++;
            }
            c = pattern.p[i + 1 + next_random(state, (uint32_t)(end - i - 1) + (end == i + 1))];
            times = 1 + next_random(state, 3);
            i = end;
        } else if (c == '\\' && i + 1 < pattern.len) {
            c = pattern.p[++i];
        } else if (strchr("^$()|?*+{}", c) != NULL) {
            continue;
        }
        c = next_random(state, 16) == 0 ? others[next_random(state, sizeof(others) - 1)] : c;
        buf_add_repeat(out, c, times);
    }
}

/* An empty lookahead changes nothing but that PCRE2 has to do the rest. */
static size_t compare_with_pcre2(struct str pattern, uint32_t *state)
{
    struct arena arena;
    struct buf other;
    size_t matches = 0;

    arena_init(&arena);
    struct patterns *patterns = patterns_new(&arena);

    buf_init(&other, BUF_NO_LIMIT);
    buf_add_text(&other, "(?=)");
    buf_add(&other, pattern);
    uint32_t plain = patterns_add(patterns, pattern);
    uint32_t full = patterns_add(patterns, buf_str(&other));

    for (int i = 0; i < 300; i++) {
        struct buf subject;

        buf_init(&subject, BUF_NO_LIMIT);
        add_near(&subject, pattern, state);
        enum pattern_result expected = patterns_match(patterns, full, buf_str(&subject));
        enum pattern_result found = patterns_match(patterns, plain, buf_str(&subject));

        if (found != expected) {
            fail_msg("'%.*s' on '%.*s': %d, not %d", STR_ARGS(pattern), STR_ARGS(buf_str(&subject)),
                     (int)found, (int)expected);
        }
        matches += found == PATTERN_MATCHES;
        buf_release(&subject);
    }
    patterns_free(patterns);
    buf_release(&other);
    arena_release(&arena);
    return matches;
}

/* The patterns of the built-in schemas. */
static size_t compare_all(const json_t *schema, uint32_t *state, size_t *matches)
{
    size_t count = 0;
    size_t i;
    const char *key;
    const json_t *value;

    jx_object_foreach (schema, key, value) {
        if (strcmp(key, "pattern") == 0 && json_is_string(value)) {
            *matches += compare_with_pcre2(jx_str(value), state);
            count++;
        } else {
            count += compare_all(value, state, matches);
        }
    }
    jx_array_foreach (schema, i, value) {
        count += compare_all(value, state, matches);
    }
    return count;
}

static void plain_patterns_agree_with_pcre2(void **state)
{
    static const char *const patterns[] = {
        "a|b",
        "^a|b$",
        "(a|b)",
        "^(a|)*$",
        "^(a*)*b$",
        "^(a|ab)(c|bcd)$",
        "^a{2}$",
        "^a{2,}$",
        "^a{0,3}$",
        "^(ab?){1,2}$",
        "^[^a-c]+$",
        "[-a]$",
        "^[a-]$",
        "^[.]$",
        "^a\\.b$",
        "^\\{a\\}$",
        "",
        "^$",
        "$",
        "^",
        "a$b",
        "^a.b$",
        "^(?:a|b)+?$",
        "^(?!a)b$",
        "^a++$",
        "^\\d+$",
        "^[a\\]b]+$",
        "(a)(b)?",
        "^(a|b){2,3}c?$",
        "^((a|b)-)*[0-9]$",
        "^(a?){3}$",
        "^[ab]*[bc]*c$",
    };
    uint32_t seed = 2463534242U;
    size_t count = 0;
    size_t matches = 0;

    (void)state;
    for (size_t i = 0; i < AG_COUNT(patterns); i++) {
        matches += compare_with_pcre2(str_from(patterns[i]), &seed);
    }
    for (size_t i = 0; i < embedded_file_count; i++) {
        json_t *schema =
            json_loadb(embedded_files[i].bytes.p, embedded_files[i].bytes.len, 0, NULL);

        count += compare_all(schema, &seed, &matches);
        json_decref(schema);
    }
    assert_true(count > 50);
    assert_true(matches > 300 * count / 4); /* both verdicts are met */
    assert_true(matches < 300 * count);
}

static void a_hopeless_plain_match_is_left_to_pcre2(void **state)
{
    struct buf subject;

    (void)state;
    buf_init(&subject, BUF_NO_LIMIT);
    buf_add_repeat(&subject, 'a', 32);
    assert_int_equal(match(STR("^(a+)+$"), buf_str(&subject)), PATTERN_MATCHES);
    buf_add_char(&subject, 'b');
    assert_int_equal(match(STR("^(a+)+$"), buf_str(&subject)), PATTERN_LIMIT);
    buf_release(&subject);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_agree_with_ecma_262),
        cmocka_unit_test(a_nul_is_a_character_like_others),
        cmocka_unit_test(a_match_that_runs_away_is_given_up),
        cmocka_unit_test(nesting_beyond_the_depth_limit_is_given_up),
        cmocka_unit_test(a_match_that_takes_much_memory_is_given_up),
        cmocka_unit_test(the_same_text_is_one_pattern),
        cmocka_unit_test(what_is_wrong_with_a_pattern_is_said_with_its_place),
        cmocka_unit_test(plain_patterns_agree_with_pcre2),
        cmocka_unit_test(a_hopeless_plain_match_is_left_to_pcre2),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
