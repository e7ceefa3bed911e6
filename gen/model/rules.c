/* SPDX-License-Identifier: MIT */
/*
 * Derives the rule graph. One rule for each side, pair, port range and protocol, and for each block
 * where the other side is not a group. A rule's label says all of that, so that it never changes
 * when something else does.
 */
#include "model/rules.h"

#include "base/mem.h"
#include "model/flows.h"
#include "model/names.h"
#include "model/services.h"
#include "model/targets.h"

#include <stdint.h>
#include <stdlib.h>

#define ANYWHERE "0.0.0.0/0"
#define INTERNET "internet"

static const struct port_range everything = {"-1", 0, 0};
static const struct port_range https = {"tcp", 443, 443};

/* Both sides of a rule: whose it is, and what it lets in or out. */
struct side {
    const struct naming *group;
    const struct naming *peer;
    const char *cidr;
    const struct naming *prefix_list;
    size_t weight; /* 0 stands for 1 */
};

static bool covers(const struct port_range *open, struct port_range ports)
{
    return strcmp(open->protocol, "-1") == 0 || (strcmp(open->protocol, ports.protocol) == 0 &&
                                                 open->from <= ports.from && open->to >= ports.to);
}

/* Two flows may ask for the same rule; two different rules must not have the same label. */
static bool is_present(struct model *model, const struct side *side, bool is_ingress,
                       const char *label, struct span span)
{
    const struct rule *rule = table_get(&model->rules_by_label[is_ingress], str_from(label));

    if (rule != NULL && (rule->group != side->group || rule->peer != side->peer)) {
        struct diag *diag = diag_add(model->diags, DIAG_NAME_COLLISION, span,
                                     "two flows become the rule '%s'", label);

        diag_note(model->diags, diag, rule->span, "the other flow is here");
    }
    return rule != NULL;
}

/* What the rules of one flow have in common. */
struct rule_stem {
    const char *id;    /* "AppToDb" */
    const char *label; /* "app_to_db" */
    const char *description;
    const char *pair; /* of the flow, or NULL */
    struct span span;
};

static struct rule_stem make_stem(struct model *model, const struct naming *from,
                                  const struct naming *to, struct span span)
{
    return (struct rule_stem){
        .id = arena_text(model->arena, "%sTo%s", from->id, to->id),
        .label = names_pair(model->arena, from, to),
        .description = arena_text(model->arena, "%s to %s", from->stem, to->stem),
        .span = span,
    };
}

/* `suffix` is what tells the rules of a flow apart: the ports, and the block if there are many. */
static void add_rule(struct model *model, const struct side *side, bool is_ingress,
                     const struct rule_stem *stem, const char *suffix, struct port_range ports)
{
    const char *ending = names_label(model->arena, str_from(suffix));
    const char *label = arena_text(model->arena, "%s_%s", stem->label, ending);

    if (is_present(model, side, is_ingress, label, stem->span)) {
        return;
    }
    struct rule *rule = ARENA_NEW(model->arena, struct rule);

    *rule = (struct rule){
        .id = arena_text(model->arena, "%s%s", stem->id, names_id(model->arena, str_from(suffix))),
        .label = label,
        .is_ingress = is_ingress,
        .group = side->group,
        .peer = side->peer,
        .cidr = side->cidr,
        .prefix_list = side->prefix_list,
        .weight = side->weight > 0 ? side->weight : 1,
        .ports = ports,
        .description = stem->description,
        .pair = stem->pair,
        .span = stem->span,
    };
    ARENA_GROW(model->arena, model->rules, model->rule_count, model->rule_capacity);
    model->rules[model->rule_count++] = *rule;
    (void)table_put(&model->rules_by_label[is_ingress], model->arena, str_from(label), rule);
}

static struct naming naming_of(struct model *model, const struct end *end)
{
    return end->tier != NULL ? end->tier->naming : names_make(model->arena, "", end->name);
}

static const struct naming *group_of(const struct model *model, const struct end *end)
{
    if (end->kind == END_ENDPOINTS) {
        return &model->endpoint_group;
    }
    return end->tier != NULL && end->tier->has_group ? &end->tier->group : NULL;
}

/* True if a flow lets the whole internet in on the ports; not where no tier is (endpoints). */
static bool is_open_to_all(const struct tier *tier, struct port_range ports)
{
    for (size_t i = 0; tier != NULL && i < tier->in_count; i++) {
        const struct flow *flow = tier->in[i];

        for (size_t k = 0; flow->from.kind == END_INTERNET && k < flow->port_count; k++) {
            if (covers(&flow->ports[k], ports)) {
                return true;
            }
        }
    }
    return false;
}

