/* SPDX-License-Identifier: MIT */
/* An address is known by its text, so that the order of addresses does not matter. */
#include "model/topics.h"

#include "base/buf.h"
#include "base/mem.h"
#include "model/layers.h"
#include "model/names.h"
#include "model/reference.h"

#include <stdlib.h>

/* `order` says where a level goes: to the first of these that has addresses. */
static const struct {
    const char *level;
    const char *id;
    const char *label;
    const char *order[4];
} topics[] = {
    {"all", "AlarmTopic", "alarms", {"all", NULL}},
    {"critical", "CriticalTopic", "critical", {"all", "critical", "warning", "info"}},
    {"info", "InfoTopic", "info", {"all", "info", "warning", "critical"}},
    {"warning", "WarningTopic", "warning", {"all", "warning", "critical", "info"}},
};

static const json_t *addresses_of(const struct model *model, const char *level)
{
    const json_t *notify = jx_path(model->document, "monitoring.notify");
    const json_t *own = jx_get(notify, level);
    bool is_none = json_is_null(own) || str_eq_text(jx_str(own), "none");

    return own == NULL || is_none ? NULL : own;
}

/* Without the key `monitoring`, alarms still tell somebody: whoever deploys says whom. */
static bool is_default(const struct model *model)
{
    const json_t *monitoring = jx_get(model->document, "monitoring");

    return monitoring == NULL || json_is_null(monitoring);
}

static bool has_topic(const struct model *model, const char *level)
{
    return is_default(model) ? strcmp(level, "all") == 0 : addresses_of(model, level) != NULL;
}

/* True if a tier asks for a topic (`topic` in the rows of its kind's `needs`). */
static bool tiers_tell(const struct model *model)
{
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];
        size_t k;
        const json_t *row;

        jx_array_foreach (jx_get(tier->kind->traits, "needs"), k, row) {
            if (jx_get(row, "topic") != NULL && catalog_when(jx_get(row, "when"), tier->spec)) {
                return true;
            }
        }
    }
    return false;
}

bool topics_exist(const struct model *model)
{
    if (is_default(model)) {
        return model->alarm_count > 0 || layers_tell(model) || tiers_tell(model);
    }
    for (size_t i = 0; i < AG_COUNT(topics); i++) {
        if (has_topic(model, topics[i].level)) {
            return true;
        }
    }
    return false;
}

static struct naming naming_of(const struct model *model, size_t topic, const char *region)
{
    bool is_here = strcmp(region, model->region) == 0;
    const char *label = topics[topic].label;

    return (struct naming){
        .key = label,
        .id = topics[topic].id,
        .label = is_here ? label
                         : arena_text(model->arena, "%s_%s", label,
                                      names_label(model->arena, str_from(region))),
        .name = arena_text(model->arena, "%s-%s", model->prefix, label),
        .stem = label,
    };
}

/* The row of a level. */
static size_t row_of(const char *level)
{
    for (size_t i = 0; i < AG_COUNT(topics); i++) {
        if (strcmp(topics[i].level, level) == 0) {
            return i;
        }
    }
    BUG_UNLESS(false);
    return 0;
}

static json_t *make_reference(const struct model *model, const char *level, const char *region)
{
    const char *const *order = topics[row_of(level)].order;

    for (size_t i = 0; topics_exist(model) && i < AG_COUNT(topics[0].order) && order[i] != NULL;
         i++) {
        if (has_topic(model, order[i])) {
            struct naming naming = naming_of(model, row_of(order[i]), region);

            return reference_make("topic.arn", &naming);
        }
    }
    return json_null();
}

json_t *topics_reference(const struct model *model, const char *level, const char *region)
{
    const char *key = arena_text(model->arena, "topic %s %s %s", level, region, model->prefix);
    json_t *reference = memo_get(model->memo, str_from(key));

    return reference != NULL
               ? reference
               : memo_put(model->memo, str_from(key), make_reference(model, level, region));
}

/* ---- subscriptions ---- */

static const char *protocol_of(const char *address)
{
    if (address == NULL || strchr(address, '@') != NULL) {
        return "email";
    }
    return *address == '+' ? "sms" : "https";
}

