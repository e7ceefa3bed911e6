/* SPDX-License-Identifier: MIT */
/**
 * Values and schemas in the words of a diagnostic, private to gen/schema. All texts are in the
 * arena. Text of the user is cut when it is long; the printer makes control characters visible.
 */
#ifndef ARCHGEN_SCHEMA_WORDS_H
#define ARCHGEN_SCHEMA_WORDS_H

#include "base/arena.h"
#include "data/json.h"
#include "schema/set.h"

#include <stddef.h>
#include <stdint.h>

enum {
    WORDS_QUOTE_MAX = 60, /* bytes of a quoted text */
    WORDS_LIST_MAX = 12   /* values listed before "…" */
};

/** "a string or a list". */
AG_MUST_USE const char *words_kinds(struct arena *arena, unsigned kinds);

/** What a value is: "a map", "a list", "a string", "a number", "true", "null". */
AG_MUST_USE const char *words_kind_of(const json_t *value);

/** A scalar as it is: "'web'", "8080", "true", "null"; else "a map" or "a list". */
AG_MUST_USE const char *words_value(struct arena *arena, const json_t *value);

/** "'text'", cut after WORDS_QUOTE_MAX bytes. */
AG_MUST_USE const char *words_quote(struct arena *arena, struct str text);

/** The scalars of a list without quotes: "postgres, mysql, mariadb". */
AG_MUST_USE const char *words_list(struct arena *arena, const json_t *list);

/** Names of the members of a use: "bucket, cache, database". */
AG_MUST_USE const char *words_members(struct arena *arena, const struct schemas *set,
                                      const struct keyword_use *use);

/** What a schema wants of a value: "a number", "none or zone", "an IPv4 block such as …". */
AG_MUST_USE const char *words_schema(struct arena *arena, const struct schemas *set, uint32_t node);

/** "1 item", "3 items". */
AG_MUST_USE const char *words_count(struct arena *arena, size_t count, const char *singular,
                                    const char *plural);

#endif
