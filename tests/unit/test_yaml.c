/* SPDX-License-Identifier: MIT */
/* The YAML reader: what it gives, and what it refuses and where. */
#include "base/mem.h"
#include "data/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "yaml_reading.h"

struct yaml_case {
    const char *name;
    struct str text;
    const char *expected;
};

static void check_all(const struct yaml_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        check(cases[i].name, cases[i].text, cases[i].expected);
    }
}

static void documents_become_json(void **state)
{
    static const struct yaml_case cases[] = {
        {"no newline at the end", STR_INIT("a: 1"), "{\"a\":1}"},
        {"order is kept", STR_INIT("b: 1\na: 2\n"), "{\"b\":1,\"a\":2}"},
        {"block and flow", STR_INIT("a:\n  - b\n  - {c: d, e: [1, 2]}\nf:\n- g\n"),
         "{\"a\":[\"b\",{\"c\":\"d\",\"e\":[1,2]}],\"f\":[\"g\"]}"},
        {"crlf", STR_INIT("a: x\r\nb: [1,\r\n  2]\r\n"), "{\"a\":\"x\",\"b\":[1,2]}"},
        {"byte order mark",
         STR_INIT("\xef\xbb\xbf"
                  "a: 1\n"),
         "{\"a\":1}"},
        {"block texts", STR_INIT("a: |\n  t\n\n\nb: >-\n  q\n  r\n"),
         "{\"a\":\"t\\n\",\"b\":\"q r\"}"},
        {"escapes", STR_INIT("a: \"\\t\\n\\u00e4\\\\\"\nb: 'it''s'\n"),
         "{\"a\":\"\\t\\n\xc3\xa4\\\\\",\"b\":\"it's\"}"},
        {"a flow of the language",
         STR_INIT("flows:\n  - a -> b: [80, https]\n  - {a -> c: read}\n"),
         "{\"flows\":[{\"a -> b\":[80,\"https\"]},{\"a -> c\":\"read\"}]}"},
        {"pairs in flow lists", STR_INIT("a: [b: c, d]\n"), "{\"a\":[{\"b\":\"c\"},\"d\"]}"},
        {"explicit key", STR_INIT("? a\n: b\n"), "{\"a\":\"b\"}"},
        {"aliases are copied", STR_INIT("a: &x {b: 1}\nc: *x\nd: [*x, *x]\n"),
         "{\"a\":{\"b\":1},\"c\":{\"b\":1},\"d\":[{\"b\":1},{\"b\":1}]}"},
        {"empty anchor", STR_INIT("a: &x\nb: *x\n"), "{\"a\":null,\"b\":null}"},
        {"anchored key", STR_INIT("&k a: 1\nb: *k\n"), "{\"a\":1,\"b\":\"a\"}"},
        {"document marks", STR_INIT("--- # c\na: 1\n...\n# end\n"), "{\"a\":1}"},
        {"version 1.2", STR_INIT("%YAML 1.2\n---\na: 1\n"), "{\"a\":1}"},
        {"empty values", STR_INIT("a:\nb: {c, d: }\n"),
         "{\"a\":null,\"b\":{\"c\":null,\"d\":null}}"},
        {"old booleans as keys", STR_INIT("on: 1\nno: 2\n"), "{\"on\":1,\"no\":2}"},
        {"quoted keys are text", STR_INIT("\"1\": a\n'<<': b\n\"null\": c\n"),
         "{\"1\":\"a\",\"<<\":\"b\",\"null\":\"c\"}"},
        {"empty map", STR_INIT("{}"), "{}"},
        {"json", STR_INIT("{\"a\": [true, null, -1.5e3], \"b\": {\"c\": \"\\/\"}}"),
         "{\"a\":[true,null,-1500],\"b\":{\"c\":\"/\"}}"},
    };

    (void)state;
    check_all(cases, AG_COUNT(cases));
}

