/* SPDX-License-Identifier: MIT */
/*
 * A path is known twice: as the target spells it, which is what rows speak of, and as it is called
 * after renaming, which is where a value goes.
 */
#include "verify/properties.h"

#include "verify/identity.h"
#include "verify/raw.h"
#include "verify/tree.h"
#include "verify/wildcard.h"

#include <string.h>

static json_t *read_value(const struct subject *subject, const char *path, const json_t *value);

/* What a member of the row says about a path: of "a.b.c" as such, else of "*.b.c", else of "*.c",
 * for what stands at any depth; else what the table says of that path in all rows. */
static const json_t *said_of(const struct subject *subject, const char *member, const char *path)
{
    const json_t *map = jx_get(subject->row, member);
    const json_t *said = jx_get(map, path);

    for (const char *dot = strchr(path, '.'); map != NULL && said == NULL && dot != NULL;
         dot = strchr(dot + 1, '.')) {
        said = jx_get(map, arena_text(subject->index->arena, "*%s", dot));
    }
    return said == NULL ? jx_get(jx_get(subject->index->table, member), path) : said;
}

void properties_leave_out(struct arena *arena, json_t *left_out, const char *what,
                          const char *reason)
{
    const char *key = arena_text(arena, "%s: %s", what, reason);

    jx_set(left_out, key, jx_integer(jx_get_integer(left_out, key, 0) + 1));
}

/* True if the row or the table drops what is at the path; it is noted with the reason. */
static bool is_dropped(const struct subject *subject, const char *path)
{
    struct arena *arena = subject->index->arena;
    const char *reason = json_string_value(said_of(subject, "drop", path));
    const char *common = jx_get_text(jx_get(subject->index->table, "drop"), path, NULL);

    if (reason == NULL) {
        return false;
    }
    properties_leave_out(arena, subject->left_out,
                         reason == common ? path : arena_text(arena, "%s %s", subject->type, path),
                         reason);
    return true;
}

static bool is_listed(const json_t *list, const char *path)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        if (str_eq_text(jx_str(item), path)) {
            return true;
        }
    }
    return false;
}

/* True if nothing is left of a text or a list of texts. */
static bool is_emptied(const json_t *before, const json_t *after)
{
    size_t i;
    const json_t *item;

    if (!json_is_array(after)) {
        return json_is_null(after) && json_is_string(before);
    }
    jx_array_foreach (after, i, item) {
        if (!json_is_null(item)) {
            return false;
        }
    }
    return json_array_size(after) > 0;
}

/* True if a map has lost all texts of a member, as a statement all its actions. */
static bool has_emptied(const json_t *before, const json_t *after)
{
    const char *key;
    const json_t *member;

    jx_object_foreach (after, key, member) {
        if (is_emptied(jx_get(before, key), member)) {
            return true;
        }
    }
    return false;
}

static json_t *read_verbatim(const struct subject *subject, const char *path, const json_t *value);

static json_t *read_verbatim_item(const struct subject *subject, const char *path,
                                  const json_t *value)
{
    json_t *result = read_verbatim(subject, path, value);

    if (has_emptied(value, result)) {
        json_decref(result);
        return json_null();
    }
    return result;
}

/* Maps whose keys are the user's: tags, dimensions, policies. `keys` of the row says which of them
 * other targets spell otherwise, `drop` with "path=text" which texts cannot be compared; an item of
 * a list that has no text left where it had some is not compared either. */
static json_t *read_verbatim(const struct subject *subject, const char *path, const json_t *value)
{
    struct arena *arena = subject->index->arena;
    json_t *result = NULL;
    const char *key;
    const json_t *member;
    size_t i;

    if (json_is_object(value)) {
        result = jx_object();
        jx_object_foreach (value, key, member) {
            json_t *name = tokens_resolve(subject->index, str_from(key));

            jx_set(result,
                   jx_get_text(jx_get(subject->row, "keys"), json_string_value(name),
                               json_string_value(name)),
                   read_verbatim(subject, arena_text(arena, "%s.%s", path, key), member));
            json_decref(name);
        }
        return result;
    }
    if (json_is_array(value)) {
        result = jx_array();
        jx_array_foreach (value, i, member) {
            jx_append(result, read_verbatim_item(subject, path, member));
        }
        return result;
    }
    if (!json_is_string(value) ||
        is_dropped(subject, arena_text(arena, "%s=%s", path, json_string_value(value)))) {
        return json_null();
    }
    return tokens_resolve(subject->index, jx_str(value));
}

/* What a value is in the neutral form, if the row says so; takes `text`. */
static json_t *neutral_value(const struct subject *subject, const char *path, json_t *text)
{
    const json_t *values = said_of(subject, "values", path);
    const json_t *stated = jx_get(values, json_string_value(text));
    const char *pattern;
    const json_t *result;

    if (stated != NULL) {
        json_decref(text);
        return jx_share(stated);
    }
    jx_object_foreach (values, pattern, result) {
        const char *spelled = json_is_string(result) ? json_string_value(result) : "";
        const char *replaced =
            wildcard_replace(subject->index->arena, pattern, json_string_value(text), spelled);

        if (replaced != NULL) {
            json_decref(text);
            return json_is_string(result) ? jx_string(replaced) : jx_share(result);
        }
    }
    return text;
}

