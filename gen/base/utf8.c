/* SPDX-License-Identifier: MIT */
/* Decoding by RFC 3629, table 3-7 of the Unicode standard, with the reason of each refusal. */
#include "base/utf8.h"

#include "base/compiler.h"

struct range {
    uint32_t first;
    uint32_t last;
};

static bool is_in(const struct range *ranges, size_t count, uint32_t code_point)
{
    for (size_t i = 0; i < count; i++) {
        if (code_point >= ranges[i].first && code_point <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

static struct utf8_char fault(enum utf8_fault fault)
{
    return (struct utf8_char){0xfffd, 1, fault};
}

/* Number of bytes that a lead byte of several announces; 0 if it is none. F5..F7 announce four, so
 * that a text above U+10FFFF is called by its name. */
static size_t sequence_len(unsigned char lead)
{
    static const struct {
        unsigned char mask;
        unsigned char bits;
        size_t len;
    } rows[] = {{0xe0, 0xc0, 2}, {0xf0, 0xe0, 3}, {0xf8, 0xf0, 4}};

    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        if ((lead & rows[i].mask) == rows[i].bits) {
            return rows[i].len;
        }
    }
    return 0;
}

struct utf8_char utf8_decode(struct str text, size_t off)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)text.p[off];

    if (lead < 0x80) {
        return (struct utf8_char){lead, 1, UTF8_FINE};
    }
    size_t len = sequence_len(lead);

    if (len == 0 || len > text.len - off) {
        return fault(UTF8_BAD_BYTE);
    }
    uint32_t code_point = lead & (0x7fu >> len);

    for (size_t i = 1; i < len; i++) {
        unsigned char next = (unsigned char)text.p[off + i];

        if ((next & 0xc0) != 0x80) {
            return fault(UTF8_BAD_BYTE);
        }
        code_point = code_point << 6 | (next & 0x3f);
    }
    if (code_point < least[len]) {
        return fault(UTF8_OVERLONG);
    }
    if (code_point >= 0xd800 && code_point <= 0xdfff) {
        return fault(UTF8_SURROGATE);
    }
    if (code_point > 0x10ffff) {
        return fault(UTF8_OUT_OF_RANGE);
    }
    return (struct utf8_char){code_point, len, UTF8_FINE};
}

bool utf8_is_valid(struct str text)
{
    for (size_t off = 0; off < text.len;) {
        struct utf8_char c = utf8_decode(text, off);

        if (c.fault != UTF8_FINE) {
            return false;
        }
        off += c.len;
    }
    return true;
}

bool utf8_is_hidden(uint32_t code_point)
{
    static const struct range hidden[] = {
        {0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},     {0x61c, 0x61c},
        {0x180e, 0x180e}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},
        {0xfdd0, 0xfdef}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
    };

    return (code_point & 0xfffe) == 0xfffe || is_in(hidden, AG_COUNT(hidden), code_point);
}

bool utf8_is_bidi(uint32_t code_point)
{
    static const struct range bidi[] = {{0x202a, 0x202e}, {0x2066, 0x2069}};

    return is_in(bidi, AG_COUNT(bidi), code_point);
}

/* Only the large blocks of Unicode's East Asian Width and combining marks: a caret that is one
 * column off under a rare character is no fault. */
unsigned utf8_width(uint32_t code_point)
{
    static const struct range combining[] = {
        {0x300, 0x36f}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f},
    };
    static const struct range wide[] = {
        {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},   {0xac00, 0xd7a3},
        {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
        {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1faff}, {0x20000, 0x3fffd},
    };

    if (code_point < 0x300) {
        return 1;
    }
    if (is_in(combining, AG_COUNT(combining), code_point)) {
        return 0;
    }
    return is_in(wide, AG_COUNT(wide), code_point) ? 2 : 1;
}
