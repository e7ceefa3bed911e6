/* SPDX-License-Identifier: MIT */
/* A recursive descent over the text; depth is bounded by what archgen wrote itself. */
#include "verify/hcl_expression.h"

#include "base/buf.h"
#include "base/compiler.h"
#include "verify/hcl_call.h"
#include "verify/raw.h"

#include <string.h>

json_t *hcl_fail(struct hcl_reader *reader, const char *what)
{
    if (reader->error == NULL) {
        size_t len = reader->rest.len < 40 ? reader->rest.len : 40;

        reader->error = arena_text(reader->arena, "%s before '%.*s'", what, (int)len,
                                   reader->rest.len == 0 ? "" : reader->rest.p);
    }
    return NULL;
}

static void move(struct hcl_reader *reader, size_t len)
{
    reader->rest = str_slice(reader->rest, len, reader->rest.len);
}

static char next(const struct hcl_reader *reader)
{
    return (char)(reader->rest.len == 0 ? '\0' : reader->rest.p[0]);
}

void hcl_skip_spaces(struct hcl_reader *reader)
{
    while (next(reader) == ' ') {
        move(reader, 1);
    }
}

void hcl_skip_blank(struct hcl_reader *reader)
{
    for (;;) {
        char c = next(reader);

        if (c == ' ' || c == '\n') {
            move(reader, 1);
        } else if (c == '#') {
            while (reader->rest.len > 0 && next(reader) != '\n') {
                move(reader, 1);
            }
        } else {
            return;
        }
    }
}

