/* SPDX-License-Identifier: MIT */
/* Checks of flows. */
#include "model/checks.h"

#include "model/cidr.h"
#include "model/rules.h"

enum { SSH_PORT = 22, RDP_PORT = 3389 };

/* The endpoints have a group of their own, which is there if there are any with interfaces. */
static void check_endpoints(struct model *model, const struct flow *flow)
{
    if (flow->from.kind == END_ENDPOINTS) {
        diag_add(model->diags, DIAG_FLOW_SOURCE, flow->span,
                 "'endpoints' open no connections, flows may only lead to them");
    } else if (flow->to.kind == END_ENDPOINTS && !model->network.has_interface_endpoints) {
        struct diag *diag =
            diag_add(model->diags, DIAG_FLOW_TARGET, flow->span,
                     "the network has no interface endpoints to which '%s' could lead", flow->pair);

        diag_note(model->diags, diag, model_span(model, "network", "endpoints"),
                  "they are listed here");
    }
}

static void check_source(struct model *model, const struct flow *flow)
{
    const struct tier *tier = flow->from.tier;
    const json_t *starts = tier == NULL ? NULL : jx_get(tier->kind->traits, "starts");

    if (tier == NULL || json_is_true(starts)) {
        return;
    }
    bool is_store = str_eq(jx_str(starts), STR("store"));
    struct diag *diag =
        diag_add(model->diags, is_store ? DIAG_FLOW_STORE : DIAG_FLOW_SOURCE, flow->span,
                 is_store ? "'%s' is of kind '%s', which opens no connections itself"
                          : "'%s' is of kind '%s', which cannot open connections",
                 flow->from.name, tier->kind->name);

    diag_note(model->diags, diag, tier->span, "'%s' is declared here", flow->from.name);
}

/* What is made for the internet stands in public subnets, if it stands in any. */
static void check_reachable(struct model *model, const struct flow *flow)
{
    const struct tier *to = flow->to.tier;

    if (flow->from.kind == END_INTERNET && to != NULL && to->placement != NULL &&
        jx_get_bool(to->kind->traits, "public", false) && strcmp(to->placement, "public") != 0) {
        struct diag *diag = diag_add(model->diags, DIAG_FLOW_TARGET, flow->span,
                                     "the internet cannot reach '%s', it is in %s subnets",
                                     flow->to.name, to->placement);

        diag_note(model->diags, diag, model_property_span(model, to, "subnets"),
                  "'%s' is placed here", flow->to.name);
    }
}

/* The internet reaches only what is made for it. */
static void check_internet(struct model *model, const struct flow *flow)
{
    const struct tier *to = flow->to.tier;

    if (flow->from.kind != END_INTERNET || to == NULL ||
        jx_get_bool(to->kind->traits, "public", false)) {
        return;
    }
    struct diag *diag = diag_add(model->diags, DIAG_FLOW_TARGET, flow->span,
                                 "the internet cannot reach '%s' directly, it is of kind '%s'",
                                 flow->to.name, to->kind->name);

    diag_note(model->diags, diag, to->span, "'%s' is declared here", flow->to.name);
    if (str_eq(jx_str(jx_get(to->kind->traits, "public")), STR("peers"))) {
        diag_hint(model->diags, diag, "name the blocks that need it under 'peers'");
    } else if (str_eq_text(STR("port"), jx_get_text(to->kind->traits, "access", ""))) {
        diag_hint(model->diags, diag, "let it go through a balancer");
    }
}

/* What the whole internet reaches cannot be opened to a part of it. */
static void check_world(struct model *model, const struct flow *flow)
{
    const struct tier *to = flow->to.tier;

    if (to == NULL || flow->from.kind == END_INTERNET ||
        strcmp(jx_get_text(to->kind->traits, "access", ""), "internet") != 0) {
        return;
    }
    struct diag *diag =
        diag_add(model->diags, DIAG_FLOW_TARGET, flow->span,
                 "'%s' is of kind '%s', which everybody reaches; only 'internet' may lead "
                 "to it",
                 flow->to.name, to->kind->name);

    diag_note(model->diags, diag, to->span, "'%s' is declared here", flow->to.name);
}

/* A balancer sends requests on, which a tier must be made to answer. */
static void check_forwarded(struct model *model, const struct flow *flow)
{
    const struct tier *from = flow->from.tier;
    const struct tier *to = flow->to.tier;

    if (from == NULL || to == NULL || !jx_get_bool(from->kind->traits, "forwards", false) ||
        jx_get_bool(to->kind->traits, "forwarded", false) ||
        strcmp(jx_get_text(to->kind->traits, "access", ""), "port") != 0) {
        return;
    }
    struct diag *diag = diag_add(model->diags, DIAG_FLOW_TARGET, flow->span,
                                 "'%s' cannot forward to '%s', it is of kind '%s'", flow->from.name,
                                 flow->to.name, to->kind->name);

    diag_note(model->diags, diag, to->span, "'%s' is declared here", flow->to.name);
}

