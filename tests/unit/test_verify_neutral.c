/* SPDX-License-Identifier: MIT */
/* The neutral form: identities, tokens, and each member of a row. */
#include "verify/identity.h"
#include "verify/neutral.h"
#include "verify/tokens.h"
#include "verifying.h"

#include "base/compiler.h"

static json_t *neutral_of(struct arena *arena, const char *raw, const char *table)
{
    json_t *form = read_json(raw);
    json_t *rows = read_json(table);
    json_t *neutral = neutral_make(arena, form, rows);

    json_decref(form);
    json_decref(rows);
    return neutral;
}

/* The properties of the one resource that a row and its properties make. */
static void check_row(struct arena *arena, const char *row, const char *properties,
                      const char *expected)
{
    json_t *neutral = neutral_of(
        arena,
        arena_text(arena, "{'resources': [{'type': 'T', 'name': 'X', 'properties': %s}]}",
                   properties),
        arena_text(arena, "{'types': {'T': %s}}", row));

    check_json(jx_copy(jx_path(jx_get(jx_get(neutral, "resources"), "t/x@"), "properties")),
               expected);
    json_decref(neutral);
}

static void names_lose_what_a_target_adds(void **state)
{
    static const struct {
        const char *row;
        const char *name;
        const char *expected;
    } cases[] = {
        {"{}", "PublicSubnetA", "publicsubneta"},
        {"{'infix': 'subnet'}", "PublicSubnetA", "publica"},
        {"{'suffix': ['group']}", "AppGroup", "app"},
        {"{'suffix': ['group']}", "Group", "group"},
        {"{'prefix': ['nat']}", "NatA", "a"},
        {"{'names': {'vpc': 'main'}, 'suffix': ['c']}", "Vpc", "main"},
        {"{'begin': {'alarmtopic': 'alarms'}}", "AlarmTopicOps", "alarmsops"},
    };

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        json_t *row = read_json(cases[i].row);

        assert_string_equal(identity_stem(*state, row, identity_name(*state, cases[i].name)),
                            cases[i].expected);
        json_decref(row);
    }
}

static void an_identity_has_type_name_and_region(void **state)
{
    static const struct {
        const char *row;
        const char *resource;
        const char *expected;
    } cases[] = {
        {"{'as': 'topic'}", "{'name': 'alarms', 'region': 'eu-west-1'}", "topic/alarms@eu-west-1"},
        {"{'as': 'topic'}", "{'name': 'alarms_us_east_1', 'region': 'us-east-1'}",
         "topic/alarms@us-east-1"},
        {"{'as': 'lb'}", "{'name': 'web', 'was': 'entry', 'region': 'r'}", "lb/entry@r"},
        {"{'as': 'cdn', 'global': true}", "{'name': 'edge', 'region': 'r'}", "cdn/edge@"},
    };

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        json_t *row = read_json(cases[i].row);
        json_t *resource = read_json(cases[i].resource);

        assert_string_equal(identity_make(*state, row, resource), cases[i].expected);
        json_decref(row);
        json_decref(resource);
    }
}

