/* SPDX-License-Identifier: MIT */
/**
 * Tokens and trees as text, for tests. Floor: template.
 */
#ifndef ARCHGEN_TEMPLATE_DUMP_H
#define ARCHGEN_TEMPLATE_DUMP_H

#include "base/buf.h"
#include "template/lexer.h"
#include "template/template.h"

/** Appends one line a token: offset, kind, and its bytes as a JSON string. */
void template_dump_tokens(const struct tokens *tokens, struct str text, struct buf *out);

/** Appends the tree of a template as an indented list, one line a node. False if there is no
 *  template of this name. */
bool template_dump_tree(const struct templates *set, const char *name, struct buf *out);

#endif
