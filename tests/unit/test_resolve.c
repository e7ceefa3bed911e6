/* SPDX-License-Identifier: MIT */
/* The one form that templates see: short forms, values of formats, defaults. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "schema_checking.h"

struct resolve_case {
    const char *name;
    const char *schema;
    const char *yaml;
    const char *expected; /* compact JSON, members in order */
};

static void run_case(const struct resolve_case *resolve)
{
    struct checking checking;
    struct buf before;

    if (!begin_checking(&checking, resolve->schema)) {
        fail_msg("%s: the schema does not load: %s", resolve->name, describe(&checking));
    }
    checking.root = read_yaml(&checking, "a.yaml", resolve->yaml);
    if (!schemas_validate(checking.set, "main.json", checking.root, checking.places,
                          &checking.diags)) {
        fail_msg("%s: not valid: %s", resolve->name, describe(&checking));
    }
    buf_init(&before, BUF_NO_LIMIT);
    jx_dump(checking.root, &before, false);
    json_t *result = schemas_resolve(checking.set, "main.json", checking.root);

    jx_dump(result, &checking.out, false);
    if (!str_eq_text(buf_str(&checking.out), resolve->expected)) {
        fail_msg("%s:\n%s\nexpected:\n%s", resolve->name, checking.out.bytes, resolve->expected);
    }
    json_decref(result);
    buf_clear(&checking.out);
    jx_dump(checking.root, &checking.out, false);
    if (!str_eq(buf_str(&checking.out), buf_str(&before))) {
        fail_msg("%s: the instance was changed", resolve->name);
    }
    buf_release(&before);
    end_checking(&checking);
}

#define RUN_ALL(cases)                                                                             \
    for (size_t i = 0; i < AG_COUNT(cases); i++) {                                                 \
        run_case(&(cases)[i]);                                                                     \
    }

static void missing_members_are_filled_with_defaults_or_null(void **state)
{
    static const struct resolve_case CASES[] = {
        {"order of the document, then of the schema",
         "{\"properties\": {\"a\": {\"default\": 1}, \"b\": {}, \"c\": {\"default\": [\"x\"]}, "
         "\"d\": {}}}",
         "d: 4\nb: 2", "{\"d\":4,\"b\":2,\"a\":1,\"c\":[\"x\"]}"},
        {"null without a default", "{\"properties\": {\"a\": {}, \"b\": {\"type\": \"string\"}}}",
         "a: 1", "{\"a\":1,\"b\":null}"},
        {"only where properties are declared", "{\"properties\": {\"a\": {\"type\": \"object\"}}}",
         "a: {x: 1}", "{\"a\":{\"x\":1}}"},
        {"a default is resolved in turn",
         "{\"properties\": {\"net\": {\"default\": {}, \"properties\": {\"keep\": {\"format\": "
         "\"days\","
         " \"default\": \"7d\"}, \"nat\": {}}}}}",
         "x: 1", "{\"x\":1,\"net\":{\"keep\":7,\"nat\":null}}"},
        {"a default behind a reference",
         "{\"$defs\": {\"n\": {\"default\": 3}}, \"properties\": {\"a\": {\"$ref\": \"#/$defs/n\"},"
         " \"b\": {\"$ref\": \"#/$defs/n\", \"default\": 4}}}",
         "x: 1", "{\"x\":1,\"a\":3,\"b\":4}"},
        {"false declares that there is none",
         "{\"properties\": {\"a\": {\"default\": 1}}, \"if\": {\"required\": [\"x\"]}, \"then\":"
         " {\"properties\": {\"a\": false}}}",
         "x: 1", "{\"x\":1,\"a\":null}"},
        {"the other branch",
         "{\"properties\": {\"a\": {\"default\": 1}}, \"if\": {\"required\": [\"x\"]},"
         " \"then\": {\"properties\": {\"a\": false}}}",
         "y: 1", "{\"y\":1,\"a\":1}"},
        {"a default that contains itself ends",
         "{\"$defs\": {\"n\": {\"properties\": {\"n\": {\"$ref\": \"#/$defs/n\"}}}}, "
         "\"properties\":"
         " {\"a\": {\"const\": 1}}, \"additionalProperties\": {\"$ref\": \"#/$defs/n\"}}",
         "b: {}", "{\"b\":{\"n\":null},\"a\":null}"},
    };

    (void)state;
    RUN_ALL(CASES)
}

