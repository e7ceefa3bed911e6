/* SPDX-License-Identifier: MIT */
/* A pattern becomes pieces, which are matched by backtracking with a bound on the steps. */
#include "schema/plain.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    STEPS_MAX = 1000,    /* of one match; also bounds the depth of the recursion */
    GROUP_DEPTH_MAX = 8, /* nesting of groups */
    REPEAT_MAX = 1000    /* the largest number in a quantifier */
};

struct branch;

/* One class of characters or one group, repeated. */
struct piece {
    uint64_t set[2];               /* a bit for each ASCII character */
    const struct branch *branches; /* NULL for a class */
    size_t min;
    size_t max;
    struct piece *next;
};

/* One alternative of a group. */
struct branch {
    struct piece *first;
    struct branch *next;
};

struct plain {
    const struct piece *first;
    bool is_anchored_start;
    bool is_anchored_end;
};

/* ---- compiling ---- */

struct reading {
    struct arena *arena;
    struct str text;
    size_t at;
    unsigned depth;
};

static bool is_at(const struct reading *reading, char c)
{
    return reading->at < reading->text.len && reading->text.p[reading->at] == c;
}

static bool skip(struct reading *reading, char c)
{
    if (!is_at(reading, c)) {
        return false;
    }
    reading->at++;
    return true;
}

static bool is_punctuation(char c)
{
    return c > ' ' && c < 0x7f && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') &&
           !(c >= 'A' && c <= 'Z');
}

/* A character that may stand for itself, or one that is escaped. */
static bool read_char(struct reading *reading, const char *special, unsigned char *c)
{
    char found;

    if (reading->at == reading->text.len) {
        return false;
    }
    found = reading->text.p[reading->at++];
    if (found == '\\') {
        if (reading->at == reading->text.len || !is_punctuation(reading->text.p[reading->at])) {
            return false;
        }
        found = reading->text.p[reading->at++];
    } else if (strchr(special, found) != NULL) { // NUL too
        return false;
    }
    *c = (unsigned char)found;
    return *c < 0x80;
}

static void put_range(struct piece *piece, unsigned from, unsigned to)
{
    for (unsigned c = from; c <= to; c++) {
        piece->set[c / 64] |= UINT64_C(1) << c % 64;
    }
}

/* After '['. A '-' stands for itself at either end. */
static bool read_class(struct reading *reading, struct piece *piece)
{
    bool is_negated = skip(reading, '^');
    bool is_first = true;

    for (; !skip(reading, ']'); is_first = false) {
        unsigned char from;
        unsigned char to;
        bool is_dash = is_at(reading, '-');

        if (!read_char(reading, "[]^", &from)) {
            return false;
        }
        if (is_dash && !is_first && !is_at(reading, ']')) {
            return false;
        }
        to = from;
        if (is_at(reading, '-') && reading->at + 1 < reading->text.len &&
            reading->text.p[reading->at + 1] != ']') {
            reading->at++;
            if (is_dash || !read_char(reading, "[]^-", &to) || to < from) {
                return false;
            }
        }
        put_range(piece, from, to);
    }
    if (is_first) {
        return false;
    }
    for (size_t i = 0; is_negated && i < 2; i++) {
        piece->set[i] = ~piece->set[i];
    }
    return true;
}

static struct piece *read_sequence(struct reading *reading, bool *ok);

/* After '('. */
static bool read_group(struct reading *reading, struct piece *piece)
{
    struct branch *first = NULL;
    struct branch *last = NULL;
    bool ok = true;

    if (skip(reading, '?') && !skip(reading, ':')) {
        return false;
    }
    if (reading->depth == GROUP_DEPTH_MAX) {
        return false;
    }
    reading->depth++;
    do {
        struct branch *branch = ARENA_NEW(reading->arena, struct branch);

        branch->first = read_sequence(reading, &ok);
        if (last == NULL) {
            first = branch;
        } else {
            last->next = branch;
        }
        last = branch;
    } while (ok && skip(reading, '|'));
    reading->depth--;
    piece->branches = first;
    return ok && skip(reading, ')');
}

static bool read_number(struct reading *reading, size_t *number)
{
    size_t start = reading->at;

    *number = 0;
    while (reading->at < reading->text.len && reading->text.p[reading->at] >= '0' &&
           reading->text.p[reading->at] <= '9' && *number <= REPEAT_MAX) {
        *number = *number * 10 + (size_t)(reading->text.p[reading->at++] - '0');
    }
    return reading->at > start && *number <= REPEAT_MAX;
}

