/* SPDX-License-Identifier: MIT */
/* Nothing is derived here: the parts of the model are asked which of theirs belong to the flow. */
#include "model/made.h"

#include "base/mem.h"
#include "model/grants.h"
#include "model/names.h"
#include "model/origins.h"
#include "model/targets.h"

static void add(json_t *list, const char *what, const char *id, const char *label, json_t *text)
{
    json_t *item = jx_object();

    jx_set(item, "what", jx_string(what));
    jx_set(item, "id", id == NULL ? json_null() : jx_string(id));
    jx_set(item, "label", label == NULL ? json_null() : jx_string(label));
    jx_set(item, "text", text);
    jx_append(list, item);
}

/* --- rules --- */

/* "tcp 443", "tcp 8000-8100", "everything" */
static const char *ports_text(const struct model *model, struct port_range ports)
{
    if (strcmp(ports.protocol, "-1") == 0) {
        return "everything";
    }
    return ports.from == ports.to
               ? arena_text(model->arena, "%s %d", ports.protocol, ports.from)
               : arena_text(model->arena, "%s %d-%d", ports.protocol, ports.from, ports.to);
}

static void add_rule(const struct model *model, const struct rule *rule, json_t *list)
{
    const char *peer = rule->peer != NULL          ? rule->peer->name
                       : rule->prefix_list != NULL ? rule->prefix_list->name
                                                   : rule->cidr;

    add(list, rule->is_ingress ? "ingress rule" : "egress rule", rule->id, rule->label,
        jx_format("group %s %s %s: %s", rule->group->name, rule->is_ingress ? "from" : "to", peer,
                  ports_text(model, rule->ports)));
}

/* --- grants --- */

static void add_statements(const struct model *model, const struct flow *flow, json_t *list)
{
    struct grants grants = {.list = jx_array()};
    size_t i;
    const json_t *statement;

    grants_add_flow(model, flow, &grants);
    jx_array_foreach (grants.list, i, statement) {
        struct buf text;
        size_t k;
        const json_t *action;

        buf_init(&text, BUF_NO_LIMIT);
        buf_add_format(&text, "role of %s:", flow->from.tier->naming.key);
        jx_array_foreach (jx_get(statement, "Action"), k, action) {
            buf_add_format(&text, "%s %s", k > 0 ? "," : "", json_string_value(action));
        }
        add(list, "statement", jx_get_text(statement, "Sid", NULL), NULL,
            jx_string_from(buf_str(&text)));
        buf_release(&text);
    }
    json_decref(grants.list);
}

/* What tells the source where to find the other end; only a tier with a role runs programs. */
static void add_variables(const struct model *model, const struct flow *flow, json_t *list)
{
    if (flow->from.tier == NULL || !flow->from.tier->has_role) {
        return;
    }
    json_t *variables = jx_array();
    size_t i;
    const json_t *variable;

    grants_add_environment(model, flow, variables);
    jx_array_foreach (variables, i, variable) {
        add(list, "variable", jx_get_text(variable, "name", NULL), NULL,
            jx_format("tells %s where %s is", flow->from.tier->naming.key, flow->to.name));
    }
    json_decref(variables);
}

/* --- what is forwarded to, and what is fetched from --- */

static const json_t *with_id(const json_t *list, const char *id)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        if (strcmp(jx_get_text(item, "id", ""), id) == 0) {
            return item;
        }
    }
    return NULL;
}

static void add_target(const struct model *model, const struct flow *flow, json_t *list)
{
    struct naming naming = targets_naming(model, flow);
    json_t *targets = targets_of(model, flow->from.tier);
    const json_t *target = with_id(targets, naming.id);
    const char *path = jx_get_text(target, "path", NULL);
    const char *host = jx_get_text(target, "host", NULL);

    add(list, "target group", naming.id, naming.label,
        jx_format("%s on port %d", naming.name, (int)jx_get_integer(target, "port", 0)));
    if (path != NULL || host != NULL) {
        add(list, "listener rule", naming.id, naming.label,
            jx_format("%s%s%s%s%s, priority %d", host == NULL ? "" : "host ",
                      host == NULL ? "" : host, host != NULL && path != NULL ? ", " : "",
                      path == NULL ? "" : "path ", path == NULL ? "" : path,
                      (int)jx_get_integer(target, "priority", 0)));
    } else {
        add(list, "default action", naming.id, naming.label,
            jx_format("the listeners of %s forward to it", flow->from.name));
    }
    json_decref(targets);
}

