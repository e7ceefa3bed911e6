/* SPDX-License-Identifier: MIT */
/* Kinds, order and equality of JSON values. */
#include "schema/instance.h"

#include "base/mem.h"

static const double TWO_TO_53 = 9007199254740992.0;    /* from here on all doubles are integers */
static const double TWO_TO_63 = 9223372036854775808.0; /* the first double beyond json_int_t */

static bool is_whole(double real)
{
    if (real >= TWO_TO_53 || real <= -TWO_TO_53) {
        return true;
    }
    return (double)(json_int_t)real == real;
}

unsigned instance_kind(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_NULL:
        return KIND_NULL;
    case JSON_TRUE:
    case JSON_FALSE:
        return KIND_BOOL;
    case JSON_INTEGER:
        return KIND_INTEGER;
    case JSON_REAL:
        return is_whole(json_real_value(value)) ? KIND_INTEGER : KIND_FRACTION;
    case JSON_STRING:
        return KIND_STRING;
    case JSON_ARRAY:
        return KIND_LIST;
    case JSON_OBJECT:
        return KIND_MAP;
    }
    BUG("a JSON value of no type");
}

static int compare_reals(double a, double b)
{
    return (a > b) - (a < b);
}

static int compare_integers(json_int_t a, json_int_t b)
{
    return (a > b) - (a < b);
}

/* Not through a double: beyond 2^53 neighbouring integers would become equal. */
static int compare_mixed(json_int_t integer, double real)
{
    if (real >= TWO_TO_63) {
        return -1;
    }
    if (real < -TWO_TO_63) {
        return 1;
    }
    json_int_t whole = (json_int_t)real;

    if (integer != whole) {
        return compare_integers(integer, whole);
    }
    return compare_reals(0.0, real - (double)whole);
}

int instance_compare(const json_t *a, const json_t *b)
{
    if (json_is_integer(a) && json_is_integer(b)) {
        return compare_integers(json_integer_value(a), json_integer_value(b));
    }
    if (json_is_integer(a)) {
        return compare_mixed(json_integer_value(a), json_real_value(b));
    }
    if (json_is_integer(b)) {
        return -compare_mixed(json_integer_value(b), json_real_value(a));
    }
    return compare_reals(json_real_value(a), json_real_value(b));
}

bool instance_is_multiple(const json_t *number, const json_t *step)
{
    /* One rounding of each operand and one of the quotient, with some room. */
    static const double TOLERANCE = 1.0 / (1LL << 50);

    if (json_is_integer(number) && json_is_integer(step)) {
        return json_integer_value(number) % json_integer_value(step) == 0;
    }
    double quotient = json_number_value(number) / json_number_value(step);

    quotient = quotient < 0 ? -quotient : quotient;
    if (quotient >= TWO_TO_53) {
        return quotient - quotient == 0.0; // false for infinity: the division overflowed
    }
    double rest = quotient - (double)(json_int_t)(quotient + 0.5);

    return (rest < 0 ? -rest : rest) <= quotient * TOLERANCE;
}

static bool maps_equal(const json_t *a, const json_t *b)
{
    const char *key;
    const json_t *member;

    if (json_object_size(a) != json_object_size(b)) {
        return false;
    }
    jx_object_foreach (a, key, member) {
        const json_t *other = jx_get(b, key);

        if (other == NULL || !instance_equal(member, other)) {
            return false;
        }
    }
    return true;
}

static bool lists_equal(const json_t *a, const json_t *b)
{
    size_t i;
    const json_t *item;

    if (json_array_size(a) != json_array_size(b)) {
        return false;
    }
    jx_array_foreach (a, i, item) {
        if (!instance_equal(item, jx_at(b, i))) {
            return false;
        }
    }
    return true;
}

bool instance_equal(const json_t *a, const json_t *b)
{
    if (json_is_number(a) && json_is_number(b)) {
        return instance_compare(a, b) == 0;
    }
    if (json_typeof(a) != json_typeof(b)) {
        return false;
    }
    if (json_is_string(a)) {
        return str_eq(jx_str(a), jx_str(b));
    }
    if (json_is_object(a)) {
        return maps_equal(a, b);
    }
    return !json_is_array(a) || lists_equal(a, b);
}

/* FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t len)
{
    const unsigned char *p = bytes;

    for (size_t i = 0; i < len; i++) {
        hash = (hash ^ p[i]) * UINT64_C(0x100000001b3);
    }
    return hash;
}

static uint64_t hash_number(uint64_t hash, const json_t *value)
{
    /* As a double: equal numbers become equal doubles, and few others collide. */
    double real = json_number_value(value) + 0.0; // -0.0 becomes 0.0

    return hash_bytes(hash, &real, sizeof(real));
}

static uint64_t hash_map(uint64_t hash, const json_t *value)
{
    uint64_t sum = 0; // a sum, because the order of members does not count
    const char *key;
    const json_t *member;

    jx_object_foreach (value, key, member) {
        sum += hash_bytes(instance_hash(member), key, strlen(key));
    }
    return hash_bytes(hash, &sum, sizeof(sum));
}

uint64_t instance_hash(const json_t *value)
{
    const unsigned kind = instance_kind(value) & KIND_NUMBER ? KIND_NUMBER : instance_kind(value);
    uint64_t hash = hash_bytes(UINT64_C(0xcbf29ce484222325), &kind, sizeof(kind));
    size_t i;
    const json_t *item;

    if (kind == KIND_NUMBER) {
        return hash_number(hash, value);
    }
    if (kind == KIND_STRING) {
        return hash_bytes(hash, jx_str(value).p, jx_str(value).len);
    }
    if (kind == KIND_MAP) {
        return hash_map(hash, value);
    }
    if (kind == KIND_BOOL) {
        return hash ^ (uint64_t)json_is_true(value);
    }
    jx_array_foreach (value, i, item) {
        uint64_t inner = instance_hash(item);

        hash = hash_bytes(hash, &inner, sizeof(inner));
    }
    return hash;
}

size_t instance_length(struct str text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++) {
        count += ((unsigned char)text.p[i] & 0xc0) != 0x80;
    }
    return count;
}
