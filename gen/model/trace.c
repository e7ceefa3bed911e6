/* SPDX-License-Identifier: MIT */
/* Each layer is asked by itself; the highest that says something is in force, and with it those
 * below as long as maps are merged with maps. */
#include "model/trace.h"

#include "base/mem.h"
#include "model/trace_path.h"

enum { LAYERS_MAX = 4 };

/* What one layer says of a path. */
struct finding {
    const char *layer;
    const char *name;        /* of the profile or the environment, or NULL */
    const json_t *value;     /* NULL if the layer says nothing */
    const json_t *container; /* of `value`, for its place */
    struct str token;        /* its key there */
    size_t depth;            /* the steps taken: fewer than the path's for a short form */
    size_t maps;             /* how many of them lead through maps */
    const char *pointer;     /* where it stands in a file that is built in, or NULL */
    const char *file;
    bool is_in_force;
};

static void look(const json_t *document, const struct trace_path *path, struct finding *found)
{
    const json_t *value = document;

    for (size_t i = 0; i < path->count && value != NULL; i++) {
        size_t index = 0;
        bool is_list = json_is_array(value) && pointer_index(path->tokens[i], &index);

        if (!json_is_object(value) && !is_list) {
            break; /* a short form, or a null that removes everything below it */
        }
        found->maps += json_is_object(value) ? 1 : 0;
        found->container = value;
        found->token = path->tokens[i];
        found->depth = i + 1;
        value = is_list ? jx_at(value, index)
                        : json_object_getn(value, path->tokens[i].p, path->tokens[i].len);
    }
    found->maps += json_is_object(value) ? 1 : 0;
    found->value = value;
}

/* A profile speaks of kinds where a description speaks of tiers. */
static const char *profile_pointer(const struct trace *trace, const struct trace_path *path,
                                   size_t depth)
{
    struct buf out;
    size_t first = 1;

    buf_init(&out, BUF_NO_LIMIT);
    if (str_eq(path->tokens[0], STR("tiers")) && depth > 1) {
        const char *tier = arena_strdup(trace->arena, path->tokens[1]);

        buf_add_text(&out, "/kinds");
        pointer_add(&out, jx_str(jx_get(jx_get(jx_get(trace->merged, "tiers"), tier), "kind")));
        first = 2;
    } else if (str_eq(path->tokens[0], STR("tiers"))) {
        buf_add_text(&out, "/kinds");
    } else if (str_eq(path->tokens[0], STR("network"))) {
        first = 0;
    } else {
        buf_add_text(&out, "/layers");
        first = 0;
    }
    for (size_t i = first; i < depth; i++) {
        pointer_add(&out, path->tokens[i]);
    }
    const char *text = arena_strdup(trace->arena, buf_str(&out));

    buf_release(&out);
    return text;
}

/* True if the schema fills the value in: short forms above it say nothing of it. */
static bool look_in_schema(const struct trace *trace, const struct trace_path *path,
                           struct finding *found, const char **description)
{
    struct schema_trace schema =
        schemas_trace(trace->catalog->schemas, trace->arena, CATALOG_DOCUMENT, trace->merged,
                      path->tokens, path->count);

    *description = schema.description;
    found->value = schema.default_value;
    found->depth = path->count;
    found->file = arena_text(trace->arena, "schema/%s", schema.document);
    found->pointer = schema.pointer;
    return schema.is_default;
}

/* Forgets a short form that does not give the value; what is removed stays. */
static void forget_short(struct finding *found, size_t path_count)
{
    if (found->depth < path_count && !json_is_null(found->value)) {
        found->value = NULL;
    }
}

/* From the top down: a map lets through what maps below it say, everything else hides it. */
static void decide(struct finding *findings, size_t path_count)
{
    bool is_open = true;
    bool is_filled = false;
    size_t maps_above = 0;

    for (size_t i = LAYERS_MAX; i-- > 1;) {
        struct finding *found = &findings[i];
        bool is_map = json_is_object(found->value) && found->depth == path_count;

        if (found->value != NULL && is_open) {
            bool is_hidden = json_is_null(found->value) || maps_above > found->depth;

            found->is_in_force = is_map || !is_hidden;
            is_filled = is_filled || found->is_in_force;
            is_open = is_map;
        }
        maps_above = found->maps > maps_above ? found->maps : maps_above;
    }
    findings[0].is_in_force = !is_filled && findings[0].value != NULL;
}