/* The list of blocks from which a tier without a group opens connections; NULL if none is known. */
static const struct naming *source_list(struct model *model, const json_t *source)
{
    const char *key = jx_get_text(source, "as", NULL);

    if (key == NULL) {
        return NULL;
    }
    struct naming *list = ARENA_NEW(model->arena, struct naming);

    *list = names_make(model->arena, "", key);
    list->name = jx_get_text(source, "prefix_list", "");
    return list;
}

/* A tier that connects from AWS's own addresses is let in by their list, unless everybody is. */
static void add_source(struct model *model, const struct flow *flow, const struct rule_stem *stem,
                       struct side side, struct port_range ports)
{
    const json_t *source = jx_get(flow->from.tier->kind->traits, "source");

    side.prefix_list = source_list(model, source);
    side.weight = (size_t)jx_get_integer(source, "weight", 1);
    if (side.prefix_list != NULL && !is_open_to_all(flow->to.tier, ports)) {
        add_rule(model, &side, true, stem, flows_ports_label(model->arena, ports), ports);
    }
}

/* Rules of `own` towards `other`, which is a group or a list of blocks. */
static void add_side(struct model *model, const struct flow *flow, bool is_ingress,
                     struct port_range ports)
{
    const struct end *own = is_ingress ? &flow->to : &flow->from;
    const struct end *other = is_ingress ? &flow->from : &flow->to;
    struct side side = {.group = group_of(model, own), .peer = group_of(model, other)};
    const char *suffix = flows_ports_label(model->arena, ports);
    struct naming from = naming_of(model, &flow->from);
    struct naming to = naming_of(model, &flow->to);
    struct rule_stem stem = make_stem(model, &from, &to, flow->span);

    stem.pair = flow->pair;
    if (side.group == NULL) {
        return;
    }
    if (side.peer != NULL) {
        add_rule(model, &side, is_ingress, &stem, suffix, ports);
        return;
    }
    if (is_ingress && other->tier != NULL) {
        add_source(model, flow, &stem, side, ports);
        return;
    }
    for (size_t i = 0; i < other->cidr_count; i++) {
        const char *block = other->kind == END_PEER ? other->cidrs[i] : i > 0 ? "ipv6" : NULL;

        side.cidr = other->cidrs[i];
        add_rule(model, &side, is_ingress, &stem,
                 block == NULL ? suffix : arena_text(model->arena, "%s_%s", suffix, block), ports);
    }
}

/* True if a tier may already reach every address on the ports. */
static bool has_open_egress(const struct tier *tier, struct port_range ports)
{
    for (size_t i = 0; i < tier->out_count; i++) {
        const struct flow *flow = tier->out[i];

        for (size_t k = 0; flow->to.kind == END_INTERNET && k < flow->port_count; k++) {
            if (covers(&flow->ports[k], ports)) {
                return true;
            }
        }
    }
    return false;
}

/* Both sides of a flow on some ports; `is_open` if the source may go there anyway. */
static void add_ports(struct model *model, const struct flow *flow, struct port_range ports,
                      bool is_open)
{
    add_side(model, flow, true, ports);
    if (!is_open) {
        add_side(model, flow, false, ports);
    }
}

static void add_flow(struct model *model, const struct flow *flow)
{
    int check = targets_check_port(flow);
    bool is_wide = flow->from.tier != NULL && flow->to.kind != END_INTERNET &&
                   has_open_egress(flow->from.tier, everything);

    for (size_t i = 0; i < flow->port_count; i++) {
        add_ports(model, flow, flow->ports[i], is_wide || flow->has_wide_egress);
    }
    if (check > 0) {
        add_ports(model, flow, (struct port_range){"tcp", check, check},
                  is_wide || flow->has_wide_egress);
    }
    if (flow->has_wide_egress && !is_wide) {
        add_side(model, flow, false, everything);
    }
}

static void open_endpoints(struct model *model, const struct tier *tier,
                           const struct service_use *use)
{
    struct naming endpoints = names_make(model->arena, "", "endpoints");
    struct rule_stem stem = make_stem(model, &tier->naming, &endpoints, use->span);
    struct side inward = {.group = &model->endpoint_group, .peer = &tier->group};
    struct side outward = {.group = &tier->group, .peer = &model->endpoint_group};

    stem.pair = use->pair;
    add_rule(model, &inward, true, &stem, "443", https);
    if (!has_open_egress(tier, everything)) {
        add_rule(model, &outward, false, &stem, "443", https);
    }
}

/* One rule opens HTTPS outwards for all services, as EC2 refuses a second one of the same ports and
 * block. Its name does not say which services they are: it would change when one is added. */
static const char *outward_name(const char *name, const char *service)
{
    if (strcmp(service, INTERNET) == 0) {
        return INTERNET;
    }
    return name == NULL ? "aws" : name;
}

/* What is reached through an AWS API: the endpoint's group, or HTTPS outwards where there is no
 * endpoint with a group (gateway endpoints have none). */
