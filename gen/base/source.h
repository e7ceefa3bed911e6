/* SPDX-License-Identifier: MIT */
/**
 * Source texts and places in them. Floor: base. A place is carried as a span of byte offsets; line
 * and column are counted in the text only when something is printed. Columns count code points from
 * 1, as editors do; lines end at LF. A byte order mark at the start of the text is no column.
 *
 * Invariant: the text of a source is valid UTF-8 or is printed with U+FFFD for each bad byte.
 */
#ifndef ARCHGEN_BASE_SOURCE_H
#define ARCHGEN_BASE_SOURCE_H

#include "base/arena.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

struct source {
    const char *name; /* as shown to the user: a path as given, "<stdin>", "schema/…" */
    struct str text;  /* the bytes, borrowed for the run */
    struct source_line_start *last; /* where the last place was, or NULL: the next one is near */
};

/** A part of a source; `source` is NULL where there is no place to show. */
struct span {
    const struct source *source;
    uint32_t off; /* bytes */
    uint32_t len; /* bytes; 0 marks a point */
};

/** Line and column of a byte offset, both from 1. */
struct position {
    uint32_t line;
    uint32_t col; /* code points */
};

#define SPAN_NONE ((struct span){0})

/** Gives a source over `text` (borrowed, at most UINT32_MAX bytes); `name` is borrowed too. */
const struct source *source_new(struct arena *arena, const char *name, struct str text);

/** Gives a span of `source`, cut to what the text has. */
struct span span_make(const struct source *source, size_t off, size_t len);

/** The position of byte offset `off` (clamped to the end of the text). Linear. */
struct position source_position(const struct source *source, size_t off);

/** The number of lines, at least 1. Linear. */
uint32_t source_line_count(const struct source *source);

/** The text of the line (from 1) without its line end. Linear. */
struct str source_line(const struct source *source, uint32_t line);

/** The bytes of a byte order mark at the start of the text: 3 or 0. */
size_t source_mark_len(const struct source *source);

/** The byte offset of the code point with index `char_index` in the whole text, a leading byte
 * order mark not counted. libyaml's marks count code points in the same way; this converts them.
 * Linear; callers that go forward pass the last result in `*from_off`/`*from_char`, which are
 * updated. */
size_t source_offset_of_char(const struct source *source, size_t char_index, size_t *from_off,
                             size_t *from_char);

/** The bytes of the span. */
struct str span_text(struct span span);

#endif
