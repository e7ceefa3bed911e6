/* SPDX-License-Identifier: MIT */
/*
 * Expressions, by recursive descent: one function per level of precedence, the same levels as
 * jinja2.parser.Parser has (note that '~' binds more tightly than '+' there). What Jinja2 accepts
 * beyond the subset is refused with a message that names the way to write it.
 */
#include "template/expression.h"

#include "base/compiler.h"

struct operator_row {
    enum token_kind token;
    enum operator_kind kind;
};

static const struct operator_row COMPARISONS[] = {
    {TOKEN_EQUAL, OPERATOR_EQUAL},     {TOKEN_DIFFERENT, OPERATOR_DIFFERENT},
    {TOKEN_LESS, OPERATOR_LESS},       {TOKEN_LESS_EQUAL, OPERATOR_LESS_EQUAL},
    {TOKEN_GREATER, OPERATOR_GREATER}, {TOKEN_GREATER_EQUAL, OPERATOR_GREATER_EQUAL},
};

static const struct operator_row SUMS[] = {
    {TOKEN_PLUS, OPERATOR_ADD},
    {TOKEN_MINUS, OPERATOR_SUBTRACT},
};

static const struct operator_row PRODUCTS[] = {
    {TOKEN_TIMES, OPERATOR_MULTIPLY},
    {TOKEN_DIVIDE, OPERATOR_DIVIDE},
    {TOKEN_MODULO, OPERATOR_MODULO},
};

static bool parse_or(struct cursor *cursor, uint32_t *node);
static bool parse_unary(struct cursor *cursor, bool may_filter, uint32_t *node);

bool expression_add_right(struct cursor *cursor, enum node_kind kind, enum operator_kind detail,
                          expression_parser parse_right, uint32_t *left)
{
    uint32_t right;

    if (!parse_right(cursor, &right)) {
        return false;
    }
    uint32_t node = cursor_node(cursor, kind, cursor->nodes[*left].off);

    cursor->nodes[node].detail = (uint16_t)detail;
    cursor->nodes[node].first = *left;
    cursor->nodes[node].second = right;
    cursor_close(cursor, node);
    if (!cursor_adopt(cursor, node, *left) || !cursor_adopt(cursor, node, right)) {
        return false;
    }
    *left = node;
    return true;
}

bool expression_wrap(struct cursor *cursor, enum node_kind kind, size_t off, uint32_t *operand)
{
    uint32_t node = cursor_node(cursor, kind, off);

    cursor->nodes[node].first = *operand;
    cursor_close(cursor, node);
    if (!cursor_adopt(cursor, node, *operand)) {
        return false;
    }
    *operand = node;
    return true;
}

bool expression_items(struct cursor *cursor, uint32_t parent, enum token_kind closer,
                      expression_parser parse_item, uint32_t *first)
{
    uint32_t last = 0;

    *first = 0;
    while (!cursor_skip(cursor, closer)) {
        uint32_t item;

        if (last != 0 && !cursor_skip(cursor, TOKEN_COMMA)) {
            const char *end = lexer_kind_text(closer);

            return cursor_unexpected(cursor, arena_text(cursor->set->arena, "',' or %s", end));
        }
        if (last != 0 && cursor_skip(cursor, closer)) {
            break;
        }
        if (!parse_item(cursor, &item) || !cursor_adopt(cursor, parent, item)) {
            return false;
        }
        *(last == 0 ? first : &cursor->nodes[last].next) = item;
        last = item;
    }
    return true;
}

bool expression_whole(struct cursor *cursor, uint32_t *node)
{
    return expression_parse(cursor, true, node);
}

/* Goes on if the current token is one of the rows' and gives that row, else NULL. */
static const struct operator_row *take_operator(struct cursor *cursor,
                                                const struct operator_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (cursor_skip(cursor, rows[i].token)) {
            return &rows[i];
        }
    }
    return NULL;
}

static bool parse_negation(struct cursor *cursor, uint32_t *node)
{
    size_t off = cursor_take(cursor)->off;

    if (!cursor_enter(cursor) || !parse_unary(cursor, false, node)) {
        return false;
    }
    cursor->depth--;
    return expression_wrap(cursor, NODE_NEGATE, off, node);
}

static bool parse_unary(struct cursor *cursor, bool may_filter, uint32_t *node)
{
    bool is_negated = cursor_peek(cursor)->kind == TOKEN_MINUS;

    if (!(is_negated ? parse_negation(cursor, node) : primary_parse(cursor, node))) {
        return false;
    }
    return suffix_members(cursor, node) && (!may_filter || suffix_filters(cursor, node));
}

static bool parse_operand(struct cursor *cursor, uint32_t *node)
{
    return parse_unary(cursor, true, node);
}

static bool parse_product(struct cursor *cursor, uint32_t *node)
{
    if (!parse_operand(cursor, node)) {
        return false;
    }
    while (true) {
        const struct operator_row *row = take_operator(cursor, PRODUCTS, AG_COUNT(PRODUCTS));
        const struct token *token = cursor_peek(cursor);

        if (row == NULL && (token->kind == TOKEN_SLASH || token->kind == TOKEN_POWER)) {
            struct diag *diag =
                CURSOR_DIAG(cursor, cursor_span(cursor, token), "templates have no operator %s",
                            lexer_kind_text(token->kind));

            if (token->kind == TOKEN_SLASH) {
                diag_hint(cursor->set->diags, diag, "integers are divided with '//'");
            }
            return false;
        }
        if (row == NULL) {
            return true;
        }
        if (!expression_add_right(cursor, NODE_ARITHMETIC, row->kind, parse_operand, node)) {
            return false;
        }
    }
}

