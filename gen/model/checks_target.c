/* SPDX-License-Identifier: MIT */
/* Checks of what a balancer forwards to. */
#include "model/checks.h"

#include "model/targets.h"

enum { PRIORITY_MAX = 50000 /* AWS: priorities of listener rules are 1 to 50,000 */ };

/* The place of the flow that made a target. */
static struct span flow_span(const struct model *model, const struct tier *from,
                             const json_t *target)
{
    const char *to = jx_get_text(jx_get(target, "tier"), "key", "");

    for (size_t i = 0; i < model->flow_count; i++) {
        const struct flow *flow = &model->flows[i];

        if (flow->from.tier == from && strcmp(flow->to.name, to) == 0) {
            return flow->span;
        }
    }
    return from->span;
}

static bool has_condition(const json_t *target)
{
    return json_is_string(jx_get(target, "path")) || json_is_string(jx_get(target, "host"));
}

static bool has_weight(const json_t *target)
{
    return json_is_integer(jx_get(target, "weight"));
}

static void check_pair(struct model *model, const struct tier *tier, const json_t *first,
                       const json_t *second)
{
    json_int_t priority = jx_get_integer(second, "priority", 0);
    struct diag *diag = NULL;

    if (!has_condition(first) && !has_condition(second) &&
        !(has_weight(first) && has_weight(second))) {
        diag = diag_add(model->diags, DIAG_BAD_FLOW, flow_span(model, tier, second),
                        "'%s' forwards everything to two tiers", tier->naming.key);
        diag_hint(model->diags, diag,
                  "give one of the flows a 'path' or a 'host', or both a 'weight'");
    } else if (priority > 0 && priority == jx_get_integer(first, "priority", 0)) {
        diag = diag_add(model->diags, DIAG_BAD_FLOW, flow_span(model, tier, second),
                        "two rules of '%s' have priority %d", tier->naming.key, (int)priority);
    } else {
        return;
    }
    diag_note(model->diags, diag, flow_span(model, tier, first), "the other flow is here");
}

/* Those that share by weight stand in one action, of which somebody must take a part. */
static void check_weights(struct model *model, const struct tier *tier, const json_t *targets)
{
    const json_t *last = NULL;
    json_int_t sum = 0;
    size_t i;
    const json_t *target;

    jx_array_foreach (targets, i, target) {
        if (!has_weight(target)) {
            continue;
        }
        if (has_condition(target)) {
            diag_add(model->diags, DIAG_BAD_FLOW, flow_span(model, tier, target),
                     "a 'weight' shares out what no 'path' or 'host' fits, and cannot stand beside "
                     "them");
            continue;
        }
        sum += jx_get_integer(target, "weight", 0);
        last = target;
    }
    if (last != NULL && sum == 0) {
        diag_add(model->diags, DIAG_BAD_FLOW, flow_span(model, tier, last),
                 "'%s' forwards to nobody: every 'weight' is 0", tier->naming.key);
    }
}

static void check_targets_of(struct model *model, const struct tier *tier)
{
    json_t *targets = targets_of(model, tier);

    for (size_t i = 0; i < json_array_size(targets); i++) {
        const json_t *target = jx_at(targets, i);

        if (!has_condition(target) && jx_get_integer(target, "priority", 0) > 0) {
            diag_add(model->diags, DIAG_BAD_FLOW, flow_span(model, tier, target),
                     "a 'priority' needs a 'path' or a 'host'");
        }
        if (jx_get_integer(target, "priority", 0) > PRIORITY_MAX) {
            diag_add(model->diags, DIAG_QUOTA, flow_span(model, tier, target),
                     "the rules of '%s' pass priority %d", tier->naming.key, PRIORITY_MAX);
        }
        for (size_t k = 0; k < i; k++) {
            check_pair(model, tier, jx_at(targets, k), target);
        }
    }
    check_weights(model, tier, targets);
    json_decref(targets);
}

void check_targets(struct model *model)
{
    for (size_t i = 0; i < model->tier_count; i++) {
        check_targets_of(model, &model->tiers[i]);
    }
}
