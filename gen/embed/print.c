/* SPDX-License-Identifier: MIT */
#include "embed/print.h"

static void add_byte(struct buf *out, unsigned char byte)
{
    if (byte == '"' || byte == '\\') {
        buf_add_format(out, "\\%c", byte);
    } else if (byte == '\n') {
        buf_add_text(out, "\\n");
    } else if (byte < 0x20 || byte >= 0x7f || byte == '?') {
        buf_add_format(out, "\\%03o", byte); // '?': no trigraphs
    } else {
        buf_add_char(out, (char)byte);
    }
}

void print_bytes(struct buf *out, struct str bytes)
{
    enum { PIECE = 90 };
    size_t start = 0;

    buf_add_text(out, "    \"");
    for (size_t i = 0; i < bytes.len; i++) {
        if (i > start && (bytes.p[i - 1] == '\n' || i - start == PIECE)) {
            buf_add_text(out, "\"\n    \"");
            start = i;
        }
        add_byte(out, (unsigned char)bytes.p[i]);
    }
    buf_add_text(out, "\"");
}

void print_text(struct buf *out, const char *text)
{
    if (text == NULL) {
        buf_add_text(out, "NULL");
        return;
    }
    buf_add_char(out, '"');
    for (; *text != '\0'; text++) {
        add_byte(out, (unsigned char)*text);
    }
    buf_add_char(out, '"');
}

void print_numbers(struct buf *out, const char *prefix, const char *name, const uint32_t *numbers,
                   size_t count)
{
    enum { PER_LINE = 16 };

    buf_add_format(out, "static const uint32_t %s_%s[] = {", prefix, name);
    for (size_t i = 0; i < count; i++) {
        buf_add_format(out, "%s%lu,", i % PER_LINE == 0 ? "\n  " : "", (unsigned long)numbers[i]);
    }
    buf_add_text(out, count == 0 ? "0};\n" : "\n};\n");
}

uint32_t pool_add(struct text_pool *pool, struct str text)
{
    size_t off = pool->bytes.len;

    buf_add(&pool->bytes, text);
    buf_add_char(&pool->bytes, '\0');
    return (uint32_t)off;
}
