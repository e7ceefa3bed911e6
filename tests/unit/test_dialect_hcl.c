/* SPDX-License-Identifier: MIT */
#include "printing.h"

static const char references[] = "vpc.id: aws_vpc.main.id\n"
                                 "bucket.arn: aws_s3_bucket.{{ label | ident }}.arn\n"
                                 "host: {{ name }}\n"
                                 "arn: \"arn:${var.a[\"b\"]}:x\"\n"
                                 "two: \"a\" == \"b\"\n";

static const struct print_case cases[] = {
    {"text", "'a/b'", "\"a/b\""},
    {"empty text", "''", "\"\""},
    {"escapes", "'\\\"\\\\\\n\\r\\t'", "\"\\\"\\\\\\n\\r\\t\""},
    {"controls", "'\\b\\f\\u0001\\u007f'", "\"\\u0008\\u000c\\u0001\\u007f\""},
    {"unicode", "'é\\u2028😀'", "\"é\xe2\x80\xa8😀\""},
    {"template signs", "'${a} %{b} $$ % $ {'", "\"$${a} %%{b} $$ % $ {\""},
    {"template signs in rows", "'$${ %%{ $%{'", "\"$$${ %%%{ $%%{\""},
    {"words and numbers", "[null, true, false, 0, -5, 2.5]", "[null, true, false, 0, -5, 2.5]"},
    {"empty", "[]", "[]"},
    {"empty map", "{}", "{}"},
    {"list of lists", "[[1, 2], []]", "[\n[1, 2],\n[],\n]"},
    {"list of maps", "[{'a': 1}, {}]", "[\n{\n\"a\" = 1\n},\n{},\n]"},
    {"map", "{'b': 'x', 'a b': {'c': []}}", "{\n\"b\" = \"x\"\n\"a b\" = {\n\"c\" = []\n}\n}"},
    {"key", "{'${a}\\\"': 1}", "{\n\"$${a}\\\"\" = 1\n}"},
    {"list of the longest line", "['0123456789', '0123456789', '0123456789', '0123456789', '0123']",
     "[\"0123456789\", \"0123456789\", \"0123456789\", \"0123456789\", \"0123\"]"},
    {"list beyond the longest line",
     "['0123456789', '0123456789', '0123456789', '0123456789', '01234']",
     "[\n\"0123456789\",\n\"0123456789\",\n\"0123456789\",\n\"0123456789\",\n\"01234\",\n]"},
    {"reference", "{'$ref': 'vpc.id'}", "aws_vpc.main.id"},
    {"references in a list", "[{'$ref': 'vpc.id'}, {'$ref': 'bucket.arn', 'label': 'a_b'}]",
     "[aws_vpc.main.id, aws_s3_bucket.a_b.arn]"},
    {"concat", "{'$concat': [{'$ref': 'bucket.arn', 'label': 'a'}, '/*', 5]}",
     "\"${aws_s3_bucket.a.arn}/*5\""},
    {"concat in a list", "[{'$concat': [{'$ref': 'vpc.id'}, '/']}, 'b']",
     "[\"${aws_vpc.main.id}/\", \"b\"]"},
    {"concat with template signs", "{'$concat': ['${', {'$ref': 'vpc.id'}, '$', '{%', '{']}",
     "\"$${${aws_vpc.main.id}$${%%{\""},
    {"dollar before a reference", "{'$concat': ['$$', {'$ref': 'vpc.id'}, '$']}",
     "\"$\\u0024${aws_vpc.main.id}$\""},
    {"percent before a reference", "{'$concat': ['%', {'$ref': 'vpc.id'}]}",
     "\"%${aws_vpc.main.id}\""},
    {"a reference alone", "{'$concat': [{'$ref': 'vpc.id'}]}", "aws_vpc.main.id"},
    {"text only", "{'$concat': ['a', 'b']}", "\"ab\""},
    {"nothing", "{'$concat': []}", "\"\""},
    {"literal reference", "{'$concat': ['https://', {'$ref': 'host', 'name': 'a\\\"b'}, '/']}",
     "\"https://a\\\"b/\""},
    {"literal reference that ends in a dollar",
     "{'$concat': [{'$ref': 'host', 'name': 'a$'}, '{b}']}", "\"${\"a$\"}{b}\""},
    {"literal reference with a template in it", "{'$concat': [{'$ref': 'arn'}, '/*']}",
     "\"arn:${var.a[\"b\"]}:x/*\""},
    {"expression that begins and ends with a quote", "{'$concat': [{'$ref': 'two'}, '']}",
     "\"${\"a\" == \"b\"}\""},
    {"what json interprets is text here", "{'Ref': '{{resolve:ssm:a}}'}",
     "{\n\"Ref\" = \"{{resolve:ssm:a}}\"\n}"},
    {"unknown reference", "['a', {'$ref': 'vpc.i'}]",
     "a reference 'vpc.i' is not in the target's references; did you mean 'vpc.id'?"},
    {"unknown reference in a concat", "{'$concat': ['a', {'$ref': 'q'}]}",
     "a reference 'q' is not in the target's references"},
    {"comment", "{'$comment': ' W1: why (not) ~'}", "# W1: why (not) ~"},
    {"comment that ends", "{'$comment': 'a\\nb = 1'}", "a comment may hold printable ASCII only"},
    {"comment with a carriage return", "{'$comment': 'a\\r'}",
     "a comment may hold printable ASCII only"},
    {"comment beyond ASCII", "{'$comment': 'a\\u2028b'}",
     "a comment may hold printable ASCII only"},
    {"comment with an end", "{'$comment': 'a\\u0000b'}", "a comment may hold printable ASCII only"},
    {"comment with a deletion", "{'$comment': 'a\\u007f'}",
     "a comment may hold printable ASCII only"},
    {"comment in a list", "[{'$comment': 'a'}]", "a comment can be no part of a value"},
    {"map in a concat", "{'$concat': ['a', {'b': 1}]}",
     "a '$concat' holds something that is neither text nor a reference"},
};