static bool parse_concat(struct cursor *cursor, uint32_t *node)
{
    if (!parse_product(cursor, node)) {
        return false;
    }
    if (cursor_peek(cursor)->kind != TOKEN_TILDE) {
        return true;
    }
    uint32_t last = *node;

    if (!expression_wrap(cursor, NODE_CONCAT, cursor->nodes[last].off, node)) {
        return false;
    }
    while (cursor_skip(cursor, TOKEN_TILDE)) {
        uint32_t operand;

        if (!parse_product(cursor, &operand) || !cursor_adopt(cursor, *node, operand)) {
            return false;
        }
        cursor->nodes[last].next = operand;
        last = operand;
    }
    cursor_close(cursor, *node);
    return true;
}

static bool parse_sum(struct cursor *cursor, uint32_t *node)
{
    if (!parse_concat(cursor, node)) {
        return false;
    }
    while (true) {
        const struct operator_row *row = take_operator(cursor, SUMS, AG_COUNT(SUMS));

        if (row == NULL) {
            return true;
        }
        if (!expression_add_right(cursor, NODE_ARITHMETIC, row->kind, parse_concat, node)) {
            return false;
        }
    }
}

/* Goes past an operator of comparison and gives it; false if there is none. */
static bool take_comparison(struct cursor *cursor, enum operator_kind *kind)
{
    const struct operator_row *row = take_operator(cursor, COMPARISONS, AG_COUNT(COMPARISONS));

    if (row != NULL) {
        *kind = row->kind;
        return true;
    }
    *kind = OPERATOR_IN;
    if (cursor_skip_word(cursor, "in")) {
        return true;
    }
    *kind = OPERATOR_NOT_IN;
    return cursor_is_word(cursor, cursor_peek_next(cursor), "in") &&
           cursor_skip_word(cursor, "not") && cursor_skip_word(cursor, "in");
}

static bool parse_comparison(struct cursor *cursor, uint32_t *node)
{
    enum operator_kind kind;

    if (!parse_sum(cursor, node)) {
        return false;
    }
    if (!take_comparison(cursor, &kind)) {
        return true;
    }
    if (!expression_add_right(cursor, NODE_COMPARE, kind, parse_sum, node)) {
        return false;
    }
    const struct token *token = cursor_peek(cursor);

    if (take_comparison(cursor, &kind)) {
        return CURSOR_FAIL(cursor, cursor_span(cursor, token),
                           "comparisons do not chain; join two with 'and'");
    }
    return true;
}

static bool parse_not(struct cursor *cursor, uint32_t *node)
{
    size_t off = cursor_peek(cursor)->off;

    if (!cursor_skip_word(cursor, "not")) {
        return parse_comparison(cursor, node);
    }
    if (!cursor_enter(cursor) || !parse_not(cursor, node)) {
        return false;
    }
    cursor->depth--;
    return expression_wrap(cursor, NODE_NOT, off, node);
}

static bool parse_and(struct cursor *cursor, uint32_t *node)
{
    bool ok = parse_not(cursor, node);

    while (ok && cursor_skip_word(cursor, "and")) {
        ok = expression_add_right(cursor, NODE_AND, (enum operator_kind)0, parse_not, node);
    }
    return ok;
}

static bool parse_or(struct cursor *cursor, uint32_t *node)
{
    bool ok = parse_and(cursor, node);

    while (ok && cursor_skip_word(cursor, "or")) {
        ok = expression_add_right(cursor, NODE_OR, (enum operator_kind)0, parse_and, node);
    }
    return ok;
}

/* After `a if`: the rest of `a if condition else b`. */
static bool parse_choice(struct cursor *cursor, uint32_t *node)
{
    uint32_t condition;
    uint32_t otherwise;

    if (!parse_or(cursor, &condition)) {
        return false;
    }
    if (!cursor_skip_word(cursor, "else")) {
        return cursor_unexpected(cursor, "'else', which every 'if' in an expression needs");
    }
    if (!expression_parse(cursor, true, &otherwise)) {
        return false;
    }
    uint32_t choice = cursor_node(cursor, NODE_CHOICE, cursor->nodes[*node].off);

    cursor->nodes[choice].first = condition;
    cursor->nodes[choice].second = *node;
    cursor->nodes[choice].third = otherwise;
    cursor_close(cursor, choice);
    if (!cursor_adopt(cursor, choice, condition) || !cursor_adopt(cursor, choice, *node) ||
        !cursor_adopt(cursor, choice, otherwise)) {
        return false;
    }
    *node = choice;
    return true;
}

bool expression_parse(struct cursor *cursor, bool may_choose, uint32_t *node)
{
    if (!cursor_enter(cursor) || !parse_or(cursor, node)) {
        return false;
    }
    if (may_choose && cursor_skip_word(cursor, "if") && !parse_choice(cursor, node)) {
        return false;
    }
    cursor->depth--;
    return true;
}
