/* SPDX-License-Identifier: MIT */
/* Loading schemas: what is refused and where, how documents find one another, and the parts that
 * loading is made of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "schema/keyword.h"
#include "schema/set.h"
#include "schema/uri.h"
#include "schema/instance.h"
#include "schema_checking.h"

static void a_faulty_schema_is_refused_at_its_place(void **state)
{
    static const struct {
        const char *name;
        const char *schema;
        const char *expected;
    } CASES[] = {
        {"not JSON", "{\"a\": }",
         "1:7 bad-schema: the schema is not valid JSON: unexpected token near '}'"},
        {"a key twice", "{\"type\": \"string\",\n \"type\": \"null\"}",
         "2:7 bad-schema: the schema is not valid JSON: duplicate object key near '\"type\"'"},
        {"misspelt keyword", "{\"properties\": {\"a\":\n  {\"tpye\": \"string\"}}}",
         "2:4 bad-schema: unknown keyword 'tpye' (did you mean 'type'?)"},
        {"refused keyword", "{\"items\": {\"$dynamicRef\": \"#a\"}}",
         "1:12 bad-schema: keyword '$dynamicRef' is not supported (the schemas of a set are known"
         " when it is loaded; use '$ref')"},
        {"other draft", "{\"$schema\": \"http://json-schema.org/draft-07/schema#\"}",
         "1:2 bad-schema: '$schema' must be \"https://json-schema.org/draft/2020-12/schema\""},
        {"unknown format", "{\"format\": \"dayz\"}",
         "1:2 bad-schema: unknown format 'dayz' (did you mean 'days'?)"},
        {"no type", "{\"type\": \"text\"}",
         "1:2 bad-schema: 'type' must be null, boolean, object, array, number, integer or string,"
         " or a list of these"},
        {"no schema", "{\"anyOf\": [{}, 5]}",
         "1:16 bad-schema: expected a schema (a map, true or false), found a number"},
        {"empty list", "{\"anyOf\": []}", "1:2 bad-schema: 'anyOf' must not be empty"},
        {"negative count", "{\"minItems\": -1}", "1:2 bad-schema: 'minItems' must be 0 or more"},
        {"step of zero", "{\"multipleOf\": 0}", "1:2 bad-schema: 'multipleOf' must be more than 0"},
        {"names", "{\"required\": [\"a\", 1]}", "1:20 bad-schema: an item must be a string"},
        {"dispatch", "{\"x-dispatch\": {\"on\": \"kind\"}}",
         "1:2 bad-schema: 'x-dispatch' must be {\"on\": a property, \"to\": a folder}"},
        {"dispatch to nothing", "{\"x-dispatch\": {\"on\": \"kind\", \"to\": \"sorts/\"}}",
         "1:2 bad-schema: there is no schema under 'sorts/'"},
        {"dangling reference", "{\"items\":\n {\"$ref\": \"#/$defs/a\"}}",
         "2:3 bad-schema: '#/$defs/a' is no schema of this set"},
        {"reference into an annotation", "{\"default\": {\"a\": {}}, \"$ref\": \"#/default/a\"}",
         "1:24 bad-schema: '#/default/a' is no schema of this set"},
        {"endless reference", "{\"$ref\": \"#\"}",
         "1:1 bad-schema: the schema refers to itself for the same value, without end"},
        {"endless through two",
         "{\"$defs\": {\"a\": {\"allOf\": [{\"$ref\": \"#/$defs/b\"}]}, \"b\": {\"not\":"
         " {\"$ref\": \"#/$defs/a\"}}}}",
         "1:12 bad-schema: the schema refers to itself for the same value, without end"},
        {"two faults", "{\"typ\": 1, \"minimum\": \"a\"}",
         "1:2 bad-schema: unknown keyword 'typ' (did you mean 'type'?)\n"
         "1:12 bad-schema: 'minimum' must be a number"},
        {"fragment in $id", "{\"$id\": \"a.json#b\"}",
         "1:1 bad-schema: '$id' must be a URI without a fragment"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        struct checking checking;
        bool ok = begin_checking(&checking, CASES[i].schema);
        const char *found = describe(&checking);

        if (ok || strcmp(found, CASES[i].expected) != 0) {
            fail_msg("%s: %d\n%s\nexpected:\n%s", CASES[i].name, ok, found, CASES[i].expected);
        }
        end_checking(&checking);
    }
}

static void a_schema_nested_too_deeply_is_refused(void **state)
{
    struct checking checking;
    struct buf schema;

    (void)state;
    for (size_t depth = SCHEMA_DEPTH_MAX; depth <= SCHEMA_DEPTH_MAX + 1; depth++) {
        buf_init(&schema, BUF_NO_LIMIT);
        for (size_t i = 1; i < depth; i++) {
            buf_add_text(&schema, "{\"items\":");
        }
        buf_add_text(&schema, "{}");
        buf_add_repeat(&schema, '}', depth - 1);
        assert_int_equal(begin_checking(&checking, schema.bytes), depth == SCHEMA_DEPTH_MAX);
        end_checking(&checking);
        buf_release(&schema);
    }
}

static void a_chain_of_references_may_be_so_long(void **state)
{
    struct checking checking;
    struct buf schema;

    (void)state;
    for (int length = SCHEMA_CHAIN_MAX; length <= SCHEMA_CHAIN_MAX + 1; length++) {
        buf_init(&schema, BUF_NO_LIMIT);
        buf_add_text(&schema, "{\"$defs\": {\"d1\": {}");
        for (int i = 2; i <= length; i++) {
            buf_add_format(&schema, ", \"d%d\": {\"$ref\": \"#/$defs/d%d\"}", i, i - 1);
        }
        buf_add_text(&schema, "}}");
        assert_int_equal(begin_checking(&checking, schema.bytes), length == SCHEMA_CHAIN_MAX);
        assert_int_equal(strstr(describe(&checking), "too many schemas") != NULL,
                         length > SCHEMA_CHAIN_MAX);
        end_checking(&checking);
        buf_release(&schema);
    }
}

static void so_many_schemas_may_hold_for_one_value(void **state)
{
    struct checking checking;
    struct buf schema;

    (void)state;
    /* The schema itself is one of them. */
    for (int count = SCHEMA_CLOSURE_MAX; count <= SCHEMA_CLOSURE_MAX + 1; count++) {
        buf_init(&schema, BUF_NO_LIMIT);
        buf_add_text(&schema, "{\"allOf\": [{}");
        for (int i = 2; i < count; i++) {
            buf_add_text(&schema, ", {}");
        }
        buf_add_text(&schema, "]}");
        assert_int_equal(begin_checking(&checking, schema.bytes), count == SCHEMA_CLOSURE_MAX);
        end_checking(&checking);
        buf_release(&schema);
    }
}