static void strings_with_a_format_become_its_value(void **state)
{
    static const struct resolve_case CASES[] = {
        {"days", "{\"properties\": {\"a\": {\"format\": \"days\"}}}", "a: 30d", "{\"a\":30}"},
        {"in a list", "{\"properties\": {\"a\": {\"items\": {\"format\": \"size\"}}}}",
         "a: [1 TiB, 20 GiB]", "{\"a\":[1024,20]}"},
        {"by position",
         "{\"properties\": {\"a\": {\"prefixItems\": [{\"format\": \"days\"}], \"items\": "
         "{\"format\":"
         " \"duration\"}}}}",
         "a: [1d, 1m, 1h]", "{\"a\":[1,60,3600]}"},
        {"by pattern", "{\"patternProperties\": {\"_days$\": {\"format\": \"days\"}}}",
         "a_days: 1d\nb: 2d", "{\"a_days\":1,\"b\":\"2d\"}"},
        {"in all other members",
         "{\"additionalProperties\": {\"format\": \"days\"}, \"properties\":"
         " {\"a\": {}}}",
         "a: 1d\nb: 2d", "{\"a\":\"1d\",\"b\":2}"},
        {"the alternative that fits",
         "{\"properties\": {\"a\": {\"oneOf\": [{\"const\": \"none\"}, {\"type\": \"string\", "
         "\"format\":"
         " \"days\"}]}, \"b\": {\"oneOf\": [{\"const\": \"none\"}, {\"type\": \"string\", "
         "\"format\":"
         " \"days\"}]}}}",
         "a: none\nb: 2d", "{\"a\":\"none\",\"b\":2}"},
        {"a format without a value", "{\"properties\": {\"a\": {\"format\": \"cidr\"}}}",
         "a: 10.0.0.0/8", "{\"a\":\"10.0.0.0/8\"}"},
        {"through allOf and dependentSchemas",
         "{\"allOf\": [{\"properties\": {\"a\": {\"format\": \"days\"}}}], \"dependentSchemas\": "
         "{\"a\":"
         " {\"properties\": {\"b\": {\"default\": \"x\"}}}}}",
         "a: 1d", "{\"a\":1,\"b\":\"x\"}"},
    };

    (void)state;
    RUN_ALL(CASES)
}

#define DISK                                                                                       \
    "{\"properties\": {\"disk\": {\"x-short\": \"size\", \"default\": {}, \"oneOf\": ["            \
    "{\"type\": \"string\", \"format\": \"size\"}, {\"type\": \"object\", \"properties\":"         \
    " {\"size\": {\"type\": \"string\", \"format\": \"size\", \"default\": \"20 GiB\"},"           \
    " \"type\": {\"default\": \"gp3\"}}}]}}}"
#define LISTEN                                                                                     \
    "{\"properties\": {\"listen\": {\"x-short\": \"ports\", \"oneOf\": ["                          \
    "{\"type\": [\"integer\", \"array\"]}, {\"type\": \"object\", \"properties\":"                 \
    " {\"ports\": {\"type\": \"array\"}, \"tls\": {\"default\": true}}}]}}}"

#define NAMES                                                                                      \
    "{\"$defs\": {\"one\": {\"x-short\": \"level\", \"oneOf\": [{\"type\": \"boolean\"}, "         \
    "{\"type\": \"object\", \"properties\": {\"level\": {}, \"keep\": {\"type\": \"string\", "     \
    "\"format\": \"days\", \"default\": \"7d\"}}}]}}, \"properties\": {\"on\": {\"x-short\": "     \
    "\"*\", "                                                                                      \
    "\"default\": {}, \"oneOf\": [{\"type\": \"array\", \"items\": {\"enum\": [\"a\", \"b\"]}}, "  \
    "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"#/$defs/one\"}, \"b\": "          \
    "{\"$ref\": "                                                                                  \
    "\"#/$defs/one\"}}}]}}}"

