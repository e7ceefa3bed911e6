/* SPDX-License-Identifier: MIT */
/* Messages of faults at run time: what is missing, what there is instead, and how one got there. */
#include "template/eval.h"

enum {
    TEXT_SHOWN_MAX = 60, /* bytes of an expression in a message */
    NAMES_SHOWN_MAX = 10 /* members listed in a hint */
};

/* Names that exist where one was looked for. */
struct name_list {
    struct arena *arena;
    struct str *items;
    size_t count;
    size_t capacity;
};

struct span report_span(const struct eval *eval, uint32_t node)
{
    const struct node *at = eval_node(eval, node);

    return span_make(eval->tmpl->source, at->off, at->len);
}

const char *report_text(const struct eval *eval, uint32_t node)
{
    struct str text = span_text(report_span(eval, node));
    size_t len = 0;

    while (len < text.len && text.p[len] != '\n') {
        len++;
    }
    bool is_long = len < text.len || len > TEXT_SHOWN_MAX;

    if (len > TEXT_SHOWN_MAX) {
        len = TEXT_SHOWN_MAX;
        while (((unsigned char)text.p[len] & 0xc0) == 0x80) {
            len--; /* not inside a code point */
        }
    }
    return arena_text(eval->set->arena, "%.*s%s", (int)len, text.p, is_long ? " …" : "");
}

bool report_notes(const struct eval *eval, struct diag *diag)
{
    for (const struct waiting *at = eval->waiting; at != NULL; at = at->outer) {
        diag_note(eval->diags, diag,
                  span_make(at->tmpl->source, at->include->off, at->include->len),
                  "included from '%s' here", at->tmpl->name);
    }
    if (eval->render->subject != NULL) {
        diag_note(eval->diags, diag, eval->render->origin, "while rendering %s",
                  eval->render->subject);
    }
    return false;
}

static void add_name(struct name_list *names, struct str name)
{
    ARENA_GROW(names->arena, names->items, names->count, names->capacity);
    names->items[names->count++] = name;
}

static void add_keys(struct name_list *names, const json_t *map)
{
    const char *key;
    const json_t *member;

    if (json_is_object(map)) {
        jx_object_foreach (map, key, member) {
            add_name(names, str_from(key));
        }
    }
}

/* "did you mean", or else the list of what there is. */
static void hint_names(const struct eval *eval, struct diag *diag, struct str word,
                       const struct name_list *names)
{
    struct buf list;

    diag_hint_nearest(eval->diags, diag, word, names->items, names->count);
    if (diag->hint != NULL || names->count == 0) {
        return;
    }
    buf_init(&list, BUF_NO_LIMIT);
    for (size_t i = 0; i < names->count && i < NAMES_SHOWN_MAX; i++) {
        buf_add_text(&list, i == 0 ? "'" : ", '");
        buf_add(&list, names->items[i]);
        buf_add_text(&list, "'");
    }
    if (names->count > NAMES_SHOWN_MAX) {
        buf_add_format(&list, " and %zu more", names->count - NAMES_SHOWN_MAX);
    }
    diag_hint(eval->diags, diag, "there is %.*s", STR_ARGS(buf_str(&list)));
    buf_release(&list);
}

static bool undefined_name(const struct eval *eval, const struct value *value)
{
    const struct symbols *symbols = &eval->set->symbols;
    struct str word = symbols_text(symbols, eval_node(eval, value->node)->first);
    struct name_list names = {.arena = eval->set->arena};
    struct diag *diag = REPORT_DIAG(eval, value->node, "'%.*s' is not defined", STR_ARGS(word));

    for (size_t i = eval->scope.count; i > 0; i--) {
        add_name(&names, symbols_text(symbols, eval->scope.slots[i - 1].symbol));
    }
    add_keys(&names, eval->render->locals);
    add_keys(&names, eval->render->globals);
    hint_names(eval, diag, word, &names);
    return report_notes(eval, diag);
}

static bool undefined_member(const struct eval *eval, const struct value *value, struct str word)
{
    const char *owner = report_text(eval, eval_node(eval, value->node)->first);
    struct name_list names = {.arena = eval->set->arena};

    if (json_is_null(value->json)) {
        return REPORT(eval, value->node, "'%s' is null and has no member '%.*s'", owner,
                      STR_ARGS(word));
    }
    struct diag *diag =
        REPORT_DIAG(eval, value->node, "'%s' has no member '%.*s'", owner, STR_ARGS(word));

    add_keys(&names, value->json);
    hint_names(eval, diag, word, &names);
    return report_notes(eval, diag);
}

bool report_undefined(const struct eval *eval, const struct value *value)
{
    const struct node *node = eval_node(eval, value->node);

    if (node->kind == NODE_NAME) {
        return undefined_name(eval, value);
    }
    if (node->kind == NODE_MEMBER) {
        return undefined_member(eval, value, symbols_text(&eval->set->symbols, node->second));
    }
    if (node->kind == NODE_FILTER) {
        return REPORT(eval, value->node, "'%s' is an empty list and has no item",
                      report_text(eval, node->first));
    }
    if (json_is_array(value->json)) {
        return REPORT(eval, value->node, "'%s' has no item [%s]; it has %zu",
                      report_text(eval, node->first), report_text(eval, node->second),
                      json_array_size(value->json));
    }
    const struct node *which = eval_node(eval, node->second);

    if (which->kind == NODE_STRING) {
        return undefined_member(eval, value, symbols_text(&eval->set->symbols, which->first));
    }
    return REPORT(eval, value->node, "'%s' has no member [%s]", report_text(eval, node->first),
                  report_text(eval, node->second));
}