const char *topics_address_key(const struct model *model, const char *address)
{
    struct buf key;

    if (address == NULL) {
        return "address";
    }
    buf_init(&key, BUF_NO_LIMIT);
    for (const char *p = address; *p != '\0'; p++) {
        char c = (char)(*p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p);
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        bool is_after_hyphen = key.len == 0 || buf_str(&key).p[key.len - 1] == '-';

        if (is_plain) {
            buf_add_char(&key, c);
        } else if (!is_after_hyphen) {
            buf_add_char(&key, '-');
        }
    }
    const char *text = arena_strdup(model->arena, buf_str(&key));

    buf_release(&key);
    return text;
}

struct subscription {
    const char *address; /* NULL: given by whoever deploys */
    struct naming parameter;
};

static int by_id(const void *a, const void *b)
{
    const struct subscription *left = a;
    const struct subscription *right = b;

    return strcmp(left->parameter.id, right->parameter.id);
}

static struct subscription make_subscription(const struct model *model, size_t topic,
                                             const char *address)
{
    const char *key = topics_address_key(model, address);
    struct arena *arena = model->arena;

    return (struct subscription){
        .address = address,
        .parameter = {
            .key = key,
            .id = arena_text(arena, "%s%s", topics[topic].id, names_id(arena, str_from(key))),
            .label =
                arena_text(arena, "%s_%s", topics[topic].label, names_label(arena, str_from(key))),
            .name = key,
            .stem = key,
        }};
}

/* The addresses of a topic; sorted, in the arena. */
static struct subscription *subscriptions_of(const struct model *model, size_t topic, size_t *count)
{
    const json_t *addresses = addresses_of(model, topics[topic].level);
    size_t room = json_is_array(addresses) ? json_array_size(addresses) : 1;
    struct subscription *list = ARENA_ARRAY(model->arena, room, struct subscription);
    size_t i;
    const json_t *address;

    *count = 0;
    if (!json_is_array(addresses)) {
        list[(*count)++] = make_subscription(model, topic, json_string_value(addresses));
    }
    jx_array_foreach (addresses, i, address) {
        list[(*count)++] = make_subscription(model, topic, json_string_value(address));
    }
    qsort(list, *count, sizeof(*list), by_id);
    return list;
}

static json_t *subscriptions_view(const struct model *model, size_t topic, const char *region)
{
    json_t *list = jx_array();
    size_t count;
    const struct subscription *items = subscriptions_of(model, topic, &count);
    bool is_here = strcmp(region, model->region) == 0;

    for (size_t i = 0; i < count; i++) {
        json_t *view = jx_object();
        json_t *endpoint = reference_make("parameter.value", &items[i].parameter);
        const char *label = items[i].parameter.label;

        jx_set(endpoint, "type", jx_string("string"));
        jx_set(view, "id", jx_format("%sSubscription", items[i].parameter.id));
        jx_set(view, "label",
               is_here ? jx_string(label)
                       : jx_format("%s_%s", label, names_label(model->arena, str_from(region))));
        jx_set(view, "protocol", jx_string(protocol_of(items[i].address)));
        jx_set(view, "endpoint", endpoint);
        jx_append(list, view);
    }
    return list;
}

json_t *topics_view(const struct model *model, const char *region)
{
    json_t *list = jx_array();

    for (size_t i = 0; topics_exist(model) && i < AG_COUNT(topics); i++) {
        if (has_topic(model, topics[i].level)) {
            struct naming naming = naming_of(model, i, region);
            json_t *topic = jx_object();

            jx_set(topic, "id", jx_string(naming.id));
            jx_set(topic, "label", jx_string(naming.label));
            jx_set(topic, "name", jx_string(naming.name));
            jx_set(topic, "level", jx_string(topics[i].level));
            jx_set(topic, "subscriptions", subscriptions_view(model, i, region));
            jx_append(list, topic);
        }
    }
    return list;
}

void topics_add_parameters(const struct model *model, json_t *list)
{
    for (size_t i = 0; topics_exist(model) && i < AG_COUNT(topics); i++) {
        size_t count = 0;
        const struct subscription *items =
            has_topic(model, topics[i].level) ? subscriptions_of(model, i, &count) : NULL;

        for (size_t k = 0; k < count; k++) {
            json_t *parameter = jx_object();

            jx_set(parameter, "id", jx_string(items[k].parameter.id));
            jx_set(parameter, "label", jx_string(items[k].parameter.label));
            jx_set(parameter, "type", jx_string("string"));
            jx_set(parameter, "description",
                   jx_format("Address that is told (%s)", topics[i].level));
            jx_set(parameter, "value",
                   items[k].address == NULL ? json_null() : jx_string(items[k].address));
            jx_append(list, parameter);
        }
    }
}
