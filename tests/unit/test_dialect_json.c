/* SPDX-License-Identifier: MIT */
#include "printing.h"

#include "target/spellings.h"

#include <stdio.h>

static const char references[] = "# comment\n"
                                 "vpc.id: {\"Ref\": \"Vpc\"}\n"
                                 "region: {\"Ref\": \"AWS::Region\"}\n"
                                 "\n"
                                 "bucket.arn: {\"Fn::GetAtt\": [{{ id }}, \"Arn\"]}\n"
                                 "db.host: {\"Fn::GetAtt\": [\"Db\", \"Endpoint.Address\",],}\n"
                                 "db.port: {\"Fn::GetAtt\": \"Db.Endpoint.Port\"}\n"
                                 "zone.name: {\"Fn::Sub\": \"${AWS::Region}a\"}\n"
                                 "zone.index: {\"Fn::Select\": [0, {\"Fn::GetAZs\": \"\"}]}\n"
                                 "host: {{ name }}\n"
                                 "of_tier: {{ tier.key ~ reference.id ~ project }}\n"
                                 "no_tier: {{ tier is none }}\n"
                                 "broken: {{ nothing }}\n";

static const char view[] = "{'project': 'shop', 'tiers': {'app': {'key': 'app'}}}";

static const struct print_case values[] = {
    {"text", "'a/b'", "\"a/b\""},
    {"escapes", "'\\\"\\\\\\n\\r\\t\\b\\f\\u0001'", "\"\\\"\\\\\\n\\r\\t\\b\\f\\u0001\""},
    {"unicode", "'é\\u2028😀'", "\"é\xe2\x80\xa8😀\""},
    {"empty text", "''", "\"\""},
    {"a template sign is only text", "'${Vpc}'", "\"${Vpc}\""},
    {"words", "[null, true, false]", "[null,true,false]"},
    {"numbers", "[0, -5, 2.5]", "[0,-5,2.5]"},
    {"empty", "[[], {}]", "[[],{}]"},
    {"map", "{'b': 1, 'a': {'c': []}}", "{\"b\":1,\"a\":{\"c\":[]}}"},
    {"reference", "{'$ref': 'vpc.id'}", "{\"Ref\": \"Vpc\"}"},
    {"reference with a member", "[{'$ref': 'bucket.arn', 'id': 'Assets'}]",
     "[{\"Fn::GetAtt\": [\"Assets\", \"Arn\"]}]"},
    {"tier, reference and view", "{'$ref': 'of_tier', 'tier': 'app', 'id': 'X'}", "\"appXshop\""},
    {"reference without tier", "{'$ref': 'no_tier'}", "true"},
    {"policy", "{'Effect': 'Allow', 'Condition': {'StringEquals': {'aws:x': ['y']}}}",
     "{\"Effect\":\"Allow\",\"Condition\":{\"StringEquals\":{\"aws:x\":[\"y\"]}}}"},
    {"names like functions", "{'Fn': 1, 'Reference': 2, 'fn::x': 3, 'Conditions': 4}",
     "{\"Fn\":1,\"Reference\":2,\"fn::x\":3,\"Conditions\":4}"},
    {"almost dynamic", "'{{resolve {{ resolve:'", "\"{{resolve {{ resolve:\""},
};

static void values_print_as_rfc_8259_literals(void **state)
{
    check_cases(*state, &dialect_json, values, AG_COUNT(values));
}

