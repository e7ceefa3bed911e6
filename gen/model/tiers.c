/* SPDX-License-Identifier: MIT */
/*
 * A tier is its properties and its kind's annotations (docs/kinds.md): where it is placed, on which
 * ports it listens, whether it has a security group and a role.
 */
#include "model/tiers.h"

#include "base/mem.h"
#include "model/names.h"

#include <stdlib.h>

/* The subnet class: the tier's own choice, else the first class of the kind's preferences for
 * which the description lists blocks, else the last preference. */
static const char *placement(const struct model *model, const struct tier *tier)
{
    const json_t *traits = jx_get(tier->kind->traits, "placement");
    const json_t *listed = jx_path(model->document, "network.subnets");
    const json_t *preference = jx_get(traits, "default");
    const char *property = jx_get_text(traits, "property", "subnets");
    const json_t *chosen = jx_get(tier->spec, property);

    if (traits == NULL || !catalog_when(jx_get(traits, "when"), tier->spec)) {
        return NULL;
    }
    if (json_is_string(chosen)) {
        return json_string_value(chosen);
    }
    if (json_is_string(preference)) {
        return json_string_value(preference);
    }
    for (size_t i = 0; i + 1 < json_array_size(preference); i++) {
        const char *name = json_string_value(jx_at(preference, i));

        if (json_is_array(jx_get(listed, name))) {
            return name;
        }
    }
    return json_string_value(jx_at(preference, json_array_size(preference) - 1));
}

/* One port of a property: a number, the name of a service, or a map with either of them. */
static int port_of(const struct model *model, const json_t *value)
{
    if (json_is_integer(value)) {
        return (int)json_integer_value(value);
    }
    if (json_is_string(value)) {
        return catalog_port(model->catalog, jx_str(value));
    }
    if (json_is_object(value)) {
        const json_t *port = jx_get(value, "port");

        return port_of(model, json_is_integer(port) ? port : jx_get(value, "protocol"));
    }
    return 0;
}

static void add_port(struct tier *tier, int port)
{
    for (size_t i = 0; i < tier->port_count; i++) {
        if (tier->ports[i] == port) {
            return;
        }
    }
    if (port > 0) {
        tier->ports[tier->port_count++] = port;
    }
}

/* The first property of the kind's `ports` that is set gives them all. */
static void find_ports(const struct model *model, struct tier *tier)
{
    const json_t *properties = jx_get(tier->kind->traits, "ports");
    size_t i;
    const json_t *property;

    jx_array_foreach (properties, i, property) {
        const json_t *value = jx_path(tier->spec, json_string_value(property));
        size_t count = json_is_array(value) ? json_array_size(value) : 1;

        tier->ports = ARENA_ARRAY(model->arena, count, int);
        tier->port_count = 0;
        for (size_t k = 0; k < count; k++) {
            add_port(tier, port_of(model, json_is_array(value) ? jx_at(value, k) : value));
        }
        if (tier->port_count > 0) {
            return;
        }
    }
}

/* True, or a `when` that holds. */
static bool has_trait(const struct tier *tier, const char *name)
{
    const json_t *trait = jx_get(tier->kind->traits, name);

    return json_is_true(trait) || (json_is_object(trait) && catalog_when(trait, tier->spec));
}

static int by_id(const void *a, const void *b)
{
    const struct tier *left = a;
    const struct tier *right = b;
    int order = strcmp(left->naming.id, right->naming.id);

    return order != 0 ? order : strcmp(left->naming.key, right->naming.key);
}

static struct tier make_tier(const struct model *model, const char *key, const json_t *spec)
{
    const json_t *sources = jx_get(model->source, "tiers");
    const char *former = jx_get_text(spec, "was", NULL);
    struct tier tier = {
        .naming = names_make(model->arena, model->prefix, key),
        .kind = catalog_kind(model->catalog, jx_get_text(spec, "kind", "")),
        .spec = spec,
        .source = jx_get(sources, key),
        .span = places_of_member(model->places, sources, key)->key,
    };

    BUG_UNLESS(tier.kind != NULL);
    /* A renamed tier keeps its logical ids, or CloudFormation would replace everything. */
    if (former != NULL) {
        tier.naming.stem = former;
        tier.naming.name = arena_text(model->arena, "%s-%s", model->prefix, former);
        tier.naming.id = names_id(model->arena, str_from(former));
        if (model->has_former_labels) {
            tier.naming.label = names_label(model->arena, str_from(former));
        }
    }
    tier.placement = placement(model, &tier);
    tier.group = tier.naming;
    tier.group.id = arena_text(model->arena, "%sGroup", tier.naming.id);
    tier.has_group = has_trait(&tier, "group");
    tier.has_role = has_trait(&tier, "role");
    find_ports(model, &tier);
    return tier;
}

void tiers_build(struct model *model)
{
    const json_t *tiers = jx_get(model->document, "tiers");
    size_t count = json_object_size(tiers);
    const char *key;
    const json_t *spec;

    model->tiers = ARENA_ARRAY(model->arena, count, struct tier);
    jx_object_foreach (tiers, key, spec) {
        model->tiers[model->tier_count++] = make_tier(model, key, spec);
    }
    qsort(model->tiers, model->tier_count, sizeof(*model->tiers), by_id);
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];

        (void)table_put(&model->tiers_by_key, model->arena, str_from(tier->naming.key), tier);
    }
}