/* Conditions of targets mean nothing elsewhere. */
void check_flow_options(struct model *model)
{
    static const char *const names[] = {"path", "host", "priority", "weight"};

    for (size_t i = 0; i < model->flow_count; i++) {
        const struct flow *flow = &model->flows[i];
        const struct tier *from = flow->from.tier;
        bool forwards = from != NULL && jx_get_bool(from->kind->traits, "forwards", false);

        for (size_t k = 0; !forwards && k < AG_COUNT(names); k++) {
            const json_t *value = jx_get(flow->options, names[k]);

            if (value != NULL && !json_is_null(value)) {
                diag_add(model->diags, DIAG_BAD_FLOW, flow->span,
                         "'%s' is for flows out of a balancer, and '%s' is none", names[k],
                         flow->from.name);
            }
        }
    }
}

void check_flow_ends(struct model *model)
{
    for (size_t i = 0; i < model->flow_count; i++) {
        const struct flow *flow = &model->flows[i];

        if (flow->from.tier == NULL && flow->to.tier == NULL) {
            diag_add(model->diags, DIAG_BAD_FLOW, flow->span, "flow '%s' touches no tier",
                     flow->pair);
            continue;
        }
        if (flow->from.tier != NULL && flow->from.tier == flow->to.tier) {
            diag_add(model->diags, DIAG_FLOW_SELF, flow->span,
                     "flow '%s' leads from a tier to itself", flow->pair);
            continue;
        }
        check_endpoints(model, flow);
        check_source(model, flow);
        check_internet(model, flow);
        check_reachable(model, flow);
        check_world(model, flow);
        check_forwarded(model, flow);
        if (flow->from.tier == NULL && flow->verb_count > 0) {
            diag_add(model->diags, DIAG_FLOW_TARGET, flow->span,
                     "'%s' has no role to which access to '%s' could be granted", flow->from.name,
                     flow->to.name);
        }
    }
}

static bool is_anywhere(const struct end *end)
{
    for (size_t i = 0; i < end->cidr_count; i++) {
        struct cidr cidr;

        if (cidr_parse(str_from(end->cidrs[i]), &cidr) && cidr.prefix_bits == 0) {
            return true;
        }
    }
    return false;
}

static bool includes(const struct port_range *range, int port)
{
    return strcmp(range->protocol, "-1") == 0 || (range->from <= port && port <= range->to);
}

static void check_admin_range(struct model *model, const struct flow *flow,
                              const struct port_range *range)
{
    static const struct {
        int port;
        const char *name;
    } rows[] = {{SSH_PORT, "SSH"}, {RDP_PORT, "RDP"}};

    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        if (includes(range, rows[i].port)) {
            struct diag *diag = diag_add(model->diags, DIAG_FLOW_ADMIN, flow->span,
                                         "flow '%s' opens %s (port %d) to the whole internet",
                                         flow->pair, rows[i].name, rows[i].port);

            diag_hint(model->diags, diag, "name the blocks that need it under 'peers'");
        }
    }
}

void check_admin_ports(struct model *model)
{
    for (size_t i = 0; i < model->flow_count; i++) {
        const struct flow *flow = &model->flows[i];

        for (size_t k = 0; is_anywhere(&flow->from) && k < flow->port_count; k++) {
            check_admin_range(model, flow, &flow->ports[k]);
        }
    }
}

/* Marks the tiers that properties of others name, as a log bucket is. */
static void mark_named(const struct model *model, bool *is_named)
{
    for (size_t i = 0; i < model->tier_count; i++) {
        const char *property;
        const json_t *value;

        jx_object_foreach (model->tiers[i].spec, property, value) {
            const struct tier *named =
                json_is_string(value) ? model_tier(model, jx_str(value)) : NULL;

            if (named != NULL && named != &model->tiers[i]) {
                is_named[named - model->tiers] = true;
            }
        }
    }
}

void check_unconnected(struct model *model)
{
    bool *is_named = ARENA_ARRAY(model->arena, model->tier_count, bool);

    mark_named(model, is_named);
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];

        if (!is_named[i] && tier->in_count == 0 && tier->out_count == 0 &&
            jx_get_text(tier->spec, "role", NULL) == NULL) {
            diag_add(model->diags, DIAG_UNCONNECTED, tier->span, "tier '%s' has no flow",
                     tier->naming.key);
        }
    }
}
