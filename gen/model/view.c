/* SPDX-License-Identifier: MIT */
/* The whole view; every member is there, null or empty where it does not apply. */
#include "model/view.h"

#include "base/mem.h"
#include "model/away.h"
#include "model/layers.h"
#include "model/monitoring.h"
#include "model/origins.h"
#include "model/reference.h"
#include "model/regions.h"
#include "model/rules.h"
#include "model/topics.h"
#include "model/waivers.h"

#include <stdlib.h>

static json_t *environment_of(const struct model *model)
{
    json_t *environment = jx_object();

    jx_set(environment, "name", jx_string(model->environment));
    jx_set(environment, "long", jx_string(model->long_environment));
    jx_set(environment, "profile", jx_string(model->profile));
    return environment;
}

static void add_tag(json_t *list, const char *key, json_t *value)
{
    json_t *tag = jx_object();

    jx_set(tag, "key", jx_string(key));
    jx_set(tag, "value", value);
    jx_append(list, tag);
}

static json_t *tags_of(const struct model *model)
{
    json_t *list = jx_array();
    const char *key;
    const json_t *value;

    add_tag(list, "Project", jx_string(model->project));
    add_tag(list, "Environment", jx_string(model->environment));
    add_tag(list, "ManagedBy", jx_string("archgen"));
    jx_object_foreach (jx_get(model->document, "tags"), key, value) {
        add_tag(list, key, jx_share(value));
    }
    return list;
}

static json_t *group_of(const struct model *model, const struct naming *naming, bool is_tier)
{
    json_t *group = jx_object();

    jx_set(group, "id", jx_string(naming->id));
    jx_set(group, "label", jx_string(naming->label));
    jx_set(group, "name", jx_string(naming->name));
    jx_set(group, "description",
           jx_format("%s of %s %s", naming->stem, model->project, model->environment));
    jx_set(group, "tier", is_tier ? jx_string(naming->key) : json_null());
    jx_set(group, "egress", jx_bool(rules_has_egress(model, naming)));
    return group;
}

static json_t *groups_of(const struct model *model)
{
    json_t *list = jx_array();

    for (size_t i = 0; i < model->tier_count; i++) {
        if (model->tiers[i].has_group) {
            jx_append(list, group_of(model, &model->tiers[i].group, true));
        }
    }
    if (model->network.has_interface_endpoints) {
        jx_append(list, group_of(model, &model->endpoint_group, false));
    }
    if (model->network.nat_instance != NULL) {
        jx_append(list, group_of(model, &model->nat_group, false));
    }
    return list;
}

/* What the description waives about the system as a whole. */
static const json_t *given_of(const struct model *model)
{
    return jx_get(jx_get(model->document, "network"), "waive");
}

/* Rows of schema/findings.json itself. No kind has a '/' in its name. */
static struct waiver_table waivers_of(const struct model *model, const char *name)
{
    const json_t *findings = catalog_table(model->catalog, CATALOG_FINDINGS);

    return waivers_table(model, name, jx_get(findings, name + 1));
}

static json_t *rule_of(const struct model *model, const struct waiver_table *waivers,
                       const struct rule *rule)
{
    bool is_all = strcmp(rule->ports.protocol, "-1") == 0;
    json_t *item = jx_object();

    jx_set(item, "id", jx_string(rule->id));
    jx_set(item, "label", jx_string(rule->label));
    jx_set(item, "direction", jx_string(rule->is_ingress ? "ingress" : "egress"));
    jx_set(item, "group", reference_share(model, "group.id", rule->group));
    jx_set(item, "protocol", jx_string(rule->ports.protocol));
    jx_set(item, "from", is_all ? json_null() : jx_integer(rule->ports.from));
    jx_set(item, "to", is_all ? json_null() : jx_integer(rule->ports.to));
    jx_set(item, "peer",
           rule->peer == NULL ? json_null() : reference_share(model, "group.id", rule->peer));
    bool is_ipv6 = rule->cidr != NULL && strchr(rule->cidr, ':') != NULL;

    jx_set(item, "cidr", rule->cidr == NULL || is_ipv6 ? json_null() : jx_string(rule->cidr));
    jx_set(item, "ipv6", is_ipv6 ? jx_string(rule->cidr) : json_null());
    jx_set(item, "prefix_list",
           rule->prefix_list == NULL ? json_null()
                                     : reference_share(model, "prefix_list.id", rule->prefix_list));
    jx_set(item, "description", jx_string(rule->description));
    jx_set(item, "waive", waivers_of_one(waivers, given_of(model), item));
    return item;
}

