/* SPDX-License-Identifier: MIT */
#include "data/packed.h"

#include "base/mem.h"

#include <string.h>

/* ---- packing ---- */

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

static void write_object(struct packer *packer, struct buf *out, const json_t *object)
{
    const char *key;
    const json_t *member;

    buf_add_char(out, 'o');
    write_count(out, json_object_size(object));
    jx_object_foreach (object, key, member) {
        write_count(out, strlen(key));
        buf_add_bytes(out, key, strlen(key) + 1);
        write_count(out, packer_add(packer, member));
    }
}

static void write_array(struct packer *packer, struct buf *out, const json_t *array)
{
    size_t i;
    const json_t *item;

    buf_add_char(out, 'a');
    write_count(out, json_array_size(array));
    jx_array_foreach (array, i, item) {
        write_count(out, packer_add(packer, item));
    }
}

static void write_scalar(struct buf *out, const json_t *value)
{
    double real = json_real_value(value);
    uint64_t bits;

    if (json_is_string(value)) {
        buf_add_char(out, 's');
        write_count(out, jx_str(value).len);
        buf_add(out, jx_str(value));
    } else if (json_is_integer(value)) {
        buf_add_char(out, 'i');
        write_bits(out, (uint64_t)json_integer_value(value));
    } else if (json_is_real(value)) {
        memcpy(&bits, &real, sizeof(bits));
        buf_add_char(out, 'r');
        write_bits(out, bits);
    } else {
        buf_add_char(out, json_is_null(value) ? 'n' : json_is_true(value) ? 't' : 'f');
    }
}

/* Numbers count from 1 in the table, where NULL means that there is none. */
static uint32_t add_bytes(struct packer *packer, struct str bytes)
{
    uint32_t *number = ARENA_NEW(packer->arena, uint32_t);
    const uint32_t *known = table_put(&packer->known, packer->arena, bytes, number);

    if (known != NULL) {
        return *known;
    }
    *number = (uint32_t)packer->count;
    ARENA_GROW(packer->arena, packer->offs, packer->count, packer->capacity);
    packer->offs[packer->count++] = (uint32_t)packer->bytes.len;
    buf_add(&packer->bytes, bytes);
    return *number;
}

uint32_t packer_add(struct packer *packer, const json_t *value)
{
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    if (json_is_object(value)) {
        write_object(packer, &out, value);
    } else if (json_is_array(value)) {
        write_array(packer, &out, value);
    } else {
        write_scalar(&out, value);
    }
    uint32_t number = add_bytes(packer, buf_str(&out));

    buf_release(&out);
    return number;
}

/* ---- making ---- */

static uint64_t read_bits(const char *at)
{
    uint64_t bits = 0;

    for (unsigned i = 0; i < 8; i++) {
        bits |= (uint64_t)(unsigned char)at[i] << (8 * i);
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

static json_t *read_object(const struct packed_values *values, const char *at)
{
    json_t *object = jx_object();

    for (size_t left = read_count(&at); left > 0; left--) {
        struct str key = {NULL, read_count(&at)};

        key.p = at;
        at += key.len + 1;
        jx_set_valid(object, key, jx_share(packed_get(values, (uint32_t)read_count(&at))));
    }
    return object;
}

static json_t *read_array(const struct packed_values *values, const char *at)
{
    json_t *array = jx_array();

    for (size_t left = read_count(&at); left > 0; left--) {
        jx_append(array, jx_share(packed_get(values, (uint32_t)read_count(&at))));
    }
    return array;
}

static json_t *read_string(const char *at)
{
    size_t len = read_count(&at);

    return jx_string_valid((struct str){at, len});
}

static json_t *read_real(const char *at)
{
    uint64_t bits = read_bits(at);
    double real;

    memcpy(&real, &bits, sizeof(real));
    return jx_real(real);
}

static json_t *read_value(const struct packed_values *values, const char *at)
{
    switch (*at++) {
    case 'o':
        return read_object(values, at);
    case 'a':
        return read_array(values, at);
    case 's':
        return read_string(at);
    case 'i':
        return jx_integer((json_int_t)read_bits(at));
    case 'r':
        return read_real(at);
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

const json_t *packed_get(const struct packed_values *values, uint32_t number)
{
    if (values->made[number] == NULL) {
        values->made[number] = read_value(values, values->bytes + values->offs[number]);
    }
    return values->made[number];
}
