/* SPDX-License-Identifier: MIT */
/* The wrapper around jansson, and its dumps against jansson's reader. */
#include "base/mem.h"
#include "data/json.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static json_t *read_json(const char *text)
{
    json_t *value = json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

    assert_non_null(value);
    return value;
}

static void check_dump(const json_t *value, const char *expected, bool sorted)
{
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    jx_dump(value, &out, sorted);
    assert_string_equal(out.bytes, expected);
    buf_release(&out);
}

static void makers_give_what_getters_read(void **state)
{
    json_t *object = jx_object();

    (void)state;
    jx_set(object, "text", jx_string("a"));
    jx_set(object, "made", jx_format("%s-%d", "b", 2));
    jx_set(object, "number", jx_integer(-3));
    jx_set(object, "yes", jx_bool(true));
    jx_set(object, "list", jx_array());
    json_t *inner = jx_object();

    jx_set(inner, "cidr", jx_string_from(STR("x\0y")));
    jx_set(object, "network", inner);
    assert_string_equal(jx_get_text(object, "text", "?"), "a");
    assert_string_equal(jx_get_text(object, "made", "?"), "b-2");
    assert_string_equal(jx_get_text(object, "number", "?"), "?");
    assert_string_equal(jx_get_text(NULL, "text", "?"), "?");
    assert_int_equal(jx_get_integer(object, "number", 7), -3);
    assert_int_equal(jx_get_integer(object, "text", 7), 7);
    assert_true(jx_get_bool(object, "yes", false));
    assert_true(jx_get_bool(object, "none", true));
    assert_false(jx_get_bool(object, "text", false));
    assert_true(str_eq(jx_str(jx_path(object, "network.cidr")), STR("x\0y")));
    assert_int_equal(jx_str(jx_get(object, "number")).len, 0);
    assert_ptr_equal(jx_path(object, ""), object);
    assert_null(jx_path(object, "network.none.x"));
    assert_null(jx_path(object, "text.cidr"));
    assert_null(jx_at(jx_get(object, "list"), 0));
    assert_null(jx_at(object, 0));
    json_decref(object);
}

static void iteration_over_const_values_keeps_the_order(void **state)
{
    json_t *value = read_json("{\"b\": 1, \"a\": 2, \"c\": [3, 4]}");
    const char *key;
    const json_t *member;
    size_t index;
    char keys[4] = "";
    json_int_t sum = 0;

    (void)state;
    jx_object_foreach (value, key, member) {
        keys[strlen(keys)] = key[0];
    }
    assert_string_equal(keys, "bac");
    jx_array_foreach (jx_get(value, "c"), index, member) {
        sum = sum * 10 + json_integer_value(member);
    }
    assert_int_equal(sum, 34);
    jx_object_foreach (NULL, key, member) {
        fail();
    }
    json_decref(value);
}

static void share_adds_a_reference_and_copy_makes_another_value(void **state)
{
    json_t *value = read_json("{\"a\": [1]}");
    json_t *shared = jx_share(value);
    json_t *copy = jx_copy(value);

    (void)state;
    assert_ptr_equal(shared, value);
    assert_ptr_not_equal(copy, value);
    json_decref(value);
    jx_append(json_object_get(copy, "a"), jx_integer(2));
    check_dump(shared, "{\"a\":[1]}", false);
    check_dump(copy, "{\"a\":[1,2]}", false);
    json_decref(shared);
    json_decref(copy);
}

static void types_have_the_names_that_people_use(void **state)
{
    static const struct {
        const char *json;
        const char *name;
    } cases[] = {{"{}", "map"},     {"[]", "list"},      {"\"\"", "string"},   {"1", "number"},
                 {"1.5", "number"}, {"true", "boolean"}, {"false", "boolean"}, {"null", "null"}};

    (void)state;
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        json_t *value = read_json(cases[i].json);

        assert_string_equal(jx_type_name(value), cases[i].name);
        json_decref(value);
    }
    assert_string_equal(jx_type_name(NULL), "nothing");
}

static void sorting_orders_the_members_of_all_objects(void **state)
{
    json_t *value = read_json("{\"b\": [{\"d\": 1, \"c\": null}, 2], \"a\": {}}");
    json_t *sorted = jx_sorted(value);

    (void)state;
    check_dump(sorted, "{\"a\":{},\"b\":[{\"c\":null,\"d\":1},2]}", false);
    check_dump(value, "{\"b\":[{\"d\":1,\"c\":null},2],\"a\":{}}", false);
    json_decref(sorted);
    sorted = jx_sorted_keys(value);
    check_dump(sorted, "[\"a\",\"b\"]", false);
    json_decref(sorted);
    json_decref(value);
}

