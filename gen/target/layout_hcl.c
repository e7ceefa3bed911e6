/* SPDX-License-Identifier: MIT */
/*
 * The rules are those of `terraform fmt`, found by experiment and held by
 * tests/external/hcl-layout: a line that leaves brackets open moves the following lines by one
 * step, however many it leaves open, and an argument takes part in alignment if what follows its
 * `=` leaves none open.
 */
#include "target/layout_hcl.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "target/room.h"

#include <stdlib.h>
#include <string.h>

enum {
    TEMPLATES_MAX = 16, /* templates inside of strings inside of templates */
    FIRST_CAPACITY = 32
};

enum { IN_CODE = 1, IN_STRING = 2, BOTH = IN_CODE | IN_STRING, CONTROL = BOTH | 4 };

/* Where a byte ends a run of plain ones; CONTROL ones stand nowhere. */
static const unsigned char classes[256] = {
    ['\0'] = CONTROL,   [0x01] = CONTROL, [0x02] = CONTROL, [0x03] = CONTROL,  [0x04] = CONTROL,
    [0x05] = CONTROL,   [0x06] = CONTROL, [0x07] = CONTROL, [0x08] = CONTROL,  ['\n'] = BOTH,
    [0x0b] = CONTROL,   [0x0c] = CONTROL, [0x0d] = CONTROL, [0x0e] = CONTROL,  [0x0f] = CONTROL,
    [0x10] = CONTROL,   [0x11] = CONTROL, [0x12] = CONTROL, [0x13] = CONTROL,  [0x14] = CONTROL,
    [0x15] = CONTROL,   [0x16] = CONTROL, [0x17] = CONTROL, [0x18] = CONTROL,  [0x19] = CONTROL,
    [0x1a] = CONTROL,   [0x1b] = CONTROL, [0x1c] = CONTROL, [0x1d] = CONTROL,  [0x1e] = CONTROL,
    [0x1f] = CONTROL,   [0x7f] = CONTROL, ['"'] = BOTH,     ['('] = IN_CODE,   [')'] = IN_CODE,
    ['['] = IN_CODE,    [']'] = IN_CODE,  ['{'] = IN_CODE,  ['}'] = IN_CODE,   ['='] = IN_CODE,
    ['#'] = IN_CODE,    ['/'] = IN_CODE,  ['<'] = IN_CODE,  ['$'] = IN_STRING, ['%'] = IN_STRING,
    ['\\'] = IN_STRING,
};

static inline bool ends_run(char c, unsigned where)
{
    return (classes[(unsigned char)c] & where) != 0;
}

/* One line of input, blanks at both ends left out. */
struct line {
    const char *start;
    const char *end;
    const char *equals; /* the first `=`, or NULL */
    int net;            /* brackets opened less brackets closed */
    int net_at_equals;  /* the same, before the `=` */
    bool is_comment;
};

/* A line that waits for the width of its run. */
struct argument {
    const char *name;
    size_t name_len; /* bytes */
    size_t columns;
    const char *value;
    size_t value_len;
};

struct layout {
    struct arena *arena;
    const char *text;
    const char *p;
    const char *end;
    struct buf *out;
    struct text_fault fault;
    const char *open[HCL_DEPTH_MAX]; /* the brackets that are open */
    size_t open_count;
    int steps[HCL_DEPTH_MAX]; /* brackets that each step of indentation stands for */
    size_t step_count;
    struct argument *run;
    size_t run_count;
    size_t run_capacity;
    size_t run_columns;  /* widest name of the run */
    bool has_blank;      /* a blank line was read but not written */
    bool may_have_blank; /* the last line written opened no bracket */
    struct hcl_items *items;
    struct str head; /* of the open item; its `p` is NULL before that line */
    size_t item_off;
    bool has_item;
};

static bool fail_at(struct layout *layout, const char *at, const char *text)
{
    layout->fault = (struct text_fault){(size_t)(at - layout->text), text};
    return false;
}

/* ---- strings ---- */

