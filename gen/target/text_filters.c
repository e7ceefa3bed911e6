/* SPDX-License-Identifier: MIT */
#include "target/text_filters.h"

#include "target/dialects.h"
#include "target/marks.h"
#include "target/quote.h"
#include "target/texts.h"

#include <string.h>

static json_t *split_lines(const json_t *marks, struct str text)
{
    json_t *lines = jx_array();

    while (text.len > 0) {
        const char *end = memchr(text.p, '\n', text.len);
        size_t len = end == NULL ? text.len : (size_t)(end - text.p);

        jx_append(lines, marks_to_value(marks, str_slice(text, 0, len)));
        text = str_slice(text, len + 1, text.len);
    }
    return lines;
}

json_t *text_filter_script(void *context, const json_t *input, const json_t *const *args,
                           size_t arg_count, const char **error)
{
    struct print_context print = *(const struct print_context *)context;
    const char *name = arg_count == 1 ? json_string_value(args[0]) : NULL;

    if (name == NULL || print.scripts == NULL || !templates_has(print.scripts, name)) {
        *error = arena_text(print.arena, "there is no template 'shell/%s.tmpl'",
                            name == NULL ? "" : name);
        return NULL;
    }
    json_t *locals = jx_object();
    json_t *lines = NULL;
    struct diags diags;
    struct buf out;

    print.marks = jx_array();
    jx_set(locals, "tier", jx_share(input));
    diags_init(&diags, print.arena);
    buf_init(&out, TEMPLATE_BYTES_MAX);
    struct render render = {.globals = print.view, .locals = locals, .context = &print};

    if (template_render(print.scripts, name, &render, &out, &diags)) {
        lines = split_lines(print.marks, buf_str(&out));
    } else {
        *error = arena_text(print.arena, "the script '%s' cannot be made: %s", name,
                            diags.count > 0 ? diags.items[0]->text : "");
    }
    buf_release(&out);
    json_decref(print.marks);
    json_decref(locals);
    return lines;
}

static bool add_json(json_t *marks, const json_t *value, size_t depth, struct buf *out);

/* A string of the JSON that has references in it. */
static bool add_parts(json_t *marks, const json_t *parts, struct buf *out)
{
    bool is_fine = true;
    const json_t *part;
    size_t i;

    jx_array_foreach (parts, i, part) {
        if (print_is_reference(part)) {
            marks_add(marks, part, out);
        } else if (json_is_string(part)) {
            quote_add_inner(out, jx_str(part), &quoting_json);
        } else if (json_is_integer(part)) {
            jx_dump(part, out, false);
        } else {
            is_fine = false;
        }
    }
    return is_fine;
}

static bool add_object(json_t *marks, const json_t *object, size_t depth, struct buf *out)
{
    char before = '{';
    const char *key;
    const json_t *member;

    jx_object_foreach (object, key, member) {
        buf_add_char(out, before);
        quote_add(out, str_from(key), &quoting_json);
        buf_add_char(out, ':');
        if (!add_json(marks, member, depth, out)) {
            return false;
        }
        before = ',';
    }
    buf_add_text(out, before == '{' ? "{}" : "}");
    return true;
}

static bool add_array(json_t *marks, const json_t *array, size_t depth, struct buf *out)
{
    const json_t *item;
    size_t i;

    buf_add_char(out, '[');
    jx_array_foreach (array, i, item) {
        if (i > 0) {
            buf_add_char(out, ',');
        }
        if (!add_json(marks, item, depth, out)) {
            return false;
        }
    }
    buf_add_char(out, ']');
    return true;
}

static bool add_json(json_t *marks, const json_t *value, size_t depth, struct buf *out)
{
    bool is_fine = depth < PRINT_DEPTH_MAX;

    if (!is_fine) {
        return false;
    }
    if (json_is_string(value)) {
        quote_add(out, jx_str(value), &quoting_json);
    } else if (print_is_reference(value)) {
        buf_add_char(out, '"');
        marks_add(marks, value, out);
        buf_add_char(out, '"');
    } else if (print_is_concat(value)) {
        buf_add_char(out, '"');
        is_fine = add_parts(marks, json_object_get(value, "$concat"), out);
        buf_add_char(out, '"');
    } else if (json_is_object(value)) {
        is_fine = add_object(marks, value, depth + 1, out);
    } else if (json_is_array(value)) {
        is_fine = add_array(marks, value, depth + 1, out);
    } else {
        jx_dump(value, out, false);
    }
    return is_fine;
}

json_t *text_filter_json(void *context, const json_t *input, const json_t *const *args,
                         size_t arg_count, const char **error)
{
    const struct print_context *print = context;
    json_t *value = print->texts == NULL ? NULL : texts_get(print->texts, input);
    json_t *marks = NULL;
    struct buf out;

    (void)args;
    (void)arg_count;
    if (value != NULL) {
        return value;
    }
    marks = jx_array();
    buf_init(&out, TEMPLATE_BYTES_MAX);
    if (add_json(marks, input, 0, &out) && !out.overflow) {
        value = marks_to_value(marks, buf_str(&out));
        if (print->texts != NULL && out.len >= TEXTS_FROM) {
            texts_keep(print->texts, input, value);
        }
    } else {
        *error = "the value cannot be written as JSON: it is nested too deeply or too large";
    }
    buf_release(&out);
    json_decref(marks);
    return value;
}

json_t *text_filter_comment(void *context, const json_t *input, const json_t *const *args,
                            size_t arg_count, const char **error)
{
    json_t *comment = NULL;

    (void)context;
    (void)args;
    (void)arg_count;
    if (!json_is_string(input)) {
        *error = "a comment is a text without references";
        return NULL;
    }
    comment = jx_object();
    jx_set(comment, PRINT_COMMENT, jx_share(input));
    return comment;
}

void text_filters_register(struct templates *set, bool has_scripts)
{
    templates_add_filter(set, "comment", 0, text_filter_comment);
    templates_add_filter(set, "json", 0, text_filter_json);
    if (has_scripts) {
        templates_add_filter(set, "script", 1, text_filter_script);
    }
}

bool text_filters_check_script(const struct source *source, struct diags *diags)
{
    struct str text = source->text;
    bool is_fine = true;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool is_pair = c == '<' && i + 1 < text.len && text.p[i + 1] == '<';
        bool is_triple = is_pair && i + 2 < text.len && text.p[i + 2] == '<';

        if (is_pair && !is_triple) {
            struct diag *diag =
                diag_add(diags, DIAG_TEMPLATE_SYNTAX, span_make(source, i, 2),
                         "a here-document in a script, which a printed value could end");
            diag_hint(diags, diag, "print each line: printf '%%s\\n' {{ value }}");
            is_fine = false;
        }
        i += is_triple ? 2 : 0;
        if (c < 0x20 && c != '\n' && c != '\t') {
            diag_add(diags, DIAG_TEMPLATE_SYNTAX, span_make(source, i, 1),
                     "a script holds the control character U+%04X", c);
            is_fine = false;
        }
    }
    return is_fine;
}
