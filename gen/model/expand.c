/* SPDX-License-Identifier: MIT */
/* Placeholders were checked by the format; here each is known. */
#include "model/expand.h"

#include "base/buf.h"
#include "base/mem.h"

static const json_t *template_of(const json_t *value)
{
    return jx_get(value, "$template");
}

bool expand_is_needed(const json_t *value)
{
    const char *key;
    const json_t *member;
    size_t i;

    if (template_of(value) != NULL) {
        return true;
    }
    jx_object_foreach (value, key, member) {
        if (expand_is_needed(member)) {
            return true;
        }
    }
    jx_array_foreach (value, i, member) {
        if (expand_is_needed(member)) {
            return true;
        }
    }
    return false;
}

static const char *placeholder(const struct model *model, const struct tier *tier, struct str name)
{
    const struct {
        const char *name;
        const char *value;
    } rows[] = {
        {"name", model->project},
        {"env", model->environment},
        {"long", model->long_environment},
        {"region", model->region},
        {"tier", tier == NULL ? "" : tier->naming.stem},
    };

    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        if (str_eq_text(name, rows[i].name)) {
            return rows[i].value;
        }
    }
    BUG_UNLESS(false);
    return "";
}

/* Adds what stands for the placeholder at the start of `text`; gives the text behind it. */
static struct str fill_in_one(const struct model *model, const struct tier *tier, struct str text,
                              struct buf *out)
{
    const char *close = memchr(text.p, '}', text.len);

    BUG_UNLESS(close != NULL);
    size_t end = (size_t)(close - text.p);

    buf_add_text(out, placeholder(model, tier, str_slice(text, 1, end - 1)));
    return str_slice(text, end + 1, text.len);
}

static json_t *fill_in(const struct model *model, const struct tier *tier, struct str text)
{
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    while (text.len > 0) {
        const char *open = memchr(text.p, '{', text.len);
        size_t plain = open == NULL ? text.len : (size_t)(open - text.p);

        buf_add(&out, str_slice(text, 0, plain));
        text = str_slice(text, plain, text.len);
        if (text.len > 0) {
            text = fill_in_one(model, tier, text, &out);
        }
    }
    json_t *value = jx_string_from(buf_str(&out));

    buf_release(&out);
    return value;
}

json_t *expand_value(const struct model *model, const struct tier *tier, const json_t *value)
{
    const char *key;
    const json_t *member;
    size_t i;

    if (!expand_is_needed(value)) {
        return jx_share(value);
    }
    if (template_of(value) != NULL) {
        return fill_in(model, tier, jx_str(template_of(value)));
    }
    json_t *copy = json_is_array(value) ? jx_array() : jx_object();

    jx_object_foreach (value, key, member) {
        jx_set(copy, key, expand_value(model, tier, member));
    }
    jx_array_foreach (value, i, member) {
        jx_append(copy, expand_value(model, tier, member));
    }
    return copy;
}
