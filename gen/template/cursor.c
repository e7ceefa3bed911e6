/* SPDX-License-Identifier: MIT */
/* The parser's hands: moving over tokens, making nodes, and saying what was expected. */
#include "template/cursor.h"

#include <stdio.h>

void cursor_init(struct cursor *cursor, struct templates *set, const struct source *source)
{
    *cursor = (struct cursor){
        .set = set,
        .source = source,
        .tokens = lexer_read(set->arena, source->text),
        .bindings = {.arena = set->arena},
        .text_state = TEXT_CODE,
    };
    (void)cursor_node(cursor, NODE_NONE, 0);
}

const struct token *cursor_peek(const struct cursor *cursor)
{
    return &cursor->tokens.items[cursor->at];
}

const struct token *cursor_peek_next(const struct cursor *cursor)
{
    size_t last = cursor->tokens.count - 1;

    return &cursor->tokens.items[cursor->at < last ? cursor->at + 1 : last];
}

const struct token *cursor_take(struct cursor *cursor)
{
    const struct token *token = cursor_peek(cursor);

    cursor->at += cursor->at + 1 < cursor->tokens.count;
    return token;
}

bool cursor_skip(struct cursor *cursor, enum token_kind kind)
{
    if (cursor_peek(cursor)->kind != kind) {
        return false;
    }
    (void)cursor_take(cursor);
    return true;
}

bool cursor_expect(struct cursor *cursor, enum token_kind kind)
{
    return cursor_skip(cursor, kind) || cursor_unexpected(cursor, lexer_kind_text(kind));
}

struct str cursor_text(const struct cursor *cursor, const struct token *token)
{
    return str_slice(cursor->source->text, token->off, token->len);
}

bool cursor_is_word(const struct cursor *cursor, const struct token *token, const char *word)
{
    /* Most words differ in their first letter. */
    return token->kind == TOKEN_NAME && cursor->source->text.p[token->off] == word[0] &&
           str_eq_text(cursor_text(cursor, token), word);
}

bool cursor_skip_word(struct cursor *cursor, const char *word)
{
    if (!cursor_is_word(cursor, cursor_peek(cursor), word)) {
        return false;
    }
    (void)cursor_take(cursor);
    return true;
}

const char *cursor_found(const struct cursor *cursor, const struct token *token)
{
    if (token->kind != TOKEN_NAME) {
        return lexer_kind_text(token->kind);
    }
    return arena_text(cursor->set->arena, "'%.*s'", STR_ARGS(cursor_text(cursor, token)));
}

bool cursor_unexpected(struct cursor *cursor, const char *expected)
{
    const struct token *token = cursor_peek(cursor);
    struct span span = cursor_span(cursor, token);

    if (token->kind == TOKEN_FAULT) {
        struct diag *diag = CURSOR_DIAG(cursor, span, "%s", cursor->tokens.fault);

        if (cursor->tokens.hint != NULL) {
            diag_hint(cursor->set->diags, diag, "%s", cursor->tokens.hint);
        }
        return false;
    }
    return CURSOR_FAIL(cursor, span, "expected %s, found %s", expected,
                       cursor_found(cursor, token));
}

struct span cursor_span(const struct cursor *cursor, const struct token *token)
{
    return span_make(cursor->source, token->off, token->len);
}

struct span cursor_node_span(const struct cursor *cursor, uint32_t node)
{
    return span_make(cursor->source, cursor->nodes[node].off, cursor->nodes[node].len);
}

uint32_t cursor_node(struct cursor *cursor, enum node_kind kind, size_t off)
{
    struct arena *arena = cursor->set->arena;

    ARENA_GROW(arena, cursor->nodes, cursor->node_count, cursor->node_capacity);
    ARENA_GROW(arena, cursor->heights, cursor->node_count, cursor->height_capacity);
    cursor->nodes[cursor->node_count] = (struct node){.kind = (uint16_t)kind, .off = (uint32_t)off};
    cursor->heights[cursor->node_count] = 1;
    return (uint32_t)cursor->node_count++;
}

void cursor_close(struct cursor *cursor, uint32_t node)
{
    const struct token *last = &cursor->tokens.items[cursor->at > 0 ? cursor->at - 1 : 0];

    cursor->nodes[node].len = last->off + last->len - cursor->nodes[node].off;
}

static bool too_deep(struct cursor *cursor, struct span span)
{
    (void)diag_add(cursor->set->diags, DIAG_LIMIT, span,
                   "the template is nested more than %d levels deep", TEMPLATE_DEPTH_MAX);
    return false;
}

bool cursor_adopt(struct cursor *cursor, uint32_t parent, uint32_t child)
{
    unsigned height = cursor->heights[child] + 1U;

    if (height > TEMPLATE_DEPTH_MAX) {
        return too_deep(cursor, cursor_node_span(cursor, child));
    }
    if (height > cursor->heights[parent]) {
        cursor->heights[parent] = (uint8_t)height;
    }
    return true;
}

bool cursor_enter(struct cursor *cursor)
{
    if (cursor->depth == TEMPLATE_DEPTH_MAX) {
        return too_deep(cursor, cursor_span(cursor, cursor_peek(cursor)));
    }
    cursor->depth++;
    return true;
}
