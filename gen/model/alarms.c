/* SPDX-License-Identifier: MIT */
/* An alarm is known by its tier, its key, what it is measured for, and its level. */
#include "model/alarms.h"

#include "base/mem.h"
#include "model/names.h"
#include "model/reference.h"
#include "model/topics.h"
#include "schema/format.h"

#include <math.h>

/* The levels, and what they add to a name: a critical alarm is the usual one. */
static const struct {
    const char *name;
    const char *suffix;
} levels[] = {{"critical", ""}, {"warning", "-warning"}};

struct walk {
    const struct model *model;
    void (*visit)(void *context, const struct alarm *alarm);
    void *context;
};

/* "memory-0001-002-warning" behind a tier's names. */
static struct naming naming_of(const struct model *model, const struct metric_owner *owner,
                               const char *key, const char *item, const char *suffix)
{
    struct arena *arena = model->arena;
    const char *rest = arena_text(arena, "%s%s%s%s", key, *item == '\0' ? "" : "-", item, suffix);

    return (struct naming){
        .key = rest,
        .id = arena_text(arena, "%s%sAlarm", owner->naming.id, names_id(arena, str_from(rest))),
        .label =
            arena_text(arena, "%s_%s", owner->naming.label, names_label(arena, str_from(rest))),
        .name = arena_text(arena, "%s-%s", owner->naming.name, rest),
        .stem = rest,
    };
}

struct span alarms_span(const struct model *model, const struct metric_owner *owner,
                        const char *key)
{
    const json_t *alarms = jx_get(owner->source, "alarms");
    const struct place *place = places_of_member(model->places, alarms, key);
    size_t i;
    const json_t *item;

    if (place->key.source != NULL) {
        return place->key;
    }
    jx_array_foreach (alarms, i, item) {
        if (str_eq_text(jx_str(item), key)) {
            return places_of_item(model->places, alarms, i)->value;
        }
    }
    return owner->span;
}

/* Gives the rule of a level: what the description states, the usual one for `true`, or NULL. */
static json_t *rule_of(const json_t *stated, const json_t *annotation, const char *level)
{
    const json_t *rule = jx_get(stated, level);

    if (json_is_object(rule)) {
        return jx_share(rule);
    }
    if (!json_is_true(rule)) {
        return NULL;
    }
    struct str text = jx_str(jx_get(annotation, level));
    const struct format *format = format_find(STR("alarm-rule"));

    BUG_UNLESS(format->is_valid(text));
    return format->value(text);
}

static void visit_items(const struct walk *walk, struct alarm *alarm, const char *suffix)
{
    size_t count;
    const struct metric_item *items = metrics_items(walk->model, alarm->owner, alarm->row, &count);

    for (size_t i = 0; i < count; i++) {
        alarm->item = &items[i];
        alarm->naming = naming_of(walk->model, alarm->owner, alarm->key, items[i].key, suffix);
        walk->visit(walk->context, alarm);
    }
}

static void visit_owner(void *context, const struct metric_owner *owner)
{
    const struct walk *walk = context;
    const json_t *stated = jx_get(owner->spec, "alarms");
    const char *key;
    const json_t *annotation;

    jx_object_foreach (jx_get(owner->traits, "alarms"), key, annotation) {
        const json_t *own = jx_get(stated, key);
        const json_t *row = metrics_choose(owner, jx_get(annotation, "metrics"));

        for (size_t i = 0; row != NULL && i < AG_COUNT(levels); i++) {
            json_t *rule = rule_of(own, annotation, levels[i].name);
            struct alarm alarm = {
                .owner = owner,
                .key = key,
                .level = levels[i].name,
                .row = row,
                .rule = rule,
                .missing = jx_get_text(own, "missing", jx_get_text(row, "missing", "missing")),
                .region = metrics_region(walk->model, row),
                .span = alarms_span(walk->model, owner, key),
            };

            if (rule != NULL) {
                visit_items(walk, &alarm, levels[i].suffix);
            }
            json_decref(rule);
        }
    }
}

void alarms_each(const struct model *model, void (*visit)(void *context, const struct alarm *alarm),
                 void *context)
{
    struct walk walk = {model, visit, context};

    metrics_owners(model, visit_owner, &walk);
}

static void note_one(void *context, const struct alarm *alarm)
{
    bool *exists = context;

    (void)alarm;
    *exists = true;
}

bool alarms_exist(const struct model *model)
{
    bool exists = false;

    alarms_each(model, note_one, &exists);
    return exists;
}

/* ---- the view ---- */

struct collection {
    const struct model *model;
    const char *region;
    json_t *list;
};

/* Rules have up to three decimals, of which a unit may make six. */
#define EXACTNESS 1e6

/* A threshold in the unit of the metric, where that is not the description's. */
static json_t *threshold_of(const struct alarm *alarm)
{
    const json_t *threshold = jx_get(alarm->rule, "threshold");
    json_int_t scale = jx_get_integer(alarm->row, "scale", 1);
    double value = json_number_value(threshold);

    if (scale != 1) {
        value = round(value * (double)scale * EXACTNESS) / EXACTNESS;
    }
    json_int_t whole = (json_int_t)value;

    return (double)whole == value ? jx_integer(whole) : jx_real(value);
}

static void collect(void *context, const struct alarm *alarm)
{
    struct collection *collection = context;
    const struct model *model = collection->model;
    json_t *view = jx_object();

    if (strcmp(alarm->region, collection->region) != 0) {
        json_decref(view);
        return;
    }
    jx_set(view, "id", jx_string(alarm->naming.id));
    jx_set(view, "label", jx_string(alarm->naming.label));
    jx_set(view, "name", jx_string(alarm->naming.name));
    jx_set(view, "tier",
           alarm->owner->tier == NULL ? json_null() : reference_summary(alarm->owner->tier));
    jx_set(view, "level", jx_string(alarm->level));
    jx_set(view, "description",
           jx_format("%s of %s%s%s (%s)", jx_get_text(alarm->row, "text", alarm->key),
                     alarm->owner->naming.stem, *alarm->item->key == '\0' ? "" : "/",
                     alarm->item->key, alarm->level));
    jx_set(view, "namespace", jx_share(jx_get(alarm->row, "namespace")));
    jx_set(view, "metric", jx_share(jx_get(alarm->row, "metric")));
    jx_set(view, "statistic", jx_share(jx_get(alarm->row, "statistic")));
    jx_set(view, "dimensions", metrics_dimensions(alarm->owner, alarm->item, alarm->row));
    jx_set(view, "op", jx_share(jx_get(alarm->rule, "op")));
    jx_set(view, "threshold", threshold_of(alarm));
    jx_set(view, "periods", jx_share(jx_get(alarm->rule, "periods")));
    jx_set(view, "seconds", jx_share(jx_get(alarm->rule, "seconds")));
    jx_set(view, "missing", jx_string(alarm->missing));
    jx_set(view, "topic", topics_reference(model, alarm->level, alarm->region));
    jx_append(collection->list, view);
}

json_t *alarms_view(const struct model *model, const char *region)
{
    struct collection collection = {model, region, jx_array()};

    alarms_each(model, collect, &collection);
    return collection.list;
}