static void tokens_say_the_same_in_every_spelling(void **state)
{
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"${aws_vpc.main.id}", "${vpc/main@ id}"},
        {"${aws_vpc.main}", "${vpc/main@ id}"},
        {"${aws_vpc.main[0].arn}", "${vpc/main@ arn}"},
        {"${Ref aws_vpc.main}", "${vpc/main@ id}"},
        {"${GetAtt aws_vpc.main CidrBlock}", "${vpc/main@ block}"},
        {"${aws_log.app.arn}!", "${log/app@ arn}:*!"},
        {"${aws_log.app.name}", "/logs"},
        {"${aws_log.app.url}", "https:///logs"},
        {"${aws_log.app.own}", "<${log/app@ id}>"},
        {"a ${var.size} ${data.aws_secret.x.value}", "a ${parameter/size} ${generated}"},
        {"${var.region}", "${region}"},
        {"$${var.region}", "$${var.region}"},
        {"${f(${var.region}, 8)}", "${f(${region}, 8)}"},
        {"${unknown.thing.id}", "${unknown.thing.id}"},
        {"${", "${"},
    };
    json_t *table = read_json("{'typed': true, 'tokens': {'var.region': 'region'}}");
    json_t *parameters = read_json("{'size': {}, 'region': {}}");
    json_t *resources = read_json(
        "{'': {'aws_vpc.main': ['vpc/main@', {'attributes': {'CidrBlock': 'block'}}, {}],"
        "      'data.aws_secret.x': ['secret/x@', {'stands': 'generated'}, {}],"
        "      'aws_log.app': ['log/app@', {'append': {'arn': ':*'}, 'through': {'name': 'path',"
        "          'url': ['path', 'https://*1'], 'own': ['', '<${*1.id}>']}},"
        "          {'path': '/logs'}]}}");
    struct token_index index = {.arena = *state,
                                .table = table,
                                .parameters = parameters,
                                .document = "",
                                .resources = resources,
                                .referred = jx_object()};

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        json_t *found = tokens_resolve(&index, str_from(cases[i].text));

        assert_string_equal(json_string_value(found), cases[i].expected);
        json_decref(found);
    }
    assert_int_equal(json_object_size(index.referred), 3);
    assert_non_null(jx_get(index.referred, "log/app@"));
    json_decref(index.referred);
    assert_string_equal(tokens_identity(*state, "${vpc/main@ id}"), "vpc/main@");
    assert_null(tokens_identity(*state, "a ${vpc/main@ id}"));
    assert_null(tokens_identity(*state, "${parameter/size}"));
    json_decref(table);
    json_decref(parameters);
    json_decref(resources);
}

static void each_member_of_a_row_does_what_it_says(void **state)
{
    static const struct {
        const char *row;
        const char *properties;
        const char *expected;
    } cases[] = {
        {"{'as': 't'}", "{'VpcId': '1', 'a_b': {'C': ['x']}}", "{'vpcid': '1', 'ab': {'c': 'x'}}"},
        {"{'as': 't', 'rename': {'a': 'b.c', 'd': '', 'd.e': 'f'}}", "{'A': '1', 'D': {'E': '2'}}",
         "{'b': {'c': '1'}, 'f': '2'}"},
        {"{'as': 't', 'rename': {'*.e': 'f'}}", "{'A': {'B': {'E': '2'}}}",
         "{'a': {'b': {'f': '2'}}}"},
        {"{'as': 't', 'values': {'a': {'x': 'y', 'z': null}, 'b': {'p-*': '*1'}}}",
         "{'A': ['x', 'z', 'q'], 'B': 'p-7'}", "{'a': ['q', 'y'], 'b': '7'}"},
        {"{'as': 't', 'pairs': {'tags': ['Key', 'Value']}}",
         "{'Tags': [{'Key': 'Aa', 'Value': '1'}, {'Key': 'B', 'Value': '2'},"
         " {'Key': 'B', 'Value': '3'}]}",
         "{'tags': {'Aa': '1', 'B': ['2', '3']}}"},
        {"{'as': 't', 'pairs': {'tags': ['Key', 'Value']}}",
         "{'Tags': {'Key': 'Aa', 'Value': '1'}}", "{'tags': {'Aa': '1'}}"},
        {"{'as': 't', 'pairs': {'tags': ['Key', 'Value']}}",
         "{'Tags': [{'Key': 'Aa', 'Value': '1', 'At_Launch': 'true'}]}",
         "{'tags': {'Aa': {'value': '1', 'atlaunch': 'true'}}}"},
        {"{'as': 't', 'verbatim': ['tags'], 'keys': {'CanonicalUser': 'AWS'}}",
         "{'Tags': {'Aa': {'CanonicalUser': '1'}}}", "{'tags': {'Aa': {'AWS': '1'}}}"},
        {"{'as': 't', 'pairs': {'s': ['Key', 'Value']}, 'unpack': {'s': {'a.b': 'ab.x'}}}",
         "{'S': [{'Key': 'a.b', 'Value': '1'}, {'Key': 'c', 'Value': '2'}]}",
         "{'ab': {'x': '1'}, 's': {'c': '2'}}"},
        {"{'as': 't', 'default': {'a': '1', 'b.c': '2'}}", "{'B': {}}",
         "{'a': '1', 'b': {'c': '2'}}"},
        {"{'as': 't', 'ordered': ['a']}", "{'A': ['2', '1'], 'B': ['2', '1']}",
         "{'a': ['2', '1'], 'b': ['1', '2']}"},
        {"{'as': 't', 'drop': {'a': 'why'}}", "{'A': '1', 'B': '2'}", "{'b': '2'}"},
        {"{'as': 't', 'drop': {'a': 'why'}, 'values': {'a': {'*': {'kept': 'true'}}},"
         " 'rename': {'a': ''}}",
         "{'A': '1', 'B': '2'}", "{'b': '2', 'kept': 'true'}"},
        {"{'as': 't', 'verbatim': ['a'], 'drop': {'a.B=x': 'why'}}", "{'A': {'B': ['x', 'y']}}",
         "{'a': {'B': 'y'}}"},
    };

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        check_row(*state, cases[i].row, cases[i].properties, cases[i].expected);
    }
}

