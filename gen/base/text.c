/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include "base/mem.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct writer {
    char *out;
    size_t room;
    size_t len; /* of the text, which may be longer than the room */
};

static void put(struct writer *writer, const char *bytes, size_t len)
{
    if (len > 0 && writer->len < writer->room) {
        size_t left = writer->room - writer->len;

        memcpy(writer->out + writer->len, bytes, len < left ? len : left);
    }
    writer->len += len;
}

static void put_number(struct writer *writer, size_t value, bool is_negative)
{
    char digits[3 * sizeof(value) + 1];
    size_t start = sizeof(digits);

    do {
        digits[--start] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    if (is_negative) {
        digits[--start] = '-';
    }
    put(writer, digits + start, sizeof(digits) - start);
}

/* At most `limit` bytes of a text; a negative limit is none, as printf() has it. */
static void put_part(struct writer *writer, const char *text, int limit)
{
    const char *end = limit > 0 ? memchr(text, '\0', (size_t)limit) : NULL;

    if (limit < 0) {
        put(writer, text, strlen(text));
    } else {
        put(writer, text, end != NULL ? (size_t)(end - text) : (size_t)limit);
    }
}

/* Ends the text within the room. */
static int finish(const struct writer *writer)
{
    BUG_UNLESS(writer->len <= INT_MAX);
    if (writer->room > 0) {
        writer->out[writer->len < writer->room ? writer->len : writer->room - 1] = '\0';
    }
    return (int)writer->len;
}

int text_format(char *out, size_t room, const char *format, va_list args)
{
    struct writer writer = {out, room, 0};
    const char *at = format;
    const char *percent;
    bool is_known = true;
    va_list again;

    va_copy(again, args);
    while (is_known && (percent = strchr(at, '%')) != NULL) {
        put(&writer, at, (size_t)(percent - at));
        at = percent + 2;
        if (percent[1] == 's') {
            const char *text = va_arg(args, const char *);

            is_known = text != NULL;
            put(&writer, text, is_known ? strlen(text) : 0);
        } else if (percent[1] == 'd') {
            int value = va_arg(args, int);

            put_number(&writer, value < 0 ? 0 - (size_t)value : (size_t)value, value < 0);
        } else if (percent[1] == 'u') {
            put_number(&writer, va_arg(args, unsigned), false);
        } else if (percent[1] == '%') {
            put(&writer, "%", 1);
        } else if (percent[1] == 'z' && percent[2] == 'u') {
            put_number(&writer, va_arg(args, size_t), false);
            at = percent + 3;
        } else if (percent[1] == '.' && percent[2] == '*' && percent[3] == 's') {
            int limit = va_arg(args, int);

            put_part(&writer, va_arg(args, const char *), limit);
            at = percent + 4;
        } else {
            is_known = false;
        }
    }
    if (is_known) {
        put(&writer, at, strlen(at));
    }
    // clang-tidy 14 forgets va_start in every file of a run but the first.
    // NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized)
    int len = is_known ? finish(&writer) : vsnprintf(out, room, format, again);

    va_end(again);
    return len;
}
