/* SPDX-License-Identifier: MIT */
/* Checks of names: reserved ones, collisions after conversion, AWS's limits. */
#include "model/checks.h"

void check_reserved_names(struct model *model)
{
    /* Ends of flows, values of flows, and the group of the endpoints. */
    static const char *const reserved[] = {"internet", "vpc", "all", "none", "endpoints"};
    const json_t *peers = jx_get(model->document, "peers");

    for (size_t i = 0; i < AG_COUNT(reserved); i++) {
        const struct tier *tier = model_tier(model, str_from(reserved[i]));

        if (tier != NULL) {
            diag_add(model->diags, DIAG_RESERVED_NAME, tier->span,
                     "'%s' has a meaning in flows and cannot name a tier", reserved[i]);
        }
        if (jx_get(peers, reserved[i]) != NULL) {
            diag_add(model->diags, DIAG_RESERVED_NAME, model_span(model, "peers", reserved[i]),
                     "'%s' has a meaning in flows and cannot name a peer", reserved[i]);
        }
    }
    for (size_t i = 0; i < model->tier_count; i++) {
        const char *key = model->tiers[i].naming.key;

        if (jx_get(peers, key) != NULL) {
            struct diag *diag =
                diag_add(model->diags, DIAG_RESERVED_NAME, model_span(model, "peers", key),
                         "'%s' is already the name of a tier", key);

            diag_note(model->diags, diag, model->tiers[i].span, "the tier is declared here");
        }
    }
}

void check_collisions(struct model *model)
{
    /* Tiers are sorted by id. */
    for (size_t i = 1; i < model->tier_count; i++) {
        const struct tier *first = &model->tiers[i - 1];
        const struct tier *second = &model->tiers[i];

        if (strcmp(first->naming.id, second->naming.id) == 0) {
            bool is_first_later = first->span.off > second->span.off;
            const struct tier *later = is_first_later ? first : second;
            const struct tier *earlier = is_first_later ? second : first;
            struct diag *diag = diag_add(model->diags, DIAG_NAME_COLLISION, later->span,
                                         "tiers '%s' and '%s' both become '%s'",
                                         earlier->naming.key, later->naming.key, later->naming.id);

            diag_note(model->diags, diag, earlier->span, "'%s' is declared here",
                      earlier->naming.key);
        }
    }
}

void check_name_limits(struct model *model)
{
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];
        const char *which;
        const json_t *row;

        jx_object_foreach(jx_get(tier->kind->traits, "names"), which, row)
        {
            const char *suffix = jx_get_text(row, "suffix", "");
            size_t len = strlen(tier->naming.name) + strlen(suffix);
            size_t limit = (size_t)jx_get_integer(row, "limit", 255);

            if (len > limit) {
                struct diag *diag = diag_add(
                    model->diags, DIAG_NAME_LIMIT, tier->span,
                    "%s '%s%s' has %zu characters, the limit is %zu",
                    jx_get_text(row, "what", which), tier->naming.name, suffix, len, limit);

                diag_hint(model->diags, diag,
                          "names are made as <name>-<environment>-<tier>%s%s; shorten one of them",
                          *suffix == '\0' ? "" : " and end in ", suffix);
            }
        }
    }
}
