/* SPDX-License-Identifier: MIT */
/* Trees of properties: putting, merging, defaults, the one form; and patterns of texts. */
#include "verify/tree.h"
#include "verify/wildcard.h"
#include "verifying.h"

#include "base/compiler.h"

static void values_are_put_where_the_path_says(void **state)
{
    static const struct {
        const char *tree;
        const char *path;
        const char *value;
        const char *expected;
    } cases[] = {
        {"{}", "a", "'1'", "{'a': '1'}"},
        {"{}", "a.b.c", "'1'", "{'a': {'b': {'c': '1'}}}"},
        {"{'a': {'b': '1'}}", "a.c", "'2'", "{'a': {'b': '1', 'c': '2'}}"},
        {"{'a': '1'}", "a", "'2'", "{'a': ['1', '2']}"},
        {"{'a': ['1']}", "a", "'2'", "{'a': ['1', '2']}"},
        {"{'a': {'b': '1'}}", "a", "{'c': '2'}", "{'a': {'b': '1', 'c': '2'}}"},
        {"{'a': '1'}", "", "{'b': '2'}", "{'a': '1', 'b': '2'}"},
        {"{}", "", "[{'a': '1'}, {'b': '2'}]", "{'a': '1', 'b': '2'}"},
    };

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        json_t *tree = read_json(cases[i].tree);

        tree_put(*state, tree, cases[i].path, read_json(cases[i].value));
        check_json(tree, cases[i].expected);
    }
}

static void parts_are_merged_into_the_whole(void **state)
{
    static const struct {
        const char *tree;
        const char *path;
        bool is_list;
        const char *expected;
    } cases[] = {
        {"{'x': '0'}", "", false, "{'x': '0', 'a': '1'}"},
        {"{}", "in", false, "{'in': {'a': '1'}}"},
        {"{}", "in", true, "{'in': [{'a': '1'}]}"},
        {"{'in': {'a': '0'}}", "in", true, "{'in': [{'a': '0'}, {'a': '1'}]}"},
        {"{'in': [{'a': '0'}]}", "in", true, "{'in': [{'a': '0'}, {'a': '1'}]}"},
    };

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        json_t *tree = read_json(cases[i].tree);
        json_t *part = read_json("{'a': '1'}");

        tree_merge(*state, tree, cases[i].path, part, cases[i].is_list);
        json_decref(part);
        check_json(tree, cases[i].expected);
    }
}

static void defaults_fill_what_is_missing(void **state)
{
    static const struct {
        const char *tree;
        const char *path;
        const char *expected;
    } cases[] = {
        {"{}", "a", "{'a': 'd'}"},
        {"{'a': '1'}", "a", "{'a': '1'}"},
        {"{}", "a.b", "{}"},
        {"{'a': {}}", "a.b", "{'a': {'b': 'd'}}"},
        {"{'a': [{}, {'b': '1'}]}", "a.b", "{'a': [{'b': 'd'}, {'b': '1'}]}"},
    };

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        json_t *tree = read_json(cases[i].tree);
        json_t *value = read_json("'d'");

        tree_default(*state, tree, cases[i].path, value);
        json_decref(value);
        check_json(tree, cases[i].expected);
    }
}

static void what_means_the_same_has_one_form(void **state)
{
    static const struct {
        const char *tree;
        const char *expected;
    } cases[] = {
        {"{'a': ['1']}", "{'a': '1'}"},
        {"{'a': []}", "{}"},
        {"{'a': null}", "{}"},
        {"{'a': {}}", "{'a': {}}"},
        {"{'a': ['2', '1']}", "{'a': ['1', '2']}"},
        {"{'o': ['2', '1']}", "{'o': ['2', '1']}"},
        {"{'a': [{'y': '2', 'x': ['1']}, null]}", "{'a': {'x': '1', 'y': '2'}}"},
        {"{'o': {'o': ['2', '1']}}", "{'o': {'o': ['1', '2']}}"},
    };
    json_t *ordered = read_json("['o']");

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        json_t *tree = read_json(cases[i].tree);

        check_json(tree_one_form(*state, "", tree, ordered), cases[i].expected);
        json_decref(tree);
    }
    json_decref(ordered);
}

static void patterns_keep_what_their_stars_stand_for(void **state)
{
    static const struct {
        const char *pattern;
        const char *text;
        const char *result;
        const char *expected; /* NULL: the text is not of that form */
    } cases[] = {
        {"*", "abc", "<*1>", "<abc>"},
        {"a*c", "abc", "*1", "b"},
        {"a*c", "abd", "*1", NULL},
        {"*-*", "x-y-z", "*2/*1", "y-z/x"},
        {"${* id}", "${vpc/main id}", "*1", "vpc/main"},
        {"abc", "abc", "x", NULL},
    };

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        const char *found =
            wildcard_replace(*state, cases[i].pattern, cases[i].text, cases[i].result);

        if (cases[i].expected == NULL) {
            assert_null(found);
        } else {
            assert_non_null(found);
            assert_string_equal(found, cases[i].expected);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_are_put_where_the_path_says, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parts_are_merged_into_the_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(defaults_fill_what_is_missing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_means_the_same_has_one_form, set_up, tear_down),
        cmocka_unit_test_setup_teardown(patterns_keep_what_their_stars_stand_for, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
