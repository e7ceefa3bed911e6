/* SPDX-License-Identifier: MIT */
/* Sets of templates: adding, linking, rendering. */
#include "template/template.h"

#include "base/mem.h"
#include "template/eval.h"
#include "template/parser.h"
#include "template/set.h"

#include <string.h>

struct templates *templates_new(struct arena *arena, const struct dialect *dialect,
                                struct diags *diags)
{
    struct templates *set = ARENA_NEW(arena, struct templates);
    size_t count;
    const struct filter *builtin = filters_builtin(&count);

    set->arena = arena;
    set->dialect = dialect;
    set->diags = diags;
    symbols_init(&set->symbols, arena);
    for (size_t i = 0; i < count; i++) {
        ARENA_GROW(arena, set->filters, set->filter_count, set->filter_capacity);
        set->filters[set->filter_count++] = builtin[i];
    }
    return set;
}

void templates_add_filter(struct templates *set, const char *name, size_t arg_count,
                          template_filter filter)
{
    BUG_UNLESS(arg_count <= FILTER_ARGS_MAX && set->count == 0);
    ARENA_GROW(set->arena, set->filters, set->filter_count, set->filter_capacity);
    set->filters[set->filter_count++] = (struct filter){
        .name = name, .arg_min = arg_count, .arg_max = arg_count, .external = filter};
}

/* The template of this name, while the set is being made. */
static struct template *find(const struct templates *set, uint32_t symbol)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->items[i]->symbol == symbol) {
            return set->items[i];
        }
    }
    return NULL;
}

bool templates_add(struct templates *set, const char *name, const struct source *source)
{
    struct template *tmpl = ARENA_NEW(set->arena, struct template);

    tmpl->name = name;
    tmpl->symbol = symbols_intern(&set->symbols, str_from(name));
    tmpl->source = source;
    if (find(set, tmpl->symbol) != NULL) {
        (void)diag_add(set->diags, DIAG_TEMPLATE_SYNTAX, span_make(source, 0, 0),
                       "there are two templates named '%s'", name);
        return false;
    }
    // NOLINTNEXTLINE(bugprone-sizeof-expression): the items are pointers
    ARENA_GROW(set->arena, set->items, set->count, set->capacity);
    tmpl->index = set->count;
    set->items[set->count++] = tmpl;
    return parser_read(set, tmpl);
}

bool templates_has(const struct templates *set, const char *name)
{
    uint32_t symbol = symbols_find(&set->symbols, str_from(name));

    if (symbol < set->by_symbol_count) {
        return set->by_symbol[symbol] != NULL;
    }
    return symbol != 0 && find(set, symbol) != NULL;
}

bool templates_find(const struct templates *set, struct str name, size_t *index)
{
    uint32_t symbol = symbols_find(&set->symbols, name);

    if (symbol >= set->by_symbol_count || set->by_symbol[symbol] == NULL) {
        return false;
    }
    *index = set->by_symbol[symbol]->index;
    return true;
}

const struct str *templates_names(const struct templates *set, size_t *count)
{
    struct str *names = ARENA_ARRAY(set->arena, set->count, struct str);

    *count = set->count;
    for (size_t i = 0; i < set->count; i++) {
        names[i] = str_from(set->items[i]->name);
    }
    return names;
}

static bool unknown_include(struct templates *set, struct span span, uint32_t symbol)
{
    struct str name = symbols_text(&set->symbols, symbol);
    size_t count;
    const struct str *names = templates_names(set, &count);
    struct diag *diag =
        diag_add(set->diags, DIAG_TEMPLATE_SYNTAX, span, "unknown template '%.*s'", STR_ARGS(name));

    diag_hint_nearest(set->diags, diag, name, names, count);
    return false;
}

static bool link_template(struct templates *set, struct template *tmpl);

/* Resolves one INCLUDE and accounts for its depth. */
static bool link_include(struct templates *set, struct template *tmpl, struct node *node)
{
    struct span span = span_make(tmpl->source, node->off, node->len);
    size_t index = 0;

    while (index < set->count && set->items[index]->symbol != node->first) {
        index++;
    }
    if (index == set->count) {
        return unknown_include(set, span, node->first);
    }
    struct template *target = set->items[index];

    if (target->is_open) {
        (void)diag_add(set->diags, DIAG_TEMPLATE_SYNTAX, span,
                       "the template '%s' includes itself through this", target->name);
        return false;
    }
    node->second = (uint32_t)index + 1;
    if (!link_template(set, target)) {
        return false;
    }
    if (target->includes >= tmpl->includes) {
        tmpl->includes = target->includes + 1;
    }
    if (tmpl->includes > TEMPLATE_INCLUDES_MAX + 1) {
        (void)diag_add(set->diags, DIAG_LIMIT, span, "includes are nested more than %d deep",
                       TEMPLATE_INCLUDES_MAX);
        return false;
    }
    return true;
}

/* Links a template and all that it includes, unless that was done. */
static bool link_template(struct templates *set, struct template *tmpl)
{
    bool ok = true;

    if (tmpl->includes > 0) {
        return true;
    }
    tmpl->is_open = true;
    tmpl->includes = 1;
    for (uint32_t i = 1; ok && i < tmpl->tree.node_count; i++) {
        if (tmpl->nodes[i].kind == NODE_INCLUDE) {
            ok = link_include(set, tmpl, &tmpl->nodes[i]);
        }
    }
    tmpl->is_open = false;
    return ok;
}

bool templates_link(struct templates *set)
{
    for (size_t i = 0; i < set->count; i++) {
        if (!link_template(set, set->items[i])) {
            return false;
        }
    }
    set->by_symbol_count = set->symbols.count;
    // NOLINTNEXTLINE(bugprone-sizeof-expression): the items are pointers
    set->by_symbol = ARENA_ARRAY(set->arena, set->by_symbol_count, struct template *);
    for (size_t i = 0; i < set->count; i++) {
        set->by_symbol[set->items[i]->symbol] = set->items[i];
    }
    return true;
}

bool template_render(struct templates *set, const char *name, const struct render *render,
                     struct buf *out, struct diags *diags)
{
    size_t index = 0;
    bool is_found = templates_find(set, str_from(name), &index);

    BUG_UNLESS(is_found);
    return template_render_at(set, index, render, out, diags);
}

bool template_render_at(struct templates *set, size_t index, const struct render *render,
                        struct buf *out, struct diags *diags)
{
    struct eval eval;

    BUG_UNLESS(index < set->count && set->by_symbol_count > 0);
    eval.set = set;
    eval.render = render;
    eval.tmpl = set->items[index];
    eval.nodes = eval.tmpl->tree.nodes;
    eval.waiting = NULL;
    eval.loop = NULL;
    eval.out = out;
    eval.start = out->len;
    eval.diags = diags;
    eval.iterations = 0;
    buf_init(&eval.scratch, TEMPLATE_BYTES_MAX);
    scope_init(&eval.scope);
    memset(eval.given, 0, sizeof(eval.given));
    bool ok =
        statement_check_claims(&eval, eval.tmpl) && statement_run(&eval, eval.tmpl->tree.root);

    scope_release(&eval.scope);
    buf_release(&eval.scratch);
    if (!ok) {
        buf_truncate(out, eval.start);
    }
    return ok;
}
