/* SPDX-License-Identifier: MIT */
/* Alarms on metrics that exist in one region only stand there, with topics of their own. */
#include "model/monitoring.h"

#include "base/mem.h"
#include "model/alarms.h"
#include "model/dashboard.h"
#include "model/names.h"
#include "model/topics.h"

#include <stdlib.h>

struct regions {
    const char **names;
    size_t count;
    size_t capacity;
};

static void note_region(const struct model *model, struct regions *regions, const char *region)
{
    if (strcmp(region, model->region) == 0) {
        return;
    }
    for (size_t i = 0; i < regions->count; i++) {
        if (strcmp(regions->names[i], region) == 0) {
            return;
        }
    }
    ARENA_GROW(model->arena, regions->names, regions->count, regions->capacity);
    regions->names[regions->count++] = region;
}

void monitoring_regions(const struct model *model, void (*visit)(void *context, const char *region),
                        void *context)
{
    struct regions regions = {NULL, 0, 0};

    for (size_t i = 0; i < model->alarm_count; i++) {
        note_region(model, &regions, model->alarms[i].region);
    }
    if (regions.count > 1) {
        qsort(regions.names, regions.count, sizeof(*regions.names), str_by_text);
    }
    for (size_t i = 0; i < regions.count; i++) {
        visit(context, regions.names[i]);
    }
}

/* The tiers that alarms are about, each once: the alarms of a tier stand together. */
static json_t *tiers_of(const json_t *alarms)
{
    json_t *list = jx_array();
    const char *last = "";
    size_t i;
    const json_t *alarm;

    jx_array_foreach (alarms, i, alarm) {
        const json_t *tier = jx_get(alarm, "tier");
        const char *key = jx_get_text(tier, "key", "");

        if (strcmp(key, last) != 0) {
            jx_append(list, jx_share(tier));
            last = key;
        }
    }
    return list;
}

/* Gives those of the topics that alarms tell; takes `topics`. */
static json_t *told_topics(json_t *topics, const json_t *alarms)
{
    json_t *list = jx_array();
    size_t i;
    const json_t *topic;

    jx_array_foreach (topics, i, topic) {
        const char *id = jx_get_text(topic, "id", "");
        bool is_told = false;
        size_t k;
        const json_t *alarm;

        jx_array_foreach (alarms, k, alarm) {
            is_told = is_told || strcmp(jx_get_text(jx_get(alarm, "topic"), "id", ""), id) == 0;
        }
        if (is_told) {
            jx_append(list, jx_share(topic));
        }
    }
    json_decref(topics);
    return list;
}

/* What stands in a region: the same members as `monitoring` itself has. In another region than the
 * description's nothing but alarms tells anything. */
static void set_region(const struct model *model, json_t *view, const char *region)
{
    json_t *alarms = alarms_view(model, region);
    json_t *topics = topics_view(model, region);
    bool is_here = strcmp(region, model->region) == 0;

    jx_set(view, "topics", is_here ? topics : told_topics(topics, alarms));
    jx_set(view, "alarms", alarms);
    jx_set(view, "tiers", tiers_of(alarms));
}

struct additions {
    const struct model *model;
    json_t *list;
};

static void add_region(void *context, const char *region)
{
    struct additions *additions = context;
    const struct model *model = additions->model;
    json_t *view = jx_object();

    jx_set(view, "name", jx_string(region));
    jx_set(view, "id", jx_string(names_id(model->arena, str_from(region))));
    jx_set(view, "label", jx_string(names_label(model->arena, str_from(region))));
    set_region(model, view, region);
    jx_append(additions->list, view);
}

static json_t *topic_by_level(const struct model *model)
{
    static const char *const levels[] = {"critical", "info", "warning"};
    json_t *map = jx_object();

    for (size_t i = 0; i < AG_COUNT(levels); i++) {
        jx_set(map, levels[i], topics_reference(model, levels[i], model->region));
    }
    return map;
}

/* The members that the description has, or null for each. */
static json_t *stated_members(const struct model *model, const json_t *layer)
{
    size_t count;
    const struct str *names =
        schemas_properties(model->catalog->schemas, "monitoring.json", &count);
    json_t *members = jx_object();

    for (size_t i = 0; i < count; i++) {
        const json_t *value = jx_get(layer, names[i].p);

        jx_set(members, names[i].p, value == NULL ? json_null() : jx_share(value));
    }
    return members;
}

void monitoring_add(const struct model *model, json_t *view, json_t *parameters)
{
    const json_t *layer = jx_get(view, "monitoring");
    bool is_stated = json_is_object(layer);
    json_t *monitoring = stated_members(model, layer);
    struct additions regions = {model, jx_array()};

    monitoring_regions(model, add_region, &regions);
    jx_set(monitoring, "active", jx_bool(is_stated || topics_exist(model)));
    set_region(model, monitoring, model->region);
    jx_set(monitoring, "topic", topic_by_level(model));
    jx_set(monitoring, "regions", regions.list);
    jx_set(monitoring, "dashboard", dashboard_view(model));
    jx_set(view, "monitoring", monitoring);
    topics_add_parameters(model, parameters);
}
