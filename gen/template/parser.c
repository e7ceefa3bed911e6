/* SPDX-License-Identifier: MIT */
/*
 * Statements. The parser also follows where the text stands in the target language: a value inside
 * a string or a comment of the target would be printed as a literal in the wrong place, so tags
 * are accepted in code only. As all tags are, every branch of an `if` begins and ends in code, and
 * the state needs no joining.
 */
#include "template/parser.h"

#include "base/compiler.h"
#include "template/expression.h"

struct statement_row {
    const char *word;
    bool (*parse)(struct cursor *cursor, const struct token *opener, uint32_t *node);
};

static bool parse_if(struct cursor *cursor, const struct token *opener, uint32_t *node);
static bool parse_for(struct cursor *cursor, const struct token *opener, uint32_t *node);
static bool parse_set(struct cursor *cursor, const struct token *opener, uint32_t *node);
static bool parse_include(struct cursor *cursor, const struct token *opener, uint32_t *node);

static const struct statement_row STATEMENTS[] = {
    {"if", parse_if},
    {"for", parse_for},
    {"set", parse_set},
    {"include", parse_include},
};

/* Words that go on with or end a statement; the statement itself looks for them. */
static const char *const CLOSERS[] = {"elif", "else", "endif", "endfor"};

/* Statements of Jinja2 that are left out. */
static const char *const REFUSED[] = {
    "macro",      "endmacro",      "block",    "endblock", "extends",   "import", "from",    "raw",
    "endraw",     "call",          "endcall",  "filter",   "endfilter", "with",   "endwith", "do",
    "autoescape", "endautoescape", "continue", "break",    "trans",     "endset",
};

static bool is_one_of(const struct cursor *cursor, const struct token *token,
                      const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (cursor_is_word(cursor, token, words[i])) {
            return true;
        }
    }
    return false;
}

/* Accounts for text that is written out. */
static void scan_text(struct cursor *cursor, const struct token *token)
{
    const struct dialect *dialect = cursor->set->dialect;
    struct str text = cursor_text(cursor, token);

    for (size_t i = 0; i < text.len; i++) {
        cursor->text_state = dialect->scan(cursor->text_state, text.p[i]);
    }
}

/* Where the text stands if no tag may stand there, else NULL. A value may follow a '/', because no
 * literal begins with another one; text after a block may. */
static const char *closed_place(const struct cursor *cursor, enum token_kind opener)
{
    static const char *const places[] = {
        [TEXT_CODE] = NULL,           [TEXT_STRING] = "a string", [TEXT_ESCAPE] = "a string",
        [TEXT_COMMENT] = "a comment", [TEXT_SLASH] = "a comment",
    };
    bool is_open = cursor->text_state == TEXT_SLASH && opener == TOKEN_PRINT_BEGIN;

    return is_open ? NULL : places[cursor->text_state];
}

/* At the opener of a tag. */
static bool check_place(struct cursor *cursor)
{
    const struct token *opener = cursor_peek(cursor);
    const char *place = closed_place(cursor, opener->kind);

    if (place == NULL) {
        cursor->text_state = TEXT_CODE;
        return true;
    }
    struct diag *diag =
        CURSOR_DIAG(cursor, cursor_span(cursor, opener), "%s inside %s of %s",
                    lexer_kind_text(opener->kind), place, cursor->set->dialect->name);

    if (cursor->text_state == TEXT_STRING || cursor->text_state == TEXT_ESCAPE) {
        diag_hint(cursor->set->diags, diag, "build the text with ~: {{ a ~ \"-b\" }}");
    }
    return false;
}

/* An expression that belongs to a statement: `ident` is allowed only as the last filter of a
 * print, where `*is_ident` tells so and `*node` is what it is applied to. */
static bool parse_value(struct cursor *cursor, bool may_choose, bool *is_ident, uint32_t *node)
{
    cursor->ident_count = 0;
    if (!expression_parse(cursor, may_choose, node)) {
        return false;
    }
    bool is_last = cursor->ident_count == 1 && cursor->ident == *node && is_ident != NULL;

    if (cursor->ident_count > 0 && !is_last) {
        return CURSOR_FAIL(cursor, cursor_node_span(cursor, cursor->ident),
                           "'ident' may only be the last filter of a whole '{{ }}'");
    }
    if (is_last) {
        *node = cursor->nodes[*node].first;
    }
    if (is_ident != NULL) {
        *is_ident = is_last;
    }
    return true;
}

