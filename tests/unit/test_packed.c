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

/* What is packed and made again. */
struct packing {
    struct arena arena;
    struct packer packer;
    struct packed_values values;
};

static void begin(struct packing *packing)
{
    *packing = (struct packing){.packer = {.arena = &packing->arena}};
    arena_init(&packing->arena);
    buf_init(&packing->packer.bytes, BUF_NO_LIMIT);
}

static const json_t *make(struct packing *packing, uint32_t number)
{
    packing->values =
        (struct packed_values){ARENA_ARRAY(&packing->arena, packing->packer.count, json_t *),
                               packing->packer.bytes.bytes, packing->packer.offs};
    return packed_get(&packing->values, number);
}

static void end(struct packing *packing)
{
    for (size_t i = 0; i < packing->packer.count; i++) {
        json_decref(packing->values.made[i]);
    }
    buf_release(&packing->packer.bytes);
    arena_release(&packing->arena);
}

/* The compact form of what comes back, which holds the order of members too. */
static void check_round_trip(const char *text)
{
    struct packing packing;
    json_t *value = parse(text);
    struct buf before;
    struct buf after;

    begin(&packing);
    buf_init(&before, BUF_NO_LIMIT);
    buf_init(&after, BUF_NO_LIMIT);
    jx_dump(value, &before, false);
    jx_dump(make(&packing, packer_add(&packing.packer, value)), &after, false);
    assert_string_equal(before.bytes, after.bytes);
    json_decref(value);
    buf_release(&before);
    buf_release(&after);
    end(&packing);
}

static void what_occurs_twice_is_one_value(void **state)
{
    struct packing packing;
    json_t *value = parse("[{\"a\": [\"x\"]}, {\"a\": [\"x\"]}, [\"x\"], {\"a\": [\"y\"]}]");

    (void)state;
    begin(&packing);
    uint32_t number = packer_add(&packing.packer, value);
    const json_t *made = make(&packing, number);

    assert_int_equal(packer_add(&packing.packer, value), number);
    assert_ptr_equal(jx_at(made, 0), jx_at(made, 1));
    assert_ptr_equal(jx_get(jx_at(made, 0), "a"), jx_at(made, 2));
    assert_ptr_not_equal(jx_at(made, 0), jx_at(made, 3));
    json_decref(value);
    end(&packing);
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
        cmocka_unit_test(what_occurs_twice_is_one_value),
        cmocka_unit_test(annotations_are_kept_with_the_way_to_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
