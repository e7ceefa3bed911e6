/* SPDX-License-Identifier: MIT */
/* A tier as the templates see it. */
#include "model/view.h"

#include "base/mem.h"
#include "model/away.h"
#include "model/expand.h"
#include "model/grants.h"
#include "model/hosts.h"
#include "model/layers.h"
#include "model/links.h"
#include "model/names.h"
#include "model/origins.h"
#include "model/reference.h"
#include "model/targets.h"
#include "model/waivers.h"

#include <stdlib.h>

/* The resolved properties, with links spelled out as the tiers that they lead to. */
static json_t *spec_of(const struct model *model, const struct tier *tier)
{
    const char *property;
    const json_t *value;

    if (tier->link_count == 0 && !expand_is_needed(tier->spec)) {
        return jx_share(tier->spec);
    }
    json_t *spec = jx_object();

    jx_object_foreach (tier->spec, property, value) {
        const struct link *link = links_get(tier, property);

        if (link != NULL) {
            jx_set(spec, property,
                   link->target == NULL ? json_null() : reference_summary(model, link->target));
        } else {
            jx_set(spec, property, expand_value(model, tier, value));
        }
    }
    return spec;
}

static json_t *names_of(const struct model *model, const struct tier *tier)
{
    json_t *names = jx_object();
    const char *name;
    const json_t *row;

    jx_object_foreach (jx_get(tier->kind->traits, "names"), name, row) {
        jx_set(names, name,
               layers_name_applies(model, tier, row)
                   ? jx_format("%s%s", tier->naming.name, jx_get_text(row, "suffix", ""))
                   : json_null());
    }
    return names;
}

static json_t *ports_of(const struct tier *tier)
{
    json_t *ports = jx_array();

    for (size_t i = 0; i < tier->port_count; i++) {
        jx_append(ports, jx_integer(tier->ports[i]));
    }
    return ports;
}

/* A thing of the tier's own with a suffix to its id, such as its role. */
static struct naming own_naming(const struct model *model, const struct tier *tier,
                                const char *suffix)
{
    struct naming naming = tier->naming;

    naming.id = arena_text(model->arena, "%s%s", tier->naming.id, suffix);
    return naming;
}

static json_t *role_of(const struct model *model, const struct tier *tier, const json_t *policy)
{
    struct naming naming = own_naming(model, tier, "Role");
    json_t *role = NULL;

    if (!tier->has_role) {
        return json_null();
    }
    role = jx_object();
    jx_set(role, "id", jx_string(naming.id));
    jx_set(role, "label", jx_string(naming.label));
    jx_set(role, "name", jx_string(naming.name));
    jx_set(role, "wide", jx_bool(waivers_is_wide(policy)));
    return role;
}

static struct naming parameter_naming(const struct model *model, const struct tier *tier,
                                      const char *name)
{
    struct naming naming = names_make(model->arena, model->prefix,
                                      arena_text(model->arena, "%s-%s", tier->naming.key, name));

    naming.id =
        arena_text(model->arena, "%s%s", tier->naming.id, names_id(model->arena, str_from(name)));
    return naming;
}

static json_t *parameters_of(const struct model *model, const struct tier *tier)
{
    json_t *parameters = jx_object();
    const char *name;
    const json_t *row;

    jx_object_foreach (jx_get(tier->kind->traits, "parameters"), name, row) {
        struct naming naming = parameter_naming(model, tier, name);
        const char *type = jx_get_text(row, "type", "string");

        if (catalog_when(jx_get(row, "when"), tier->spec)) {
            json_t *reference = reference_make("parameter.value", &naming);

            jx_set(reference, "type", jx_string(type));
            jx_set(parameters, name, reference);
        }
    }
    return parameters;
}

/* The value of a parameter: a property, or several joined with '-', perhaps looked up in a table.
 */
static json_t *parameter_value(const struct model *model, const struct tier *tier,
                               const json_t *row)
{
    const json_t *from = jx_get(row, "from");
    const json_t *values = jx_get(row, "values");
    size_t count = json_is_array(from) ? json_array_size(from) : 1;
    const char *text = NULL;

    if (from == NULL) {
        return json_null(); /* only whoever deploys knows it */
    }
    if (count == 1 && values == NULL) {
        return jx_share(
            jx_path(tier->spec, json_string_value(json_is_array(from) ? jx_at(from, 0) : from)));
    }
    for (size_t i = 0; i < count; i++) {
        const char *property = json_string_value(json_is_array(from) ? jx_at(from, i) : from);
        const char *value = json_string_value(jx_path(tier->spec, property));

        BUG_UNLESS(value != NULL);
        text = text == NULL ? value : arena_text(model->arena, "%s-%s", text, value);
    }
    if (values == NULL) {
        return jx_string(text);
    }
    BUG_UNLESS(jx_get(values, text) != NULL);
    return jx_share(jx_get(values, text));
}

