/* SPDX-License-Identifier: MIT */
/* Strings and numbers as they are written in templates. */
#include "template/literal.h"

#include "base/buf.h"
#include "base/compiler.h"

#include <stdlib.h>
#include <string.h>

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The four digits after "\u"; false unless they name a character. */
static bool read_code_point(struct str digits, uint32_t *code_point)
{
    *code_point = 0;
    if (digits.len < 4) {
        return false;
    }
    for (size_t i = 0; i < 4; i++) {
        int digit = hex_digit(digits.p[i]);

        if (digit < 0) {
            return false;
        }
        *code_point = *code_point << 4 | (uint32_t)digit;
    }
    return *code_point != 0 && (*code_point < 0xd800 || *code_point > 0xdfff);
}

const char *literal_string(struct symbols *symbols, struct str quoted, uint32_t *symbol,
                           size_t *off)
{
    static const char escapes[] = "\\'\"nt";
    static const char meanings[] = "\\'\"\n\t";
    struct str inner = str_slice(quoted, 1, quoted.len - 2);
    const char *fault = NULL;
    struct buf text;

    if (inner.len == 0 || memchr(inner.p, '\\', inner.len) == NULL) {
        *symbol = symbols_intern(symbols, inner);
        return NULL;
    }
    buf_init(&text, BUF_NO_LIMIT);
    for (size_t i = 0; i < inner.len; i++) {
        if (inner.p[i] != '\\') {
            buf_add_char(&text, inner.p[i]);
            continue;
        }
        char letter = inner.p[++i]; /* a backslash never comes last in a closed string */
        const char *escape = strchr(escapes, letter);
        uint32_t code_point;

        if (escape != NULL && *escape != '\0') {
            buf_add_char(&text, meanings[escape - escapes]);
        } else if (letter == 'u' && read_code_point(str_slice(inner, i + 1, 4), &code_point)) {
            buf_add_utf8(&text, code_point);
            i += 4;
        } else {
            fault = "unknown escape; a backslash itself is written '\\\\'";
            *off = i; /* the opening quote makes up for the letter */
            break;
        }
    }
    *symbol = symbols_intern(symbols, buf_str(&text));
    buf_release(&text);
    return fault;
}

bool literal_number(struct str digits, bool is_real, uint64_t *bits)
{
    char text[64];

    *bits = 0;
    if (is_real) {
        double real;

        if (digits.len >= sizeof(text)) {
            return false;
        }
        memcpy(text, digits.p, digits.len);
        text[digits.len] = '\0';
        real = strtod(text, NULL);
        memcpy(bits, &real, sizeof(*bits));
        return true;
    }
    for (size_t i = 0; i < digits.len; i++) {
        uint64_t digit = (uint64_t)(digits.p[i] - '0');

        if (*bits > ((uint64_t)INT64_MAX - digit) / 10) {
            return false;
        }
        *bits = *bits * 10 + digit;
    }
    return true;
}

bool literal_is_method(struct str name)
{
    static const char *const methods[] = {"clear",      "copy",   "fromkeys", "get",
                                          "items",      "keys",   "pop",      "popitem",
                                          "setdefault", "update", "values"};

    for (size_t i = 0; i < AG_COUNT(methods); i++) {
        if (str_eq_text(name, methods[i])) {
            return true;
        }
    }
    return str_has_prefix(name, STR("__"));
}