static void dumps_are_compact_and_sorted_on_demand(void **state)
{
    json_t *value =
        read_json("{\"b\": [1, -2, true, false, null, {}], \"a\\u0001\": \"\\u0001\\\"\\u00e4\", "
                  "\"a\": []}");

    (void)state;
    check_dump(value,
               "{\"b\":[1,-2,true,false,null,{}],\"a\\u0001\":\"\\u0001\\\"\xc3\xa4\",\"a\":[]}",
               false);
    check_dump(value,
               "{\"a\":[],\"a\\u0001\":\"\\u0001\\\"\xc3\xa4\",\"b\":[1,-2,true,false,null,{}]}",
               true);
    json_decref(value);
}

static void pretty_dumps_have_two_blanks_for_each_level(void **state)
{
    json_t *value = read_json("{\"b\": [1, {\"c\": {}}], \"a\": []}");
    struct buf out;

    (void)state;
    buf_init(&out, BUF_NO_LIMIT);
    jx_dump_pretty(value, &out);
    assert_string_equal(out.bytes, "{\n"
                                   "  \"b\": [\n"
                                   "    1,\n"
                                   "    {\n"
                                   "      \"c\": {}\n"
                                   "    }\n"
                                   "  ],\n"
                                   "  \"a\": []\n"
                                   "}");
    buf_release(&out);
    json_decref(value);
}

/* Forms of a dump: 0 compact, 1 sorted, 2 pretty. */
static void check_round_trip(const json_t *value, int form)
{
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    if (form == 2) {
        jx_dump_pretty(value, &out);
    } else {
        jx_dump(value, &out, form == 1);
    }
    json_t *again = read_json(out.bytes);

    if (!json_equal(value, again)) {
        fail_msg("%s", out.bytes);
    }
    json_decref(again);
    buf_release(&out);
}

static void dumps_read_back_as_the_same_value(void **state)
{
    static const char *const texts[] = {
        "{\"\\u0001\\b\\f\\n\\r\\t\\\\\\/\\u2028\\ud83d\\ude00\": [[[[]]], {\"\": \"\\u0000\"}]}",
        "[9223372036854775807, -9223372036854775808, 0]",
        "[0.1, 1e300, 5e-324, 1.7976931348623157e308, -2.5, 123456789.125]",
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(texts); i++) {
        json_t *value = read_json(texts[i]);

        for (int form = 0; form < 3; form++) {
            check_round_trip(value, form);
        }
        json_decref(value);
    }
}

static void reals_print_in_their_shortest_form(void **state)
{
    static const struct {
        double value;
        const char *expected;
    } cases[] = {
        {0.1, "0.1"},           {15.4, "15.4"},  {1.0, "1.0"},
        {-0.5, "-0.5"},         {1e20, "1e+20"}, {1.0 / 3, "0.3333333333333333"},
        {1e-7, "1e-07"},        {0.0, "0.0"},    {0.1 + 0.2, "0.30000000000000004"},
        {100000.5, "100000.5"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        json_t *value = jx_real(cases[i].value);

        check_dump(value, cases[i].expected, false);
        json_decref(value);
    }
}

static void reals_do_not_depend_on_the_locale(void **state)
{
    json_t *value = jx_real(1.5);

    (void)state;
    if (setlocale(LC_NUMERIC, "de_DE.UTF-8") == NULL) {
        json_decref(value);
        skip();
    }
    check_dump(value, "1.5", false);
    (void)setlocale(LC_NUMERIC, "C");
    json_decref(value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makers_give_what_getters_read),
        cmocka_unit_test(iteration_over_const_values_keeps_the_order),
        cmocka_unit_test(share_adds_a_reference_and_copy_makes_another_value),
        cmocka_unit_test(types_have_the_names_that_people_use),
        cmocka_unit_test(sorting_orders_the_members_of_all_objects),
        cmocka_unit_test(dumps_are_compact_and_sorted_on_demand),
        cmocka_unit_test(pretty_dumps_have_two_blanks_for_each_level),
        cmocka_unit_test(dumps_read_back_as_the_same_value),
        cmocka_unit_test(reals_print_in_their_shortest_form),
        cmocka_unit_test(reals_do_not_depend_on_the_locale),
    };

    mem_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
