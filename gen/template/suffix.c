/* SPDX-License-Identifier: MIT */
/* What may follow an operand: members, filters and tests. */
#include "template/expression.h"
#include "template/literal.h"
#include "template/predicates.h"

/* After the dot. */
static bool parse_member(struct cursor *cursor, uint32_t *node)
{
    const struct token *token = cursor_peek(cursor);
    struct str name = cursor_text(cursor, token);

    if (token->kind == TOKEN_INTEGER || token->kind == TOKEN_REAL) {
        return CURSOR_FAIL(cursor, cursor_span(cursor, token),
                           "items of a list are written with brackets: [0]");
    }
    if (token->kind != TOKEN_NAME) {
        return cursor_unexpected(cursor, "the name of a member");
    }
    if (literal_is_method(name)) {
        struct diag *diag =
            CURSOR_DIAG(cursor, cursor_span(cursor, token),
                        "'.%.*s' has a meaning of its own in Jinja2", STR_ARGS(name));

        diag_hint(cursor->set->diags, diag, "a member of this name is written [\"%.*s\"]",
                  STR_ARGS(name));
        return false;
    }
    (void)cursor_take(cursor);
    if (!expression_wrap(cursor, NODE_MEMBER, cursor->nodes[*node].off, node)) {
        return false;
    }
    cursor->nodes[*node].second = symbols_intern(&cursor->set->symbols, name);
    return true;
}

/* After the bracket. */
static bool parse_index(struct cursor *cursor, uint32_t *node)
{
    if (!expression_add_right(cursor, NODE_INDEX, (enum operator_kind)0, expression_whole, node)) {
        return false;
    }
    if (cursor_peek(cursor)->kind == TOKEN_COLON) {
        return CURSOR_FAIL(cursor, cursor_span(cursor, cursor_peek(cursor)),
                           "templates have no slices");
    }
    if (!cursor_expect(cursor, TOKEN_BRACKET_CLOSE)) {
        return false;
    }
    cursor_close(cursor, *node);
    return true;
}

static bool refuse_call(struct cursor *cursor)
{
    return CURSOR_FAIL(cursor, cursor_span(cursor, cursor_peek(cursor)), "templates have no calls");
}

bool suffix_members(struct cursor *cursor, uint32_t *node)
{
    while (true) {
        if (cursor_skip(cursor, TOKEN_DOT)) {
            if (!parse_member(cursor, node)) {
                return false;
            }
        } else if (cursor_skip(cursor, TOKEN_BRACKET_OPEN)) {
            if (!parse_index(cursor, node)) {
                return false;
            }
        } else if (cursor_peek(cursor)->kind == TOKEN_PAREN_OPEN) {
            return refuse_call(cursor);
        } else {
            return true;
        }
    }
}

static bool unknown_filter(struct cursor *cursor, const struct token *token)
{
    const struct templates *set = cursor->set;
    struct str *names = ARENA_ARRAY(set->arena, set->filter_count, struct str);
    bool is_safe = cursor_is_word(cursor, token, "safe");
    struct diag *diag = CURSOR_DIAG(cursor, cursor_span(cursor, token), "unknown filter %s",
                                    cursor_found(cursor, token));

    for (size_t i = 0; i < set->filter_count; i++) {
        names[i] = str_from(set->filters[i].name);
    }
    if (is_safe) {
        diag_hint(set->diags, diag, "values print only as literals of the target");
    } else {
        diag_hint_nearest(set->diags, diag, cursor_text(cursor, token), names, set->filter_count);
    }
    return false;
}

/* An argument of a filter; `attribute="x"` where the filter wants it so. */
static bool parse_argument(struct cursor *cursor, uint32_t *node)
{
    if (cursor_peek(cursor)->kind == TOKEN_NAME && cursor_peek_next(cursor)->kind == TOKEN_ASSIGN) {
        return CURSOR_FAIL(cursor, cursor_span(cursor, cursor_peek(cursor)),
                           "the filter has no argument named %s",
                           cursor_found(cursor, cursor_peek(cursor)));
    }
    return expression_whole(cursor, node);
}

static bool parse_arguments(struct cursor *cursor, const struct filter *filter, uint32_t node,
                            const struct token *name)
{
    uint32_t first = 0;
    size_t count = 0;
    bool has_list = cursor_skip(cursor, TOKEN_PAREN_OPEN);

    if (has_list && filter->keyword != NULL) {
        if (!cursor_skip_word(cursor, filter->keyword) || !cursor_skip(cursor, TOKEN_ASSIGN)) {
            return cursor_unexpected(
                cursor, arena_text(cursor->set->arena, "'%s=' and a name", filter->keyword));
        }
    }
    if (has_list && !expression_items(cursor, node, TOKEN_PAREN_CLOSE, parse_argument, &first)) {
        return false;
    }
    cursor->nodes[node].second = first;
    for (uint32_t i = first; i != 0; i = cursor->nodes[i].next) {
        count++;
    }
    if (count < filter->arg_min || count > filter->arg_max) {
        size_t wanted = count < filter->arg_min ? filter->arg_min : filter->arg_max;

        return CURSOR_FAIL(cursor, cursor_span(cursor, name),
                           "'%s' takes %s%zu argument%s, not %zu", filter->name,
                           filter->arg_min == filter->arg_max ? ""
                           : count < filter->arg_min          ? "at least "
                                                              : "at most ",
                           wanted, wanted == 1 ? "" : "s", count);
    }
    return true;
}

