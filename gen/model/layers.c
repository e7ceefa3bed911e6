/* SPDX-License-Identifier: MIT */
#include "model/layers.h"

#include "base/mem.h"
#include "model/expand.h"
#include "model/grants.h"
#include "model/links.h"
#include "model/names.h"
#include "model/reference.h"
#include "model/topics.h"

#include <stdlib.h>

/* The document of a layer, or, where it has a short form, its alternative for maps. */
static const json_t *map_schema(const json_t *document)
{
    size_t i;
    const json_t *alternative;

    jx_array_foreach (jx_get(document, "oneOf"), i, alternative) {
        if (jx_get(alternative, "properties") != NULL) {
            return alternative;
        }
    }
    return document;
}

void layers_build(struct model *model)
{
    const struct schemas *schemas = model->catalog->schemas;
    const json_t *properties = jx_get(schemas_annotations(schemas, CATALOG_DOCUMENT), "properties");
    size_t capacity = 0;
    const char *name;
    const json_t *property;

    jx_object_foreach (properties, name, property) {
        const json_t *traits = jx_get(property, "x-archgen");
        const json_t *spec = jx_get(model->document, name);
        struct layer_info layer = {.name = name, .traits = traits};

        if (jx_get(traits, "layer") == NULL) {
            continue;
        }
        layer.schema = map_schema(schemas_annotations(schemas, jx_get_text(property, "$ref", "")));
        layer.spec = json_is_object(spec) && jx_get_bool(spec, "enabled", true) ? spec : NULL;
        layer.source = jx_get(model->source, name);
        BUG_UNLESS(layer.schema != NULL);
        ARENA_GROW(model->arena, model->layers, model->layer_count, capacity);
        model->layers[model->layer_count++] = layer;
    }
}

void layers_each(const struct model *model,
                 void (*visit)(void *context, const struct layer_info *layer), void *context)
{
    for (size_t i = 0; i < model->layer_count; i++) {
        visit(context, &model->layers[i]);
    }
}

static const json_t *property_schema(const struct layer_info *layer, const char *name)
{
    return jx_get(jx_get(layer->schema, "properties"), name);
}

/* ---- who takes part ---- */

bool layers_can_join(const struct model *model, const struct layer_info *layer,
                     const struct tier *tier)
{
    const json_t *row = jx_get(jx_get(tier->kind->traits, "layers"), layer->name);

    return row != NULL && catalog_when_within(jx_get(row, "when"), tier->spec, model->document);
}

static bool is_listed(const json_t *list, const struct tier *tier)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        if (str_eq_text(jx_str(item), tier->naming.key)) {
            return true;
        }
    }
    return false;
}

static bool is_member(const struct model *model, const struct layer_info *layer,
                      const struct tier *tier)
{
    if (layer->spec == NULL || !layers_can_join(model, layer, tier)) {
        return false;
    }
    const char *property = jx_get_text(jx_get(layer->traits, "layer"), "members", NULL);
    const json_t *list = property == NULL ? NULL : jx_get(layer->spec, property);
    const json_t *row = jx_get(jx_get(tier->kind->traits, "layers"), layer->name);

    return json_is_array(list) ? is_listed(list, tier) : !jx_get_bool(row, "listed", false);
}

static json_t *make_memberships(const struct model *model, const char *marks)
{
    json_t *map = jx_object();

    for (size_t i = 0; i < model->layer_count; i++) {
        jx_set(map, model->layers[i].name, jx_bool(marks[i] == '+'));
    }
    return map;
}

json_t *layers_of(const struct model *model, const struct tier *tier)
{
    struct buf key;

    buf_init(&key, BUF_NO_LIMIT);
    for (size_t i = 0; i < model->layer_count; i++) {
        buf_add_char(&key, is_member(model, &model->layers[i], tier) ? '+' : '-');
    }
    buf_add_text(&key, " layers");
    json_t *map = memo_get(model->memo, buf_str(&key));

    if (map == NULL) {
        map = memo_put(model->memo, buf_str(&key), make_memberships(model, key.bytes));
    }
    buf_release(&key);
    return map;
}

bool layers_has_member(const struct model *model, const struct tier *tier, const char *name)
{
    for (size_t i = 0; i < model->layer_count; i++) {
        if (strcmp(model->layers[i].name, name) == 0) {
            return is_member(model, &model->layers[i], tier);
        }
    }
    return false;
}

bool layers_name_applies(const struct model *model, const struct tier *tier, const json_t *row)
{
    const char *layer = jx_get_text(row, "layer", NULL);

    return catalog_when(jx_get(row, "when"), tier->spec) &&
           (layer == NULL || layers_has_member(model, tier, layer));
}

/* ---- who is told ---- */

