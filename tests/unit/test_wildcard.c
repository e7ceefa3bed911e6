/* SPDX-License-Identifier: MIT */
#include "base/compiler.h"
#include "verify/wildcard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void what_the_stars_stand_for_is_put_into_the_result(void **state)
{
    static const struct {
        const char *pattern;
        const char *text;
        const char *result;
        const char *expected; /* NULL: the text is not of that form */
    } cases[] = {
        {"${* id}", "${vpc/main@ id}", "${*1 arn}", "${vpc/main@ arn}"},
        {"${* id}", "${vpc/main@ arn}", "${*1 arn}", NULL},
        {"${* id}", "${vpc/main@ id} and more", "${*1 arn}", NULL},
        {"*-*", "a-b-c", "*2 of *1", "b-c of a"},
        {"a*a", "aa", "<*1>", "<>"},
        {"a*a", "a", "<*1>", NULL},
        {"*ab", "aab", "*1", "a"},
        {"*", "", "all", "all"},
        {"*.*", "1.2", "*1*3*", "1*3*"},
        {"*****", "abc", "*1", NULL},
        {"same", "same", "other", NULL},
    };
    struct arena arena;

    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        const char *got =
            wildcard_replace(&arena, cases[i].pattern, cases[i].text, cases[i].result);

        if ((got == NULL) != (cases[i].expected == NULL) ||
            (got != NULL && strcmp(got, cases[i].expected) != 0)) {
            fail_msg("'%s' in '%s' gives '%s'", cases[i].pattern, cases[i].text,
                     got == NULL ? "nothing" : got);
        }
    }
    arena_release(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_stars_stand_for_is_put_into_the_result),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