/* Takes the end of a tag. */
static bool end_tag(struct cursor *cursor, enum token_kind kind)
{
    if (cursor_peek(cursor)->kind == TOKEN_COMMA) {
        return CURSOR_FAIL(cursor, cursor_span(cursor, cursor_peek(cursor)),
                           "lists are written with '[' and ']'");
    }
    return cursor_expect(cursor, kind);
}

static bool parse_print(struct cursor *cursor, uint32_t *node)
{
    bool is_ident;
    uint32_t expression;

    *node = cursor_node(cursor, NODE_PRINT, cursor_take(cursor)->off);
    if (!parse_value(cursor, true, &is_ident, &expression) || !end_tag(cursor, TOKEN_PRINT_END)) {
        return false;
    }
    cursor->nodes[*node].first = expression;
    cursor->nodes[*node].detail = is_ident;
    cursor_close(cursor, *node);
    return true;
}

static bool refuse_statement(struct cursor *cursor, const struct token *word)
{
    struct diags *diags = cursor->set->diags;
    const char *found = cursor_found(cursor, word);

    if (word->kind != TOKEN_NAME) {
        return cursor_unexpected(cursor, "a statement");
    }
    if (is_one_of(cursor, word, CLOSERS, AG_COUNT(CLOSERS))) {
        return CURSOR_FAIL(cursor, cursor_span(cursor, word), "%s without an open statement",
                           found);
    }
    bool is_known = is_one_of(cursor, word, REFUSED, AG_COUNT(REFUSED));
    struct diag *diag =
        is_known
            ? CURSOR_DIAG(cursor, cursor_span(cursor, word),
                          "%s is not in the subset of Jinja2 that templates are written in", found)
            : CURSOR_DIAG(cursor, cursor_span(cursor, word), "unknown statement %s", found);

    diag_hint(diags, diag, "statements are if, for, set and include");
    if (!is_known) {
        struct str words[AG_COUNT(STATEMENTS)];

        for (size_t i = 0; i < AG_COUNT(STATEMENTS); i++) {
            words[i] = str_from(STATEMENTS[i].word);
        }
        diag_hint_nearest(diags, diag, cursor_text(cursor, word), words, AG_COUNT(words));
    }
    return false;
}

static bool parse_block(struct cursor *cursor, uint32_t *node)
{
    const struct token *opener = cursor_take(cursor);
    const struct token *word = cursor_peek(cursor);

    for (size_t i = 0; i < AG_COUNT(STATEMENTS); i++) {
        if (cursor_skip_word(cursor, STATEMENTS[i].word)) {
            if (!cursor_enter(cursor) || !STATEMENTS[i].parse(cursor, opener, node)) {
                return false;
            }
            cursor->depth--;
            return true;
        }
    }
    return refuse_statement(cursor, word);
}

static bool parse_statement(struct cursor *cursor, uint32_t *node)
{
    const struct token *token = cursor_peek(cursor);

    if (token->kind == TOKEN_TEXT) {
        scan_text(cursor, token);
        *node = cursor_node(cursor, NODE_TEXT, token->off);
        (void)cursor_take(cursor);
        cursor_close(cursor, *node);
        return true;
    }
    if (token->kind == TOKEN_FAULT) {
        return cursor_unexpected(cursor, "text");
    }
    if (!check_place(cursor)) {
        return false;
    }
    return token->kind == TOKEN_PRINT_BEGIN ? parse_print(cursor, node) : parse_block(cursor, node);
}

/* Statements up to the end of the template or to a tag with one of CLOSERS, linked. */
static bool parse_body(struct cursor *cursor, uint32_t *first)
{
    uint32_t last = 0;

    *first = 0;
    while (cursor_peek(cursor)->kind != TOKEN_END) {
        uint32_t node = 0;

        if (cursor_peek(cursor)->kind == TOKEN_BLOCK_BEGIN &&
            is_one_of(cursor, cursor_peek_next(cursor), CLOSERS, AG_COUNT(CLOSERS))) {
            break;
        }
        if (!parse_statement(cursor, &node)) {
            return false;
        }
        *(last == 0 ? first : &cursor->nodes[last].next) = node;
        last = node;
    }
    return true;
}

