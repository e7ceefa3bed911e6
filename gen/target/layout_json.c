/* SPDX-License-Identifier: MIT */
/*
 * The pass costs about ten instructions a byte (loading and dumping through jansson costs over two
 * hundred): runs of plain bytes are found by a table and copied at once.
 */
#include "target/layout_json.h"

#include "base/hash.h"
#include "base/mem.h"
#include "target/json_string.h"
#include "target/plain.h"
#include "target/room.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- faults ---- */

static bool fail_at(struct json_reader *reader, const char *at, const char *text)
{
    if (reader->fault.text == NULL) {
        reader->fault = (struct text_fault){(size_t)(at - reader->start), text};
    }
    return false;
}

static bool fail_expected(struct json_reader *reader, const char *expected)
{
    const char *text;

    if (reader->p == reader->end) {
        text = arena_text(reader->arena, "expected %s, found the end", expected);
    } else if (*reader->p > ' ' && *reader->p <= '~') {
        text = arena_text(reader->arena, "expected %s, found '%c'", expected, *reader->p);
    } else {
        text = arena_text(reader->arena, "expected %s, found the byte 0x%02X", expected,
                          (unsigned)(unsigned char)*reader->p);
    }
    return fail_at(reader, reader->p, text);
}

/* ---- output ---- */

/* Room for a line end, the blanks of `depth` brackets and `len` bytes more, which the caller writes
 * behind the first; NULL on overflow. */
static inline char *begin_line(struct buf *out, char before, size_t depth, size_t len)
{
    char *to = room_for(out, 2 * depth + 2 + ROOM_BLANKS + len);

    if (to == NULL) {
        return NULL;
    }
    if (before != '\0') {
        *to++ = before;
    }
    *to++ = '\n';
    return room_blanks(to, 2 * depth);
}

static void put_line(struct buf *out, char before, size_t depth)
{
    char *to = begin_line(out, before, depth, 0);

    if (to != NULL) {
        out->len = (size_t)(to - out->bytes);
    }
}

/* The end of an object or array: in the same line if it is empty, so that its opening bracket
 * (`before`) was not written yet, else in a line of its own. */
static void put_end(struct buf *out, char before, char close, size_t depth)
{
    if (before == ',') {
        put_line(out, '\0', depth);
    } else {
        room_put(out, &before, 1);
    }
    room_put(out, &close, 1);
}

/* The line of a member, up to its value. */
static void put_key(struct buf *out, char before, size_t depth, struct str key)
{
    char *to = begin_line(out, before, depth, key.len + 2);

    if (to != NULL) {
        memcpy(to, key.p, key.len);
        to += key.len;
        *to++ = ':';
        *to++ = ' ';
        out->len = (size_t)(to - out->bytes);
    }
}

/* ---- strings ---- */

static const bool is_blank[256] = {[' '] = true, ['\n'] = true, ['\r'] = true, ['\t'] = true};

static inline void skip_blanks(struct json_reader *reader)
{
    const char *p = reader->p;

    while (p < reader->end && is_blank[(unsigned char)*p]) {
        p++;
    }
    reader->p = p;
}

/* The end of the string at reader->p, quotes included, if its literal is nothing but plain bytes,
 * as nearly all are; else NULL. */
static inline const char *plain_string_end(const struct json_reader *reader)
{
    const char *p = plain_end(reader->p + 1, reader->end, json_string_stops);

    return p < reader->end && *p == '"' ? p + 1 : NULL;
}

/* Reads a string: `*raw` is its literal as it stands, quotes included; `*is_long` says that an
 * escape in it has a shorter form. */
static bool read_string(struct json_reader *reader, struct str *raw, bool *is_long)
{
    struct text_fault fault;
    const char *end = json_string_end(reader->p, reader->end, is_long, &fault);

    if (end == NULL) {
        return fail_at(reader, reader->p + fault.off, fault.text);
    }
    *raw = (struct str){reader->p, (size_t)(end - reader->p)};
    reader->p = end;
    return true;
}

/* ---- the reader ---- */

void json_reader_init(struct json_reader *reader, struct arena *arena, struct str text)
{
    *reader = (struct json_reader){
        .arena = arena, .p = text.p, .start = text.p, .end = text.p + text.len};
}

void json_reader_release(struct json_reader *reader)
{
    free(reader->keys);
    reader->keys = NULL;
}

bool json_reader_open(struct json_reader *reader, struct json_object *object)
{
    skip_blanks(reader);
    if (reader->p == reader->end || *reader->p != '{') {
        return fail_expected(reader, "'{'");
    }
    reader->p++;
    *object = (struct json_object){.first_key = reader->key_count};
    return true;
}

bool json_reader_is_object(struct json_reader *reader)
{
    skip_blanks(reader);
    return reader->p < reader->end && *reader->p == '{';
}

/* ---- keys ---- */

/* The few keys of most objects are compared with each other; from here on they are hashed. */
enum { INDEXED_FROM = 16 };

