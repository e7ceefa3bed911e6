/* SPDX-License-Identifier: MIT */
/* A scanner over text that is known to be valid JSON: it only counts brackets and skips strings. */
#include "schema/locate.h"

static size_t skip_blanks(struct str text, size_t at)
{
    while (at < text.len &&
           (text.p[at] == ' ' || text.p[at] == '\t' || text.p[at] == '\n' || text.p[at] == '\r')) {
        at++;
    }
    return at;
}

/* `at` is at the opening quote; returns the offset behind the closing one. */
static size_t skip_string(struct str text, size_t at)
{
    for (at++; at < text.len && text.p[at] != '"'; at++) {
        at += text.p[at] == '\\';
    }
    return at + 1;
}

static size_t skip_value(struct str text, size_t at)
{
    size_t depth = 0;

    at = skip_blanks(text, at);
    while (at < text.len) {
        char c = text.p[at];

        if (c == '"') {
            at = skip_string(text, at);
        } else if (c == '[' || c == '{') {
            depth++;
            at++;
        } else if (c == ']' || c == '}') {
            if (depth == 0) {
                return at;
            }
            depth--;
            at++;
        } else if (c == ',' && depth == 0) {
            return at;
        } else {
            at++;
            continue;
        }
        if (depth == 0) {
            return at;
        }
    }
    return at;
}

/* Moves from the container at `*at` to the member or item; false if it is not found. `*span` is
 * what to show. */
static bool enter(const struct source *source, const struct site *site, size_t *at,
                  struct span *span)
{
    struct str text = source->text;
    size_t i = skip_blanks(text, *at) + 1; // behind the bracket

    for (size_t index = 0; i < text.len; index++) {
        size_t start = skip_blanks(text, i);
        size_t end = start;

        if (start >= text.len || text.p[start] == ']' || text.p[start] == '}') {
            return false;
        }
        if (site->key != NULL) {
            end = skip_string(text, start);
            i = skip_blanks(text, end) + 1; // behind the colon
        } else {
            i = start;
        }
        struct str key = str_slice(text, start + 1, end < start + 2 ? 0 : end - start - 2);

        if (site->key != NULL ? str_eq_text(key, site->key) : index == site->index) {
            *span = span_make(source, start, site->key != NULL ? end - start : 1);
            *at = i;
            return true;
        }
        i = skip_blanks(text, skip_value(text, i)) + 1; // behind the comma
    }
    return false;
}

struct span locate_site(const struct source *source, const struct site *site)
{
    const struct site *steps[2 * SCHEMA_DEPTH_MAX + 8];
    size_t count = 0;
    size_t at = 0;
    struct span span = span_make(source, skip_blanks(source->text, 0), 1);

    for (; site != NULL && site->parent != NULL; site = site->parent) {
        if (count == sizeof(steps) / sizeof(steps[0])) {
            return span;
        }
        steps[count++] = site;
    }
    while (count > 0 && enter(source, steps[count - 1], &at, &span)) {
        count--;
    }
    return span;
}
