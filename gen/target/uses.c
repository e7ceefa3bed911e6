/* SPDX-License-Identifier: MIT */
/* One pass over the strings of the text: each is a key, after which a value is looked at, or not.
 */
#include "target/uses.h"

#include "base/compiler.h"

#include <string.h>

struct scan {
    struct uses *uses;
    struct arena *arena;
    const struct use_words *words;
    const char *p;
    const char *end;
    size_t depth; /* open brackets */
};

/* The string that begins at `p`, without its quotes; `*rest` is behind it. */
static struct str read_string(const char *p, const char *end, const char **rest)
{
    const char *start = p + 1;

    for (p = start; p < end && *p != '"'; p++) {
        p += *p == '\\';
    }
    *rest = p < end ? p + 1 : end;
    return (struct str){start, (size_t)(p - start)};
}

static const char *skip(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\n' || *p == ',' || *p == '[')) {
        p++;
    }
    return p;
}

static bool is_string(const char *p, const char *end)
{
    return p < end && *p == '"';
}

static struct use *add(struct scan *scan, enum use_kind kind, struct str name, const char *from,
                       const char *to)
{
    struct uses *uses = scan->uses;

    ARENA_GROW(scan->arena, uses->list, uses->count, uses->capacity);
    uses->list[uses->count] =
        (struct use){.kind = kind, .name = name, .whole = {from, (size_t)(to - from)}};
    return &uses->list[uses->count++];
}

/* Splits "Db.Endpoint.Address". */
static void split_attribute(struct use *use)
{
    const char *dot = memchr(use->name.p, '.', use->name.len);

    if (dot != NULL) {
        size_t len = (size_t)(dot - use->name.p);

        use->attribute = str_slice(use->name, len + 1, use->name.len);
        use->name = str_slice(use->name, 0, len);
    }
}

/* ---- values of the keys ---- */

static const char *take_name(struct scan *scan, const char *key, const char *value)
{
    const char *rest = value;

    if (is_string(value, scan->end)) {
        struct str name = read_string(value, scan->end, &rest);

        (void)add(scan, USE_NAME, name, key, rest);
    }
    return rest;
}

static const char *take_attribute(struct scan *scan, const char *key, const char *value)
{
    const char *rest = value;
    bool is_list = value < scan->end && *value == '[';
    const char *first = skip(value, scan->end);

    if (!is_string(first, scan->end)) {
        return value;
    }
    struct use *use = add(scan, USE_ATTRIBUTE, read_string(first, scan->end, &rest), key, rest);

    if (!is_list) {
        split_attribute(use);
    } else if (is_string(skip(rest, scan->end), scan->end)) {
        use->attribute = read_string(skip(rest, scan->end), scan->end, &rest);
        rest = memchr(rest, ']', (size_t)(scan->end - rest));
        rest = rest == NULL ? scan->end : rest + 1;
    }
    use->whole.len = (size_t)(rest - key);
    return rest;
}

/* True if the variables that follow the text at `rest` have this name. */
static bool is_variable(const struct scan *scan, const char *rest, struct str name)
{
    const char *p = skip(rest, scan->end);
    size_t depth = 0;

    do {
        if (is_string(p, scan->end)) {
            struct str key = read_string(p, scan->end, &p);

            if (depth == 1 && p < scan->end && *p == ':' && str_eq(key, name)) {
                return true;
            }
            continue;
        }
        depth += *p == '{' || *p == '[';
        depth -= *p == '}' || *p == ']';
        p++;
    } while (depth > 0 && p < scan->end);
    return false;
}

static const char *take_text(struct scan *scan, const char *key, const char *value)
{
    bool is_list = value < scan->end && *value == '[';
    const char *start = skip(value, scan->end);
    const char *rest = value;

    (void)key;
    if (!is_string(start, scan->end)) {
        return value;
    }
    struct str text = read_string(start, scan->end, &rest);
    const char *end = text.p + text.len;

    for (const char *p = text.p; p + 2 < end; p++) {
        const char *close = p[0] == '$' && p[1] == '{' ? memchr(p, '}', (size_t)(end - p)) : NULL;

        if (close == NULL || p[2] == '!') {
            continue;
        }
        struct str name = {p + 2, (size_t)(close - p) - 2};

        if (!is_list || !is_variable(scan, rest, name)) {
            struct use *use = add(scan, USE_TEXT, name, name.p, close);

            use->literal = (struct str){start, (size_t)(rest - start)};
            use->has_variables = is_list;
            split_attribute(use);
        }
        p = close;
    }
    scan->depth += is_list;
    return rest;
}

static const char *take_after(struct scan *scan, const char *key, const char *value)
{
    bool is_list = value < scan->end && *value == '[';
    size_t first = scan->uses->count;
    const char *rest = value;
    const char *p = skip(value, scan->end);

    if (scan->depth != 1) {
        return value;
    }
    while (is_string(p, scan->end) && (is_list || rest == value)) {
        struct str name = read_string(p, scan->end, &rest);

        (void)add(scan, USE_AFTER, name, key, rest);
        p = skip(rest, scan->end);
    }
    if (is_list) {
        rest = p < scan->end ? p + 1 : p;
    }
    for (size_t i = first; i < scan->uses->count; i++) {
        scan->uses->list[i].whole.len = (size_t)(rest - key);
    }
    return rest;
}

static const char *take_section(struct scan *scan, enum use_kind kind, const char *key,
                                const char *value)
{
    const char *first = skip(value, scan->end);
    const char *rest;

    if (is_string(first, scan->end)) {
        struct str name = read_string(first, scan->end, &rest);

        add(scan, kind, name, key, rest)->is_outermost = scan->depth == 1 && first == value;
    }
    return value;
}

static const char *take_condition(struct scan *scan, const char *key, const char *value)
{
    return is_string(value, scan->end) ? take_section(scan, USE_CONDITION, key, value) : value;
}

static const char *take_choice(struct scan *scan, const char *key, const char *value)
{
    return take_section(scan, USE_CONDITION, key, value);
}

static const char *take_map(struct scan *scan, const char *key, const char *value)
{
    return take_section(scan, USE_MAP, key, value);
}

/* ---- the pass ---- */

/* Looks at the value behind a key; the place from which the pass goes on. */
static const char *take(struct scan *scan, struct str key, const char *value)
{
    const struct {
        struct str word;
        const char *(*take)(struct scan *scan, const char *key, const char *value);
    } rows[] = {
        {scan->words->name, take_name},
        {scan->words->attribute, take_attribute},
        {scan->words->text, take_text},
        {scan->words->after, take_after},
        {scan->words->condition, take_condition},
        {scan->words->choice, take_choice},
        {scan->words->map, take_map},
    };

    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        if (rows[i].word.len > 0 && str_eq(rows[i].word, key)) {
            return rows[i].take(scan, key.p - 1, value);
        }
    }
    return value;
}

void uses_scan(struct uses *uses, struct arena *arena, const struct use_words *words,
               struct str text)
{
    struct scan scan = {uses, arena, words, text.p, text.p + text.len, 0};

    while (scan.p < scan.end) {
        const char *rest;

        if (*scan.p != '"') {
            scan.depth += *scan.p == '{' || *scan.p == '[';
            scan.depth -= *scan.p == '}' || *scan.p == ']';
            scan.p++;
            continue;
        }
        struct str string = read_string(scan.p, scan.end, &rest);

        scan.p = rest;
        if (rest + 1 < scan.end && *rest == ':') {
            scan.p = take(&scan, string, rest + 2);
        }
    }
}
