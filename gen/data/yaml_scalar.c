/* SPDX-License-Identifier: MIT */
#include "data/yaml_scalar.h"

#include <stdbool.h>

static const double WHOLE_MAX = 9007199254740992.0; /* 2^53: from here on doubles have gaps */

/* Words with a meaning of their own; YAML 1.2 knows these spellings only. */
static const struct word {
    struct str text;
    enum scalar_kind kind;
} words[] = {
    {STR_INIT(""), SCALAR_NULL},           {STR_INIT("~"), SCALAR_NULL},
    {STR_INIT("null"), SCALAR_NULL},       {STR_INIT("Null"), SCALAR_NULL},
    {STR_INIT("NULL"), SCALAR_NULL},       {STR_INIT("true"), SCALAR_BOOL},
    {STR_INIT("True"), SCALAR_BOOL},       {STR_INIT("TRUE"), SCALAR_BOOL},
    {STR_INIT("false"), SCALAR_BOOL},      {STR_INIT("False"), SCALAR_BOOL},
    {STR_INIT("FALSE"), SCALAR_BOOL},      {STR_INIT(".inf"), SCALAR_ODD_NUMBER},
    {STR_INIT(".Inf"), SCALAR_ODD_NUMBER}, {STR_INIT(".INF"), SCALAR_ODD_NUMBER},
    {STR_INIT(".nan"), SCALAR_ODD_NUMBER}, {STR_INIT(".NaN"), SCALAR_ODD_NUMBER},
    {STR_INIT(".NAN"), SCALAR_ODD_NUMBER},
};

static enum scalar_kind word_kind(struct str text)
{
    for (size_t i = 0; i < AG_COUNT(words); i++) {
        if (str_eq(text, words[i].text)) {
            return words[i].kind;
        }
    }
    return SCALAR_TEXT;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(struct str text, struct str lower_word)
{
    if (text.len != lower_word.len) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];

        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != lower_word.p[i]) {
            return false;
        }
    }
    return true;
}

static bool is_old_bool(struct str text)
{
    static const struct str old[] = {STR_INIT("yes"), STR_INIT("no"), STR_INIT("on"),
                                     STR_INIT("off")};

    for (size_t i = 0; i < AG_COUNT(old); i++) {
        if (is_word(text, old[i])) {
            return true;
        }
    }
    return false;
}

/* Number of leading bytes of `text`, from `from`, that are among `set`. */
static size_t run_of(struct str text, size_t from, const char *set)
{
    size_t len = 0;

    while (from + len < text.len && text.p[from + len] != '\0' &&
           strchr(set, text.p[from + len]) != NULL) {
        len++;
    }
    return len;
}

/* 0x1F, 0o17, 0b101: the bases of YAML 1.1 and 1.2. */
static bool is_other_base(struct str text)
{
    static const struct {
        char letter;
        const char *digits;
    } bases[] = {{'x', "0123456789abcdefABCDEF_"}, {'o', "01234567_"}, {'b', "01_"}};

    if (text.len < 3 || text.p[0] != '0') {
        return false;
    }
    for (size_t i = 0; i < AG_COUNT(bases); i++) {
        if (text.p[1] == bases[i].letter) {
            return run_of(text, 2, bases[i].digits) == text.len - 2;
        }
    }
    return false;
}

/* What digits, point and exponent of `text` (without sign) make of it: a number as JSON writes it
 * (RFC 8259, section 6), an odd one, or text. */
static enum scalar_kind decimal_kind(struct str text)
{
    static const char digits[] = "0123456789_";
    size_t whole = run_of(text, 0, digits);
    size_t end = whole;
    size_t fraction = 0;
    bool has_point = end < text.len && text.p[end] == '.';

    if (has_point) {
        fraction = run_of(text, end + 1, digits);
        end += 1 + fraction;
    }
    bool starts_well = whole > 0 ? is_digit(text.p[0]) : fraction > 0 && is_digit(text.p[1]);

    if (!starts_well) {
        return SCALAR_TEXT;
    }
    if (end < text.len && (text.p[end] == 'e' || text.p[end] == 'E')) {
        end++;
        end += end < text.len && (text.p[end] == '+' || text.p[end] == '-');
        size_t exponent = run_of(text, end, "0123456789");

        if (exponent == 0) {
            return SCALAR_TEXT;
        }
        end += exponent;
    }
    if (end != text.len) {
        return SCALAR_TEXT;
    }
    bool is_plain = whole > 0 && (whole == 1 || text.p[0] != '0') && has_point == (fraction > 0) &&
                    memchr(text.p, '_', text.len) == NULL;

    return is_plain ? SCALAR_NUMBER : SCALAR_ODD_NUMBER;
}

enum scalar_kind scalar_kind(struct str text)
{
    bool has_sign = text.len > 0 && (text.p[0] == '-' || text.p[0] == '+');
    struct str unsigned_text = str_slice(text, has_sign, text.len);

    enum scalar_kind kind = word_kind(text);

    if (kind != SCALAR_TEXT) {
        return kind;
    }
    if (has_sign && word_kind(unsigned_text) == SCALAR_ODD_NUMBER) {
        return SCALAR_ODD_NUMBER; /* -.inf */
    }
    if (is_old_bool(text)) {
        return SCALAR_OLD_BOOL;
    }
    if (is_other_base(unsigned_text)) {
        return SCALAR_ODD_NUMBER;
    }
    kind = decimal_kind(unsigned_text);
    return kind == SCALAR_NUMBER && text.p[0] == '+' ? SCALAR_ODD_NUMBER : kind;
}

/* A number as jansson reads it: right under any locale, and what is out of range is found. A whole
 * one is an integer however it is written, 8080.0 and 8e3 too: JSON Schema says so (2020-12,
 * validation, section 6.1.1), and whoever asks a value for its integer asks no further. */
static json_t *read_number(struct str text)
{
    json_t *number = json_loadb(text.p, text.len, JSON_DECODE_ANY, NULL);
    double real = json_is_real(number) ? json_real_value(number) : WHOLE_MAX;

    if (real > -WHOLE_MAX && real < WHOLE_MAX && real == (double)(json_int_t)real) {
        json_decref(number);
        return jx_integer((json_int_t)real);
    }
    return number;
}

json_t *scalar_value(enum scalar_kind kind, struct str text)
{
    switch (kind) {
    case SCALAR_NULL:
        return json_null();
    case SCALAR_BOOL:
        return jx_bool(text.p[0] == 't' || text.p[0] == 'T');
    case SCALAR_NUMBER:
        return read_number(text);
    case SCALAR_TEXT:
    case SCALAR_ODD_NUMBER:
    case SCALAR_OLD_BOOL:
        break;
    }
    return jx_string_from(text);
}
