/* SPDX-License-Identifier: MIT */
/* A kind's files are schema/kinds/<kind>.json and templates/<target>/<kind>.tmpl. */
#include "selection.h"

#include "base/str.h"

#include <stdbool.h>

static const struct str kind_prefix = STR_INIT("schema/kinds/");
static const struct str kind_suffix = STR_INIT(".json");
static const struct str template_prefix = STR_INIT("templates/");
static const struct str template_suffix = STR_INIT(".tmpl");

/* The part of `path` between two ends, empty if it does not have them. */
static struct str middle(struct str path, struct str prefix, struct str suffix)
{
    if (!str_has_prefix(path, prefix) || !str_has_suffix(path, suffix) ||
        path.len < prefix.len + suffix.len) {
        return STR("");
    }
    return str_slice(path, prefix.len, path.len - prefix.len - suffix.len);
}

static bool has_kind(const json_t *kinds, struct str name)
{
    return name.len > 0 && json_object_getn(kinds, name.p, name.len) != NULL;
}

/* Adds the kinds of a map of tiers to `used`; false if one does not exist. */
static bool add_used(const json_t *tiers, const json_t *known, json_t *used)
{
    const char *key;
    const json_t *tier;

    jx_object_foreach (tiers, key, tier) {
        const json_t *kind = jx_get(tier, "kind");

        if (kind != NULL && !has_kind(known, jx_str(kind))) {
            return false;
        }
        if (kind != NULL) {
            jx_set(used, json_string_value(kind), jx_bool(true));
        }
    }
    return true;
}

static bool add_all_used(const json_t *document, const json_t *known, json_t *used)
{
    const json_t *environments = jx_get(document, "environments");
    bool ok = add_used(jx_get(document, "tiers"), known, used);
    const char *key;
    const json_t *environment;

    jx_object_foreach (environments, key, environment) {
        ok = ok && add_used(jx_get(environment, "tiers"), known, used);
    }
    return ok;
}

/* The kind that a file belongs to, empty if it serves all. */
static struct str kind_of(struct str path, const json_t *known)
{
    struct str name = middle(path, kind_prefix, kind_suffix);
    struct str rest = middle(path, template_prefix, template_suffix);
    const char *slash = rest.len == 0 ? NULL : memchr(rest.p, '/', rest.len);

    if (slash != NULL) {
        name = str_slice(rest, (size_t)(slash + 1 - rest.p), rest.len);
    }
    return has_kind(known, name) ? name : STR("");
}

const struct file_list *selection_make(struct arena *arena, const struct file_list *data,
                                       const json_t *document)
{
    json_t *known = jx_object();
    json_t *used = jx_object();
    const struct file_list *result = data;

    for (size_t i = 0; i < data->count; i++) {
        struct str name = middle(str_from(data->items[i].path), kind_prefix, kind_suffix);

        if (name.len > 0) {
            jx_set(known, arena_strdup(arena, name), jx_bool(true));
        }
    }
    if (data->compiled != NULL && add_all_used(document, known, used) && json_object_size(used) > 0) {
        struct file_list *selected = ARENA_NEW(arena, struct file_list);

        for (size_t i = 0; i < data->count; i++) {
            struct str kind = kind_of(str_from(data->items[i].path), known);

            bool is_schema = str_has_prefix(str_from(data->items[i].path), kind_prefix);

            if (kind.len == 0 || has_kind(used, kind)) {
                file_list_add(selected, arena, data->items[i].path, data->items[i].bytes);
            } else if (is_schema) {
                file_list_add(selected, arena, data->items[i].path, STR(""));
            }
        }
        selected->is_sorted = data->is_sorted;
        selected->compiled = data->compiled;
        result = selected;
    }
    json_decref(known);
    json_decref(used);
    return result;
}