static bool is_key(const struct str *other, struct str key)
{
    /* The first letter (or the closing quote) tells most keys apart. */
    return other->len == key.len && other->p[1] == key.p[1] &&
           memcmp(other->p, key.p, key.len) == 0;
}

/* The slot of a key of the object, or the free one where it belongs. */
static uint32_t *find_slot(const struct json_reader *reader, const struct json_object *object,
                           struct str key)
{
    const struct str *keys = reader->keys + object->first_key;
    size_t slot = (size_t)hash_bytes(key) & (object->slot_count - 1);

    while (object->slots[slot] != 0 && !is_key(&keys[object->slots[slot] - 1], key)) {
        slot = (slot + 1) & (object->slot_count - 1);
    }
    return &object->slots[slot];
}

/* Room for twice the keys that the object has, with these in it. */
static void grow_slots(const struct json_reader *reader, struct json_object *object, size_t count)
{
    object->slot_count =
        object->slot_count == 0 ? (size_t)4 * INDEXED_FROM : 2 * object->slot_count;
    object->slots = ARENA_ARRAY(reader->arena, object->slot_count, uint32_t);
    for (size_t i = 0; i < count; i++) {
        *find_slot(reader, object, reader->keys[object->first_key + i]) = (uint32_t)i + 1;
    }
}

/* True if the innermost object has the key; otherwise its place is taken for the one that comes. */
static bool has_key(const struct json_reader *reader, struct json_object *object, struct str key)
{
    size_t count = reader->key_count - object->first_key;

    if (count < INDEXED_FROM) {
        for (size_t i = object->first_key; i < reader->key_count; i++) {
            if (is_key(&reader->keys[i], key)) {
                return true;
            }
        }
        return false;
    }
    if (2 * count >= object->slot_count) {
        grow_slots(reader, object, count);
    }
    uint32_t *slot = find_slot(reader, object, key);
    bool is_known = *slot != 0;

    *slot = is_known ? *slot : (uint32_t)count + 1;
    return is_known;
}

/* Adds a key of the innermost object; false if the object has it already. */
static bool add_key(struct json_reader *reader, struct json_object *object, struct str key)
{
    if (has_key(reader, object, key)) {
        return false;
    }
    if (reader->key_count == reader->key_capacity) {
        enum { FIRST_CAPACITY = 64 };

        reader->key_capacity =
            reader->key_capacity == 0 ? FIRST_CAPACITY : 2 * reader->key_capacity;
        reader->keys = mem_realloc(reader->keys, reader->key_capacity * sizeof(*reader->keys));
    }
    reader->keys[reader->key_count++] = key;
    return true;
}

/* Reads a key that is not plain. */
AG_COLD static bool read_long_key(struct json_reader *reader, struct str *key)
{
    bool is_long = false;

    if (!read_string(reader, key, &is_long)) {
        return false;
    }
    if (is_long) {
        struct buf canonical;

        buf_init(&canonical, BUF_NO_LIMIT);
        json_string_add(&canonical, *key);
        *key = (struct str){arena_strdup(reader->arena, buf_str(&canonical)), canonical.len};
        buf_release(&canonical);
    }
    return true;
}

static bool read_key(struct json_reader *reader, struct json_object *object, struct str *key)
{
    const char *at = reader->p;
    const char *end = plain_string_end(reader);

    if (end != NULL) {
        *key = (struct str){at, (size_t)(end - at)};
        reader->p = end;
    } else if (!read_long_key(reader, key)) {
        return false;
    }
    if (!add_key(reader, object, *key)) {
        return fail_at(
            reader, at,
            arena_text(reader->arena, "the key %.*s is given twice in one object", STR_ARGS(*key)));
    }
    skip_blanks(reader);
    if (reader->p == reader->end || *reader->p != ':') {
        return fail_expected(reader, "':' after a key");
    }
    reader->p++;
    return true;
}

/* Reads the comma that may follow a value, and says whether a value or `close` comes next. */
static inline enum json_step read_comma(struct json_reader *reader, bool has_value, char close)
{
    skip_blanks(reader);
    if (has_value && reader->p < reader->end && *reader->p == ',') {
        reader->p++;
        skip_blanks(reader);
    } else if (has_value && (reader->p == reader->end || *reader->p != close)) {
        (void)fail_expected(reader, close == '}' ? "',' or '}'" : "',' or ']'");
        return JSON_FAULT;
    }
    if (reader->p < reader->end && *reader->p == close) {
        reader->p++;
        return JSON_END;
    }
    return JSON_MEMBER;
}

enum json_step json_reader_member(struct json_reader *reader, struct json_object *object,
                                  struct str *key)
{
    enum json_step step = read_comma(reader, object->has_value, '}');

    if (step != JSON_MEMBER) {
        reader->key_count = object->first_key;
        return step;
    }
    if (reader->p == reader->end || *reader->p != '"') {
        (void)fail_expected(reader, "a key in quotes or '}'");
        return JSON_FAULT;
    }
    object->has_value = true;
    return read_key(reader, object, key) ? JSON_MEMBER : JSON_FAULT;
}

