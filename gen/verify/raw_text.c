/* SPDX-License-Identifier: MIT */
/* Scalars as strings, and JSON in strings. */
#include "verify/raw.h"

#include "base/buf.h"

static json_t *scalar_text(const json_t *value)
{
    struct buf text;

    buf_init(&text, BUF_NO_LIMIT);
    jx_dump(value, &text, false);
    json_t *result = jx_string_from(buf_str(&text));

    buf_release(&text);
    return result;
}

json_t *raw_strings(json_t *value)
{
    json_t *result = NULL;
    const char *key;
    const json_t *member;
    size_t i;

    if (json_is_string(value) || json_is_null(value)) {
        return value;
    }
    if (json_is_object(value)) {
        result = jx_object();
        jx_object_foreach (value, key, member) {
            jx_set(result, key, raw_strings(jx_share(member)));
        }
    } else if (json_is_array(value)) {
        result = jx_array();
        jx_array_foreach (value, i, member) {
            jx_append(result, raw_strings(jx_share(member)));
        }
    } else {
        result = scalar_text(value);
    }
    json_decref(value);
    return result;
}

json_t *raw_parse_text(const char *text)
{
    json_t *value = NULL;

    while (*text == ' ' || *text == '\n') {
        text++;
    }
    if (*text == '{' || *text == '[') {
        value = json_loads(text, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    }
    return value == NULL ? NULL : raw_strings(value);
}
