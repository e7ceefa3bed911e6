/* SPDX-License-Identifier: MIT */
/* CloudFormation's JSON; the compact form, which layout_json spreads over lines. */
#include "data/json.h"
#include "target/concat_json.h"
#include "target/dialects.h"
#include "target/quote.h"
#include "target/references.h"

#include <string.h>

/* What marks a value of ours stands first in it (model/reference.c, template/operator.c), and no
 * key of a description begins with '$', so that one look tells. */
static bool is_marked(const json_t *value, const char *mark)
{
    const char *first = json_is_object(value) ? json_object_iter_key(jx_iter(value)) : NULL;

    return first != NULL && *first == '$' && strcmp(first, mark) == 0;
}

bool print_is_reference(const json_t *value)
{
    return is_marked(value, "$ref");
}

bool print_is_concat(const json_t *value)
{
    return is_marked(value, "$concat");
}

/* A map with this member is a function call or the use of a condition (dialects.h). */
static bool is_function(const json_t *map, struct str key, const json_t *member)
{
    if (str_eq(key, STR("Condition"))) {
        return !json_is_object(member) || jx_get(map, "Effect") == NULL;
    }
    return str_eq(key, STR("Ref")) || str_has_prefix(key, STR("Fn::"));
}

static bool print_value(struct print_context *print, const json_t *value, size_t depth,
                        struct buf *out, const char **error);

static bool print_list(struct print_context *print, const json_t *list, size_t depth,
                       struct buf *out, const char **error)
{
    size_t i;
    const json_t *item;

    buf_add_char(out, '[');
    jx_array_foreach (list, i, item) {
        if (i > 0) {
            buf_add_char(out, ',');
        }
        if (!print_value(print, item, depth, out, error)) {
            return false;
        }
    }
    buf_add_char(out, ']');
    return true;
}

static bool print_map(struct print_context *print, const json_t *map, size_t depth, struct buf *out,
                      const char **error)
{
    const char *key;
    const json_t *member;
    char before = '{';

    jx_object_foreach (map, key, member) {
        struct str name = str_from(key);

        if (strcmp(key, PRINT_COMMENT) == 0) {
            *error = "JSON has no comments";
            return false;
        }
        if (is_function(map, name, member)) {
            *error = arena_text(print->arena,
                                "a map with the member '%s' would be a function call of "
                                "CloudFormation",
                                key);
            return false;
        }
        if (concat_refuse_text(print, name, error)) {
            return false;
        }
        buf_add_char(out, before);
        quote_add(out, name, &quoting_json);
        buf_add_char(out, ':');
        if (!print_value(print, member, depth, out, error)) {
            return false;
        }
        before = ',';
    }
    buf_add_text(out, before == '{' ? "{}" : "}");
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
        if (concat_refuse_text(print, jx_str(value), error)) {
            return false;
        }
        quote_add(out, jx_str(value), &quoting_json);
        return true;
    }
    if (json_is_array(value)) {
        return print_list(print, value, depth + 1, out, error);
    }
    if (print_is_reference(value)) {
        return references_print(print->references, print, value, out, error);
    }
    if (print_is_concat(value)) {
        return concat_print_json(print, json_object_get(value, "$concat"), out, error);
    }
    if (json_is_object(value)) {
        return print_map(print, value, depth + 1, out, error);
    }
    jx_dump(value, out, false);
    return true;
}

static bool json_print(const struct dialect *dialect, void *context, const json_t *value,
                       struct buf *out, const char **error)
{
    struct print_context *print = context;
    size_t start = out->len;

    (void)dialect;
    if (!print_value(print, value, 0, out, error)) {
        buf_truncate(out, start);
        return false;
    }
    return true;
}

/* User Guide, "Resources": a logical id is alphanumeric; the quota is 255 characters. */
static bool json_is_identifier(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) {
            return false;
        }
    }
    return text.len > 0 && text.len <= 255;
}

static enum text_state json_scan(enum text_state state, char c)
{
    if (state == TEXT_ESCAPE) {
        return TEXT_STRING;
    }
    if (state == TEXT_STRING) {
        return c == '"' ? TEXT_CODE : c == '\\' ? TEXT_ESCAPE : TEXT_STRING;
    }
    return c == '"' ? TEXT_STRING : TEXT_CODE;
}

const struct dialect dialect_json = {
    .name = "json",
    .print = json_print,
    .is_identifier = json_is_identifier,
    .scan = json_scan,
};
