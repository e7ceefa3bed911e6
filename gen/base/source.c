/* SPDX-License-Identifier: MIT */
/* Places are offsets until they are printed; only then is a line looked up, by bisection. */
#include "base/source.h"

#include "base/mem.h"

const struct source *source_new(struct arena *arena, const char *name, struct str text)
{
    struct source *source = ARENA_NEW(arena, struct source);
    uint32_t lines = 1;

    BUG_UNLESS(text.len <= UINT32_MAX);
    for (size_t i = 0; i < text.len; i++) {
        lines += text.p[i] == '\n';
    }
    uint32_t *starts = ARENA_ARRAY(arena, lines, uint32_t);
    uint32_t line = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] == '\n') {
            starts[++line] = (uint32_t)i + 1;
        }
    }
    *source = (struct source){name, text, starts, lines};
    return source;
}

struct span span_make(const struct source *source, size_t off, size_t len)
{
    return (struct span){source, (uint32_t)off, (uint32_t)len};
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

struct position source_position(const struct source *source, size_t off)
{
    uint32_t low = 0;
    uint32_t high = source->line_count;

    off = off < source->text.len ? off : source->text.len;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (source->line_starts[middle] <= off) {
            low = middle;
        } else {
            high = middle;
        }
    }
    uint32_t col = 1;

    for (size_t i = low == 0 ? source_mark_len(source) : source->line_starts[low]; i < off; i++) {
        col += !is_continuation(source->text.p[i]);
    }
    return (struct position){low + 1, col};
}

struct str source_line(const struct source *source, uint32_t line)
{
    BUG_UNLESS(line >= 1 && line <= source->line_count);
    size_t start = line == 1 ? source_mark_len(source) : source->line_starts[line - 1];
    size_t end = start;

    while (end < source->text.len && source->text.p[end] != '\n') {
        end++;
    }
    if (end > start && source->text.p[end - 1] == '\r') {
        end--;
    }
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