static void note_told(void *context, const struct layer_info *layer)
{
    bool *is_told = context;
    const json_t *topic = jx_get(layer->traits, "topic");
    const json_t *others = jx_get(layer->spec, jx_get_text(topic, "unless", ""));

    if (topic != NULL && layer->spec != NULL && json_array_size(others) == 0) {
        *is_told = true;
    }
}

bool layers_tell(const struct model *model)
{
    bool is_told = false;

    layers_each(model, note_told, &is_told);
    return is_told;
}

/* ---- addresses: each is a parameter, known by its text, so that their order does not matter ----
 */

static struct naming naming_of_address(const struct model *model, const char *prefix,
                                       const char *address)
{
    struct arena *arena = model->arena;
    const char *key = arena_text(arena, "%s-%s", prefix, topics_address_key(model, address));

    return (struct naming){.key = key,
                           .id = names_id(arena, str_from(key)),
                           .label = names_label(arena, str_from(key)),
                           .name = key,
                           .stem = key};
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct naming *)a)->id, ((const struct naming *)b)->id);
}

/* Sorted, in the arena, of the list's length. */
static struct naming *namings_of(const struct model *model, const char *prefix, const json_t *list)
{
    size_t count = json_array_size(list);
    struct naming *namings = ARENA_ARRAY(model->arena, count, struct naming);
    size_t i;
    const json_t *address;

    jx_array_foreach (list, i, address) {
        namings[i] = naming_of_address(model, prefix, json_string_value(address));
    }
    if (count > 1) {
        qsort(namings, count, sizeof(*namings), by_id);
    }
    return namings;
}

static json_t *address_references(const struct model *model, const char *prefix, const json_t *list)
{
    const struct naming *namings = namings_of(model, prefix, list);
    json_t *references = jx_array();

    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *reference = reference_make("parameter.value", &namings[i]);

        jx_set(reference, "type", jx_string("string"));
        jx_append(references, reference);
    }
    return references;
}

struct parameters {
    const struct model *model;
    json_t *list;
};

static void add_parameters(void *context, const struct layer_info *layer)
{
    const struct parameters *parameters = context;
    const char *name;
    const json_t *value;

    jx_object_foreach (layer->spec, name, value) {
        const json_t *traits = jx_get(property_schema(layer, name), "x-archgen-parameters");
        const char *prefix = jx_get_text(traits, "prefix", layer->name);
        size_t i;
        const json_t *address;

        if (traits == NULL) {
            continue;
        }
        jx_array_foreach (value, i, address) {
            struct naming naming =
                naming_of_address(parameters->model, prefix, json_string_value(address));
            json_t *parameter = jx_object();

            jx_set(parameter, "id", jx_string(naming.id));
            jx_set(parameter, "label", jx_string(naming.label));
            jx_set(parameter, "type", jx_string("string"));
            jx_set(parameter, "description", jx_string(jx_get_text(traits, "description", "")));
            jx_set(parameter, "value", jx_share(address));
            jx_append(parameters->list, parameter);
        }
    }
}

void layers_add_parameters(const struct model *model, json_t *list)
{
    struct parameters parameters = {model, list};

    layers_each(model, add_parameters, &parameters);
}

struct address_search {
    void (*visit)(void *context, const struct layer_info *layer, const char *property);
    void *context;
};

static void visit_address_lists(void *context, const struct layer_info *layer)
{
    const struct address_search *search = context;
    const char *name;
    const json_t *value;

    jx_object_foreach (layer->spec, name, value) {
        if (jx_get(property_schema(layer, name), "x-archgen-parameters") != NULL) {
            search->visit(search->context, layer, name);
        }
    }
}

void layers_address_lists(const struct model *model,
                          void (*visit)(void *context, const struct layer_info *layer,
                                        const char *property),
                          void *context)
{
    struct address_search search = {visit, context};

    layers_each(model, visit_address_lists, &search);
}

/* ---- names ---- */

struct name_search {
    void (*visit)(void *context, const struct layer_info *layer, const json_t *row);
    void *context;
};

static void visit_names(void *context, const struct layer_info *layer)
{
    const struct name_search *search = context;
    const char *which;
    const json_t *row;

    jx_object_foreach (jx_get(layer->traits, "names"), which, row) {
        if (layer->spec != NULL) {
            search->visit(search->context, layer, row);
        }
    }
}

void layers_names(const struct model *model,
                  void (*visit)(void *context, const struct layer_info *layer, const json_t *row),
                  void *context)
{
    struct name_search search = {visit, context};

    layers_each(model, visit_names, &search);
}

/* ---- the view ---- */

/* The tiers that a list names, as summaries. */
static json_t *summaries(const struct model *model, const json_t *names)
{
    json_t *list = jx_array();
    size_t i;
    const json_t *name;

    jx_array_foreach (names, i, name) {
        const struct tier *tier = model_tier(model, jx_str(name));

        BUG_UNLESS(tier != NULL);
        jx_append(list, reference_summary(model, tier));
    }
    return list;
}

