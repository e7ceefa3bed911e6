/* SPDX-License-Identifier: MIT */
/*
 * What a description can have too much of for AWS. The quotas are rows of schema/quotas.json: what
 * is counted (`measure`), for which kinds, how many AWS gives by `default` and at most (`limit`).
 * Here is only how to count. The fault stands at whatever passes the quota.
 */
#include "model/checks.h"

#include "model/dashboard.h"
#include "model/grants.h"
#include "model/origins.h"
#include "model/rules.h"
#include "model/targets.h"

enum { DASHBOARD_TIERS_MIN = 20 };

/* A count on its way up. What AWS counts is `of` one owner: a tier, a group, the system. */
struct counting {
    struct model *model;
    const json_t *row;
    size_t bounds[2]; /* the default, then the limit; SIZE_MAX for none */
    struct span passing[2];
    size_t count;
};

static void add(struct counting *counting, size_t weight, struct span span)
{
    for (size_t i = 0; i < AG_COUNT(counting->bounds); i++) {
        if (counting->count <= counting->bounds[i] &&
            counting->count + weight > counting->bounds[i]) {
            counting->passing[i] = span;
        }
    }
    counting->count += weight;
}

/* `owner` is the name of a tier or a group, or NULL for the whole. */
static void report(const struct counting *counting, const char *owner)
{
    struct diags *diags = counting->model->diags;
    const json_t *row = counting->row;
    bool is_fault = counting->count > counting->bounds[1];

    if (!is_fault && counting->count <= counting->bounds[0]) {
        return;
    }
    const char *items =
        json_string_value(jx_at(jx_get(row, "items"), counting->count == 1 ? 0 : 1));
    const char *hint = jx_get_text(row, "hint", "");
    struct diag *diag =
        diag_add(diags, is_fault ? DIAG_QUOTA : DIAG_QUOTA_DEFAULT,
                 counting->passing[is_fault ? 1 : 0], "%s%s%s%s gets %zu %s, the %s is %zu",
                 jx_get_text(row, "of", ""), owner == NULL ? "" : " '", owner == NULL ? "" : owner,
                 owner == NULL ? "" : "'", counting->count, items,
                 is_fault ? "limit" : "default quota", counting->bounds[is_fault ? 1 : 0]);

    if (is_fault) {
        diag_hint(diags, diag, "AWS calls it '%s' and does not raise it further; %s",
                  jx_get_text(row, "name", ""), hint);
    } else {
        diag_hint(diags, diag, "have AWS raise '%s', or %s", jx_get_text(row, "name", ""), hint);
    }
}

static bool applies(const json_t *row, const struct tier *tier)
{
    const json_t *kinds = jx_get(row, "kinds");
    size_t i;
    const json_t *kind;

    jx_array_foreach (kinds, i, kind) {
        if (strcmp(json_string_value(kind), tier->kind->name) == 0) {
            return true;
        }
    }
    return kinds == NULL;
}

/* ---- of one tier ---- */

static bool is_forwarded(const struct flow *flow, const char *option)
{
    const json_t *value = option == NULL ? NULL : jx_get(flow->options, option);

    return targets_is_target(flow) && (option == NULL || (value != NULL && !json_is_null(value)));
}

static void count_targets(struct counting *counting, const struct tier *tier)
{
    for (size_t i = 0; i < tier->out_count; i++) {
        add(counting, is_forwarded(tier->out[i], NULL) ? 1 : 0, tier->out[i]->span);
    }
}

static void count_rules(struct counting *counting, const struct tier *tier)
{
    for (size_t i = 0; i < tier->out_count; i++) {
        const struct flow *flow = tier->out[i];
        bool is_rule = is_forwarded(flow, "path") || is_forwarded(flow, "host");

        add(counting, is_rule ? 1 : 0, flow->span);
    }
}

static void count_shares(struct counting *counting, const struct tier *tier)
{
    for (size_t i = 0; i < tier->out_count; i++) {
        add(counting, is_forwarded(tier->out[i], "weight") ? 1 : 0, tier->out[i]->span);
    }
}

static void count_attachments(struct counting *counting, const struct tier *tier)
{
    for (size_t i = 0; i < tier->in_count; i++) {
        add(counting, is_forwarded(tier->in[i], NULL) ? 1 : 0, tier->in[i]->span);
    }
}