static const char *skip_template(const char *p, const char *end, int depth);

static const char *skip_string(const char *p, const char *end, int depth)
{
    for (p++;; p++) {
        while (p < end && !ends_run(*p, IN_STRING)) {
            p++;
        }
        if (p == end) {
            return NULL;
        }
        size_t left = (size_t)(end - p);
        bool is_sigil = *p == '$' || *p == '%';

        if (*p == '"') {
            return p + 1;
        }
        if (*p == '\\' && left > 1 && p[1] != '\n') {
            p++;
        } else if (is_sigil && left > 2 && p[1] == *p && p[2] == '{') {
            p += 2; /* an escape */
        } else if (is_sigil && left > 1 && p[1] == '{') {
            p = skip_template(p + 2, end, depth + 1);
            if (p == NULL) {
                return NULL;
            }
            p--;
        } else if (!is_sigil) {
            return NULL; /* the end of the line, or a control character */
        }
    }
}

static const char *skip_template(const char *p, const char *end, int depth)
{
    int braces = 1;

    while (p < end && *p != '\n' && depth <= TEMPLATES_MAX) {
        if (*p == '"') {
            p = skip_string(p, end, depth);
            if (p == NULL) {
                return NULL;
            }
            continue;
        }
        braces += *p == '{' ? 1 : *p == '}' ? -1 : 0;
        p++;
        if (braces == 0) {
            return p;
        }
    }
    return NULL;
}

const char *layout_hcl_skip_string(const char *p, const char *end)
{
    return skip_string(p, end, 0);
}

/* ---- lines ---- */

static bool open_bracket(struct layout *layout, struct line *line, const char *p)
{
    if (layout->open_count == HCL_DEPTH_MAX) {
        return fail_at(layout, p, "more than 64 brackets inside of each other");
    }
    layout->open[layout->open_count++] = p;
    line->net++;
    return true;
}

static bool close_bracket(struct layout *layout, struct line *line, const char *p)
{
    char wanted = '{';

    if (*p != '}') {
        wanted = *p == ')' ? '(' : '[';
    }

    if (layout->open_count == 0) {
        return fail_at(layout, p, arena_text(layout->arena, "'%c' closes nothing", *p));
    }
    char found = *layout->open[--layout->open_count];

    if (found != wanted) {
        return fail_at(layout, p, arena_text(layout->arena, "'%c' cannot close '%c'", *p, found));
    }
    line->net--;
    return true;
}

static bool is_assignment(const char *p, const char *start, const char *end)
{
    bool is_operator = p + 1 < end && (p[1] == '=' || p[1] == '>');

    return !is_operator && p > start && p[-1] != '=' && p[-1] != '!' && p[-1] != '<' &&
           p[-1] != '>';
}

static bool read_comment(struct layout *layout, struct line *line, const char *p)
{
    if (p != line->start) {
        return fail_at(layout, p, "a comment after code; it must have a line of its own");
    }
    const char *end = memchr(p, '\n', (size_t)(layout->end - p));

    line->is_comment = true;
    layout->p = end == NULL ? layout->end : end;
    return true;
}

/* Handles the special byte at layout->p and moves over it. */
static bool read_special(struct layout *layout, struct line *line)
{
    const char *p = layout->p;
    char next = '\0';

    if (p + 1 < layout->end) {
        next = p[1];
    }

    layout->p = p + 1;
    switch (*p) {
    case '"':
        layout->p = layout_hcl_skip_string(p, layout->end);
        return layout->p != NULL || fail_at(layout, p, "a string that is not closed on its line");
    case '(':
    case '[':
    case '{':
        return open_bracket(layout, line, p);
    case ')':
    case ']':
    case '}':
        return close_bracket(layout, line, p);
    case '=':
        if (line->equals == NULL && is_assignment(p, line->start, layout->end)) {
            line->equals = p;
            line->net_at_equals = line->net;
        }
        return true;
    case '#':
        return read_comment(layout, line, p);
    case '/':
        if (next == '*') {
            return fail_at(layout, p, "a block comment; use '#' lines");
        }
        return next == '/' ? read_comment(layout, line, p) : true;
    default:
        return next == '<' ? fail_at(layout, p, "a here-document; print the value as a literal")
                           : true;
    }
}

