/* SPDX-License-Identifier: MIT */
/**
 * A growing byte buffer with a maximum. Floor: base. An append that would pass the maximum sets
 * `overflow` and changes nothing from then on; the owner tests it once, at the end.
 *
 *     struct buf buf;
 *     buf_init(&buf, BUF_NO_LIMIT);
 *     buf_add_text(&buf, "name: ");
 *     buf_add(&buf, name);
 *     use(buf_str(&buf));
 *     buf_release(&buf);
 */
#ifndef ARCHGEN_BASE_BUF_H
#define ARCHGEN_BASE_BUF_H

#include "base/compiler.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define BUF_NO_LIMIT (SIZE_MAX / 4)

struct buf {
    char *bytes; /* NUL-terminated once something was added */
    size_t len;
    size_t capacity; /* at most limit + 1 */
    size_t limit;    /* largest length in bytes */
    bool overflow;
};

/** Makes an empty buffer that may hold `limit` bytes; allocates nothing yet. */
void buf_init(struct buf *buf, size_t limit);

/** Makes an empty buffer over `size` bytes of the caller's, which it never leaves: it may hold
 *  `size` - 1, and is not released. */
void buf_init_over(struct buf *buf, char *bytes, size_t size);

/** Releases the memory; the buffer must be initialised again before use. */
void buf_release(struct buf *buf);

/** Empties the buffer but keeps its memory and limit. */
void buf_clear(struct buf *buf);

/** Makes room for `more` bytes beyond the present length; false on overflow. */
bool buf_reserve(struct buf *buf, size_t more);

/** The same, without a call where there is room already. */
static inline bool buf_has_room(struct buf *buf, size_t more)
{
    return (buf->capacity - buf->len > more && !buf->overflow) || buf_reserve(buf, more);
}

static inline void buf_add_bytes(struct buf *buf, const void *bytes, size_t len)
{
    if (len > 0 && buf_has_room(buf, len)) {
        memcpy(buf->bytes + buf->len, bytes, len);
        buf->len += len;
        buf->bytes[buf->len] = '\0';
    }
}

static inline void buf_add(struct buf *buf, struct str str)
{
    buf_add_bytes(buf, str.p, str.len);
}

static inline void buf_add_text(struct buf *buf, const char *text)
{
    buf_add_bytes(buf, text, strlen(text));
}

static inline void buf_add_char(struct buf *buf, char c)
{
    if (buf_has_room(buf, 1)) {
        buf->bytes[buf->len++] = c;
        buf->bytes[buf->len] = '\0';
    }
}

void buf_add_repeat(struct buf *buf, char c, size_t count);
AG_PRINTF(2, 3) void buf_add_format(struct buf *buf, const char *format, ...);

/** Adds the decimal form of a number. */
void buf_add_integer(struct buf *buf, int64_t number);

/** Adds the UTF-8 form of a Unicode scalar value. */
void buf_add_utf8(struct buf *buf, uint32_t code_point);

/** Adds the JSON string literal (RFC 8259, section 7) of a UTF-8 text, quotes included: quote,
 *  backslash and U+0000..U+001F escaped, all else as it is; U+FFFD for bytes that are not UTF-8. */
void buf_add_json(struct buf *buf, struct str text);

/** Cuts the buffer to `len` bytes, which must not be more than it has. */
void buf_truncate(struct buf *buf, size_t len);

/** The content, borrowed; valid until the next change. Never has a NULL pointer. */
struct str buf_str(const struct buf *buf);

#endif
