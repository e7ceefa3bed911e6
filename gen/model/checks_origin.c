/* SPDX-License-Identifier: MIT */
/* Checks of tiers that fetch from origins. */
#include "model/checks.h"

#include "model/origins.h"

static const json_t *origin_trait(const struct tier *tier)
{
    return tier == NULL ? NULL : jx_get(tier->kind->traits, "origin");
}

/* An origin is a tier whose kind can be one, reached on one port that it listens on, if on any. */
static void check_end(struct model *model, const struct flow *flow)
{
    const struct tier *to = flow->to.tier;

    if (origin_trait(to) == NULL) {
        struct diag *diag = diag_add(model->diags, DIAG_FLOW_TARGET, flow->span,
                                     "'%s' is of kind '%s', which cannot fetch from '%s'",
                                     flow->from.name, flow->from.tier->kind->name, flow->to.name);

        if (to != NULL) {
            diag_note(model->diags, diag, to->span, "'%s' is of kind '%s'", flow->to.name,
                      to->kind->name);
        }
        return;
    }
    if (flow->verb_count > 0) {
        diag_add(model->diags, DIAG_BAD_FLOW, flow->span,
                 "'%s' fetches from '%s' without a verb; leave it out", flow->from.name,
                 flow->to.name);
    }
    if (to->port_count > 0 && (flow->port_count != 1 || flow->ports[0].from != flow->ports[0].to ||
                               origins_protocol(model, to, flow->ports[0].from) == NULL)) {
        diag_add(model->diags, DIAG_BAD_FLOW, flow->span,
                 "'%s' fetches on one port, on which '%s' listens", flow->from.name, flow->to.name);
    }
}

/* What the kind refuses: {"kind", "where", "when", "protocol", "text"}, all of which must fit. */
static void check_refused(struct model *model, const struct flow *flow)
{
    const struct tier *from = flow->from.tier;
    const struct tier *to = flow->to.tier;
    const char *protocol =
        flow->port_count > 0 ? origins_protocol(model, to, flow->ports[0].from) : NULL;
    size_t i;
    const json_t *row;

    jx_array_foreach (jx_get(from->kind->traits, "refuses"), i, row) {
        const char *wanted = jx_get_text(row, "protocol", NULL);
        bool fits = strcmp(jx_get_text(row, "kind", ""), to->kind->name) == 0 &&
                    catalog_when_within(jx_get(row, "when"), from->spec, model->document) &&
                    catalog_when_within(jx_get(row, "where"), to->spec, model->document) &&
                    (wanted == NULL || (protocol != NULL && strcmp(wanted, protocol) == 0));

        if (fits) {
            struct diag *diag = diag_add(model->diags, DIAG_FLOW_TARGET, flow->span,
                                         "'%s' cannot fetch from '%s': %s", flow->from.name,
                                         flow->to.name, jx_get_text(row, "text", "it is refused"));

            diag_note(model->diags, diag, to->span, "'%s' is declared here", flow->to.name);
        }
    }
}

static bool is_reached(const struct tier *from, const struct tier *to)
{
    for (size_t i = 0; i < from->out_count; i++) {
        if (from->out[i]->to.tier == to) {
            return true;
        }
    }
    return false;
}

/* The nearest name among those that flows lead to. */
static void hint_origins(struct model *model, struct diag *diag, const struct tier *tier,
                         struct str word)
{
    struct str *names = ARENA_ARRAY(model->arena, tier->out_count, struct str);

    for (size_t i = 0; i < tier->out_count; i++) {
        names[i] = str_from(tier->out[i]->to.name);
    }
    diag_hint_nearest(model->diags, diag, word, names, tier->out_count);
}

static void check_routes(struct model *model, const struct tier *tier)
{
    const char *property = jx_get_text(tier->kind->traits, "routes", "");
    const json_t *source = jx_get(tier->source, property);
    const char *path;
    const json_t *name;

    jx_object_foreach (origins_route_map(tier), path, name) {
        const struct tier *to = model_tier(model, jx_str(name));
        struct span span = places_of_member(model->places, source, path)->value;

        span = span.source == NULL ? model_property_span(model, tier, property) : span;
        if (to == NULL) {
            struct diag *diag = diag_add(model->diags, DIAG_UNKNOWN_TIER, span,
                                         "there is no tier '%s'", json_string_value(name));

            hint_origins(model, diag, tier, jx_str(name));
        } else if (!is_reached(tier, to)) {
            struct diag *diag =
                diag_add(model->diags, DIAG_BAD_TIER, span, "no flow leads from '%s' to '%s'",
                         tier->naming.key, to->naming.key);

            diag_hint(model->diags, diag, "add the flow '%s -> %s'", tier->naming.key,
                      to->naming.key);
        }
    }
}

/* Exactly one origin has no route: it answers what no route fits. */
static void check_default(struct model *model, const struct tier *tier)
{
    const char *property = jx_get_text(tier->kind->traits, "routes", "");
    const struct flow *first = NULL;
    size_t count = 0;

    for (size_t i = 0; i < tier->out_count; i++) {
        const struct flow *flow = tier->out[i];

        if (flow->to.tier == NULL) {
            continue;
        }
        count++;
        if (origins_route_count(tier, flow->to.tier) > 0) {
            continue;
        }
        if (first != NULL) {
            struct diag *diag = diag_add(model->diags, DIAG_BAD_TIER, flow->span,
                                         "both '%s' and '%s' would answer what no route fits",
                                         first->to.name, flow->to.name);

            diag_note(model->diags, diag, first->span, "the other flow is here");
            diag_hint(model->diags, diag, "give one of them a path under '%s' of '%s'", property,
                      tier->naming.key);
            return;
        }
        first = flow;
    }
    if (count == 0) {
        diag_add(model->diags, DIAG_BAD_TIER, tier->span,
                 "'%s' has nothing to fetch from: no flow leads out of it", tier->naming.key);
    } else if (first == NULL) {
        diag_add(model->diags, DIAG_BAD_TIER, model_property_span(model, tier, property),
                 "every origin of '%s' has a route, and none answers what no route fits",
                 tier->naming.key);
    }
}

void check_origins(struct model *model)
{
    for (size_t i = 0; i < model->flow_count; i++) {
        const struct flow *flow = &model->flows[i];

        if (origins_is_origin(flow)) {
            check_end(model, flow);
        }
        if (origins_is_origin(flow) && origin_trait(flow->to.tier) != NULL) {
            check_refused(model, flow);
        }
    }
    for (size_t i = 0; i < model->tier_count; i++) {
        if (origins_has(&model->tiers[i])) {
            check_routes(model, &model->tiers[i]);
            check_default(model, &model->tiers[i]);
        }
    }
}
