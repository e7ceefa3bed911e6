/* SPDX-License-Identifier: MIT */
/* What users see of a fault: its place, its words, and that it comes alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "schema/check.h"
#include "schema_checking.h"

/* A case: the schema, the description, and all diagnostics. */
struct seen_case {
    const char *name;
    const char *schema;
    const char *yaml;
    const char *expected;
};

static void run_case(const struct seen_case *seen)
{
    struct checking checking;

    if (!begin_checking(&checking, seen->schema)) {
        fail_msg("%s: the schema does not load: %s", seen->name, describe(&checking));
    }
    checking.root = read_yaml(&checking, "a.yaml", seen->yaml);
    bool is_valid = schemas_validate(checking.set, "main.json", checking.root, checking.places,
                                     &checking.diags);
    bool is_accepted = schemas_accepts(checking.set, "main.json", checking.root);
    const char *found = describe(&checking);

    if (strcmp(found, seen->expected) != 0) {
        fail_msg("%s:\n%s\nexpected:\n%s", seen->name, found, seen->expected);
    }
    if (is_valid != is_accepted || is_valid != (seen->expected[0] == '\0')) {
        fail_msg("%s: the verdict is %d, the quick one %d", seen->name, is_valid, is_accepted);
    }
    end_checking(&checking);
}

#define PROPERTY(name, schema) "{\"properties\": {\"" name "\": " schema "}}"
#define CLOSED(properties)     "{\"additionalProperties\": false, \"properties\": " properties "}"

