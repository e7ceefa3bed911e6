/* SPDX-License-Identifier: MIT */
/* The smallest expressions: names, literals and what stands in brackets. */
#include "template/expression.h"
#include "template/literal.h"

#include "base/compiler.h"

struct word_row {
    const char *word;
    const char *reason;
};

/* Words that are no names of variables. Jinja2 gives those of the second half a value that the
 * context does not have. */
static const struct word_row RESERVED[] = {
    {"and", "is an operator"},
    {"or", "is an operator"},
    {"not", "is an operator"},
    {"in", "is an operator"},
    {"is", "is an operator"},
    {"if", "is an operator"},
    {"else", "is an operator"},
    {"True", "is written 'true' here"},
    {"False", "is written 'false' here"},
    {"None", "is written 'none' here"},
    {"range", "is a function of Jinja2, and templates have no calls"},
    {"dict", "is a function of Jinja2, and templates have no calls"},
    {"lipsum", "is a function of Jinja2, and templates have no calls"},
    {"cycler", "is a function of Jinja2, and templates have no calls"},
    {"joiner", "is a function of Jinja2, and templates have no calls"},
    {"namespace", "is a function of Jinja2, and templates have no calls"},
    {"self", "has a meaning of its own in Jinja2"},
};

static bool check_word(struct cursor *cursor, const struct token *token)
{
    for (size_t i = 0; i < AG_COUNT(RESERVED); i++) {
        if (cursor_is_word(cursor, token, RESERVED[i].word)) {
            return CURSOR_FAIL(cursor, cursor_span(cursor, token), "'%s' %s", RESERVED[i].word,
                               RESERVED[i].reason);
        }
    }
    return true;
}

/* `loop.member`; nothing else can be done with `loop`. */
static bool parse_loop(struct cursor *cursor, uint32_t *node)
{
    const struct token *token = cursor_take(cursor);
    struct str names[LOOP_MEMBER_COUNT];

    if (cursor->loops == 0) {
        return CURSOR_FAIL(cursor, cursor_span(cursor, token),
                           "'loop' is known only inside the body of a 'for' of this template");
    }
    if (!cursor_skip(cursor, TOKEN_DOT)) {
        return cursor_unexpected(cursor, "'.' and a member after 'loop'");
    }
    if (cursor_peek(cursor)->kind != TOKEN_NAME) {
        return cursor_unexpected(cursor, "a member of 'loop'");
    }
    const struct token *member = cursor_take(cursor);

    *node = cursor_node(cursor, NODE_LOOP, token->off);
    cursor_close(cursor, *node);
    for (size_t i = 0; i < LOOP_MEMBER_COUNT; i++) {
        names[i] = str_from(tree_loop_member_name((enum loop_member)i));
        if (str_eq(cursor_text(cursor, member), names[i])) {
            cursor->nodes[*node].detail = (uint16_t)i;
            return true;
        }
    }
    struct diag *diag = CURSOR_DIAG(cursor, cursor_span(cursor, member), "'loop' has no member %s",
                                    cursor_found(cursor, member));

    diag_hint(cursor->set->diags, diag, "it has index, index0, first, last and length");
    diag_hint_nearest(cursor->set->diags, diag, cursor_text(cursor, member), names,
                      LOOP_MEMBER_COUNT);
    return false;
}

static bool parse_word(struct cursor *cursor, uint32_t *node)
{
    const struct token *token = cursor_peek(cursor);

    if (cursor_is_word(cursor, token, "loop")) {
        return parse_loop(cursor, node);
    }
    if (!check_word(cursor, token)) {
        return false;
    }
    bool is_true = cursor_is_word(cursor, token, "true");
    bool is_bool = is_true || cursor_is_word(cursor, token, "false");
    bool is_null = cursor_is_word(cursor, token, "none");

    (void)cursor_take(cursor);
    *node = cursor_node(cursor, is_bool ? NODE_BOOL : is_null ? NODE_NULL : NODE_NAME, token->off);
    cursor_close(cursor, *node);
    cursor->nodes[*node].detail = is_true;
    if (!is_bool && !is_null) {
        uint32_t symbol = symbols_intern(&cursor->set->symbols, cursor_text(cursor, token));

        cursor->nodes[*node].first = symbol;
        bindings_read(&cursor->bindings, symbol);
    }
    return true;
}

bool primary_target(struct cursor *cursor, uint32_t *symbol)
{
    const struct token *token = cursor_peek(cursor);

    if (token->kind != TOKEN_NAME) {
        return cursor_unexpected(cursor, "the name of a variable");
    }
    if (!check_word(cursor, token)) {
        return false;
    }
    if (cursor_is_word(cursor, token, "loop") || cursor_is_word(cursor, token, "true") ||
        cursor_is_word(cursor, token, "false") || cursor_is_word(cursor, token, "none")) {
        return CURSOR_FAIL(cursor, cursor_span(cursor, token), "%s cannot be a variable",
                           cursor_found(cursor, token));
    }
    *symbol = symbols_intern(&cursor->set->symbols, cursor_text(cursor, cursor_take(cursor)));
    return true;
}