static json_t *read_text(const struct subject *subject, const char *path, const json_t *value)
{
    json_t *document = raw_parse_text(json_string_value(value));
    json_t *result = NULL;

    if (document != NULL) {
        result = read_verbatim(subject, path, document);
        json_decref(document);
        return result;
    }
    return neutral_value(subject, path, tokens_resolve(subject->index, jx_str(value)));
}

static void read_member(const struct subject *subject, const char *path, const char *key,
                        const json_t *value, json_t *result);

/* The value of a pair; with what else is said there, if anything is, as a map. */
static json_t *read_pair(const struct subject *subject, const char *path, const json_t *names,
                         const json_t *pair)
{
    json_t *value = read_verbatim(subject, path, jx_get(pair, json_string_value(jx_at(names, 1))));
    json_t *more = jx_object();
    const char *key;
    const json_t *member;

    jx_object_foreach (pair, key, member) {
        if (!str_eq_text(jx_str(jx_at(names, 0)), key) &&
            !str_eq_text(jx_str(jx_at(names, 1)), key)) {
            read_member(subject, path, key, member, more);
        }
    }
    if (json_object_size(more) == 0) {
        json_decref(more);
        return value;
    }
    jx_set(more, "value", value);
    return more;
}

/* [{Key, Value}, …] as a map; the values of a key that is there several times are a list. */
static json_t *read_pairs(const struct subject *subject, const char *path, const json_t *names,
                          const json_t *list)
{
    json_t *map = jx_object();
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        const json_t *key = jx_get(item, json_string_value(jx_at(names, 0)));

        if (json_is_string(key)) {
            tree_add(map, json_string_value(key), read_pair(subject, path, names, item));
        }
    }
    return map;
}

/* Puts a value in its place. Of a map of settings, those that `unpack` lists become properties. */
static void unpack(const struct subject *subject, const char *path, const char *name, json_t *value,
                   json_t *result)
{
    struct arena *arena = subject->index->arena;
    const json_t *names = jx_get(jx_get(subject->row, "unpack"), path);
    const char *key;
    const json_t *target;

    jx_object_foreach (names, key, target) {
        const json_t *member = jx_get(value, key);

        if (member != NULL) {
            tree_put(arena, result, json_string_value(target), jx_share(member));
            json_object_del(value, key);
        }
    }
    if (names != NULL && json_is_object(value) && json_object_size(value) == 0) {
        json_decref(value);
        return;
    }
    tree_put(arena, result, name, value);
}

static void read_member(const struct subject *subject, const char *path, const char *key,
                        const json_t *value, json_t *result)
{
    struct arena *arena = subject->index->arena;
    const char *name = identity_name(arena, key);
    const char *own = *path == '\0' ? name : arena_text(arena, "%s.%s", path, name);
    const char *renamed = json_string_value(said_of(subject, "rename", own));

    if (json_is_null(value)) {
        return;
    }
    if (is_dropped(subject, own) && jx_get(jx_get(subject->row, "values"), own) == NULL) {
        return;
    }
    unpack(subject, own, renamed == NULL ? name : renamed, read_value(subject, own, value), result);
}

static json_t *read_map(const struct subject *subject, const char *path, const json_t *map)
{
    json_t *result = jx_object();
    const char *key;
    const json_t *value;

    jx_object_foreach (map, key, value) {
        read_member(subject, path, key, value, result);
    }
    return result;
}

static json_t *read_value(const struct subject *subject, const char *path, const json_t *value)
{
    const json_t *pairs = said_of(subject, "pairs", path);
    json_t *list = NULL;
    size_t i;
    const json_t *item;

    if (is_listed(jx_get(subject->row, "verbatim"), path)) {
        return json_is_string(value) ? read_text(subject, path, value)
                                     : read_verbatim(subject, path, value);
    }
    if (json_is_object(value) && pairs != NULL) {
        json_t *one = jx_array();

        jx_append(one, jx_share(value));
        list = read_pairs(subject, path, pairs, one);
        json_decref(one);
        return list;
    }
    if (json_is_object(value)) {
        return read_map(subject, path, value);
    }
    if (json_is_array(value) && pairs != NULL) {
        return read_pairs(subject, path, pairs, value);
    }
    if (json_is_array(value)) {
        list = jx_array();
        jx_array_foreach (value, i, item) {
            jx_append(list, read_value(subject, path, item));
        }
        return list;
    }
    return read_text(subject, path, value);
}

bool properties_drops_after(const struct subject *subject, const json_t *row)
{
    return is_dropped(subject,
                      arena_text(subject->index->arena, "after %s", jx_get_text(row, "as", "")));
}

json_t *properties_read(const struct subject *subject, const json_t *map)
{
    return read_map(subject, "", map);
}
