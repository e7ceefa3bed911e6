/* SPDX-License-Identifier: MIT */
/*
 * Terraform's native syntax (HCL specification, "Template Literals"). Lines are not indented here;
 * layout_hcl does that. What is printed depends on the value only, not on where it is printed.
 */
#include "data/json.h"
#include "target/dialects.h"
#include "target/layout_hcl.h"
#include "target/quote.h"
#include "target/references.h"

#include <string.h>

static bool print_value(struct print_context *print, const json_t *value, size_t depth,
                        struct buf *out, const char **error);

/* Appends a reference inside of quotes. Its spelling may be a literal text (a host name that the
 * user chose), whose content can stand there as it is. */
static bool add_reference(struct print_context *print, const json_t *reference, bool after_dollar,
                          struct buf *out, const char **error)
{
    struct buf spelled;

    buf_init(&spelled, BUF_NO_LIMIT);
    bool is_fine = references_print(print->references, print, reference, &spelled, error);
    struct str text = buf_str(&spelled);
    bool is_literal = is_fine && str_has_prefix(text, STR("\"")) &&
                      !str_has_suffix(text, STR("$\"")) &&
                      layout_hcl_skip_string(text.p, text.p + text.len) == text.p + text.len;

    /* "$${" would be an escape; a '$' just before a reference is written as a code point. */
    buf_add_text(out, after_dollar ? "\\u0024" : "");
    buf_add_text(out, is_literal ? "" : "${");
    buf_add(out, is_literal ? str_slice(text, 1, text.len - 2) : text);
    buf_add_text(out, is_literal ? "" : "}");
    buf_release(&spelled);
    return is_fine;
}

/* "text${aws_s3_bucket.assets.arn}text"; a reference alone needs no quotes. */
static bool print_concat(struct print_context *print, const json_t *items, struct buf *out,
                         const char **error)
{
    size_t count = json_array_size(items);
    const json_t *item;
    size_t i;

    if (count == 1 && print_is_reference(jx_at(items, 0))) {
        return references_print(print->references, print, jx_at(items, 0), out, error);
    }
    struct buf text; /* since the last reference: '$' and '{' may come from two items */

    buf_init(&text, BUF_NO_LIMIT);
    buf_add_char(out, '"');
    jx_array_foreach (items, i, item) {
        if (json_is_string(item)) {
            buf_add(&text, jx_str(item));
        } else if (json_is_integer(item)) {
            buf_add_integer(&text, json_integer_value(item));
        } else if (print_is_reference(item)) {
            bool after_dollar = str_has_suffix(buf_str(&text), STR("$"));

            buf_truncate(&text, text.len - (after_dollar ? 1 : 0));
            quote_add_inner(out, buf_str(&text), &quoting_hcl);
            buf_clear(&text);
            if (!add_reference(print, item, after_dollar, out, error)) {
                break;
            }
        } else {
            *error = "a '$concat' holds something that is neither text nor a reference";
            break;
        }
    }
    quote_add_inner(out, buf_str(&text), &quoting_hcl);
    buf_add_char(out, '"');
    buf_release(&text);
    return i == count;
}

static bool is_scalar(const json_t *value)
{
    return !json_is_array(value) &&
           (!json_is_object(value) || print_is_reference(value) || print_is_concat(value));
}

static bool print_list_line(struct print_context *print, const json_t *list, size_t depth,
                            struct buf *out, const char **error)
{
    size_t i;
    const json_t *item;

    buf_add_char(out, '[');
    jx_array_foreach (list, i, item) {
        if (i > 0) {
            buf_add_text(out, ", ");
        }
        if (!print_value(print, item, depth, out, error)) {
            return false;
        }
    }
    buf_add_char(out, ']');
    return true;
}

