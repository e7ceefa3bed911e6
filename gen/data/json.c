/* SPDX-License-Identifier: MIT */
/*
 * The wrapper around jansson. Dumping is our own: jansson 2.14 ignores the result of writing a key
 * (src/dump.c, do_dump), so that a failure in between gives broken JSON and success.
 */
#include "data/json.h"

#include "base/mem.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static json_t *must(json_t *value)
{
    BUG_UNLESS(value != NULL);
    return value;
}

/* The only place where const is cast away. */
static json_t *without_const(const json_t *value)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-qual" // jansson's iterators and counters take no const
    return (json_t *)value;
#pragma GCC diagnostic pop
}

json_t *jx_object(void)
{
    return must(json_object());
}

json_t *jx_array(void)
{
    return must(json_array());
}

/* Descriptions, schemas and templates were checked when they were read, and are not checked again
 * here, nor are keys below. */
json_t *jx_string(const char *text)
{
    return must(json_string_nocheck(text));
}

json_t *jx_string_from(struct str str)
{
    return must(json_stringn(str.len == 0 ? "" : str.p, str.len));
}

json_t *jx_string_valid(struct str str)
{
    return must(json_stringn_nocheck(str.len == 0 ? "" : str.p, str.len));
}

json_t *jx_format(const char *format, ...)
{
    char text[256]; /* enough for nearly all */
    va_list args;

    va_start(args, format);
    int len = text_format(text, sizeof(text), format, args);

    va_end(args);
    BUG_UNLESS(len >= 0);
    if ((size_t)len < sizeof(text)) {
        return jx_string_valid((struct str){text, (size_t)len});
    }
    va_start(args, format);
    json_t *value = json_vsprintf(format, args);

    va_end(args);
    return must(value);
}

json_t *jx_integer(json_int_t value)
{
    return must(json_integer(value));
}

json_t *jx_real(double value)
{
    return must(json_real(value));
}

json_t *jx_bool(bool value)
{
    return json_boolean(value);
}

json_t *jx_share(const json_t *value)
{
    return must(json_incref(without_const(value)));
}

json_t *jx_copy(const json_t *value)
{
    return must(json_deep_copy(value));
}

json_t *jx_copy_members(const json_t *object)
{
    return must(json_copy(without_const(object)));
}

void jx_set_valid(json_t *object, struct str key, json_t *value)
{
    BUG_UNLESS(json_object_setn_new_nocheck(object, key.p, key.len, value) == 0);
}

void jx_append(json_t *array, json_t *value)
{
    BUG_UNLESS(json_array_append_new(array, value) == 0);
}

const json_t *jx_path(const json_t *object, const char *path)
{
    const json_t *value = object;

    while (value != NULL && *path != '\0') {
        const char *dot = strchr(path, '.');
        size_t len = dot == NULL ? strlen(path) : (size_t)(dot - path);

        value = json_object_getn(value, path, len);
        path += len + (path[len] == '.');
    }
    return value;
}

const json_t *jx_at(const json_t *array, size_t index)
{
    return json_array_get(array, index);
}

struct str jx_str(const json_t *value)
{
    if (!json_is_string(value)) {
        return STR("");
    }
    return (struct str){json_string_value(value), json_string_length(value)};
}

const char *jx_type_name(const json_t *value)
{
    static const char *const names[] = {
        [JSON_OBJECT] = "map",     [JSON_ARRAY] = "list",  [JSON_STRING] = "string",
        [JSON_INTEGER] = "number", [JSON_REAL] = "number", [JSON_TRUE] = "boolean",
        [JSON_FALSE] = "boolean",  [JSON_NULL] = "null",
    };

    return value == NULL ? "nothing" : names[json_typeof(value)];
}

void *jx_iter(const json_t *object)
{
    return json_object_iter(without_const(object));
}

void *jx_iter_next(const json_t *object, void *iter)
{
    return json_object_iter_next(without_const(object), iter);
}

/* --- dumping --- */

struct dump {
    struct buf *out;
    bool sorted;
    bool pretty;
};

/* One member while its object is dumped; borrowed. */
struct member {
    struct str key;
    const json_t *value;
};

static int compare_members(const void *a, const void *b)
{
    const struct member *left = a;
    const struct member *right = b;

    return str_compare(left->key, right->key);
}

/* Gives the members of an object, in insertion order; NULL if it has none. */
static struct member *list_members(const json_t *object, size_t count)
{
    if (count == 0) {
        return NULL;
    }
    struct member *members = mem_alloc(count * sizeof(*members));
    size_t used = 0;

    for (void *iter = jx_iter(object); iter != NULL; iter = jx_iter_next(object, iter)) {
        BUG_UNLESS(used < count);
        members[used++] = (struct member){
            {json_object_iter_key(iter), json_object_iter_key_len(iter)},
            json_object_iter_value(iter),
        };
    }
    return members;
}

