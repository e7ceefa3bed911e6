/* SPDX-License-Identifier: MIT */
/*
 * Three passes: names and tokens of every resource become neutral; resources that are a part of
 * another in other targets are merged into it; then defaults are filled in, and what means the same
 * gets one form (a list of one is its item, lists are sorted unless their order counts).
 */
#include "verify/neutral.h"

#include "base/compiler.h"
#include "verify/identity.h"
#include "verify/order.h"
#include "verify/properties.h"
#include "verify/tree.h"

#include <string.h>

struct neutral {
    struct arena *arena;
    struct token_index index;
    json_t *resources;
    json_t *order; /* verify/order.h */
    json_t *left_out;
    json_t *faults;
};

static void leave_out(struct neutral *neutral, const char *what, const char *reason)
{
    properties_leave_out(neutral->arena, neutral->left_out, what, reason);
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
        const char *document = jx_get_text(resource, "document", "");

        index_one(neutral, document, address, entry);
        index_one(neutral, tokens_whole(&neutral->index, document), address, entry);
        index_one(neutral, "", address, entry);
        json_decref(entry);
    }
}

/* ---- the first pass ---- */

/* What it refers to, and what must be there before it. */
static void note_order(const struct subject *subject, struct neutral *neutral, const char *identity,
                       const json_t *after)
{
    json_t *node = jx_object();
    json_t *earlier = jx_array();
    json_t *refers = jx_array();
    const char *other;
    const json_t *value;
    size_t i;

    jx_array_foreach (after, i, value) {
        const json_t *found = tokens_find(&neutral->index, json_string_value(value));

        if (found == NULL) {
            jx_append(neutral->faults, jx_format("'%s' waits for '%s', which is not there",
                                                 identity, json_string_value(value)));
        } else if (!properties_drops_after(subject, jx_at(found, 1))) {
            jx_append(earlier, jx_share(jx_at(found, 0)));
        }
    }
    jx_object_foreach (neutral->index.referred, other, value) {
        jx_append(refers, jx_string(other));
    }
    jx_set(node, "after", earlier);
    jx_set(node, "refers", refers);
    jx_set(neutral->order, identity, node);
}

/* The reason why a resource cannot be compared, or NULL. It is noted. */
static const char *is_left_out(struct neutral *neutral, const json_t *resource, const json_t *row,
                               const char *name)
{
    const char *type = jx_get_text(resource, "type", "");
    const char *ignored = jx_get_text(row, "ignore", NULL);
    const char *excepted = jx_get_text(jx_get(row, "except"), name, NULL);

    if (ignored != NULL) {
        leave_out(neutral, type, ignored);
        return ignored;
    }
    if (excepted != NULL) {
        leave_out(neutral, arena_text(neutral->arena, "%s %s", jx_get_text(row, "as", ""), name),
                  excepted);
    }
    return excepted;
}

static void read_resource(struct neutral *neutral, const json_t *resource)
{
    const json_t *row = row_of(neutral, resource);
    json_t *unused = jx_object();
    struct subject subject = {&neutral->index, unused, row, jx_get_text(row, "as", "")};

    if (row == NULL || jx_get_bool(row, "parameter", false)) {
        json_decref(unused);
        return;
    }
    const char *identity = identity_make(neutral->arena, row, resource);
    bool is_out = is_left_out(neutral, resource, row, name_in(neutral->arena, identity)) != NULL;
    json_t *made = jx_object();

    subject.left_out = is_out ? unused : neutral->left_out;
    neutral->index.document = jx_get_text(resource, "document", "");
    json_object_clear(neutral->index.referred);
    jx_set(made, "row", jx_share(row));
    jx_set(made, "name", jx_string(jx_get_text(resource, "name", "")));
    jx_set(made, "document", jx_string(neutral->index.document));
    jx_set(made, "properties", properties_read(&subject, jx_get(resource, "properties")));
    note_order(&subject, neutral, identity, jx_get(resource, "after"));
    if (!is_out && jx_get(neutral->resources, identity) != NULL) {
        jx_append(neutral->faults, jx_format("'%s' is there twice", identity));
    }
    if (!is_out) {
        jx_set(neutral->resources, identity, jx_share(made));
    }
    json_decref(made);
    json_decref(unused);
}

/* True if the target spells something of its own as a parameter: a reference to it is a token that
 * the table names. */
