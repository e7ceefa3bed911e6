/* SPDX-License-Identifier: MIT */
/* Checks of layers: the tiers and regions that they name. */
#include "model/checks.h"

#include "base/mem.h"
#include "model/expand.h"
#include "model/layers.h"
#include "model/links.h"
#include "model/topics.h"

/* The place of a layer's property, or of the layer. */
static struct span span_of(const struct model *model, const struct layer_info *layer,
                           const char *property)
{
    return model_span(model, layer->name, property);
}

static struct span item_span(const struct model *model, const struct layer_info *layer,
                             const char *property, size_t index)
{
    const struct place *place =
        places_of_item(model->places, jx_get(layer->source, property), index);

    return place->value.source != NULL ? place->value : span_of(model, layer, property);
}

/* The hint of a property that must lead to a tier, or NULL if none is needed now: a text, or rows
 * of
 * {"when": …, "text": …} of which the first that holds counts. */
static const char *need_of(const struct model *model, const struct layer_info *layer,
                           const json_t *schema)
{
    const json_t *need = jx_get(schema, "x-archgen-need");
    size_t i;
    const json_t *row;

    jx_array_foreach (need, i, row) {
        if (catalog_when_within(jx_get(row, "when"), layer->spec, model->document)) {
            return jx_get_text(row, "text", NULL);
        }
    }
    return json_string_value(need);
}

static void check_one(struct model *model, const struct layer_info *layer, const char *property,
                      const json_t *value)
{
    const json_t *schema = jx_get(jx_get(layer->schema, "properties"), property);
    const json_t *find = jx_get(schema, "x-archgen-find");

    if (json_is_string(value) && links_is_one(schema)) {
        const struct link_check link = {
            .owner = layer->name,
            .property = property,
            .kind = jx_get_text(schema, "x-archgen-kind", jx_get_text(find, "kind", NULL)),
            .where = jx_get(find, "where"),
            .span = span_of(model, layer, property),
        };

        (void)check_target(model, &link, value);
    } else if (value == NULL || json_is_null(value)) {
        const char *need = need_of(model, layer, schema);

        if (need != NULL &&
            links_find(model, schema, NULL, jx_get(layer->source, property) != NULL) == NULL) {
            struct diag *diag = diag_add(model->diags, DIAG_BAD_TIER, span_of(model, layer, ""),
                                         "'%s' needs a tier for '%s'", layer->name, property);

            diag_hint(model->diags, diag, "%s", need);
        }
    }
}

static void check_list(struct model *model, const struct layer_info *layer, const char *property,
                       const json_t *list)
{
    const char *members = jx_get_text(jx_get(layer->traits, "layer"), "members", "");
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        const struct link_check link = {
            .owner = layer->name,
            .property = property,
            .span = item_span(model, layer, property, i),
        };
        const struct tier *tier = check_target(model, &link, item);

        if (tier != NULL && strcmp(members, property) == 0 &&
            !layers_can_join(model, layer, tier)) {
            const json_t *row = jx_get(jx_get(tier->kind->traits, "layers"), layer->name);
            struct diag *diag =
                diag_add(model->diags, DIAG_BAD_TIER, link.span, "'%s' cannot take part in '%s'",
                         tier->naming.key, layer->name);
            const char *text = jx_get_text(row, "text", NULL);

            diag_note(model->diags, diag, tier->span, "'%s' is declared here", tier->naming.key);
            if (text != NULL) {
                diag_hint(model->diags, diag, "%s", text);
            }
        }
    }
}

static bool is_one_of(const char *text, const json_t *list)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        if (str_eq_text(jx_str(item), text)) {
            return true;
        }
    }
    return false;
}

static bool has_kind(const struct model *model, const json_t *kinds)
{
    for (size_t i = 0; i < model->tier_count; i++) {
        if (is_one_of(model->tiers[i].kind->name, kinds)) {
            return true;
        }
    }
    return false;
}

/* What is about tiers of a kind needs one: `x-archgen-tiers` holds rows of
 * {"when": …, "kinds": […], "text": …}. */
static void check_kinds(struct model *model, const struct layer_info *layer, const char *property)
{
    const json_t *schema = jx_get(jx_get(layer->schema, "properties"), property);
    size_t i;
    const json_t *row;

    jx_array_foreach (jx_get(schema, "x-archgen-tiers"), i, row) {
        if (catalog_when_within(jx_get(row, "when"), layer->spec, model->document) &&
            !has_kind(model, jx_get(row, "kinds"))) {
            diag_add(model->diags, DIAG_BAD_TIER, span_of(model, layer, property), "%s",
                     jx_get_text(row, "text", "there is no tier that it is about"));
        }
    }
}

/* A name that is filled in has a length only now: `x-archgen-name` holds what AWS allows. */
static void check_length(struct model *model, const struct layer_info *layer, const char *property,
                         const json_t *rule, const char *name)
{
    size_t least = (size_t)jx_get_integer(rule, "least", 1);
    size_t limit = (size_t)jx_get_integer(rule, "limit", 255);
    size_t len = strlen(name);

    if (len < least || len > limit) {
        diag_add(model->diags, DIAG_NAME_LIMIT, span_of(model, layer, property),
                 "%s '%s' has %zu characters, the %s is %zu", jx_get_text(rule, "what", property),
                 name, len, len > limit ? "limit" : "least", len > limit ? limit : least);
    }
}