static void a_faulty_pattern_is_found_when_patterns_are_checked(void **state)
{
    struct checking checking;

    (void)state;
    assert_true(
        begin_checking(&checking, "{\"pattern\": \"a\",\n \"items\": {\"pattern\": \"(a\"}}"));
    assert_false(schemas_check_patterns(checking.set));
    assert_string_equal(describe(&checking), "2:12 bad-schema: the pattern is not valid:"
                                             " missing closing parenthesis (at byte 2)");
    end_checking(&checking);
}

static void a_faulty_pattern_accepts_nothing(void **state)
{
    struct checking checking;

    (void)state;
    assert_true(begin_checking(&checking, "{\"pattern\": \"(a\"}"));
    checking.root = jx_string("a");
    assert_false(schemas_validate(checking.set, "main.json", checking.root, NULL, &checking.diags));
    assert_string_equal(describe(&checking),
                        "- bad-schema: 'a' cannot be checked: the pattern (a is not valid (missing"
                        " closing parenthesis (at byte 2))");
    end_checking(&checking);
}

static void documents_are_found_by_name_and_by_id(void **state)
{
    struct checking checking;

    (void)state;
    assert_true(
        begin_checking(
            &checking,
            "{\"$id\": \"https://example.com/schema/main.json\", \"$ref\": \"a/b.json\"}") ==
        false);
    end_checking(&checking);

    struct arena arena;
    struct diags diags;

    arena_init(&arena);
    diags_init(&diags, &arena);
    struct schemas *set = schemas_new(&arena, &diags);

    assert_true(schemas_add(
        set, "main.json",
        STR("{\"$id\": \"https://example.com/main.json\", \"$ref\": \"a/b.json#/$defs/n%20m\"}")));
    assert_true(schemas_add(
        set, "a/b.json",
        STR("{\"$id\": \"a/b.json\", \"$defs\": {\"n m\": {\"$ref\": \"c.json#point\"}}}")));
    assert_true(schemas_add(
        set, "a/c.json",
        STR("{\"$defs\": {\"x\": {\"$anchor\": \"point\", \"$ref\": \"../d.json\"}}}")));
    assert_true(
        schemas_add(set, "d.json", STR("{\"type\": \"integer\", \"x-archgen\": {\"a\": 1}}")));
    assert_false(schemas_add(set, "d.json", STR("{}")));
    assert_true(schemas_link(set));
    json_t *good = jx_integer(1);
    json_t *bad = jx_string("1");

    assert_true(schemas_accepts(set, "main.json", good));
    assert_false(schemas_accepts(set, "main.json", bad));
    assert_false(schemas_accepts(set, "none.json", good));
    assert_int_equal(json_integer_value(jx_path(schemas_annotations(set, "d.json"), "x-archgen.a")),
                     1);
    assert_null(schemas_annotations(set, "e.json"));
    json_decref(good);
    json_decref(bad);
    schemas_free(set);
    arena_release(&arena);
}

