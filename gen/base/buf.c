/* SPDX-License-Identifier: MIT */
/* The buffer grows by a factor; a limit turns runaway output into a flag instead of an exhausted
 * machine. */
#include "base/buf.h"

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_CAPACITY = 256,
    LARGE = 1024 * 1024 /* what is smaller grows faster: copies cost more than memory not touched */
};

void buf_init(struct buf *buf, size_t limit)
{
    *buf = (struct buf){.limit = limit};
}

void buf_init_over(struct buf *buf, char *bytes, size_t size)
{
    BUG_UNLESS(size > 0);
    bytes[0] = '\0';
    *buf = (struct buf){.bytes = bytes, .capacity = size, .limit = size - 1};
}

void buf_release(struct buf *buf)
{
    free(buf->bytes);
    buf_init(buf, buf->limit);
}

void buf_clear(struct buf *buf)
{
    buf_truncate(buf, 0);
    buf->overflow = false;
}

bool buf_reserve(struct buf *buf, size_t more)
{
    if (buf->overflow || more > buf->limit || buf->len > buf->limit - more) {
        buf->overflow = true;
        return false;
    }
    size_t needed = buf->len + more + 1;

    if (needed > buf->capacity) {
        size_t capacity = buf->capacity == 0 ? FIRST_CAPACITY : buf->capacity;

        while (capacity < needed) {
            capacity *= capacity < LARGE ? 4 : 2;
        }
        if (capacity > buf->limit) {
            capacity = buf->limit + 1;
        }
        buf->bytes = mem_realloc(buf->bytes, capacity);
        buf->capacity = capacity;
    }
    return true;
}

void buf_add_repeat(struct buf *buf, char c, size_t count)
{
    if (count == 0 || !buf_reserve(buf, count)) {
        return;
    }
    memset(buf->bytes + buf->len, c, count);
    buf->len += count;
    buf->bytes[buf->len] = '\0';
}

void buf_add_format(struct buf *buf, const char *format, ...)
{
    va_list args;

    if (!buf_reserve(buf, 0)) {
        return;
    }
    va_start(args, format);
    // clang-tidy 14 forgets va_start in every file of a run but the first.
    // NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized)
    int len = text_format(buf->bytes + buf->len, buf->capacity - buf->len, format, args);

    va_end(args);
    BUG_UNLESS(len >= 0);
    if (buf->capacity - buf->len <= (size_t)len) {
        buf->bytes[buf->len] = '\0';
        if (!buf_reserve(buf, (size_t)len)) {
            return;
        }
        va_start(args, format);
        (void)text_format(buf->bytes + buf->len, (size_t)len + 1, format, args);
        va_end(args);
    }
    buf->len += (size_t)len;
}

void buf_add_integer(struct buf *buf, int64_t number)
{
    char digits[20]; /* of 2^63 and its sign */
    size_t first = sizeof(digits);
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

    do {
        digits[--first] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0) {
        digits[--first] = '-';
    }
    buf_add_bytes(buf, digits + first, sizeof(digits) - first);
}

void buf_add_utf8(struct buf *buf, uint32_t code_point)
{
    char bytes[4];
    size_t len = 0;

    if (code_point < 0x80) {
        bytes[len++] = (char)code_point;
    } else if (code_point < 0x800) {
        bytes[len++] = (char)(0xc0 | code_point >> 6);
        bytes[len++] = (char)(0x80 | (code_point & 0x3f));
    } else if (code_point < 0x10000) {
        bytes[len++] = (char)(0xe0 | code_point >> 12);
        bytes[len++] = (char)(0x80 | (code_point >> 6 & 0x3f));
        bytes[len++] = (char)(0x80 | (code_point & 0x3f));
    } else {
        bytes[len++] = (char)(0xf0 | code_point >> 18);
        bytes[len++] = (char)(0x80 | (code_point >> 12 & 0x3f));
        bytes[len++] = (char)(0x80 | (code_point >> 6 & 0x3f));
        bytes[len++] = (char)(0x80 | (code_point & 0x3f));
    }
    buf_add_bytes(buf, bytes, len);
}

static void add_json_escape(struct buf *buf, unsigned char c)
{
    static const char shorts[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    static const char hex[] = "0123456789abcdef";
    const char *found = c == '\0' ? NULL : strchr(shorts, c);

    if (found != NULL) {
        buf_add_char(buf, '\\');
        buf_add_char(buf, letters[found - shorts]);
    } else {
        buf_add_text(buf, "\\u00");
        buf_add_char(buf, hex[c >> 4]);
        buf_add_char(buf, hex[c & 0xf]);
    }
}

/* A character that JSON writes as it is, and that is no part of a longer one. */
static bool is_plain(char c)
{
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

void buf_add_json(struct buf *buf, struct str text)
{
    size_t start = 0; /* of the run that needs no escape */
    size_t off = 0;

    buf_add_char(buf, '"');
    while (off < text.len) {
        if (is_plain(text.p[off])) {
            off++;
            continue;
        }
        struct utf8_char c = utf8_decode(text, off);

        if (c.fault != UTF8_FINE || c.code_point < 0x20 || c.code_point == '"' ||
            c.code_point == '\\') {
            buf_add_bytes(buf, text.p + start, off - start);
            if (c.fault != UTF8_FINE) {
                buf_add_utf8(buf, c.code_point);
            } else {
                add_json_escape(buf, (unsigned char)c.code_point);
            }
            start = off + c.len;
        }
        off += c.len;
    }
    if (off > start) {
        buf_add_bytes(buf, text.p + start, off - start);
    }
    buf_add_char(buf, '"');
}

void buf_truncate(struct buf *buf, size_t len)
{
    BUG_UNLESS(len <= buf->len);
    buf->len = len;
    if (buf->bytes != NULL) {
        buf->bytes[len] = '\0';
    }
}

struct str buf_str(const struct buf *buf)
{
    return buf->bytes == NULL ? STR("") : (struct str){buf->bytes, buf->len};
}
