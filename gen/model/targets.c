/* SPDX-License-Identifier: MIT */
/*
 * A flow from a tier that forwards to one with ports is a target. The first without conditions is
 * the default, or all of those that share by weight; the others are rules, tried in the order of
 * their priorities. Where these are not given, the rule that says more comes first, in whatever
 * order the flows stand.
 */
#include "model/targets.h"

#include "model/names.h"
#include "model/reference.h"

#include <stdlib.h>

enum { PRIORITY_STEP = 10, NAME_LIMIT_FALLBACK = 255 };

bool targets_is_target(const struct flow *flow)
{
    return flow->from.tier != NULL && flow->to.tier != NULL && flow->port_count > 0 &&
           jx_get_bool(flow->from.tier->kind->traits, "forwards", false) &&
           flow->to.tier->port_count > 0;
}

static const char *condition_of(const struct flow *flow, const char *name)
{
    return jx_get_text(flow->options, name, "");
}

/* Rules with a host before those without, longer paths before shorter ones, defaults last. */
static int compare_rules(const void *left, const void *right)
{
    const struct flow *first = *(const struct flow *const *)left;
    const struct flow *second = *(const struct flow *const *)right;
    bool first_host = *condition_of(first, "host") != '\0';
    bool second_host = *condition_of(second, "host") != '\0';
    size_t first_len = strlen(condition_of(first, "path"));
    size_t second_len = strlen(condition_of(second, "path"));

    if (first_host != second_host) {
        return first_host ? -1 : 1;
    }
    if (first_len != second_len) {
        return first_len > second_len ? -1 : 1;
    }
    int order = strcmp(first->from.name, second->from.name);

    return order != 0 ? order : strcmp(first->to.name, second->to.name);
}

/* The flows out of a tier, or into it, that are targets, in the order of their rules. */
static const struct flow **target_flows(const struct model *model, const struct tier *tier,
                                        bool is_outward, size_t *count)
{
    const struct flow **all = is_outward ? tier->out : tier->in;
    size_t all_count = is_outward ? tier->out_count : tier->in_count;
    const struct flow **flows = ARENA_ARRAY(model->arena, all_count + 1, const struct flow *);

    *count = 0;
    for (size_t i = 0; i < all_count; i++) {
        if (targets_is_target(all[i])) {
            flows[(*count)++] = all[i];
        }
    }
    // NOLINTNEXTLINE(bugprone-sizeof-expression): the items are pointers
    qsort(flows, *count, sizeof(*flows), compare_rules);
    return flows;
}

/* The target's own first port if the flow opens it, else the flow's first port. */
static int target_port(const struct flow *flow)
{
    int own = flow->to.tier->ports[0];

    for (size_t i = 0; i < flow->port_count; i++) {
        if (flow->ports[i].from <= own && own <= flow->ports[i].to) {
            return own;
        }
    }
    return flow->ports[0].from;
}

int targets_check_port(const struct flow *flow)
{
    if (!targets_is_target(flow)) {
        return 0;
    }
    int port = (int)jx_get_integer(jx_get(flow->from.tier->spec, "health"), "port", 0);

    for (size_t i = 0; i < flow->port_count; i++) {
        const struct port_range *open = &flow->ports[i];
        bool is_tcp = strcmp(open->protocol, "tcp") == 0 && open->from <= port && port <= open->to;

        if (is_tcp || strcmp(open->protocol, "-1") == 0) {
            return 0;
        }
    }
    return port;
}

/* Nobody chooses the names of targets, so they are fitted to AWS's limit instead of refused. */
struct naming targets_naming(const struct model *model, const struct flow *flow)
{
    const json_t *rows = jx_get(flow->from.tier->kind->traits, "target_names");
    const struct naming *from = &flow->from.tier->naming;
    const struct naming *to = &flow->to.tier->naming;
    struct naming naming = {
        .key = flow->pair,
        .id = arena_text(model->arena, "%sTo%s", from->id, to->id),
        .label = names_pair(model->arena, from, to),
    };
    json_int_t limit = NAME_LIMIT_FALLBACK;
    const char *name;
    const json_t *row;

    jx_object_foreach (rows, name, row) {
        json_int_t own = jx_get_integer(row, "limit", limit);

        limit = own < limit ? own : limit;
    }
    naming.name = names_fit(
        model->arena, arena_text(model->arena, "%s-%s-%s", model->prefix, from->stem, to->stem),
        (size_t)limit);
    return naming;
}

static void set_option(json_t *target, const struct flow *flow, const char *name)
{
    const json_t *value = jx_get(flow->options, name);

    jx_set(target, name, value == NULL ? json_null() : jx_share(value));
}

static void set_shared(json_t *target, const char *name, const json_t *value)
{
    jx_set(target, name, value == NULL ? json_null() : jx_share(value));
}

static json_t *make_target(const struct model *model, const struct flow *flow)
{
    const struct tier *from = flow->from.tier;
    const struct tier *to = flow->to.tier;
    struct naming naming = targets_naming(model, flow);
    const json_t *protocol = jx_get(to->spec, "protocol");
    json_t *target = jx_object();

    jx_set(target, "id", jx_string(naming.id));
    jx_set(target, "label", jx_string(naming.label));
    jx_set(target, "name", jx_string(naming.name));
    jx_set(target, "port", jx_integer(target_port(flow)));
    set_shared(target, "protocol", protocol);
    jx_set(target, "tier", reference_summary(model, to));
    set_shared(target, "health", jx_get(from->spec, "health"));
    set_shared(target, "stickiness", jx_get(from->spec, "stickiness"));
    set_option(target, flow, "path");
    set_option(target, flow, "host");
    set_option(target, flow, "priority");
    set_option(target, flow, "weight");
    return target;
}

static bool is_set(const json_t *object, const char *key)
{
    const json_t *value = jx_get(object, key);

    return value != NULL && !json_is_null(value);
}

json_t *targets_of(const struct model *model, const struct tier *tier)
{
    json_t *list = jx_array();
    bool has_default = false;
    json_int_t priority = 0;
    size_t count;
    const struct flow **flows = target_flows(model, tier, true, &count);

    for (size_t i = 0; i < count; i++) {
        json_t *target = make_target(model, flows[i]);
        bool has_condition = is_set(target, "path") || is_set(target, "host");
        bool is_default = !has_condition && (!has_default || is_set(target, "weight"));

        jx_set(target, "default", jx_bool(is_default));
        has_default = has_default || !has_condition;
        if (has_condition && !is_set(target, "priority")) {
            priority += PRIORITY_STEP;
            jx_set(target, "priority", jx_integer(priority));
        }
        jx_append(list, target);
    }
    return list;
}

json_t *targets_attachments(const struct model *model, const struct tier *tier)
{
    json_t *list = jx_array();
    size_t count;
    const struct flow **flows = target_flows(model, tier, false, &count);

    for (size_t i = 0; i < count; i++) {
        struct naming naming = targets_naming(model, flows[i]);

        jx_append(list, reference_make("target_group.arn", &naming));
    }
    return list;
}

bool targets_is_attached(const struct tier *tier)
{
    for (size_t i = 0; i < tier->in_count; i++) {
        if (targets_is_target(tier->in[i])) {
            return true;
        }
    }
    return false;
}