static void add_origin(const struct model *model, const struct flow *flow, json_t *list)
{
    struct naming naming = targets_naming(model, flow);
    json_t *origins = origins_of(model, flow->from.tier);
    json_t *routes = origins_routes(model, flow->from.tier);
    const json_t *origin = with_id(origins, naming.id);
    size_t i;
    const json_t *route;

    add(list, "origin", naming.id, naming.label,
        jx_format("%s fetches from %s%s", flow->from.name, flow->to.name,
                  jx_get_bool(origin, "default", false) ? " by default" : ""));
    jx_array_foreach (routes, i, route) {
        if (strcmp(jx_get_text(route, "id", ""), naming.id) == 0) {
            add(list, "route", naming.id, naming.label,
                jx_format("path %s", jx_get_text(route, "path", "")));
        }
    }
    json_decref(origins);
    json_decref(routes);
}

/* --- all of it --- */

const struct flow *made_flow(const struct model *model, struct str pair)
{
    for (size_t i = 0; i < model->flow_count; i++) {
        if (str_eq_text(pair, model->flows[i].pair)) {
            return &model->flows[i];
        }
    }
    return NULL;
}

json_t *made_by_flow(const struct model *model, const struct flow *flow)
{
    json_t *list = jx_array();

    for (size_t i = 0; i < model->rule_count; i++) {
        const char *pair = model->rules[i].pair;

        if (pair != NULL && strcmp(pair, flow->pair) == 0) {
            add_rule(model, &model->rules[i], list);
        }
    }
    if (targets_is_target(flow)) {
        add_target(model, flow, list);
    }
    if (origins_is_origin(flow) && flow->to.tier != NULL) {
        add_origin(model, flow, list);
    }
    add_statements(model, flow, list);
    add_variables(model, flow, list);
    return list;
}

json_t *made_by_tier(const struct model *model, const struct tier *tier)
{
    json_t *list = jx_array();
    json_t *policy = grants_policy(model, tier);
    size_t inward = 0;
    size_t outward = 0;

    for (size_t i = 0; i < model->rule_count; i++) {
        if (model->rules[i].group == &tier->group) {
            *(model->rules[i].is_ingress ? &inward : &outward) += 1;
            if (model->rules[i].pair == NULL) {
                add_rule(model, &model->rules[i], list);
            }
        }
    }
    if (tier->has_group) {
        add(list, "security group", tier->group.id, tier->group.label,
            jx_format("%s, rules: %zu inwards, %zu outwards", tier->group.name, inward, outward));
    }
    if (tier->has_role) {
        add(list, "role", arena_text(model->arena, "%sRole", tier->naming.id), tier->naming.label,
            jx_format("%s, statements: %zu", tier->naming.name,
                      json_array_size(jx_get(policy, "Statement"))));
    }
    if (tier->placement != NULL) {
        add(list, "placement", NULL, NULL, jx_format("%s subnets", tier->placement));
    }
    json_decref(policy);
    return list;
}

/* --- names --- */

/* The bytes of `stem` if `name` is made of it: it begins so, and another word begins behind. */
static size_t match(const char *name, const char *stem)
{
    size_t len = strlen(stem);
    bool is_word = strncmp(name, stem, len) == 0 && !(name[len] >= 'a' && name[len] <= 'z');

    return is_word ? len : 0;
}

static size_t match_naming(const char *name, const char *id, const char *label)
{
    size_t by_id = match(name, id);
    size_t by_label = match(name, label);

    return by_id > by_label ? by_id : by_label;
}

static size_t match_flow(const struct model *model, const struct flow *flow, const char *name)
{
    struct naming from = flow->from.tier != NULL ? flow->from.tier->naming
                                                 : names_make(model->arena, "", flow->from.name);
    struct naming to =
        flow->to.tier != NULL ? flow->to.tier->naming : names_make(model->arena, "", flow->to.name);

    return match_naming(name, arena_text(model->arena, "%sTo%s", from.id, to.id),
                        names_pair(model->arena, &from, &to));
}

bool made_owns(const struct model *model, const struct tier *tier, const struct flow *flow,
               const char *name)
{
    size_t own = tier != NULL ? match_naming(name, tier->naming.id, tier->naming.label)
                              : match_flow(model, flow, name);

    for (size_t i = 0; own > 0 && i < model->tier_count; i++) {
        const struct tier *other = &model->tiers[i];

        if (other != tier && match_naming(name, other->naming.id, other->naming.label) > own) {
            return false;
        }
    }
    for (size_t i = 0; own > 0 && i < model->flow_count; i++) {
        if (&model->flows[i] != flow && match_flow(model, &model->flows[i], name) > own) {
            return false;
        }
    }
    return own > 0;
}
