/* SPDX-License-Identifier: MIT */
/*
 * Diagnostics for people:
 *
 *     shop.yaml:14:9: error: flow 'web -> dbb' names an unknown tier [unknown-tier]
 *          14 |   - web -> dbb
 *             |            ^~~
 *     shop.yaml:3:3: note: 'db' is declared here
 *           3 |   db: {kind: database}
 *             |   ^~
 *       hint: did you mean 'db'?
 *
 * Texts and excerpts come from files that nobody vouches for: what a terminal would interpret is
 * shown as <U+XXXX>. Tabs of the source line are kept, and repeated above the caret's place, so
 * that the caret stands right at any tab width.
 */
#include "base/diag.h"
#include "base/utf8.h"

enum {
    EXCERPT_COLUMNS = 100, /* of a source line */
    EXCERPT_LEAST = 20,    /* in the narrowest terminal */
    EXCERPT_MARGIN = 12    /* the line's number, and what shows that the line is cut */
};

static const struct severity_style {
    const char *word;
    const char *colour;
} styles[] = {
    [SEVERITY_NOTE] = {"note", "\033[1;36m"},
    [SEVERITY_WARNING] = {"warning", "\033[1;35m"},
    [SEVERITY_ERROR] = {"error", "\033[1;31m"},
};

static const char bold[] = "\033[1m";
static const char plain[] = "\033[0m";

struct printer {
    struct buf *out;
    bool colour;
    size_t columns; /* of a source line */
};

static void add_style(const struct printer *printer, const char *style)
{
    if (printer->colour) {
        buf_add_text(printer->out, style);
    }
}

/* Most of what is shown: one column, and nothing that a terminal interprets. */
static bool is_plain(uint32_t code_point)
{
    return code_point >= ' ' && code_point < 0x7f;
}

static unsigned hidden_width(uint32_t code_point)
{
    return code_point > 0xffff ? sizeof("<U+10FFFF>") - 1 : sizeof("<U+FFFF>") - 1;
}

/* Adds a code point in a form that no terminal interprets. */
static void add_visible(struct buf *out, uint32_t code_point)
{
    if (is_plain(code_point)) {
        buf_add_char(out, (char)code_point);
    } else if (utf8_is_hidden(code_point)) {
        buf_add_format(out, "<U+%04X>", (unsigned)code_point);
    } else {
        buf_add_utf8(out, code_point);
    }
}

static void add_text(struct buf *out, const char *text)
{
    struct str str = str_from(text);

    for (size_t off = 0; off < str.len;) {
        struct utf8_char c = utf8_decode(str, off);

        add_visible(out, c.code_point);
        off += c.len;
    }
}

/* --- the source line and the caret --- */

/* What a span covers of its first line, in bytes of that line. */
struct excerpt {
    struct str line;
    uint32_t number; /* of the line, from 1 */
    size_t from;
    size_t to;
    size_t columns; /* that may be shown */
};

static struct excerpt excerpt_of(struct span span, size_t columns)
{
    struct position position = source_position(span.source, span.off);
    struct str line = source_line(span.source, position.line);
    size_t start = (size_t)(line.p - span.source->text.p);
    size_t from = span.off > start ? span.off - start : 0;

    from = from < line.len ? from : line.len;
    size_t to = span.len < line.len - from ? from + span.len : line.len;

    return (struct excerpt){line, position.line, from, to, columns};
}

static unsigned shown_width(uint32_t code_point)
{
    if (is_plain(code_point) || code_point == '\t') {
        return 1;
    }
    return utf8_is_hidden(code_point) ? hidden_width(code_point) : utf8_width(code_point);
}

static size_t width_of(struct str text)
{
    size_t width = 0;

    for (size_t off = 0; off < text.len;) {
        struct utf8_char c = utf8_decode(text, off);

        width += shown_width(c.code_point);
        off += c.len;
    }
    return width;
}

/* The part of a long line that is shown: its first byte. Most of it stands before the place. */
static size_t window_start(const struct excerpt *excerpt)
{
    size_t before_max = excerpt->columns * 3 / 5;
    size_t before = width_of(str_slice(excerpt->line, 0, excerpt->from));
    size_t off = 0;

    if (before <= before_max || width_of(excerpt->line) <= excerpt->columns) {
        return 0;
    }
    while (before > before_max) {
        struct utf8_char c = utf8_decode(excerpt->line, off);

        before -= shown_width(c.code_point);
        off += c.len;
    }
    return off;
}

/* Adds the line's part that starts at byte `start`; in `marks`, the line below it. */
static void add_window(const struct excerpt *excerpt, size_t start, struct buf *out,
                       struct buf *marks)
{
    static const char ellipsis[] = "\xe2\x80\xa6";
    size_t width = 0;
    size_t off = start;
    char mark = '^';

