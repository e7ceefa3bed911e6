/* SPDX-License-Identifier: MIT */
/* Diagnostics for programs: one JSON array. This floor lies below data/json.h, so it is written by
 * hand; the shape is flat and fixed. */
#include "base/diag.h"

static void add_text(struct buf *out, const char *name, const char *text)
{
    buf_add_format(out, "\"%s\":", name);
    if (text == NULL) {
        buf_add_text(out, "null");
    } else {
        buf_add_json(out, str_from(text));
    }
}

/* The members file, line, column and, unless `is_point`, endLine and endColumn (which is the column
 * behind the last code point). All are null where there is no place. */
static void add_place(struct buf *out, struct span span, bool is_point)
{
    add_text(out, "file", span.source == NULL ? NULL : span.source->name);
    if (span.source == NULL) {
        buf_add_text(out, ",\"line\":null,\"column\":null");
        buf_add_text(out, is_point ? "" : ",\"endLine\":null,\"endColumn\":null");
        return;
    }
    struct position start = source_position(span.source, span.off);
    struct position end = source_position(span.source, (size_t)span.off + span.len);

    buf_add_format(out, ",\"line\":%u,\"column\":%u", start.line, start.col);
    if (!is_point) {
        buf_add_format(out, ",\"endLine\":%u,\"endColumn\":%u", end.line, end.col);
    }
}

static void add_notes(struct buf *out, const struct diag *diag)
{
    buf_add_text(out, ",\"notes\":[");
    for (size_t i = 0; i < diag->note_count; i++) {
        buf_add_text(out, i > 0 ? ",{" : "{");
        add_text(out, "message", diag->notes[i].text);
        buf_add_char(out, ',');
        add_place(out, diag->notes[i].span, true);
        buf_add_char(out, '}');
    }
    buf_add_char(out, ']');
}

static void add_diag(struct buf *out, const struct diag *diag)
{
    static const char *const severities[] = {
        [SEVERITY_NOTE] = "note",
        [SEVERITY_WARNING] = "warning",
        [SEVERITY_ERROR] = "error",
    };
    const struct diag_info *info = diag_info(diag->id);

    buf_add_char(out, '{');
    add_text(out, "id", info->id);
    buf_add_char(out, ',');
    add_text(out, "severity", severities[info->severity]);
    buf_add_char(out, ',');
    add_text(out, "message", diag->text);
    buf_add_char(out, ',');
    add_place(out, diag->span, false);
    add_notes(out, diag);
    buf_add_char(out, ',');
    add_text(out, "hint", diag->hint);
    buf_add_char(out, '}');
}

void diags_print_json(const struct diags *diags, struct buf *out)
{
    buf_add_char(out, '[');
    for (size_t i = 0; i < diags->count; i++) {
        buf_add_text(out, i > 0 ? ",\n " : "");
        add_diag(out, diags->items[i]);
    }
    buf_add_text(out, "]\n");
}
