/* SPDX-License-Identifier: MIT */
/* CloudFormation read back: functions, and what documents know of one another. */
#include "verify/raw.h"
#include "verifying.h"

#include "base/compiler.h"

/* A document with one resource that has the property P. */
static json_t *read_property(struct arena *arena, const char *property)
{
    struct file_list files = {0};
    const char *error = NULL;
    json_t *value = read_json(property);
    json_t *document = json_pack("{s:{s:{s:s, s:{s:o}}}}", "Resources", "Thing", "Type", "T",
                                 "Properties", "P", value);
    char *text = json_dumps(document, 0);

    file_list_add(&files, arena, "a.json", str_from(text));
    json_t *raw = raw_read_cfn(arena, &files, &error);

    assert_null(error);
    json_t *found = jx_copy(jx_path(jx_at(jx_get(raw, "resources"), 1), "properties.P"));

    json_decref(raw);
    json_decref(document);
    free(text);
    return found;
}

static void functions_become_tokens(void **state)
{
    static const struct {
        const char *property;
        const char *expected;
    } cases[] = {
        {"80", "'80'"},
        {"true", "'true'"},
        {"{'Ref': 'Vpc'}", "'${Ref Vpc}'"},
        {"{'Fn::GetAtt': ['Db', 'Endpoint.Address']}", "'${GetAtt Db Endpoint.Address}'"},
        {"{'Fn::GetAtt': 'Db.Arn'}", "'${GetAtt Db Arn}'"},
        {"{'Fn::Sub': 'a-${Vpc}-${Db.Arn}-${!x}'}", "'a-${Ref Vpc}-${GetAtt Db Arn}-$${x}'"},
        {"{'Fn::Sub': ['${a}!', {'a': {'Ref': 'Vpc'}}]}", "'${Ref Vpc}!'"},
        {"{'Fn::Join': ['-', ['a', {'Ref': 'Vpc'}, 1]]}", "'a-${Ref Vpc}-1'"},
        {"{'Fn::Join': [', ', {'Fn::GetAtt': ['Zone', 'Servers']}]}",
         "'${join(, , ${GetAtt Zone Servers})}'"},
        {"{'Fn::Base64': {'Fn::Sub': '${Vpc}'}}", "'${Ref Vpc}'"},
        {"{'Fn::Select': [0, {'Fn::GetAZs': ''}]}", "'${Select 0 ${GetAZs }}'"},
        {"'plain ${text}'", "'plain $${text}'"},
        {"{'Ref': 'Vpc', 'Other': [2]}", "{'Ref': 'Vpc', 'Other': ['2']}"},
    };

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        check_json(read_property(*state, cases[i].property), cases[i].expected);
    }
}

static void an_output_stands_for_the_parameter_of_another_document(void **state)
{
    struct file_list files = {0};
    const char *error = NULL;

    file_list_add(&files, *state, "main.json",
                  STR("{\"Metadata\": {\"archgen\": {\"Region\": \"eu-west-1\"}},"
                      " \"Parameters\": {\"CopyArn\": {\"Type\": \"String\"}, \"Size\": {}},"
                      " \"Resources\": {\"A\": {\"Type\": \"T\", \"DependsOn\": \"B\","
                      "   \"DeletionPolicy\": \"Retain\", \"Properties\": {"
                      "   \"To\": {\"Ref\": \"CopyArn\"}, \"Size\": {\"Ref\": \"Size\"}}}},"
                      " \"Outputs\": {\"Size\": {\"Value\": 1}}}"));
    file_list_add(&files, *state, "given.json", STR("[\"Size=a=b\", \"More=\"]"));
    file_list_add(&files, *state, "copy.json",
                  STR("{\"Metadata\": {\"archgen\": {\"Region\": \"us-east-1\"}},"
                      " \"Resources\": {\"Copy\": {\"Type\": \"T\"}},"
                      " \"Outputs\": {\"CopyArn\": {\"Value\": {\"Fn::GetAtt\": "
                      "[\"Copy\", \"Arn\"]}}}}"));
    json_t *raw = raw_read_cfn(*state, &files, &error);

    assert_null(error);
    check_json(jx_copy(jx_get(raw, "resources")),
               "[{'type': 'document', 'name': 'main.json', 'document': 'main.json',"
               "  'properties': {}},"
               " {'type': 'T', 'name': 'A', 'region': 'eu-west-1', 'document': 'main.json',"
               "  'properties': {'To': '${GetAtt Copy Arn}', 'Size': '${Ref Size}',"
               "                 'DeletionPolicy': 'Retain'}, 'after': ['B']},"
               " {'type': 'output', 'name': 'Size', 'document': 'main.json',"
               "  'properties': {'Value': '1'}},"
               " {'type': 'document', 'name': 'copy.json', 'document': 'copy.json',"
               "  'properties': {}},"
               " {'type': 'T', 'name': 'Copy', 'region': 'us-east-1', 'document': 'copy.json',"
               "  'properties': {}, 'after': []}]");
    check_json(jx_copy(jx_get(raw, "parameters")),
               "{'Size': {'given': 'a=b'}, 'More': {'given': ''}}");
    json_decref(raw);
}

static void what_is_not_json_is_a_fault(void **state)
{
    struct file_list files = {0};
    const char *error = NULL;

    file_list_add(&files, *state, "a.json", STR("{\"a\": 1, \"a\": 2}"));
    assert_null(raw_read_cfn(*state, &files, &error));
    assert_string_equal(error, "a.json: not JSON");
}

static void json_in_texts_is_found(void **state)
{
    (void)state;
    check_json(raw_parse_text(" {\"a\": [1, true]}"), "{'a': ['1', 'true']}");
    assert_null(raw_parse_text("80"));
    assert_null(raw_parse_text("{ $.eventName = \"x\" }"));
    assert_null(raw_parse_text(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(functions_become_tokens, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_output_stands_for_the_parameter_of_another_document,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_json_is_a_fault, set_up, tear_down),
        cmocka_unit_test_setup_teardown(json_in_texts_is_found, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
