/* SPDX-License-Identifier: MIT */
/*
 * Lines are compared by the greedy algorithm of Eugene W. Myers, "An O(ND) Difference Algorithm
 * and Its Variations" (1986), between the common head and tail of the two texts. Its result is a
 * script of kept, removed and added lines, from which hunks are printed.
 */
#include "output/diff.h"

#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct lines {
    struct str *items; /* with their line ends */
    size_t count;
};

struct step {
    char sign; /* ' ', '-' or '+' */
    struct str line;
};

struct script {
    struct step *items;
    size_t count;
};

/** The searched part of the two texts: `a` and `b` without common head and tail. */
struct search {
    const struct str *a;
    const struct str *b;
    int64_t a_count;
    int64_t b_count;
    int64_t *trace; /* row d: how far along `a` d edits reach, for the diagonals -d … d */
    size_t *rows;   /* where row d begins in the trace */
};

static struct lines split_lines(struct str text)
{
    struct lines lines = {0};
    size_t at = 0;

    for (size_t i = 0; i < text.len; i++) {
        lines.count += text.p[i] == '\n' || i + 1 == text.len;
    }
    lines.items = mem_alloc(lines.count * sizeof(*lines.items));
    for (size_t i = 0; i < lines.count; i++) {
        const char *end = memchr(text.p + at, '\n', text.len - at);
        size_t next = end == NULL ? text.len : (size_t)(end - text.p) + 1;

        lines.items[i] = str_slice(text, at, next - at);
        at = next;
    }
    return lines;
}

static void add_step(struct script *script, char sign, struct str line)
{
    script->items[script->count++] = (struct step){sign, line};
}

/** The cell of diagonal `k` in row `d`, which holds diagonals -d … d. */
static int64_t *cell(const struct search *search, int64_t d, int64_t k)
{
    return &search->trace[search->rows[d] + (size_t)(k + d)];
}

/** True if diagonal `k` of row `d` is best reached by adding a line (from k + 1 of row d - 1). */
static bool is_added(const struct search *search, int64_t d, int64_t k)
{
    return k == -d || (k != d && *cell(search, d - 1, k - 1) < *cell(search, d - 1, k + 1));
}

/** Where diagonal `k` starts in row `d`, before lines in common are passed. */
static int64_t start_of(const struct search *search, int64_t d, int64_t k)
{
    if (d == 0) {
        return 0;
    }
    return is_added(search, d, k) ? *cell(search, d - 1, k + 1) : *cell(search, d - 1, k - 1) + 1;
}

/** Fills row `d`; true if the end of both texts is reached. */
static bool extend(struct search *search, int64_t d)
{
    for (int64_t k = -d; k <= d; k += 2) {
        int64_t x = start_of(search, d, k);

        while (x < search->a_count && x - k >= 0 && x - k < search->b_count &&
               str_eq(search->a[x], search->b[x - k])) {
            x++;
        }
        *cell(search, d, k) = x;
        if (x >= search->a_count && x - k >= search->b_count) {
            return true;
        }
    }
    return false;
}

/** Writes the script of `d` edits backwards, from the end of both texts. */
static void trace_back(const struct search *search, int64_t d, struct step *end)
{
    int64_t x = search->a_count;
    int64_t y = search->b_count;

    for (; d >= 0; d--) {
        int64_t k = x - y;
        int64_t start = start_of(search, d, k);

        while (x > start) {
            x--;
            y--;
            *--end = (struct step){' ', search->a[x]};
        }
        if (d == 0) {
            break;
        }
        if (is_added(search, d, k)) {
            y--;
            *--end = (struct step){'+', search->b[y]};
        } else {
            x--;
            *--end = (struct step){'-', search->a[x]};
        }
    }
}

static void add_all(struct script *script, char sign, const struct str *lines, int64_t count)
{
    for (int64_t i = 0; i < count; i++) {
        add_step(script, sign, lines[i]);
    }
}

/** Appends the script between the two parts. */
static void compare(struct script *script, struct search *search)
{
    int64_t most = search->a_count + search->b_count;

    most = most < DIFF_EDITS_MAX ? most : DIFF_EDITS_MAX;
    size_t rows = (size_t)most + 1;

    search->rows = mem_alloc(rows * sizeof(*search->rows));
    search->trace = mem_alloc(rows * rows * sizeof(*search->trace));
    int64_t d = 0;
    bool is_found = false;

    while (!is_found && d <= most) {
        search->rows[d] = (size_t)(d * d); // the sum of the lengths 2i + 1 of the rows before
        is_found = extend(search, d);
        d += !is_found;
    }
    if (is_found) {
        // Each of the d edits stands for one line of one text; the others are in common.
        int64_t kept = (search->a_count + search->b_count - d) / 2;

        script->count += (size_t)(kept + d);
        trace_back(search, d, script->items + script->count);
    } else {
        add_all(script, '-', search->a, search->a_count);
        add_all(script, '+', search->b, search->b_count);
    }
    free(search->trace);
    free(search->rows);
}

