/* SPDX-License-Identifier: MIT */
/**
 * Regular expressions of schemas through PCRE2, close to ECMA 262. Floor: schema. Compiling one
 * costs about 32,000 instructions, so it is put off until a pattern is first used, and plain ones
 * (schema/plain.h) do without. Patterns match anywhere in the subject unless they are anchored. Not
 * thread-safe.
 *
 *     struct patterns *patterns = patterns_new(arena);
 *     uint32_t index = patterns_add(patterns, STR("^[a-z]+$"));
 *     if (patterns_match(patterns, index, name) == PATTERN_MATCHES) { … }
 *     patterns_free(patterns);
 */
#ifndef ARCHGEN_SCHEMA_PATTERN_H
#define ARCHGEN_SCHEMA_PATTERN_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bounds of one match. `^(a+)+$` on 32 letters a takes 0.6 s with PCRE2's own limits and 0.01 s
 * with these; patterns for names and addresses need a thousandth of them. */
enum {
    PATTERN_MATCH_LIMIT = 100000, /* calls of the matcher */
    PATTERN_DEPTH_LIMIT = 1000,   /* nested backtracking */
    PATTERN_HEAP_LIMIT = 1024     /* KiB */
};

enum pattern_result {
    PATTERN_MATCHES,
    PATTERN_DIFFERS,
    PATTERN_INVALID, /* the pattern itself is faulty */
    PATTERN_LIMIT    /* given up at a limit */
};

struct patterns;

/** Gives an empty list in `arena` (borrowed). */
struct patterns *patterns_new(struct arena *arena);

/** Releases what PCRE2 allocated. NULL is accepted. */
void patterns_free(struct patterns *patterns);

/** Adds a pattern (borrowed) and returns its index; the same text has the same index. */
uint32_t patterns_add(struct patterns *patterns, struct str text);

/** Adds a pattern that is known to be new, with the next index. */
void patterns_append(struct patterns *patterns, struct str text);

size_t patterns_count(const struct patterns *patterns);
struct str patterns_text(const struct patterns *patterns, uint32_t index);

/** Compiles the pattern if that was not done yet. NULL, or what is wrong with it (in the arena). */
const char *patterns_compile(struct patterns *patterns, uint32_t index);

/** Matches valid UTF-8. */
enum pattern_result patterns_match(struct patterns *patterns, uint32_t index, struct str subject);

#endif
