/* SPDX-License-Identifier: MIT */
/* A region is found several times where several tiers need it; the list has it once. */
#include "model/regions.h"

#include "base/mem.h"
#include "model/layers.h"
#include "model/monitoring.h"
#include "model/names.h"
#include "model/reference.h"

#include <stdlib.h>

struct need {
    const char *region;
    const struct tier *tier; /* or NULL: what is away, or a layer's */
};

struct needs {
    const struct tier *tier;
    struct need *items;
    size_t count;
    size_t capacity;
    struct arena *arena;
};

void regions_each(const struct tier *tier,
                  void (*visit)(void *ctx, const char *path, const char *region), void *ctx)
{
    size_t i;
    const json_t *path;

    jx_array_foreach (jx_get(tier->kind->traits, "regions"), i, path) {
        const json_t *value = jx_path(tier->spec, json_string_value(path));

        if (json_is_string(value)) {
            visit(ctx, json_string_value(path), json_string_value(value));
        }
    }
}

static void add(struct needs *needs, const struct tier *tier, const char *region)
{
    ARENA_GROW(needs->arena, needs->items, needs->count, needs->capacity);
    needs->items[needs->count++] = (struct need){region, tier};
}

static void add_named(void *ctx, const char *path, const char *region)
{
    struct needs *needs = ctx;

    (void)path;
    add(needs, needs->tier, region);
}

static void add_layer_region(void *ctx, const struct layer_info *layer, const char *path,
                             const char *region)
{
    (void)layer;
    (void)path;
    add(ctx, NULL, region);
}

static void add_monitored_region(void *ctx, const char *region)
{
    add(ctx, NULL, region);
}

/* By region, then by the order of tiers, which lie in one array. */
static int by_region(const void *a, const void *b)
{
    const struct need *first = a;
    const struct need *second = b;
    int order = strcmp(first->region, second->region);

    return order != 0 ? order : (first->tier > second->tier) - (first->tier < second->tier);
}

json_t *regions_view(const struct model *model, const json_t *away)
{
    struct needs needs = {NULL, NULL, 0, 0, model->arena};
    json_t *list = jx_array();
    json_t *tiers = NULL;

    if (jx_get(away, "region") != NULL) {
        add(&needs, NULL, jx_get_text(away, "region", ""));
    }
    for (size_t i = 0; i < model->tier_count; i++) {
        needs.tier = &model->tiers[i];
        regions_each(needs.tier, add_named, &needs);
    }
    layers_regions(model, add_layer_region, &needs);
    monitoring_regions(model, add_monitored_region, &needs);
    if (needs.count > 1) {
        qsort(needs.items, needs.count, sizeof(*needs.items), by_region);
    }
    for (size_t i = 0; i < needs.count; i++) {
        const struct need *need = &needs.items[i];
        bool is_new = i == 0 || strcmp(need->region, needs.items[i - 1].region) != 0;

        if (is_new) {
            json_t *region = jx_object();

            tiers = jx_array();
            jx_set(region, "name", jx_string(need->region));
            jx_set(region, "id", jx_string(names_id(model->arena, str_from(need->region))));
            jx_set(region, "label", jx_string(names_label(model->arena, str_from(need->region))));
            jx_set(region, "tiers", tiers);
            jx_append(list, region);
        }
        if (need->tier != NULL && (is_new || need->tier != needs.items[i - 1].tier)) {
            jx_append(tiers, reference_summary(model, need->tier));
        }
    }
    return list;
}
