/* SPDX-License-Identifier: MIT */
/* Merge patches (RFC 7396) and the table of places. */
#include "base/mem.h"
#include "data/merge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static json_t *read_json(const char *text)
{
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);

    assert_non_null(value);
    return value;
}

/* The examples of RFC 7396, appendix A, and cases of our own below them. */
static void patches_merge_as_the_rfc_says(void **state)
{
    static const struct {
        const char *base; /* NULL: nothing there */
        const char *patch;
        const char *expected;
    } cases[] = {
        {"{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
        {"{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"},
        {"{\"a\":\"b\"}", "{\"a\":null}", "{}"},
        {"{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"},
        {"{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
        {"{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}"},
        {"{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"},
        {"{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"},
        {"[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]"},
        {"{\"a\":\"b\"}", "[\"c\"]", "[\"c\"]"},
        {"{\"a\":\"foo\"}", "null", "null"},
        {"{\"a\":\"foo\"}", "\"bar\"", "\"bar\""},
        {"{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}"},
        {"[1,2]", "{\"a\":\"b\",\"c\":null}", "{\"a\":\"b\"}"},
        {"{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"},
        {NULL, "{\"a\":{\"b\":null,\"c\":1}}", "{\"a\":{\"c\":1}}"},
        {NULL, "{\"a\":[null]}", "{\"a\":[null]}"},
        {"{\"x\":1,\"a\":2,\"b\":3}", "{\"n\":0,\"b\":4,\"x\":5}",
         "{\"x\":5,\"a\":2,\"b\":4,\"n\":0}"},
        {"{\"a\":1}", "{}", "{\"a\":1}"},
    };
    struct arena arena;

    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        json_t *base = cases[i].base == NULL ? NULL : read_json(cases[i].base);
        json_t *patch = read_json(cases[i].patch);
        json_t *result = merge_patch(base, patch, places_new(&arena));
        struct buf out;

        buf_init(&out, BUF_NO_LIMIT);
        jx_dump(result, &out, false);
        if (strcmp(out.bytes, cases[i].expected) != 0) {
            fail_msg("case %zu: %s", i, out.bytes);
        }
        if (base != NULL) {
            buf_clear(&out);
            jx_dump(base, &out, false);
            assert_string_equal(out.bytes, cases[i].base);
        }
        buf_clear(&out);
        jx_dump(patch, &out, false);
        assert_string_equal(out.bytes, cases[i].patch);
        buf_release(&out);
        json_decref(result);
        json_decref(patch);
        json_decref(base);
    }
    arena_release(&arena);
}

/* Sets a place at byte `off` (key) and `off` + 1 (value). */
static void set_place(struct places *places, const struct source *source, const json_t *object,
                      const char *key, uint32_t off)
{
    places_set_member(
        places, object, key,
        (struct place){span_make(source, off, 1), span_make(source, off + 1, 1), NULL});
}

static void a_merged_value_knows_where_it_stands_and_what_it_replaced(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    struct places *places = places_new(&arena);
    const struct source *source = source_new(&arena, "f", STR("0123456789abcdefghijklmnop"));
    json_t *base = read_json("{\"kept\": 1, \"map\": {\"x\": 1, \"y\": 2}, \"gone\": 3}");
    json_t *patch = read_json("{\"map\": {\"x\": 5}, \"gone\": null, \"new\": {\"z\": null}}");
    json_t *last = read_json("{\"map\": {\"x\": 6}}");

    set_place(places, source, base, "kept", 0);
    set_place(places, source, base, "map", 2);
    set_place(places, source, jx_get(base, "map"), "x", 4);
    set_place(places, source, jx_get(base, "map"), "y", 6);
    set_place(places, source, patch, "map", 8);
    set_place(places, source, jx_get(patch, "map"), "x", 10);
    set_place(places, source, patch, "new", 12);
    set_place(places, source, last, "map", 14);
    set_place(places, source, jx_get(last, "map"), "x", 16);
    places_set_root(places, base, span_make(source, 0, 9));

    json_t *first = merge_patch(base, patch, places);
    json_t *second = merge_patch(first, last, places);
    const struct place *x = places_of_member(places, jx_get(second, "map"), "x");

    assert_int_equal(places_of_member(places, second, "kept")->value.off, 1);
    assert_null(places_of_member(places, second, "kept")->replaced);
    assert_int_equal(places_of_member(places, second, "map")->key.off, 2);
    assert_int_equal(places_of_member(places, second, "new")->key.off, 12);
    assert_null(places_of_member(places, second, "new")->replaced);
    assert_int_equal(places_of_member(places, jx_get(second, "map"), "y")->key.off, 6);
    assert_int_equal(x->value.off, 17);
    assert_int_equal(x->replaced->value.off, 11);
    assert_int_equal(x->replaced->replaced->value.off, 5);
    assert_null(x->replaced->replaced->replaced);
    assert_int_equal(places_of_root(places, second)->value.len, 9);
    assert_int_equal(places_replaced(places, x->value).off, 11);
    assert_int_equal(places_replaced(places, x->replaced->value).off, 5);
    assert_null(places_replaced(places, x->replaced->replaced->value).source);
    /* The inputs still have their own places. */
    assert_int_equal(places_of_member(places, jx_get(base, "map"), "x")->value.off, 5);
    assert_null(places_of_member(places, jx_get(patch, "map"), "x")->replaced);
    json_decref(second);
    json_decref(first);
    json_decref(last);
    json_decref(patch);
    json_decref(base);
    arena_release(&arena);
}

/* An alias of one map patches two others: which value was replaced is then not clear. */
static void a_value_that_replaced_several_names_none(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    struct places *places = places_new(&arena);
    const struct source *source = source_new(&arena, "f", STR("0123456789"));
    json_t *base = read_json("{\"a\": 1, \"b\": 2}");
    json_t *patch = read_json("{\"a\": 3, \"b\": 3}");

    set_place(places, source, base, "a", 0);
    set_place(places, source, base, "b", 2);
    set_place(places, source, patch, "a", 4);
    set_place(places, source, patch, "b", 4);
    json_t *result = merge_patch(base, patch, places);

    assert_null(places_replaced(places, span_make(source, 5, 1)).source);
    assert_null(places_replaced(places, span_make(source, 5, 2)).source);
    assert_null(places_replaced(places, SPAN_NONE).source);
    json_decref(result);
    json_decref(patch);
    json_decref(base);
    arena_release(&arena);
}

static void a_map_merged_into_defaults_stands_where_the_user_wrote_it(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    struct places *places = places_new(&arena);
    const struct source *source = source_new(&arena, "f", STR("0123456789"));
    json_t *defaults = read_json("{\"map\": {\"x\": 1}}");
    json_t *user = read_json("{\"map\": {\"x\": 2}}");

    set_place(places, source, user, "map", 3);
    set_place(places, source, jx_get(user, "map"), "x", 5);
    json_t *result = merge_patch(defaults, user, places);
    const struct place *x = places_of_member(places, jx_get(result, "map"), "x");

    assert_int_equal(places_of_member(places, result, "map")->key.off, 3);
    assert_int_equal(x->value.off, 6);
    assert_non_null(x->replaced);
    assert_null(x->replaced->value.source);
    json_decref(result);
    json_decref(user);
    json_decref(defaults);
    arena_release(&arena);
}

static void places_are_kept_by_container_and_member(void **state)
{
    static char text[100000]; /* places lie within it */
    struct arena arena;

    (void)state;
    arena_init(&arena);
    memset(text, 'x', sizeof(text));
    struct places *places = places_new(&arena);
    const struct source *source = source_new(&arena, "f", (struct str){text, sizeof(text)});
    json_t *a = jx_object();
    json_t *b = jx_array();
    char key[16];

    for (uint32_t i = 0; i < 3000; i++) {
        (void)snprintf(key, sizeof(key), "k%u", i);
        set_place(places, source, a, key, i);
        places_set_item(places, b, i, (struct place){SPAN_NONE, span_make(source, i, 7), NULL});
    }
    const struct place *old = places_of_member(places, a, "k5");

    set_place(places, source, a, "k5", 99999);
    assert_int_equal(old->key.off, 5); /* who holds it may go on using it */
    assert_int_equal(places_of_member(places, a, "k5")->key.off, 99999);
    assert_int_equal(places_of_member(places, a, "k2999")->key.off, 2999);
    assert_int_equal(places_of_item(places, b, 1234)->value.off, 1234);
    assert_null(places_of_item(places, b, 3000)->value.source);
    assert_null(places_of_item(places, a, 1)->value.source);
    assert_null(places_of_member(places, b, "k1")->key.source);
    assert_null(places_of_member(places, a, "")->key.source);
    assert_null(places_of_root(places, a)->value.source);
    json_decref(a);
    json_decref(b);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patches_merge_as_the_rfc_says),
        cmocka_unit_test(a_merged_value_knows_where_it_stands_and_what_it_replaced),
        cmocka_unit_test(a_value_that_replaced_several_names_none),
        cmocka_unit_test(a_map_merged_into_defaults_stands_where_the_user_wrote_it),
        cmocka_unit_test(places_are_kept_by_container_and_member),
    };

    mem_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