static void count_origins(struct counting *counting, const struct tier *tier)
{
    for (size_t i = 0; i < tier->out_count; i++) {
        add(counting, origins_is_origin(tier->out[i]) ? 1 : 0, tier->out[i]->span);
    }
}

/* What fits no route is answered too. */
static void count_routes(struct counting *counting, const struct tier *tier)
{
    const char *property = jx_get_text(tier->kind->traits, "routes", "");
    const json_t *source = jx_get(tier->source, property);
    const char *path;
    const json_t *name;

    add(counting, 1, tier->span);
    jx_object_foreach (origins_route_map(tier), path, name) {
        struct span span = places_of_member(counting->model->places, source, path)->key;

        add(counting, 1, span.source != NULL ? span : tier->span);
    }
}

/* Characters that a value has in a policy at least: AWS does not count blanks, and how long what is
 * behind a reference becomes is known only when it is deployed: `reference` and a name at least. */
static size_t policy_len(const json_t *value, size_t reference)
{
    size_t len = 2; /* brackets or quotes */
    size_t i;
    const char *key;
    const json_t *item;

    if (jx_get(value, "$ref") != NULL) {
        return reference + strlen(jx_get_text(value, "name", ""));
    }
    if (jx_get(value, "$concat") != NULL) {
        jx_array_foreach (jx_get(value, "$concat"), i, item) {
            len += policy_len(item, reference) - 2;
        }
        return len;
    }
    jx_array_foreach (value, i, item) {
        len += policy_len(item, reference) + (i > 0 ? 1 : 0);
    }
    i = 0;
    jx_object_foreach (value, key, item) {
        len += strlen(key) + 3 + policy_len(item, reference) + (i++ > 0 ? 1 : 0);
    }
    return len + json_string_length(value);
}

static void count_policy(struct counting *counting, const struct tier *tier)
{
    if (tier->has_role) {
        json_t *policy = grants_policy(counting->model, tier);

        size_t reference = (size_t)jx_get_integer(counting->row, "reference", 2);

        add(counting, json_is_null(policy) ? 0 : policy_len(policy, reference), tier->span);
        json_decref(policy);
    }
}

static const struct tier_measure {
    const char *name;
    void (*run)(struct counting *counting, const struct tier *tier);
} tier_measures[] = {
    {"targets", count_targets},         {"rules", count_rules},     {"shares", count_shares},
    {"attachments", count_attachments}, {"origins", count_origins}, {"routes", count_routes},
    {"policy", count_policy},
};

/* ---- of one security group ---- */

static void count_group(struct counting *counting, const struct naming *group, bool is_ingress)
{
    size_t count;
    const struct rule *const *rules = rules_of_group(counting->model, group, &count);

    for (size_t i = 0; i < count; i++) {
        if (rules[i]->is_ingress == is_ingress) {
            add(counting, rules[i]->weight, rules[i]->span);
        }
    }
}

/* ---- of the whole ---- */

static void count_tiers(struct counting *counting)
{
    for (size_t i = 0; i < counting->model->tier_count; i++) {
        const struct tier *tier = &counting->model->tiers[i];

        add(counting, applies(counting->row, tier) ? 1 : 0, tier->span);
    }
}

static void count_groups(struct counting *counting)
{
    for (size_t i = 0; i < counting->model->tier_count; i++) {
        add(counting, counting->model->tiers[i].has_group ? 1 : 0, counting->model->tiers[i].span);
    }
}

static void count_roles(struct counting *counting)
{
    for (size_t i = 0; i < counting->model->tier_count; i++) {
        add(counting, counting->model->tiers[i].has_role ? 1 : 0, counting->model->tiers[i].span);
    }
}

static void count_gateways(struct counting *counting)
{
    add(counting, counting->model->network.gateway_count,
        model_span(counting->model, "network", "zones"));
}

/* A tier has at most about 20 graphs, so that a dashboard of few tiers need not be made for this.
 */
static void count_widgets(struct counting *counting)
{
    if (counting->model->tier_count >= DASHBOARD_TIERS_MIN) {
        json_t *dashboard = dashboard_view(counting->model);

        add(counting, json_array_size(jx_get(jx_get(dashboard, "body"), "widgets")),
            model_span(counting->model, "monitoring", "dashboard"));
        json_decref(dashboard);
    }
}

