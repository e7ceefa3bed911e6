/* SPDX-License-Identifier: MIT */
/* Values: conversion from and to JSON, truth, order and equality. */
#include "template/value.h"

#include "base/mem.h"

void value_read(struct value *value, const json_t *json)
{
    value->json = json;
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        value->type = VALUE_MAP;
        break;
    case JSON_ARRAY:
        value->type = VALUE_LIST;
        break;
    case JSON_STRING:
        value->type = VALUE_STRING;
        value->as.text = (struct str){json_string_value(json), json_string_length(json)};
        break;
    case JSON_INTEGER:
        value->type = VALUE_INTEGER;
        value->as.integer = json_integer_value(json);
        break;
    case JSON_REAL:
        value->type = VALUE_REAL;
        value->as.real = json_real_value(json);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        value->type = VALUE_BOOL;
        value->as.flag = json_is_true(json);
        break;
    case JSON_NULL:
        value->type = VALUE_NULL;
        break;
    }
}

struct value value_from_json(const json_t *json)
{
    struct value value = {0};

    value_read(&value, json);
    return value;
}

struct value value_bool(bool flag)
{
    return (struct value){.type = VALUE_BOOL, .as.flag = flag};
}

struct value value_integer(json_int_t integer)
{
    return (struct value){.type = VALUE_INTEGER, .as.integer = integer};
}

struct value value_text(struct str text)
{
    return (struct value){.type = VALUE_STRING, .as.text = text};
}

json_t *value_to_json(const struct value *value)
{
    if (value->json != NULL) {
        return jx_share(value->json);
    }
    switch (value->type) {
    case VALUE_NULL:
        return json_null();
    case VALUE_BOOL:
        return jx_bool(value->as.flag);
    case VALUE_INTEGER:
        return jx_integer(value->as.integer);
    case VALUE_REAL:
        return json_real(value->as.real);
    case VALUE_STRING:
        return jx_string_valid(value->as.text);
    case VALUE_UNDEFINED:
    case VALUE_LIST:
    case VALUE_MAP:
        break;
    }
    BUG("a value without content");
}

bool value_is_true(const struct value *value)
{
    switch (value->type) {
    case VALUE_BOOL:
        return value->as.flag;
    case VALUE_INTEGER:
        return value->as.integer != 0;
    case VALUE_REAL:
        return value->as.real != 0.0;
    case VALUE_STRING:
        return value->as.text.len != 0;
    case VALUE_LIST:
        return json_array_size(value->json) != 0;
    case VALUE_MAP:
        return json_object_size(value->json) != 0;
    case VALUE_UNDEFINED:
    case VALUE_NULL:
        break;
    }
    return false;
}

bool value_is_reference(const struct value *value)
{
    return value->type == VALUE_MAP && (json_object_getn(value->json, "$ref", 4) != NULL ||
                                        json_object_getn(value->json, "$concat", 7) != NULL);
}

bool value_is_number(const struct value *value)
{
    return value->type == VALUE_INTEGER || value->type == VALUE_REAL;
}

const char *value_type_name(const struct value *value)
{
    static const char *const names[] = {
        [VALUE_UNDEFINED] = "undefined", [VALUE_NULL] = "null",     [VALUE_BOOL] = "a bool",
        [VALUE_INTEGER] = "a number",    [VALUE_REAL] = "a number", [VALUE_STRING] = "a string",
        [VALUE_LIST] = "a list",         [VALUE_MAP] = "a map",
    };

    return value_is_reference(value) ? "a reference" : names[value->type];
}

static enum value_order order_of_reals(double a, double b)
{
    return a < b ? VALUE_LESS : a > b ? VALUE_GREATER : VALUE_SAME;
}

/* Exact, as in Python: converting the integer to double would round above 2^53. */
static enum value_order order_of_mixed(json_int_t integer, double real)
{
    if (real >= 9223372036854775808.0) {
        return VALUE_LESS;
    }
    if (real < -9223372036854775808.0) {
        return VALUE_GREATER;
    }
    json_int_t whole = (json_int_t)real;

    if (integer != whole) {
        return integer < whole ? VALUE_LESS : VALUE_GREATER;
    }
    return order_of_reals((double)whole, real);
}

static enum value_order order_of_numbers(const struct value *a, const struct value *b)
{
    if (a->type == VALUE_REAL && b->type == VALUE_REAL) {
        return order_of_reals(a->as.real, b->as.real);
    }
    if (a->type == VALUE_REAL) {
        enum value_order order = order_of_mixed(b->as.integer, a->as.real);

        return order == VALUE_LESS ? VALUE_GREATER : order == VALUE_GREATER ? VALUE_LESS : order;
    }
    if (b->type == VALUE_REAL) {
        return order_of_mixed(a->as.integer, b->as.real);
    }
    return a->as.integer < b->as.integer   ? VALUE_LESS
           : a->as.integer > b->as.integer ? VALUE_GREATER
                                           : VALUE_SAME;
}

bool value_compare(const struct value *a, const struct value *b, enum value_order *order)
{
    if (value_is_number(a) && value_is_number(b)) {
        *order = order_of_numbers(a, b);
        return true;
    }
    if (a->type == VALUE_STRING && b->type == VALUE_STRING) {
        /* The order of UTF-8 bytes is the order of code points. */
        int bytes = str_compare(a->as.text, b->as.text);

        *order = bytes < 0 ? VALUE_LESS : bytes > 0 ? VALUE_GREATER : VALUE_SAME;
        return true;
    }
    return false;
}

static bool lists_equal(const json_t *a, const json_t *b, bool *result)
{
    size_t i;
    const json_t *item;

    *result = json_array_size(a) == json_array_size(b);
    if (*result) {
        jx_array_foreach (a, i, item) {
            struct value left = value_from_json(item);
            struct value right = value_from_json(jx_at(b, i));

            if (!value_equals(&left, &right, result)) {
                return false;
            }
            if (!*result) {
                break;
            }
        }
    }
    return true;
}

static bool maps_equal(const json_t *a, const json_t *b, bool *result)
{
    const char *key;
    const json_t *member;

    *result = json_object_size(a) == json_object_size(b);
    if (*result) {
        jx_object_foreach (a, key, member) {
            const json_t *other = jx_get(b, key);

            if (other == NULL) {
                *result = false;
                break;
            }
            struct value left = value_from_json(member);
            struct value right = value_from_json(other);

            if (!value_equals(&left, &right, result)) {
                return false;
            }
            if (!*result) {
                break;
            }
        }
    }
    return true;
}

bool value_equals(const struct value *a, const struct value *b, bool *result)
{
    enum value_order order;

    if ((a->type == VALUE_BOOL && value_is_number(b)) ||
        (b->type == VALUE_BOOL && value_is_number(a))) {
        return false;
    }
    if (a->type == VALUE_STRING && b->type == VALUE_STRING) {
        *result = str_eq(a->as.text, b->as.text);
        return true;
    }
    if (value_compare(a, b, &order)) {
        *result = order == VALUE_SAME;
        return true;
    }
    *result = false;
    if (a->type != b->type) {
        return true;
    }
    if (a->type == VALUE_LIST) {
        return lists_equal(a->json, b->json, result);
    }
    if (a->type == VALUE_MAP) {
        return maps_equal(a->json, b->json, result);
    }
    *result = a->type == VALUE_NULL || a->as.flag == b->as.flag;
    return true;
}