/* After a body: goes past "{% word" if that is what stands there. */
static bool skip_closer(struct cursor *cursor, const char *word)
{
    if (cursor_peek(cursor)->kind != TOKEN_BLOCK_BEGIN ||
        !cursor_is_word(cursor, cursor_peek_next(cursor), word)) {
        return false;
    }
    (void)cursor_take(cursor);
    (void)cursor_take(cursor);
    return true;
}

/* After a body: takes the tag that closes the statement. */
static bool expect_closer(struct cursor *cursor, const char *word, const char *statement,
                          const struct token *opener)
{
    if (cursor_peek(cursor)->kind == TOKEN_BLOCK_BEGIN && !check_place(cursor)) {
        return false;
    }
    if (skip_closer(cursor, word)) {
        return end_tag(cursor, TOKEN_BLOCK_END);
    }
    const struct token *found = cursor_peek(cursor);

    if (found->kind == TOKEN_BLOCK_BEGIN) {
        found = cursor_peek_next(cursor);
    }
    struct position place = source_position(cursor->source, opener->off);

    return CURSOR_FAIL(cursor, cursor_span(cursor, found),
                       "expected '%s' to close '%s' opened at %u:%u, found %s", word, statement,
                       place.line, place.col, cursor_found(cursor, found));
}

/* `{% else %}` and its body, if there is one. */
static bool parse_else(struct cursor *cursor, uint32_t *first)
{
    *first = 0;
    return !skip_closer(cursor, "else") ||
           (end_tag(cursor, TOKEN_BLOCK_END) && parse_body(cursor, first));
}

static bool check_closer_place(struct cursor *cursor)
{
    return cursor_peek(cursor)->kind != TOKEN_BLOCK_BEGIN || check_place(cursor);
}

/* After the word `if` or `elif`: the condition and the body. */
static bool parse_branch(struct cursor *cursor, const struct token *opener, uint32_t *node)
{
    uint32_t condition;
    uint32_t body;

    *node = cursor_node(cursor, NODE_IF, opener->off);
    if (!parse_value(cursor, false, NULL, &condition) || !end_tag(cursor, TOKEN_BLOCK_END)) {
        return false;
    }
    cursor_close(cursor, *node);
    if (!parse_body(cursor, &body)) {
        return false;
    }
    cursor->nodes[*node].first = condition;
    cursor->nodes[*node].second = body;
    return check_closer_place(cursor);
}

static bool parse_if(struct cursor *cursor, const struct token *opener, uint32_t *node)
{
    uint32_t branch;
    uint32_t otherwise;

    cursor->bindings.scope->open_ifs++;
    if (!parse_branch(cursor, opener, node)) {
        return false;
    }
    branch = *node;
    for (const struct token *tag = cursor_peek(cursor); skip_closer(cursor, "elif");
         tag = cursor_peek(cursor)) {
        uint32_t next;

        if (!parse_branch(cursor, tag, &next)) {
            return false;
        }
        cursor->nodes[branch].third = next;
        cursor->nodes[branch].detail = 1;
        branch = next;
    }
    if (!parse_else(cursor, &otherwise) || !expect_closer(cursor, "endif", "if", opener)) {
        return false;
    }
    cursor->nodes[branch].third = otherwise;
    cursor->bindings.scope->open_ifs--;
    return true;
}

/* A body with a scope of its own, which holds the loop's variable if `symbol` is not 0. */
static bool parse_scoped(struct cursor *cursor, uint32_t symbol, uint32_t *body)
{
    struct binding_scope scope;

    bindings_open(&cursor->bindings, &scope);
    if (symbol != 0) {
        bindings_declare(&cursor->bindings, symbol);
    }
    bool ok = symbol != 0 ? parse_body(cursor, body) : parse_else(cursor, body);

    bindings_close(&cursor->bindings);
    return ok;
}

