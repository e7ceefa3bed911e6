/* SPDX-License-Identifier: MIT */
/* A token is told by its braces, which nest; "$${" is a text that has one. */
#include "verify/tokens.h"

#include "base/buf.h"
#include "base/compiler.h"
#include "verify/identity.h"
#include "verify/wildcard.h"

#include <string.h>

/* Arguments are passed on, and calls nested, a few times at most; this only guards against a fault.
 */
enum { DEPTH_MAX = 16 };

static const char VARIABLE[] = "var.";

/* An address and what is asked of it: ("aws_vpc.main", "id"), ("Vpc", ""). */
struct target {
    const char *address;
    const char *attribute;
};

/* The length of a token at the start of `text`, with its braces; 0 if there is none. */
static size_t token_length(struct str text)
{
    size_t depth = 0;

    if (!str_has_prefix(text, STR("${"))) {
        return 0;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] == '{') {
            depth++;
        } else if (text.p[i] == '}' && --depth == 0) {
            return i + 1;
        }
    }
    return 0;
}

/* "Ref X", "GetAtt X Attribute". */
static bool split_words(struct arena *arena, const char *content, struct target *target)
{
    bool is_ref = strncmp(content, "Ref ", 4) == 0;
    bool is_attribute = strncmp(content, "GetAtt ", 7) == 0;
    const char *name = content + (is_ref ? 4 : 7);
    const char *space = is_attribute ? strchr(name, ' ') : NULL;

    if (!is_ref && space == NULL) {
        return false;
    }
    target->address = is_ref ? name : arena_text(arena, "%.*s", (int)(space - name), name);
    target->attribute = is_ref ? "" : space + 1;
    return true;
}

/* "type.label.attribute", "data.type.label.attribute", "var.label". An index is left out: what is
 * there several times is one thing in the neutral form. */
static bool split_dots(struct arena *arena, const char *content, struct target *target)
{
    size_t parts = strncmp(content, "data.", 5) == 0 ? 3 : 2;
    const char *end = content;

    for (size_t i = 0; i < parts && end != NULL; i++) {
        end = strpbrk(i == 0 ? end : end + 1, ".[");
        if (end == NULL && i + 1 < parts) {
            return false;
        }
    }
    target->address =
        end == NULL ? content : arena_text(arena, "%.*s", (int)(end - content), content);
    if (end != NULL && *end == '[') {
        end = strchr(end, ']');
        end = end == NULL || *++end == '\0' ? NULL : end;
    }
    target->attribute = end == NULL ? "" : end + 1;
    return true;
}

static const char *attribute_of(const struct token_index *index, const json_t *row,
                                const char *attribute)
{
    const char *stated = jx_get_text(jx_get(row, "attributes"), attribute, NULL);

    if (stated != NULL) {
        return stated;
    }
    return *attribute == '\0' ? jx_get_text(row, "ref", "id")
                              : identity_name(index->arena, attribute);
}

const char *tokens_whole(const struct token_index *index, const char *document)
{
    return jx_get_text(index->wholes, document, document);
}

const json_t *tokens_find(const struct token_index *index, const char *address)
{
    const char *const places[] = {index->document, tokens_whole(index, index->document), ""};
    const json_t *found = NULL;

    for (size_t i = 0; i < AG_COUNT(places) && found == NULL; i++) {
        found = jx_get(jx_get(index->resources, places[i]), address);
    }
    return found;
}

/* What an attribute is made of, if `row` says so: an argument that it passes on, or a text with an
 * argument or, if none is named, the address in it. NULL if it is the resource's own. */
static const char *passed_on(const struct token_index *index, const struct target *target)
{
    const json_t *found = tokens_find(index, target->address);
    const json_t *said = jx_get(jx_get(jx_at(found, 1), "through"), target->attribute);
    const json_t *parts = json_is_string(said) ? NULL : said;
    const char *argument = json_string_value(parts == NULL ? said : jx_at(parts, 0));
    const char *text = json_string_value(jx_at(parts, 1));

    if (argument == NULL) {
        return NULL;
    }
    if (*argument == '\0') {
        return wildcard_replace(index->arena, "*", target->address, text);
    }
    const char *value = json_string_value(jx_get(jx_at(found, 2), argument));

    if (value == NULL && text == NULL) {
        return ""; /* it passes on what it was not given */
    }
    return value == NULL || text == NULL ? value : wildcard_replace(index->arena, "*", value, text);
}