/* A scalar as the only item of a list, and the JSON or the diagnostic. */
static const struct {
    const char *scalar;
    const char *expected;
} scalar_cases[] = {
    {"null", "null"},
    {"Null", "null"},
    {"NULL", "null"},
    {"~", "null"},
    {"nULL", "\"nULL\""},
    {"true", "true"},
    {"True", "true"},
    {"TRUE", "true"},
    {"false", "false"},
    {"False", "false"},
    {"FALSE", "false"},
    {"tRUE", "\"tRUE\""},
    {"y", "\"y\""},
    {"N", "\"N\""},
    {"0", "0"},
    {"-0", "0"},
    {"-1", "-1"},
    {"9223372036854775807", "9223372036854775807"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"15.4", "15.4"},
    {"1e3", "1000"},
    {"8080.0", "8080"},
    {"-2.50e1", "-25"},
    {"9007199254740991.0", "9007199254740991"},
    {"9007199254740992.0", "9007199254740992.0"},
    {"1e22", "1e+22"},
    {"1.5", "1.5"},
    {"-0.5E-1", "-0.05"},
    {"10.0.0.0/16", "\"10.0.0.0/16\""},
    {"1.2.3", "\"1.2.3\""},
    {"7d", "\"7d\""},
    {"03:00", "\"03:00\""},
    {"2024-01-01", "\"2024-01-01\""},
    {"-", "\"-\""},
    {"+", "\"+\""},
    {".", "\".\""},
    {"..5", "\"..5\""},
    {"0xZZ", "\"0xZZ\""},
    {"0x", "\"0x\""},
    {"1e", "\"1e\""},
    {"1_a", "\"1_a\""},
    {"_1", "\"_1\""},
    {"2..6", "\"2..6\""},
    {"20 GiB", "\"20 GiB\""},
    {"nope", "\"nope\""},
    {"\"no\"", "\"no\""},
    {"'1'", "\"1\""},
    {"\"\"", "\"\""},
    {"'~'", "\"~\""},
    {"'0x1F'", "\"0x1F\""},
    {"''", "\"\""},
    {"inf", "\"inf\""},
    {"nan", "\"nan\""},
    /* refused */
    {"no", "1:5 yaml-bool"},
    {"YES", "1:5 yaml-bool"},
    {"On", "1:5 yaml-bool"},
    {"off", "1:5 yaml-bool"},
    {"0777", "1:5 yaml-number"},
    {"-012", "1:5 yaml-number"},
    {"00", "1:5 yaml-number"},
    {"0o17", "1:5 yaml-number"},
    {"0x1F", "1:5 yaml-number"},
    {"-0x1", "1:5 yaml-number"},
    {"0b101", "1:5 yaml-number"},
    {"1_000", "1:5 yaml-number"},
    {"+80", "1:5 yaml-number"},
    {"+1.5", "1:5 yaml-number"},
    {".5", "1:5 yaml-number"},
    {"5.", "1:5 yaml-number"},
    {"01.5", "1:5 yaml-number"},
    {".inf", "1:5 yaml-number"},
    {"-.INF", "1:5 yaml-number"},
    {".NaN", "1:5 yaml-number"},
    {"1_0.5", "1:5 yaml-number"},
    {"9223372036854775808", "1:5 yaml-number"},
    {"99999999999999999999", "1:5 yaml-number"},
    {"1e400", "1:5 yaml-number"},
};

static void plain_scalars_have_the_types_of_the_core_schema(void **state)
{
    (void)state;
    for (size_t i = 0; i < AG_COUNT(scalar_cases); i++) {
        struct buf text;
        struct buf expected;
        bool is_refused = strncmp(scalar_cases[i].expected, "1:5 ", 4) == 0;

        buf_init(&text, BUF_NO_LIMIT);
        buf_init(&expected, BUF_NO_LIMIT);
        buf_add_format(&text, "a: [%s]\n", scalar_cases[i].scalar);
        buf_add_format(&expected, is_refused ? "%s" : "{\"a\":[%s]}", scalar_cases[i].expected);
        check(scalar_cases[i].scalar, buf_str(&text), expected.bytes);
        buf_release(&text);
        buf_release(&expected);
    }
}