static void add_services(struct model *model, const struct tier *tier)
{
    size_t count;
    const struct service_use *uses = services_of(model, tier, &count);
    const char *name = NULL;
    const struct service_use *first = NULL;

    for (size_t i = 0; tier->has_group && i < count; i++) {
        if (services_route(model, uses[i].name) == SERVICE_INTERFACE) {
            open_endpoints(model, tier, &uses[i]);
            continue;
        }
        first = first == NULL ? &uses[i] : first;
        name = outward_name(name, uses[i].name);
    }
    if (name != NULL && !has_open_egress(tier, https)) {
        struct side side = {.group = &tier->group, .cidr = ANYWHERE};
        struct naming to = names_make(model->arena, "", name);
        struct rule_stem stem = make_stem(model, &tier->naming, &to, first->span);

        stem.pair = first->pair;
        add_rule(model, &side, false, &stem, "443", https);
    }
}

/* NAT instances take everything from the network, as NAT gateways do, and may go everywhere. */
static void open_nat(struct model *model)
{
    struct naming nat = names_make(model->arena, "", model->nat_group.key);
    struct naming vpc = names_make(model->arena, "", "vpc");
    struct naming internet = names_make(model->arena, "", INTERNET);
    struct span span = model_span(model, "network", "nat_instance");
    struct rule_stem inward = make_stem(model, &vpc, &nat, span);
    struct rule_stem outward = make_stem(model, &nat, &internet, span);
    const char *suffix = flows_ports_label(model->arena, everything);
    struct side side = {.group = &model->nat_group};

    side.cidr = cidr_text(model->arena, model->network.cidr);
    add_rule(model, &side, true, &inward, suffix, everything);
    side.cidr = ANYWHERE;
    add_rule(model, &side, false, &outward, suffix, everything);
}

static int by_label(const void *a, const void *b)
{
    const struct rule *left = a;
    const struct rule *right = b;
    int order = strcmp(left->id, right->id);

    order = order != 0 ? order : strcmp(left->label, right->label);
    return order != 0 ? order : (int)right->is_ingress - (int)left->is_ingress;
}

/* Addresses decide which rules stand together, nothing that is seen. */
static int by_group(const void *a, const void *b)
{
    const struct rule *left = *(const struct rule *const *)a;
    const struct rule *right = *(const struct rule *const *)b;
    uintptr_t first = (uintptr_t)left->group;
    uintptr_t second = (uintptr_t)right->group;

    return first != second ? (first > second) - (first < second) : (left > right) - (left < right);
}

static void index_by_group(struct model *model)
{
    model->rules_by_group = ARENA_ARRAY(model->arena, model->rule_count, const struct rule *);
    for (size_t i = 0; i < model->rule_count; i++) {
        model->rules_by_group[i] = &model->rules[i];
    }
    // NOLINTNEXTLINE(bugprone-sizeof-expression): the items are pointers
    qsort(model->rules_by_group, model->rule_count, sizeof(*model->rules_by_group), by_group);
}

void rules_build(struct model *model)
{
    for (size_t i = 0; i < model->flow_count; i++) {
        add_flow(model, &model->flows[i]);
    }
    for (size_t i = 0; i < model->tier_count; i++) {
        add_services(model, &model->tiers[i]);
    }
    /* Interface endpoints exist for what runs in private subnets and has a role of its own. */
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];
        bool is_private = tier->placement != NULL && strcmp(tier->placement, "private") == 0;

        if (model->network.has_interface_endpoints && tier->has_role && tier->has_group &&
            is_private) {
            open_endpoints(model, tier, &(struct service_use){.span = tier->span});
        }
    }
    if (model->network.nat_instance != NULL) {
        open_nat(model);
    }
    if (model->rule_count > 0) {
        qsort(model->rules, model->rule_count, sizeof(*model->rules), by_label);
        index_by_group(model);
    }
}

/* The index of the first rule whose group is at `least` or behind it. */
static size_t first_from(const struct model *model, uintptr_t least)
{
    size_t from = 0;
    size_t to = model->rule_count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if ((uintptr_t)model->rules_by_group[middle]->group < least) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

const struct rule *const *rules_of_group(const struct model *model, const struct naming *group,
                                         size_t *count)
{
    size_t first = first_from(model, (uintptr_t)group);

    *count = first_from(model, (uintptr_t)group + 1) - first;
    return *count == 0 ? NULL : &model->rules_by_group[first];
}

bool rules_has_egress(const struct model *model, const struct naming *naming)
{
    size_t count;
    const struct rule *const *rules = rules_of_group(model, naming, &count);

    for (size_t i = 0; i < count; i++) {
        if (!rules[i]->is_ingress) {
            return true;
        }
    }
    return false;
}
