/* SPDX-License-Identifier: MIT */
/* Dimensions are references where AWS names a resource, so that each target spells them. */
#include "model/metrics.h"

#include "base/mem.h"
#include "model/names.h"
#include "model/reference.h"
#include "model/targets.h"

#include <stdlib.h>

void metrics_owners(const struct model *model,
                    void (*visit)(void *context, const struct metric_owner *owner), void *context)
{
    const json_t *schema = schemas_annotations(model->catalog->schemas, "network.json");
    struct metric_owner owner = {
        .naming = names_make(model->arena, model->prefix, "network"),
        .traits = jx_get(schema, "x-archgen"),
        .spec = jx_get(model->document, "network"),
        .source = jx_get(model->source, "network"),
        .span = model->network.span,
    };

    visit(context, &owner);
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];

        owner = (struct metric_owner){tier,       tier->naming, tier->kind->traits,
                                      tier->spec, tier->source, tier->span};
        visit(context, &owner);
    }
}

const json_t *metrics_choose(const struct metric_owner *owner, const json_t *rows)
{
    size_t i;
    const json_t *row;

    jx_array_foreach (rows, i, row) {
        if (catalog_when(jx_get(row, "when"), owner->spec)) {
            return row;
        }
    }
    return NULL;
}

/* ---- items ---- */

static struct metric_item *items_of_targets(const struct model *model,
                                            const struct metric_owner *owner, size_t *count)
{
    struct metric_item *items =
        ARENA_ARRAY(model->arena, owner->tier->out_count, struct metric_item);
    json_t *targets = targets_of(model, owner->tier);
    size_t i;
    const json_t *target;

    *count = 0;
    jx_array_foreach (targets, i, target) {
        const struct tier *tier = model_tier(model, jx_str(jx_get(jx_get(target, "tier"), "key")));
        struct metric_item *item = &items[(*count)++];

        item->key = tier->naming.stem;
        item->member = NULL;
        item->naming = (struct naming){
            .id = arena_strdup(model->arena, jx_str(jx_get(target, "id"))),
            .label = arena_strdup(model->arena, jx_str(jx_get(target, "label"))),
            .name = arena_strdup(model->arena, jx_str(jx_get(target, "name"))),
        };
    }
    json_decref(targets);
    return items;
}

/* NAT instances have none of the metrics of gateways. */
static struct metric_item *items_of_gateways(const struct model *model, size_t *count)
{
    const struct network *network = &model->network;
    struct metric_item *items =
        ARENA_ARRAY(model->arena, network->gateway_count, struct metric_item);

    *count = network->nat_instance == NULL ? network->gateway_count : 0;
    for (size_t i = 0; i < *count; i++) {
        items[i] = (struct metric_item){.key = network->gateways[i].naming.label,
                                        .naming = network->gateways[i].naming};
    }
    return items;
}

static size_t count_of(const struct metric_owner *owner, const json_t *row)
{
    const json_t *value = jx_path(owner->spec, jx_get_text(row, "property", ""));

    return (size_t)(json_integer_value(value) + jx_get_integer(row, "plus", 0));
}

/* The members are numbered in one or two places: "0002", "0001-002". */
static struct metric_item *items_of_members(const struct model *model,
                                            const struct metric_owner *owner, size_t *count)
{
    const json_t *rows = jx_get(metrics_choose(owner, jx_get(owner->traits, "members")), "counts");
    const json_t *outer = jx_at(rows, 0);
    const json_t *inner = jx_at(rows, 1);
    size_t inner_count = inner == NULL ? 1 : count_of(owner, inner);
    struct metric_item *items;

    *count = count_of(owner, outer) * inner_count;
    items = ARENA_ARRAY(model->arena, *count, struct metric_item);
    for (size_t i = 0; i < *count; i++) {
        const char *key = arena_text(model->arena, "%0*zu", (int)jx_get_integer(outer, "digits", 1),
                                     i / inner_count + 1);

        if (inner != NULL) {
            key = arena_text(model->arena, "%s-%0*zu", key, (int)jx_get_integer(inner, "digits", 1),
                             i % inner_count + 1);
        }
        items[i] = (struct metric_item){.key = key, .naming = owner->naming, .member = key};
    }
    return items;
}

struct metric_item *metrics_items(const struct model *model, const struct metric_owner *owner,
                                  const json_t *row, size_t *count)
{
    const char *each = jx_get_text(row, "each", "");
    struct metric_item *items;

    if (strcmp(each, "targets") == 0) {
        return items_of_targets(model, owner, count);
    }
    if (strcmp(each, "gateways") == 0) {
        return items_of_gateways(model, count);
    }
    if (strcmp(each, "members") == 0) {
        return items_of_members(model, owner, count);
    }
    items = ARENA_ARRAY(model->arena, 1, struct metric_item);
    *items = (struct metric_item){.key = "", .naming = owner->naming};
    *count = 1;
    return items;
}

/* ---- dimensions ---- */

/* A reference to what the item is; of a member of a tier it says which. */
static json_t *item_reference(const struct model *model, const struct metric_owner *owner,
                              const struct metric_item *item, const char *what)
{
    if (item->member == NULL) {
        return reference_share(model, what, &item->naming);
    }
    json_t *reference = reference_make(what, &item->naming);

    jx_set(reference, "tier", jx_string(owner->naming.key));
    jx_set(reference, "member", jx_string(item->member));
    return reference;
}

static json_t *dimension_value(const struct model *model, const struct metric_owner *owner,
                               const struct metric_item *item, const json_t *row)
{
    const char *attribute = jx_get_text(row, "attribute", NULL);
    const char *what = jx_get_text(row, "reference", NULL);
    const char *of_item = jx_get_text(row, "item", NULL);

    if (attribute != NULL) {
        return reference_to_tier(model, owner->tier, attribute);
    }
    if (what != NULL) {
        return reference_share(model, what, &owner->naming);
    }
    if (of_item != NULL) {
        return item_reference(model, owner, item, of_item);
    }
    if (jx_get_bool(row, "member", false)) {
        BUG_UNLESS(item->member != NULL);
        return jx_string(item->member);
    }
    return jx_string(jx_get_text(row, "text", ""));
}

static int by_name(const void *a, const void *b)
{
    const struct metric_dimension *left = a;
    const struct metric_dimension *right = b;

    return strcmp(left->name, right->name);
}

size_t metrics_dimensions(const struct model *model, const struct metric_owner *owner,
                          const struct metric_item *item, const json_t *row,
                          struct metric_dimension *dimensions)
{
    size_t count = 0;
    const char *name;
    const json_t *value;

    jx_object_foreach (jx_get(row, "dimensions"), name, value) {
        BUG_UNLESS(count < METRIC_DIMENSIONS_MAX);
        dimensions[count++] =
            (struct metric_dimension){name, dimension_value(model, owner, item, value)};
    }
    qsort(dimensions, count, sizeof(*dimensions), by_name);
    return count;
}

const char *metrics_region(const struct model *model, const json_t *row)
{
    return jx_get_text(row, "region", model->region);
}
