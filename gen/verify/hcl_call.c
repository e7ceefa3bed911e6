/* SPDX-License-Identifier: MIT */
/* Each function is a row; arguments are in the raw form. */
#include "verify/hcl_call.h"

#include "base/buf.h"
#include "base/compiler.h"

#include <string.h>

/* jsonencode, base64encode, one: what they wrap is what is compared. */
static json_t *call_inner(struct hcl_reader *reader, const json_t *arguments)
{
    const json_t *value = jx_at(arguments, 0);

    return value == NULL ? hcl_fail(reader, "a call without an argument") : jx_share(value);
}

static void add_argument(struct buf *out, const json_t *argument)
{
    if (json_is_string(argument)) {
        buf_add(out, jx_str(argument));
    } else {
        jx_dump(argument, out, true);
    }
}

/* format("%s-%s", a, b); %d as well. */
static json_t *call_format(struct hcl_reader *reader, const json_t *arguments)
{
    const char *format = json_string_value(jx_at(arguments, 0));
    size_t used = 1;
    struct buf out;

    if (format == NULL) {
        return hcl_fail(reader, "format without a text");
    }
    buf_init(&out, BUF_NO_LIMIT);
    for (const char *p = format; *p != '\0'; p++) {
        if (p[0] == '%' && (p[1] == 's' || p[1] == 'd')) {
            const json_t *argument = jx_at(arguments, used++);

            p++;
            if (argument != NULL) {
                add_argument(&out, argument);
            }
        } else {
            buf_add_char(&out, *p);
        }
    }
    json_t *value = jx_string_from(buf_str(&out));

    buf_release(&out);
    return value;
}

/* join(",", [a, b]); of a list that only Terraform knows, NULL without an error. */
static json_t *call_join(struct hcl_reader *reader, const json_t *arguments)
{
    (void)reader;
    const json_t *list = jx_at(arguments, 1);
    struct buf out;
    size_t i;
    const json_t *item;

    if (!json_is_array(list)) {
        return NULL;
    }
    buf_init(&out, BUF_NO_LIMIT);
    jx_array_foreach (list, i, item) {
        if (i > 0) {
            add_argument(&out, jx_at(arguments, 0));
        }
        add_argument(&out, item);
    }
    json_t *value = jx_string_from(buf_str(&out));

    buf_release(&out);
    return value;
}

static json_t *call_token(struct str name, const json_t *arguments)
{
    struct buf out;
    size_t i;
    const json_t *argument;

    buf_init(&out, BUF_NO_LIMIT);
    buf_add_text(&out, "${");
    buf_add(&out, name);
    buf_add_char(&out, '(');
    jx_array_foreach (arguments, i, argument) {
        buf_add_text(&out, i == 0 ? "" : ", ");
        add_argument(&out, argument);
    }
    buf_add_text(&out, ")}");
    json_t *value = jx_string_from(buf_str(&out));

    buf_release(&out);
    return value;
}

json_t *hcl_call(struct hcl_reader *reader, struct str name, const json_t *arguments)
{
    static const struct {
        const char *name;
        json_t *(*call)(struct hcl_reader *reader, const json_t *arguments);
    } rows[] = {
        {"base64encode", call_inner}, {"format", call_format}, {"join", call_join},
        {"jsonencode", call_inner},   {"one", call_inner},     {"toset", call_inner},
    };

    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        if (str_eq_text(name, rows[i].name)) {
            json_t *value = rows[i].call(reader, arguments);

            return value != NULL || reader->error != NULL ? value : call_token(name, arguments);
        }
    }
    return call_token(name, arguments);
}
