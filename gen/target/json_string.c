/* SPDX-License-Identifier: MIT */
#include "target/json_string.h"

#include "base/utf8.h"
#include "target/plain.h"
#include "target/quote.h"
#include "target/room.h"

#include <stdint.h>
#include <string.h>

#define ONES  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
#define ZEROS 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
#define QUOTE 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 /* 0x20 to 0x2f */
#define SLASH 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0 /* 0x50 to 0x5f */

const unsigned char json_string_stops[256] = {ONES, ONES, QUOTE, ZEROS, ZEROS, SLASH, ZEROS, ZEROS,
                                              ONES, ONES, ONES,  ONES,  ONES,  ONES,  ONES,  ONES};

/* The four digits of "\uXXXX" at `p`; more than 0xffff if there are none. */
static uint32_t read_digits(const char *p, const char *end)
{
    uint32_t value = 0;

    for (int i = 0; i < 4; i++) {
        int c = p + i < end ? p[i] : '\0';
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                                : UINT32_MAX;

        if (digit == UINT32_MAX) {
            return UINT32_MAX;
        }
        value = value << 4 | digit;
    }
    return value;
}

/* What the letter behind a backslash stands for; 0 for nothing. */
static const unsigned char meanings[256] = {
    ['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
    ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t'};

/* Reads the escape whose backslash is at `p`: gives its length and code point, or length 0. */
static size_t read_escape(const char *p, const char *end, uint32_t *code_point)
{
    if (p + 1 >= end) {
        return 0;
    }
    if (meanings[(unsigned char)p[1]] != 0) {
        *code_point = meanings[(unsigned char)p[1]];
        return 2;
    }
    if (p[1] != 'u') {
        return 0;
    }
    uint32_t high = read_digits(p + 2, end);

    *code_point = high;
    if (high < 0xd800 || (high > 0xdfff && high <= 0xffff)) {
        return 6;
    }
    if (high > 0xdbff || end - p < 12 || p[6] != '\\' || p[7] != 'u') {
        return 0; /* no digits, or half of a surrogate pair */
    }
    uint32_t low = read_digits(p + 8, end);

    *code_point = 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff);
    return low >= 0xdc00 && low <= 0xdfff ? 12 : 0;
}

const char *json_string_end(const char *start, const char *end, bool *is_long,
                            struct text_fault *fault)
{
    const char *p = start + 1;

    *is_long = false;
    while ((p = plain_end(p, end, json_string_stops)) < end && *p != '"') {
        size_t len = 0;

        if (*p == '\\' && p + 1 < end && meanings[(unsigned char)p[1]] != 0) {
            *is_long = *is_long || p[1] == '/';
            p += 2;
            continue;
        }
        if ((unsigned char)*p >= 0x80) {
            struct utf8_char read = utf8_decode((struct str){p, (size_t)(end - p)}, 0);

            len = read.fault == UTF8_FINE ? read.len : 0;
            fault->text = "bytes in a string that are not UTF-8";
        } else if (*p == '\\') {
            uint32_t code_point;

            len = read_escape(p, end, &code_point);
            *is_long = true;
            fault->text = "a backslash in a string that begins no escape";
        } else {
            fault->text = "a control character in a string";
        }
        if (len == 0) {
            fault->off = (size_t)(p - start);
            return NULL;
        }
        p += len;
    }
    if (p == end) {
        *fault = (struct text_fault){0, "a string that is not closed"};
        return NULL;
    }
    return p + 1;
}

void json_string_add(struct buf *out, struct str literal)
{
    const char *p = literal.p;
    const char *end = literal.p + literal.len;
    const char *escape;

    while ((escape = memchr(p, '\\', (size_t)(end - p))) != NULL) {
        uint32_t code_point = 0;

        room_put(out, p, (size_t)(escape - p));
        p = escape + read_escape(escape, end, &code_point);
        if (code_point < 0x80) {
            char c = (char)code_point;

            quote_add_inner(out, (struct str){&c, 1}, &quoting_json);
        } else {
            buf_add_utf8(out, code_point);
        }
    }
    room_put(out, p, (size_t)(end - p));
}
