/* SPDX-License-Identifier: MIT */
/* The comparison of two neutral forms, and the report. */
#include "verify/verify.h"
#include "verifying.h"

#include "base/compiler.h"

static json_t *compared(struct arena *arena, const char *first, const char *second)
{
    json_t *one = read_json(first);
    json_t *other = read_json(second);
    json_t *result = verify_compare(arena, one, other);

    json_decref(one);
    json_decref(other);
    return result;
}

/* The neutral form of a VPC. */
static const char *form_of(struct arena *arena, const char *properties)
{
    return arena_text(arena, "{'resources': {'vpc/main@': {'properties': %s}}, 'left_out': {}}",
                      properties);
}

static void differences_are_found_leaf_by_leaf(void **state)
{
    static const struct {
        const char *first;
        const char *second;
        const char *differences;
    } cases[] = {
        {"{'a': '1'}", "{'a': '1'}", "[]"},
        {"{'a': '1'}", "{'a': '2'}",
         "[{'resource': 'vpc/main@', 'property': 'a', 'values': ['1', '2']}]"},
        {"{'a': {'b': '1'}}", "{'a': {'b': '1', 'c': '2'}}",
         "[{'resource': 'vpc/main@', 'property': 'a.c', 'values': [null, '2']}]"},
        {"{'a': '1'}", "{}", "[{'resource': 'vpc/main@', 'property': 'a', 'values': ['1', null]}]"},
        {"{'a': ['1', '2']}", "{'a': ['1', '3']}",
         "[{'resource': 'vpc/main@', 'property': 'a[1]', 'values': ['2', '3']}]"},
        {"{'a': ['1', '2']}", "{'a': '1'}",
         "[{'resource': 'vpc/main@', 'property': 'a', 'values': [['1', '2'], '1']}]"},
        {"{'a': {}}", "{'a': {}}", "[]"},
    };

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        json_t *result =
            compared(*state, form_of(*state, cases[i].first), form_of(*state, cases[i].second));

        assert_int_equal(verify_agrees(result), strcmp(cases[i].differences, "[]") == 0);
        check_json(jx_copy(jx_get(result, "differences")), cases[i].differences);
        json_decref(result);
    }
}

/* A waits for B as the first says; the second has the order that is given. */
static void what_one_makes_wait_must_wait_in_the_other(void **state)
{
    static const struct {
        const char *order;
        bool agrees;
    } cases[] = {
        {"{'a/x@': {'after': ['b/x@']}, 'b/x@': {}}", true},
        {"{'a/x@': {'refers': ['b/x@']}, 'b/x@': {}}", true},
        {"{'a/x@': {'refers': ['c/x@']}, 'c/x@': {'after': ['b/x@']}, 'b/x@': {}}", true},
        {"{'a/x@': {}, 'b/x@': {'refers': ['a/x@']}}", false},
        {"{'a/x@': {}}", true},
        {"{'a/x@': {'parts': ['p/x@'], 'refers': ['p/x@']},"
         " 'p/x@': {'part_of': 'a/x@', 'after': ['b/x@']}, 'b/x@': {}}",
         true},
    };
    const char *resources = "{'a/x@': {'properties': {}}, 'b/x@': {'properties': {}}}";

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        json_t *result =
            compared(*state,
                     arena_text(*state,
                                "{'left_out': {}, 'resources': %s,"
                                " 'order': {'a/x@': {'after': ['b/x@']}, 'b/x@': {}}}",
                                resources),
                     arena_text(*state, "{'left_out': {}, 'resources': %s, 'order': %s}", resources,
                                cases[i].order));

        if (verify_agrees(result) != cases[i].agrees) {
            fail_msg("%s", cases[i].order);
        }
        if (!cases[i].agrees) {
            check_json(jx_copy(jx_get(result, "differences")),
                       "[{'resource': 'a/x@', 'property': 'after b/x@', 'values': [true, null]}]");
        }
        json_decref(result);
    }
}

static void resources_are_counted_on_both_sides(void **state)
{
    json_t *result =
        compared(*state,
                 "{'resources': {'vpc/a@': {'properties': {'x': '1', 'y': '2'}},"
                 "               'vpc/b@': {'properties': {}}}, 'left_out': {}}",
                 "{'resources': {'vpc/a@': {'properties': {'x': '1', 'y': '3'}}}, 'left_out': {}}");

    check_json(jx_copy(jx_get(result, "types")),
               "{'vpc': {'resources': [2, 1], 'properties': 2, 'differences': 2}}");
    json_decref(result);
}

static void a_fault_of_either_side_is_no_agreement(void **state)
{
    json_t *result = compared(*state, "{'left_out': {}, 'faults': []}",
                              "{'left_out': {}, 'faults': ['no row']}");

    assert_false(verify_agrees(result));
    json_decref(result);
}

static void the_report_names_resource_property_and_values(void **state)
{
    static const char *const names[2] = {"cfn", "hcl"};
    json_t *result = compared(*state,
                              "{'resources': {'vpc/a@': {'properties': {'x': '1'}},"
                              "               'vpc/b@': {'properties': {}}},"
                              " 'left_out': {'vpc y: reason': 2}, 'faults': []}",
                              "{'resources': {'vpc/a@': {'properties': {'z': '3'}}},"
                              " 'left_out': {}, 'faults': ['something is wrong']}");
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    verify_print(result, names, &out);
    assert_string_equal(strchr(out.bytes, '\n') + 1,
                        "vpc                               2      1           2            3\n"
                        "all                               2      1           2            3\n"
                        "\nnot compared:\ncfn: vpc y: reason (2)\n"
                        "\ndifferences:\nsomething is wrong\n"
                        "vpc/a@ x\n    cfn: \"1\"\n    hcl: missing\n"
                        "vpc/a@ z\n    cfn: missing\n    hcl: \"3\"\n"
                        "vpc/b@\n    hcl: missing\n");
    buf_release(&out);
    json_decref(result);
}

static void unknown_dialects_cannot_be_read(void **state)
{
    struct file_list files = {0};
    const char *error = NULL;

    assert_null(verify_read(*state, "text", NULL, &files, &error));
    assert_string_equal(error, "the dialect 'text' cannot be read back");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(differences_are_found_leaf_by_leaf, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_one_makes_wait_must_wait_in_the_other, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(resources_are_counted_on_both_sides, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_fault_of_either_side_is_no_agreement, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_report_names_resource_property_and_values, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(unknown_dialects_cannot_be_read, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