bool hcl_accept(struct hcl_reader *reader, char c)
{
    if (reader->rest.len == 0 || next(reader) != c) {
        return false;
    }
    move(reader, 1);
    return true;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

struct str hcl_word(struct hcl_reader *reader)
{
    size_t len = 0;

    while (len < reader->rest.len && is_word(reader->rest.p[len])) {
        len++;
    }
    struct str word = str_slice(reader->rest, 0, len);

    move(reader, len);
    return word;
}

/* ---- texts ---- */

static unsigned hex_value(char c)
{
    return (unsigned)(c >= '0' && c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

/* Behind a backslash. */
static bool add_escaped(struct hcl_reader *reader, struct buf *out)
{
    static const char from[] = "nrt\"\\";
    static const char to[] = "\n\r\t\"\\";
    char c = next(reader);
    const char *found = c == '\0' ? NULL : strchr(from, c);
    size_t digits = c == 'u' ? 4 : c == 'U' ? 8 : 0;
    uint32_t code = 0;

    if (found != NULL) {
        buf_add_char(out, to[found - from]);
        move(reader, 1);
        return true;
    }
    if (digits == 0 || reader->rest.len <= digits) {
        hcl_fail(reader, "unknown escape");
        return false;
    }
    for (size_t i = 1; i <= digits; i++) {
        code = code * 16 + hex_value(reader->rest.p[i]);
    }
    buf_add_utf8(out, code);
    move(reader, digits + 1);
    return true;
}

/* A token keeps its marks; any other text is added as it is. */
static void add_value(struct buf *out, const json_t *value)
{
    if (json_is_string(value)) {
        buf_add(out, jx_str(value));
    } else {
        jx_dump(value, out, true);
    }
}

/* Behind "${", to the "}". */
static bool add_interpolation(struct hcl_reader *reader, struct buf *out)
{
    json_t *value = hcl_expression(reader);

    if (value != NULL) {
        add_value(out, value);
        json_decref(value);
        hcl_skip_blank(reader);
        if (hcl_accept(reader, '}')) {
            return true;
        }
    }
    hcl_fail(reader, "expected '}'");
    return false;
}

/* One character of a text, or an escape, or a template. */
static bool add_piece(struct hcl_reader *reader, struct buf *out)
{
    if (str_has_prefix(reader->rest, STR("$${"))) {
        buf_add_text(out, "$${");
        move(reader, 3);
        return true;
    }
    if (str_has_prefix(reader->rest, STR("%%{"))) {
        buf_add_text(out, "%{");
        move(reader, 3);
        return true;
    }
    if (str_has_prefix(reader->rest, STR("${"))) {
        move(reader, 2);
        return add_interpolation(reader, out);
    }
    if (hcl_accept(reader, '\\')) {
        return add_escaped(reader, out);
    }
    buf_add_char(out, next(reader));
    move(reader, 1);
    return true;
}

static json_t *read_text(struct hcl_reader *reader)
{
    struct buf out;
    bool ok = true;

    buf_init(&out, BUF_NO_LIMIT);
    while (ok && reader->rest.len > 0 && next(reader) != '"') {
        ok = add_piece(reader, &out);
    }
    ok = ok && hcl_accept(reader, '"');
    json_t *value = ok ? jx_string_from(buf_str(&out)) : hcl_fail(reader, "text without end");

    buf_release(&out);
    return value;
}

const char *hcl_quoted(struct hcl_reader *reader)
{
    json_t *value = hcl_accept(reader, '"') ? read_text(reader) : hcl_fail(reader, "expected '\"'");
    const char *text = value == NULL ? NULL : arena_strdup(reader->arena, jx_str(value));

    json_decref(value);
    return text;
}

/* ---- lists and maps ---- */

/* "[for record in X : record.fqdn]", "{for …}": what the whole of it says, as a token. */
static json_t *read_for(struct hcl_reader *reader)
{
    size_t depth = 1;
    size_t len = 0;

    while (len < reader->rest.len && depth > 0) {
        char c = reader->rest.p[len++];

        depth += c == '[' || c == '{';
        depth -= c == ']' || c == '}';
    }
    if (depth > 0) {
        return hcl_fail(reader, "'for' without end");
    }
    struct str text = str_slice(reader->rest, 0, len - 1);

    move(reader, len);
    return jx_format("${%.*s}", STR_ARGS(text));
}

static json_t *read_list(struct hcl_reader *reader)
{
    json_t *list = jx_array();

    hcl_skip_blank(reader);
    if (str_has_prefix(reader->rest, STR("for "))) {
        json_decref(list);
        return read_for(reader);
    }
    while (!hcl_accept(reader, ']')) {
        json_t *item = hcl_expression(reader);

        if (item == NULL) {
            json_decref(list);
            return NULL;
        }
        jx_append(list, item);
        hcl_skip_blank(reader);
        (void)hcl_accept(reader, ',');
        hcl_skip_blank(reader);
    }
    return list;
}

/* A key of a map: a word (of providers "aws.us_east_1"), a text, or an expression in parentheses.
 */
static json_t *read_key(struct hcl_reader *reader)
{
    json_t *key;

    if (hcl_accept(reader, '"')) {
        return read_text(reader);
    }
    if (hcl_accept(reader, '(')) {
        key = hcl_expression(reader);
        if (!hcl_accept(reader, ')')) {
            json_decref(key);
            return hcl_fail(reader, "expected ')'");
        }
        return key;
    }
    struct str word = hcl_word(reader);

    while (word.len > 0 && hcl_accept(reader, '.')) {
        word.len += 1 + hcl_word(reader).len;
    }
    return word.len == 0 ? hcl_fail(reader, "expected a key") : jx_string_from(word);
}

static json_t *read_map(struct hcl_reader *reader)
{
    json_t *map = jx_object();

    hcl_skip_blank(reader);
    if (str_has_prefix(reader->rest, STR("for "))) {
        json_decref(map);
        return read_for(reader);
    }
    while (!hcl_accept(reader, '}')) {
        json_t *key = read_key(reader);
        json_t *value = NULL;

        hcl_skip_spaces(reader);
        if (json_is_string(key) && (hcl_accept(reader, '=') || hcl_accept(reader, ':'))) {
            value = hcl_expression(reader);
        }
        if (value == NULL) {
            json_decref(key);
            json_decref(map);
            return hcl_fail(reader, "expected a member");
        }
        jx_set(map, json_string_value(key), value);
        json_decref(key);
        hcl_skip_blank(reader);
        (void)hcl_accept(reader, ',');
        hcl_skip_blank(reader);
    }
    return map;
}

/* ---- words ---- */

static json_t *read_arguments(struct hcl_reader *reader)
{
    json_t *list = jx_array();

    hcl_skip_blank(reader);
    while (!hcl_accept(reader, ')')) {
        json_t *argument = hcl_expression(reader);

        if (argument == NULL) {
            json_decref(list);
            return NULL;
        }
        jx_append(list, argument);
        hcl_skip_blank(reader);
        (void)hcl_accept(reader, ',');
        hcl_skip_blank(reader);
    }
    return list;
}

/* Moves over ".arn", "[0]", "[*]", "[each.key]"; false after an error. */
static bool skip_steps(struct hcl_reader *reader)
{
    while (reader->rest.len > 0 && (next(reader) == '.' || next(reader) == '[')) {
        if (hcl_accept(reader, '.')) {
            (void)hcl_accept(reader, '*');
            (void)hcl_word(reader);
        } else {
            const char *close = memchr(reader->rest.p, ']', reader->rest.len);

            if (close == NULL) {
                hcl_fail(reader, "expected ']'");
                return false;
            }
            move(reader, (size_t)(close - reader->rest.p) + 1);
        }
    }
    return true;
}

static json_t *read_traversal(struct hcl_reader *reader, struct str first)
{
    return skip_steps(reader) ? jx_format("${%.*s}", (int)(reader->rest.p - first.p), first.p)
                              : NULL;
}

/* A member of what a call gives: of a token, a longer token. */
static json_t *read_steps(struct hcl_reader *reader, json_t *value)
{
    const char *start = reader->rest.p;
    struct str text = jx_str(value);

    if (!skip_steps(reader)) {
        json_decref(value);
        return NULL;
    }
    if (reader->rest.p == start || text.len == 0 || text.p[text.len - 1] != '}') {
        return value;
    }
    json_t *longer =
        jx_format("%.*s%.*s}", (int)(text.len - 1), text.p, (int)(reader->rest.p - start), start);

    json_decref(value);
    return longer;
}

static json_t *read_word(struct hcl_reader *reader)
{
    struct str word = hcl_word(reader);

    if (word.len == 0) {
        return hcl_fail(reader, "expected a value");
    }
    if (str_eq_text(word, "null")) {
        return json_null();
    }
    if (str_eq_text(word, "true") || str_eq_text(word, "false") ||
        (word.p[0] >= '0' && word.p[0] <= '9') || word.p[0] == '-') {
        if (next(reader) == '.') { /* a decimal fraction */
            move(reader, 1);
            word.len += 1 + hcl_word(reader).len;
        }
        return jx_string_from(word);
    }
    if (hcl_accept(reader, '(')) {
        json_t *arguments = read_arguments(reader);
        json_t *value = arguments == NULL ? NULL : hcl_call(reader, word, arguments);

        json_decref(arguments);
        return value == NULL ? NULL : read_steps(reader, value);
    }
    return read_traversal(reader, word);
}

json_t *hcl_expression(struct hcl_reader *reader)
{
    hcl_skip_blank(reader);
    if (hcl_accept(reader, '"')) {
        return read_text(reader);
    }
    if (hcl_accept(reader, '[')) {
        return read_list(reader);
    }
    if (hcl_accept(reader, '{')) {
        return read_map(reader);
    }
    return read_word(reader);
}
