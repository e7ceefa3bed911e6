/* SPDX-License-Identifier: MIT */
/*
 * A table from libyaml's problem texts (src/scanner.c and src/parser.c of 0.2.5) to ours. Most rows
 * are a text and a hint; where the same problem has several causes, a function looks at the source.
 */
#include "data/yaml_syntax.h"

#include "base/utf8.h"
#include "data/yaml.h"

#include <stdbool.h>
#include <string.h>

struct report {
    const struct source *source;
    const struct syntax_fault *fault;
    struct diags *diags;
};

static char byte_at(const struct source *source, size_t off)
{
    if (off >= source->text.len) {
        return '\0';
    }
    return source->text.p[off];
}

/* The character at `off`, or a point behind the end. */
static struct span char_span(const struct source *source, size_t off)
{
    size_t len = off < source->text.len ? utf8_decode(source->text, off).len : 0;

    return span_make(source, off, byte_at(source, off) == '\n' ? 0 : len);
}

static bool is_on_one_line(const struct source *source, size_t a, size_t b)
{
    return source_position(source, a).line == source_position(source, b).line;
}

static bool is_break_or_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\0';
}

/* True if a ':' that ends a key stands before `off` in its line. */
static bool has_key_before(const struct source *source, size_t off)
{
    for (size_t i = off; i > 0 && source->text.p[i - 1] != '\n'; i--) {
        if (source->text.p[i - 1] == ':' && is_break_or_blank(byte_at(source, i))) {
            return true;
        }
    }
    return false;
}

static void report_tab(const struct report *report)
{
    struct diag *diag = diag_add(report->diags, DIAG_YAML_TAB,
                                 char_span(report->source, report->fault->problem_off),
                                 "a tab is used for indentation");

    diag_hint(report->diags, diag, "use spaces");
}

static void report_start(const struct report *report)
{
    struct span span = char_span(report->source, report->fault->problem_off);

    if (byte_at(report->source, span.off) == '\t') {
        report_tab(report);
        return;
    }
    struct str text = span_text(span);
    struct diag *diag = diag_add(report->diags, DIAG_YAML_SYNTAX, span,
                                 "a plain value cannot start with '%.*s'", STR_ARGS(text));

    diag_hint(report->diags, diag, "quote the value");
}

static void report_quote(const struct report *report)
{
    diag_add(report->diags, DIAG_YAML_SYNTAX, char_span(report->source, report->fault->context_off),
             "the quoted text is not closed");
}

static void report_escape(const struct report *report)
{
    size_t off = report->fault->problem_off;
    struct span span = span_make(report->source, off, 1);

    if (byte_at(report->source, off) != '\\') { // libyaml is behind "\x", "\u" or "\U" already
        diag_add(report->diags, DIAG_YAML_SYNTAX, char_span(report->source, off),
                 "invalid escape, expected the hexadecimal digits of a Unicode character");
        return;
    }
    struct str letter = span_text(char_span(report->source, off + 1));

    span.len += (uint32_t)letter.len;
    struct diag *diag = diag_add(report->diags, DIAG_YAML_SYNTAX, span, "unknown escape '\\%.*s'",
                                 STR_ARGS(letter));

    diag_hint(report->diags, diag, "write '\\\\' for a backslash, or use single quotes");
}

/* A bracket without its partner: at the bracket, unless the fault stands in the same line. */
static void report_bracket(const struct report *report)
{
    const struct syntax_fault *fault = report->fault;
    struct span open = char_span(report->source, fault->context_off);
    struct span stop = char_span(report->source, fault->problem_off);
    const char *close = byte_at(report->source, open.off) == '{' ? "}" : "]";
    bool is_at_end = stop.off >= report->source->text.len;

    if (!is_at_end && is_on_one_line(report->source, open.off, stop.off)) {
        struct diag *diag =
            diag_add(report->diags, DIAG_YAML_SYNTAX, stop, "expected ',' or '%s'", close);

        diag_note(report->diags, diag, open, "the bracket was opened here");
        return;
    }
    struct diag *diag = diag_add(report->diags, DIAG_YAML_SYNTAX, open, "'%.*s' is not closed",
                                 STR_ARGS(span_text(open)));

    if (!is_at_end) {
        diag_note(report->diags, diag, stop, "expected ',' or '%s' here", close);
    }
}

enum { SIMPLE_KEY_MAX = 1024 }; /* characters; yaml_parser_stale_simple_keys */

static void report_long_key(const struct report *report, struct span span)
{
    diag_add(report->diags, DIAG_LIMIT, span, "the key is longer than %d bytes", (int)YAML_KEY_MAX);
}

static void report_colon(const struct report *report)
{
    struct span span = char_span(report->source, report->fault->problem_off);
    struct position position = source_position(report->source, span.off);
    size_t start = (size_t)(source_line(report->source, position.line).p - report->source->text.p);

    while (start < span.off && is_break_or_blank(byte_at(report->source, start))) {
        start++;
    }
    // cppcheck-suppress knownConditionTrueFalse ; it takes the loop's condition for its result
    if (span.off - start > SIMPLE_KEY_MAX) {
        report_long_key(report, span_make(report->source, start, span.off - start));
        return;
    }
    bool is_second = has_key_before(report->source, span.off);
    struct diag *diag =
        diag_add(report->diags, DIAG_YAML_SYNTAX, span, "%s",
                 is_second ? "a second ':' in one line" : "a ':' is not allowed here");

    diag_hint(report->diags, diag, "%s",
              is_second ? "quote the value, or start a map on the next line"
                        : "check the indentation of this line and the end of the one above");
}

