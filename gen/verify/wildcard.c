/* SPDX-License-Identifier: MIT */
/* Few stars, short texts: the plain recursion is fast enough. */
#include "verify/wildcard.h"

#include "base/buf.h"

#include <string.h>

enum { STARS_MAX = 4 };

struct stars {
    struct str texts[STARS_MAX];
    size_t count;
};

static bool match(const char *pattern, const char *text, struct stars *stars)
{
    while (*pattern != '\0' && *pattern != '*') {
        if (*pattern++ != *text++) {
            return false;
        }
    }
    if (*pattern == '\0') {
        return *text == '\0';
    }
    if (stars->count == STARS_MAX) {
        return false;
    }
    struct str *star = &stars->texts[stars->count++];

    for (size_t len = 0;; len++) {
        *star = (struct str){text, len};
        if (match(pattern + 1, text + len, stars)) {
            return true;
        }
        if (text[len] == '\0') {
            stars->count--;
            return false;
        }
    }
}

const char *wildcard_replace(struct arena *arena, const char *pattern, const char *text,
                             const char *result)
{
    struct stars stars = {.count = 0};
    struct buf out;

    if (strchr(pattern, '*') == NULL || !match(pattern, text, &stars)) {
        return NULL;
    }
    buf_init(&out, BUF_NO_LIMIT);
    for (const char *p = result; *p != '\0'; p++) {
        size_t star = p[0] == '*' && p[1] > '0' ? (size_t)(p[1] - '1') : STARS_MAX;

        if (star < stars.count) {
            buf_add(&out, stars.texts[star]);
            p++;
        } else {
            buf_add_char(&out, *p);
        }
    }
    const char *replaced = arena_strdup(arena, buf_str(&out));

    buf_release(&out);
    return replaced;
}