static void bytes_that_do_not_belong_in_a_text_are_refused(void **state)
{
    static const struct yaml_case cases[] = {
        {"NUL", STR_INIT("name: x\0y\n"), "1:8 bad-byte"},
        {"bad UTF-8", STR_INIT("a: 1\nb: \xff\xfe\n"), "2:4 bad-byte"},
        {"overlong", STR_INIT("a: \xc0\xaf"), "1:4 bad-byte"},
        {"surrogate", STR_INIT("a: \xed\xa0\x80"), "1:4 bad-byte"},
        {"above U+10FFFF", STR_INIT("a: \xf4\x90\x80\x80"), "1:4 bad-byte"},
        {"second byte order mark",
         STR_INIT("a: 1\n\xef\xbb\xbf"
                  "b: 2\n"),
         "2:1 bad-byte"},
        {"escape", STR_INIT("a: \x1b[31m\n"), "1:4 bad-byte"},
        {"delete", STR_INIT("a: \x7f\n"), "1:4 bad-byte"},
        {"C1", STR_INIT("a: \xc2\x9b\n"), "1:4 bad-byte"},
        {"next line", STR_INIT("a: \xc2\x85\n"), "1:4 bad-byte"},
        {"line separator", STR_INIT("a: 1 # \xe2\x80\xa8\n"), "1:8 bad-byte"},
        {"paragraph separator", STR_INIT("a: 1 # \xe2\x80\xa9\n"), "1:8 bad-byte"},
        {"U+FFFE", STR_INIT("a: \xef\xbf\xbe\n"), "1:4 bad-byte"},
        {"U+FFFF", STR_INIT("a: \xef\xbf\xbf\n"), "1:4 bad-byte"},
        {"lone CR", STR_INIT("a: x\rb: 1\n"), "1:5 bad-byte"},
        {"CR at the end", STR_INIT("a: x\r"), "1:5 bad-byte"},
        {"bidi in a comment", STR_INIT("a: 1 # \xe2\x80\xae\n"), "1:8 bad-byte"},
        {"UTF-16",
         STR_INIT("\xff\xfe"
                  "a\0:\0"),
         "1:1 bad-byte"},
        {"one for each line", STR_INIT("a: \x01\x02\nb: \x03\n"), "1:4 bad-byte 2:4 bad-byte"},
        {"columns count code points", STR_INIT("\xc3\xa4\xe6\x97\xa5: \x01\n"), "1:5 bad-byte"},
        {"escaped NUL", STR_INIT("a: \"x\\x00\"\n"), "1:4 bad-byte"},
        {"escaped ESC", STR_INIT("a: \"\\e\"\n"), "1:4 bad-byte"},
        {"escaped CR", STR_INIT("a: \"\\r\"\n"), "1:4 bad-byte"},
        {"escaped bidi", STR_INIT("a: \"\\u202e\"\nb: \"\\u2066\"\n"), "1:4 bad-byte 2:4 bad-byte"},
        {"escaped NUL in a key", STR_INIT("\"a\\0b\": 1\n"), "1:1 bad-byte"},
    };

    (void)state;
    check_all(cases, AG_COUNT(cases));
}

