/* SPDX-License-Identifier: MIT */
/**
 * Strings with a length, by value. Floor: base. A `struct str` borrows its bytes; it need not be
 * NUL-terminated and may hold NUL. Comparison is by bytes, never by locale.
 *
 *     if (str_eq(key, STR("name"))) { … }
 */
#ifndef ARCHGEN_BASE_STR_H
#define ARCHGEN_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
    const char *p;
    size_t len; /* bytes */
};

/** A str of a string literal. */
#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})

/** As STR, for the initialisers of static tables, where a compound literal is no constant. */
#define STR_INIT(literal)                                                                          \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

/** The arguments of a "%.*s" conversion. */
#define STR_ARGS(s) (int)(s).len, (s).p

/** A str of a NUL-terminated text, borrowed. */
static inline struct str str_from(const char *text)
{
    return (struct str){text, strlen(text)};
}

static inline bool str_eq(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

static inline bool str_eq_text(struct str a, const char *b)
{
    return str_eq(a, str_from(b));
}

static inline bool str_has_prefix(struct str s, struct str prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.p, prefix.p, prefix.len) == 0);
}

static inline bool str_has_suffix(struct str s, struct str suffix)
{
    return s.len >= suffix.len &&
           (suffix.len == 0 || memcmp(s.p + s.len - suffix.len, suffix.p, suffix.len) == 0);
}

/** The bytes of `s` from `from` (clamped) and at most `len` of them. */
static inline struct str str_slice(struct str s, size_t from, size_t len)
{
    size_t start = from < s.len ? from : s.len;
    size_t rest = s.len - start;

    return (struct str){s.p + start, len < rest ? len : rest};
}

/** `s` without blanks (space, tab) at either end. */
struct str str_trim(struct str s);

/** Order by bytes, as strcmp: negative, zero or positive. */
int str_compare(struct str a, struct str b);

/** Orders texts bytewise, for qsort of an array of `const char *`. */
int str_by_text(const void *a, const void *b);

#endif
