/* SPDX-License-Identifier: MIT */
/* Packed values come back as they were, and annotations are what a schema says beside its rules. */
#include "data/packed.h"
#include "schema/annotations.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static json_t *parse(const char *text)
{
    json_t *value = json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

    assert_non_null(value);
    return value;
}

/* The compact form of what comes back, which holds the order of members too. */
static void check_round_trip(const char *text)
{
    json_t *value = parse(text);
    struct buf packed;
    struct buf before;
    struct buf after;

    buf_init(&packed, BUF_NO_LIMIT);
    buf_init(&before, BUF_NO_LIMIT);
    buf_init(&after, BUF_NO_LIMIT);
    packed_write(&packed, value);
    const char *at = packed.bytes;
    json_t *read = packed_read(&at);

    jx_dump(value, &before, false);
    jx_dump(read, &after, false);
    assert_string_equal(before.bytes, after.bytes);
    assert_int_equal(at - packed.bytes, packed.len);
    json_decref(read);
    json_decref(value);
    buf_release(&packed);
    buf_release(&before);
    buf_release(&after);
}

static void values_come_back_as_they_were(void **state)
{
    static const char *const texts[] = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "9223372036854775807",
        "-9223372036854775808",
        "0.1",
        "-1e300",
        "\"\"",
        "\"a\\u0000b\\u00e4\\ud83d\\ude00\"",
        "[]",
        "{}",
        "{\"b\": [1, {\"a\": null}], \"a\": {\"\": \"x\"}}",
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(texts); i++) {
        check_round_trip(texts[i]);
    }
}

/* Lengths of one, two and three bytes. */
static void long_texts_come_back(void **state)
{
    static const size_t lengths[] = {1, 127, 128, 129, 16383, 16384, 40000};

    (void)state;
    for (size_t i = 0; i < AG_COUNT(lengths); i++) {
        struct buf text;

        buf_init(&text, BUF_NO_LIMIT);
        buf_add_text(&text, "{\"");
        buf_add_repeat(&text, 'k', lengths[i]);
        buf_add_text(&text, "\": [\"");
        buf_add_repeat(&text, 'v', lengths[i]);
        buf_add_text(&text, "\", 7]}");
        check_round_trip(text.bytes);
        buf_release(&text);
    }
}

static void annotations_are_kept_with_the_way_to_them(void **state)
{
    static const struct {
        const char *schema;
        const char *annotations;
    } cases[] = {
        {"{\"type\": \"string\", \"title\": \"t\"}", "{}"},
        {"true", "{}"},
        {"{\"x-archgen\": {\"a\": [1]}, \"x-archgen-b\": false}",
         "{\"x-archgen\":{\"a\":[1]},\"x-archgen-b\":false}"},
        {"{\"format\": \"tier\", \"minLength\": 1}", "{\"format\":\"tier\"}"},
        {"{\"$ref\": \"a.json\"}", "{}"},
        {"{\"$ref\": \"a.json\", \"x-archgen\": {}}", "{\"x-archgen\":{},\"$ref\":\"a.json\"}"},
        {"{\"properties\": {\"a\": {\"type\": \"null\"}, \"b\": {\"items\": {\"format\": \"f\"}}}}",
         "{\"properties\":{\"b\":{\"items\":{\"format\":\"f\"}}}}"},
        {"{\"properties\": {\"a\": {}}, \"items\": {}, \"oneOf\": []}", "{}"},
        {"{\"oneOf\": [{\"type\": \"null\"}, {\"properties\": {\"a\": {\"x-archgen\": 1}}}]}",
         "{\"oneOf\":[{},{\"properties\":{\"a\":{\"x-archgen\":1}}}]}"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        json_t *schema = parse(cases[i].schema);
        json_t *annotations = annotations_make(schema);
        struct buf out;

        buf_init(&out, BUF_NO_LIMIT);
        jx_dump(annotations, &out, false);
        assert_string_equal(out.bytes, cases[i].annotations);
        buf_release(&out);
        json_decref(annotations);
        json_decref(schema);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_back_as_they_were),
        cmocka_unit_test(long_texts_come_back),
        cmocka_unit_test(annotations_are_kept_with_the_way_to_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
