/* SPDX-License-Identifier: MIT */
#include "target/quote.h"

#include "target/plain.h"

#include <string.h>

enum { ESCAPE_MAX = 6 /* bytes of "\u001f" */ };

struct quoting {
    char letters[256];          /* what stands behind the backslash, by byte; NUL: \u00XX */
    unsigned char special[256]; /* 1 where a run of plain bytes ends */
    bool doubles_sigils;        /* '$' and '%' before '{' are doubled */
};

/* U+0000 to U+001F have no literal form in either language. */
#define CONTROLS                                                                                   \
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1

const struct quoting quoting_json = {
    .letters = {['"'] = '"',
                ['\\'] = '\\',
                ['\b'] = 'b',
                ['\f'] = 'f',
                ['\n'] = 'n',
                ['\r'] = 'r',
                ['\t'] = 't'},
    .special = {CONTROLS, ['"'] = 1, ['\\'] = 1},
};

/* HCL knows no \b and \f. */
const struct quoting quoting_hcl = {
    .letters = {['"'] = '"', ['\\'] = '\\', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'},
    .special = {CONTROLS, ['"'] = 1, ['\\'] = 1, ['$'] = 1, ['%'] = 1, [0x7f] = 1},
    .doubles_sigils = true,
};

/* Copies plain bytes from `*p` on, which is moved behind them, and gives the end of the copy. */
static inline char *copy_plain(char *to, const char **p, const char *end,
                               const unsigned char *special)
{
    const char *from = *p;

    while (end - from >= PLAIN_STEP && plain_is_step(from, special)) {
        memcpy(to, from, PLAIN_STEP);
        to += PLAIN_STEP;
        from += PLAIN_STEP;
    }
    while (from < end && special[(unsigned char)*from] == 0) {
        *to++ = *from++;
    }
    *p = from;
    return to;
}

/* Writes the escape of the byte at `p` to `to` and gives the end of it. */
static char *put_escape(char *to, const char *p, const char *end, const struct quoting *quoting)
{
    static const char hex[] = "0123456789abcdef";
    unsigned char c = (unsigned char)*p;

    if (quoting->letters[c] != '\0') {
        *to++ = '\\';
        *to++ = quoting->letters[c];
    } else if (quoting->doubles_sigils && (c == '$' || c == '%')) {
        *to++ = *p;
        if (p + 1 < end && p[1] == '{') {
            *to++ = *p;
        }
    } else {
        static const char prefix[] = {'\\', 'u', '0', '0'};

        memcpy(to, prefix, sizeof(prefix));
        to[4] = hex[c >> 4];
        to[5] = hex[c & 0xf];
        to += ESCAPE_MAX;
    }
    return to;
}

/* The bytes from `p` on. There is always room for those that are left, should no more escapes come.
 */
static void add_escaped(struct buf *out, const char *p, const char *end,
                        const struct quoting *quoting)
{
    while (p < end) {
        if (!buf_has_room(out, (size_t)(end - p) + ESCAPE_MAX)) {
            return;
        }
        char *to = copy_plain(out->bytes + out->len, &p, end, quoting->special);

        if (p < end) {
            to = put_escape(to, p++, end, quoting);
        }
        *to = '\0';
        out->len = (size_t)(to - out->bytes);
    }
}

void quote_add_inner(struct buf *out, struct str text, const struct quoting *quoting)
{
    add_escaped(out, text.p, text.p + text.len, quoting);
}

void quote_add(struct buf *out, struct str text, const struct quoting *quoting)
{
    const char *p = text.p;
    const char *end = text.p + text.len;

    if (!buf_has_room(out, text.len + 2)) {
        return;
    }
    char *to = out->bytes + out->len;

    *to++ = '"';
    to = copy_plain(to, &p, end, quoting->special);
    if (p == end) {
        *to++ = '"';
    }
    *to = '\0';
    out->len = (size_t)(to - out->bytes);
    if (p < end) {
        add_escaped(out, p, end, quoting);
        buf_add_char(out, '"');
    }
}