static bool has_id(const json_t *list, const char *id)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        if (strcmp(jx_get_text(item, "id", ""), id) == 0) {
            return true;
        }
    }
    return false;
}

/* The lists of blocks that rules refer to, each once. Rules are sorted, so this is too. */
static json_t *prefix_lists_of(const struct model *model)
{
    json_t *lists = jx_array();

    for (size_t i = 0; i < model->rule_count; i++) {
        const struct naming *naming = model->rules[i].prefix_list;

        if (naming != NULL && !has_id(lists, naming->id)) {
            json_t *list = jx_object();

            jx_set(list, "id", jx_string(naming->id));
            jx_set(list, "label", jx_string(naming->label));
            jx_set(list, "name", jx_string(naming->name));
            jx_append(lists, list);
        }
    }
    return lists;
}

static const char *key_use(const struct kind *kind)
{
    const char *service = jx_get_text(kind->traits, "service", kind->name);

    return jx_get_text(kind->traits, "key_use", service);
}

struct key_uses {
    struct arena *arena;
    const char **items;
    size_t count;
    size_t capacity;
};

static void add_use(void *context, const char *use)
{
    struct key_uses *uses = context;

    ARENA_GROW(uses->arena, uses->items, uses->count, uses->capacity);
    uses->items[uses->count++] = use;
}

static void add_tier_uses(const struct model *model, struct key_uses *uses)
{
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];

        if (view_uses_key(tier)) {
            add_use(uses, key_use(tier->kind));
        }
    }
    for (size_t i = 0; i < model->flow_count; i++) {
        const struct flow *flow = &model->flows[i];

        if (origins_is_origin(flow) && flow->to.tier != NULL && view_uses_key(flow->to.tier)) {
            add_use(uses, key_use(flow->from.tier->kind));
        }
    }
}

/* Those that tell of a tier, where its kind says so: `key_use` beside `topic` in its `needs`. */
static void add_tier_topic_uses(const struct tier *tier, struct key_uses *uses)
{
    size_t i;
    const json_t *row;

    jx_array_foreach (jx_get(tier->kind->traits, "needs"), i, row) {
        const char *use = jx_get_text(row, "key_use", NULL);

        if (use != NULL && catalog_when(jx_get(row, "when"), tier->spec)) {
            add_use(uses, use);
        }
    }
}

/* Topics are encrypted with the customer key if there is one; those that write to them must be
 * admitted. */
static void add_topic_uses(const struct model *model, struct key_uses *uses)
{
    const json_t *schema = schemas_annotations(model->catalog->schemas, "monitoring.json");
    const json_t *rows = jx_get(jx_get(schema, "x-archgen"), "topic_key_uses");
    size_t i;
    const json_t *use;

    if (!topics_exist(model)) {
        return;
    }
    jx_array_foreach (rows, i, use) {
        add_use(uses, json_string_value(use));
    }
    for (size_t t = 0; t < model->tier_count; t++) {
        add_tier_topic_uses(&model->tiers[t], uses);
    }
}

/* The customer key exists if a tier or a layer asks for it; `uses` tells whom its policy must
 * admit: what stores with it, and what fetches from there. */