json_t *jx_sorted(const json_t *value)
{
    size_t count = json_object_size(value);
    size_t i;
    const json_t *item;

    if (json_is_object(value)) {
        struct member *members = list_members(value, count);
        json_t *object = jx_object();

        if (count > 1) {
            qsort(members, count, sizeof(*members), compare_members);
        }
        for (i = 0; i < count; i++) {
            jx_set(object, members[i].key.p, jx_sorted(members[i].value));
        }
        free(members);
        return object;
    }
    if (json_is_array(value)) {
        json_t *array = jx_array();

        jx_array_foreach (value, i, item) {
            jx_append(array, jx_sorted(item));
        }
        return array;
    }
    return jx_share(value);
}

json_t *jx_sorted_keys(const json_t *map)
{
    size_t count = json_object_size(map);
    struct member *members = list_members(map, count);
    json_t *keys = jx_array();

    if (count > 1) {
        qsort(members, count, sizeof(*members), compare_members);
    }
    for (size_t i = 0; i < count; i++) {
        jx_append(keys, jx_string_from(members[i].key));
    }
    free(members);
    return keys;
}

static void break_line(const struct dump *dump, size_t depth)
{
    if (dump->pretty) {
        buf_add_char(dump->out, '\n');
        buf_add_repeat(dump->out, ' ', 2 * depth);
    }
}

/* The shortest text that reads back as the same number. printf writes the decimal point of the
 * locale of whoever uses the library, so anything that JSON does not have there becomes '.'. */
static void dump_real(double value, struct buf *out)
{
    char text[40];
    bool has_mark = false;

    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(text, sizeof(text), "%.*g", digits, value);
        if (strtod(text, NULL) >= value && strtod(text, NULL) <= value) {
            break;
        }
    }
    for (const char *p = text; *p != '\0';) {
        size_t len = strspn(p, "0123456789+-");

        if (len == 0 && *p == 'e') {
            len = 1;
            has_mark = true;
        }
        if (len == 0) {
            buf_add_char(out, '.');
            has_mark = true;
            p += strcspn(p, "0123456789+-e");
            continue;
        }
        buf_add_bytes(out, p, len);
        p += len;
    }
    if (!has_mark) {
        buf_add_text(out, ".0"); /* stays a real when it is read again */
    }
}

static void dump_value(const struct dump *dump, const json_t *value, size_t depth);

static void dump_object(const struct dump *dump, const json_t *object, size_t depth)
{
    size_t count = json_object_size(object);
    struct member *members = list_members(object, count);

    if (dump->sorted && count > 1) {
        qsort(members, count, sizeof(*members), compare_members);
    }
    buf_add_char(dump->out, '{');
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            buf_add_char(dump->out, ',');
        }
        break_line(dump, depth + 1);
        buf_add_json(dump->out, members[i].key);
        buf_add_text(dump->out, dump->pretty ? ": " : ":");
        dump_value(dump, members[i].value, depth + 1);
    }
    if (count > 0) {
        break_line(dump, depth);
    }
    buf_add_char(dump->out, '}');
    free(members);
}

static void dump_array(const struct dump *dump, const json_t *array, size_t depth)
{
    size_t count = json_array_size(array);

    buf_add_char(dump->out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            buf_add_char(dump->out, ',');
        }
        break_line(dump, depth + 1);
        dump_value(dump, json_array_get(array, i), depth + 1);
    }
    if (count > 0) {
        break_line(dump, depth);
    }
    buf_add_char(dump->out, ']');
}

/* Recursion is as deep as the value; documents are limited to YAML_DEPTH_MAX. */
static void dump_value(const struct dump *dump, const json_t *value, size_t depth)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        dump_object(dump, value, depth);
        break;
    case JSON_ARRAY:
        dump_array(dump, value, depth);
        break;
    case JSON_STRING:
        buf_add_json(dump->out, jx_str(value));
        break;
    case JSON_INTEGER:
        buf_add_integer(dump->out, json_integer_value(value));
        break;
    case JSON_REAL:
        dump_real(json_real_value(value), dump->out);
        break;
    case JSON_TRUE:
        buf_add_text(dump->out, "true");
        break;
    case JSON_FALSE:
        buf_add_text(dump->out, "false");
        break;
    case JSON_NULL:
        buf_add_text(dump->out, "null");
        break;
    }
}

void jx_dump(const json_t *value, struct buf *out, bool sorted)
{
    dump_value(&(struct dump){.out = out, .sorted = sorted}, value, 0);
}

void jx_dump_pretty(const json_t *value, struct buf *out)
{
    dump_value(&(struct dump){.out = out, .pretty = true}, value, 0);
}

void jx_dump_text(struct str text, struct buf *out)
{
    buf_add_json(out, text);
}
