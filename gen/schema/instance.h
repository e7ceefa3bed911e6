/* SPDX-License-Identifier: MIT */
/**
 * JSON values as JSON Schema sees them. Floor: schema. Numbers are compared by their mathematical
 * value, so that 1.0 is the integer 1 (JSON Schema 2020-12 core, 4.2.1 and 4.2.2); jansson's own
 * comparison tells them apart.
 */
#ifndef ARCHGEN_SCHEMA_INSTANCE_H
#define ARCHGEN_SCHEMA_INSTANCE_H

#include "base/str.h"
#include "data/json.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Kinds of values, as bits of a set. A number is an integer or a fraction, never both. */
enum {
    KIND_NULL = 1,
    KIND_BOOL = 2,
    KIND_INTEGER = 4,
    KIND_FRACTION = 8,
    KIND_STRING = 16,
    KIND_LIST = 32,
    KIND_MAP = 64,
    KIND_NUMBER = KIND_INTEGER | KIND_FRACTION,
    KIND_ANY = 127
};

/** The kind, exactly one bit. */
unsigned instance_kind(const json_t *value);

/** Order of two numbers: negative, zero or positive. Exact also between integers and reals. */
int instance_compare(const json_t *a, const json_t *b);

/** True if `number` is a multiple of `step` (both numbers, step above 0). Between reals the
 *  quotient may be off by rounding: 0.0075 is a multiple of 0.0001. */
bool instance_is_multiple(const json_t *number, const json_t *step);

/** True if two values are equal in the sense of JSON Schema. */
bool instance_equal(const json_t *a, const json_t *b);

/** A hash that is the same for equal values. */
uint64_t instance_hash(const json_t *value);

/** The number of code points of valid UTF-8. */
size_t instance_length(struct str text);

#endif
