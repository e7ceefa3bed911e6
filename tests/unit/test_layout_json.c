/* SPDX-License-Identifier: MIT */
#include "printing.h"

#include "target/layout_json.h"

/* What layout_json makes of the text: the output, or the reason and the place. */
static const char *laid_out(struct arena *arena, struct str text)
{
    struct text_fault fault;
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    const char *result = layout_json(arena, text, &out, &fault)
                             ? arena_strdup(arena, buf_str(&out))
                             : arena_text(arena, "%zu: %s", fault.off, fault.text);

    buf_release(&out);
    return result;
}

struct layout_case {
    const char *name;
    const char *text;
    const char *expected;
};

static void check_layouts(const struct layout_case *cases, size_t count)
{
    struct arena arena;

    arena_init(&arena);
    for (size_t i = 0; i < count; i++) {
        const char *found = laid_out(&arena, str_from(cases[i].text));

        if (strcmp(found, cases[i].expected) != 0) {
            print_error("%s\n", cases[i].name);
        }
        assert_string_equal(found, cases[i].expected);
    }
    arena_release(&arena);
}

static void relaxed_json_becomes_canonical_json(void **state)
{
    static const struct layout_case cases[] = {
        {"scalar", " 1 ", "1\n"},
        {"empty", "{}", "{}\n"},
        {"empty with blanks", " [ \n\t\r ] ", "[]\n"},
        {"object", "{\"a\":1,\"b\":\"c\"}", "{\n  \"a\": 1,\n  \"b\": \"c\"\n}\n"},
        {"array", "[1,[],{}]", "[\n  1,\n  [],\n  {}\n]\n"},
        {"nesting", "{\"a\":[{\"b\":[null]}]}",
         "{\n  \"a\": [\n    {\n      \"b\": [\n        null\n      ]\n    }\n  ]\n}\n"},
        {"comma after the last member", "{\"a\":true,}", "{\n  \"a\": true\n}\n"},
        {"comma after the last item", "[[1 , ] , ]", "[\n  [\n    1\n  ]\n]\n"},
        {"numbers", "[0,-0,10,-1.50,2e5,2E+5,0.1e-07]",
         "[\n  0,\n  -0,\n  10,\n  -1.50,\n  2e5,\n  2E+5,\n  0.1e-07\n]\n"},
        {"escapes", "\"\\u0041\\/\\u000a\\u001F\\u0022\\u005c\\b\\f\\n\\r\\t\\\"\\\\\"",
         "\"A/\\n\\u001f\\\"\\\\\\b\\f\\n\\r\\t\\\"\\\\\"\n"},
        {"code points", "\"\\u00e9\\u20ac\\uD83D\\ude00é😀\\u0000\"", "\"é€😀é😀\\u0000\"\n"},
        {"key with an escape", "{\"\\u0061\":1}", "{\n  \"a\": 1\n}\n"},
        {"same key in two objects", "[{\"a\":{\"a\":1}},{\"a\":1}]",
         "[\n  {\n    \"a\": {\n      \"a\": 1\n    }\n  },\n  {\n    \"a\": 1\n  }\n]\n"},
    };

    (void)state;
    check_layouts(cases, AG_COUNT(cases));
}

