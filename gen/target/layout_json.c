/* SPDX-License-Identifier: MIT */
/*
 * The pass costs about ten instructions a byte (loading and dumping through jansson costs over two
 * hundred): runs of plain bytes are found by a table and copied at once.
 */
#include "target/layout_json.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "target/quote.h"
#include "target/room.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ONES  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
#define ZEROS 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
#define QUOTE 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 /* 0x20 to 0x2f */
#define SLASH 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0 /* 0x50 to 0x5f */

/* What ends a plain run in a string: control characters, quote, backslash, and bytes from 0x80 on,
 * which must be checked. */
static const unsigned char stops[256] = {ONES, ONES, QUOTE, ZEROS, ZEROS, SLASH, ZEROS, ZEROS,
                                         ONES, ONES, ONES,  ONES,  ONES,  ONES,  ONES,  ONES};

static const char blanks[2 * JSON_DEPTH_MAX + 1] =
    "                                                                " /* 64 */
    "                                                                ";

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

/* A line end after `before`, and the blanks of `depth` brackets. */
static void put_line(struct buf *out, const char *before, size_t depth)
{
    char *to = room_for(out, 2 * depth + 2);

    if (to != NULL) {
        char *start = to;

        if (*before != '\0') {
            *to++ = *before;
        }
        *to++ = '\n';
        memcpy(to, blanks, 2 * depth);
        out->len += (size_t)(to - start) + 2 * depth;
    }
}

/* ---- strings ---- */

static inline void skip_blanks(struct json_reader *reader)
{
    const char *p = reader->p;

    while (p < reader->end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')) {
        p++;
    }
    reader->p = p;
}

/* The four digits of "\uXXXX" at `p`; more than 0xffff if there are none. */
static uint32_t read_digits(const char *p, const char *end)
{
    uint32_t value = 0;

    for (int i = 0; i < 4; i++) {
        int c = p + i < end ? p[i] : '\0';
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                                : UINT32_MAX;

        if (digit == UINT32_MAX) {
            return UINT32_MAX;
        }
        value = value << 4 | digit;
    }
    return value;
}

