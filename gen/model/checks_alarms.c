/* SPDX-License-Identifier: MIT */
/* Checks of alarms: that they can be measured, and that there are not too many. */
#include "model/checks.h"

#include "base/mem.h"
#include "model/alarms.h"
#include "model/layers.h"

#include <stdlib.h>

/* ---- what cannot be measured ---- */

static bool is_wanted(const json_t *alarm)
{
    const json_t *critical = jx_get(alarm, "critical");
    const json_t *warning = jx_get(alarm, "warning");

    return json_is_object(critical) || json_is_true(critical) || json_is_object(warning) ||
           json_is_true(warning);
}

/* The last of the rows says what is wrong when none fits. */
static void check_measured(struct model *model, const struct metric_owner *owner, const char *key,
                           const json_t *rows)
{
    const json_t *row = metrics_choose(owner, rows);
    const json_t *last = jx_at(rows, json_array_size(rows) - 1);
    bool may_be_idle = jx_get_bool(last, "idle", false);
    size_t count = 0;

    if (row != NULL) {
        (void)metrics_items(model, owner, row, &count);
    }
    if (count > 0) {
        return;
    }
    struct diag *diag =
        diag_add(model->diags, row != NULL || may_be_idle ? DIAG_ALARM_IDLE : DIAG_BAD_TIER,
                 alarms_span(model, owner, key), "alarm '%s' of '%s' has nothing to watch", key,
                 owner->naming.key);

    diag_hint(model->diags, diag, "%s",
              jx_get_text(last, "otherwise", "nothing is there for which it is measured"));
}

static void check_owner(void *context, const struct metric_owner *owner)
{
    struct model *model = context;
    const json_t *stated = jx_get(owner->spec, "alarms");
    const char *key;
    const json_t *annotation;

    jx_object_foreach (jx_get(owner->traits, "alarms"), key, annotation) {
        if (is_wanted(jx_get(stated, key))) {
            check_measured(model, owner, key, jx_get(annotation, "metrics"));
        }
    }
}

/* ---- how many ---- */

/* Alarms that one place of the description makes. */
struct made {
    struct span span;
    size_t count;
};

struct tally {
    struct model *model;
    struct made *items;
    size_t count;
    size_t capacity;
    size_t sum;
};

static void add(struct tally *tally, struct span span, size_t count)
{
    ARENA_GROW(tally->model->arena, tally->items, tally->count, tally->capacity);
    tally->items[tally->count++] = (struct made){span, count};
    tally->sum += count;
}

/* Scaling makes alarms of its own, which are counted by AWS like all others. */
static void count_scaling(struct tally *tally, const struct tier *tier)
{
    size_t i;
    const json_t *row;

    jx_array_foreach (jx_get(tier->kind->traits, "alarm_counts"), i, row) {
        if (catalog_when(jx_get(row, "when"), tier->spec)) {
            add(tally, checks_path_span(tally->model, tier, jx_get_text(row, "property", "kind")),
                (size_t)jx_get_integer(row, "count", 1));
        }
    }
}

/* True if an item of a list or map makes an alarm. */
static bool makes_alarm(const json_t *row, const json_t *item)
{
    return !json_is_object(item) || catalog_when(jx_get(row, "item"), item);
}

/* Layers make alarms for each of something. */
static void count_layer(void *context, const struct layer_info *layer)
{
    struct tally *tally = context;
    size_t i;
    const json_t *row;

    jx_array_foreach (jx_get(layer->traits, "alarm_counts"), i, row) {
        const json_t *items = jx_path(layer->spec, jx_get_text(row, "each", ""));
        bool is_on = layer->spec != NULL && catalog_when(jx_get(row, "when"), layer->spec);
        size_t count = 0;
        size_t k;
        const char *key;
        const json_t *item;

        jx_array_foreach (items, k, item) {
            count += makes_alarm(row, item) ? 1 : 0;
        }
        jx_object_foreach (items, key, item) {
            count += makes_alarm(row, item) ? 1 : 0;
        }
        if (is_on && count > 0) {
            add(tally, model_span(tally->model, layer->name, jx_get_text(row, "property", "")),
                count);
        }
    }
}

static int by_place(const void *a, const void *b)
{
    const struct made *left = a;
    const struct made *right = b;

    return (left->span.off > right->span.off) - (left->span.off < right->span.off);
}

static void check_limit(struct model *model)
{
    const json_t *limit = jx_path(model->document, "monitoring.limit");
    struct tally tally = {.model = model};
    size_t seen = 0;

    if (!json_is_integer(limit)) {
        return;
    }
    for (size_t i = 0; i < model->alarm_count; i++) {
        add(&tally, model->alarms[i].span, 1);
    }
    for (size_t i = 0; i < model->tier_count; i++) {
        count_scaling(&tally, &model->tiers[i]);
    }
    layers_each(model, count_layer, &tally);
    size_t max = (size_t)json_integer_value(limit);

    if (tally.sum <= max) {
        return;
    }
    qsort(tally.items, tally.count, sizeof(*tally.items), by_place);
    for (size_t i = 0; i < tally.count; i++) {
        seen += tally.items[i].count;
        if (seen > max) {
            struct diag *diag =
                diag_add(model->diags, DIAG_ALARM_LIMIT, tally.items[i].span,
                         "'%s' has %zu alarms, those of scaling included: more than %zu from here",
                         model->environment, tally.sum, max);

            diag_note(model->diags, diag, model_span(model, "monitoring", "limit"),
                      "the limit is given here");
            return;
        }
    }
}

void check_alarms(struct model *model)
{
    metrics_owners(model, check_owner, model);
    check_limit(model);
}