static void broken_syntax_is_shown_where_it_can_be_mended(void **state)
{
    static const struct yaml_case cases[] = {
        {"B1 tab", STR_INIT("a:\n\tb: 1\n"), "2:1 yaml-tab"},
        {"tab below a value", STR_INIT("a: 1\n\tb: 2\n"), "2:1 yaml-tab"},
        {"B3 open quote", STR_INIT("a: \"x\nb: 1\n"), "1:4 yaml-syntax"},
        {"open quote before ---", STR_INIT("a: 'x\n---\n'\n"), "1:4 yaml-syntax"},
        {"B4 open bracket", STR_INIT("a: [1, 2\nb: 3\n"), "1:4 yaml-syntax"},
        {"open brace", STR_INIT("a: {b: 1\n"), "1:4 yaml-syntax"},
        {"comma missing", STR_INIT("a: [\"x\" \"y\"]\n"), "1:9 yaml-syntax"},
        {"B6 second colon", STR_INIT("a: b: c\n"), "1:5 yaml-syntax"},
        {"deeper member of a text", STR_INIT("a: 1\n b: 2\n"), "2:3 yaml-syntax"},
        {"B7 at", STR_INIT("a: @x\n"), "1:4 yaml-syntax"},
        {"B7 backtick", STR_INIT("a: `x`\n"), "1:4 yaml-syntax"},
        {"B7 percent", STR_INIT("a: %x\n"), "1:4 yaml-syntax"},
        {"asterisk", STR_INIT("a: *.example.com\n"), "1:4 yaml-syntax"},
        {"B8 item", STR_INIT("a: - b\n"), "1:4 yaml-syntax"},
        {"B10 escape", STR_INIT("a: \"\\q\"\n"), "1:5 yaml-syntax"},
        {"B11 surrogate escape", STR_INIT("a: \"\\ud800\"\n"), "1:7 yaml-syntax"},
        {"colon missing", STR_INIT("a: 1\nname:shop\nb: 2\n"), "2:1 yaml-syntax"},
        {"text behind a quote", STR_INIT("a: 'it's'\n"), "1:8 yaml-syntax"},
        {"indentation", STR_INIT("a:\n  b: 1\n c: 2\n"), "3:2 yaml-syntax"},
        {"less than the first line", STR_INIT("  a: 1\nb: 2\n"), "2:1 yaml-syntax"},
        {"item and key", STR_INIT("a:\n  - b\n  c: d\n"), "3:3 yaml-syntax"},
        {"closing bracket", STR_INIT("a: ]\n"), "1:4 yaml-syntax"},
        {"block text header", STR_INIT("a: |x\n  t\n"), "1:5 yaml-syntax"},
        {"unknown directive", STR_INIT("%FOO a\n---\na: 1\n"), "1:5 yaml-syntax"},
        {"wide letters", STR_INIT("\xc3\xa4: \"\xe6\x97\xa5\" \"x\"\n"), "1:8 yaml-syntax"},
        {"after a byte order mark",
         STR_INIT("\xef\xbb\xbf"
                  "a: @\n"),
         "1:4 yaml-syntax"},
        {"semantic faults before it", STR_INIT("a: no\na: 1\nb: @\n"),
         "1:4 yaml-bool 2:1 duplicate-key 3:4 yaml-syntax"},
    };

    (void)state;
    check_all(cases, AG_COUNT(cases));
}

static void features_that_descriptions_do_not_use_are_refused(void **state)
{
    static const struct yaml_case cases[] = {
        {"C1 duplicate key", STR_INIT("tiers:\n  web: 1\n  web: 2\n"), "3:3 duplicate-key"},
        {"duplicate by escape", STR_INIT("a: 1\n\"\\x61\": 2\n"), "2:1 duplicate-key"},
        {"duplicate of a faulty value", STR_INIT("a: no\na: 2\n"),
         "1:4 yaml-bool 2:1 duplicate-key"},
        {"C4 unknown alias", STR_INIT("a: *x\n"), "1:4 yaml-alias"},
        {"alias before its anchor", STR_INIT("a: *x\nb: &x 1\n"), "1:4 yaml-alias"},
        {"C5 alias of itself", STR_INIT("a: &x [*x]\n"), "1:8 yaml-alias"},
        {"anchor twice", STR_INIT("a: &x 1\nb: &x 2\n"), "2:4 yaml-alias"},
        {"C7 merge key", STR_INIT("<<: {a: 1}\n"), "1:1 yaml-refused"},
        {"C8 tag", STR_INIT("a: !!python/object:os.system x\n"), "1:4 yaml-refused"},
        {"tag of a map", STR_INIT("a: !x {b: 1}\n"), "1:4 yaml-refused"},
        {"tag of a list", STR_INIT("a: !x\n  - b\n"), "1:4 yaml-refused"},
        {"tag after an anchor", STR_INIT("a: &y !!str q\n"), "1:7 yaml-refused"},
        {"tag without name", STR_INIT("a: ! q\n"), "1:4 yaml-refused"},
        {"C11 second document", STR_INIT("a: 1\n\n---\nb: 1\n"), "3:1 yaml-refused"},
        {"version 1.1", STR_INIT("%YAML 1.1\n---\na: 1\n"), "1:1 yaml-refused"},
        {"tag directive", STR_INIT("%TAG ! tag:x,2000:\n---\na: 1\n"), "1:1 yaml-refused"},
        {"empty key", STR_INIT("{'': 1}\n"), "1:2 yaml-refused"},
        {"explicit empty key", STR_INIT("?\n: 1\n"), "1:2 yaml-refused"},
        {"C12 empty key in a block", STR_INIT(": 1\n"), "1:1 yaml-syntax"},
        {"keys that are not text", STR_INIT("1: a\ntrue: b\nnull: c\n[a]: d\n{b: c}: e\n"),
         "1:1 yaml-refused 2:1 yaml-refused 3:1 yaml-refused 4:1 yaml-refused 5:1 yaml-refused"},
        {"alias as key", STR_INIT("a: &x b\n*x : 1\n"), "2:1 yaml-refused"},
        {"faults inside a refused key", STR_INIT("? [no]\n: off\nb: 1\n"),
         "1:3 yaml-refused 1:4 yaml-bool 2:3 yaml-bool"},
        {"reserved keys", STR_INIT("$ref: 1\nb: {$x: 1}\n"), "1:1 reserved-key 2:5 reserved-key"},
        {"reserved by escape", STR_INIT("\"\\x24ref\": 1\n"), "1:1 reserved-key"},
    };

    (void)state;
    check_all(cases, AG_COUNT(cases));
}

