/* SPDX-License-Identifier: MIT */
/**
 * The plain part of regular expressions, private to gen/schema: what nearly all patterns of schemas
 * consist of. PCRE2 takes 32,000 instructions to compile one and 3,000 for a match; these take a
 * tenth. Whatever is not plain, PCRE2 does.
 *
 * Plain are ASCII characters, escaped punctuation, classes of ASCII characters and ranges, groups,
 * alternatives in groups, greedy quantifiers, `^` as the first and `$` as the last character.
 * Subjects are ASCII.
 */
#ifndef ARCHGEN_SCHEMA_PLAIN_H
#define ARCHGEN_SCHEMA_PLAIN_H

#include "base/arena.h"
#include "base/str.h"

struct plain;

enum plain_result {
    PLAIN_MATCHES,
    PLAIN_DIFFERS,
    PLAIN_UNKNOWN /* the subject is not ASCII, or there is too much to try: ask PCRE2 */
};

/** Compiles a pattern into the arena; NULL if it is not plain (or not valid). */
const struct plain *plain_compile(struct arena *arena, struct str pattern);

/** Matches anywhere in the subject unless the pattern is anchored. */
enum plain_result plain_match(const struct plain *plain, struct str subject);

#endif
