/* SPDX-License-Identifier: MIT */
/**
 * Template text to tokens. Floor: template. All rules on white space live here and nowhere else;
 * they are those of Jinja2 with trim_blocks and lstrip_blocks:
 *   - the line end directly after a block or comment is dropped, unless it closes with '+';
 *   - blanks between the start of a line and a block or comment are dropped, unless it opens
 *     with '+';
 *   - '-' at either side drops all white space there, for prints too.
 * Comments and empty texts make no token.
 *
 * A fault does not end the reading with a message: it becomes the last token, so that the parser
 * reports whichever is wrong first.
 */
#ifndef ARCHGEN_TEMPLATE_LEXER_H
#define ARCHGEN_TEMPLATE_LEXER_H

#include "base/arena.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

enum token_kind {
#define TOKEN(kind, text) TOKEN_##kind,
#include "template/tokens.def"
#undef TOKEN
    TOKEN_KIND_COUNT
};

struct token {
    enum token_kind kind;
    uint32_t off; /* bytes, in the template */
    uint32_t len; /* bytes */
};

struct tokens {
    struct token *items; /* in the arena; the last one is TOKEN_END or TOKEN_FAULT */
    size_t count;
    size_t capacity;
    const char *fault; /* what is wrong at TOKEN_FAULT, else NULL */
    const char *hint;  /* what to do about it, or NULL */
};

/** Splits `text` (at most UINT32_MAX bytes) into tokens. */
struct tokens lexer_read(struct arena *arena, struct str text);

/** The kind as messages name it: "'}}'", "a name". */
const char *lexer_kind_text(enum token_kind kind);

#endif
