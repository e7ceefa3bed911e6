/* SPDX-License-Identifier: MIT */
/**
 * The parts of the expression parser. Floor: template; private to it. Every function takes tokens
 * from the cursor, puts the node that it made into `*node`, and gives false after a diagnostic.
 */
#ifndef ARCHGEN_TEMPLATE_EXPRESSION_H
#define ARCHGEN_TEMPLATE_EXPRESSION_H

#include "template/cursor.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef bool (*expression_parser)(struct cursor *cursor, uint32_t *node);

/** An expression. `may_choose`: `a if c else b` is allowed without brackets. */
bool expression_parse(struct cursor *cursor, bool may_choose, uint32_t *node);

/** An expression in which `a if c else b` is allowed. */
bool expression_whole(struct cursor *cursor, uint32_t *node);

/** Parses the right operand and puts both below a new node, which replaces `*left`. */
bool expression_add_right(struct cursor *cursor, enum node_kind kind, enum operator_kind detail,
                          expression_parser parse_right, uint32_t *left);

/** Puts `*operand` below a new node of one operand, which replaces it. */
bool expression_wrap(struct cursor *cursor, enum node_kind kind, size_t off, uint32_t *operand);

/** Items up to `closer`, linked, as children of `parent`; a comma may follow the last one. */
bool expression_items(struct cursor *cursor, uint32_t parent, enum token_kind closer,
                      expression_parser parse_item, uint32_t *first);

/** A name, a literal, or an expression in brackets. */
bool primary_parse(struct cursor *cursor, uint32_t *node);

/** The name of a variable that is to be written; its symbol in `*symbol`. */
bool primary_target(struct cursor *cursor, uint32_t *symbol);

/** A string literal; the symbol of its text in `*symbol`. */
bool primary_string(struct cursor *cursor, uint32_t *symbol);

/** Members and indices after the operand `*node`, which the result replaces. */
bool suffix_members(struct cursor *cursor, uint32_t *node);

/** Filters and tests after the operand `*node`, which the result replaces. */
bool suffix_filters(struct cursor *cursor, uint32_t *node);

#endif
