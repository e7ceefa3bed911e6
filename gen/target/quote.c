/* SPDX-License-Identifier: MIT */
#include "target/quote.h"

#include <string.h>

enum { SHORT_ESCAPES = 0x80 };

struct quoting {
    const char *escapes[SHORT_ESCAPES]; /* by byte; NULL for none */
    unsigned char special[256];         /* 1 where a run of plain bytes ends */
    bool doubles_sigils;                /* '$' and '%' before '{' are doubled */
};

/* U+0000 to U+001F have no literal form in either language. */
#define CONTROLS                                                                                   \
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1

const struct quoting quoting_json = {
    .escapes = {['"'] = "\\\"",
                ['\\'] = "\\\\",
                ['\b'] = "\\b",
                ['\f'] = "\\f",
                ['\n'] = "\\n",
                ['\r'] = "\\r",
                ['\t'] = "\\t"},
    .special = {CONTROLS, ['"'] = 1, ['\\'] = 1},
};

/* HCL knows no \b and \f. */
const struct quoting quoting_hcl = {
    .escapes = {['"'] = "\\\"", ['\\'] = "\\\\", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t"},
    .special = {CONTROLS, ['"'] = 1, ['\\'] = 1, ['$'] = 1, ['%'] = 1, [0x7f] = 1},
    .doubles_sigils = true,
};

static size_t plain_len(struct str text, size_t from, const unsigned char *special)
{
    size_t off = from;

    while (off < text.len && special[(unsigned char)text.p[off]] == 0) {
        off++;
    }
    return off - from;
}

static void add_escape(struct buf *out, struct str text, size_t off, const struct quoting *quoting)
{
    unsigned char c = (unsigned char)text.p[off];

    if (quoting->doubles_sigils && (c == '$' || c == '%')) {
        bool is_template = off + 1 < text.len && text.p[off + 1] == '{';

        buf_add_repeat(out, (char)c, is_template ? 2 : 1);
    } else if (quoting->escapes[c] != NULL) {
        buf_add_text(out, quoting->escapes[c]);
    } else {
        buf_add_format(out, "\\u%04x", c);
    }
}

static void add_from(struct buf *out, struct str text, size_t off, const struct quoting *quoting)
{
    while (off < text.len) {
        size_t len = plain_len(text, off, quoting->special);

        buf_add_bytes(out, text.p + off, len);
        off += len;
        if (off < text.len) {
            add_escape(out, text, off, quoting);
            off++;
        }
    }
}

void quote_add_inner(struct buf *out, struct str text, const struct quoting *quoting)
{
    add_from(out, text, 0, quoting);
}

void quote_add(struct buf *out, struct str text, const struct quoting *quoting)
{
    size_t len = plain_len(text, 0, quoting->special);

    if (!buf_reserve(out, len + 2)) {
        return;
    }
    char *end = out->bytes + out->len;

    *end++ = '"';
    memcpy(end, text.p, len);
    end += len;
    if (len == text.len) {
        *end++ = '"';
        *end = '\0';
        out->len += len + 2;
        return;
    }
    *end = '\0';
    out->len += len + 1;
    add_from(out, text, len, quoting);
    buf_add_char(out, '"');
}