static const struct print_case concats[] = {
    {"attribute", "{'$concat': [{'$ref': 'bucket.arn', 'id': 'Assets'}, '/*']}",
     "{\"Fn::Sub\":\"${Assets.Arn}/*\"}"},
    {"ref", "{'$concat': ['a-', {'$ref': 'vpc.id'}, '-b']}", "{\"Fn::Sub\":\"a-${Vpc}-b\"}"},
    {"pseudo parameter", "{'$concat': [{'$ref': 'region'}, {'$ref': 'vpc.id'}]}",
     "{\"Fn::Sub\":\"${AWS::Region}${Vpc}\"}"},
    {"dotted attribute", "{'$concat': ['h:', {'$ref': 'db.host'}]}",
     "{\"Fn::Sub\":\"h:${Db.Endpoint.Address}\"}"},
    {"attribute as one text", "{'$concat': [{'$ref': 'db.port'}, '/']}",
     "{\"Fn::Sub\":\"${Db.Endpoint.Port}/\"}"},
    {"Fn::Sub is inlined", "{'$concat': [{'$ref': 'zone.name'}, '!']}",
     "{\"Fn::Sub\":\"${AWS::Region}a!\"}"},
    {"number", "{'$concat': [{'$ref': 'vpc.id'}, ':', 80]}", "{\"Fn::Sub\":\"${Vpc}:80\"}"},
    {"template sign", "{'$concat': ['${A} ${!B} $', {'$ref': 'zone.index'}]}",
     "{\"Fn::Join\":[\"\",[\"${A} ${!B} $\",{\"Fn::Select\": [0, {\"Fn::GetAZs\": \"\"}]}]]}"},
    {"template sign escaped", "{'$concat': ['${A} ${!B} $5 ', {'$ref': 'vpc.id'}]}",
     "{\"Fn::Sub\":\"${!A} ${!!B} $5 ${Vpc}\"}"},
    {"template sign in two parts", "{'$concat': [{'$ref': 'vpc.id'}, '$', '{A}']}",
     "{\"Fn::Sub\":\"${Vpc}${!A}\"}"},
    {"template sign after a literal", "{'$concat': [{'$ref': 'host', 'name': 'a$'}, '{A}']}",
     "\"a${A}\""},
    {"dollar before a reference", "{'$concat': ['$', {'$ref': 'vpc.id'}]}",
     "{\"Fn::Join\":[\"\",[\"$\",{\"Ref\": \"Vpc\"}]]}"},
    {"quotes", "{'$concat': ['\\\"\\\\\\n', {'$ref': 'vpc.id'}]}",
     "{\"Fn::Sub\":\"\\\"\\\\\\n${Vpc}\"}"},
    {"literal reference", "{'$concat': ['https://', {'$ref': 'host', 'name': 'a.b'}, '/${x}']}",
     "\"https://a.b/${x}\""},
    {"literal reference with an escape",
     "{'$concat': [{'$ref': 'vpc.id'}, {'$ref': 'host', 'name': '\\\"'}]}",
     "{\"Fn::Join\":[\"\",[{\"Ref\": \"Vpc\"},\"\\\"\"]]}"},
    {"text only", "{'$concat': ['a', '${b}']}", "\"a${b}\""},
    {"nothing", "{'$concat': []}", "\"\""},
    {"a reference alone", "{'$concat': [{'$ref': 'vpc.id'}]}", "{\"Ref\": \"Vpc\"}"},
};

static void text_joined_with_references_prints_as_a_function(void **state)
{
    check_cases(*state, &dialect_json, concats, AG_COUNT(concats));
}