static struct script make_script(const struct lines *a, const struct lines *b)
{
    struct script script = {mem_alloc((a->count + b->count) * sizeof(struct step)), 0};
    size_t shorter = a->count < b->count ? a->count : b->count;
    size_t head = 0;
    size_t tail = 0;

    while (head < shorter && str_eq(a->items[head], b->items[head])) {
        add_step(&script, ' ', a->items[head++]);
    }
    while (tail < shorter - head &&
           str_eq(a->items[a->count - 1 - tail], b->items[b->count - 1 - tail])) {
        tail++;
    }
    struct search search = {.a = a->items + head,
                            .b = b->items + head,
                            .a_count = (int64_t)(a->count - head - tail),
                            .b_count = (int64_t)(b->count - head - tail)};

    compare(&script, &search);
    for (size_t i = a->count - tail; i < a->count; i++) {
        add_step(&script, ' ', a->items[i]);
    }
    return script;
}

/* --- printing --- */

/** The next step from `from` on that is a change, or the end. */
static size_t next_change(const struct script *script, size_t from)
{
    while (from < script->count && script->items[from].sign == ' ') {
        from++;
    }
    return from;
}

/** The end of the hunk whose first change is at `change`: the next change lies too far away. */
static size_t hunk_end(const struct script *script, size_t change)
{
    for (;;) {
        size_t after = change;

        while (after < script->count && script->items[after].sign != ' ') {
            after++;
        }
        change = next_change(script, after);
        if (change == script->count || change - after > (size_t)2 * DIFF_CONTEXT) {
            size_t rest = script->count - after;

            return after + (rest < DIFF_CONTEXT ? rest : DIFF_CONTEXT);
        }
    }
}

static void add_range(struct buf *out, char sign, size_t first, size_t count)
{
    // An empty range names the line before it; a count of 1 is left out (POSIX diff -u).
    buf_add_format(out, "%c%zu", sign, count == 0 ? first : first + 1);
    if (count != 1) {
        buf_add_format(out, ",%zu", count);
    }
}

static size_t count_signs(const struct script *script, size_t from, size_t to, char other)
{
    size_t count = 0;

    for (size_t i = from; i < to; i++) {
        count += script->items[i].sign != other;
    }
    return count;
}

static void add_hunk(struct buf *out, const struct script *script, size_t from, size_t to)
{
    buf_add_text(out, "@@ ");
    add_range(out, '-', count_signs(script, 0, from, '+'), count_signs(script, from, to, '+'));
    buf_add_char(out, ' ');
    add_range(out, '+', count_signs(script, 0, from, '-'), count_signs(script, from, to, '-'));
    buf_add_text(out, " @@\n");
    for (size_t i = from; i < to; i++) {
        buf_add_char(out, script->items[i].sign);
        buf_add(out, script->items[i].line);
        if (!str_has_suffix(script->items[i].line, STR("\n"))) {
            buf_add_text(out, "\n\\ No newline at end of file\n");
        }
    }
}

/** Prints hunks until `limit` lines are used up; the last one is cut there. */
static size_t add_hunks(struct buf *out, const struct script *script, size_t limit)
{
    size_t printed = 0;
    size_t done = 0;
    size_t change = next_change(script, 0);

    while (change < script->count && printed < limit) {
        size_t context = change - done < DIFF_CONTEXT ? change - done : DIFF_CONTEXT;
        size_t from = change - context;
        size_t end = hunk_end(script, change);

        if (end - from > limit - printed) {
            end = from + (limit - printed);
        }
        add_hunk(out, script, from, end);
        printed += end - from;
        done = end;
        change = next_change(script, end);
    }
    size_t left = 0;

    for (size_t i = change; i < script->count; i++) {
        left += script->items[i].sign != ' ';
    }
    if (left > 0) {
        buf_add_format(out, "# %zu more changed lines are not shown\n", left);
    }
    return printed;
}

size_t diff_unified(struct buf *out, const char *path, struct str before, struct str after,
                    size_t line_limit)
{
    size_t printed = 0;

    if (str_eq(before, after)) {
        return 0;
    }
    struct lines a = split_lines(before);
    struct lines b = split_lines(after);
    struct script script = make_script(&a, &b);

    buf_add_format(out, "--- a/%s\n+++ b/%s\n", path, path);
    printed = add_hunks(out, &script, line_limit);
    free(script.items);
    free(b.items);
    free(a.items);
    return printed;
}
