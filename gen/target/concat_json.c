/* SPDX-License-Identifier: MIT */
/*
 * Fn::Sub is what people read easily. Fn::Join is left for references whose spelling has no form
 * inside of Fn::Sub, and a plain string for text without any reference.
 */
#include "target/concat_json.h"

#include "data/json.h"
#include "target/quote.h"
#include "target/references.h"

#include <string.h>

/* User Guide, "Using dynamic references": resolved wherever it stands in a text. */
static bool has_dynamic_reference(struct str text)
{
    const struct str opening = STR("{{resolve:");
    const char *end = text.p + text.len;
    const char *p = text.p;

    while (p < end && (p = memchr(p, '{', (size_t)(end - p))) != NULL) {
        if (p + 1 < end && p[1] == '{' &&
            str_has_prefix((struct str){p, (size_t)(end - p)}, opening)) {
            return true;
        }
        p++;
    }
    return false;
}

bool concat_refuse_text(const struct print_context *print, struct str text, const char **error)
{
    if (!has_dynamic_reference(text)) {
        return false;
    }
    *error = arena_text(print->arena,
                        "the text '%.*s' holds '{{resolve:', which CloudFormation "
                        "would replace",
                        STR_ARGS(text));
    return true;
}

struct cursor {
    const char *p;
    const char *end;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void skip_blanks(struct cursor *cursor)
{
    while (cursor->p < cursor->end && is_blank(*cursor->p)) {
        cursor->p++;
    }
}

static bool take(struct cursor *cursor, char wanted)
{
    skip_blanks(cursor);
    if (cursor->p == cursor->end || *cursor->p != wanted) {
        return false;
    }
    cursor->p++;
    return true;
}

static bool is_at_end(struct cursor *cursor)
{
    skip_blanks(cursor);
    return cursor->p == cursor->end;
}

/* A string without escapes; others are left to Fn::Join. */
static bool take_string(struct cursor *cursor, struct str *text)
{
    if (!take(cursor, '"')) {
        return false;
    }
    const char *start = cursor->p;

    while (cursor->p < cursor->end && *cursor->p != '"' && *cursor->p != '\\') {
        cursor->p++;
    }
    *text = (struct str){start, (size_t)(cursor->p - start)};
    return take(cursor, '"');
}

/* `"Id.Attribute"` or `["Id", "Attribute", …]`, appended as "Id.Attribute". */
static bool add_attribute(struct cursor *cursor, struct buf *out)
{
    struct str part;

    if (take_string(cursor, &part)) {
        buf_add(out, part);
        return true;
    }
    if (!take(cursor, '[')) {
        return false;
    }
    for (bool is_first = true; take_string(cursor, &part); is_first = false) {
        if (!is_first) {
            buf_add_char(out, '.');
        }
        buf_add(out, part);
        (void)take(cursor, ',');
    }
    return take(cursor, ']');
}

/* A text that is being written between quotes: for Fn::Sub, or as a plain string. */
struct sub {
    struct buf *out;
    bool is_plain;
    bool has_reference;
    bool ends_in_dollar; /* a '{' that comes next would make it a reference */
};

/* User Guide, "Fn::Sub": `${!Literal}` stands for `${Literal}`. */
static void sub_add_text(struct sub *sub, struct str text)
{
    size_t start = 0;

    for (size_t i = 0; i < text.len && !sub->is_plain; i++) {
        const char *brace = memchr(text.p + i, '{', text.len - i);

        if (brace == NULL) {
            break;
        }
        i = (size_t)(brace - text.p);
        if (i > 0 ? brace[-1] == '$' : sub->ends_in_dollar) {
            quote_add_inner(sub->out, str_slice(text, start, i + 1 - start), &quoting_json);
            buf_add_char(sub->out, '!');
            start = i + 1;
        }
    }
    quote_add_inner(sub->out, str_slice(text, start, text.len), &quoting_json);
    if (text.len > 0) {
        sub->ends_in_dollar = text.p[text.len - 1] == '$';
    }
}

/* Appends a reference, spelled as JSON, in the form that it has inside of Fn::Sub. False if it has
 * none. */
static bool sub_add_reference(struct sub *sub, struct str spelled)
{
    struct cursor cursor = {spelled.p, spelled.p + spelled.len};
    struct str text;
    bool is_fine = false;

    if (take_string(&cursor, &text)) {
        sub_add_text(sub, text);
        return is_at_end(&cursor);
    }
    sub->has_reference = true;
    /* What "$${X}" means is not documented. */
    if (sub->ends_in_dollar || !take(&cursor, '{') || !take_string(&cursor, &text) ||
        !take(&cursor, ':')) {
        return false;
    }
    sub->ends_in_dollar = false;
    if (str_eq(text, STR("Fn::Sub"))) {
        is_fine = take_string(&cursor, &text);
        buf_add(sub->out, text);
        sub->ends_in_dollar = is_fine && str_has_suffix(text, STR("$"));
    } else if (str_eq(text, STR("Ref")) || str_eq(text, STR("Fn::GetAtt"))) {
        buf_add_text(sub->out, "${");
        is_fine = add_attribute(&cursor, sub->out);
        buf_add_char(sub->out, '}');
    }
    (void)take(&cursor, ',');
    return is_fine && take(&cursor, '}') && is_at_end(&cursor);
}

/* One item of a concat as text; false if it is none. */
static bool item_text(const json_t *item, struct arena *arena, struct str *text)
{
    if (json_is_string(item)) {
        *text = jx_str(item);
        return true;
    }
    if (json_is_integer(item)) {
        *text = str_from(arena_text(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(item)));
        return true;
    }
    return false;
}

/* True if every item is text or a reference and the text alone is harmless. */
static bool check_items(struct print_context *print, const json_t *items, const char **error)
{
    struct buf joined;
    struct str text;
    size_t i;
    const json_t *item;
    bool is_fine = json_is_array(items);

    *error = "a '$concat' holds something that is neither text nor a reference";
    buf_init(&joined, BUF_NO_LIMIT);
    jx_array_foreach (items, i, item) {
        if (item_text(item, print->arena, &text)) {
            buf_add(&joined, text);
        } else {
            buf_add_text(&joined, "…"); /* texts on either side do not touch */
            is_fine = is_fine && print_is_reference(item);
        }
    }
    is_fine = is_fine && !concat_refuse_text(print, buf_str(&joined), error);
    buf_release(&joined);
    return is_fine;
}

static bool print_join(struct print_context *print, const json_t *items, struct buf *out,
                       const char **error)
{
    struct str text;
    size_t i;
    const json_t *item;

    buf_add_text(out, "{\"Fn::Join\":[\"\",[");
    jx_array_foreach (items, i, item) {
        if (i > 0) {
            buf_add_char(out, ',');
        }
        if (item_text(item, print->arena, &text)) {
            quote_add(out, text, &quoting_json);
        } else if (!references_print(print->references, print, item, out, error)) {
            return false;
        }
    }
    buf_add_text(out, "]]}");
    return true;
}

enum sub_result { SUB_DONE, SUB_NOT_POSSIBLE, SUB_FAILED };

static enum sub_result add_items(struct sub *sub, struct print_context *print, const json_t *items,
                                 const char **error)
{
    enum sub_result result = SUB_DONE;
    struct buf spelled;
    struct str text;
    size_t i;
    const json_t *item;

    buf_init(&spelled, BUF_NO_LIMIT);
    jx_array_foreach (items, i, item) {
        if (item_text(item, print->arena, &text)) {
            sub_add_text(sub, text);
            continue;
        }
        buf_clear(&spelled);
        if (!references_print(print->references, print, item, &spelled, error)) {
            result = SUB_FAILED;
            break;
        }
        if (!sub_add_reference(sub, buf_str(&spelled))) {
            result = SUB_NOT_POSSIBLE;
            break;
        }
    }
    buf_release(&spelled);
    return result;
}

bool concat_print_json(struct print_context *print, const json_t *items, struct buf *out,
                       const char **error)
{
    struct sub sub = {.out = out};
    size_t start = out->len;

    if (!check_items(print, items, error)) {
        return false;
    }
    if (json_array_size(items) == 1 && print_is_reference(jx_at(items, 0))) {
        return references_print(print->references, print, jx_at(items, 0), out, error);
    }
    buf_add_text(out, "{\"Fn::Sub\":\"");
    enum sub_result result = add_items(&sub, print, items, error);

    if (result == SUB_DONE && !sub.has_reference) {
        /* Fn::Sub without a variable is what cfn-lint warns of (W1020). */
        buf_truncate(out, start);
        buf_add_char(out, '"');
        sub = (struct sub){.out = out, .is_plain = true};
        result = add_items(&sub, print, items, error);
        buf_add_char(out, '"');
    } else if (result == SUB_DONE) {
        buf_add_text(out, "\"}");
    } else if (result == SUB_NOT_POSSIBLE) {
        buf_truncate(out, start);
        return print_join(print, items, out, error);
    }
    return result == SUB_DONE;
}