/* `*tail` is the text that a target adds behind an attribute by itself. */
static const char *resolve_target(const struct token_index *index, const struct target *target,
                                  const char **tail)
{
    struct arena *arena = index->arena;
    const json_t *found = tokens_find(index, target->address);
    const char *identity = json_string_value(jx_at(found, 0));
    const json_t *row = jx_at(found, 1);
    const char *parameter = strncmp(target->address, VARIABLE, strlen(VARIABLE)) == 0
                                ? target->address + strlen(VARIABLE)
                                : target->address;

    if (jx_get(row, "stands") != NULL) {
        return jx_get_text(row, "stands", "");
    }
    if (identity != NULL && jx_get_bool(row, "parameter", false)) {
        const char *name = strchr(identity, '/') + 1;

        return arena_text(arena, "parameter/%.*s", (int)strcspn(name, "@"), name);
    }
    if (identity != NULL) {
        const char *more = jx_get_text(jx_get(row, "append"), target->attribute, "");

        *tail = more;
        return arena_text(arena, "%s %s", identity, attribute_of(index, row, target->attribute));
    }
    const json_t *declared = jx_get(index->parameters, parameter);

    if (declared != NULL) {
        const char *name =
            identity_stem(arena, jx_get(index->table, "parameters"),
                          identity_name(arena, jx_get_text(declared, "was", parameter)));

        return arena_text(arena, "parameter/%s", name);
    }
    return NULL;
}

static void add_text(const struct token_index *index, struct str text, unsigned depth,
                     struct buf *out);

/* What the table calls a token. Of what a target has to declare before it can refer to it, only if
 * it does. */
static const char *named_token(const struct token_index *index, const char *content)
{
    const char *name = jx_get_text(jx_get(index->table, "tokens"), content, NULL);
    struct target target;

    if (name == NULL || !jx_get_bool(index->table, "typed", false) ||
        !split_dots(index->arena, content, &target)) {
        return name;
    }
    bool is_parameter = strncmp(target.address, VARIABLE, strlen(VARIABLE)) == 0;
    const json_t *declared = is_parameter
                                 ? jx_get(index->parameters, target.address + strlen(VARIABLE))
                                 : tokens_find(index, target.address);

    return declared == NULL || jx_get(declared, "undeclared") != NULL ? NULL : name;
}

static void add_token(const struct token_index *index, const char *content, unsigned depth,
                      struct buf *out)
{
    const char *known = named_token(index, content);
    const char *tail = "";
    struct target target;

    if (known == NULL && (split_words(index->arena, content, &target) ||
                          split_dots(index->arena, content, &target))) {
        const char *value = passed_on(index, &target);
        const char *identity = json_string_value(jx_at(tokens_find(index, target.address), 0));

        if (identity != NULL) {
            jx_set(index->referred, identity, json_true());
        }
        if (value != NULL && depth < DEPTH_MAX) {
            add_text(index, str_from(value), depth + 1, out);
            return;
        }
        known = resolve_target(index, &target, &tail);
    }
    buf_add_text(out, "${");
    if (known == NULL && depth < DEPTH_MAX) {
        add_text(index, str_from(content), depth + 1, out); /* a call with tokens of its own */
    } else {
        buf_add_text(out, known == NULL ? content : known);
    }
    buf_add_char(out, '}');
    buf_add_text(out, tail);
}

static void add_text(const struct token_index *index, struct str text, unsigned depth,
                     struct buf *out)
{
    while (text.len > 0) {
        bool is_escape = str_has_prefix(text, STR("$${"));
        size_t length = is_escape ? 0 : token_length(text);

        if (length > 0) {
            add_token(index, arena_strdup(index->arena, str_slice(text, 2, length - 3)), depth,
                      out);
        } else {
            length = is_escape ? 3 : 1;
            buf_add(out, str_slice(text, 0, length));
        }
        text = str_slice(text, length, text.len);
    }
}

json_t *tokens_resolve(const struct token_index *index, struct str text)
{
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    add_text(index, text, 0, &out);
    json_t *value = jx_string_from(buf_str(&out));

    buf_release(&out);
    return value;
}

const char *tokens_identity(struct arena *arena, const char *text)
{
    struct str whole = str_from(text == NULL ? "" : text);
    const char *space = text == NULL ? NULL : strchr(text, ' ');

    if (space == NULL || token_length(whole) != whole.len) {
        return NULL;
    }
    return arena_text(arena, "%.*s", (int)(space - text - 2), text + 2);
}
