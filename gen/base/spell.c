/* SPDX-License-Identifier: MIT */
/* Optimal string alignment: insertion, deletion, replacement and swap of neighbours cost one each.
 */
#include "base/spell.h"

enum {
    WORD_MAX = 64,       /* bytes */
    CANDIDATES_MAX = 200 /* 200 x 64 x 64 steps are below a millisecond */
};

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Both words have at most WORD_MAX bytes. Three rows of the matrix are enough. */
static size_t distance(struct str a, struct str b)
{
    size_t rows[3][WORD_MAX + 1];

    for (size_t j = 0; j <= b.len; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= a.len; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3];
        const size_t *two_above = rows[(i + 1) % 3];

        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            bool is_same = lower(a.p[i - 1]) == lower(b.p[j - 1]);

            row[j] = least(above[j] + 1, row[j - 1] + 1);
            row[j] = least(row[j], above[j - 1] + !is_same);
            if (i > 1 && j > 1 && lower(a.p[i - 1]) == lower(b.p[j - 2]) &&
                lower(a.p[i - 2]) == lower(b.p[j - 1])) {
                row[j] = least(row[j], two_above[j - 2] + 1);
            }
        }
    }
    return rows[a.len % 3][b.len];
}

const struct str *spell_nearest(struct str word, const struct str *candidates, size_t count)
{
    const struct str *nearest = NULL;
    size_t nearest_distance = 0;

    if (word.len == 0 || word.len > WORD_MAX) {
        return NULL;
    }
    for (size_t i = 0; i < least(count, CANDIDATES_MAX); i++) {
        struct str candidate = candidates[i];

        if (candidate.len == 0 || candidate.len > WORD_MAX) {
            continue;
        }
        size_t longer = word.len > candidate.len ? word.len : candidate.len;
        size_t wrong = distance(word, candidate);

        if (wrong <= longer / 3 && (nearest == NULL || wrong < nearest_distance)) {
            nearest = &candidates[i];
            nearest_distance = wrong;
        }
    }
    return nearest;
}