static json_t *key_of(const struct model *model)
{
    struct key_uses uses = {.arena = model->arena};
    json_t *key = NULL;
    json_t *list = NULL;

    add_tier_uses(model, &uses);
    layers_key_uses(model, true, add_use, &uses);
    if (uses.count == 0) {
        return json_null();
    }
    layers_key_uses(model, false, add_use, &uses);
    add_topic_uses(model, &uses);
    qsort(uses.items, uses.count, sizeof(*uses.items), str_by_text);
    list = jx_array();
    for (size_t i = 0; i < uses.count; i++) {
        if (i == 0 || strcmp(uses.items[i], uses.items[i - 1]) != 0) {
            jx_append(list, jx_string(uses.items[i]));
        }
    }
    key = jx_object();
    jx_set(key, "id", jx_string(model->key.id));
    jx_set(key, "label", jx_string(model->key.label));
    jx_set(key, "name", jx_string(model->key.name));
    jx_set(key, "uses", list);
    return key;
}

/* The tiers by kind, with their properties; a kind without tiers has an empty list. */
static json_t *kinds_of(const struct model *model, const json_t *tiers)
{
    json_t *kinds = jx_object();

    for (size_t i = 0; i < model->catalog->kind_count; i++) {
        const struct kind *kind = &model->catalog->kinds[i];
        json_t *list = jx_array();

        for (size_t k = 0; k < model->tier_count; k++) {
            const struct tier *tier = &model->tiers[k];

            if (tier->kind == kind) {
                json_t *item = reference_begin_summary(model, tier);

                jx_set(item, "spec", jx_share(jx_get(jx_get(tiers, tier->naming.key), "spec")));
                jx_append(list, item);
            }
        }
        jx_set(kinds, kind->name, list);
    }
    return kinds;
}

static json_t *share_or_null(const json_t *value)
{
    return value == NULL ? json_null() : jx_share(value);
}

/* Those of `rules` that are of the tier's group, shared. */
static json_t *rules_of_tier(const struct model *model, const struct tier *tier,
                             const json_t *rules)
{
    json_t *list = jx_array();
    size_t count;
    const struct rule *const *own = rules_of_group(model, &tier->group, &count);

    for (size_t i = 0; i < count; i++) {
        jx_append(list, jx_share(jx_at(rules, (size_t)(own[i] - model->rules))));
    }
    return list;
}

json_t *view_make(const struct model *model)
{
    const struct waiver_table of_rules = waivers_of(model, "/rules");
    const struct waiver_table of_system = waivers_of(model, "/system");
    json_t *view = jx_object();
    json_t *rules = jx_array();
    json_t *parameters = jx_array();
    json_t *tiers = jx_object();

    for (size_t i = 0; i < model->rule_count; i++) {
        jx_append(rules, rule_of(model, &of_rules, &model->rules[i]));
    }
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];
        json_t *view_of_tier = view_tier(model, tier);

        view_add_parameters(model, tier, parameters);
        jx_set(view_of_tier, "rules", rules_of_tier(model, tier, rules));
        jx_set(tiers, tier->naming.key, view_of_tier);
    }
    view_add_nat_image(model, parameters);
    jx_set(view, "name", jx_string(model->project));
    jx_set(view, "env", environment_of(model));
    jx_set(view, "prefix", jx_string(model->prefix));
    jx_set(view, "region", jx_string(model->region));
    jx_set(view, "tags", tags_of(model));
    jx_set(view, "domain", share_or_null(jx_get(model->document, "domain")));
    jx_set(view, "network", view_network(model));
    jx_set(view, "groups", groups_of(model));
    jx_set(view, "rules", rules);
    jx_set(view, "prefix_lists", prefix_lists_of(model));
    jx_set(view, "away", away_view(model));
    jx_set(view, "regions", regions_view(model, jx_get(view, "away")));
    jx_set(view, "key", key_of(model));
    jx_set(view, "parameters", parameters);
    jx_set(view, "kinds", kinds_of(model, tiers));
    jx_set(view, "tiers", tiers);
    layers_add(model, view);
    layers_add_parameters(model, parameters);
    monitoring_add(model, view, parameters);
    jx_set(view, "waive", waivers_make(&of_system, given_of(model), view));
    jx_set(view, "layout", share_or_null(jx_get(model->document, "layout")));
    jx_set(view, "patches", share_or_null(jx_get(model->document, "patch")));
    return view;
}
