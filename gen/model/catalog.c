/* SPDX-License-Identifier: MIT */
/*
 * Loads the schema folder. The layout of the folder is the index: kinds/<kind>.json,
 * profiles/<profile>.json, and the tables below; everything else is a schema
 * that others refer to.
 */
#include "model/catalog.h"

#include "base/mem.h"
#include "schema/compiled.h"

#include <stdlib.h>

#define SCHEMA_FOLDER  "schema/"
#define KIND_FOLDER    "kinds/"
#define PROFILE_FOLDER "profiles/"

static const char *const table_names[CATALOG_TABLE_COUNT] = {
    [CATALOG_PORTS] = "ports.json",
    [CATALOG_GRANTS] = "grants.json",
    [CATALOG_FINDINGS] = "findings.json",
    [CATALOG_QUOTAS] = "quotas.json",
};

/* The part of `path` between `prefix` and ".json", or an empty str if the path is not of that form.
 */
static struct str stem(struct str path, struct str prefix)
{
    if (!str_has_prefix(path, prefix) || !str_has_suffix(path, STR(".json"))) {
        return STR("");
    }
    return str_slice(path, prefix.len, path.len - prefix.len - STR(".json").len);
}

static json_t *load_json(struct arena *arena, const struct file *file, struct diags *diags)
{
    json_error_t error;
    json_t *value = json_loadb(file->bytes.p, file->bytes.len, JSON_REJECT_DUPLICATES, &error);

    if (value == NULL) {
        const struct source *source = source_new(arena, file->path, file->bytes);

        diag_add(diags, DIAG_BAD_SCHEMA, span_make(source, (size_t)error.position, 0), "%s",
                 error.text);
    }
    return value;
}

static bool load_profile(struct arena *arena, struct catalog *catalog, size_t *capacity,
                         struct str name, const struct file *file, struct diags *diags)
{
    json_t *value = load_json(arena, file, diags);

    if (value == NULL) {
        return false;
    }
    ARENA_GROW(arena, catalog->profiles, catalog->profile_count, *capacity);
    catalog->profiles[catalog->profile_count++] =
        (struct profile){arena_strdup(arena, name), NULL, schemas_keep(catalog->schemas, value)};
    return true;
}

/* Files come sorted by path, so that kinds and profiles are sorted by name. */
static bool load_file(struct arena *arena, struct catalog *catalog, size_t *capacity,
                      const struct file *file, struct diags *diags)
{
    struct str path = str_from(file->path);
    struct str name = str_slice(path, STR(SCHEMA_FOLDER).len, path.len);
    struct str profile = stem(name, STR(PROFILE_FOLDER));

    if (profile.len > 0) {
        return load_profile(arena, catalog, capacity, profile, file, diags);
    }
    for (size_t i = 0; i < CATALOG_TABLE_COUNT; i++) {
        if (str_eq_text(name, table_names[i])) {
            json_t *value = load_json(arena, file, diags);

            catalog->tables[i] =
                value == NULL ? CATALOG_NONE : schemas_keep(catalog->schemas, value);
            return value != NULL;
        }
    }
    return schemas_add(catalog->schemas, arena_strdup(arena, name), file->bytes);
}

static void list_kinds(struct arena *arena, struct catalog *catalog, const struct file_list *data)
{
    size_t capacity = 0;

    for (size_t i = 0; i < data->count; i++) {
        struct str name = stem(str_from(data->items[i].path), STR(SCHEMA_FOLDER KIND_FOLDER));

        if (name.len > 0) {
            ARENA_GROW(arena, catalog->kinds, catalog->kind_count, capacity);
            catalog->kinds[catalog->kind_count++] =
                (struct kind){arena_strdup(arena, name), NULL, NULL};
        }
    }
}

static struct catalog *make(struct arena *arena)
{
    struct catalog *catalog = ARENA_NEW(arena, struct catalog);

    catalog->arena = arena;
    for (size_t i = 0; i < CATALOG_TABLE_COUNT; i++) {
        catalog->tables[i] = CATALOG_NONE;
    }
    return catalog;
}

static struct catalog *take(struct arena *arena, const struct compiled_catalog *from,
                            struct diags *diags)
{
    struct catalog *catalog = make(arena);

    catalog->schemas = compiled_schemas_take(arena, from->schemas, diags);
    catalog->kind_count = from->kind_count;
    catalog->kinds = ARENA_ARRAY(arena, from->kind_count, struct kind);
    for (size_t i = 0; i < from->kind_count; i++) {
        catalog->kinds[i].name = from->kinds[i];
    }
    catalog->profile_count = from->profile_count;
    catalog->profiles = ARENA_ARRAY(arena, from->profile_count, struct profile);
    for (size_t i = 0; i < from->profile_count; i++) {
        catalog->profiles[i] = from->profiles[i];
    }
    for (size_t i = 0; i < CATALOG_TABLE_COUNT; i++) {
        catalog->tables[i] = from->tables[i];
    }
    return catalog;
}