static void a_wrong_type_is_told_in_the_words_of_the_user(void **state)
{
    static const struct seen_case CASES[] = {
        {"string for number", PROPERTY("p", "{\"type\": \"number\"}"), "p: web",
         "1:4 wrong-type: expected a number, found a string"},
        {"text that is a number", PROPERTY("p", "{\"type\": \"integer\"}"), "p: \"443\"",
         "1:4 wrong-type: expected a whole number, found a string (write it without quotes: 443)"},
        {"fraction", PROPERTY("p", "{\"type\": \"integer\"}"), "p: 1.50",
         "1:4 wrong-type: expected a whole number, found 1.5"},
        {"number for string", PROPERTY("p", "{\"type\": \"string\"}"), "p: 16",
         "1:4 wrong-type: expected a string, found a number (write it in quotes: \"16\")"},
        {"bool", PROPERTY("p", "{\"type\": \"boolean\"}"), "p: 'off'",
         "1:4 wrong-type: expected true or false, found a string (write false)"},
        {"true for a map", PROPERTY("p", "{\"type\": \"object\"}"), "p: true",
         "1:4 wrong-type: expected a map, found true"},
        {"several", PROPERTY("p", "{\"type\": [\"string\", \"array\", \"boolean\"]}"), "p: {a: 1}",
         "1:4 wrong-type: expected true, false, a string or a list, found a map"},
        {"a block is shown at its key", PROPERTY("p", "{\"type\": \"string\"}"), "p:\n  a: 1",
         "1:1 wrong-type: expected a string, found a map"},
        {"an item", PROPERTY("p", "{\"items\": {\"type\": \"string\"}}"), "p: [a, [b]]",
         "1:8 wrong-type: expected a string, found a list"},
        {"no cascade", PROPERTY("p", "{\"type\": \"string\", \"enum\": [\"a\"], \"minimum\": 9}"),
         "p: 1", "1:4 wrong-type: expected a string, found a number (write it in quotes: \"1\")"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        run_case(&CASES[i]);
    }
}

static void a_missing_value_is_called_that(void **state)
{
    static const struct seen_case CASES[] = {
        {"type", PROPERTY("p", "{\"type\": \"string\"}"), "p:", "1:3 wrong-type: value is missing"},
        {"enum", PROPERTY("p", "{\"enum\": [\"a\", \"b\"]}"), "p: ~",
         "1:4 wrong-type: value is missing"},
        {"alternatives",
         PROPERTY("p", "{\"oneOf\": [{\"type\": \"string\"}, {\"type\": \"object\"}]}"), "p: null",
         "1:4 wrong-type: value is missing"},
        {"with a message", PROPERTY("p", "{\"type\": \"string\", \"x-message\": \"give a size\"}"),
         "p: null", "1:4 wrong-type: value is missing (give a size)"},
        {"allowed", PROPERTY("p", "{\"type\": [\"string\", \"null\"]}"), "p: null", ""},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        run_case(&CASES[i]);
    }
}

static void a_version_written_as_a_number_must_be_quoted(void **state)
{
    static const struct seen_case CASES[] = {
        {"zero at the end", PROPERTY("version", "{\"type\": \"string\"}"), "version: 15.10",
         "1:10 version-number: version must be quoted: \"15.10\" (as a number it becomes 15.1)"},
        {"whole", PROPERTY("engine_version", "{\"type\": \"string\"}"), "engine_version: 16",
         "1:17 version-number: version must be quoted: \"16\""},
        {"by format", PROPERTY("p", "{\"type\": \"string\", \"format\": \"version\"}"), "p: 5.7",
         "1:4 version-number: version must be quoted: \"5.7\""},
        {"quoted", PROPERTY("version", "{\"type\": \"string\", \"format\": \"version\"}"),
         "version: \"15.10\"", ""},
        {"a list is no version", PROPERTY("version", "{\"type\": \"string\"}"), "version: [1]",
         "1:10 wrong-type: expected a string, found a list"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        run_case(&CASES[i]);
    }
}

static void keys_are_checked_at_their_place(void **state)
{
    static const struct seen_case CASES[] = {
        {"unknown", CLOSED("{\"name\": {}}"), "name: a\nxyz: 1",
         "2:1 unknown-key: unknown key 'xyz'"},
        {"misspelt", CLOSED("{\"region\": {}}"), "regoin: a",
         "1:1 unknown-key: unknown key 'regoin' (did you mean 'region'?)"},
        {"required at the root", "{\"required\": [\"name\", \"region\"]}", "region: a",
         "1:1 missing-key: missing required key 'name'"},
        {"required in a block", PROPERTY("p", "{\"required\": [\"name\"]}"), "a: 1\np:\n  b: 1",
         "2:1 missing-key: missing required key 'name'"},
        {"required in an item", PROPERTY("p", "{\"items\": {\"required\": [\"name\"]}}"),
         "p:\n  - a: 1\n  - name: b", "2:5 missing-key: missing required key 'name'"},
        {"required twice is told once",
         "{\"required\": [\"a\"], \"allOf\": [{\"required\": [\"a\"]}]}", "b: 1",
         "1:1 missing-key: missing required key 'a'"},
        {"a misspelt key is not also missing",
         "{\"required\": [\"name\", \"region\"], \"additionalProperties\": false,"
         " \"properties\": {\"name\": {}, \"region\": {}}}",
         "nmae: a",
         "1:1 missing-key: missing required key 'region'\n"
         "1:1 unknown-key: unknown key 'nmae' (did you mean 'name'?)"},
        {"false", PROPERTY("p", "false"), "p: 1", "1:1 unknown-key: 'p' is not allowed here"},
        {"names", "{\"propertyNames\": {\"format\": \"name\", \"x-message\": \"a bad name\"}}",
         "Web: 1\ndb: 2", "1:1 wrong-value: a bad name"},
        {"dependent", "{\"dependentRequired\": {\"a\": [\"b\"]}}", "c: 1\na: 1",
         "2:1 missing-key: 'a' needs the key 'b' beside it"},
        {"unevaluated",
         "{\"allOf\": [{\"properties\": {\"size\": {}}}], \"unevaluatedProperties\": false}",
         "sise: 1", "1:1 unknown-key: unknown key 'sise' (did you mean 'size'?)"},
        {"too few", PROPERTY("p", "{\"minProperties\": 1}"), "p: {}",
         "1:4 wrong-value: must not be empty"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        run_case(&CASES[i]);
    }
}

static void values_are_told_what_they_may_be(void **state)
{
    static const struct seen_case CASES[] = {
        {"enum", PROPERTY("p", "{\"enum\": [\"postgres\", \"mysql\", \"mariadb\"]}"),
         "p: postgress",
         "1:4 wrong-value: 'postgress' is not one of postgres, mysql, mariadb"
         " (did you mean 'postgres'?)"},
        {"enum of strings, number found", PROPERTY("p", "{\"enum\": [\"15\", \"16\"]}"), "p: 16",
         "1:4 wrong-value: 16 is not one of 15, 16 (write it in quotes: \"16\")"},
        {"const", PROPERTY("p", "{\"const\": 1}"), "p: 2", "1:4 wrong-value: expected 1, found 2"},
        {"range", PROPERTY("p", "{\"minimum\": 1, \"maximum\": 65535}"), "p: 70000",
         "1:4 wrong-value: must be between 1 and 65535"},
        {"one end", PROPERTY("p", "{\"minimum\": 1}"), "p: 0",
         "1:4 wrong-value: must be at least 1"},
        {"open ends", PROPERTY("p", "{\"exclusiveMinimum\": 0, \"maximum\": 1.5}"), "p: 0",
         "1:4 wrong-value: must be more than 0 and at most 1.5"},
        {"multiple", PROPERTY("p", "{\"multipleOf\": 4}"), "p: 6",
         "1:4 wrong-value: must be a multiple of 4"},
        {"pattern", PROPERTY("p", "{\"pattern\": \"^[a-z]+$\"}"), "p: A1",
         "1:4 wrong-value: 'A1' does not match ^[a-z]+$"},
        {"pattern does not end before a newline", PROPERTY("p", "{\"pattern\": \"^[a-z]+$\"}"),
         "p: \"abc\\n\"", "1:4 wrong-value: 'abc\n' does not match ^[a-z]+$"},
        {"format", PROPERTY("p", "{\"format\": \"days\"}"), "p: 30x",
         "1:4 wrong-value: expected days such as 7d, at most 36500d, found '30x'"},
        {"format, number", PROPERTY("p", "{\"type\": \"string\", \"format\": \"days\"}"), "p: 30",
         "1:4 wrong-type: expected days such as 7d, at most 36500d, found 30"},
        {"region", PROPERTY("p", "{\"format\": \"region\"}"), "p: us-esat-1",
         "1:4 unknown-region: expected a region such as us-east-1, found 'us-esat-1'"
         " (did you mean 'us-east-1'?)"},
        {"length in code points", PROPERTY("p", "{\"maxLength\": 3}"), "p: äöüß",
         "1:4 wrong-value: must have at most 3 characters, found 4"},
        {"exact size", PROPERTY("p", "{\"minItems\": 2, \"maxItems\": 2}"), "p: [1]",
         "1:4 wrong-value: must have 2 items, found 1"},
        {"size between", PROPERTY("p", "{\"minItems\": 2, \"maxItems\": 3}"), "p: [1]",
         "1:4 wrong-value: must have between 2 and 3 items, found 1"},
        {"repeated", PROPERTY("p", "{\"uniqueItems\": true}"), "p: [a, 1, a, 1.0]",
         "1:11 wrong-value: 'a' is listed twice [1:5 it is listed here before]\n"
         "1:14 wrong-value: 1 is listed twice [1:8 it is listed here before]"},
        {"contains", PROPERTY("p", "{\"contains\": {\"const\": \"a\"}}"), "p: [b]",
         "1:4 wrong-value: the list must hold at least 1 item that fits (a), found 0"},
        {"not", PROPERTY("p", "{\"not\": {\"const\": \"a\"}}"), "p: a",
         "1:4 wrong-value: 'a' is not allowed here"},
        {"not required", "{\"not\": {\"required\": [\"p\"]}}", "p: a",
         "1:1 unknown-key: 'p' is not allowed here"},
        {"long text is cut", PROPERTY("p", "{\"const\": \"a\"}"),
         "p: 123456789x123456789x123456789x123456789x123456789x123456789xyz",
         "1:4 wrong-value: expected 'a', found"
         " '123456789x123456789x123456789x123456789x123456789x123456789x…'"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        run_case(&CASES[i]);
    }
}

static void a_message_of_the_schema_replaces_ours(void **state)
{
    static const struct seen_case CASES[] = {
        {"pattern", PROPERTY("p", "{\"pattern\": \"^a$\", \"x-message\": \"an a\"}"), "p: b",
         "1:4 wrong-value: an a"},
        {"then, at the place of the fault",
         "{\"if\": {\"required\": [\"a\"]}, \"then\": {\"properties\": {\"b\": false},"
         " \"x-message\": \"no b with a\"}}",
         "a: 1\nb: 2", "2:1 unknown-key: no b with a"},
        {"several faults, one message",
         "{\"allOf\": [{\"required\": [\"a\", \"b\"], \"x-message\": \"a and b\"}]}", "c: 1",
         "1:1 missing-key: a and b"},
        {"the inner one wins",
         "{\"x-message\": \"outer\", \"properties\": {\"p\": {\"const\": 1, \"x-message\": "
         "\"inner\"}}}",
         "p: 2", "1:4 wrong-value: inner"},
        {"not", PROPERTY("p", "{\"not\": {\"const\": \"a\", \"x-message\": \"no a\"}}"), "p: a",
         "1:4 wrong-value: no a"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        run_case(&CASES[i]);
    }
}

#define SHORT_OR_LONG                                                                              \
    "{\"oneOf\": [{\"type\": \"string\", \"format\": \"cidr\"}, {\"type\": \"object\","            \
    " \"additionalProperties\": false, \"required\": [\"block\"], \"properties\": {\"block\": "    \
    "{}}}]}"
#define BY_TYPE                                                                                    \
    "{\"anyOf\": [{\"required\": [\"type\"], \"properties\": {\"type\": {\"const\": \"http\"},"    \
    " \"path\": {\"type\": \"string\"}}}, {\"required\": [\"type\"], \"properties\":"              \
    " {\"type\": {\"const\": \"tcp\"}, \"port\": {\"type\": \"integer\"}}}]}"

static void alternatives_are_narrowed_to_the_one_that_was_meant(void **state)
{
    static const struct seen_case CASES[] = {
        {"by type: string", PROPERTY("p", SHORT_OR_LONG), "p: 10.0.0.0",
         "1:4 wrong-value: expected an IPv4 block such as 10.0.0.0/16, found '10.0.0.0'"},
        {"by type: map", PROPERTY("p", SHORT_OR_LONG), "p: {blok: 1}",
         "1:5 unknown-key: unknown key 'blok' (did you mean 'block'?)"},
        {"no type fits", PROPERTY("p", SHORT_OR_LONG), "p: [1]",
         "1:4 wrong-type: expected a string or a map, found a list"},
        {"by a constant", PROPERTY("p", BY_TYPE), "p: {type: tcp, port: x}",
         "1:22 wrong-type: expected a whole number, found a string"},
        {"no constant fits", PROPERTY("p", BY_TYPE), "p: {type: htp, port: 1}",
         "1:11 wrong-value: 'htp' is not one of http, tcp (did you mean 'http'?)"},
        {"by required keys",
         PROPERTY("p", "{\"oneOf\": [{\"required\": [\"a\", \"b\"]}, {\"required\": [\"c\", \"d\","
                       " \"e\"]}]}"),
         "p: {a: 1}", "1:1 missing-key: missing required key 'b'"},
        {"one key of several", "{\"anyOf\": [{\"required\": [\"a\"]}, {\"required\": [\"b\"]}]}",
         "c: 1", "1:1 missing-key: missing required key 'a' or 'b'"},
        {"too many", "{\"oneOf\": [{\"required\": [\"a\"]}, {\"required\": [\"b\"]}]}",
         "a: 1\nb: 1", "1:1 wrong-value: only one of 'a' and 'b' may be given"},
        {"values",
         PROPERTY("p", "{\"oneOf\": [{\"const\": \"none\"}, {\"enum\": [\"single\", \"zone\"]}]}"),
         "p: singel",
         "1:4 wrong-value: 'singel' is not one of none, single, zone"
         " (did you mean 'single'?)"},
        {"forms",
         PROPERTY("p", "{\"oneOf\": [{\"const\": \"none\"}, {\"type\": \"string\", \"format\":"
                       " \"cidr\"}]}"),
         "p: x", "1:4 wrong-value: expected none, or an IPv4 block such as 10.0.0.0/16, found 'x'"},
        {"by items",
         PROPERTY(
             "p",
             "{\"oneOf\": [{\"type\": \"array\", \"items\": {\"type\": \"string\"}}, {\"type\":"
             " \"array\", \"items\": {\"type\": \"integer\", \"minimum\": 1}}]}"),
         "p: [0]", "1:5 wrong-value: must be at least 1"},
        {"nothing narrows", PROPERTY("p", "{\"anyOf\": [{\"minItems\": 3}, {\"minItems\": 2}]}"),
         "p: [0]", "1:4 wrong-value: matches none of the allowed forms"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        run_case(&CASES[i]);
    }
}

#define TIERS                                                                                      \
    "{\"$defs\": {\"count\": {\"type\": \"integer\", \"default\": 1}}, \"additionalProperties\":"  \
    " {\"type\": \"object\", \"required\": [\"kind\"], \"x-dispatch\": {\"on\": \"kind\","         \
    " \"to\": \"kinds/\"}}}"

static void a_kind_is_chosen_by_a_member(void **state)
{
    static const struct seen_case CASES[] = {
        {"valid", TIERS, "a: {kind: cache, shards: 2}\nb: {kind: bucket, role: logs}", ""},
        {"a key of another kind", TIERS, "b: {kind: bucket, role: logs, port: 80}",
         "1:31 unknown-key: 'port' is not a property of kind 'bucket'"},
        {"a misspelt key", TIERS, "c: {kind: cache, shard: 1}",
         "1:18 unknown-key: 'shard' is not a property of kind 'cache' (did you mean 'shards'?)"},
        {"a missing key", TIERS, "b: {kind: bucket}",
         "1:1 missing-key: missing required key 'role' of kind 'bucket'"},
        {"unknown", TIERS, "b: {kind: bukcet}",
         "1:11 wrong-value: unknown kind 'bukcet' [- known kinds: bucket, cache]"
         " (did you mean 'bucket'?)"},
        {"no kind", TIERS, "b: {role: x}", "1:1 missing-key: missing required key 'kind'"},
        {"kind of a wrong type", TIERS, "b: {kind: [x]}",
         "1:11 wrong-type: expected a string, found a list"},
        {"through a reference to the first document", TIERS, "c: {kind: cache, shards: x}",
         "1:26 wrong-type: expected a whole number, found a string"},
        {"no path", TIERS, "b: {kind: ../main}",
         "1:11 wrong-value: unknown kind '../main' [- known kinds: bucket, cache]"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        run_case(&CASES[i]);
    }
}

static void all_faults_are_found_in_one_run_in_their_order(void **state)
{
    static const struct seen_case CASE = {
        "several",
        CLOSED("{\"a\": {\"type\": \"string\"}, \"b\": {\"items\": {\"maximum\": 3}}, \"c\":"
               " {\"required\": [\"x\", \"y\"]}}"),
        "d: 1\nc: {}\nb: [4, 1, 5]\na: true",
        "1:1 unknown-key: unknown key 'd'\n"
        "2:1 missing-key: missing required key 'x'\n"
        "2:1 missing-key: missing required key 'y'\n"
        "3:5 wrong-value: must be at most 3\n"
        "3:11 wrong-value: must be at most 3\n"
        "4:4 wrong-type: expected a string, found true"};

    (void)state;
    run_case(&CASE);
}

static void a_value_from_an_overlay_names_what_it_replaced(void **state)
{
    struct checking checking;

    (void)state;
    assert_true(begin_checking(&checking, PROPERTY("p", "{\"type\": \"string\"}")));
    json_t *base = read_yaml(&checking, "a.yaml", "q: 1\np: x");
    json_t *patch = read_yaml(&checking, "b.yaml", "p: 2");

    checking.root = merge_patch(base, patch, checking.places);
    assert_false(schemas_validate(checking.set, "main.json", checking.root, checking.places,
                                  &checking.diags));
    assert_string_equal(describe(&checking),
                        "1:4 wrong-type: expected a string, found a number"
                        " [2:4 it replaces this value] (write it in quotes: \"2\")");
    assert_string_equal(checking.diags.items[0]->span.source->name, "b.yaml");
    json_decref(base);
    json_decref(patch);
    end_checking(&checking);
}

static void a_value_without_a_place_is_shown_where_its_container_is(void **state)
{
    struct checking checking;

    (void)state;
    assert_true(begin_checking(&checking, PROPERTY("p", "{\"items\": {\"const\": 1}}")));
    checking.root = read_yaml(&checking, "a.yaml", "a: 1\np: []");
    json_t *list = json_object_get(checking.root, "p");

    jx_append(list, jx_integer(2));
    assert_false(schemas_validate(checking.set, "main.json", checking.root, checking.places,
                                  &checking.diags));
    assert_string_equal(describe(&checking), "2:1 wrong-value: expected 1, found 2");
    end_checking(&checking);
}

static void a_value_nested_too_deeply_is_refused(void **state)
{
    struct checking checking;
    json_t *value = jx_array();

    (void)state;
    /* Each list takes two schemas: the one of its items, and what that refers to. */
    assert_true(begin_checking(&checking, "{\"items\": {\"$ref\": \"#\"}}"));
    for (int i = 1; i < CHECK_DEPTH_MAX / 2; i++) {
        json_t *outer = jx_array();

        jx_append(outer, value);
        value = outer;
    }
    assert_true(schemas_accepts(checking.set, "main.json", value));
    json_t *outer = jx_array();

    jx_append(outer, value);
    assert_false(schemas_validate(checking.set, "main.json", outer, NULL, &checking.diags));
    assert_string_equal(describe(&checking), "- limit: the value is nested too deeply");
    checking.root = outer;
    end_checking(&checking);
}

static void a_flood_of_faults_is_bounded(void **state)
{
    struct checking checking;
    json_t *list = jx_array();

    (void)state;
    assert_true(begin_checking(&checking, "{\"items\": {\"type\": \"string\"}}"));
    for (int i = 0; i < 5000; i++) {
        jx_append(list, jx_integer(i));
    }
    assert_false(schemas_validate(checking.set, "main.json", list, NULL, &checking.diags));
    assert_int_equal(checking.diags.count, 1000);
    checking.root = list;
    end_checking(&checking);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_type_is_told_in_the_words_of_the_user),
        cmocka_unit_test(a_missing_value_is_called_that),
        cmocka_unit_test(a_version_written_as_a_number_must_be_quoted),
        cmocka_unit_test(keys_are_checked_at_their_place),
        cmocka_unit_test(values_are_told_what_they_may_be),
        cmocka_unit_test(a_message_of_the_schema_replaces_ours),
        cmocka_unit_test(alternatives_are_narrowed_to_the_one_that_was_meant),
        cmocka_unit_test(a_kind_is_chosen_by_a_member),
        cmocka_unit_test(all_faults_are_found_in_one_run_in_their_order),
        cmocka_unit_test(a_value_from_an_overlay_names_what_it_replaced),
        cmocka_unit_test(a_value_without_a_place_is_shown_where_its_container_is),
        cmocka_unit_test(a_value_nested_too_deeply_is_refused),
        cmocka_unit_test(a_flood_of_faults_is_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
