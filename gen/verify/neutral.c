/* SPDX-License-Identifier: MIT */
/*
 * Three passes: names and tokens of every resource become neutral; resources that are a part of
 * another in other targets are merged into it; then defaults are filled in, and what means the same
 * gets one form (a list of one is its item, lists are sorted unless their order counts).
 */
#include "verify/neutral.h"

#include "base/compiler.h"
#include "verify/identity.h"
#include "verify/raw.h"
#include "verify/tokens.h"
#include "verify/tree.h"
#include "verify/wildcard.h"

#include <string.h>

struct neutral {
    struct arena *arena;
    struct token_index index;
    json_t *resources;
    json_t *left_out;
    json_t *faults;
};

/* What is being read: a resource of a type. */
struct subject {
    struct neutral *neutral;
    const json_t *row;
    const char *type;
};

static void leave_out(struct neutral *neutral, const char *what, const char *reason)
{
    const char *key = arena_text(neutral->arena, "%s: %s", what, reason);
    json_int_t count = jx_get_integer(neutral->left_out, key, 0);

    jx_set(neutral->left_out, key, jx_integer(count + 1));
}

/* ---- the index ---- */

/* "main" of "vpc/main@eu-west-1". */
static const char *name_in(struct arena *arena, const char *identity)
{
    const char *name = strchr(identity, '/') + 1;

    return arena_text(arena, "%.*s", (int)strcspn(name, "@"), name);
}

static const char *address_of(const struct neutral *neutral, const json_t *resource)
{
    bool has_types = jx_get_bool(neutral->index.table, "typed", false);
    const char *name = jx_get_text(resource, "name", "");

    return has_types ? arena_text(neutral->arena, "%s.%s", jx_get_text(resource, "type", ""), name)
                     : name;
}

/* The row of its type; `with` of that row has others for those that have a certain argument. */
static const json_t *row_of(const struct neutral *neutral, const json_t *resource)
{
    const json_t *row =
        jx_get(jx_get(neutral->index.table, "types"), jx_get_text(resource, "type", ""));
    const char *argument;
    const json_t *other;

    jx_object_foreach (jx_get(row, "with"), argument, other) {
        if (jx_get(jx_get(resource, "properties"), argument) != NULL) {
            return other;
        }
    }
    return row;
}

static void index_one(struct neutral *neutral, const char *document, const char *address,
                      const json_t *entry)
{
    json_t *map = json_object_get(neutral->index.resources, document);

    if (map == NULL) {
        map = jx_object();
        jx_set(neutral->index.resources, document, map);
    }
    if (jx_get(map, address) == NULL) {
        jx_set(map, address, jx_share(entry));
    }
}

/* A member that does nothing would hide that it was meant to. */
static void check_members(const struct neutral *neutral, const char *type, const json_t *row)
{
    static const char *const known[] = {
        "append",  "as",      "attributes", "begin",   "default",  "drop",   "except",
        "global",  "ignore",  "infix",      "inherit", "keys",     "merge",  "names",
        "ordered", "pairs",   "parameter",  "prefix",  "ref",      "rename", "stands",
        "suffix",  "through", "unpack",     "values",  "verbatim", "with",
    };
    const char *member;
    const json_t *value;

    jx_object_foreach (row, member, value) {
        bool is_known = false;

        for (size_t i = 0; i < AG_COUNT(known); i++) {
            is_known = is_known || strcmp(known[i], member) == 0;
        }
        if (!is_known) {
            jx_append(neutral->faults,
                      jx_format("the row for '%s' has an unknown member '%s'", type, member));
        }
    }
}

static void index_resources(struct neutral *neutral, const json_t *resources)
{
    size_t i;
    const json_t *resource;

    jx_array_foreach (resources, i, resource) {
        const json_t *row = row_of(neutral, resource);
        const char *address = address_of(neutral, resource);

        if (row == NULL) {
            jx_append(neutral->faults,
                      jx_format("no row for '%s'", jx_get_text(resource, "type", "")));
            continue;
        }
        check_members(neutral, jx_get_text(resource, "type", ""), row);
        json_t *entry = jx_array();

        jx_append(entry, jx_string(identity_make(neutral->arena, row, resource)));
        jx_append(entry, jx_share(row));
        jx_append(entry, jx_share(jx_get(resource, "properties")));
        index_one(neutral, jx_get_text(resource, "document", ""), address, entry);
        index_one(neutral, "", address, entry);
        json_decref(entry);
    }
}

/* ---- the first pass ---- */

static json_t *read_value(const struct subject *subject, const char *path, const json_t *value);

/* What a member of the row says about a path: of "a.b.c" as such, else of "*.b.c", else of "*.c",
 * for what stands at any depth. */