static void what_is_left_out_is_counted_with_its_reason(void **state)
{
    json_t *neutral =
        neutral_of(*state,
                   "{'resources': [{'type': 'A', 'name': 'X', 'properties': {'P': '1', 'Q': '2'}},"
                   "               {'type': 'A', 'name': 'Y', 'properties': {'P': '1'}},"
                   "               {'type': 'A', 'name': 'Tool', 'properties': {}},"
                   "               {'type': 'B', 'name': 'X', 'properties': {}}]}",
                   "{'drop': {'q': 'never'}, 'types': {"
                   "  'A': {'as': 'a', 'drop': {'p': 'why'}, 'except': {'tool': 'only here'}},"
                   "  'B': {'as': 'b', 'ignore': 'not there'}}}");

    check_json(jx_copy(jx_get(neutral, "left_out")),
               "{'a p: why': 2, 'q: never': 1, 'a tool: only here': 1, 'B: not there': 1}");
    check_json(jx_copy(jx_get(neutral, "resources")),
               "{'a/x@': {'properties': {}}, 'a/y@': {'properties': {}}}");
    json_decref(neutral);
}

static void parts_go_into_what_they_belong_to(void **state)
{
    json_t *neutral = neutral_of(
        *state,
        "{'resources': ["
        "  {'type': 'bucket', 'name': 'a', 'properties': {'size': '1'}},"
        "  {'type': 'rules', 'name': 'a', 'properties': {'bucket': '${bucket.a.id}', 'r': '2'}},"
        "  {'type': 'policy', 'name': 'p', 'properties': {'bucket': '${bucket.a.id}', 'n': '3'}},"
        "  {'type': 'policy', 'name': 'q', 'properties': {'bucket': '${bucket.a.id}', 'n': '4'}},"
        "  {'type': 'value', 'name': 'a', 'properties': {'v': '5'}}]}",
        "{'typed': true, 'types': {'bucket': {'as': 'bucket'},"
        "  'rules': {'as': 'rules', 'merge': {'into': 'bucket', 'by': 'bucket', 'at': 'in'}},"
        "  'policy': {'as': 'policy',"
        "     'merge': {'into': 'bucket', 'by': 'bucket', 'at': 'all', 'list': true}},"
        "  'value': {'as': 'value', 'merge': {'into': 'bucket', 'same': 'bucket', 'at': ''}}}}");

    check_json(jx_copy(jx_get(neutral, "faults")), "[]");
    check_json(jx_copy(jx_get(neutral, "resources")),
               "{'bucket/a@': {'properties': {'size': '1', 'in': {'r': '2'},"
               "                              'all': [{'n': '3'}, {'n': '4'}], 'v': '5'}}}");
    json_decref(neutral);
}