static void a_document_is_a_map(void **state)
{
    static const struct yaml_case cases[] = {
        {"A1 empty", STR_INIT(""), "1:1 file-empty"},
        {"only a byte order mark", STR_INIT("\xef\xbb\xbf"), "1:1 file-empty"},
        {"A2 comment", STR_INIT("# only\n"), "1:1 file-empty"},
        {"blank", STR_INIT("\n \n"), "1:1 file-empty"},
        {"empty document", STR_INIT("---\n"), "1:1 file-empty"},
        {"B18 list", STR_INIT("- a\n"), "1:1 wrong-type"},
        {"B18 scalar", STR_INIT("12\n"), "1:1 wrong-type"},
        {"B9 space missing", STR_INIT("name:shop\n"), "1:1 wrong-type"},
    };
    struct reading reading;

    (void)state;
    check_all(cases, AG_COUNT(cases));
    read_text(&reading, STR("name:shop\n"));
    assert_string_equal(reading.diags.items[0]->text, "expected a map, found a string");
    assert_string_equal(reading.diags.items[0]->hint, "is a space missing after ':'?");
    end_reading(&reading);
}

static void texts_and_hints_name_the_cure(void **state)
{
    static const struct {
        struct str text;
        const char *message;
        const char *hint; /* or NULL */
        const char *note; /* or NULL */
    } cases[] = {
        {STR_INIT("region: no\n"), "'no' is a boolean in YAML 1.1",
         "write \"no\" in quotes for the text, or false for the boolean", NULL},
        {STR_INIT("a: On\n"), "'On' is a boolean in YAML 1.1",
         "write \"On\" in quotes for the text, or true for the boolean", NULL},
        {STR_INIT("a: Yes\n"), "'Yes' is a boolean in YAML 1.1",
         "write \"Yes\" in quotes for the text, or true for the boolean", NULL},
        {STR_INIT("a: OFF\n"), "'OFF' is a boolean in YAML 1.1",
         "write \"OFF\" in quotes for the text, or false for the boolean", NULL},
        {STR_INIT("a: 0777\n"), "'0777' is not a plain decimal number",
         "write a plain decimal number, or \"0777\" in quotes for the text", NULL},
        {STR_INIT("a: 99999999999999999999\n"), "number out of range", NULL, NULL},
        {STR_INIT("a: 1\na: 2\n"), "duplicate key 'a'", NULL, "first used here"},
        {STR_INIT("a: b: c\n"), "a second ':' in one line",
         "quote the value, or start a map on the next line", NULL},
        {STR_INIT("a: [1\nb: 3\n"), "'[' is not closed", NULL, "expected ',' or ']' here"},
        {STR_INIT("a: \"\\q\"\n"), "unknown escape '\\q'",
         "write '\\\\' for a backslash, or use single quotes", NULL},
        {STR_INIT("404: x\n"), "expected a text as key, found the number '404'",
         "write \"404\" in quotes", NULL},
        {STR_INIT("a: \"\\0\"\n"), "NUL in a string", NULL, NULL},
        {STR_INIT("a: \x1b\n"), "control character U+001B", NULL, NULL},
        {STR_INIT("a: &x [*x]\n"), "alias 'x' contains itself", NULL, NULL},
        {STR_INIT(""), "file is empty, expected a map with the key 'archgen'", NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        struct reading reading;

        read_text(&reading, cases[i].text);
        assert_int_equal(reading.diags.count, 1);
        const struct diag *diag = reading.diags.items[0];

        assert_string_equal(diag->text, cases[i].message);
        assert_string_equal(diag->hint == NULL ? "" : diag->hint,
                            cases[i].hint == NULL ? "" : cases[i].hint);
        assert_int_equal(diag->note_count, cases[i].note != NULL);
        if (cases[i].note != NULL) {
            assert_string_equal(diag->notes[0].text, cases[i].note);
        }
        end_reading(&reading);
    }
}

/* --- places --- */

static void check_span(const char *name, struct span span, const char *expected)
{
    if (!str_eq_text(span_text(span), expected)) {
        fail_msg("%s: '%.*s'", name, STR_ARGS(span_text(span)));
    }
}

static void every_member_and_item_has_its_place(void **state)
{
    static const char text[] = "# c\n"
                               "name: \"sh\xc3\xa4p\"\n"
                               "flow: {a: [1, 'x'], b: }\n"
                               "block:\n"
                               "  k: v # c\n"
                               "  l:\n"
                               "  - 15.10\n"
                               "  - >\n"
                               "    t\n"
                               "\n"
                               "tag: &x  # c\n"
                               "  y: 1\n"
                               "use: [*x, p: q]\n";
    struct reading reading;

    (void)state;
    read_text(&reading, str_from(text));
    assert_non_null(reading.root);
    const struct places *places = reading.places;
    const json_t *root = reading.root;
    const json_t *block = jx_get(root, "block");
    const json_t *flow = jx_get(root, "flow");
    const json_t *list = jx_get(flow, "a");
    const json_t *use = jx_get(root, "use");

    check_span("key", places_of_member(places, root, "name")->key, "name");
    check_span("quoted", places_of_member(places, root, "name")->value, "\"sh\xc3\xa4p\"");
    check_span("flow map", places_of_member(places, root, "flow")->value, "{a: [1, 'x'], b: }");
    check_span("flow list", places_of_member(places, flow, "a")->value, "[1, 'x']");
    check_span("flow item", places_of_item(places, list, 1)->value, "'x'");
    check_span("nothing", places_of_member(places, flow, "b")->value, "");
    check_span("block map", places_of_member(places, root, "block")->value,
               "k: v # c\n  l:\n  - 15.10\n  - >\n    t");
    check_span("plain", places_of_member(places, block, "k")->value, "v");
    check_span("real", places_of_item(places, jx_get(block, "l"), 0)->value, "15.10");
    check_span("block text", places_of_item(places, jx_get(block, "l"), 1)->value, ">\n    t");
    check_span("anchored", places_of_member(places, root, "tag")->value, "y: 1");
    check_span("alias", places_of_item(places, use, 0)->value, "y: 1");
    check_span("inside an alias", places_of_member(places, jx_at(use, 0), "y")->key, "y");
    check_span("pair", places_of_item(places, use, 1)->value, "p: q");
    check_span("list with alias", places_of_member(places, root, "use")->value, "[*x, p: q]");
    assert_int_equal(places_of_root(places, root)->value.off, 4);
    assert_null(places_of_item(places, list, 0)->key.source);
    end_reading(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_become_json),
        cmocka_unit_test(plain_scalars_have_the_types_of_the_core_schema),
        cmocka_unit_test(bytes_that_do_not_belong_in_a_text_are_refused),
        cmocka_unit_test(broken_syntax_is_shown_where_it_can_be_mended),
        cmocka_unit_test(features_that_descriptions_do_not_use_are_refused),
        cmocka_unit_test(a_document_is_a_map),
        cmocka_unit_test(texts_and_hints_name_the_cure),
        cmocka_unit_test(every_member_and_item_has_its_place),
    };

    mem_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
