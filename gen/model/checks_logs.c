/* SPDX-License-Identifier: MIT */
/*
 * Log groups: no two have the same name, which could not be deployed. Kinds and layers say by their
 * annotation `log_groups` which they make (docs/kinds.md); default names follow those of others, so
 * that they are known only here.
 */
#include "model/checks.h"

#include "base/mem.h"
#include "model/expand.h"
#include "model/layers.h"

#include <stdlib.h>

struct log_group {
    const char *name;
    struct span span;
};

struct log_groups {
    struct model *model;
    struct log_group *items;
    size_t count;
    size_t capacity;
};

/* Who makes log groups: a tier, or a layer without one. */
struct maker {
    const struct tier *tier;
    const json_t *row; /* its annotation */
    const json_t *spec;
    const json_t *source;
    struct span span;
};

/* A name template spelled out; NULL if it is none. */
static const char *expanded(const struct model *model, const struct maker *maker,
                            const json_t *value)
{
    json_t *name = value == NULL ? NULL : expand_value(model, maker->tier, value);
    const char *text = json_is_string(name) ? arena_strdup(model->arena, jx_str(name)) : NULL;

    json_decref(name);
    return text;
}

static void add(struct log_groups *groups, const struct maker *maker, const char *name,
                const char *path)
{
    struct model *model = groups->model;

    ARENA_GROW(model->arena, groups->items, groups->count, groups->capacity);
    groups->items[groups->count++] =
        (struct log_group){name, checks_span_below(model, maker->source, maker->span, path)};
}

static const char *stem_of(const struct model *model, const struct maker *maker)
{
    const char *property = jx_get_text(maker->row, "name", NULL);
    json_t *template = NULL;
    const char *stem = NULL;

    if (property != NULL) {
        return expanded(model, maker, jx_get(maker->spec, property));
    }
    template = jx_object();
    jx_set(template, "$template", jx_share(jx_get(maker->row, "stem")));
    stem = expanded(model, maker, template);
    json_decref(template);
    return stem;
}

static void add_all(struct log_groups *groups, const struct maker *maker)
{
    struct model *model = groups->model;
    const char *each = jx_get_text(maker->row, "each", "");
    const char *property = jx_get_text(maker->row, "name", NULL);
    const char *key;
    const json_t *member;

    if (maker->row == NULL || !catalog_when(jx_get(maker->row, "when"), maker->spec)) {
        return;
    }
    const char *stem = stem_of(model, maker);

    BUG_UNLESS(stem != NULL);
    if (property != NULL) {
        add(groups, maker, stem, property);
    }
    jx_object_foreach (jx_get(maker->spec, each), key, member) {
        const char *own =
            expanded(model, maker, jx_get(member, jx_get_text(maker->row, "member", "")));

        if (json_is_object(member) && jx_get_bool(member, "enabled", true)) {
            add(groups, maker, own != NULL ? own : arena_text(model->arena, "%s/%s", stem, key),
                arena_text(model->arena, "%s.%s", each, key));
        }
    }
}

static void add_layer(void *context, const struct layer_info *layer)
{
    struct log_groups *groups = context;
    const struct maker maker = {
        .row = jx_get(jx_get(layer->schema, "x-archgen"), "log_groups"),
        .spec = layer->spec,
        .source = layer->source,
        .span = model_span(groups->model, layer->name, ""),
    };

    if (layer->spec != NULL) {
        add_all(groups, &maker);
    }
}

static int by_name_and_place(const void *a, const void *b)
{
    const struct log_group *left = a;
    const struct log_group *right = b;
    int order = strcmp(left->name, right->name);

    return order != 0 ? order
                      : (left->span.off > right->span.off) - (left->span.off < right->span.off);
}

void check_log_groups(struct model *model)
{
    struct log_groups groups = {.model = model};

    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];
        const struct maker maker = {
            .tier = tier,
            .row = jx_get(tier->kind->traits, "log_groups"),
            .spec = tier->spec,
            .source = tier->source,
            .span = tier->span,
        };

        add_all(&groups, &maker);
    }
    layers_each(model, add_layer, &groups);
    if (groups.count > 1) {
        qsort(groups.items, groups.count, sizeof(*groups.items), by_name_and_place);
    }
    for (size_t i = 1; i < groups.count; i++) {
        const struct log_group *first = &groups.items[i - 1];
        const struct log_group *second = &groups.items[i];

        if (strcmp(first->name, second->name) == 0) {
            struct diag *diag = diag_add(model->diags, DIAG_NAME_COLLISION, second->span,
                                         "two log groups are called '%s'", second->name);

            diag_note(model->diags, diag, first->span, "the other one is made here");
        }
    }
}