/* `x in list %}` */
static bool parse_loop_head(struct cursor *cursor, uint32_t node, uint32_t *symbol)
{
    uint32_t iterated;
    size_t off = cursor_peek(cursor)->off;

    if (!primary_target(cursor, symbol)) {
        return false;
    }
    if (cursor_peek(cursor)->kind == TOKEN_COMMA) {
        return CURSOR_FAIL(cursor, cursor_span(cursor, cursor_peek(cursor)),
                           "a loop has one variable; over a map it takes the keys");
    }
    if (!cursor_skip_word(cursor, "in")) {
        return cursor_unexpected(cursor, "'in'");
    }
    if (!parse_value(cursor, false, NULL, &iterated)) {
        return false;
    }
    if (cursor_is_word(cursor, cursor_peek(cursor), "if") ||
        cursor_is_word(cursor, cursor_peek(cursor), "recursive")) {
        return CURSOR_FAIL(cursor, cursor_span(cursor, cursor_peek(cursor)),
                           "%s is not in the subset of Jinja2 that templates are written in",
                           cursor_found(cursor, cursor_peek(cursor)));
    }
    uint32_t target = cursor_node(cursor, NODE_TARGET, off);

    cursor_close(cursor, target);
    cursor->nodes[target].first = *symbol;
    cursor->nodes[target].second = iterated;
    cursor->nodes[node].first = target;
    return end_tag(cursor, TOKEN_BLOCK_END);
}

static bool parse_for(struct cursor *cursor, const struct token *opener, uint32_t *node)
{
    uint32_t symbol;
    uint32_t body;
    uint32_t otherwise;

    *node = cursor_node(cursor, NODE_FOR, opener->off);
    if (!parse_loop_head(cursor, *node, &symbol)) {
        return false;
    }
    cursor_close(cursor, *node);
    cursor->loops++;
    if (!parse_scoped(cursor, symbol, &body) || !check_closer_place(cursor)) {
        return false;
    }
    cursor->loops--;
    if (!parse_scoped(cursor, 0, &otherwise) || !expect_closer(cursor, "endfor", "for", opener)) {
        return false;
    }
    cursor->nodes[*node].second = body;
    cursor->nodes[*node].third = otherwise;
    return true;
}

static bool parse_set(struct cursor *cursor, const struct token *opener, uint32_t *node)
{
    uint32_t symbol;
    uint32_t value;

    *node = cursor_node(cursor, NODE_SET, opener->off);
    if (!primary_target(cursor, &symbol)) {
        return false;
    }
    if (cursor_peek(cursor)->kind == TOKEN_BLOCK_END) {
        return CURSOR_FAIL(cursor, cursor_span(cursor, cursor_peek(cursor)),
                           "expected '=' and a value; 'set' has no body here");
    }
    if (!cursor_expect(cursor, TOKEN_ASSIGN) || !parse_value(cursor, true, NULL, &value) ||
        !end_tag(cursor, TOKEN_BLOCK_END)) {
        return false;
    }
    cursor->nodes[*node].first = symbol;
    cursor->nodes[*node].second = value;
    cursor_close(cursor, *node);
    bindings_set(&cursor->bindings, symbol, *node);
    return true;
}

static bool parse_include(struct cursor *cursor, const struct token *opener, uint32_t *node)
{
    uint32_t symbol;

    *node = cursor_node(cursor, NODE_INCLUDE, opener->off);
    if (cursor_peek(cursor)->kind != TOKEN_STRING) {
        return cursor_unexpected(cursor, "the name of a template, in quotes");
    }
    if (!primary_string(cursor, &symbol) || !end_tag(cursor, TOKEN_BLOCK_END)) {
        return false;
    }
    cursor->nodes[*node].first = symbol;
    cursor_close(cursor, *node);
    return true;
}

/* The end of a template continues where it was included, so it must be in code as well. */
static bool check_end(struct cursor *cursor)
{
    const char *place = closed_place(cursor, TOKEN_END);

    if (cursor_peek(cursor)->kind != TOKEN_END) {
        (void)cursor_take(cursor);
        return refuse_statement(cursor, cursor_peek(cursor));
    }
    if (place != NULL) {
        return CURSOR_FAIL(cursor, cursor_span(cursor, cursor_peek(cursor)),
                           "the template ends inside %s of %s", place, cursor->set->dialect->name);
    }
    return true;
}

bool parser_read(struct templates *set, struct template *tmpl)
{
    struct cursor cursor;
    struct binding_scope scope;
    uint32_t root;

    cursor_init(&cursor, set, tmpl->source);
    bindings_open(&cursor.bindings, &scope);
    if (!parse_body(&cursor, &root) || !check_end(&cursor)) {
        return false;
    }
    tmpl->nodes = cursor.nodes;
    tmpl->tree = (struct tree){
        .nodes = cursor.nodes,
        .node_count = (uint32_t)cursor.node_count,
        .root = root,
        .claims = cursor.bindings.claims,
        .claim_count = (uint32_t)cursor.bindings.claim_count,
    };
    return true;
}
