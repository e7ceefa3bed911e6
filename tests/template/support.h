/* SPDX-License-Identifier: MIT */
/**
 * What tests of the template engine share: a small JSON dialect, filters of another floor, and a
 * set of templates made from text in one call.
 */
#ifndef ARCHGEN_TESTS_TEMPLATE_SUPPORT_H
#define ARCHGEN_TESTS_TEMPLATE_SUPPORT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "data/json.h"
#include "template/template.h"

#include <stdbool.h>
#include <stddef.h>

static inline bool support_print(const struct dialect *dialect, void *context, const json_t *value,
                                 struct buf *out, const char **error)
{
    (void)dialect;
    (void)context;
    if (jx_get(value, "$fail") != NULL) {
        *error = "it fails";
        return false;
    }
    jx_dump(value, out, false);
    return true;
}

static inline bool support_is_identifier(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

        if (!is_letter && (i == 0 || c < '0' || c > '9')) {
            return false;
        }
    }
    return text.len > 0;
}

static inline enum text_state support_scan(enum text_state state, char c)
{
    if (state == TEXT_ESCAPE) {
        return TEXT_STRING;
    }
    if (state == TEXT_STRING) {
        return c == '"' ? TEXT_CODE : c == '\\' ? TEXT_ESCAPE : TEXT_STRING;
    }
    if (state == TEXT_COMMENT) {
        return c == '\n' ? TEXT_CODE : TEXT_COMMENT;
    }
    if (c == '/') {
        return state == TEXT_SLASH ? TEXT_COMMENT : TEXT_SLASH;
    }
    return c == '"' ? TEXT_STRING : TEXT_CODE;
}

/* Values print as compact JSON; a map with the member "$fail" cannot be printed. Text: strings in
   double quotes, comments from "//" to the end of the line. */
static const struct dialect support_dialect = {.name = "json",
                                               .print = support_print,
                                               .is_identifier = support_is_identifier,
                                               .scan = support_scan};

static inline json_t *support_json(void *context, const json_t *input, const json_t *const *args,
                                   size_t arg_count, const char **error)
{
    struct buf text;

    (void)context;
    (void)args;
    (void)arg_count;
    (void)error;
    buf_init(&text, BUF_NO_LIMIT);
    jx_dump(input, &text, false);
    json_t *result = jx_string_from(buf_str(&text));

    buf_release(&text);
    return result;
}

static inline json_t *support_pair(void *context, const json_t *input, const json_t *const *args,
                                   size_t arg_count, const char **error)
{
    json_t *pair = jx_array();

    (void)context;
    (void)arg_count;
    (void)error;
    jx_append(pair, jx_share(input));
    jx_append(pair, jx_share(args[0]));
    return pair;
}

static inline json_t *support_fail(void *context, const json_t *input, const json_t *const *args,
                                   size_t arg_count, const char **error)
{
    (void)context;
    (void)input;
    (void)args;
    (void)arg_count;
    *error = "it always fails";
    return NULL;
}

struct support {
    struct arena arena;
    struct diags diags;
    struct templates *set;
    struct buf out; /* what was rendered */
};

/* Makes an empty set with the filters `json` (a value as JSON text), `pair(x)` (the input and x as
   a list) and `fail(x)` (never succeeds). */
static inline void support_init(struct support *support)
{
    arena_init(&support->arena);
    diags_init(&support->diags, &support->arena);
    buf_init(&support->out, BUF_NO_LIMIT);
    support->set = templates_new(&support->arena, &support_dialect, &support->diags);
    templates_add_filter(support->set, "json", 0, support_json);
    templates_add_filter(support->set, "pair", 1, support_pair);
    templates_add_filter(support->set, "fail", 1, support_fail);
}

static inline void support_release(struct support *support)
{
    buf_release(&support->out);
    arena_release(&support->arena);
}

/* Adds a template; both texts are borrowed. */
static inline bool support_add(struct support *support, const char *name, struct str text)
{
    return templates_add(support->set, name, source_new(&support->arena, name, text));
}

/* Links the set and renders `name` with `globals` into `out`. */
static inline bool support_render(struct support *support, const char *name, const json_t *globals)
{
    static const char user_text[] = "tiers:\n  app: {kind: instances}\n";
    const struct source *user = source_new(&support->arena, "user.yaml", str_from(user_text));
    struct render render = {
        .globals = globals,
        .subject = "'app' (instances) for json",
        .origin = span_make(user, 9, 3),
    };

    return templates_link(support->set) &&
           template_render(support->set, name, &render, &support->out, &support->diags);
}

/* Adds the template "main" and renders it, with no variables if `globals` is NULL. */
static inline bool support_render_text(struct support *support, const char *text,
                                       const json_t *globals)
{
    return support_add(support, "main", str_from(text)) && support_render(support, "main", globals);
}

static inline void support_describe_place(struct span span, struct buf *out)
{
    if (span.source != NULL) {
        struct position place = source_position(span.source, span.off);

        buf_add_format(out, "%s:%u:%u: ", span.source->name, place.line, place.col);
    }
}

/* Appends the diagnostics in a short form: place, text, id, then notes and hint on lines of their
   own. */
static inline void support_describe(const struct support *support, struct buf *out)
{
    for (size_t i = 0; i < support->diags.count; i++) {
        const struct diag *diag = support->diags.items[i];

        support_describe_place(diag->span, out);
        buf_add_format(out, "%s [%s]\n", diag->text, diag_info(diag->id)->id);
        for (size_t j = 0; j < diag->note_count; j++) {
            buf_add_text(out, "  note: ");
            support_describe_place(diag->notes[j].span, out);
            buf_add_format(out, "%s\n", diag->notes[j].text);
        }
        if (diag->hint != NULL) {
            buf_add_format(out, "  hint: %s\n", diag->hint);
        }
    }
}

#endif