/* Reads the line at layout->p; afterwards layout->p is at the next one. */
static bool read_line(struct layout *layout, struct line *line)
{
    const char *end = layout->end;
    const char *p = layout->p;

    while (p < end && (*p == ' ' || *p == '\t')) {
        p++;
    }
    *line = (struct line){.start = p};
    for (;;) {
        while (p < end && !ends_run(*p, IN_CODE)) { /* words are short */
            p++;
        }
        if (p == end || *p == '\n') {
            break;
        }
        if (ends_run(*p, CONTROL & ~BOTH)) {
            return fail_at(layout, p, "a control character");
        }
        layout->p = p;
        if (!read_special(layout, line)) {
            return false;
        }
        p = layout->p;
    }
    layout->p = p == end ? p : p + 1;
    while (p > line->start && (p[-1] == ' ' || p[-1] == '\t')) {
        p--;
    }
    line->end = p;
    return true;
}

/* ---- output ---- */

/* Columns as `terraform fmt` counts them: grapheme clusters, of which combining marks begin none.
 */
static size_t count_columns(const char *p, size_t len)
{
    struct str text = {p, len};
    size_t off = 0;

    while (off < len && (unsigned char)p[off] < 0x80) {
        off++; /* nearly all names are ASCII */
    }
    size_t columns = off;

    while (off < len) {
        struct utf8_char read = utf8_decode(text, off);

        off += read.len;
        columns += utf8_width(read.code_point) > 0 ? 1 : 0;
    }
    return columns;
}

static void put_argument(struct layout *layout, const struct argument *argument, size_t padding)
{
    size_t indent = 2 * layout->step_count;
    size_t len = indent + argument->name_len + padding + 3 + argument->value_len + 1;
    char *to = room_for(layout->out, len + ROOM_BLANKS);

    if (to == NULL) {
        return;
    }
    to = room_blanks(to, indent);
    memcpy(to, argument->name, argument->name_len);
    to += argument->name_len;
    to = room_blanks(to, padding + 1);
    *to++ = '=';
    *to++ = ' ';
    memcpy(to, argument->value, argument->value_len);
    to[argument->value_len] = '\n';
    layout->out->len += len;
}

static void end_run(struct layout *layout)
{
    for (size_t i = 0; i < layout->run_count; i++) {
        const struct argument *argument = &layout->run[i];

        put_argument(layout, argument, layout->run_columns - argument->columns);
    }
    layout->run_count = 0;
    layout->run_columns = 0;
}

static void put_blank(struct layout *layout, bool is_wanted)
{
    if (layout->has_blank) {
        end_run(layout);
        if (is_wanted && layout->may_have_blank) {
            buf_add_char(layout->out, '\n');
        }
        layout->has_blank = false;
    }
}

static struct argument argument_of(const struct line *line)
{
    const char *name_end = line->equals;
    const char *value = line->equals + 1;

    while (name_end > line->start && (name_end[-1] == ' ' || name_end[-1] == '\t')) {
        name_end--;
    }
    while (value < line->end && (*value == ' ' || *value == '\t')) {
        value++;
    }
    return (struct argument){.name = line->start,
                             .name_len = (size_t)(name_end - line->start),
                             .value = value,
                             .value_len = (size_t)(line->end - value)};
}

/* Takes an argument into the run. */
static void add_argument(struct layout *layout, const struct line *line)
{
    struct argument argument = argument_of(line);

    argument.columns = count_columns(argument.name, argument.name_len);
    if (argument.columns > layout->run_columns) {
        layout->run_columns = argument.columns;
    }
    if (layout->run_count == layout->run_capacity) {
        layout->run_capacity =
            layout->run_capacity == 0 ? FIRST_CAPACITY : 2 * layout->run_capacity;
        layout->run = mem_realloc(layout->run, layout->run_capacity * sizeof(*layout->run));
    }
    layout->run[layout->run_count++] = argument;
}