static json_t *place_json(const struct trace *trace, const struct finding *found)
{
    json_t *place = jx_object();
    size_t index = 0;

    if (found->file != NULL) {
        jx_set(place, "file", jx_string(found->file));
        jx_set(place, "pointer", jx_string(found->pointer));
        return place;
    }
    const struct place *at = json_is_array(found->container) && pointer_index(found->token, &index)
                                 ? places_of_item(trace->places, found->container, index)
                                 : places_of_member(trace->places, found->container,
                                                    arena_strdup(trace->arena, found->token));

    BUG_UNLESS(at->value.source != NULL);
    struct position position = source_position(at->value.source, at->value.off);

    jx_set(place, "file", jx_string(at->value.source->name));
    jx_set(place, "line", jx_integer(position.line));
    jx_set(place, "column", jx_integer(position.col));
    return place;
}

static json_t *layer_json(const struct trace *trace, const struct trace_path *path,
                          const struct finding *found)
{
    json_t *layer = jx_object();

    jx_set(layer, "layer", jx_string(found->layer));
    jx_set(layer, "name", found->name == NULL ? json_null() : jx_string(found->name));
    jx_set(layer, "value", jx_share(found->value));
    jx_set(layer, "at",
           found->depth == path->count
               ? json_null()
               : jx_string(trace_path_text(trace->arena, path->tokens, found->depth)));
    jx_set(layer, "removed", jx_bool(json_is_null(found->value)));
    jx_set(layer, "in_force", jx_bool(found->is_in_force));
    jx_set(layer, "place", place_json(trace, found));
    return layer;
}

static json_t *layers_json(const struct trace *trace, const struct trace_path *path,
                           const char **description)
{
    struct finding findings[LAYERS_MAX] = {
        {.layer = "schema"},
        {.layer = "profile", .name = trace->environment->profile},
        {.layer = "base"},
        {.layer = "environment", .name = trace->environment->name},
    };
    json_t *list = jx_array();

    const json_t *value = trace_path_get(trace->resolved, path->tokens, path->count);
    bool is_default = look_in_schema(trace, path, &findings[0], description);

    look(trace->layers.profile, path, &findings[1]);
    look(trace->layers.base, path, &findings[2]);
    look(trace->layers.own, path, &findings[3]);
    if (findings[1].value != NULL) {
        findings[1].file =
            arena_text(trace->arena, "schema/profiles/%s.json", trace->environment->profile);
        findings[1].pointer = profile_pointer(trace, path, findings[1].depth);
    }
    for (size_t i = 1; (is_default || json_is_null(value)) && i < LAYERS_MAX; i++) {
        forget_short(&findings[i], path->count);
    }
    decide(findings, path->count);
    for (size_t i = 0; i < LAYERS_MAX; i++) {
        if (findings[i].value != NULL) {
            jx_append(list, layer_json(trace, path, &findings[i]));
        }
    }
    return list;
}

/* The highest layer in force, or JSON null. */
static json_t *top_layer(const json_t *layers)
{
    for (size_t i = json_array_size(layers); i-- > 0;) {
        if (jx_get_bool(jx_at(layers, i), "in_force", false)) {
            return jx_share(jx_at(layers, i));
        }
    }
    return json_null();
}

static json_t *members_json(const struct trace *trace, const struct trace_path *path,
                            const json_t *map)
{
    json_t *list = jx_array();
    struct trace_path inner = {ARENA_ARRAY(trace->arena, path->count + 1, struct str),
                               path->count + 1, NULL};
    const char *key;
    const json_t *value;

    for (size_t i = 0; i < path->count; i++) {
        inner.tokens[i] = path->tokens[i];
    }
    jx_object_foreach (map, key, value) {
        const char *description = NULL;

        if (json_is_null(value)) {
            continue; /* not set */
        }
        inner.tokens[path->count] = str_from(key);
        json_t *layers = layers_json(trace, &inner, &description);
        json_t *member = jx_object();

        jx_set(member, "key", jx_string(key));
        jx_set(member, "value", jx_share(value));
        jx_set(member, "layer", top_layer(layers));
        jx_append(list, member);
        json_decref(layers);
    }
    return list;
}

void trace_value(const struct trace *trace, const struct trace_path *path, json_t *result)
{
    const json_t *value = trace_path_get(trace->resolved, path->tokens, path->count);
    const char *description = NULL;
    json_t *layers = layers_json(trace, path, &description);

    jx_set(result, "description", description == NULL ? json_null() : jx_string(description));
    jx_set(result, "value", value == NULL ? json_null() : jx_share(value));
    jx_set(result, "layers", layers);
    jx_set(result, "members",
           json_is_object(value) ? members_json(trace, path, value) : json_null());
}
