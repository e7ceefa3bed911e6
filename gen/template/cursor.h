/* SPDX-License-Identifier: MIT */
/**
 * What the two halves of the parser (parser.c: statements, expression.c: expressions) share: the
 * place in the tokens, the nodes made so far, and the wording of faults. Floor: template; private
 * to it.
 */
#ifndef ARCHGEN_TEMPLATE_CURSOR_H
#define ARCHGEN_TEMPLATE_CURSOR_H

#include "template/bindings.h"
#include "template/lexer.h"
#include "template/set.h"
#include "template/tree.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cursor {
    struct templates *set;
    const struct source *source;
    struct tokens tokens;
    size_t at; /* index of the current token */
    struct node *nodes;
    size_t node_count;
    size_t node_capacity;
    uint8_t *heights; /* of the subtree below each node; a node without children has 1 */
    size_t height_capacity;
    size_t depth; /* open blocks and open expressions */
    size_t loops; /* open bodies of `for` */
    struct bindings bindings;
    enum text_state text_state;
    size_t ident_count; /* filters `ident` in the present statement */
    uint32_t ident;     /* the last of them */
};

/** Makes a cursor at the first token of `source`, with node 0. */
void cursor_init(struct cursor *cursor, struct templates *set, const struct source *source);

/** The current token. */
const struct token *cursor_peek(const struct cursor *cursor);

/** The token after the current one; the last one is repeated. */
const struct token *cursor_peek_next(const struct cursor *cursor);

/** Goes on by one token and gives the one that was current. */
const struct token *cursor_take(struct cursor *cursor);

/** Goes on if the current token is of this kind. */
bool cursor_skip(struct cursor *cursor, enum token_kind kind);

/** Goes on if the current token is of this kind; otherwise a fault "expected … , found …". */
bool cursor_expect(struct cursor *cursor, enum token_kind kind);

/** True if `token` is the name `word`. */
bool cursor_is_word(const struct cursor *cursor, const struct token *token, const char *word);

/** Goes on if the current token is the name `word`. */
bool cursor_skip_word(struct cursor *cursor, const char *word);

/** The bytes of a token. */
struct str cursor_text(const struct cursor *cursor, const struct token *token);

/** Reports that something else was expected at the current token; gives false. */
bool cursor_unexpected(struct cursor *cursor, const char *expected);

/** What was found, for messages: "'endif'" for names, else the kind's text. In the arena. */
const char *cursor_found(const struct cursor *cursor, const struct token *token);

/** The place of a token or a node. */
struct span cursor_span(const struct cursor *cursor, const struct token *token);
struct span cursor_node_span(const struct cursor *cursor, uint32_t node);

/** Makes a node that begins at byte `off`. */
uint32_t cursor_node(struct cursor *cursor, enum node_kind kind, size_t off);

/** Lets the node end where the last token taken ends. */
void cursor_close(struct cursor *cursor, uint32_t node);

/** Accounts for the height of a child; false after a fault if the tree is too high. */
bool cursor_adopt(struct cursor *cursor, uint32_t parent, uint32_t child);

/** Opens a level of nesting; false after a fault. The caller lowers `depth` when it is closed. */
bool cursor_enter(struct cursor *cursor);

/** Adds a syntax fault at a span; for diag_hint. */
#define CURSOR_DIAG(cursor, span, ...)                                                             \
    diag_add((cursor)->set->diags, DIAG_TEMPLATE_SYNTAX, (span), __VA_ARGS__)

/** Adds a syntax fault at a span and gives false. */
#define CURSOR_FAIL(cursor, span, ...) ((void)CURSOR_DIAG((cursor), (span), __VA_ARGS__), false)

#endif
