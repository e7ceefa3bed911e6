/* SPDX-License-Identifier: MIT */
/**
 * Reading a short text from its start, private to gen/schema. Each function moves over what it
 * accepts, or leaves the rest as it is and returns false.
 *
 *     struct scan scan = {text};
 *     ok = scan_number(&scan, 36500, &days) && scan_char(&scan, 'd') && scan_end(&scan);
 */
#ifndef ARCHGEN_SCHEMA_FORMAT_SCAN_H
#define ARCHGEN_SCHEMA_FORMAT_SCAN_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct scan {
    struct str rest;
};

static inline bool scan_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool scan_is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool scan_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool scan_end(const struct scan *scan)
{
    return scan->rest.len == 0;
}

static inline bool scan_char(struct scan *scan, char c)
{
    if (scan->rest.len == 0 || scan->rest.p[0] != c) {
        return false;
    }
    scan->rest = str_slice(scan->rest, 1, scan->rest.len);
    return true;
}

static inline bool scan_text(struct scan *scan, struct str text)
{
    if (!str_has_prefix(scan->rest, text)) {
        return false;
    }
    scan->rest = str_slice(scan->rest, text.len, scan->rest.len);
    return true;
}

/** A decimal number from 0 to `max` without leading zeros. */
static inline bool scan_number(struct scan *scan, unsigned max, unsigned *number)
{
    unsigned long long value = 0;
    size_t len = 0;

    while (len < scan->rest.len && len < 10 && scan_is_digit(scan->rest.p[len])) {
        value = value * 10 + (unsigned)(scan->rest.p[len++] - '0');
    }
    if (len == 0 || value > max || (len > 1 && scan->rest.p[0] == '0')) {
        return false;
    }
    *number = (unsigned)value;
    scan->rest = str_slice(scan->rest, len, scan->rest.len);
    return true;
}

/** Exactly two digits, at most `max`. */
static inline bool scan_two_digits(struct scan *scan, unsigned max, unsigned *number)
{
    if (scan->rest.len < 2 || !scan_is_digit(scan->rest.p[0]) || !scan_is_digit(scan->rest.p[1])) {
        return false;
    }
    *number = (unsigned)(scan->rest.p[0] - '0') * 10 + (unsigned)(scan->rest.p[1] - '0');
    if (*number > max) {
        return false;
    }
    scan->rest = str_slice(scan->rest, 2, scan->rest.len);
    return true;
}

/** One of `count` words; its index. */
static inline bool scan_word(struct scan *scan, const char *const *words, size_t count,
                             size_t *index)
{
    for (size_t i = 0; i < count; i++) {
        if (scan_text(scan, str_from(words[i]))) {
            *index = i;
            return true;
        }
    }
    return false;
}

#endif