bool primary_string(struct cursor *cursor, uint32_t *symbol)
{
    const struct token *token = cursor_peek(cursor);

    if (!cursor_expect(cursor, TOKEN_STRING)) {
        return false;
    }
    size_t fault_off;
    const char *fault =
        literal_string(&cursor->set->symbols, cursor_text(cursor, token), symbol, &fault_off);

    if (fault != NULL) {
        struct span span = span_make(cursor->source, token->off + fault_off, 2);

        return CURSOR_FAIL(cursor, span, "%s", fault);
    }
    if (cursor_peek(cursor)->kind == TOKEN_STRING) {
        return CURSOR_FAIL(cursor, cursor_span(cursor, cursor_peek(cursor)),
                           "two strings in a row; join them with '~'");
    }
    return true;
}

static bool parse_string(struct cursor *cursor, uint32_t *node)
{
    uint32_t symbol;
    size_t off = cursor_peek(cursor)->off;

    if (!primary_string(cursor, &symbol)) {
        return false;
    }
    *node = cursor_node(cursor, NODE_STRING, off);
    cursor->nodes[*node].first = symbol;
    cursor_close(cursor, *node);
    return true;
}

static bool parse_number(struct cursor *cursor, uint32_t *node)
{
    const struct token *token = cursor_take(cursor);
    bool is_real = token->kind == TOKEN_REAL;
    uint64_t bits;

    *node = cursor_node(cursor, is_real ? NODE_REAL : NODE_INTEGER, token->off);
    cursor_close(cursor, *node);
    if (!literal_number(cursor_text(cursor, token), is_real, &bits)) {
        return CURSOR_FAIL(cursor, cursor_span(cursor, token), "the number is too large");
    }
    cursor->nodes[*node].first = (uint32_t)bits;
    cursor->nodes[*node].second = (uint32_t)(bits >> 32);
    return true;
}

static bool parse_list(struct cursor *cursor, uint32_t *node)
{
    uint32_t first;

    *node = cursor_node(cursor, NODE_LIST, cursor_take(cursor)->off);
    if (!expression_items(cursor, *node, TOKEN_BRACKET_CLOSE, expression_whole, &first)) {
        return false;
    }
    cursor->nodes[*node].first = first;
    cursor_close(cursor, *node);
    return true;
}

static bool parse_pair(struct cursor *cursor, uint32_t *node)
{
    uint32_t key;
    uint32_t value;
    size_t off = cursor_peek(cursor)->off;

    if (!primary_string(cursor, &key) || !cursor_expect(cursor, TOKEN_COLON) ||
        !expression_whole(cursor, &value)) {
        return false;
    }
    *node = cursor_node(cursor, NODE_PAIR, off);
    cursor->nodes[*node].first = key;
    cursor->nodes[*node].second = value;
    cursor_close(cursor, *node);
    return cursor_adopt(cursor, *node, value);
}

static bool parse_map(struct cursor *cursor, uint32_t *node)
{
    uint32_t first;

    *node = cursor_node(cursor, NODE_MAP, cursor_take(cursor)->off);
    if (!expression_items(cursor, *node, TOKEN_BRACE_CLOSE, parse_pair, &first)) {
        return false;
    }
    cursor->nodes[*node].first = first;
    cursor_close(cursor, *node);
    for (uint32_t i = first; i != 0; i = cursor->nodes[i].next) {
        for (uint32_t j = first; j != i; j = cursor->nodes[j].next) {
            if (cursor->nodes[i].first == cursor->nodes[j].first) {
                return CURSOR_FAIL(cursor, cursor_node_span(cursor, i),
                                   "the key stands twice in this map");
            }
        }
    }
    return true;
}

static bool parse_parenthesis(struct cursor *cursor, uint32_t *node)
{
    const struct token *opener = cursor_take(cursor);

    if (!expression_whole(cursor, node)) {
        return false;
    }
    if (cursor_peek(cursor)->kind == TOKEN_COMMA) {
        return CURSOR_FAIL(cursor, cursor_span(cursor, cursor_peek(cursor)),
                           "lists are written with '[' and ']'");
    }
    if (!cursor_expect(cursor, TOKEN_PAREN_CLOSE)) {
        return false;
    }
    cursor->nodes[*node].off = opener->off;
    cursor_close(cursor, *node);
    return true;
}

bool primary_parse(struct cursor *cursor, uint32_t *node)
{
    static const struct {
        enum token_kind token;
        expression_parser parse;
    } rows[] = {
        {TOKEN_NAME, parse_word},
        {TOKEN_STRING, parse_string},
        {TOKEN_INTEGER, parse_number},
        {TOKEN_REAL, parse_number},
        {TOKEN_BRACKET_OPEN, parse_list},
        {TOKEN_BRACE_OPEN, parse_map},
        {TOKEN_PAREN_OPEN, parse_parenthesis},
    };

    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        if (cursor_peek(cursor)->kind == rows[i].token) {
            return rows[i].parse(cursor, node);
        }
    }
    return cursor_unexpected(cursor, "an expression");
}