static void rows_depend_on_arguments_and_take_over_from_others(void **state)
{
    json_t *neutral = neutral_of(
        *state,
        "{'resources': ["
        "  {'type': 'record', 'name': 'a', 'properties': {'p': '1'}},"
        "  {'type': 'record', 'name': 'b', 'properties': {'p': '1', 'proof': 'true'}},"
        "  {'type': 'db', 'name': 'main', 'properties': {'encrypted': 'true'}},"
        "  {'type': 'db', 'name': 'copy', 'properties': {'of': '${db.main.id}'}}]}",
        "{'typed': true, 'types': {"
        "  'record': {'as': 'record', 'with': {'proof': {'as': 'proof', 'rename': {'p': 'q'}}}},"
        "  'db': {'as': 'db', 'inherit': {'encrypted': 'of'}}}}");

    check_json(jx_copy(jx_get(neutral, "resources")),
               "{'record/a@': {'properties': {'p': '1'}},"
               " 'proof/b@': {'properties': {'q': '1', 'proof': 'true'}},"
               " 'db/main@': {'properties': {'encrypted': 'true'}},"
               " 'db/copy@': {'properties': {'of': '${db/main@ id}', 'encrypted': 'true'}}}");
    json_decref(neutral);
}

static void parameters_are_compared_but_for_what_is_a_token(void **state)
{
    json_t *neutral =
        neutral_of(*state,
                   "{'resources': [{'type': 'A', 'name': 'X', 'properties': {'P': '${Ref AppSize} "
                   "${Ref Id}'}}],"
                   " 'parameters': {'AppSize': {'Default': '1'}, 'Id': {}, 'Place': {}}}",
                   "{'tokens': {'Ref Place': 'region'},"
                   " 'parameters': {'begin': {'app': 'web'}, 'except': {'id': 'why'}},"
                   " 'types': {'A': {'as': 'a'}}}");

    check_json(jx_copy(jx_get(neutral, "resources")),
               "{'a/x@': {'properties': {'p': '${parameter/websize} ${parameter/id}'}},"
               " 'parameter/websize@': {'properties': {'default': '1'}}}");
    check_json(jx_copy(jx_get(neutral, "left_out")),
               "{'parameter id: why': 1, 'parameter place: no parameter of other targets': 1}");
    json_decref(neutral);
}

static void faults_of_the_table_are_told(void **state)
{
    json_t *neutral = neutral_of(
        *state,
        "{'resources': [{'type': 'A', 'name': 'X', 'properties': {}},"
        "               {'type': 'A', 'name': 'x', 'properties': {}},"
        "               {'type': 'P', 'name': 'p', 'properties': {'of': '${A.z.id}'}},"
        "               {'type': 'B', 'name': 'X', 'properties': {}}]}",
        "{'typed': true, 'types': {'A': {'as': 'a', 'mispelt': true},"
        "                          'P': {'as': 'p', 'merge': {'into': 'a', 'by': 'of'}}}}");

    check_json(jx_copy(jx_get(neutral, "faults")),
               "['the row for \\u0027A\\u0027 has an unknown member \\u0027mispelt\\u0027',"
               " 'the row for \\u0027A\\u0027 has an unknown member \\u0027mispelt\\u0027',"
               " 'no row for \\u0027B\\u0027', '\\u0027a/x@\\u0027 is there twice',"
               " '\\u0027p/p@\\u0027 belongs to \\u0027${A.z.id}\\u0027, which is not there']");
    json_decref(neutral);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_lose_what_a_target_adds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_identity_has_type_name_and_region, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tokens_say_the_same_in_every_spelling, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_member_of_a_row_does_what_it_says, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_left_out_is_counted_with_its_reason, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(parts_go_into_what_they_belong_to, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_depend_on_arguments_and_take_over_from_others, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(parameters_are_compared_but_for_what_is_a_token, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(faults_of_the_table_are_told, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