/* After the bar. */
static bool parse_filter(struct cursor *cursor, uint32_t *node)
{
    const struct token *name = cursor_peek(cursor);
    size_t idx = 0;

    if (name->kind != TOKEN_NAME) {
        return cursor_unexpected(cursor, "the name of a filter");
    }
    while (idx < cursor->set->filter_count &&
           !cursor_is_word(cursor, name, cursor->set->filters[idx].name)) {
        idx++;
    }
    if (idx == cursor->set->filter_count) {
        return unknown_filter(cursor, name);
    }
    (void)cursor_take(cursor);
    if (!expression_wrap(cursor, NODE_FILTER, cursor->nodes[*node].off, node)) {
        return false;
    }
    cursor->nodes[*node].detail = (uint16_t)idx;
    if (idx == FILTER_IDENT) {
        cursor->ident_count++;
        cursor->ident = *node;
    }
    if (!parse_arguments(cursor, &cursor->set->filters[idx], *node, name)) {
        return false;
    }
    cursor_close(cursor, *node);
    return true;
}

/* In Jinja2 some filters give a generator, which has no length and can be read once only. */
static bool check_lazy(struct cursor *cursor, uint32_t node, uint32_t taker)
{
    const struct filter *filters = cursor->set->filters;
    const struct node *nodes = cursor->nodes;

    if (nodes[node].kind != NODE_FILTER || !filters[nodes[node].detail].is_lazy ||
        (taker != 0 && filters[nodes[taker].detail].takes_lazy)) {
        return true;
    }
    return CURSOR_FAIL(cursor, cursor_node_span(cursor, node), "write '| list' after '%s'",
                       filters[nodes[node].detail].name);
}

/* After `is`. */
static bool parse_test(struct cursor *cursor, uint32_t *node)
{
    size_t count;
    const struct predicate *tests = predicates_all(&count);
    size_t off = cursor->nodes[*node].off;
    bool is_negated = cursor_skip_word(cursor, "not");
    const struct token *name = cursor_peek(cursor);
    size_t idx = 0;

    if (name->kind != TOKEN_NAME) {
        return cursor_unexpected(cursor, "the name of a test");
    }
    while (idx < count && !cursor_is_word(cursor, name, tests[idx].name)) {
        idx++;
    }
    if (idx == count) {
        struct str *names = ARENA_ARRAY(cursor->set->arena, count, struct str);
        struct diag *diag = CURSOR_DIAG(cursor, cursor_span(cursor, name), "unknown test %s",
                                        cursor_found(cursor, name));

        for (size_t i = 0; i < count; i++) {
            names[i] = str_from(tests[i].name);
        }
        diag_hint_nearest(cursor->set->diags, diag, cursor_text(cursor, name), names, count);
        return false;
    }
    (void)cursor_take(cursor);
    if (!expression_wrap(cursor, NODE_TEST, off, node)) {
        return false;
    }
    cursor->nodes[*node].detail = (uint16_t)idx;
    const struct token *next = cursor_peek(cursor);

    /* Jinja2 takes any other word here for an argument of the test. */
    if (next->kind == TOKEN_NAME && !cursor_is_word(cursor, next, "and") &&
        !cursor_is_word(cursor, next, "or") && !cursor_is_word(cursor, next, "else")) {
        return CURSOR_FAIL(cursor, cursor_span(cursor, next), "put the test in brackets before %s",
                           cursor_found(cursor, next));
    }
    return !is_negated || expression_wrap(cursor, NODE_NOT, off, node);
}

bool suffix_filters(struct cursor *cursor, uint32_t *node)
{
    while (true) {
        uint32_t operand = *node;

        if (cursor_skip(cursor, TOKEN_PIPE)) {
            if (!parse_filter(cursor, node) || !check_lazy(cursor, operand, *node)) {
                return false;
            }
        } else if (!check_lazy(cursor, operand, 0)) {
            return false;
        } else if (cursor_skip_word(cursor, "is")) {
            if (!parse_test(cursor, node)) {
                return false;
            }
        } else if (cursor_peek(cursor)->kind == TOKEN_PAREN_OPEN) {
            return refuse_call(cursor);
        } else {
            return true;
        }
    }
}
