/* SPDX-License-Identifier: MIT */
#include "target/marks.h"

#include "base/mem.h"

#include <string.h>

enum { MARK_BEGIN = '\x01', MARK_END = '\x02' };

void marks_add(json_t *marks, const json_t *reference, struct buf *out)
{
    buf_add_char(out, MARK_BEGIN);
    buf_add_integer(out, (int64_t)json_array_size(marks));
    buf_add_char(out, MARK_END);
    jx_append(marks, jx_share(reference));
}

/* The reference of the mark at the start of `text`, whose length goes to `*len`. */
static const json_t *read_mark(const json_t *marks, struct str text, size_t *len)
{
    size_t number = 0;
    size_t off = 1;

    while (off < text.len && text.p[off] != MARK_END) {
        BUG_UNLESS(text.p[off] >= '0' && text.p[off] <= '9');
        number = number * 10 + (size_t)(text.p[off] - '0');
        off++;
    }
    const json_t *reference = jx_at(marks, number);

    BUG_UNLESS(off < text.len && reference != NULL);
    *len = off + 1;
    return reference;
}

json_t *marks_to_value(const json_t *marks, struct str text)
{
    const char *mark = text.len == 0 ? NULL : memchr(text.p, MARK_BEGIN, text.len);

    if (mark == NULL) {
        return jx_string_valid(text);
    }
    json_t *parts = jx_array();
    json_t *concat = jx_object();

    while (mark != NULL) {
        size_t before = (size_t)(mark - text.p);
        size_t len;

        if (before > 0) {
            jx_append(parts, jx_string_valid(str_slice(text, 0, before)));
        }
        text = str_slice(text, before, text.len);
        jx_append(parts, jx_share(read_mark(marks, text, &len)));
        text = str_slice(text, len, text.len);
        mark = text.len == 0 ? NULL : memchr(text.p, MARK_BEGIN, text.len);
    }
    if (text.len > 0) {
        jx_append(parts, jx_string_valid(text));
    }
    jx_set(concat, "$concat", parts);
    return concat;
}