/* A key that libyaml saw no ':' for: it is missing, or more than 1,024 characters away. */
static void report_key(const struct report *report)
{
    size_t start = report->fault->context_off;
    struct str line = source_line(report->source, source_position(report->source, start).line);
    size_t len = (size_t)(line.p + line.len - (report->source->text.p + start));
    struct str text = str_trim(str_slice(report->source->text, start, len));
    struct span span = span_make(report->source, start, text.len);

    if (text.len > SIMPLE_KEY_MAX) {
        report_long_key(report, span);
        return;
    }
    struct diag *diag = diag_add(report->diags, DIAG_YAML_SYNTAX, span, "expected a key and ':'");

    if (memchr(text.p, ':', text.len) != NULL) {
        diag_hint(report->diags, diag, "is a space missing after ':'?");
    }
}

/* The end of a block collection where libyaml expected one more entry of it. */
static void report_block(const struct report *report)
{
    const struct syntax_fault *fault = report->fault;
    bool is_list = strstr(fault->problem, "'-'") != NULL;
    struct diag *diag =
        diag_add(report->diags, DIAG_YAML_SYNTAX, char_span(report->source, fault->problem_off),
                 "%s", is_list ? "expected '-' and a list item" : "expected a key");

    if (!is_on_one_line(report->source, fault->context_off, fault->problem_off)) {
        diag_note(report->diags, diag, char_span(report->source, fault->context_off),
                  "the %s begins here", is_list ? "list" : "map");
    }
    diag_hint(report->diags, diag, "check the indentation and the quotes");
}

static void report_name(const struct report *report)
{
    size_t off = report->fault->context_off;
    struct span span = char_span(report->source, off);
    struct diag *diag =
        diag_add(report->diags, DIAG_YAML_SYNTAX, span, "a plain value cannot start with '%.*s'",
                 STR_ARGS(span_text(span)));

    diag_hint(report->diags, diag, "quote the value");
}

/* Rows are searched in order for one whose texts are part of libyaml's. */
static const struct row {
    const char *context;
    const char *problem;
    void (*report)(const struct report *report); /* or NULL for text and hint */
    const char *text;
    const char *hint;
} rows[] = {
    {"", "found a tab character", report_tab, NULL, NULL},
    {"", "cannot start any token", report_start, NULL, NULL},
    {"quoted scalar", "unexpected end of stream", report_quote, NULL, NULL},
    {"quoted scalar", "unexpected document indicator", report_quote, NULL, NULL},
    {"quoted scalar", "", report_escape, NULL, NULL},
    {"", "',' or ']'", report_bracket, NULL, NULL},
    {"", "',' or '}'", report_bracket, NULL, NULL},
    {"", "mapping values are not allowed", report_colon, NULL, NULL},
    {"simple key", "", report_key, NULL, NULL},
    {"", "did not find expected key", report_block, NULL, NULL},
    {"", "did not find expected '-'", report_block, NULL, NULL},
    {"scanning an alias", "", report_name, NULL, NULL},
    {"scanning an anchor", "", report_name, NULL, NULL},
    {"", "block sequence entries", NULL, "a list item is not allowed here",
     "start the list on a line of its own, or quote the value"},
    {"", "mapping keys are not allowed", NULL, "a '?' is not allowed here", "quote the value"},
    {"", "expected node content", NULL, "expected a value", NULL},
    {"", "<document start>", NULL, "this does not belong to the document above",
     "check the indentation"},
    {"", "incompatible YAML document", NULL, "this version of YAML is not supported",
     "leave out the '%YAML' line"},
    {"directive", "", NULL, "directives are not supported",
     "quote the value if '%' is meant as text"},
    {"", "undefined tag handle", NULL, "tags are not supported", NULL},
    {"scanning a tag", "", NULL, "tags are not supported",
     "quote the value if '!' is meant as text"},
    {"parsing a tag", "", NULL, "tags are not supported",
     "quote the value if '!' is meant as text"},
    {"", "indentation indicator", NULL, "the indentation indicator of a block text cannot be 0",
     NULL},
    {"block scalar", "", NULL, "expected the end of the line after '|' or '>'",
     "write the text on the lines below, indented"},
};

void yaml_syntax_report(const struct source *source, const struct syntax_fault *fault,
                        struct diags *diags)
{
    struct report report = {source, fault, diags};
    struct span span = char_span(source, fault->problem_off);

    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        const struct row *row = &rows[i];

        if (strstr(fault->context, row->context) == NULL ||
            strstr(fault->problem, row->problem) == NULL) {
            continue;
        }
        if (row->report != NULL) {
            row->report(&report);
            return;
        }
        struct diag *diag = diag_add(diags, DIAG_YAML_SYNTAX, span, "%s", row->text);

        if (row->hint != NULL) {
            diag_hint(diags, diag, "%s", row->hint);
        }
        return;
    }
    diag_add(diags, DIAG_YAML_SYNTAX, span, "%s", fault->problem);
}
