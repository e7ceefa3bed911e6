/* SPDX-License-Identifier: MIT */
/* The tests of `is`. In Python a bool is a number, so `number` refuses nothing but answers so. */
#include "template/predicates.h"

#include "base/compiler.h"

static bool is_defined(const struct value *value)
{
    return value->type != VALUE_UNDEFINED;
}

static bool is_undefined(const struct value *value)
{
    return value->type == VALUE_UNDEFINED;
}

static bool is_none(const struct value *value)
{
    return value->type == VALUE_NULL;
}

static bool is_string(const struct value *value)
{
    return value->type == VALUE_STRING;
}

static bool is_number(const struct value *value)
{
    return value_is_number(value) || value->type == VALUE_BOOL;
}

static bool is_integer(const struct value *value)
{
    return value->type == VALUE_INTEGER;
}

static bool is_boolean(const struct value *value)
{
    return value->type == VALUE_BOOL;
}

static bool is_true(const struct value *value)
{
    return value->type == VALUE_BOOL && value->as.flag;
}

static bool is_false(const struct value *value)
{
    return value->type == VALUE_BOOL && !value->as.flag;
}

static bool is_mapping(const struct value *value)
{
    return value->type == VALUE_MAP;
}

/* Jinja2: has a length and items, which strings and maps have too. */
static bool is_sequence(const struct value *value)
{
    return value->type == VALUE_LIST || value->type == VALUE_MAP || value->type == VALUE_STRING;
}

static const struct predicate PREDICATES[] = {
    {"defined", true, is_defined},    {"undefined", true, is_undefined},
    {"none", false, is_none},         {"string", false, is_string},
    {"number", false, is_number},     {"integer", false, is_integer},
    {"boolean", false, is_boolean},   {"true", false, is_true},
    {"false", false, is_false},       {"mapping", false, is_mapping},
    {"sequence", false, is_sequence},
};

const struct predicate *predicates_all(size_t *count)
{
    *count = AG_COUNT(PREDICATES);
    return PREDICATES;
}
