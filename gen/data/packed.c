/* SPDX-License-Identifier: MIT */
#include "data/packed.h"

#include "base/mem.h"

#include <stdint.h>
#include <string.h>

/* ---- writing ---- */

static void write_bits(struct buf *out, uint64_t bits)
{
    for (unsigned shift = 0; shift < 64; shift += 8) {
        buf_add_char(out, (char)(unsigned char)(bits >> shift & 0xff));
    }
}

static void write_count(struct buf *out, size_t count)
{
    for (; count >= 0x80; count >>= 7) {
        buf_add_char(out, (char)(unsigned char)(0x80 | (count & 0x7f)));
    }
    buf_add_char(out, (char)count);
}

static void write_object(struct buf *out, const json_t *object)
{
    const char *key;
    const json_t *member;

    buf_add_char(out, 'o');
    write_count(out, json_object_size(object));
    jx_object_foreach (object, key, member) {
        write_count(out, strlen(key));
        buf_add_bytes(out, key, strlen(key) + 1);
        packed_write(out, member);
    }
}

static void write_array(struct buf *out, const json_t *array)
{
    size_t i;
    const json_t *item;

    buf_add_char(out, 'a');
    write_count(out, json_array_size(array));
    jx_array_foreach (array, i, item) {
        packed_write(out, item);
    }
}

static void write_real(struct buf *out, double real)
{
    uint64_t bits;

    memcpy(&bits, &real, sizeof(bits));
    buf_add_char(out, 'r');
    write_bits(out, bits);
}

void packed_write(struct buf *out, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        write_object(out, value);
        break;
    case JSON_ARRAY:
        write_array(out, value);
        break;
    case JSON_STRING:
        buf_add_char(out, 's');
        write_count(out, jx_str(value).len);
        buf_add(out, jx_str(value));
        break;
    case JSON_INTEGER:
        buf_add_char(out, 'i');
        write_bits(out, (uint64_t)json_integer_value(value));
        break;
    case JSON_REAL:
        write_real(out, json_real_value(value));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
    case JSON_NULL:
        buf_add_char(out, json_is_null(value) ? 'n' : json_is_true(value) ? 't' : 'f');
        break;
    }
}

/* ---- reading ---- */

static uint64_t read_bits(const char **at)
{
    uint64_t bits = 0;

    for (unsigned shift = 0; shift < 64; shift += 8) {
        bits |= (uint64_t)(unsigned char)*(*at)++ << shift;
    }
    return bits;
}

static size_t read_count(const char **at)
{
    size_t count = 0;
    unsigned shift = 0;

    for (; ((unsigned char)**at & 0x80) != 0; shift += 7) {
        count |= (size_t)((unsigned char)*(*at)++ & 0x7f) << shift;
    }
    return count | (size_t)(unsigned char)*(*at)++ << shift;
}

static json_t *read_object(const char **at)
{
    json_t *object = jx_object();

    for (size_t left = read_count(at); left > 0; left--) {
        size_t len = read_count(at);
        const char *key = *at;

        *at += len + 1;
        jx_set_valid(object, (struct str){key, len}, packed_read(at));
    }
    return object;
}

static json_t *read_array(const char **at)
{
    json_t *array = jx_array();

    for (size_t left = read_count(at); left > 0; left--) {
        jx_append(array, packed_read(at));
    }
    return array;
}

static json_t *read_string(const char **at)
{
    size_t len = read_count(at);
    const char *bytes = *at;

    *at += len;
    return jx_string_valid((struct str){bytes, len});
}

static double read_real(const char **at)
{
    uint64_t bits = read_bits(at);
    double real;

    memcpy(&real, &bits, sizeof(real));
    return real;
}

json_t *packed_read(const char **at)
{
    switch (*(*at)++) {
    case 'o':
        return read_object(at);
    case 'a':
        return read_array(at);
    case 's':
        return read_string(at);
    case 'i':
        return jx_integer((json_int_t)read_bits(at));
    case 'r':
        return jx_real(read_real(at));
    case 't':
        return jx_bool(true);
    case 'f':
        return jx_bool(false);
    case 'n':
        return json_null();
    default:
        BUG("packed data begins with the letter of a type");
    }
}
