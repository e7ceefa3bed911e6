/* SPDX-License-Identifier: MIT */
/* One schema out of a set, for editors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "schema/bundle.h"
#include "schema_checking.h"

#define KIND_BUCKET_BUNDLED                                                                        \
    "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"role\"],"                 \
    "\"properties\":{\"kind\":{\"const\":\"bucket\"},\"role\":{\"type\":\"string\"},"              \
    "\"days\":{\"type\":\"string\",\"format\":\"days\",\"default\":\"7d\"}}}"

/* The bundle of a schema that is called main.json, without "$schema". */
static void check_bundle(const char *name, const char *schema, const char *overlays,
                         const char *expected)
{
    struct checking checking;

    assert_true(begin_checking(&checking, schema));
    json_t *bundle = schemas_bundle(checking.set, "main.json", overlays);

    assert_int_equal(json_object_del(bundle, "$schema"), 0);
    jx_dump(bundle, &checking.out, false);
    if (!str_eq_text(buf_str(&checking.out), expected)) {
        print_error("%s:\n  %.*s\nis not\n  %s\n", name, STR_ARGS(buf_str(&checking.out)),
                    expected);
        fail();
    }
    json_decref(bundle);
    end_checking(&checking);
}

static void a_bundle_stands_alone(void **state)
{
    static const struct {
        const char *name;
        const char *schema;
        const char *expected;
    } cases[] = {
        {"own notation goes, texts stay",
         "{\"$id\":\"main.json\",\"title\":\"T\",\"type\":\"string\",\"x-short\":\"a\","
         "\"x-message\":\"m\",\"x-archgen\":{\"x\":1},\"examples\":[\"x-1\"],\"default\":\"d\"}",
         "{\"title\":\"T\",\"type\":\"string\",\"examples\":[\"x-1\"],\"default\":\"d\",\"$defs\":{"
         "}}"},
        {"properties may be called anything",
         "{\"properties\":{\"x-short\":{\"type\":\"string\"},\"$ref\":true,\"not\":false}}",
         "{\"properties\":{\"x-short\":{\"type\":\"string\"},\"$ref\":true,\"not\":false},"
         "\"$defs\":{}}"},
        {"what is referred to is defined once, with what stands beside the reference",
         "{\"$defs\":{\"n\":{\"type\":\"integer\"},\"unused\":true},\"properties\":{\"a\":"
         "{\"title\":\"A\",\"$ref\":\"#/$defs/n\"},\"b\":{\"$ref\":\"#/$defs/n\"}}}",
         "{\"properties\":{\"a\":{\"title\":\"A\",\"$ref\":\"#/$defs/main.n\"},\"b\":{\"$ref\":"
         "\"#/$defs/main.n\"}},\"$defs\":{\"main.n\":{\"type\":\"integer\"}}}"},
        {"a schema may hold itself",
         "{\"$defs\":{\"n\":{\"items\":{\"$ref\":\"#/$defs/n\"}}},\"items\":{\"$ref\":"
         "\"#/$defs/n\"}}",
         "{\"items\":{\"$ref\":\"#/$defs/main.n\"},\"$defs\":{\"main.n\":{\"items\":{\"$ref\":"
         "\"#/$defs/main.n\"}}}}"},
        {"two definitions never share a name",
         "{\"$defs\":{\"a\":{\"$defs\":{\"b\":{\"type\":\"string\"}}},\"a.b\":{\"type\":\"null\"}},"
         "\"prefixItems\":[{\"$ref\":\"#/$defs/a/$defs/b\"},{\"$ref\":\"#/$defs/a.b\"}]}",
         "{\"prefixItems\":[{\"$ref\":\"#/$defs/main.a.b\"},{\"$ref\":\"#/$defs/main.a.b'\"}],"
         "\"$defs\":{\"main.a.b\":{\"type\":\"string\"},\"main.a.b'\":{\"type\":\"null\"}}}"},
        {"names are written as pointers",
         "{\"$defs\":{\"a/b ~\":{\"type\":\"string\"}},\"$ref\":\"#/$defs/a~1b%20~0\"}",
         "{\"$ref\":\"#/$defs/main.a~1b%20~0\",\"$defs\":{\"main.a/b ~\":{\"type\":\"string\"}}}"},
        {"alternatives that only our formats tell apart",
         "{\"oneOf\":[{\"format\":\"days\"},{\"format\":\"cidr\"}],\"items\":{\"oneOf\":["
         "{\"type\":\"null\"},{\"const\":1}]}}",
         "{\"anyOf\":[{\"format\":\"days\"},{\"format\":\"cidr\"}],\"items\":{\"oneOf\":["
         "{\"type\":\"null\"},{\"const\":1}]},\"$defs\":{}}"},
        {"a format that means something else to others", "{\"format\":\"duration\"}",
         "{\"format\":\"archgen-duration\",\"$defs\":{}}"},
        {"a dispatch becomes conditions",
         "{\"$defs\":{\"count\":{\"type\":\"integer\"}},\"x-dispatch\":{\"on\":\"kind\",\"to\":"
         "\"kinds/\"}}",
         "{\"allOf\":[{\"properties\":{\"kind\":{\"oneOf\":[{\"const\":\"bucket\"},{\"const\":"
         "\"cache\"}]}}},"
         "{\"if\":{\"properties\":{\"kind\":{\"const\":\"bucket\"}},\"required\":[\"kind\"]},"
         "\"then\":{\"$ref\":\"#/$defs/kinds.bucket\"}},"
         "{\"if\":{\"properties\":{\"kind\":{\"const\":\"cache\"}},\"required\":[\"kind\"]},"
         "\"then\":{\"$ref\":\"#/$defs/kinds.cache\"}}],"
         "\"$defs\":{\"kinds.bucket\":" KIND_BUCKET_BUNDLED ",\"kinds.cache\":"
         "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"kind\":{\"const\":"
         "\"cache\"},\"shards\":{\"$ref\":\"#/$defs/main.count\"}}},"
         "\"main.count\":{\"type\":\"integer\"}}}"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        check_bundle(cases[i].name, cases[i].schema, NULL, cases[i].expected);
    }
}

/* The schema of an overlay is what `properties.over.additionalProperties.properties` holds. */
static void an_overlay_may_say_a_part(void **state)
{
    static const struct {
        const char *name;
        const char *property; /* the schema of the property "a" */
        const char *expected; /* that of "a" in an overlay */
    } cases[] = {
        {"null removes", "{\"type\":\"string\",\"default\":\"x\"}",
         "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}"},
        {"what is forbidden stays so", "false", "false"},
        {"nothing is required, and no condition is asked for",
         "{\"required\":[\"b\"],\"minProperties\":1,\"maxProperties\":3,\"if\":true,\"then\":false,"
         "\"not\":{\"required\":[\"c\"]},\"dependentRequired\":{\"b\":[\"c\"]}}",
         "{\"anyOf\":[{\"maxProperties\":3},{\"type\":\"null\"}]}"},
        {"several alternatives may fit a part",
         "{\"oneOf\":[{\"type\":\"string\"},{\"required\":[\"b\"]}]}",
         "{\"anyOf\":[{\"anyOf\":[{\"type\":\"string\"},{}]},{\"type\":\"null\"}]}"},
        {"a list replaces, and is whole", "{\"items\":{\"required\":[\"b\"],\"oneOf\":[true]}}",
         "{\"anyOf\":[{\"items\":{\"required\":[\"b\"],\"oneOf\":[true]}},{\"type\":\"null\"}]}"},
        {"names are as in the base", "{\"propertyNames\":{\"not\":{\"const\":\"b\"}}}",
         "{\"anyOf\":[{\"propertyNames\":{\"not\":{\"const\":\"b\"}}},{\"type\":\"null\"}]}"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        struct buf schema;
        struct buf expected;

        buf_init(&schema, BUF_NO_LIMIT);
        buf_init(&expected, BUF_NO_LIMIT);
        buf_add_format(&schema,
                       "{\"required\":[\"a\"],\"properties\":{\"a\":%s,\"over\":{"
                       "\"additionalProperties\":{\"properties\":{\"own\":true}}}}}",
                       cases[i].property);
        buf_add_format(&expected,
                       "{\"required\":[\"a\"],\"properties\":{\"a\":%s,\"over\":{"
                       "\"additionalProperties\":{\"properties\":{\"own\":true,\"a\":%s},"
                       "\"additionalProperties\":false}}},\"$defs\":{}}",
                       cases[i].property, cases[i].expected);
        check_bundle(cases[i].name, buf_str(&schema).p, "over", buf_str(&expected).p);
        buf_release(&schema);
        buf_release(&expected);
    }
}

/* The kind may stand in the base: then each of the kinds may be meant. */
static void an_overlay_need_not_say_its_kind(void **state)
{
    struct checking checking;
    const char *tail = "{\"if\":{\"properties\":{\"kind\":true},\"required\":[\"kind\"]},\"else\":"
                       "{\"anyOf\":[{\"$ref\":\"#/$defs/overlay.kinds.bucket\"},{\"$ref\":"
                       "\"#/$defs/overlay.kinds.cache\"}]}}";

    (void)state;
    assert_true(begin_checking(
        &checking, "{\"$defs\":{\"count\":{\"type\":\"integer\"}},\"properties\":{\"tier\":"
                   "{\"x-dispatch\":{\"on\":\"kind\",\"to\":\"kinds/\"}},\"over\":{"
                   "\"additionalProperties\":{\"type\":\"object\"}}}}"));
    json_t *bundle = schemas_bundle(checking.set, "main.json", "over");
    const json_t *over = jx_path(bundle, "properties.over.additionalProperties.properties.tier");
    const json_t *all = jx_get(jx_at(jx_get(over, "anyOf"), 0), "allOf");

    assert_int_equal(json_array_size(all), 4);
    jx_dump(jx_at(all, 3), &checking.out, false);
    assert_string_equal(buf_str(&checking.out).p, tail);
    json_decref(bundle);
    end_checking(&checking);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundle_stands_alone),
        cmocka_unit_test(an_overlay_may_say_a_part),
        cmocka_unit_test(an_overlay_need_not_say_its_kind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