struct catalog *catalog_read(struct arena *arena, const struct file_list *data, struct diags *diags)
{
    struct catalog *catalog = make(arena);
    size_t profile_capacity = 0;
    bool ok = true;

    catalog->schemas = schemas_new(arena, diags);
    for (size_t i = 0; i < data->count; i++) {
        struct str path = str_from(data->items[i].path);

        if (str_has_prefix(path, STR(SCHEMA_FOLDER)) && str_has_suffix(path, STR(".json"))) {
            ok = load_file(arena, catalog, &profile_capacity, &data->items[i], diags) && ok;
        }
    }
    if (ok && schemas_annotations(catalog->schemas, CATALOG_DOCUMENT) == NULL) {
        diag_add(diags, DIAG_BAD_SCHEMA, SPAN_NONE, "there is no %s%s", SCHEMA_FOLDER,
                 CATALOG_DOCUMENT);
        ok = false;
    }
    if (!ok || !schemas_link(catalog->schemas) || !schemas_check_patterns(catalog->schemas)) {
        catalog_free(catalog);
        return NULL;
    }
    list_kinds(arena, catalog, data);
    return catalog;
}

struct catalog *catalog_load(struct arena *arena, const struct file_list *data, struct diags *diags)
{
    return data->compiled == NULL || data->compiled->catalog == NULL
               ? catalog_read(arena, data, diags)
               : take(arena, data->compiled->catalog, diags);
}

void catalog_free(struct catalog *catalog)
{
    if (catalog == NULL) {
        return;
    }
    schemas_free(catalog->schemas);
}

const struct kind *catalog_kind(const struct catalog *catalog, const char *name)
{
    for (size_t i = 0; i < catalog->kind_count; i++) {
        struct kind *kind = &catalog->kinds[i];

        if (strcmp(kind->name, name) == 0) {
            if (kind->schema == NULL) {
                const char *document = arena_text(catalog->arena, KIND_FOLDER "%s.json", name);

                kind->schema = schemas_annotations(catalog->schemas, document);
                kind->traits = jx_get(kind->schema, "x-archgen");
            }
            return kind;
        }
    }
    return NULL;
}

const struct profile *catalog_profile(const struct catalog *catalog, const char *name)
{
    for (size_t i = 0; i < catalog->profile_count; i++) {
        struct profile *profile = &catalog->profiles[i];

        if (strcmp(profile->name, name) == 0) {
            profile->value = schemas_value(catalog->schemas, profile->number);
            return profile;
        }
    }
    return NULL;
}

const json_t *catalog_table(const struct catalog *catalog, enum catalog_table_id id)
{
    return catalog->tables[id] == CATALOG_NONE
               ? NULL
               : schemas_value(catalog->schemas, catalog->tables[id]);
}

int catalog_port(const struct catalog *catalog, struct str service)
{
    const json_t *port =
        json_object_getn(catalog_table(catalog, CATALOG_PORTS), service.p, service.len);

    return (int)json_integer_value(port);
}

/* True if `actual` is below the number that a map {"below": number} holds. */
static bool is_below(const json_t *wanted, const json_t *actual)
{
    const json_t *limit = jx_get(wanted, "below");

    return json_is_integer(limit) && json_integer_value(actual) < json_integer_value(limit);
}

/* One wanted value against an actual one; lists match if any of their items does, maps if all
 * wanted members do, numbers also if they are below one. */
static bool matches(const json_t *wanted, const json_t *actual)
{
    size_t i;
    const json_t *item;

    if (json_is_array(wanted)) {
        jx_array_foreach (wanted, i, item) {
            if (matches(item, actual)) {
                return true;
            }
        }
        return false;
    }
    if (json_is_object(wanted) && json_is_object(actual)) {
        return catalog_when(wanted, actual);
    }
    if (json_is_object(wanted) && json_is_integer(actual)) {
        return is_below(wanted, actual);
    }
    if (json_is_boolean(wanted) && !json_is_boolean(actual)) {
        bool is_empty = json_is_object(actual)
                            ? json_object_size(actual) == 0
                            : json_is_array(actual) && json_array_size(actual) == 0;
        bool is_set = actual != NULL && !json_is_null(actual) && !is_empty;

        return is_set == json_is_true(wanted);
    }
    if (json_is_array(actual)) {
        jx_array_foreach (actual, i, item) {
            if (matches(wanted, item)) {
                return true;
            }
        }
        return false;
    }
    return actual != NULL && json_equal(wanted, actual) == 1;
}

bool catalog_when_within(const json_t *when, const json_t *spec, const json_t *document)
{
    const char *property;
    const json_t *wanted;

    jx_object_foreach (when, property, wanted) {
        const json_t *actual =
            *property == '/' ? jx_path(document, property + 1) : jx_path(spec, property);

        if (!matches(wanted, actual)) {
            return false;
        }
    }
    return true;
}

bool catalog_when(const json_t *when, const json_t *spec)
{
    return catalog_when_within(when, spec, NULL);
}