static json_t *property_view(const struct model *model, const struct layer_info *layer,
                             const char *name, const json_t *value)
{
    const json_t *schema = property_schema(layer, name);
    const json_t *parameters = jx_get(schema, "x-archgen-parameters");

    if (links_is_list(schema) && json_is_array(value)) {
        return summaries(model, value);
    }
    if (parameters != NULL) {
        return address_references(model, jx_get_text(parameters, "prefix", layer->name), value);
    }
    if (links_is_one(schema)) {
        const struct tier *tier =
            links_find(model, schema, value, jx_get(layer->source, name) != NULL);

        return tier == NULL ? json_null() : reference_summary(model, tier);
    }
    /* Some hold maps that are printed as they are, whose order must not matter. */
    json_t *expanded = expand_value(model, NULL, value);
    json_t *ordered = jx_sorted(expanded);

    json_decref(expanded);
    return ordered;
}

/* Summaries of the tiers that take part. */
static json_t *members_of(const struct model *model, const struct layer_info *layer)
{
    json_t *list = jx_array();

    for (size_t i = 0; i < model->tier_count; i++) {
        if (is_member(model, layer, &model->tiers[i])) {
            jx_append(list, reference_summary(model, &model->tiers[i]));
        }
    }
    return list;
}

static json_t *names_of(const struct model *model, const struct layer_info *layer)
{
    json_t *names = jx_object();
    const char *which;
    const json_t *row;

    jx_object_foreach (jx_get(layer->traits, "names"), which, row) {
        jx_set(names, which, jx_format("%s%s", model->prefix, jx_get_text(row, "suffix", "")));
    }
    return names;
}

/* What the layer may do with the tiers that take part, in their order. */
static json_t *statements_of(const struct model *model, const struct layer_info *layer)
{
    struct grants grants = {.list = jx_array()};

    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];
        const json_t *row = jx_get(jx_get(tier->kind->traits, "layers"), layer->name);

        if (is_member(model, layer, tier)) {
            grants_add(model, tier, jx_get(row, "statements"), &grants);
        }
    }
    return grants.list;
}

struct addition {
    const struct model *model;
    json_t *view;
};

static void add_layer(void *context, const struct layer_info *layer)
{
    struct addition *addition = context;
    json_t *members = json_null();
    const char *name;
    const json_t *value;

    if (layer->spec != NULL) {
        members = jx_object();
        jx_object_foreach (layer->spec, name, value) {
            jx_set(members, name, property_view(addition->model, layer, name, value));
        }
        jx_set(members, "statements", statements_of(addition->model, layer));
        if (jx_get(jx_get(layer->traits, "layer"), "members") != NULL) {
            jx_set(members, "members", members_of(addition->model, layer));
        }
        if (jx_get(layer->traits, "names") != NULL) {
            jx_set(members, "names", names_of(addition->model, layer));
        }
    }
    jx_set(addition->view, layer->name, members);
}

void layers_add(const struct model *model, json_t *view)
{
    struct addition addition = {model, view};

    layers_each(model, add_layer, &addition);
}

/* ---- keys and regions ---- */

struct key_search {
    const struct model *model;
    bool is_first;
    void (*visit)(void *context, const char *use);
    void *context;
};

static void visit_keys(void *context, const struct layer_info *layer)
{
    const struct key_search *search = context;
    size_t i;
    const json_t *row;

    jx_array_foreach (jx_get(layer->traits, "keys"), i, row) {
        bool is_first = !jx_get_bool(row, "joins", false);

        if (layer->spec != NULL && is_first == search->is_first &&
            catalog_when_within(jx_get(row, "when"), layer->spec, search->model->document)) {
            search->visit(search->context, jx_get_text(row, "use", layer->name));
        }
    }
}

void layers_key_uses(const struct model *model, bool is_first,
                     void (*visit)(void *context, const char *use), void *context)
{
    struct key_search search = {model, is_first, visit, context};

    layers_each(model, visit_keys, &search);
}

struct region_search {
    void (*visit)(void *context, const struct layer_info *layer, const char *path,
                  const char *region);
    void *context;
};

static void visit_regions(void *context, const struct layer_info *layer)
{
    const struct region_search *search = context;
    size_t i;
    const json_t *path;

    jx_array_foreach (jx_get(layer->traits, "regions"), i, path) {
        const json_t *value = jx_path(layer->spec, json_string_value(path));

        if (json_is_string(value)) {
            search->visit(search->context, layer, json_string_value(path),
                          json_string_value(value));
        }
    }
}

void layers_regions(const struct model *model,
                    void (*visit)(void *context, const struct layer_info *layer, const char *path,
                                  const char *region),
                    void *context)
{
    struct region_search search = {visit, context};

    layers_each(model, visit_regions, &search);
}
