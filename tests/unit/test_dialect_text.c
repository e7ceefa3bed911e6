/* SPDX-License-Identifier: MIT */
#include "printing.h"

#include "target/text_filters.h"
#include "target/texts.h"

static const char references[] = "vpc.id: {\"Ref\": \"Vpc\"}\n";

static const struct print_case cases[] = {
    {"text", "'a b'", "'a b'"},
    {"empty text", "''", "''"},
    {"expansions", "'$a $(b) `c` ${d} \\\\ \\\" * ~ # ; & | < >'",
     "'$a $(b) `c` ${d} \\ \" * ~ # ; & | < >'"},
    {"lines and tabs", "'a\\n\\tb'", "'a\n\tb'"},
    {"numbers and words", "[1, -2, 2.5, true, false]", "1 -2 2.5 true false"},
    {"empty list", "[]", ""},
    {"unicode", "'é😀'", "'é😀'"},
    {"text only", "{'$concat': ['a', 5, 'b c']}", "'a5b c'"},
    {"a control character", "'a\\u0001'", "the text holds the control character U+0001"},
    {"NUL", "['x', 'a\\u0000b']", "the text holds the control character U+0000"},
    {"carriage return", "'a\\r'", "the text holds the control character U+000D"},
    {"delete", "{'$concat': ['\\u007f']}", "the text holds the control character U+007F"},
    {"null", "null", "a null has no form in a script"},
    {"map", "{'a': 1}", "a map has no form in a script"},
    {"list in a list", "[[1]]", "a list has no form in a script"},
    {"reference without marks", "{'$ref': 'vpc.id'}", "a reference cannot be printed here"},
};

static void values_print_as_shell_words(void **state)
{
    check_cases(*state, &dialect_text, cases, AG_COUNT(cases));
}

static void quotes_are_taken_out_of_the_word(void **state)
{
    json_t *value = jx_string("it's ''");

    assert_string_equal(printed(*state, &dialect_text, value), "'it'\\''s '\\'''\\'''");
    json_decref(value);
}

static void references_become_marks_that_are_found_again(void **state)
{
    struct printing *printing = *state;
    json_t *value =
        value_of(printing, "{'$concat': ['a=', {'$ref': 'vpc.id'}, '/', {'$ref': 'x'}]}");

    printing->print.marks = jx_array();
    const char *text = printed(printing, &dialect_text, value);

    assert_string_equal(text, "'a=\x01"
                              "0\x02/\x01"
                              "1\x02'");
    json_t *found = marks_to_value(printing->print.marks, str_from(text));
    json_t *expected = value_of(
        printing, "{'$concat': ['\\u0027a=', {'$ref': 'vpc.id'}, '/', {'$ref': 'x'}, '\\u0027']}");

    assert_true(json_equal(found, expected));
    json_decref(expected);
    json_decref(found);
    json_decref(value);
    found = marks_to_value(printing->print.marks, STR("plain"));
    assert_string_equal(json_string_value(found), "plain");
    json_decref(found);
}

/* The shell is the oracle: what it makes of the words. */
static void a_shell_reads_the_same_text(void **state)
{
    struct printing *printing = *state;
    uint32_t seed = 7;

    for (int i = 0; i < 20; i++) {
        json_t *value = random_text(&seed);
        struct str text = jx_str(value);
        char found[256];
        bool has_control = memchr(text.p, 1, text.len) != NULL || memchr(text.p, 0x7f, text.len);

        if (!has_control) {
            FILE *shell = popen(arena_text(&printing->arena, "printf '%%s.' %s",
                                           printed(printing, &dialect_text, value)),
                                "r");

            assert_non_null(shell);
            size_t len = fread(found, 1, sizeof(found), shell);

            assert_int_equal(pclose(shell), 0);
            assert_int_equal(len, text.len + 1);
            assert_memory_equal(found, text.p, text.len);
        }
        json_decref(value);
    }
}

static void identifiers_are_names_of_the_shell(void **state)
{
    (void)state;
    assert_true(dialect_text.is_identifier(STR("DB_HOST2")));
    assert_false(dialect_text.is_identifier(STR("2A")));
    assert_false(dialect_text.is_identifier(STR("a-b")));
    assert_false(dialect_text.is_identifier(STR("")));
}

static void values_are_refused_inside_of_quotes_and_comments(void **state)
{
    static const struct {
        const char *text;
        bool is_code;
    } texts[] = {
        {"echo ", true},       {"echo '", false},         {"echo \"", false},
        {"echo 'a' ", true},   {"echo \"a\" ", true},     {"echo 'a\"", false},
        {"echo \"a'", false},  {"echo \"'a'\" ", true},   {"# don't ", false},
        {"# don't\n", true},   {"echo 'a\\' ", true},     {"echo \"a\\\"", false},
        {"echo \\'", false},   {"printf '%s\\n' ", true}, {"echo a \\\n", true},
        {"echo '# a' ", true}, {"echo \"# a\" ", true},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(texts); i++) {
        enum text_state found = TEXT_CODE;

        for (const char *p = texts[i].text; *p != '\0'; p++) {
            found = dialect_text.scan(found, *p);
        }
        if ((found == TEXT_CODE) != texts[i].is_code) {
            print_error("after: %s\n", texts[i].text);
        }
        /* A state that the template engine lets pass would be TEXT_SLASH. */
        assert_int_not_equal(found, TEXT_SLASH);
        assert_int_equal(found == TEXT_CODE, texts[i].is_code);
    }
}