static void short_forms_are_spelled_out(void **state)
{
    static const struct resolve_case CASES[] = {
        {"short", DISK, "disk: 8 GiB", "{\"disk\":{\"size\":8,\"type\":\"gp3\"}}"},
        {"long", DISK, "disk: {type: gp2}", "{\"disk\":{\"type\":\"gp2\",\"size\":20}}"},
        {"left out", DISK, "x: 1", "{\"x\":1,\"disk\":{\"size\":20,\"type\":\"gp3\"}}"},
        {"a list", LISTEN, "listen: [80, 443]", "{\"listen\":{\"ports\":[80,443],\"tls\":true}}"},
        {"a scalar for a list", LISTEN, "listen: 80", "{\"listen\":{\"ports\":80,\"tls\":true}}"},
        {"null stays null",
         "{\"properties\": {\"a\": {\"x-short\": \"b\", \"oneOf\": [{\"type\":"
         " [\"null\", \"string\"]}, {\"type\": \"object\"}]}}}",
         "a: null", "{\"a\":null}"},
        {"behind a reference",
         "{\"$defs\": {\"s\": {\"x-short\": \"on\", \"oneOf\": [{\"type\": \"boolean\"}, {\"type\":"
         " \"object\", \"properties\": {\"on\": {}, \"keep\": {\"format\": \"days\", \"default\":"
         " \"30d\"}}}]}}, \"properties\": {\"logs\": {\"$ref\": \"#/$defs/s\"}}}",
         "logs: true", "{\"logs\":{\"on\":true,\"keep\":30}}"},
        {"every item a property", NAMES, "on: [b, a]",
         "{\"on\":{\"b\":{\"level\":true,\"keep\":7},\"a\":{\"level\":true,\"keep\":7}}}"},
        {"no items", NAMES, "on: []", "{\"on\":{\"a\":null,\"b\":null}}"},
        {"items spelled out", NAMES, "on: {a: {keep: 1d}}",
         "{\"on\":{\"a\":{\"keep\":1,\"level\":null},\"b\":null}}"},
        {"items left out", NAMES, "x: 1", "{\"x\":1,\"on\":{\"a\":null,\"b\":null}}"},
    };

    (void)state;
    RUN_ALL(CASES)
}

/* The kinds are closed, but the schema beside them may declare more, as long as it is not given. */
static void a_kind_gives_its_defaults(void **state)
{
    static const struct resolve_case CASE = {
        "kinds",
        "{\"$defs\": {\"count\": {\"type\": \"integer\", \"default\": 1}}, "
        "\"additionalProperties\":"
        " {\"type\": \"object\", \"required\": [\"kind\"], \"properties\": {\"was\": {}},"
        " \"x-dispatch\": {\"on\": \"kind\", \"to\": \"kinds/\"}}}",
        "b: {kind: bucket, role: logs, days: 9d}\nc: {kind: cache}",
        "{\"b\":{\"kind\":\"bucket\",\"role\":\"logs\",\"days\":9,\"was\":null},"
        "\"c\":{\"kind\":\"cache\",\"was\":null,\"shards\":1}}"};

    (void)state;
    run_case(&CASE);
}

static void only_what_is_filled_in_is_shared(void **state)
{
    struct checking checking;

    (void)state;
    assert_true(begin_checking(&checking, "{\"properties\": {\"a\": {\"default\": [1]}}}"));
    checking.root = read_yaml(&checking, "a.yaml", "b: [2]");
    json_t *result = schemas_resolve(checking.set, "main.json", checking.root);

    jx_append(json_object_get(result, "b"), jx_integer(5));
    json_t *again = schemas_resolve(checking.set, "main.json", checking.root);

    jx_dump(again, &checking.out, false);
    assert_string_equal(checking.out.bytes, "{\"b\":[2],\"a\":[1]}");
    assert_ptr_equal(jx_get(result, "a"), jx_get(again, "a"));
    json_decref(result);
    json_decref(again);
    end_checking(&checking);
}

static void a_default_within_itself_ends(void **state)
{
    struct checking checking;
    size_t depth = 0;

    (void)state;
    assert_true(
        begin_checking(&checking, "{\"properties\": {\"a\": {\"$ref\": \"#\", \"default\": {}}}}"));
    checking.root = jx_object();
    json_t *result = schemas_resolve(checking.set, "main.json", checking.root);

    for (const json_t *at = result; at != NULL; at = jx_get(at, "a")) {
        depth++;
    }
    assert_in_range(depth, 10, 100);
    json_decref(result);
    end_checking(&checking);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_members_are_filled_with_defaults_or_null),
        cmocka_unit_test(strings_with_a_format_become_its_value),
        cmocka_unit_test(short_forms_are_spelled_out),
        cmocka_unit_test(a_kind_gives_its_defaults),
        cmocka_unit_test(only_what_is_filled_in_is_shared),
        cmocka_unit_test(a_default_within_itself_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
