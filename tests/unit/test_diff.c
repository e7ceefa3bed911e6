/* SPDX-License-Identifier: MIT */
/* The unified difference: exact texts, and the law that applying it gives the other text. */
#include "output/diff.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct {
    const char *name;
    const char *before;
    const char *after;
    const char *expected;
} cases[] = {
    {"equal texts have no difference", "a\nb\n", "a\nb\n", ""},
    {"a changed line", "a\nb\nc\n", "a\nB\nc\n",
     "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"},
    {"a new text", "", "a\n", "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n"},
    {"an emptied text", "a\nb\n", "", "--- a/x\n+++ b/x\n@@ -1,2 +0,0 @@\n-a\n-b\n"},
    {"a missing line end", "a\n", "a",
     "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n"},
    {"three lines of context", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
     "--- a/x\n+++ b/x\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"},
    {"near changes share a hunk", "1\n2\n3\n4\n5\n6\n7\n8\n", "x\n2\n3\n4\n5\n6\n7\ny\n",
     "--- a/x\n+++ b/x\n@@ -1,8 +1,8 @@\n-1\n+x\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+y\n"},
    {"far changes have hunks of their own", "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
     "x\n2\n3\n4\n5\n6\n7\n8\ny\n",
     "--- a/x\n+++ b/x\n@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n "
     "8\n-9\n+y\n"},
    {"a moved line", "a\nb\nc\n", "b\nc\na\n",
     "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n-a\n b\n c\n+a\n"},
};

static void difference_is_as_diff_prints_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        struct buf out;

        buf_init(&out, BUF_NO_LIMIT);
        (void)diff_unified(&out, "x", str_from(cases[i].before), str_from(cases[i].after), 1000);
        if (!str_eq_text(buf_str(&out), cases[i].expected)) {
            print_error("%s:\n%s", cases[i].name, buf_str(&out).p);
            fail();
        }
        buf_release(&out);
    }
}

/** The next line of `*rest`, with its line end. */
static struct str take_line(struct str *rest)
{
    const char *end = rest->len == 0 ? NULL : memchr(rest->p, '\n', rest->len);
    size_t len = end == NULL ? rest->len : (size_t)(end - rest->p) + 1;
    struct str line = str_slice(*rest, 0, len);

    *rest = str_slice(*rest, len, rest->len);
    return line;
}

/** Applies a difference to `before`, as patch(1) does with no fuzz: lines must be where they are
 *  said to be. The texts end with a line end. */
static void apply(struct buf *out, struct str before, struct str difference)
{
    size_t line = 1; // of `before`, the next one to be copied

    (void)take_line(&difference);
    (void)take_line(&difference);
    while (difference.len > 0) {
        struct str step = take_line(&difference);
        struct str text = str_slice(step, 1, step.len);

        if (step.p[0] == '@') {
            const char *comma = memchr(step.p, ',', step.len);
            size_t first = strtoul(step.p + 4, NULL, 10);

            // "-3,0" means after line 3
            first += comma != NULL && comma[1] == '0' && comma < strchr(step.p, '+');
            for (; line < first; line++) {
                buf_add(out, take_line(&before));
            }
        } else if (step.p[0] == '+') {
            buf_add(out, text);
        } else {
            assert_true(str_eq(take_line(&before), text));
            line++;
            if (step.p[0] == ' ') {
                buf_add(out, text);
            }
        }
    }
    buf_add(out, before);
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

static void add_random_lines(struct buf *out, uint32_t *state, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        buf_add_format(out, "%c\n", (int)('a' + next_random(state) % 4));
    }
}

static void applying_the_difference_gives_the_other_text(void **state)
{
    uint32_t random = 1;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        struct buf before;
        struct buf after;
        struct buf difference;
        struct buf applied;

        buf_init(&before, BUF_NO_LIMIT);
        buf_init(&after, BUF_NO_LIMIT);
        buf_init(&difference, BUF_NO_LIMIT);
        buf_init(&applied, BUF_NO_LIMIT);
        add_random_lines(&before, &random, next_random(&random) % 40);
        add_random_lines(&after, &random, next_random(&random) % 40);
        (void)diff_unified(&difference, "x", buf_str(&before), buf_str(&after), SIZE_MAX);
        apply(&applied, buf_str(&before), buf_str(&difference));
        if (!str_eq(buf_str(&applied), buf_str(&after))) {
            print_error("round %d:\n%s", round, buf_str(&difference).p);
            fail();
        }
        buf_release(&applied);
        buf_release(&difference);
        buf_release(&after);
        buf_release(&before);
    }
}

static void the_script_is_shortest(void **state)
{
    struct buf out;
    size_t changed = 0;

    (void)state;
    buf_init(&out, BUF_NO_LIMIT);
    // The example of Myers' paper: ABCABBA to CBABAC takes five edits.
    (void)diff_unified(&out, "x", STR("A\nB\nC\nA\nB\nB\nA\n"), STR("C\nB\nA\nB\nA\nC\n"), 100);
    for (struct str rest = buf_str(&out); rest.len > 0;) {
        struct str line = take_line(&rest);

        changed += (line.p[0] == '-' || line.p[0] == '+') && line.len == 3;
    }
    assert_int_equal(changed, 5);
    buf_release(&out);
}

static void long_differences_are_cut_and_counted(void **state)
{
    struct buf before;
    struct buf out;

    (void)state;
    buf_init(&before, BUF_NO_LIMIT);
    buf_init(&out, BUF_NO_LIMIT);
    for (int i = 0; i < 100; i++) {
        buf_add_format(&before, "%d\n", i);
    }
    assert_int_equal(diff_unified(&out, "x", buf_str(&before), STR(""), 10), 10);
    assert_non_null(strstr(buf_str(&out).p, "@@ -1,10 +0,0 @@\n"));
    assert_true(
        str_has_suffix(buf_str(&out), STR("\n-9\n# 90 more changed lines are not shown\n")));
    buf_clear(&out);
    assert_int_equal(diff_unified(&out, "x", buf_str(&before), STR(""), 0), 0);
    assert_true(
        str_has_suffix(buf_str(&out), STR("+++ b/x\n# 100 more changed lines are not shown\n")));
    buf_release(&out);
    buf_release(&before);
}

static void texts_beyond_the_edit_limit_are_wholly_different(void **state)
{
    struct buf before;
    struct buf after;
    struct buf out;
    struct buf applied;

    (void)state;
    buf_init(&before, BUF_NO_LIMIT);
    buf_init(&after, BUF_NO_LIMIT);
    buf_init(&out, BUF_NO_LIMIT);
    buf_init(&applied, BUF_NO_LIMIT);
    for (int i = 0; i < DIFF_EDITS_MAX; i++) {
        buf_add_format(&before, "before %d\nsame\n", i);
        buf_add_format(&after, "after %d\nsame\n", i);
    }
    assert_int_equal(diff_unified(&out, "x", buf_str(&before), buf_str(&after), SIZE_MAX),
                     // all but the last line, which is common tail
                     2 * (2 * DIFF_EDITS_MAX - 1) + 1);
    apply(&applied, buf_str(&before), buf_str(&out));
    assert_true(str_eq(buf_str(&applied), buf_str(&after)));
    buf_release(&applied);
    buf_release(&out);
    buf_release(&after);
    buf_release(&before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(difference_is_as_diff_prints_it),
        cmocka_unit_test(applying_the_difference_gives_the_other_text),
        cmocka_unit_test(the_script_is_shortest),
        cmocka_unit_test(long_differences_are_cut_and_counted),
        cmocka_unit_test(texts_beyond_the_edit_limit_are_wholly_different),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