static void values_print_as_hcl_literals(void **state)
{
    check_cases(*state, &dialect_hcl, cases, AG_COUNT(cases));
}

static void a_label_that_is_no_identifier_is_refused(void **state)
{
    json_t *value = value_of(*state, "{'$ref': 'bucket.arn', 'label': 'a}${b'}");

    assert_non_null(strstr(printed(*state, &dialect_hcl, value), "cannot be spelled"));
    json_decref(value);
}

static void depth_is_limited(void **state)
{
    json_t *value = jx_object();

    for (int i = 1; i < PRINT_DEPTH_MAX; i++) {
        json_t *outer = jx_object();

        jx_set(outer, "a", value);
        value = outer;
    }
    assert_int_equal(printed(*state, &dialect_hcl, value)[0], '{');
    json_t *outer = jx_object();

    jx_set(outer, "a", value);
    assert_string_equal(printed(*state, &dialect_hcl, outer), "the value is nested too deeply");
    json_decref(outer);
}

static void identifiers_are_those_of_hcl(void **state)
{
    (void)state;
    assert_true(dialect_hcl.is_identifier(STR("_a-B_1")));
    assert_false(dialect_hcl.is_identifier(STR("")));
    assert_false(dialect_hcl.is_identifier(STR("1a")));
    assert_false(dialect_hcl.is_identifier(STR("-a")));
    assert_false(dialect_hcl.is_identifier(STR("a.b")));
    assert_false(dialect_hcl.is_identifier(STR("a\n")));
}

static void text_inside_of_strings_and_comments_is_recognised(void **state)
{
    static const struct {
        const char *text;
        enum text_state expected;
    } texts[] = {
        {"a = ", TEXT_CODE},         {"a = \"", TEXT_STRING},       {"a = \"\\", TEXT_ESCAPE},
        {"a = \"\\\"", TEXT_STRING}, {"a = \"b\"", TEXT_CODE},      {"# a", TEXT_COMMENT},
        {"// a \"", TEXT_COMMENT},   {"# a\n", TEXT_CODE},          {"a /", TEXT_SLASH},
        {"a / ", TEXT_CODE},         {"\"a # b // c", TEXT_STRING}, {"\"a\\\\\"", TEXT_CODE},
        {"a /\"", TEXT_STRING},      {"a /#", TEXT_COMMENT},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(texts); i++) {
        enum text_state found = TEXT_CODE;

        for (const char *p = texts[i].text; *p != '\0'; p++) {
            found = dialect_hcl.scan(found, *p);
        }
        if (found != texts[i].expected) {
            print_error("after: %s\n", texts[i].text);
        }
        assert_int_equal(found, texts[i].expected);
    }
}

static int set_up(void **state)
{
    static struct printing printing;

    *state = &printing;
    printing_init(&printing, &dialect_hcl, references, "{}");
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
        cmocka_unit_test(values_print_as_hcl_literals),
        cmocka_unit_test(a_label_that_is_no_identifier_is_refused),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(identifiers_are_those_of_hcl),
        cmocka_unit_test(text_inside_of_strings_and_comments_is_recognised),
    };

    mem_install();
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
