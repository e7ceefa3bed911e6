/* SPDX-License-Identifier: MIT */
/* Diagnostics for code review: one SARIF 2.1.0 log with one run. Like diag_json.c it is written by
 * hand, because this floor lies below data/json.h. Comments name sections of the standard. */
#include "base/diag.h"

#include <string.h>

static const char *const levels[] = {
    [SEVERITY_NOTE] = "note",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_ERROR] = "error",
};

/* In messages single braces would be placeholders (3.11.5). */
static void add_doubled(struct buf *out, const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        buf_add_repeat(out, *c, *c == '{' || *c == '}' ? 2 : 1);
    }
}

/* The hint stands on a line of its own, for not every viewer shows properties. */
static void add_message(struct buf *out, const char *name, const char *text, const char *hint)
{
    struct buf plain;

    buf_init(&plain, BUF_NO_LIMIT);
    add_doubled(&plain, text);
    if (hint != NULL) {
        buf_add_text(&plain, "\nhint: ");
        add_doubled(&plain, hint);
    }
    buf_add_format(out, "\"%s\":{\"text\":", name);
    buf_add_json(out, buf_str(&plain));
    buf_add_char(out, '}');
    buf_release(&plain);
}

/* A path as a relative reference (RFC 3986), an absolute one as a file URI. The colon is encoded
 * too, lest what stands before it be taken for a scheme. */
static void add_uri(struct buf *out, const char *path)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

    buf_add_text(out, *path == '/' ? "\"file://" : "\"");
    for (const char *c = path; *c != '\0'; c++) {
        if (strchr(plain, *c) != NULL) {
            buf_add_char(out, *c);
        } else {
            buf_add_format(out, "%%%02X", (unsigned)(unsigned char)*c);
        }
    }
    buf_add_char(out, '"');
}

/* The region's end is the column behind its last code point (3.30.8), as our spans have it. */
static void add_location(struct buf *out, struct span span)
{
    struct position start = source_position(span.source, span.off);
    struct position end = source_position(span.source, (size_t)span.off + span.len);

    buf_add_text(out, "\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
    add_uri(out, span.source->name);
    buf_add_format(out,
                   "},\"region\":{\"startLine\":%u,\"startColumn\":%u,\"endLine\":%u,"
                   "\"endColumn\":%u}}",
                   start.line, start.col, end.line, end.col);
}

static void add_notes(struct buf *out, const struct diag *diag)
{
    buf_add_text(out, ",\"relatedLocations\":[");
    for (size_t i = 0; i < diag->note_count; i++) {
        buf_add_text(out, i > 0 ? ",{" : "{");
        if (diag->notes[i].span.source != NULL) {
            add_location(out, diag->notes[i].span);
            buf_add_char(out, ',');
        }
        add_message(out, "message", diag->notes[i].text, NULL);
        buf_add_char(out, '}');
    }
    buf_add_char(out, ']');
}

static void add_result(struct buf *out, const struct diag *diag, size_t rule)
{
    const struct diag_info *info = diag_info(diag->id);

    buf_add_format(out, "{\"ruleId\":\"%s\",\"ruleIndex\":%zu,\"level\":\"%s\",", info->id, rule,
                   levels[info->severity]);
    add_message(out, "message", diag->text, diag->hint);
    if (diag->span.source != NULL) {
        buf_add_text(out, ",\"locations\":[{");
        add_location(out, diag->span);
        buf_add_text(out, "}]");
    }
    if (diag->note_count > 0) {
        add_notes(out, diag);
    }
    if (diag->hint != NULL) {
        buf_add_text(out, ",\"properties\":{\"hint\":");
        buf_add_json(out, str_from(diag->hint));
        buf_add_char(out, '}');
    }
    buf_add_char(out, '}');
}

/* The rules that results refer to, in the order of their ids; `numbers` gets the index of each. */
static void add_rules(struct buf *out, const struct diags *diags, size_t numbers[DIAG_COUNT])
{
    bool is_used[DIAG_COUNT] = {false};
    size_t count = 0;

    for (size_t i = 0; i < diags->count; i++) {
        is_used[diags->items[i]->id] = true;
    }
    for (size_t id = 0; id < DIAG_COUNT; id++) {
        const struct diag_info *info = diag_info((enum diag_id)id);

        if (!is_used[id]) {
            continue;
        }
        buf_add_format(out, "%s\n  {\"id\":\"%s\",", count > 0 ? "," : "", info->id);
        add_message(out, "shortDescription", info->summary, NULL);
        buf_add_format(out,
                       ",\"help\":{\"text\":\"'archgen --explain-id %s' prints an example and its "
                       "cure.\"},\"defaultConfiguration\":{\"level\":\"%s\"}}",
                       info->id, levels[info->severity]);
        numbers[id] = count++;
    }
}

void diags_print_sarif(const struct diags *diags, const char *version, struct buf *out)
{
    size_t numbers[DIAG_COUNT] = {0};

    buf_add_text(out, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
                      "\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"archgen\","
                      "\"version\":");
    buf_add_json(out, str_from(version));
    buf_add_text(out, ",\"rules\":[");
    add_rules(out, diags, numbers);
    buf_add_text(out, "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[");
    for (size_t i = 0; i < diags->count; i++) {
        buf_add_text(out, i > 0 ? ",\n  " : "\n  ");
        add_result(out, diags->items[i], numbers[diags->items[i]->id]);
    }
    buf_add_text(out, "]}]}\n");
}
