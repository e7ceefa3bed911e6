/* SPDX-License-Identifier: MIT */
#include "base/compiler.h"
#include "base/spell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void the_nearest_word_is_suggested_if_it_is_near_enough(void **state)
{
    static const struct str candidates[] = {{"region", 6}, {"name", 4},   {"tiers", 5},
                                            {"db", 2},     {"cache", 5},  {"staging", 7},
                                            {"prod", 4},   {"assets", 6}, {"", 0}};
    static const struct {
        const char *word;
        const char *expected; /* NULL: nothing is near enough */
    } cases[] = {
        {"regoin", "region"}, {"dbb", "db"},       {"chache", "cache"},  {"prd", "prod"},
        {"nmae", "name"},     {"TIERS", "tiers"},  {"Region", "region"}, {"stagin", "staging"},
        {"xyz", NULL},        {"database", NULL},  {"", NULL},           {"na", NULL},
        {"cdn", NULL},        {"asets", "assets"}, {"bd", NULL},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        const struct str *nearest =
            spell_nearest(str_from(cases[i].word), candidates, AG_COUNT(candidates));
        const char *got = nearest == NULL ? NULL : nearest->p;

        if ((got == NULL) != (cases[i].expected == NULL) ||
            (got != NULL && strcmp(got, cases[i].expected) != 0)) {
            fail_msg("'%s' suggests '%s'", cases[i].word, got == NULL ? "nothing" : got);
        }
    }
}

static void the_first_of_equally_near_words_wins(void **state)
{
    static const struct str candidates[] = {{"far-away", 8}, {"webb", 4}, {"weba", 4}};

    (void)state;
    assert_ptr_equal(spell_nearest(STR("webc"), candidates, 3), &candidates[1]);
}

static void long_words_and_late_candidates_are_not_looked_at(void **state)
{
    char word[66];
    struct str candidates[201];

    (void)state;
    memset(word, 'a', sizeof(word));
    candidates[0] = (struct str){word, 64};
    assert_non_null(spell_nearest((struct str){word, 64}, candidates, 1));
    assert_null(spell_nearest((struct str){word, 65}, candidates, 1));
    candidates[0].len = 65;
    assert_null(spell_nearest((struct str){word, 64}, candidates, 1));
    for (size_t i = 0; i < AG_COUNT(candidates); i++) {
        candidates[i] = STR("other");
    }
    candidates[200] = STR("word");
    assert_null(spell_nearest(STR("word"), candidates, 201));
    candidates[199] = STR("word");
    assert_ptr_equal(spell_nearest(STR("word"), candidates, 201), &candidates[199]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_word_is_suggested_if_it_is_near_enough),
        cmocka_unit_test(the_first_of_equally_near_words_wins),
        cmocka_unit_test(long_words_and_late_candidates_are_not_looked_at),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