static const struct system_measure {
    const char *name;
    void (*run)(struct counting *counting);
} system_measures[] = {
    {"tiers", count_tiers},       {"groups", count_groups},   {"roles", count_roles},
    {"gateways", count_gateways}, {"widgets", count_widgets},
};

/* ---- rows ---- */

static struct counting begin(struct model *model, const json_t *row)
{
    return (struct counting){
        .model = model,
        .row = row,
        .bounds = {(size_t)jx_get_integer(row, "default", PTRDIFF_MAX),
                   (size_t)jx_get_integer(row, "limit", PTRDIFF_MAX)},
        .passing = {SPAN_NONE, SPAN_NONE},
    };
}

static void check_group(struct counting counting, const struct naming *group, const char *name,
                        bool is_ingress)
{
    count_group(&counting, group, is_ingress);
    if (counting.count > 0) {
        report(&counting, name);
    }
}

static bool check_groups(struct model *model, const json_t *row, const char *measure)
{
    bool is_ingress = strcmp(measure, "rules_in") == 0;

    if (!is_ingress && strcmp(measure, "rules_out") != 0) {
        return false;
    }
    const struct counting start = begin(model, row);

    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];

        check_group(start, &tier->group, tier->naming.key, is_ingress);
    }
    check_group(start, &model->endpoint_group, model->endpoint_group.key, is_ingress);
    check_group(start, &model->nat_group, model->nat_group.key, is_ingress);
    return true;
}

/* With IPv6, a rule for everybody stands for two. */
static void check_acl(struct model *model, const json_t *row, const char *name, const json_t *rules,
                      const json_t *source)
{
    struct counting counting = begin(model, row);
    size_t i;
    const json_t *rule;

    jx_array_foreach (rules, i, rule) {
        bool is_twin = model->network.has_ipv6 &&
                       strcmp(jx_get_text(rule, "cidr", "0.0.0.0/0"), "0.0.0.0/0") == 0;

        add(&counting, is_twin ? 2 : 1, places_of_item(model->places, source, i)->value);
    }
    report(&counting, name);
}

static bool check_acl_lists(struct model *model, const json_t *row, const char *measure)
{
    const json_t *acls = jx_path(model->document, "network.acls");
    const char *class_name;
    const json_t *acl;

    if (strcmp(measure, "acl_rules") != 0) {
        return false;
    }
    jx_object_foreach (acls, class_name, acl) {
        const json_t *source = jx_get(jx_path(model->source, "network.acls"), class_name);

        check_acl(model, row, class_name, jx_get(acl, "in"), jx_get(source, "in"));
        check_acl(model, row, class_name, jx_get(acl, "out"), jx_get(source, "out"));
    }
    return true;
}

static bool check_tiers(struct model *model, const json_t *row, const char *measure)
{
    for (size_t i = 0; i < AG_COUNT(tier_measures); i++) {
        if (strcmp(tier_measures[i].name, measure) != 0) {
            continue;
        }
        const struct counting start = begin(model, row);

        for (size_t k = 0; k < model->tier_count; k++) {
            const struct tier *tier = &model->tiers[k];
            struct counting counting = start;

            if (applies(row, tier)) {
                tier_measures[i].run(&counting, tier);
                report(&counting, tier->naming.key);
            }
        }
        return true;
    }
    return false;
}

static bool check_system(struct model *model, const json_t *row, const char *measure)
{
    for (size_t i = 0; i < AG_COUNT(system_measures); i++) {
        if (strcmp(system_measures[i].name, measure) == 0) {
            struct counting counting = begin(model, row);

            system_measures[i].run(&counting);
            report(&counting, NULL);
            return true;
        }
    }
    return false;
}

void check_quotas(struct model *model)
{
    const char *name;
    const json_t *row;

    jx_object_foreach (catalog_table(model->catalog, CATALOG_QUOTAS), name, row) {
        const char *measure = jx_get_text(row, "measure", "");

        if (!check_tiers(model, row, measure) && !check_system(model, row, measure) &&
            !check_groups(model, row, measure) && !check_acl_lists(model, row, measure)) {
            diag_add(model->diags, DIAG_BAD_SCHEMA, SPAN_NONE,
                     "quotas.json: '%s' measures '%s', which nothing counts", name, measure);
        }
    }
}