/* ---- values ---- */

static bool copy_value(struct json_reader *reader, size_t depth);

/* A string that is not plain. */
AG_COLD static bool copy_long_string(struct json_reader *reader)
{
    struct str raw = STR("");
    bool is_long = false;

    if (!read_string(reader, &raw, &is_long)) {
        return false;
    }
    if (is_long) {
        json_string_add(reader->out, raw);
    } else {
        room_put(reader->out, raw.p, raw.len);
    }
    return true;
}

/* Most values are plain strings, which need no call. */
static inline bool copy_next(struct json_reader *reader, size_t depth)
{
    skip_blanks(reader);
    if (reader->p < reader->end && *reader->p == '"') {
        const char *end = plain_string_end(reader);

        if (end == NULL) {
            return copy_long_string(reader);
        }
        room_put(reader->out, reader->p, (size_t)(end - reader->p));
        reader->p = end;
        return true;
    }
    return copy_value(reader, depth);
}

static bool copy_object(struct json_reader *reader, size_t depth)
{
    struct json_object object = {0};
    enum json_step step;
    struct str key = STR("");
    char before = '{';

    if (!json_reader_open(reader, &object)) {
        return false;
    }
    while ((step = json_reader_member(reader, &object, &key)) == JSON_MEMBER) {
        put_key(reader->out, before, depth + 1, key);
        if (!copy_next(reader, depth + 1)) {
            return false;
        }
        before = ',';
    }
    put_end(reader->out, before, '}', depth);
    return step == JSON_END;
}

static bool copy_array(struct json_reader *reader, size_t depth)
{
    enum json_step step;
    char before = '[';

    reader->p++;
    while ((step = read_comma(reader, before == ',', ']')) == JSON_MEMBER) {
        put_line(reader->out, before, depth + 1);
        if (!copy_next(reader, depth + 1)) {
            return false;
        }
        before = ',';
    }
    put_end(reader->out, before, ']', depth);
    return step == JSON_END;
}

static const char *skip_digits(const char *p, const char *end)
{
    while (p < end && *p >= '0' && *p <= '9') {
        p++;
    }
    return p;
}

/* RFC 8259, section 6: [ minus ] int [ frac ] [ exp ] */
static bool copy_number(struct json_reader *reader)
{
    const char *end = reader->end;
    const char *p = reader->p + (*reader->p == '-' ? 1 : 0);
    const char *digits = p;
    bool is_fine;

    p = skip_digits(p, end);
    is_fine = p > digits && (*digits != '0' || p == digits + 1);
    if (is_fine && p < end && *p == '.') {
        digits = p + 1;
        p = skip_digits(digits, end);
        is_fine = p > digits;
    }
    if (is_fine && p < end && (*p == 'e' || *p == 'E')) {
        digits = p + 1 < end && (p[1] == '+' || p[1] == '-') ? p + 2 : p + 1;
        p = skip_digits(digits, end);
        is_fine = p > digits;
    }
    if (!is_fine) {
        return fail_at(reader, reader->p, "a number that JSON does not know");
    }
    room_put(reader->out, reader->p, (size_t)(p - reader->p));
    reader->p = p;
    return true;
}

static bool copy_word(struct json_reader *reader)
{
    static const struct str words[] = {{"true", 4}, {"false", 5}, {"null", 4}};
    struct str rest = {reader->p, (size_t)(reader->end - reader->p)};

    for (size_t i = 0; i < AG_COUNT(words); i++) {
        if (str_has_prefix(rest, words[i])) {
            room_put(reader->out, words[i].p, words[i].len);
            reader->p += words[i].len;
            return true;
        }
    }
    return fail_expected(reader, "a value");
}

/* All but strings; blanks were skipped. */
static bool copy_value(struct json_reader *reader, size_t depth)
{
    if (reader->p == reader->end) {
        return fail_expected(reader, "a value");
    }
    char c = *reader->p;

    if (c == '{' || c == '[') {
        if (depth >= JSON_DEPTH_MAX) {
            return fail_at(reader, reader->p, "more than 64 brackets inside of each other");
        }
        return c == '{' ? copy_object(reader, depth) : copy_array(reader, depth);
    }
    return c == '-' || (c >= '0' && c <= '9') ? copy_number(reader) : copy_word(reader);
}

bool json_reader_copy(struct json_reader *reader, size_t depth)
{
    return copy_next(reader, depth);
}

bool json_reader_finish(struct json_reader *reader)
{
    skip_blanks(reader);
    return reader->p == reader->end || fail_expected(reader, "the end");
}

bool layout_json(struct arena *arena, struct str text, struct buf *out, struct text_fault *fault)
{
    struct json_reader reader;

    json_reader_init(&reader, arena, text);
    reader.out = out;
    bool is_fine = json_reader_copy(&reader, 0) && json_reader_finish(&reader);

    if (is_fine) {
        room_put(out, "\n", 1);
    }
    *fault = reader.fault;
    json_reader_release(&reader);
    return is_fine;
}