static const json_t *said_of(const struct subject *subject, const char *member, const char *path)
{
    const json_t *map = jx_get(subject->row, member);
    const json_t *said = jx_get(map, path);

    for (const char *dot = strchr(path, '.'); map != NULL && said == NULL && dot != NULL;
         dot = strchr(dot + 1, '.')) {
        said = jx_get(map, arena_text(subject->neutral->arena, "*%s", dot));
    }
    return said;
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

/* Maps whose keys are the user's: tags, dimensions, policies. `keys` of the row says which of them
 * other targets spell otherwise. */
static json_t *read_verbatim(const struct subject *subject, const json_t *value)
{
    json_t *result = NULL;
    const char *key;
    const json_t *member;
    size_t i;

    if (json_is_object(value)) {
        result = jx_object();
        jx_object_foreach (value, key, member) {
            json_t *name = tokens_resolve(&subject->neutral->index, str_from(key));

            jx_set(result,
                   jx_get_text(jx_get(subject->row, "keys"), json_string_value(name),
                               json_string_value(name)),
                   read_verbatim(subject, member));
            json_decref(name);
        }
        return result;
    }
    if (json_is_array(value)) {
        result = jx_array();
        jx_array_foreach (value, i, member) {
            jx_append(result, read_verbatim(subject, member));
        }
        return result;
    }
    return json_is_string(value) ? tokens_resolve(&subject->neutral->index, jx_str(value))
                                 : json_null();
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
        const char *replaced = wildcard_replace(subject->neutral->arena, pattern,
                                                json_string_value(text), json_string_value(result));

        if (replaced != NULL) {
            json_decref(text);
            return jx_string(replaced);
        }
    }
    return text;
}

static json_t *read_text(const struct subject *subject, const char *path, const json_t *value)
{
    json_t *document = raw_parse_text(json_string_value(value));
    json_t *result = NULL;

    if (document != NULL) {
        result = read_verbatim(subject, document);
        json_decref(document);
        return result;
    }
    return neutral_value(subject, path, tokens_resolve(&subject->neutral->index, jx_str(value)));
}

static void read_member(const struct subject *subject, const char *path, const char *key,
                        const json_t *value, json_t *result);

