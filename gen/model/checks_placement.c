/* SPDX-License-Identifier: MIT */
/* Checks of where tiers stand, and of the blocks of peers. */
#include "model/checks.h"

#include "model/cidr.h"
#include "model/services.h"

/* A warning that the user has answered with a reason is not repeated. */
static bool is_waived(const struct tier *tier, enum diag_id id)
{
    return jx_get(jx_get(tier->spec, "waive"), diag_info(id)->id) != NULL;
}

void check_public_tiers(struct model *model)
{
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];
        bool is_public = tier->placement != NULL && strcmp(tier->placement, "public") == 0;

        if (!is_public || jx_get(tier->kind->traits, "public") != NULL ||
            is_waived(tier, DIAG_PUBLIC_TIER)) {
            continue;
        }
        struct diag *diag = diag_add(
            model->diags, DIAG_PUBLIC_TIER, model_property_span(model, tier, "subnets"),
            "tier '%s' is placed in public subnets and gets public addresses", tier->naming.key);

        diag_hint(model->diags, diag,
                  "place it in private subnets, or say why not: waive: {public-tier: \"…\"}");
    }
}

/* True if the tier's subnets have no way out, and nobody has said that they need none. */
static bool is_enclosed(const struct model *model, const struct tier *tier)
{
    for (size_t i = 0; tier->placement != NULL && i < model->network.table_count; i++) {
        const struct route_table *table = &model->network.tables[i];

        if (strcmp(table->class_name, tier->placement) == 0 && table->route == NULL) {
            return !is_waived(tier, DIAG_NO_EGRESS);
        }
    }
    return false;
}

static struct diag *report_enclosed(struct model *model, const struct tier *tier, const char *what,
                                    struct span span)
{
    struct diag *diag = diag_add(model->diags, DIAG_NO_EGRESS, span,
                                 "nothing leads from the %s subnets of '%s' to %s", tier->placement,
                                 tier->naming.key, what);

    diag_note(model->diags, diag, model_span(model, "network", "nat"), "the network has 'nat: %s'",
              model->network.nat);
    return diag;
}

/* The services that a tier calls and that have no endpoint. */
static void check_services(struct model *model, const struct tier *tier)
{
    size_t count;
    const struct service_use *uses = services_of(model, tier, &count);
    const char *names = NULL;
    struct span span = tier->span;

    for (size_t i = 0; i < count; i++) {
        if (services_route(model, uses[i].name) == SERVICE_OUTWARD) {
            span = names == NULL ? uses[i].span : span;
            names = names == NULL ? uses[i].name
                                  : arena_text(model->arena, "%s, %s", names, uses[i].name);
        }
    }
    if (names != NULL) {
        struct diag *diag = report_enclosed(model, tier, names, span);

        diag_hint(model->diags, diag,
                  "list what is missing under the network's 'endpoints', or "
                  "give it NAT gateways");
    }
}

/* A flow to the internet, or the use of a service, from subnets that have no way there. */
void check_egress(struct model *model)
{
    for (size_t i = 0; i < model->flow_count; i++) {
        const struct flow *flow = &model->flows[i];
        const struct tier *from = flow->from.tier;

        if (flow->to.kind == END_INTERNET && from != NULL && is_enclosed(model, from)) {
            (void)report_enclosed(model, from, "the internet", flow->span);
        }
    }
    for (size_t i = 0; i < model->tier_count; i++) {
        if (is_enclosed(model, &model->tiers[i])) {
            check_services(model, &model->tiers[i]);
        }
    }
}

static void check_peer_block(struct model *model, const char *text, struct span span)
{
    struct cidr cidr;

    if (cidr_parse(str_from(text), &cidr) && !cidr_is_network(cidr)) {
        struct diag *diag =
            diag_add(model->diags, DIAG_BAD_CIDR, span, "%s is not on its boundary", text);

        diag_hint(model->diags, diag, "the network is %s",
                  cidr_text(model->arena, cidr_network(cidr)));
    }
}

void check_peers(struct model *model)
{
    const json_t *peers = jx_get(model->document, "peers");
    const json_t *sources = jx_get(model->source, "peers");
    const char *name;
    const json_t *peer;

    jx_object_foreach (peers, name, peer) {
        const json_t *list = jx_get(sources, name);

        if (json_is_string(peer)) {
            check_peer_block(model, json_string_value(peer),
                             places_of_member(model->places, sources, name)->value);
        }
        for (size_t i = 0; i < json_array_size(peer); i++) {
            check_peer_block(model, json_string_value(jx_at(peer, i)),
                             places_of_item(model->places, list, i)->value);
        }
    }
}