static const struct print_case refusals[] = {
    {"unknown reference", "{'$ref': 'bucket.arnn'}",
     "a reference 'bucket.arnn' is not in the target's references; did you mean 'bucket.arn'?"},
    {"strange reference", "{'$ref': 'q'}", "a reference 'q' is not in the target's references"},
    {"comment", "{'$comment': 'a'}", "JSON has no comments"},
    {"Ref", "{'Ref': 'Vpc'}",
     "a map with the member 'Ref' would be a function call of CloudFormation"},
    {"function in depth", "[{'a': [{'Fn::GetAtt': ['A', 'B']}]}]",
     "a map with the member 'Fn::GetAtt' would be a function call of CloudFormation"},
    {"function among others", "{'a': 1, 'Fn::Transform': {}}",
     "a map with the member 'Fn::Transform' would be a function call of CloudFormation"},
    {"condition", "{'Condition': 'IsProd'}",
     "a map with the member 'Condition' would be a function call of CloudFormation"},
    {"condition as a map alone", "{'Condition': {}}",
     "a map with the member 'Condition' would be a function call of CloudFormation"},
    {"condition as text in a statement", "{'Effect': 'Allow', 'Condition': 'IsProd'}",
     "a map with the member 'Condition' would be a function call of CloudFormation"},
    {"function in a condition", "{'Effect': 'Allow', 'Condition': {'Ref': 'X'}}",
     "a map with the member 'Ref' would be a function call of CloudFormation"},
    {"dynamic reference", "['x{{resolve:ssm:a}}']",
     "the text 'x{{resolve:ssm:a}}' holds '{{resolve:', which CloudFormation would replace"},
    {"dynamic reference as a key", "{'{{resolve:ssm:a}}': 1}",
     "the text '{{resolve:ssm:a}}' holds '{{resolve:', which CloudFormation would replace"},
    {"dynamic reference in parts", "{'$concat': [{'$ref': 'vpc.id'}, '{{res', 'olve:']}",
     "the text '…{{resolve:' holds '{{resolve:', which CloudFormation would replace"},
    {"number in a concat", "{'$concat': [1.5]}",
     "a '$concat' holds something that is neither text nor a reference"},
    {"concat that is no list", "{'$concat': 'a'}",
     "a '$concat' holds something that is neither text nor a reference"},
};

static void what_cloudformation_would_interpret_is_refused(void **state)
{
    check_cases(*state, &dialect_json, refusals, AG_COUNT(refusals));
}

static void a_reference_that_fails_to_render_says_why(void **state)
{
    json_t *value = value_of(*state, "{'$concat': ['a', {'$ref': 'broken'}]}");
    const char *reason = printed(*state, &dialect_json, value);

    assert_non_null(strstr(reason, "the reference 'broken' cannot be spelled: "));
    assert_non_null(strstr(reason, "nothing"));
    json_decref(value);
}

static void depth_is_limited(void **state)
{
    json_t *value = jx_array();

    for (int i = 1; i < PRINT_DEPTH_MAX; i++) {
        json_t *outer = jx_array();

        jx_append(outer, value);
        value = outer;
    }
    assert_int_equal(printed(*state, &dialect_json, value)[0], '[');
    json_t *outer = jx_array();

    jx_append(outer, value);
    assert_string_equal(printed(*state, &dialect_json, outer), "the value is nested too deeply");
    json_decref(outer);
}

static void reading_what_was_printed_gives_the_value_back(void **state)
{
    uint32_t seed = 1;

    for (int i = 0; i < 500; i++) {
        json_t *value = random_value(&seed, 4);
        json_t *again = json_loads(printed(*state, &dialect_json, value), JSON_DECODE_ANY, NULL);

        assert_true(json_equal(value, again));
        json_decref(again);
        json_decref(value);
    }
}

static void identifiers_are_logical_ids(void **state)
{
    char long_id[256];

    (void)state;
    memset(long_id, 'a', sizeof(long_id));
    assert_true(dialect_json.is_identifier(STR("AppDb1")));
    assert_true(dialect_json.is_identifier((struct str){long_id, 255}));
    assert_false(dialect_json.is_identifier((struct str){long_id, 256}));
    assert_false(dialect_json.is_identifier(STR("")));
    assert_false(dialect_json.is_identifier(STR("App-Db")));
    assert_false(dialect_json.is_identifier(STR("App\n")));
    assert_false(dialect_json.is_identifier(STR("Äpp")));
}

static enum text_state scanned(const char *text)
{
    enum text_state state = TEXT_CODE;

    for (; *text != '\0'; text++) {
        state = dialect_json.scan(state, *text);
    }
    return state;
}

static void text_inside_of_strings_is_recognised(void **state)
{
    (void)state;
    assert_int_equal(scanned("{\"a\": "), TEXT_CODE);
    assert_int_equal(scanned("{\"a"), TEXT_STRING);
    assert_int_equal(scanned("{\"a\\"), TEXT_ESCAPE);
    assert_int_equal(scanned("{\"a\\\""), TEXT_STRING);
    assert_int_equal(scanned("{\"a\\\\\""), TEXT_CODE);
}

