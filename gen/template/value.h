/* SPDX-License-Identifier: MIT */
/**
 * Values while a template runs. Floor: template. A value borrows: from the view, from the
 * template's literals, or from the temporaries of the statement that runs (template/scope.h). Small
 * results (numbers, truth values, literals) exist without a JSON value until one is needed, which
 * is seldom.
 *
 * Operations follow Python, and refuse where Python's answer would surprise: a bool is no number.
 */
#ifndef ARCHGEN_TEMPLATE_VALUE_H
#define ARCHGEN_TEMPLATE_VALUE_H

#include "base/compiler.h"
#include "base/str.h"
#include "data/json.h"

#include <stdbool.h>
#include <stdint.h>

enum value_type {
    VALUE_UNDEFINED, /* `node` found nothing in `json` (NULL: among the variables) */
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_INTEGER,
    VALUE_REAL,
    VALUE_STRING,
    VALUE_LIST,
    VALUE_MAP
};

struct value {
    enum value_type type;
    uint32_t node;      /* VALUE_UNDEFINED only */
    const json_t *json; /* the value as JSON, borrowed; NULL if it exists only here */
    union {
        bool flag;
        json_int_t integer;
        double real;
        struct str text;
    } as; /* the content of scalars */
};

/** Makers. Text is borrowed. */
struct value value_from_json(const json_t *json);
void value_read(struct value *value, const json_t *json); /* the same, in place */
struct value value_bool(bool flag);
struct value value_integer(json_int_t integer);
struct value value_text(struct str text);

/** Gives the value as JSON; not for VALUE_UNDEFINED. */
AG_MUST_USE json_t *value_to_json(const struct value *value);

/** Truth as in Python: null, false, zero and what is empty are false. Not for VALUE_UNDEFINED. */
bool value_is_true(const struct value *value);

/** True for a reference between resources or a text that holds some (template/dialect.h). */
bool value_is_reference(const struct value *value);

bool value_is_number(const struct value *value);

/** The type with its article, as the user knows it: "a string", "null". */
const char *value_type_name(const struct value *value);

enum value_order { VALUE_LESS, VALUE_SAME, VALUE_GREATER };

/** Order of two numbers, exact, or of two strings by code point; false for all else. */
bool value_compare(const struct value *a, const struct value *b, enum value_order *order);

/** Equality as in Python, in depth. False if a bool would be compared with a number. */
bool value_equals(const struct value *a, const struct value *b, bool *result);

#endif