static void what_is_no_relaxed_json_is_refused_at_its_place(void **state)
{
    static const struct layout_case cases[] = {
        {"nothing", "", "0: expected a value, found the end"},
        {"blanks", " \n", "2: expected a value, found the end"},
        {"two values", "1 2", "2: expected the end, found '2'"},
        {"comma only", "[,]", "1: expected a value, found ','"},
        {"two commas", "[1,,]", "3: expected a value, found ','"},
        {"comma in an empty object", "{,}", "1: expected a key in quotes or '}', found ','"},
        {"two commas in an object", "{\"a\":1,,}", "7: expected a key in quotes or '}', found ','"},
        {"comma at the end", "1,", "1: expected the end, found ','"},
        {"no comma", "[1 2]", "3: expected ',' or ']', found '2'"},
        {"no comma between members", "{\"a\":1 \"b\":2}", "7: expected ',' or '}', found '\"'"},
        {"no colon", "{\"a\" 1}", "5: expected ':' after a key, found '1'"},
        {"no value", "{\"a\":}", "5: expected a value, found '}'"},
        {"comma for a value", "{\"a\":,}", "5: expected a value, found ','"},
        {"bare key", "{a:1}", "1: expected a key in quotes or '}', found 'a'"},
        {"wrong bracket", "[1}", "2: expected ',' or ']', found '}'"},
        {"open object", "{\"a\":1", "6: expected ',' or '}', found the end"},
        {"open object after a comma", "{\"a\":1,",
         "7: expected a key in quotes or '}', found the end"},
        {"open array", "[", "1: expected a value, found the end"},
        {"open string", "[\"a]", "1: a string that is not closed"},
        {"string that ends in an escape", "\"\\",
         "1: a backslash in a string that begins no escape"},
        {"unknown escape", "\"\\x\"", "1: a backslash in a string that begins no escape"},
        {"short escape", "\"\\u12g4\"", "1: a backslash in a string that begins no escape"},
        {"cut escape", "\"\\u12", "1: a backslash in a string that begins no escape"},
        {"lone high surrogate", "\"\\ud83d!\"", "1: a backslash in a string that begins no escape"},
        {"lone low surrogate", "\"\\ude00\"", "1: a backslash in a string that begins no escape"},
        {"wrong pair", "\"\\ud83d\\u0041\"", "1: a backslash in a string that begins no escape"},
        {"line end in a string", "\"a\n\"", "2: a control character in a string"},
        {"tab in a string", "\"\t\"", "1: a control character in a string"},
        {"not UTF-8", "[\"a\xff\"]", "3: bytes in a string that are not UTF-8"},
        {"overlong", "\"\xc0\x80\"", "1: bytes in a string that are not UTF-8"},
        {"cut sequence", "\"\xe2\x82\"", "1: bytes in a string that are not UTF-8"},
        {"leading zero", "[01]", "1: a number that JSON does not know"},
        {"plus", "+1", "0: expected a value, found '+'"},
        {"minus", "-", "0: a number that JSON does not know"},
        {"no fraction", "1.", "0: a number that JSON does not know"},
        {"no integer", ".5", "0: expected a value, found '.'"},
        {"no exponent", "1e+", "0: a number that JSON does not know"},
        {"word", "[True]", "1: expected a value, found 'T'"},
        {"word that goes on", "[nullx]", "5: expected ',' or ']', found 'x'"},
        {"a byte", "[\x7f]", "1: expected a value, found the byte 0x7F"},
        {"mark", "\xef\xbb\xbf{}", "0: expected a value, found the byte 0xEF"},
        {"comment", "{} // a", "3: expected the end, found '/'"},
        {"duplicate", "{\"a\":1,\"b\":2,\"a\":3}",
         "13: the key \"a\" is given twice in one object"},
        {"duplicate by an escape", "{\"a\":1,\"\\u0061\":3}",
         "7: the key \"a\" is given twice in one object"},
        {"duplicate after an inner object", "{\"a\":{\"c\":1},\"a\":3}",
         "13: the key \"a\" is given twice in one object"},
    };

    (void)state;
    check_layouts(cases, AG_COUNT(cases));
}

/* `count` opening brackets, and as many closing ones. */
static struct str nested(struct arena *arena, size_t count)
{
    char *text = arena_alloc(arena, 2 * count + 1);

    memset(text, '[', count);
    memset(text + count, ']', count);
    return (struct str){text, 2 * count};
}