/* Reads the escape whose backslash is at `p`: gives its length and code point, or length 0. */
static size_t read_escape(const char *p, const char *end, uint32_t *code_point)
{
    static const unsigned char meanings[256] = {
        ['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
        ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t'};

    if (p + 1 >= end) {
        return 0;
    }
    if (meanings[(unsigned char)p[1]] != 0) {
        *code_point = meanings[(unsigned char)p[1]];
        return 2;
    }
    if (p[1] != 'u') {
        return 0;
    }
    uint32_t high = read_digits(p + 2, end);

    *code_point = high;
    if (high < 0xd800 || (high > 0xdfff && high <= 0xffff)) {
        return 6;
    }
    if (high > 0xdbff || end - p < 12 || p[6] != '\\' || p[7] != 'u') {
        return 0; /* no digits, or half of a surrogate pair */
    }
    uint32_t low = read_digits(p + 8, end);

    *code_point = 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff);
    return low >= 0xdc00 && low <= 0xdfff ? 12 : 0;
}

/* Reads a string: `*raw` is its literal as it stands, quotes included; `*is_long` says that an
 * escape in it has a shorter form. */
static bool read_string(struct json_reader *reader, struct str *raw, bool *is_long)
{
    const char *p = reader->p + 1;
    const char *end = reader->end;

    *is_long = false;
    for (;;) {
        while (p < end && stops[(unsigned char)*p] == 0) {
            p++;
        }
        if (p == end) {
            return fail_at(reader, reader->p, "a string that is not closed");
        }
        unsigned char c = (unsigned char)*p;

        if (c == '"') {
            break;
        }
        if (c >= 0x80) {
            struct utf8_char read = utf8_decode((struct str){p, (size_t)(end - p)}, 0);

            if (read.fault != UTF8_FINE) {
                return fail_at(reader, p, "bytes in a string that are not UTF-8");
            }
            p += read.len;
        } else if (c == '\\') {
            uint32_t code_point;
            size_t len = read_escape(p, end, &code_point);

            if (len == 0) {
                return fail_at(reader, p, "a backslash in a string that begins no escape");
            }
            *is_long = *is_long || len > 2 || p[1] == '/';
            p += len;
        } else {
            return fail_at(reader, p, "a control character in a string");
        }
    }
    *raw = (struct str){reader->p, (size_t)(p + 1 - reader->p)};
    reader->p = p + 1;
    return true;
}

/* Appends a literal that has escapes, each in its shortest form. */
static void put_escaped(struct buf *out, struct str raw)
{
    const char *p = raw.p;
    const char *end = raw.p + raw.len;
    const char *escape;

    while ((escape = memchr(p, '\\', (size_t)(end - p))) != NULL) {
        uint32_t code_point = 0;

        room_put(out, p, (size_t)(escape - p));
        p = escape + read_escape(escape, end, &code_point);
        if (code_point < 0x80) {
            char c = (char)code_point;

            quote_add_inner(out, (struct str){&c, 1}, &quoting_json);
        } else {
            buf_add_utf8(out, code_point);
        }
    }
    room_put(out, p, (size_t)(end - p));
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
    uint32_t hash = 2166136261u; /* FNV-1a */

    for (size_t i = 0; i < key.len; i++) {
        hash = (hash ^ (unsigned char)key.p[i]) * 16777619u;
    }
    size_t slot = hash & (object->slot_count - 1);

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

static bool read_key(struct json_reader *reader, struct json_object *object, struct str *key)
{
    const char *at = reader->p;
    bool is_long = false;

    if (!read_string(reader, key, &is_long)) {
        return false;
    }
    if (is_long) {
        struct buf canonical;

        buf_init(&canonical, BUF_NO_LIMIT);
        put_escaped(&canonical, *key);
        *key = (struct str){arena_strdup(reader->arena, buf_str(&canonical)), canonical.len};
        buf_release(&canonical);
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

/* Reads the comma that may follow a value, and says whether `close` comes next. False: a fault. */
static bool read_comma(struct json_reader *reader, bool has_value, char close, bool *is_end)
{
    skip_blanks(reader);
    if (has_value && reader->p < reader->end && *reader->p == ',') {
        reader->p++;
        skip_blanks(reader);
    } else if (has_value && (reader->p == reader->end || *reader->p != close)) {
        return fail_expected(reader, close == '}' ? "',' or '}'" : "',' or ']'");
    }
    *is_end = reader->p < reader->end && *reader->p == close;
    if (*is_end) {
        reader->p++;
    }
    return true;
}

enum json_step json_reader_member(struct json_reader *reader, struct json_object *object,
                                  struct str *key)
{
    bool is_end = false;

    if (!read_comma(reader, object->has_value, '}', &is_end)) {
        return JSON_FAULT;
    }
    if (is_end) {
        reader->key_count = object->first_key;
        return JSON_END;
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

static void put_key(struct json_reader *reader, struct str key)
{
    char *to = room_for(reader->out, key.len + 2);

    if (to != NULL) {
        memcpy(to, key.p, key.len);
        to[key.len] = ':';
        to[key.len + 1] = ' ';
        reader->out->len += key.len + 2;
    }
}

static bool copy_object(struct json_reader *reader, size_t depth)
{
    struct json_object object = {0};
    enum json_step step;
    struct str key = STR("");
    const char *before = "{";

    if (!json_reader_open(reader, &object)) {
        return false;
    }
    while ((step = json_reader_member(reader, &object, &key)) == JSON_MEMBER) {
        put_line(reader->out, before, depth + 1);
        put_key(reader, key);
        if (!copy_value(reader, depth + 1)) {
            return false;
        }
        before = ",";
    }
    if (*before == '{') {
        room_put(reader->out, "{}", 2);
    } else {
        put_line(reader->out, "", depth);
        room_put(reader->out, "}", 1);
    }
    return step == JSON_END;
}

static bool copy_array(struct json_reader *reader, size_t depth)
{
    const char *before = "[";
    bool is_end = false;

    reader->p++;
    for (;;) {
        if (!read_comma(reader, *before == ',', ']', &is_end)) {
            return false;
        }
        if (is_end) {
            break;
        }
        put_line(reader->out, before, depth + 1);
        if (!copy_value(reader, depth + 1)) {
            return false;
        }
        before = ",";
    }
    if (*before == '[') {
        room_put(reader->out, "[]", 2);
    } else {
        put_line(reader->out, "", depth);
        room_put(reader->out, "]", 1);
    }
    return true;
}

static bool copy_string(struct json_reader *reader)
{
    struct str raw = STR("");
    bool is_long = false;

    if (!read_string(reader, &raw, &is_long)) {
        return false;
    }
    if (is_long) {
        put_escaped(reader->out, raw);
    } else {
        room_put(reader->out, raw.p, raw.len);
    }
    return true;
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

static bool copy_value(struct json_reader *reader, size_t depth)
{
    skip_blanks(reader);
    if (reader->p == reader->end) {
        return fail_expected(reader, "a value");
    }
    char c = *reader->p;

    if (c == '"') {
        return copy_string(reader);
    }
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
    return copy_value(reader, depth);
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