void view_add_parameters(const struct model *model, const struct tier *tier, json_t *list)
{
    const char *name;
    const json_t *row;

    jx_object_foreach (jx_get(tier->kind->traits, "parameters"), name, row) {
        struct naming naming = parameter_naming(model, tier, name);
        json_t *item = jx_object();

        if (!catalog_when(jx_get(row, "when"), tier->spec)) {
            json_decref(item);
            continue;
        }
        jx_set(item, "id", jx_string(naming.id));
        jx_set(item, "label", jx_string(naming.label));
        jx_set(item, "type", jx_string(jx_get_text(row, "type", "string")));
        jx_set(item, "description",
               jx_format("%s of %s", jx_get_text(row, "description", name), tier->naming.key));
        jx_set(item, "value", parameter_value(model, tier, row));
        jx_append(list, item);
    }
}

static json_t *verbs_of(const struct flow *flow)
{
    json_t *verbs = jx_array();

    for (size_t i = 0; i < flow->verb_count; i++) {
        jx_append(verbs, jx_string(flow->verbs[i]));
    }
    return verbs;
}

/* A flow between a tier and the one at its other end. */
struct neighbour {
    const struct tier *other;
    const struct flow *flow;
};

/* Tiers lie in one array, sorted by id. */
static int by_tier(const void *a, const void *b)
{
    const struct neighbour *left = a;
    const struct neighbour *right = b;

    return (left->other > right->other) - (left->other < right->other);
}

/* The tiers at the other end of a tier's flows, in the order of their ids. */
static json_t *neighbours(const struct model *model, const struct tier *tier, bool is_outward)
{
    const struct flow **flows = is_outward ? tier->out : tier->in;
    size_t flow_count = is_outward ? tier->out_count : tier->in_count;
    struct neighbour *found = ARENA_ARRAY(model->arena, flow_count, struct neighbour);
    size_t count = 0;
    json_t *list = jx_array();

    for (size_t i = 0; i < flow_count; i++) {
        const struct flow *flow = flows[i];
        const struct tier *other = is_outward ? flow->to.tier : flow->from.tier;

        if (other != NULL) {
            found[count++] = (struct neighbour){other, flow};
        }
    }
    if (count > 1) {
        qsort(found, count, sizeof(*found), by_tier);
    }
    for (size_t i = 0; i < count; i++) {
        json_t *summary = reference_begin_summary(model, found[i].other);

        jx_set(summary, "verbs", verbs_of(found[i].flow));
        jx_append(list, summary);
    }
    return list;
}

static json_t *referrers(const struct model *model, const struct tier *tier)
{
    json_t *list = jx_array();

    for (size_t i = 0; i < tier->referrer_count; i++) {
        json_t *item = jx_object();

        jx_set(item, "property", jx_string(tier->referrers[i].property));
        jx_set(item, "tier", reference_summary(model, tier->referrers[i].tier));
        jx_append(list, item);
    }
    return list;
}

bool view_uses_key(const struct tier *tier)
{
    const json_t *key = jx_get(tier->kind->traits, "key");

    return key != NULL && catalog_when(key, tier->spec);
}

/* The target of what no rule takes, or null. */
static json_t *default_target(const json_t *targets)
{
    size_t i;
    const json_t *target;

    jx_array_foreach (targets, i, target) {
        if (jx_get_bool(target, "default", false)) {
            return jx_share(target);
        }
    }
    return json_null();
}

json_t *view_tier(const struct model *model, const struct tier *tier)
{
    const struct waiver_table waivers =
        waivers_table(model, tier->kind->name, jx_get(tier->kind->traits, "findings"));
    json_t *view = reference_begin_summary(model, tier);

    jx_set(view, "names", names_of(model, tier));
    jx_set(view, "spec", spec_of(model, tier));
    jx_set(view, "placement", tier->placement == NULL ? json_null() : jx_string(tier->placement));
    jx_set(view, "subnets",
           tier->placement == NULL ? jx_array() : view_subnets(model, tier->placement));
    jx_set(view, "group",
           tier->has_group ? reference_share(model, "group.id", &tier->group) : json_null());
    jx_set(view, "port", tier->port_count > 0 ? jx_integer(tier->ports[0]) : json_null());
    jx_set(view, "ports", ports_of(tier));
    jx_set(view, "policy", grants_policy(model, tier));
    jx_set(view, "role", role_of(model, tier, jx_get(view, "policy")));
    jx_set(view, "environment", grants_environment(model, tier));
    jx_set(view, "parameters", parameters_of(model, tier));
    jx_set(view, "targets", targets_of(model, tier));
    jx_set(view, "default_target", default_target(jx_get(view, "targets")));
    jx_set(view, "attachments", targets_attachments(model, tier));
    jx_set(view, "origins", origins_of(model, tier));
    jx_set(view, "routes", origins_routes(model, tier));
    jx_set(view, "hosts", hosts_view(model, tier));
    jx_set(view, "away", away_of(model, tier));
    jx_set(view, "layers", layers_of(model, tier));
    jx_set(view, "reaches", neighbours(model, tier, true));
    jx_set(view, "reached_by", neighbours(model, tier, false));
    jx_set(view, "referrers", referrers(model, tier));
    jx_set(view, "key_arn",
           view_uses_key(tier) ? reference_share(model, "key.arn", &model->key) : json_null());
    jx_set(view, "waive", waivers_make(&waivers, jx_get(tier->spec, "waive"), view));
    return view;
}