static void the_table_of_keywords_is_in_order(void **state)
{
    struct str names[KEYWORD_COUNT];

    (void)state;
    keyword_names(names);
    for (size_t i = 0; i < KEYWORD_COUNT; i++) {
        enum keyword_id id;

        if (!keyword_find(names[i], &id) || id != (enum keyword_id)i) {
            fail_msg("'%.*s' is not found", STR_ARGS(names[i]));
        }
        assert_null(keyword_refusal(names[i]));
    }
    /* One from the enum's middle, so that a shifted table is seen. */
    assert_true(str_eq(keyword_row(KEYWORD_MULTIPLE_OF)->name, STR("multipleOf")));
    assert_true(str_eq(keyword_row(KEYWORD_X_SHORT)->name, STR("x-short")));
}

static void references_are_resolved_as_rfc_3986_says(void **state)
{
    static const struct {
        const char *base;
        const char *reference;
        const char *expected;
    } CASES[] = {
        {"kinds/cache.json", "../main.json", "main.json"},
        {"kinds/cache.json", "bucket.json", "kinds/bucket.json"},
        {"kinds/cache.json", "./bucket.json", "kinds/bucket.json"},
        {"main.json", "kinds/cache.json", "kinds/cache.json"},
        {"main.json", "../../a.json", "a.json"},
        {"main.json", "", "main.json"},
        {"", "a/b.json", "a/b.json"},
        {"a/b/c.json", "../../d/e.json", "d/e.json"},
        {"a/b/c.json", "..", "a/"},
        {"main.json", "https://example.com/a.json", "https://example.com/a.json"},
        {"https://example.com/a/b.json", "c.json", "https://example.com/a/c.json"},
        {"https://example.com/a/b.json", "/c.json", "https://example.com/c.json"},
        {"https://example.com/a/b.json", "../../../c.json", "https://example.com/c.json"},
        {"https://example.com/a/", "b/", "https://example.com/a/b/"},
        {"https://example.com/a", "urn:x:y", "urn:x:y"},
        {"/a/b.json", "../../c.json", "/c.json"},
    };
    struct arena arena;

    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        struct str found =
            uri_resolve(&arena, str_from(CASES[i].base), str_from(CASES[i].reference));

        if (!str_eq_text(found, CASES[i].expected)) {
            fail_msg("'%s' from '%s' is '%.*s'", CASES[i].reference, CASES[i].base,
                     STR_ARGS(found));
        }
    }
    assert_true(str_eq(uri_decode(&arena, STR("a%20b%2f%zz%2")), STR("a b/%zz%2")));
    arena_release(&arena);
}

static void numbers_are_compared_by_their_mathematical_value(void **state)
{
    static const struct {
        const char *a;
        const char *b;
        int order;
    } CASES[] = {
        {"1", "1.0", 0},
        {"1", "1.5", -1},
        {"-1", "-1.5", 1},
        {"0", "-0.0", 0},
        {"9007199254740993", "9007199254740992.0", 1},
        {"9223372036854775807", "9223372036854775808.0", -1},
        {"-9223372036854775808", "-9223372036854775808.0", 0},
        {"-9223372036854775808", "-1e300", 1},
        {"5", "1e300", -1},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        json_t *a = json_loads(CASES[i].a, JSON_DECODE_ANY, NULL);
        json_t *b = json_loads(CASES[i].b, JSON_DECODE_ANY, NULL);
        bool is_equal = CASES[i].order == 0;

        if (instance_compare(a, b) != CASES[i].order || instance_compare(b, a) != -CASES[i].order ||
            instance_equal(a, b) != is_equal ||
            (is_equal && instance_hash(a) != instance_hash(b))) {
            fail_msg("%s and %s: %d", CASES[i].a, CASES[i].b, instance_compare(a, b));
        }
        json_decref(a);
        json_decref(b);
    }
}

static void the_order_of_members_does_not_count(void **state)
{
    json_t *a = json_loads("{\"x\": [1, {\"y\": null}], \"z\": true}", 0, NULL);
    json_t *b = json_loads("{\"z\": true, \"x\": [1.0, {\"y\": null}]}", 0, NULL);
    json_t *c = json_loads("{\"z\": false, \"x\": [1.0, {\"y\": null}]}", 0, NULL);

    (void)state;
    assert_true(instance_equal(a, b));
    assert_true(instance_hash(a) == instance_hash(b));
    assert_false(instance_equal(a, c));
    assert_false(instance_hash(a) == instance_hash(c));
    json_decref(a);
    json_decref(b);
    json_decref(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_faulty_schema_is_refused_at_its_place),
        cmocka_unit_test(a_schema_nested_too_deeply_is_refused),
        cmocka_unit_test(a_chain_of_references_may_be_so_long),
        cmocka_unit_test(so_many_schemas_may_hold_for_one_value),
        cmocka_unit_test(a_faulty_pattern_is_found_when_patterns_are_checked),
        cmocka_unit_test(a_faulty_pattern_accepts_nothing),
        cmocka_unit_test(documents_are_found_by_name_and_by_id),
        cmocka_unit_test(the_table_of_keywords_is_in_order),
        cmocka_unit_test(references_are_resolved_as_rfc_3986_says),
        cmocka_unit_test(numbers_are_compared_by_their_mathematical_value),
        cmocka_unit_test(the_order_of_members_does_not_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
