/* SPDX-License-Identifier: MIT */
/**
 * Tokens in texts, "${aws_vpc.main.id}", and what they stand for in the neutral form. Floor:
 * verify; inner part of verify/neutral.h.
 */
#ifndef ARCHGEN_VERIFY_TOKENS_H
#define ARCHGEN_VERIFY_TOKENS_H

#include "base/arena.h"
#include "data/json.h"

/** What tokens are looked up in; all borrowed. */
struct token_index {
    struct arena *arena;
    const json_t *table;      /* of the target */
    const json_t *parameters; /* of the raw form */
    const json_t *wholes;     /* of the raw form, or NULL */
    const char *document;     /* that the texts are from */
    json_t *resources;        /* document or whole, "" for all → "aws_vpc.main" or "Vpc" →
                                 [identity, row of the table, raw properties] */
    json_t *referred;         /* identities that were found; a set */
};

/** Gives [identity, row, raw properties] of what has an address in the present document or, if it
 * has none of that name, in another of its whole, or in any; NULL if there is none. */
const json_t *tokens_find(const struct token_index *index, const char *address);

/** What a document is a part of, or itself. */
const char *tokens_whole(const struct token_index *index, const char *document);

/** Gives a text with each token replaced by that of the neutral form, "${vpc/main id}". */
AG_MUST_USE json_t *tokens_resolve(const struct token_index *index, struct str text);

/** The identity that a text consists of, "vpc/main", or NULL if it is no single token. */
const char *tokens_identity(struct arena *arena, const char *text);

#endif