/* The rule's `template` filled in; NULL if it has none. */
static const char *made_name(const struct model *model, const json_t *rule)
{
    const json_t *text = jx_get(rule, "template");
    json_t *template = jx_object();
    json_t *made = NULL;
    const char *name = NULL;

    if (text != NULL) {
        jx_set(template, "$template", jx_share(text));
        made = expand_value(model, NULL, template);
        name = arena_strdup(model->arena, jx_str(made));
    }
    json_decref(template);
    json_decref(made);
    return name;
}

/* Each member of a map, or item of a list, has a name made of the template and its own. */
static void check_each_name(struct model *model, const struct layer_info *layer,
                            const char *property, const json_t *rule, const json_t *items)
{
    const char *stem = made_name(model, rule);
    const char *suffix = jx_get_text(rule, "suffix", "");
    const char *key;
    size_t i;
    const json_t *item;

    BUG_UNLESS(stem != NULL);
    jx_object_foreach (items, key, item) {
        check_length(model, layer, property, rule,
                     arena_text(model->arena, "%s%s%s", stem, key, suffix));
    }
    jx_array_foreach (items, i, item) {
        key = jx_get_text(item, "name", "");
        check_length(model, layer, property, rule,
                     arena_text(model->arena, "%s%s%s", stem, key, suffix));
    }
}

/* The name is the value; or is made of `template` where the property only says that there is such a
 * thing; or, with `each`, the value or that member of it holds things by name. */
static void check_name(struct model *model, const struct layer_info *layer, const char *property,
                       const json_t *value)
{
    const json_t *schema = jx_get(jx_get(layer->schema, "properties"), property);
    const json_t *rule = jx_get(schema, "x-archgen-name");
    const char *each = jx_get_text(rule, "each", NULL);
    const char *made = NULL;
    json_t *name = NULL;

    if (rule == NULL || value == NULL || json_is_null(value)) {
        return;
    }
    if (each != NULL) {
        const json_t *items = strcmp(each, ".") == 0 ? value : jx_get(value, each);

        check_each_name(model, layer, property, rule, items);
        return;
    }
    made = made_name(model, rule);
    if (made != NULL) {
        check_length(model, layer, property, rule, made);
        return;
    }
    name = expand_value(model, NULL, value);
    if (json_is_string(name)) {
        check_length(model, layer, property, rule, json_string_value(name));
    }
    json_decref(name);
}

/* What makes no sense without a listener: either addresses of its own, or the topic of a level. */
static void check_told(struct model *model, const struct layer_info *layer)
{
    const json_t *topic = jx_get(layer->traits, "topic");
    const char *others = jx_get_text(topic, "unless", "");
    json_t *reference = NULL;

    if (topic == NULL || json_array_size(jx_get(layer->spec, others)) > 0) {
        return;
    }
    reference = topics_reference(model, jx_get_text(topic, "level", "info"), model->region);
    if (json_is_null(reference)) {
        struct diag *diag = diag_add(model->diags, DIAG_BAD_LAYER, span_of(model, layer, ""),
                                     "'%s' tells nobody", layer->name);

        diag_hint(model->diags, diag, "give addresses under '%s.%s' or 'monitoring.notify'",
                  layer->name, others);
    }
    json_decref(reference);
}

/* Layers that are made for other environments: `unusual` holds the profile and the reason. */
static void check_unusual(struct model *model, const struct layer_info *layer)
{
    const json_t *unusual = jx_get(layer->traits, "unusual");

    if (strcmp(jx_get_text(unusual, "profile", ""), model->profile) == 0) {
        struct diag *diag = diag_add(model->diags, DIAG_UNUSUAL_LAYER, span_of(model, layer, ""),
                                     "'%s' is used in '%s', which follows the profile '%s'",
                                     layer->name, model->environment, model->profile);

        diag_hint(model->diags, diag, "%s", jx_get_text(unusual, "text", ""));
    }
}

/* Two properties that must not say the same, such as two times. */
static void check_differing(struct model *model, const struct layer_info *layer)
{
    size_t i;
    const json_t *pair;

    jx_array_foreach (jx_get(layer->traits, "differ"), i, pair) {
        const char *first = json_string_value(json_array_get(pair, 0));
        const char *second = json_string_value(json_array_get(pair, 1));

        if (json_equal(jx_get(layer->spec, first), jx_get(layer->spec, second)) == 1) {
            struct diag *diag =
                diag_add(model->diags, DIAG_BAD_LAYER, span_of(model, layer, second),
                         "'%s' and '%s' say the same", first, second);

            diag_note(model->diags, diag, span_of(model, layer, first), "'%s' is given here",
                      first);
        }
    }
}

static void check_layer(void *context, const struct layer_info *layer)
{
    struct model *model = context;
    const char *property;
    const json_t *schema;

    if (layer->spec == NULL) {
        return;
    }
    check_told(model, layer);
    check_unusual(model, layer);
    check_differing(model, layer);
    jx_object_foreach (jx_get(layer->schema, "properties"), property, schema) {
        const json_t *value = jx_get(layer->spec, property);

        check_name(model, layer, property, value);
        check_kinds(model, layer, property);
        if (links_is_one(schema)) {
            check_one(model, layer, property, value);
        } else if (links_is_list(schema)) {
            check_list(model, layer, property, value);
        }
    }
}

void check_layers(struct model *model)
{
    layers_each(model, check_layer, model);
}
