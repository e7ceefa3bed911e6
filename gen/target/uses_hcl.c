/* SPDX-License-Identifier: MIT */
/* One pass over the words of the text that stand in no literal. */
#include "target/uses_hcl.h"

#include <string.h>

struct scan {
    struct uses *uses;
    struct arena *arena;
    const struct hcl_names *names;
    const char *p;
    const char *end;
    size_t depth;   /* open brackets */
    bool is_after;  /* in `depends_on` of the block */
    bool is_beside; /* in `lifecycle` of the block, which takes no variables */
};

static bool is_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_word(char c)
{
    return is_start(c) || (c >= '0' && c <= '9') || c == '-';
}

static const char *skip_word(const char *p, const char *end)
{
    while (p < end && is_word(*p)) {
        p++;
    }
    return p;
}

/* Behind ".name" or "[7]", or `p` if nothing of the sort follows. */
static const char *skip_step(const char *p, const char *end)
{
    const char *to = p + 1;

    if (p + 1 >= end || (*p == '.' && !is_start(p[1]))) {
        return p;
    }
    if (*p == '.') {
        return skip_word(to, end);
    }
    while (*p == '[' && to < end && *to >= '0' && *to <= '9') {
        to++;
    }
    return *p == '[' && to > p + 1 && to < end && *to == ']' ? to + 1 : p;
}

static void add(struct scan *scan, struct use use)
{
    struct uses *uses = scan->uses;

    ARENA_GROW(scan->arena, uses->list, uses->count, uses->capacity);
    uses->list[uses->count++] = use;
}

/* An item, with what is asked of it. */
static void take_item(struct scan *scan, struct str address, struct str whole)
{
    size_t from = address.len + (whole.len > address.len && whole.p[address.len] == '.');
    struct use use = {.kind = scan->is_after ? USE_AFTER : USE_ATTRIBUTE,
                      .name = address,
                      .attribute = str_slice(whole, from, whole.len),
                      .whole = whole};

    if (scan->is_after || scan->is_beside) {
        use.attribute.len = 0;
    }
    add(scan, use);
}

/* Takes the words from `p` on, "aws_vpc.main.id"; the place behind them. */
static const char *take_words(struct scan *scan, const char *p)
{
    const char *first = skip_word(p, scan->end);
    struct str word = {p, (size_t)(first - p)};
    const char *address = skip_step(first, scan->end);
    const char *end = address;

    if (address == first || *first != '.') {
        return first;
    }
    if (str_eq(word, STR("data"))) {
        end = address = skip_step(address, scan->end);
    }
    for (const char *next = skip_step(end, scan->end); next != end;
         next = skip_step(end, scan->end)) {
        end = next;
    }
    struct str name = {p, (size_t)(address - p)};
    struct str whole = {p, (size_t)(end - p)};

    if (str_eq(word, STR("var"))) {
        add(scan, (struct use){.kind = USE_NAME, .name = str_slice(name, 4, name.len)});
    } else if (str_eq(word, STR("local"))) {
        add(scan, (struct use){.kind = USE_CONDITION, .name = STR(HCL_LOCALS)});
    } else if (lookup_get(&scan->names->shared, name) != LOOKUP_NONE) {
        add(scan, (struct use){.kind = USE_CONDITION, .name = name});
    } else if (lookup_get(&scan->names->items, name) != LOOKUP_NONE) {
        take_item(scan, name, whole);
    }
    return end;
}

/* Notes the arguments and blocks of the block itself that are read otherwise. */
static void enter(struct scan *scan, struct str word)
{
    if (scan->depth == 1) {
        scan->is_after = str_eq(word, STR("depends_on"));
        scan->is_beside = str_eq(word, STR("lifecycle"));
    }
}

/* Skips literal text up to "${", "%{" or the closing quote, and gives which it was. */
static char skip_literal(struct scan *scan)
{
    while (scan->p < scan->end) {
        char c = *scan->p;
        bool is_mark = (c == '$' || c == '%') && scan->p + 1 < scan->end;

        if (is_mark && scan->p[1] == c && scan->p + 2 < scan->end && scan->p[2] == '{') {
            scan->p += 3;
        } else if (is_mark && scan->p[1] == '{') {
            scan->p += 2;
            return '{';
        } else if (c == '"') {
            scan->p++;
            return '"';
        } else {
            scan->p += c == '\\' ? 2 : 1;
        }
    }
    return '"';
}

static void skip_comment(struct scan *scan)
{
    const char *end = memchr(scan->p, '\n', (size_t)(scan->end - scan->p));

    scan->p = end == NULL ? scan->end : end;
}

static void take_code(struct scan *scan, bool is_inner);

/* From the opening quote, with the templates in it. */
static void take_text(struct scan *scan)
{
    scan->p++;
    while (skip_literal(scan) == '{') {
        take_code(scan, true);
        scan->p++;
    }
}

/* A bracket or another mark; the rest of ".name" behind a bracket is no name of its own. */
static void take_mark(struct scan *scan)
{
    char c = *scan->p;

    scan->depth += c == '{' || c == '[' || c == '(';
    scan->depth -= c == '}' || c == ']' || c == ')';
    scan->p = c == '.' ? skip_word(scan->p + 1, scan->end) : scan->p + 1;
}

/* Code up to the end or to the bracket that closes a template in a text; that bracket is left. */
static void take_code(struct scan *scan, bool is_inner)
{
    size_t outer = scan->depth;
    bool is_first = true; /* of its line */

    while (scan->p < scan->end) {
        char c = *scan->p;

        if (is_inner && c == '}' && scan->depth == outer) {
            return;
        }
        if (c == '#') {
            skip_comment(scan);
        } else if (c == '"') {
            take_text(scan);
        } else if (is_start(c)) {
            const char *end = skip_word(scan->p, scan->end);

            if (is_first && !is_inner) {
                enter(scan, (struct str){scan->p, (size_t)(end - scan->p)});
            }
            scan->p = take_words(scan, scan->p);
        } else {
            take_mark(scan);
        }
        is_first = c == '\n' || (is_first && c == ' ');
    }
}

void uses_scan_hcl(struct uses *uses, struct arena *arena, const struct hcl_names *names,
                   struct str text)
{
    struct scan scan = {
        .uses = uses, .arena = arena, .names = names, .p = text.p, .end = text.p + text.len};

    take_code(&scan, false);
}

struct str uses_hcl_alias(struct str text)
{
    static const struct str key = STR_INIT("  provider");
    struct str rest = text;

    while (rest.len > 0) {
        const char *end = memchr(rest.p, '\n', rest.len);
        size_t len = end == NULL ? rest.len : (size_t)(end - rest.p);
        struct str line = str_slice(rest, 0, len);
        const char *dot = memchr(line.p, '.', line.len);

        rest = str_slice(rest, len + 1, rest.len);
        if (str_has_prefix(line, key) && line.len > key.len && line.p[key.len] == ' ' &&
            dot != NULL) {
            return str_slice(line, (size_t)(dot - line.p) + 1, line.len);
        }
    }
    return (struct str){"", 0};
}
