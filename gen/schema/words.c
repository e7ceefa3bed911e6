/* SPDX-License-Identifier: MIT */
/* The vocabulary of schema diagnostics: the user's words, never those of JSON Schema. */
#include "schema/words.h"

#include "base/buf.h"
#include "schema/format.h"
#include "schema/instance.h"

/* Gives the buffer's text in the arena and releases the buffer. */
static const char *keep(struct arena *arena, struct buf *buf)
{
    const char *text = arena_strdup(arena, buf_str(buf));

    buf_release(buf);
    return text;
}

const char *words_kinds(struct arena *arena, unsigned kinds)
{
    static const struct {
        unsigned kinds;
        const char *words;
        const char *more; /* a second entry of the list, or NULL */
    } WORDS[] = {
        {KIND_BOOL, "true", "false"},        {KIND_STRING, "a string", NULL},
        {KIND_NUMBER, "a number", NULL},     {KIND_INTEGER, "a whole number", NULL},
        {KIND_FRACTION, "a fraction", NULL}, {KIND_LIST, "a list", NULL},
        {KIND_MAP, "a map", NULL},           {KIND_NULL, "null", NULL},
    };
    const char *found[AG_COUNT(WORDS) + 1];
    size_t count = 0;
    struct buf buf;

    for (size_t i = 0; i < AG_COUNT(WORDS); i++) {
        if ((kinds & WORDS[i].kinds) != WORDS[i].kinds) {
            continue;
        }
        kinds &= ~WORDS[i].kinds;
        found[count++] = WORDS[i].words;
        if (WORDS[i].more != NULL) {
            found[count++] = WORDS[i].more;
        }
    }
    buf_init(&buf, BUF_NO_LIMIT);
    for (size_t i = 0; i < count; i++) {
        buf_add_text(&buf, i == 0 ? "" : i + 1 == count ? " or " : ", ");
        buf_add_text(&buf, found[i]);
    }
    return count == 0 ? "nothing" : keep(arena, &buf);
}

const char *words_kind_of(const json_t *value)
{
    switch (instance_kind(value)) {
    case KIND_NULL:
        return "null";
    case KIND_BOOL:
        return json_is_true(value) ? "true" : "false";
    case KIND_STRING:
        return "a string";
    case KIND_LIST:
        return "a list";
    case KIND_MAP:
        return "a map";
    default:
        return "a number";
    }
}

/* The length of `text` cut to at most `max` bytes between code points. */
static size_t cut_len(struct str text, size_t max)
{
    size_t len = max;

    if (text.len <= max) {
        return text.len;
    }
    while (len > 0 && ((unsigned char)text.p[len] & 0xc0) == 0x80) {
        len--;
    }
    return len;
}

const char *words_quote(struct arena *arena, struct str text)
{
    struct str shown = str_slice(text, 0, cut_len(text, WORDS_QUOTE_MAX));

    return arena_text(arena, "'%.*s%s'", STR_ARGS(shown), shown.len < text.len ? "…" : "");
}

static const char *scalar(struct arena *arena, const json_t *value)
{
    if (json_is_integer(value)) {
        return arena_text(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    }
    if (json_is_real(value)) {
        return arena_text(arena, "%.15g", json_real_value(value));
    }
    if (json_is_string(value)) {
        struct str text = jx_str(value);

        return arena_text(arena, "%.*s", (int)cut_len(text, WORDS_QUOTE_MAX), text.p);
    }
    return words_kind_of(value);
}

const char *words_value(struct arena *arena, const json_t *value)
{
    return json_is_string(value) ? words_quote(arena, jx_str(value)) : scalar(arena, value);
}

const char *words_list(struct arena *arena, const json_t *list)
{
    struct buf buf;
    size_t i;
    const json_t *value;

    buf_init(&buf, BUF_NO_LIMIT);
    jx_array_foreach (list, i, value) {
        if (i == WORDS_LIST_MAX && json_array_size(list) > WORDS_LIST_MAX + 1) {
            buf_add_format(&buf, " … (%zu in all)", json_array_size(list));
            break;
        }
        buf_add_text(&buf, i == 0 ? "" : ", ");
        buf_add_text(&buf, scalar(arena, value));
    }
    return keep(arena, &buf);
}

const char *words_members(struct arena *arena, const struct schemas *set,
                          const struct keyword_use *use)
{
    struct buf buf;

    buf_init(&buf, BUF_NO_LIMIT);
    for (uint32_t i = 0; i < use->count; i++) {
        buf_add_text(&buf, i == 0 ? "" : ", ");
        buf_add(&buf, set_name(set, &set->members[use->first + i]));
    }
    return keep(arena, &buf);
}

/* The words of one node, or NULL if it says nothing about a value as a whole. */
static const char *node_words(struct arena *arena, const struct schemas *set,
                              const struct schema_node *node)
{
    const struct keyword_use *choice = set_use(set, node, KEYWORD_CONST);
    const struct keyword_use *format = set_use(set, node, KEYWORD_FORMAT);
    const struct keyword_use *type = set_use(set, node, KEYWORD_TYPE);
    size_t count;

    if (choice != NULL) {
        return scalar(arena, set_value(set, choice->value));
    }
    choice = set_use(set, node, KEYWORD_ENUM);
    if (choice != NULL) {
        return words_list(arena, set_value(set, choice->value));
    }
    if (format != NULL) {
        return format_all(&count)[format->first].expected;
    }
    return type == NULL ? NULL : words_kinds(arena, type->first);
}

const char *words_schema(struct arena *arena, const struct schemas *set, uint32_t node)
{
    uint32_t nodes[SCHEMA_CLOSURE_MAX];
    size_t count = set_closure(set, node, nodes);

    for (size_t i = 0; i < count; i++) {
        const char *words = node_words(arena, set, &set->nodes[nodes[i]]);

        if (words != NULL) {
            return words;
        }
    }
    return "something else";
}

const char *words_count(struct arena *arena, size_t count, const char *singular, const char *plural)
{
    return arena_text(arena, "%zu %s", count, count == 1 ? singular : plural);
}
