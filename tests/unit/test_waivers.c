/* SPDX-License-Identifier: MIT */
#include "model/waivers.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char findings[] = "{\"tools\": {\"checkov\": [{\"prefix\": \"CKV\"}],"
                               "             \"cfn_lint\": [{\"prefix\": \"W\", \"length\": 5}],"
                               "             \"cfn_nag\": [{\"prefix\": \"W\"}],"
                               "             \"archgen\": [{\"prefix\": \"\"}]}}";
static const char rows[] =
    "[{\"ids\": [\"CKV_1\", \"W1\"], \"when\": {\"spec.standby\": false}},"
    " {\"ids\": [\"CKV_2\"], \"when\": {\"port\": 80}, \"reason\": \"fixed\"},"
    " {\"ids\": [\"CKV_2\"], \"reason\": \"later\"},"
    " {\"on\": \"logs\", \"others\": false, \"ids\": [\"CKV_4\"], \"when\": {\"spec.days\": "
    "{\"below\": 365}},"
    "  \"reason\": \"short\"},"
    " {\"on\": \"role\", \"ids\": [\"CKV_3\"], \"when\": {\"port\": 80},"
    "  \"unless\": {\"spec.standby\": true}, \"reason\": \"fixed\"}]";

struct waiver_case {
    const char *given;
    const char *subject;
    const char *expected;
};

static json_t *value_of(const char *text)
{
    char copy[1000];
    size_t len = strlen(text);

    assert_true(len < sizeof(copy));
    memcpy(copy, text, len + 1);
    for (size_t i = 0; i < len; i++) {
        copy[i] = copy[i] == '\'' ? '"' : copy[i];
    }
    json_t *value = json_loads(copy, JSON_DECODE_ANY, NULL);

    assert_non_null(value);
    return value;
}

static void check(const struct waiver_case *row)
{
    json_t *table = value_of(findings);
    json_t *list = value_of(rows);
    json_t *given = value_of(row->given);
    json_t *subject = value_of(row->subject);
    json_t *expected = value_of(row->expected);
    struct arena arena;

    arena_init(&arena);
    struct memo *memo = memo_new(&arena);
    const struct waiver_table waivers = {&arena, memo, waivers_tools(&arena, table), "test", list};
    json_t *found = waivers_make(&waivers, given, subject);

    if (json_equal(found, expected) != 1) {
        struct buf text;

        buf_init(&text, BUF_NO_LIMIT);
        jx_dump(found, &text, true);
        fail_msg("%s on %s: %.*s", row->given, row->subject, STR_ARGS(buf_str(&text)));
    }
    json_decref(found);
    memo_free(memo);
    arena_release(&arena);
    json_decref(expected);
    json_decref(subject);
    json_decref(given);
    json_decref(list);
    json_decref(table);
}

static void reasons_come_from_what_is_given_or_from_the_row(void **state)
{
    static const struct waiver_case cases[] = {
        /* Nothing is given: only the row with a reason. */
        {"{}", "{'spec': {'standby': false}, 'port': 1}",
         "{'main': {'archgen': [], 'cfn_lint': [], 'cfn_nag': [],"
         " 'checkov': [{'id': 'CKV_2', 'reason': 'later'}]}, 'logs': null, 'role': null}"},
        /* A reason for one id counts for all of its row; the first row with an id wins. */
        {"{'W1': 'why'}", "{'spec': {'standby': false}, 'port': 80}",
         "{'main': {'archgen': [], 'cfn_lint': [], 'cfn_nag': [{'id': 'W1', 'reason': 'why'}],"
         " 'checkov': [{'id': 'CKV_1', 'reason': 'why'}, {'id': 'CKV_2', 'reason': 'fixed'}]},"
         " 'logs': null, 'role': {'archgen': [], 'cfn_lint': [], 'cfn_nag': [],"
         " 'checkov': [{'id': 'CKV_3', 'reason': 'fixed'}]}}"},
        /* What does not arise is not waived, whoever gives a reason; what is given goes before. */
        {"{'CKV_1': 'why', 'CKV_2': 'own', 'CKV_3': 'why'}",
         "{'spec': {'standby': true}, 'port': 80}",
         "{'main': {'archgen': [], 'cfn_lint': [], 'cfn_nag': [],"
         " 'checkov': [{'id': 'CKV_2', 'reason': 'own'}]}, 'logs': null, 'role': null}"},
        /* A number that is below another, one that is not, and no number. */
        {"{}", "{'spec': {'standby': true, 'days': 364}, 'port': 1}",
         "{'main': {'archgen': [], 'cfn_lint': [], 'cfn_nag': [],"
         " 'checkov': [{'id': 'CKV_2', 'reason': 'later'}]},"
         " 'logs': {'archgen': [], 'cfn_lint': [], 'cfn_nag': [],"
         " 'checkov': [{'id': 'CKV_4', 'reason': 'short'}]}, 'role': null}"},
        {"{}", "{'spec': {'standby': true, 'days': 365}, 'port': 1}",
         "{'main': {'archgen': [], 'cfn_lint': [], 'cfn_nag': [],"
         " 'checkov': [{'id': 'CKV_2', 'reason': 'later'}]}, 'logs': null, 'role': null}"},
        {"{}", "{'spec': {'standby': true, 'days': '30'}, 'port': 1}",
         "{'main': {'archgen': [], 'cfn_lint': [], 'cfn_nag': [],"
         " 'checkov': [{'id': 'CKV_2', 'reason': 'later'}]}, 'logs': null, 'role': null}"},
        /* Ids that no row knows count for every part that takes them, each with its tool. */
        {"{'W9999': 'why', 'public-tier': 'so'}", "{'spec': {'standby': true}, 'port': 1}",
         "{'main': {'archgen': [{'id': 'public-tier', 'reason': 'so'}],"
         " 'cfn_lint': [{'id': 'W9999', 'reason': 'why'}], 'cfn_nag': [],"
         " 'checkov': [{'id': 'CKV_2', 'reason': 'later'}]},"
         " 'logs': null, 'role': {'archgen': [{'id': 'public-tier', 'reason': 'so'}],"
         " 'cfn_lint': [{'id': 'W9999', 'reason': 'why'}], 'cfn_nag': [], 'checkov': []}}"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        check(&cases[i]);
    }
}

static void policies_are_wide_where_a_name_ends_in_a_star(void **state)
{
    static const struct {
        const char *policy;
        bool is_wide;
    } cases[] = {
        {"null", false},
        {"{'Statement': [{'Action': ['s3:GetObject'], 'Resource': ['arn:a']}]}", false},
        {"{'Statement': [{'Action': ['s3:*'], 'Resource': ['arn:a']}]}", true},
        {"{'Statement': [{'Action': 's3:GetObject', 'Resource': '*'}]}", true},
        {"{'Statement': [{'Action': [], 'Resource': [{'$concat': [{'$ref': 'a'}, '/*']}]}]}", true},
        {"{'Statement': [{'Action': [], 'Resource': [{'$concat': ['*', {'$ref': 'a'}]}]}]}", false},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        json_t *policy = value_of(cases[i].policy);

        assert_int_equal(waivers_is_wide(policy), cases[i].is_wide);
        json_decref(policy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reasons_come_from_what_is_given_or_from_the_row),
        cmocka_unit_test(policies_are_wide_where_a_name_ends_in_a_star),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