static bool print_list(struct print_context *print, const json_t *list, size_t depth,
                       struct buf *out, const char **error)
{
    size_t start = out->len;
    bool has_scalars_only = true;
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        has_scalars_only = has_scalars_only && is_scalar(item);
    }
    if (has_scalars_only) {
        if (!print_list_line(print, list, depth, out, error)) {
            return false;
        }
        if (json_array_size(list) == 0 || out->len - start <= HCL_LIST_COLUMNS) {
            return true;
        }
        buf_truncate(out, start);
    }
    buf_add_text(out, "[\n");
    jx_array_foreach (list, i, item) {
        if (!print_value(print, item, depth, out, error)) {
            return false;
        }
        buf_add_text(out, ",\n");
    }
    buf_add_char(out, ']');
    return true;
}

static bool print_map(struct print_context *print, const json_t *map, size_t depth, struct buf *out,
                      const char **error)
{
    const char *key;
    const json_t *member;

    if (json_object_size(map) == 0) {
        buf_add_text(out, "{}");
        return true;
    }
    buf_add_text(out, "{\n");
    jx_object_foreach (map, key, member) {
        if (strcmp(key, PRINT_COMMENT) == 0) {
            *error = "a comment can be no part of a value";
            return false;
        }
        quote_add(out, str_from(key), &quoting_hcl);
        buf_add_text(out, " = ");
        if (!print_value(print, member, depth, out, error)) {
            return false;
        }
        buf_add_char(out, '\n');
    }
    buf_add_char(out, '}');
    return true;
}

static bool print_value(struct print_context *print, const json_t *value, size_t depth,
                        struct buf *out, const char **error)
{
    if (depth >= PRINT_DEPTH_MAX) {
        *error = "the value is nested too deeply";
        return false;
    }
    if (json_is_string(value)) {
        quote_add(out, jx_str(value), &quoting_hcl);
        return true;
    }
    if (json_is_array(value)) {
        return print_list(print, value, depth + 1, out, error);
    }
    if (print_is_reference(value)) {
        return references_print(print->references, print, value, out, error);
    }
    if (print_is_concat(value)) {
        return print_concat(print, json_object_get(value, "$concat"), out, error);
    }
    if (json_is_object(value)) {
        return print_map(print, value, depth + 1, out, error);
    }
    jx_dump(value, out, false); /* numbers, true, false and null are written as in JSON */
    return true;
}

/* A comment has no escapes: what is not printable ASCII could end it, or hide what it says. */
static bool print_comment(const json_t *value, struct buf *out, const char **error)
{
    struct str text = jx_str(value);

    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] < ' ' || text.p[i] > '~') {
            *error = "a comment may hold printable ASCII only";
            return false;
        }
    }
    buf_add_char(out, '#');
    buf_add(out, text);
    return true;
}

static bool hcl_print(const struct dialect *dialect, void *context, const json_t *value,
                      struct buf *out, const char **error)
{
    struct print_context *print = context;
    size_t start = out->len;

    const json_t *comment = jx_get(value, PRINT_COMMENT);
    bool is_fine = comment != NULL ? print_comment(comment, out, error)
                                   : print_value(print, value, 0, out, error);

    (void)dialect;
    if (!is_fine) {
        buf_truncate(out, start);
        return false;
    }
    return true;
}

/* HCL specification, "Identifiers", without the letters beyond ASCII. */
static bool hcl_is_identifier(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        bool is_other = (c >= '0' && c <= '9') || c == '-';

        if (!is_letter && !(is_other && i > 0)) {
            return false;
        }
    }
    return text.len > 0;
}

static enum text_state hcl_scan(enum text_state state, char c)
{
    switch (state) {
    case TEXT_ESCAPE:
        return TEXT_STRING;
    case TEXT_STRING:
        return c == '"' ? TEXT_CODE : c == '\\' ? TEXT_ESCAPE : TEXT_STRING;
    case TEXT_COMMENT:
        return c == '\n' ? TEXT_CODE : TEXT_COMMENT;
    case TEXT_SLASH:
    case TEXT_CODE:
        break;
    }
    if (c == '/') {
        return state == TEXT_SLASH ? TEXT_COMMENT : TEXT_SLASH;
    }
    return c == '"' ? TEXT_STRING : c == '#' ? TEXT_COMMENT : TEXT_CODE;
}

const struct dialect dialect_hcl = {
    .name = "hcl",
    .print = hcl_print,
    .is_identifier = hcl_is_identifier,
    .scan = hcl_scan,
};
