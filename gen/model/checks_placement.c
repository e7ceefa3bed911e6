/* SPDX-License-Identifier: MIT */
/* Checks of where tiers stand, and of the blocks of peers. */
#include "model/checks.h"

#include "model/cidr.h"

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

        if (!is_public || jx_get_bool(tier->kind->traits, "public", false) ||
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

/* A flow to the internet from subnets that have no way there. */
void check_egress(struct model *model)
{
    for (size_t i = 0; i < model->flow_count; i++) {
        const struct flow *flow = &model->flows[i];
        const struct tier *from = flow->from.tier;

        if (flow->to.kind != END_INTERNET || from == NULL || from->placement == NULL ||
            is_waived(from, DIAG_NO_EGRESS)) {
            continue;
        }
        for (size_t k = 0; k < model->network.table_count; k++) {
            const struct route_table *table = &model->network.tables[k];

            if (strcmp(table->class_name, from->placement) == 0 && table->route == NULL) {
                struct diag *diag =
                    diag_add(model->diags, DIAG_NO_EGRESS, flow->span,
                             "nothing leads from the %s subnets of '%s' to the internet",
                             from->placement, from->naming.key);

                diag_note(model->diags, diag, model_span(model, "network", "nat"),
                          "the network has 'nat: %s'", model->network.nat);
                break;
            }
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
