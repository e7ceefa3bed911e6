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

/* The rule of a level: what the description states, or the usual one for `true`. False if there is
 * none. */
static bool find_rule(struct arena *arena, const json_t *stated, const json_t *annotation,
                      const char *level, struct alarm_rule *rule)
{
    const json_t *own = jx_get(stated, level);
    json_t *made = NULL;

    if (json_is_true(own)) {
        struct str text = jx_str(jx_get(annotation, level));
        const struct format *format = format_find(STR("alarm-rule"));

        BUG_UNLESS(format->is_valid(text));
        made = format->value(text);
        own = made;
    }
    if (!json_is_object(own)) {
        return false;
    }
    *rule = (struct alarm_rule){
        .op = arena_strdup(arena, jx_str(jx_get(own, "op"))),
        .threshold = json_number_value(jx_get(own, "threshold")),
        .periods = jx_get_integer(own, "periods", 0),
        .seconds = jx_get_integer(own, "seconds", 0),
    };
    json_decref(made);
    return true;
}

/* The alarm for each of what the metric exists for. */
static void add_items(struct model *model, struct alarm alarm, const char *suffix)
{
    size_t count;
    const struct metric_item *items = metrics_items(model, alarm.owner, alarm.row, &count);

    for (size_t i = 0; i < count; i++) {
        alarm.item = &items[i];
        alarm.naming = naming_of(model, alarm.owner, alarm.key, items[i].key, suffix);
        ARENA_GROW(model->arena, model->alarms, model->alarm_count, model->alarm_capacity);
        model->alarms[model->alarm_count++] = alarm;
    }
}

static void add_levels(struct model *model, const struct metric_owner *owner, const char *key,
                       const json_t *annotation)
{
    const json_t *own = jx_get(jx_get(owner->spec, "alarms"), key);
    const json_t *row = metrics_choose(owner, jx_get(annotation, "metrics"));

    for (size_t i = 0; row != NULL && i < AG_COUNT(levels); i++) {
        struct alarm alarm = {
            .owner = owner,
            .key = key,
            .level = levels[i].name,
            .row = row,
            .missing = jx_get_text(own, "missing", jx_get_text(row, "missing", "missing")),
            .region = metrics_region(model, row),
            .span = alarms_span(model, owner, key),
        };

        if (find_rule(model->arena, own, annotation, alarm.level, &alarm.rule)) {
            add_items(model, alarm, levels[i].suffix);
        }
    }
}

/* An owner lives during its visit only. */
static void add_owner(void *context, const struct metric_owner *visited)
{
    struct model *model = context;
    const json_t *stated = jx_get(visited->spec, "alarms");
    struct metric_owner *owner = NULL;
    const char *key;
    const json_t *annotation;

    jx_object_foreach (jx_get(visited->traits, "alarms"), key, annotation) {
        if (jx_get(stated, key) == NULL) {
            continue;
        }
        if (owner == NULL) {
            owner = ARENA_NEW(model->arena, struct metric_owner);
            *owner = *visited;
        }
        add_levels(model, owner, key, annotation);
    }
}

void alarms_build(struct model *model)
{
    metrics_owners(model, add_owner, model);
}

/* ---- the view ---- */

/* Rules have up to three decimals, of which a unit may make six. */
#define EXACTNESS 1e6

/* A threshold in the unit of the metric, where that is not the description's. */
static json_t *threshold_of(const struct alarm *alarm)
{
    json_int_t scale = jx_get_integer(alarm->row, "scale", 1);
    double value = alarm->rule.threshold;

    if (scale != 1) {
        value = round(value * (double)scale * EXACTNESS) / EXACTNESS;
    }
    json_int_t whole = (json_int_t)value;

    return (double)whole == value ? jx_integer(whole) : jx_real(value);
}

static json_t *dimensions_of(const struct model *model, const struct alarm *alarm)
{
    struct metric_dimension dimensions[METRIC_DIMENSIONS_MAX];
    size_t count = metrics_dimensions(model, alarm->owner, alarm->item, alarm->row, dimensions);
    json_t *list = jx_array();

    for (size_t i = 0; i < count; i++) {
        json_t *dimension = jx_object();

        jx_set(dimension, "name", jx_string(dimensions[i].name));
        jx_set(dimension, "value", dimensions[i].value);
        jx_append(list, dimension);
    }
    return list;
}

static json_t *view_of(const struct model *model, const struct alarm *alarm)
{
    json_t *view = jx_object();

    jx_set(view, "id", jx_string(alarm->naming.id));
    jx_set(view, "label", jx_string(alarm->naming.label));
    jx_set(view, "name", jx_string(alarm->naming.name));
    jx_set(view, "tier",
           alarm->owner->tier == NULL ? json_null() : reference_summary(model, alarm->owner->tier));
    jx_set(view, "level", jx_string(alarm->level));
    jx_set(view, "description",
           jx_format("%s of %s%s%s (%s)", jx_get_text(alarm->row, "text", alarm->key),
                     alarm->owner->naming.stem, *alarm->item->key == '\0' ? "" : "/",
                     alarm->item->key, alarm->level));
    jx_set(view, "namespace", jx_share(jx_get(alarm->row, "namespace")));
    jx_set(view, "metric", jx_share(jx_get(alarm->row, "metric")));
    jx_set(view, "statistic", jx_share(jx_get(alarm->row, "statistic")));
    jx_set(view, "dimensions", dimensions_of(model, alarm));
    jx_set(view, "op", jx_string(alarm->rule.op));
    jx_set(view, "threshold", threshold_of(alarm));
    jx_set(view, "periods", jx_integer(alarm->rule.periods));
    jx_set(view, "seconds", jx_integer(alarm->rule.seconds));
    jx_set(view, "missing", jx_string(alarm->missing));
    jx_set(view, "topic", topics_reference(model, alarm->level, alarm->region));
    return view;
}

json_t *alarms_view(const struct model *model, const char *region)
{
    json_t *list = jx_array();

    for (size_t i = 0; i < model->alarm_count; i++) {
        if (strcmp(model->alarms[i].region, region) == 0) {
            jx_append(list, view_of(model, &model->alarms[i]));
        }
    }
    return list;
}