static bool is_token(const struct neutral *neutral, const char *name)
{
    bool has_types = jx_get_bool(neutral->index.table, "typed", false);

    return jx_get(jx_get(neutral->index.table, "tokens"),
                  arena_text(neutral->arena, has_types ? "var.%s" : "Ref %s", name)) != NULL;
}

/* What is not compared must at least be said once. */
static void check_given(struct neutral *neutral, const char *name, const json_t *declared)
{
    const json_t *given = jx_get(declared, "given");
    const json_t *value = jx_get(declared, "default");

    if (given != NULL && value != NULL && !json_equal(given, value)) {
        jx_append(neutral->faults,
                  jx_format("'%s' is declared as '%s' and given as '%s'", name,
                            json_is_string(value) ? json_string_value(value) : "",
                            json_is_string(given) ? json_string_value(given) : ""));
    }
}

/* Parameters are compared like resources. */
static void read_parameters(struct neutral *neutral)
{
    const json_t *row = jx_get(neutral->index.table, "parameters");
    const struct subject subject = {&neutral->index, neutral->left_out, row, "parameter"};
    const char *label;
    const json_t *declared;

    jx_object_foreach (neutral->index.parameters, label, declared) {
        const char *name =
            identity_stem(neutral->arena, row,
                          identity_name(neutral->arena, jx_get_text(declared, "was", label)));
        const char *reason = jx_get_text(jx_get(row, "except"), name, NULL);

        if (is_token(neutral, label)) {
            check_given(neutral, label, declared);
            leave_out(neutral, arena_text(neutral->arena, "parameter %s", name),
                      "no parameter of other targets");
            continue;
        }
        if (reason != NULL) {
            leave_out(neutral, arena_text(neutral->arena, "parameter %s", name), reason);
            continue;
        }
        json_t *made = jx_object();
        json_t *own = jx_copy(declared);

        json_object_del(own, "was");
        jx_set(made, "properties", properties_read(&subject, own));
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

/* True if two resources are in one region, or one of them in none. */
static bool is_beside(const char *identity, const char *other)
{
    const char *region = strchr(identity, '@') + 1;
    const char *another = strchr(other, '@') + 1;

    return *region == '\0' || *another == '\0' || strcmp(region, another) == 0;
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
    if (!is_beside(identity, into)) {
        jx_append(neutral->faults,
                  jx_format("'%s' belongs to '%s' in another region", identity, into));
    }
    json_object_del(properties, by);
    order_join(neutral->order, identity, into);
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

/* Notes for each document that the resources of others are there before its own, by way of one node
 * for the document. */
static void note_documents(struct neutral *neutral, const json_t *behind)
{
    const char *identity;
    const json_t *resource;
    const char *document;
    const json_t *others;

    jx_object_foreach (neutral->resources, identity, resource) {
        const char *own =
            arena_text(neutral->arena, "in %s", jx_get_text(resource, "document", ""));

        order_refer(neutral->order, arena_text(neutral->arena, "all %s", own), identity);
        order_refer(neutral->order, identity, own);
    }
    jx_object_foreach (behind, document, others) {
        const char *own = arena_text(neutral->arena, "in %s", document);
        size_t i;
        const json_t *other;

        jx_array_foreach (others, i, other) {
            order_refer(neutral->order, own,
                        arena_text(neutral->arena, "all in %s", json_string_value(other)));
        }
    }
}

json_t *neutral_make(struct arena *arena, const json_t *raw, const json_t *table)
{
    struct neutral neutral = {
        .arena = arena,
        .index = {arena, table, jx_get(raw, "parameters"), jx_get(raw, "wholes"), "", jx_object(),
                  jx_object()},
        .resources = jx_object(),
        .order = jx_object(),
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
    if (json_object_size(jx_get(raw, "behind")) > 0) {
        note_documents(&neutral, jx_get(raw, "behind"));
    }
    read_parameters(&neutral);
    merge_parts(&neutral);
    finish(&neutral);
    jx_set(result, "resources", neutral.resources);
    jx_set(result, "order", neutral.order);
    jx_set(result, "left_out", neutral.left_out);
    jx_set(result, "faults", neutral.faults);
    json_decref(neutral.index.resources);
    json_decref(neutral.index.referred);
    return result;
}
