/* SPDX-License-Identifier: MIT */
/* Places are offsets until they are printed; only then are lines counted. Most texts (the built-in
 * templates and schemas) are never printed from, so no table of their lines is made. */
#include "base/source.h"

#include "base/mem.h"

#include <string.h>

/* A line and the offset at which it starts. Diagnostics are printed in the order of their places;
 * counting each one's lines from the first would take a time that grows with the square. */
struct source_line_start {
    size_t off;
    uint32_t line;
};

const struct source *source_new(struct arena *arena, const char *name, struct str text)
{
    struct source *source = ARENA_NEW(arena, struct source);

    BUG_UNLESS(text.len <= UINT32_MAX);
    *source = (struct source){name, text, ARENA_NEW(arena, struct source_line_start)};
    *source->last = (struct source_line_start){0, 1};
    return source;
}

/* The offset behind the next line end at or after `off`, or the text's length if there is none. */
static size_t next_line(const struct source *source, size_t off)
{
    size_t left = source->text.len - off;
    const char *end = left == 0 ? NULL : memchr(source->text.p + off, '\n', left);

    return end == NULL ? source->text.len : (size_t)(end + 1 - source->text.p);
}

struct span span_make(const struct source *source, size_t off, size_t len)
{
    struct str part = str_slice(source->text, off, len);

    return (struct span){source, (uint32_t)(part.p - source->text.p), (uint32_t)part.len};
}

size_t source_mark_len(const struct source *source)
{
    struct str mark = STR("\xef\xbb\xbf");

    return str_has_prefix(source->text, mark) ? mark.len : 0;
}

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* True if a line begins at `off`: the text's first one, or one behind a line end. */
static bool is_line_start(const struct source *source, size_t off)
{
    return off == 0 || source->text.p[off - 1] == '\n';
}

struct position source_position(const struct source *source, size_t off)
{
    uint32_t line = 1;
    uint32_t col = 1;
    size_t start = 0;

    off = off < source->text.len ? off : source->text.len;
    if (source->last != NULL && source->last->off <= off) {
        start = source->last->off;
        line = source->last->line;
    }
    for (size_t next = next_line(source, start);
         next <= off && next > start && is_line_start(source, next);
         next = next_line(source, next)) {
        start = next;
        line++;
    }
    if (source->last != NULL) {
        *source->last = (struct source_line_start){start, line};
    }
    for (size_t i = start == 0 ? source_mark_len(source) : start; i < off; i++) {
        col += !is_continuation(source->text.p[i]);
    }
    return (struct position){line, col};
}

uint32_t source_line_count(const struct source *source)
{
    return source_position(source, source->text.len).line;
}

struct str source_line(const struct source *source, uint32_t line)
{
    size_t start = 0;

    for (uint32_t i = 1; i < line; i++) {
        start = next_line(source, start);
        BUG_UNLESS(is_line_start(source, start));
    }
    start = line == 1 ? source_mark_len(source) : start;
    size_t end = next_line(source, start);

    end -= end > start && source->text.p[end - 1] == '\n';
    end -= end > start && source->text.p[end - 1] == '\r';
    return (struct str){source->text.p + start, end - start};
}

size_t source_offset_of_char(const struct source *source, size_t char_index, size_t *from_off,
                             size_t *from_char)
{
    size_t off = *from_off;
    size_t index = *from_char;

    if (char_index < index) {
        off = 0;
        index = 0;
    }
    if (off == 0) {
        off = source_mark_len(source);
    }
    while (index < char_index && off < source->text.len) {
        off++;
        while (off < source->text.len && is_continuation(source->text.p[off])) {
            off++;
        }
        index++;
    }
    *from_off = off;
    *from_char = index;
    return off;
}

struct str span_text(struct span span)
{
    return span.source == NULL ? STR("") : str_slice(span.source->text, span.off, span.len);
}