static void a_reference_is_spelled_once_until_that_is_forgotten(void **state)
{
    struct printing *printing = *state;
    struct print_context *print = &printing->print;
    json_t *value = value_of(printing, "{'$ref': 'of_tier', 'tier': 'app', 'id': 'X'}");
    json_t *other = value_of(printing, "{'project': 'mail', 'tiers': {}}");
    json_t *project = value_of(printing, "{'project': 'mail', 'tiers': {'app': {'key': 'b'}}}");

    print->spellings = ARENA_NEW(&printing->arena, struct spellings);
    assert_string_equal(printed(printing, &dialect_json, value), "\"appXshop\"");
    print->view = other;
    assert_string_equal(printed(printing, &dialect_json, value), "\"appXshop\"");
    spellings_clear(print->spellings);
    print->view = project;
    assert_string_equal(printed(printing, &dialect_json, value), "\"bXmail\"");
    spellings_clear(print->spellings);
    print->spellings = NULL;
    print->view = printing->view;
    json_decref(project);
    json_decref(other);
    json_decref(value);
}

/* Their memory is used again at once, and short and long ones are in each other's place. */
static void references_that_come_and_go_are_not_mixed_up(void **state)
{
    struct printing *printing = *state;

    printing->print.spellings = ARENA_NEW(&printing->arena, struct spellings);
    for (int i = 0; i < 2000; i++) {
        char text[2 * SPELLING_MAX];
        json_t *value = jx_object();

        (void)snprintf(text, sizeof(text), "\"%0*d\"", i % 5 == 0 ? SPELLING_MAX : 4, i);
        jx_set(value, "$ref", jx_string("host"));
        jx_set(value, "name", jx_string_from((struct str){text + 1, strlen(text) - 2}));
        assert_string_equal(printed(printing, &dialect_json, value), text);
        assert_string_equal(printed(printing, &dialect_json, value), text);
        json_decref(value);
    }
    spellings_clear(printing->print.spellings);
    printing->print.spellings = NULL;
}

static void a_faulty_table_is_refused(void **state)
{
    static const struct {
        const char *table;
        const char *expected;
        uint32_t line;
    } cases[] = {
        {"a: 1\nb\n", "expected 'name: template', found no name before a ':'", 2},
        {": 1\n", "expected 'name: template', found no name before a ':'", 1},
        {"a: 1\n\na: 2\n", "the reference 'a' is spelled twice", 3},
    };
    struct arena arena;

    (void)state;
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        struct diags diags;

        arena_init(&arena);
        diags_init(&diags, &arena);
        const struct source *source = source_new(&arena, "r", str_from(cases[i].table));

        assert_null(references_load(&arena, &dialect_json, source, &diags));
        assert_int_equal(diags.count, 1);
        assert_int_equal(diags.items[0]->id, DIAG_BAD_TARGET);
        assert_string_equal(diags.items[0]->text, cases[i].expected);
        assert_int_equal(source_position(source, diags.items[0]->span.off).line, cases[i].line);
        arena_release(&arena);
    }
}

static int set_up(void **state)
{
    static struct printing printing;

    *state = &printing;
    printing_init(&printing, &dialect_json, references, view);
    return 0;
}

static int tear_down(void **state)
{
    printing_release(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_print_as_rfc_8259_literals),
        cmocka_unit_test(text_joined_with_references_prints_as_a_function),
        cmocka_unit_test(what_cloudformation_would_interpret_is_refused),
        cmocka_unit_test(a_reference_that_fails_to_render_says_why),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(reading_what_was_printed_gives_the_value_back),
        cmocka_unit_test(identifiers_are_logical_ids),
        cmocka_unit_test(text_inside_of_strings_is_recognised),
        cmocka_unit_test(a_reference_is_spelled_once_until_that_is_forgotten),
        cmocka_unit_test(references_that_come_and_go_are_not_mixed_up),
        cmocka_unit_test(a_faulty_table_is_refused),
    };

    mem_install();
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