/* The value of a pair; with what else is said there, if anything is, as a map. */
static json_t *read_pair(const struct subject *subject, const char *path, const json_t *names,
                         const json_t *pair)
{
    json_t *value = read_verbatim(subject, jx_get(pair, json_string_value(jx_at(names, 1))));
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
    struct arena *arena = subject->neutral->arena;
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
    struct arena *arena = subject->neutral->arena;
    const char *name = identity_name(arena, key);
    const char *own = *path == '\0' ? name : arena_text(arena, "%s.%s", path, name);
    const json_t *always = jx_get(subject->neutral->index.table, "drop");
    const char *dropped = json_string_value(said_of(subject, "drop", own));
    const char *reason = dropped == NULL ? jx_get_text(always, own, NULL) : dropped;
    const char *renamed = json_string_value(said_of(subject, "rename", own));

    if (json_is_null(value)) {
        return;
    }
    if (reason != NULL) {
        leave_out(subject->neutral,
                  dropped == NULL ? own : arena_text(arena, "%s %s", subject->type, own), reason);
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
                                     : read_verbatim(subject, value);
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

static void read_resource(struct neutral *neutral, const json_t *resource)
{
    const json_t *row = row_of(neutral, resource);
    const char *identity = NULL;
    const char *ignored = jx_get_text(row, "ignore", NULL);
    struct subject subject = {neutral, row, jx_get_text(row, "as", "")};

    if (row == NULL || jx_get_bool(row, "parameter", false)) {
        return;
    }
    if (ignored != NULL) {
        leave_out(neutral, jx_get_text(resource, "type", ""), ignored);
        return;
    }
    neutral->index.document = jx_get_text(resource, "document", "");
    identity =
        json_string_value(jx_at(tokens_find(&neutral->index, address_of(neutral, resource)), 0));
    ignored = jx_get_text(jx_get(row, "except"), name_in(neutral->arena, identity), NULL);
    if (ignored != NULL) {
        leave_out(
            neutral,
            arena_text(neutral->arena, "%s %s", subject.type, name_in(neutral->arena, identity)),
            ignored);
        return;
    }
    json_t *made = jx_object();

    jx_set(made, "row", jx_share(row));
    jx_set(made, "name", jx_string(jx_get_text(resource, "name", "")));
    jx_set(made, "document", jx_string(neutral->index.document));
    jx_set(made, "properties", read_map(&subject, "", jx_get(resource, "properties")));
    if (jx_get(neutral->resources, identity) != NULL) {
        jx_append(neutral->faults, jx_format("'%s' is there twice", identity));
    }
    jx_set(neutral->resources, identity, made);
}

/* Parameters that something refers to are compared like resources. */
static void read_parameters(struct neutral *neutral)
{
    const json_t *row = jx_get(neutral->index.table, "parameters");
    const struct subject subject = {neutral, row, "parameter"};
    const char *name;
    const json_t *declared;

    jx_object_foreach (neutral->index.used, name, declared) {
        const char *reason = jx_get_text(jx_get(row, "except"), name, NULL);

        if (reason != NULL) {
            leave_out(neutral, arena_text(neutral->arena, "parameter %s", name), reason);
            continue;
        }
        json_t *made = jx_object();
        json_t *own = jx_copy(declared);

        json_object_del(own, "was");
        jx_set(made, "properties", read_map(&subject, "", own));
        json_decref(own);
        jx_set(neutral->resources, arena_text(neutral->arena, "parameter/%s@", name), made);
    }
}

/* ---- merging ---- */

/* The identity of what a part belongs to: what it refers to, or what has its name and the type that
 * `same` says. */
static const char *parent_of(struct neutral *neutral, const json_t *part)
{
    const json_t *merge = jx_path(part, "row.merge");
    const char *same = jx_get_text(merge, "same", NULL);
    const json_t *parents = jx_get(jx_get(part, "properties"), jx_get_text(merge, "by", ""));
    const json_t *only = json_array_size(parents) == 1 ? jx_at(parents, 0) : parents;

    if (same == NULL) {
        return tokens_identity(neutral->arena, json_string_value(only));
    }
    neutral->index.document = jx_get_text(part, "document", "");
    return json_string_value(
        jx_at(tokens_find(&neutral->index,
                          arena_text(neutral->arena, "%s.%s", same, jx_get_text(part, "name", ""))),
              0));
}

/* Puts a resource that is a part of another into it, and takes it out of the list. */
static void merge_one(struct neutral *neutral, const char *identity, const json_t *part)
{
    json_t *properties = json_object_get(part, "properties");
    const json_t *merge = jx_path(part, "row.merge");
    const char *by = jx_get_text(merge, "by", "");
    const char *into = parent_of(neutral, part);
    json_t *parent = into == NULL ? NULL : json_object_get(neutral->resources, into);
    const char *at = jx_get_text(merge, "at", "");

    if (parent == NULL) {
        jx_append(neutral->faults,
                  jx_format("'%s' belongs to '%s', which is not there", identity,
                            into == NULL ? jx_get_text(properties, by, "?") : into));
        return;
    }
    json_object_del(properties, by);
    tree_merge(neutral->arena, json_object_get(parent, "properties"), at, properties,
               jx_get_bool(merge, "list", false));
}

static void merge_parts(struct neutral *neutral)
{
    const char **parts =
        ARENA_ARRAY(neutral->arena, json_object_size(neutral->resources), const char *);
    size_t count = 0;
    const char *identity;
    const json_t *resource;

    jx_object_foreach (neutral->resources, identity, resource) {
        if (jx_path(resource, "row.merge") != NULL) {
            parts[count++] = arena_strdup(neutral->arena, str_from(identity));
        }
    }
    for (size_t i = 0; i < count; i++) {
        merge_one(neutral, parts[i], jx_get(neutral->resources, parts[i]));
        json_object_del(neutral->resources, parts[i]);
    }
}

/* ---- the last pass ---- */

/* What is left out is as it is in the resource that another property refers to. */
static void inherit(struct neutral *neutral, const json_t *row, json_t *properties)
{
    const char *name;
    const json_t *by;

    jx_object_foreach (jx_get(row, "inherit"), name, by) {
        const char *reference = jx_get_text(properties, json_string_value(by), NULL);
        const char *source = tokens_identity(neutral->arena, reference);
        const json_t *other = source == NULL ? NULL : jx_get(neutral->resources, source);
        const json_t *value = jx_get(jx_get(other, "properties"), name);

        if (value != NULL) {
            tree_default(neutral->arena, properties, name, value);
        }
    }
}

static void finish(struct neutral *neutral)
{
    const char *identity;
    const json_t *resource;

    jx_object_foreach (neutral->resources, identity, resource) {
        json_t *made = json_object_get(neutral->resources, identity);
        const json_t *row = jx_get(resource, "row");
        json_t *properties = jx_share(jx_get(resource, "properties"));
        const char *path;
        const json_t *value;

        inherit(neutral, row, properties);
        jx_object_foreach (jx_get(row, "default"), path, value) {
            tree_default(neutral->arena, properties, path, value);
        }
        jx_set(made, "properties",
               tree_one_form(neutral->arena, "", properties, jx_get(row, "ordered")));
        json_decref(properties);
        json_object_del(made, "row");
        json_object_del(made, "name");
        json_object_del(made, "document");
    }
}

json_t *neutral_make(struct arena *arena, const json_t *raw, const json_t *table)
{
    struct neutral neutral = {
        .arena = arena,
        .index = {arena, table, jx_get(raw, "parameters"), "", jx_object(), jx_object()},
        .resources = jx_object(),
        .left_out = jx_object(),
        .faults = jx_array(),
    };
    json_t *result = jx_object();
    size_t i;
    const json_t *resource;

    index_resources(&neutral, jx_get(raw, "resources"));
    jx_array_foreach (jx_get(raw, "resources"), i, resource) {
        read_resource(&neutral, resource);
    }
    read_parameters(&neutral);
    merge_parts(&neutral);
    finish(&neutral);
    jx_set(result, "resources", neutral.resources);
    jx_set(result, "left_out", neutral.left_out);
    jx_set(result, "faults", neutral.faults);
    json_decref(neutral.index.resources);
    json_decref(neutral.index.used);
    return result;
}