static void json_in_a_text_keeps_references(void **state)
{
    static const struct print_case texts[] = {
        {"plain", "{'a': ['b\\n', 1, true, null], 'c': {}}",
         "'{\\'a\\':[\\'b\\\\n\\',1,true,null],\\'c\\':{}}'"},
        {"reference", "['x', {'$ref': 'vpc.id'}]",
         "{'$concat': ['[\\'x\\',\\'', {'$ref': 'vpc.id'}, '\\']']}"},
        {"concat", "{'a': {'$concat': [{'$ref': 'vpc.id'}, '\\\"\\u0001', 5]}}",
         "{'$concat': ['{\\'a\\':\\'', {'$ref': 'vpc.id'}, '\\\\\\\"\\\\u00015\\'}']}"},
        {"text only", "{'$concat': ['a', 'b']}", "'\\'ab\\''"},
    };
    struct printing *printing = *state;

    for (size_t i = 0; i < AG_COUNT(texts); i++) {
        const char *error = NULL;
        json_t *input = value_of(printing, texts[i].value);
        json_t *expected = value_of(printing, texts[i].expected);
        json_t *found = text_filter_json(&printing->print, input, NULL, 0, &error);

        if (!json_equal(found, expected)) {
            print_error("%s: %s\n", texts[i].name, json_dumps(found, JSON_ENCODE_ANY));
        }
        assert_true(json_equal(found, expected));
        json_decref(found);
        json_decref(expected);
        json_decref(input);
    }
}

/* A list whose JSON has `len` bytes: numbers of four bytes with commas and brackets. */
static json_t *list_of(json_int_t first, size_t len)
{
    json_t *list = jx_array();

    for (size_t i = 0; i < len / 5; i++) {
        jx_append(list, jx_integer(first));
    }
    return list;
}

static void long_json_is_made_once_for_each_value(void **state)
{
    struct printing *printing = *state;
    const char *error = NULL;

    printing->print.texts = ARENA_NEW(&printing->arena, struct texts);
    for (json_int_t i = 1000; i < 1100; i++) {
        bool is_long = i % 3 != 0;
        json_t *input = list_of(i, is_long ? TEXTS_FROM + 5 : TEXTS_FROM - 5);
        json_t *found = text_filter_json(&printing->print, input, NULL, 0, &error);
        json_t *again = text_filter_json(&printing->print, input, NULL, 0, &error);
        json_t *read = json_loads(json_string_value(found), 0, NULL);

        assert_true(json_equal(read, input)); /* although memory of others is used again */
        assert_true(json_equal(found, again));
        assert_int_equal(found == again, is_long);
        json_decref(read);
        json_decref(again);
        json_decref(found);
        json_decref(input);
    }
    texts_clear(printing->print.texts);
    printing->print.texts = NULL;
}

static void here_documents_are_refused_in_scripts(void **state)
{
    static const struct {
        const char *text;
        size_t faults;
    } texts[] = {
        {"cat <<EOF\nEOF\n", 1},
        {"cat <<-'E' <<F\n", 2},
        {"cat <<<word\n", 0},
        {"a < b; c <\n<d\n", 0},
        {"\x01", 1},
        {"a\tb\r\n", 1},
    };
    struct printing *printing = *state;

    for (size_t i = 0; i < AG_COUNT(texts); i++) {
        struct diags diags;

        diags_init(&diags, &printing->arena);
        const struct source *source =
            source_new(&printing->arena, "shell/a.tmpl", str_from(texts[i].text));

        assert_int_equal(text_filters_check_script(source, &diags), texts[i].faults == 0);
        assert_int_equal(diags.count, texts[i].faults);
    }
}

static int set_up(void **state)
{
    static struct printing printing;

    *state = &printing;
    printing_init(&printing, &dialect_json, references, "{}");
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
        cmocka_unit_test_setup_teardown(values_print_as_shell_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(quotes_are_taken_out_of_the_word, set_up, tear_down),
        cmocka_unit_test_setup_teardown(references_become_marks_that_are_found_again, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_shell_reads_the_same_text, set_up, tear_down),
        cmocka_unit_test(identifiers_are_names_of_the_shell),
        cmocka_unit_test(values_are_refused_inside_of_quotes_and_comments),
        cmocka_unit_test_setup_teardown(json_in_a_text_keeps_references, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_json_is_made_once_for_each_value, set_up, tear_down),
        cmocka_unit_test_setup_teardown(here_documents_are_refused_in_scripts, set_up, tear_down),
    };

    mem_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