static bool read_quantifier(struct reading *reading, struct piece *piece)
{
    piece->min = 1;
    piece->max = 1;
    if (skip(reading, '?')) {
        piece->min = 0;
    } else if (skip(reading, '*')) {
        piece->min = 0;
        piece->max = SIZE_MAX;
    } else if (skip(reading, '+')) {
        piece->max = SIZE_MAX;
    } else if (skip(reading, '{')) {
        if (!read_number(reading, &piece->min)) {
            return false;
        }
        piece->max = piece->min;
        if (skip(reading, ',')) {
            piece->max = SIZE_MAX;
            if (!is_at(reading, '}') && !read_number(reading, &piece->max)) {
                return false;
            }
        }
        if (!skip(reading, '}') || piece->max < piece->min) {
            return false;
        }
    } else {
        return true;
    }
    // Lazy and possessive ones, and a quantifier of a quantifier.
    return !is_at(reading, '?') && !is_at(reading, '+') && !is_at(reading, '*') &&
           !is_at(reading, '{');
}

static bool read_piece(struct reading *reading, struct piece *piece)
{
    unsigned char c;

    if (skip(reading, '[')) {
        return read_class(reading, piece) && read_quantifier(reading, piece);
    }
    if (skip(reading, '(')) {
        return read_group(reading, piece) && read_quantifier(reading, piece);
    }
    if (!read_char(reading, "^$.|?*+()[]{}", &c)) {
        return false;
    }
    put_range(piece, c, c);
    return read_quantifier(reading, piece);
}

/* Pieces up to the end, to a '|' or ')', or to a '$' that ends the pattern. */
static struct piece *read_sequence(struct reading *reading, bool *ok)
{
    struct piece *first = NULL;
    struct piece *last = NULL;

    while (*ok && reading->at < reading->text.len && !is_at(reading, '|') && !is_at(reading, ')') &&
           !(is_at(reading, '$') && reading->at + 1 == reading->text.len && reading->depth == 0)) {
        struct piece *piece = ARENA_NEW(reading->arena, struct piece);

        *ok = read_piece(reading, piece);
        if (last == NULL) {
            first = piece;
        } else {
            last->next = piece;
        }
        last = piece;
    }
    return first;
}

const struct plain *plain_compile(struct arena *arena, struct str pattern)
{
    struct reading reading = {.arena = arena, .text = pattern};
    struct plain *plain = ARENA_NEW(arena, struct plain);
    bool ok = true;

    plain->is_anchored_start = skip(&reading, '^');
    plain->first = read_sequence(&reading, &ok);
    plain->is_anchored_end = ok && skip(&reading, '$');
    return ok && reading.at == pattern.len ? plain : NULL;
}

/* ---- matching ---- */

struct matching {
    struct str subject;
    bool is_anchored_end;
    unsigned steps;
};

/* The repetition of a group that the present branch belongs to. */
struct round {
    const struct piece *piece;
    size_t count; /* this one included */
    size_t start;
    const struct round *outer;
};

static bool match_from(struct matching *matching, const struct piece *piece, size_t at,
                       const struct round *round);

static bool match_class(struct matching *matching, const struct piece *piece, size_t at,
                        const struct round *round)
{
    size_t count = 0;

    while (count < piece->max && at + count < matching->subject.len) {
        unsigned c = (unsigned char)matching->subject.p[at + count];

        if ((piece->set[c / 64] >> c % 64 & 1) == 0) {
            break;
        }
        count++;
    }
    for (; count + 1 > piece->min; count--) {
        if (match_from(matching, piece->next, at + count, round)) {
            return true;
        }
        if (count == 0) {
            break;
        }
    }
    return false;
}

/* After `count` repetitions of a group: one more, or what follows it. */
static bool match_group(struct matching *matching, const struct piece *piece, size_t count,
                        size_t at, const struct round *outer)
{
    const struct round round = {piece, count + 1, at, outer};

    for (const struct branch *branch = piece->branches; count < piece->max && branch != NULL;
         branch = branch->next) {
        if (match_from(matching, branch->first, at, &round)) {
            return true;
        }
    }
    return count >= piece->min && match_from(matching, piece->next, at, outer);
}

static bool match_from(struct matching *matching, const struct piece *piece, size_t at,
                       const struct round *round)
{
    if (++matching->steps > STEPS_MAX) {
        return false;
    }
    if (piece != NULL) {
        return piece->branches == NULL ? match_class(matching, piece, at, round)
                                       : match_group(matching, piece, 0, at, round);
    }
    if (round != NULL) {
        // A repetition of nothing would go on for ever, and adds nothing.
        bool is_empty = at == round->start && round->count > round->piece->min;

        return !is_empty && match_group(matching, round->piece, round->count, at, round->outer);
    }
    return !matching->is_anchored_end || at == matching->subject.len;
}

enum plain_result plain_match(const struct plain *plain, struct str subject)
{
    struct matching matching = {subject, plain->is_anchored_end, 0};
    bool matches = false;

    for (size_t i = 0; i < subject.len; i++) {
        if ((unsigned char)subject.p[i] >= 0x80) {
            return PLAIN_UNKNOWN;
        }
    }
    for (size_t at = 0; !matches && at <= subject.len; at++) {
        matches = match_from(&matching, plain->first, at, NULL);
        if (plain->is_anchored_start) {
            break;
        }
    }
    if (matches) {
        return PLAIN_MATCHES;
    }
    return matching.steps > STEPS_MAX ? PLAIN_UNKNOWN : PLAIN_DIFFERS;
}