static void limits_hold_on_both_sides(void **state)
{
    struct arena arena;
    struct buf keys;
    enum { MANY_KEYS = 300 };

    (void)state;
    arena_init(&arena);
    assert_int_equal(laid_out(&arena, nested(&arena, JSON_DEPTH_MAX))[0], '[');
    assert_string_equal(laid_out(&arena, nested(&arena, JSON_DEPTH_MAX + 1)),
                        "64: more than 64 brackets inside of each other");
    buf_init(&keys, BUF_NO_LIMIT);
    buf_add_char(&keys, '{');
    for (int i = 0; i < MANY_KEYS; i++) {
        /* Keys of inner objects, many and few, are keys of their own. */
        buf_add_format(&keys, "\"%d\":{\"0\":{\"1\":0}},", i);
    }
    size_t len = keys.len;

    buf_add_char(&keys, '}');
    assert_int_equal(laid_out(&arena, buf_str(&keys))[0], '{');
    for (int i = 0; i < MANY_KEYS; i++) {
        buf_truncate(&keys, len);
        buf_add_format(&keys, "\"%d\":0}", i);
        assert_non_null(strstr(laid_out(&arena, buf_str(&keys)), "is given twice in one object"));
    }
    buf_release(&keys);
    arena_release(&arena);
}

/* jansson is the oracle. */
static void layout_keeps_the_value_and_is_stable(void **state)
{
    uint32_t seed = 42;

    (void)state;
    for (int i = 0; i < 300; i++) {
        json_t *value = random_value(&seed, 5);
        struct arena arena;
        struct buf text;

        arena_init(&arena);
        buf_init(&text, BUF_NO_LIMIT);
        jx_dump(value, &text, false);
        const char *once = laid_out(&arena, buf_str(&text));
        json_t *again = json_loads(once, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);

        assert_true(json_equal(value, again));
        assert_string_equal(laid_out(&arena, str_from(once)), once);
        json_decref(again);
        json_decref(value);
        buf_release(&text);
        arena_release(&arena);
    }
}

/* Compares with jansson; a copy without a NUL lets the sanitizer see reads beyond the end. */
static void check_against_jansson(const char *text, size_t len, bool may_be_relaxed)
{
    char *copy = test_malloc(len);
    struct text_fault fault;
    struct arena arena;
    struct buf out;

    memcpy(copy, text, len);
    arena_init(&arena);
    buf_init(&out, BUF_NO_LIMIT);
    json_t *oracle =
        json_loadb(copy, len, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    bool is_fine = layout_json(&arena, (struct str){copy, len}, &out, &fault);

    if (is_fine != (oracle != NULL) && !may_be_relaxed) {
        print_error("%.*s\n", (int)len, text);
        assert_int_equal(is_fine, oracle != NULL);
    }
    json_decref(oracle);
    buf_release(&out);
    arena_release(&arena);
    test_free(copy);
}

static void damaged_text_is_accepted_only_if_jansson_accepts_it(void **state)
{
    static const char text[] = "{\"a\":[1,-2.5e3,true,{\"b\\u0041\":\"c\\n\"},[]],\"é\":null}";
    static const char bytes[] = "{}[],:\"\\ 0-.eEu\ntx\x01\xff";
    char copy[sizeof(text)];

    (void)state;
    for (size_t at = 0; at < sizeof(text) - 1; at++) {
        check_against_jansson(text, at, false);
        for (size_t k = 0; k < sizeof(bytes) - 1; k++) {
            memcpy(copy, text, sizeof(text));
            copy[at] = bytes[k];
            check_against_jansson(copy, sizeof(text) - 1, bytes[k] == ',');
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relaxed_json_becomes_canonical_json),
        cmocka_unit_test(what_is_no_relaxed_json_is_refused_at_its_place),
        cmocka_unit_test(limits_hold_on_both_sides),
        cmocka_unit_test(layout_keeps_the_value_and_is_stable),
        cmocka_unit_test(damaged_text_is_accepted_only_if_jansson_accepts_it),
    };

    mem_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