/* A line that closes more than it opens ends steps: as many as the brackets it closes make up. */
static void end_steps(struct layout *layout, int closed)
{
    while (closed > 0 && layout->step_count > 0) {
        int *step = &layout->steps[layout->step_count - 1];

        if (closed < *step) {
            *step -= closed;
            return;
        }
        closed -= *step;
        layout->step_count--;
    }
}

static void put_text(struct layout *layout, const char *text, size_t len)
{
    size_t indent = 2 * layout->step_count;
    char *to = room_for(layout->out, indent + len + 1 + ROOM_BLANKS);

    if (to != NULL) {
        to = room_blanks(to, indent);
        memcpy(to, text, len);
        to[len] = '\n';
        layout->out->len += indent + len + 1;
    }
}

static void put_line(struct layout *layout, const struct line *line)
{
    if (line->net < 0) {
        end_steps(layout, -line->net);
    }
    if (line->equals != NULL && line->net_at_equals == 0) {
        struct argument argument = argument_of(line);

        put_argument(layout, &argument, 0);
    } else {
        put_text(layout, line->start, (size_t)(line->end - line->start));
    }
    if (line->net > 0) {
        layout->steps[layout->step_count++] = line->net;
    }
}

/* ---- items ---- */

static void begin_item(struct layout *layout, const struct line *line)
{
    if (!layout->has_item) {
        layout->has_item = true;
        layout->item_off = layout->out->len;
        layout->head.p = NULL;
    }
    if (!line->is_comment) {
        layout->head = (struct str){line->start, (size_t)(line->end - line->start)};
    }
}

static void end_item(struct layout *layout)
{
    struct hcl_items *items = layout->items;

    end_run(layout);
    layout->has_item = false;
    if (items->count == items->capacity) {
        items->capacity = items->capacity == 0 ? FIRST_CAPACITY : 2 * items->capacity;
        items->list = mem_realloc(items->list, items->capacity * sizeof(*items->list));
    }
    items->list[items->count++] =
        (struct hcl_item){layout->item_off, layout->out->len - layout->item_off, layout->head};
}

/* ---- the pass ---- */

static bool lay_out_line(struct layout *layout)
{
    bool is_outside = layout->open_count == 0;
    struct line line;

    if (!read_line(layout, &line)) {
        return false;
    }
    if (line.start == line.end) {
        layout->has_blank = layout->has_blank || layout->items == NULL || !is_outside;
        return true;
    }
    put_blank(layout, line.net >= 0);
    if (layout->items != NULL && is_outside) {
        begin_item(layout, &line);
    }
    if (line.equals != NULL && line.net == 0 && line.net_at_equals == 0) {
        add_argument(layout, &line);
    } else {
        end_run(layout);
        put_line(layout, &line);
    }
    layout->may_have_blank = line.net <= 0;
    if (layout->items != NULL && layout->open_count == 0 && !line.is_comment) {
        end_item(layout);
    }
    return true;
}

bool layout_hcl(struct arena *arena, struct str text, struct buf *out, struct hcl_items *items,
                struct text_fault *fault)
{
    struct layout layout = {.arena = arena,
                            .text = text.p,
                            .p = text.p,
                            .end = text.p + text.len,
                            .out = out,
                            .items = items};
    bool is_fine = true;

    while (is_fine && layout.p < layout.end) {
        is_fine = lay_out_line(&layout);
    }
    if (is_fine && layout.open_count > 0) {
        const char *open = layout.open[layout.open_count - 1];

        is_fine = fail_at(&layout, open, arena_text(arena, "'%c' is never closed", *open));
    }
    end_run(&layout);
    if (layout.has_item) {
        buf_truncate(out, layout.item_off); /* comments at the end, with nothing below them */
    }
    free(layout.run);
    *fault = layout.fault;
    return is_fine;
}