    if (start > 0) {
        buf_add_text(out, ellipsis);
        buf_add_char(marks, ' ');
    }
    while (off < excerpt->line.len && width < excerpt->columns) {
        struct utf8_char c = utf8_decode(excerpt->line, off);
        unsigned columns = shown_width(c.code_point);

        if (c.code_point == '\t') {
            buf_add_char(out, '\t');
        } else {
            add_visible(out, c.code_point);
        }
        if (off < excerpt->from) {
            buf_add_repeat(marks, c.code_point == '\t' ? '\t' : ' ', columns);
        } else if (off < excerpt->to || mark == '^') {
            buf_add_char(marks, mark);
            buf_add_repeat(marks, '~', off < excerpt->to && columns > 0 ? columns - 1 : 0);
            mark = '~';
        }
        width += columns;
        off += c.len;
    }
    if (off < excerpt->line.len) {
        buf_add_text(out, ellipsis);
    } else if (mark == '^') {
        buf_add_char(marks, mark); /* behind the last character */
    }
}

static void add_excerpt(const struct printer *printer, struct span span,
                        const struct severity_style *style)
{
    struct excerpt excerpt = excerpt_of(span, printer->columns);
    struct buf marks;

    buf_init(&marks, BUF_NO_LIMIT);
    buf_add_format(printer->out, "%7u | ", (unsigned)excerpt.number);
    add_window(&excerpt, window_start(&excerpt), printer->out, &marks);
    buf_add_text(printer->out, "\n        | ");
    size_t blanks = 0;

    while (blanks < marks.len && (marks.bytes[blanks] == ' ' || marks.bytes[blanks] == '\t')) {
        blanks++;
    }
    buf_add(printer->out, str_slice(buf_str(&marks), 0, blanks));
    add_style(printer, style->colour);
    buf_add(printer->out, str_slice(buf_str(&marks), blanks, marks.len));
    add_style(printer, plain);
    buf_add_char(printer->out, '\n');
    buf_release(&marks);
}

/* --- messages --- */

/* "file:line:col: severity: " or "archgen: severity: ". */
static void add_head(const struct printer *printer, struct span span,
                     const struct severity_style *style)
{
    add_style(printer, bold);
    if (span.source == NULL) {
        buf_add_text(printer->out, "archgen:");
    } else {
        struct position position = source_position(span.source, span.off);

        add_text(printer->out, span.source->name);
        buf_add_format(printer->out, ":%u:%u:", (unsigned)position.line, (unsigned)position.col);
    }
    add_style(printer, plain);
    buf_add_char(printer->out, ' ');
    add_style(printer, style->colour);
    buf_add_format(printer->out, "%s:", style->word);
    add_style(printer, plain);
    buf_add_char(printer->out, ' ');
}

static void print_note(const struct printer *printer, const struct diag_note *note)
{
    const struct severity_style *style = &styles[SEVERITY_NOTE];

    if (note->span.source == NULL) {
        /* It belongs to the message above it, like a hint. */
        buf_add_text(printer->out, "  ");
        add_style(printer, style->colour);
        buf_add_format(printer->out, "%s:", style->word);
        add_style(printer, plain);
        buf_add_char(printer->out, ' ');
    } else {
        add_head(printer, note->span, style);
    }
    add_text(printer->out, note->text);
    buf_add_char(printer->out, '\n');
    if (note->span.source != NULL) {
        add_excerpt(printer, note->span, style);
    }
}

static void print_diag(const struct printer *printer, const struct diag *diag)
{
    const struct diag_info *info = diag_info(diag->id);
    const struct severity_style *style = &styles[info->severity];

    add_head(printer, diag->span, style);
    add_style(printer, bold);
    add_text(printer->out, diag->text);
    add_style(printer, plain);
    buf_add_format(printer->out, " [%s]\n", info->id);
    if (diag->span.source != NULL) {
        add_excerpt(printer, diag->span, style);
    }
    for (size_t i = 0; i < diag->note_count; i++) {
        print_note(printer, &diag->notes[i]);
    }
    if (diag->hint != NULL) {
        buf_add_text(printer->out, "  hint: ");
        add_text(printer->out, diag->hint);
        buf_add_char(printer->out, '\n');
    }
}

static size_t excerpt_columns(size_t terminal)
{
    size_t columns = terminal > EXCERPT_MARGIN ? terminal - EXCERPT_MARGIN : 0;

    if (terminal == 0 || columns > EXCERPT_COLUMNS) {
        return EXCERPT_COLUMNS;
    }
    return columns < EXCERPT_LEAST ? EXCERPT_LEAST : columns;
}

void diags_print_text(const struct diags *diags, struct buf *out, bool colour)
{
    diags_print_within(diags, out, colour, 0);
}

void diags_print_within(const struct diags *diags, struct buf *out, bool colour, size_t terminal)
{
    struct printer printer = {out, colour, excerpt_columns(terminal)};
    /* Warnings must not crowd out errors. */
    size_t errors_left = DIAG_SHOWN_MAX;
    size_t others_left =
        diags->error_count < DIAG_SHOWN_MAX ? DIAG_SHOWN_MAX - diags->error_count : 0;
    size_t hidden = diags->dropped_count;

    for (size_t i = 0; i < diags->count; i++) {
        const struct diag *diag = diags->items[i];
        bool is_error = diag_info(diag->id)->severity == SEVERITY_ERROR;
        size_t *left = is_error ? &errors_left : &others_left;

        if (*left == 0) {
            hidden++;
            continue;
        }
        (*left)--;
        print_diag(&printer, diag);
    }
    if (hidden > 0) {
        buf_add_format(out, "\xe2\x80\xa6 and %zu more\n", hidden);
    }
}
