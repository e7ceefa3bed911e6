/* SPDX-License-Identifier: MIT */
/* The network as the templates see it. */
#include "model/view.h"

#include "base/mem.h"
#include "model/flows.h"
#include "model/names.h"
#include "model/network.h"
#include "model/reference.h"
#include "schema/pattern.h"

#include <stdlib.h>

#define ANYWHERE      "0.0.0.0/0"
#define ANYWHERE_IPV6 "::/0"

static void set_naming(json_t *object, const struct naming *naming)
{
    jx_set(object, "key", jx_string(naming->key));
    jx_set(object, "id", jx_string(naming->id));
    jx_set(object, "label", jx_string(naming->label));
    jx_set(object, "name", jx_string(naming->name));
}

/* A zone by its place in the region's list, or by the letter that the user chose. */
static json_t *zone_reference(const struct zone *zone)
{
    json_t *reference = jx_object();

    jx_set(reference, "$ref", jx_string(zone->is_named ? "zone.name" : "zone.index"));
    jx_set(reference, "index", jx_integer(zone->index));
    jx_set(reference, "letter", jx_string(zone->letter));
    return reference;
}

json_t *view_subnets(const struct model *model, const char *class_name)
{
    json_t *list = jx_array();

    for (size_t i = 0; i < model->network.subnet_count; i++) {
        const struct subnet *subnet = &model->network.subnets[i];

        if (strcmp(subnet->class_name, class_name) == 0) {
            jx_append(list, reference_share(model, "subnet.id", &subnet->naming));
        }
    }
    return list;
}

static json_t *subnets(const struct model *model)
{
    json_t *list = jx_array();

    for (size_t i = 0; i < model->network.subnet_count; i++) {
        const struct subnet *subnet = &model->network.subnets[i];
        json_t *item = jx_object();

        set_naming(item, &subnet->naming);
        jx_set(item, "class", jx_string(subnet->class_name));
        jx_set(item, "zone", zone_reference(subnet->zone));
        jx_set(item, "zone_key", jx_string(subnet->zone->letter));
        jx_set(item, "cidr", jx_string(cidr_text(model->arena, subnet->cidr)));
        jx_set(item, "public_ip", jx_bool(strcmp(subnet->class_name, "public") == 0));
        jx_set(item, "table", jx_string(subnet->table));
        jx_append(list, item);
    }
    return list;
}

static json_t *tables(const struct model *model)
{
    json_t *list = jx_array();

    for (size_t i = 0; i < model->network.table_count; i++) {
        const struct route_table *table = &model->network.tables[i];
        json_t *item = jx_object();

        set_naming(item, &table->naming);
        jx_set(item, "class", jx_string(table->class_name));
        jx_set(item, "route", table->route == NULL ? json_null() : jx_string(table->route));
        jx_set(item, "gateway",
               table->gateway == NULL
                   ? json_null()
                   : reference_share(
                         model, model->network.nat_instance == NULL ? "nat.id" : "nat.instance",
                         table->gateway));
        jx_append(list, item);
    }
    return list;
}

static json_t *gateways(const struct model *model)
{
    json_t *list = jx_array();

    for (size_t i = 0; i < model->network.gateway_count; i++) {
        const struct gateway *gateway = &model->network.gateways[i];
        json_t *item = jx_object();

        set_naming(item, &gateway->naming);
        jx_set(item, "subnet", reference_share(model, "subnet.id", &gateway->subnet->naming));
        jx_append(list, item);
    }
    return list;
}

/* The image of the first row whose pattern fits the type of the instances; a row without a pattern
 * fits all. */
static const json_t *image_for(const struct model *model, const json_t *rows, const char *type)
{
    struct patterns *patterns = patterns_new(model->arena);
    const json_t *image = NULL;
    size_t i;
    const json_t *row;

    jx_array_foreach (rows, i, row) {
        struct str pattern = jx_str(jx_get(row, "pattern"));

        if (image == NULL &&
            (pattern.len == 0 || patterns_match(patterns, patterns_add(patterns, pattern),
                                                str_from(type)) == PATTERN_MATCHES)) {
            image = jx_get(row, "image");
        }
    }
    patterns_free(patterns);
    BUG_UNLESS(image != NULL);
    return image;
}

static struct naming image_naming(const struct model *model)
{
    struct naming naming = model->nat_group;

    naming.id = arena_text(model->arena, "%sImage", names_id(model->arena, str_from(naming.key)));
    naming.label = arena_text(model->arena, "%s_image", naming.label);
    return naming;
}

void view_add_nat_image(const struct model *model, json_t *list)
{
    const json_t *schema = schemas_annotations(model->catalog->schemas, "network.json");
    const json_t *images = jx_path(schema, "properties.nat_instance.x-archgen-images");
    struct naming naming = image_naming(model);
    json_t *item;

    if (model->network.nat_instance == NULL) {
        return;
    }
    item = jx_object();
    jx_set(item, "id", jx_string(naming.id));
    jx_set(item, "label", jx_string(naming.label));
    jx_set(item, "type", jx_string("image"));
    jx_set(item, "description",
           jx_string("SSM parameter that holds the image of the NAT instances"));
    jx_set(item, "value", jx_share(image_for(model, images, model->network.nat_instance)));
    jx_append(list, item);
}

/* What the instances in place of NAT gateways have in common; null where there are none. */
static void add_nat_instance(const struct model *model, json_t *view)
{
    bool is_used = model->network.nat_instance != NULL;
    struct naming naming = image_naming(model);
    json_t *image = is_used ? reference_make("parameter.value", &naming) : json_null();

    if (is_used) {
        jx_set(image, "type", jx_string("image"));
    }
    jx_set(view, "nat_instance", is_used ? jx_string(model->network.nat_instance) : json_null());
    jx_set(view, "nat_image", image);
    jx_set(view, "nat_group",
           is_used ? reference_share(model, "group.id", &model->nat_group) : json_null());
}

static json_t *endpoints(const struct model *model)
{
    json_t *list = jx_array();

    for (size_t i = 0; i < model->network.endpoint_count; i++) {
        const struct endpoint *endpoint = &model->network.endpoints[i];
        json_t *item = jx_object();
        json_t *table_references = jx_array();

        for (size_t k = 0; endpoint->is_gateway && k < model->network.table_count; k++) {
            jx_append(table_references,
                      reference_share(model, "route_table.id", &model->network.tables[k].naming));
        }
        set_naming(item, &endpoint->naming);
        jx_set(item, "service", jx_string(endpoint->service));
        jx_set(item, "type", jx_string(endpoint->is_gateway ? "gateway" : "interface"));
        jx_set(item, "tables", table_references);
        jx_set(item, "subnets", endpoint->is_gateway ? jx_array() : view_subnets(model, "private"));
        jx_set(item, "group",
               endpoint->is_gateway ? json_null()
                                    : reference_share(model, "group.id", &model->endpoint_group));
        jx_append(list, item);
    }
    return list;
}

static bool has_number(const json_t *rules, json_int_t number)
{
    size_t i;
    const json_t *rule;

    jx_array_foreach (rules, i, rule) {
        if (jx_get_integer(rule, "number", jx_get_integer(rule, "rule", 0)) == number) {
            return true;
        }
    }
    return false;
}

static int by_number(const void *a, const void *b)
{
    json_int_t left = jx_get_integer(*(const json_t *const *)a, "number", 0);
    json_int_t right = jx_get_integer(*(const json_t *const *)b, "number", 0);

    return (left > right) - (left < right);
}

/* Rules for every IPv4 address hold for every IPv6 address, too. An ACL tries both by number, and a
 * number stands once: the twin gets the next free one, in the same order as the rules. */
static void add_ipv6_twins(const struct model *model, json_t *list)
{
    size_t count = json_array_size(list);
    json_t **rules = ARENA_ARRAY(model->arena, count, json_t *);

    for (size_t i = 0; i < count; i++) {
        rules[i] = json_array_get(list, i);
    }
    qsort(rules, count, sizeof(json_t *), by_number);
    for (size_t i = 0; i < count; i++) {
        json_int_t number = jx_get_integer(rules[i], "number", 0) + 1;
        json_t *twin = NULL;

        if (strcmp(jx_get_text(rules[i], "cidr", ""), ANYWHERE) != 0) {
            continue;
        }
        while (has_number(list, number)) {
            number++;
        }
        twin = jx_copy(rules[i]);
        jx_set(twin, "number", jx_integer(number));
        jx_set(twin, "cidr", json_null());
        jx_set(twin, "ipv6", jx_string(ANYWHERE_IPV6));
        jx_append(list, twin);
    }
}

/* Adds one direction of an ACL to `all`; without rules it allows everything. */
static void add_acl_rules(const struct model *model, const json_t *rules, bool is_egress,
                          json_t *all)
{
    json_t *list = jx_array();
    size_t count = json_is_array(rules) ? json_array_size(rules) : 0;

    for (size_t i = 0; i < count || (i == 0 && count == 0); i++) {
        const json_t *rule = jx_at(rules, i);
        const json_t *allow = jx_get(rule, "allow");
        bool is_deny = rule != NULL && json_is_null(allow);
        const json_t *ports = is_deny ? jx_get(rule, "deny") : allow;
        struct port_range range = {"-1", 0, 0};
        json_t *item = jx_object();

        if (json_is_integer(ports)) {
            int port = (int)json_integer_value(ports);

            range = (struct port_range){"tcp", port, port};
        } else if (ports != NULL && !flows_parse_ports(model->catalog, jx_str(ports), &range)) {
            BUG("the acl check refuses ports that do not parse");
        }
        bool is_all = strcmp(range.protocol, "-1") == 0;

        jx_set(item, "number", jx_integer(jx_get_integer(rule, "rule", 100)));
        jx_set(item, "egress", jx_bool(is_egress));
        jx_set(item, "protocol", jx_string(range.protocol));
        jx_set(item, "from", is_all ? json_null() : jx_integer(range.from));
        jx_set(item, "to", is_all ? json_null() : jx_integer(range.to));
        jx_set(item, "cidr", jx_string(jx_get_text(rule, "cidr", ANYWHERE)));
        jx_set(item, "ipv6", json_null());
        jx_set(item, "action", jx_string(is_deny ? "deny" : "allow"));
        jx_append(list, item);
    }
    if (model->network.has_ipv6) {
        add_ipv6_twins(model, list);
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        jx_append(all, jx_share(jx_at(list, i)));
    }
    json_decref(list);
}

static json_t *acls(const struct model *model, const json_t *spec)
{
    json_t *list = jx_array();
    const char *class_name;
    const json_t *acl;

    if (!json_is_object(spec)) {
        return list;
    }
    jx_object_foreach (spec, class_name, acl) {
        struct naming naming = names_make(model->arena, model->prefix, class_name);
        json_t *item = jx_object();
        json_t *rules = jx_array();

        if (!json_is_object(acl) || !network_has_class(&model->network, class_name)) {
            json_decref(item);
            json_decref(rules);
            continue;
        }
        naming.id = arena_text(model->arena, "%sAcl", naming.id);
        set_naming(item, &naming);
        jx_set(item, "class", jx_string(class_name));
        jx_set(item, "subnets", view_subnets(model, class_name));
        add_acl_rules(model, jx_get(acl, "in"), false, rules);
        add_acl_rules(model, jx_get(acl, "out"), true, rules);
        jx_set(item, "rules", rules);
        jx_append(list, item);
    }
    return list;
}

static json_t *flow_logs(const struct model *model, const json_t *spec)
{
    json_t *item = NULL;

    if (!json_is_object(spec) || !jx_get_bool(spec, "enabled", false)) {
        return json_null();
    }
    const struct tier *bucket = model_tier(model, jx_str(jx_get(spec, "bucket")));

    item = jx_object();
    jx_set(item, "bucket", bucket == NULL ? json_null() : reference_summary(model, bucket));
    jx_set(item, "retention",
           bucket == NULL ? jx_integer(jx_get_integer(spec, "retention", 0)) : json_null());
    jx_set(item, "name", jx_format("/%s/%s/flow-logs", model->project, model->long_environment));
    return item;
}

json_t *view_network(const struct model *model)
{
    const json_t *spec = jx_get(model->document, "network");
    json_t *view = jx_object();

    jx_set(view, "cidr", jx_string(cidr_text(model->arena, model->network.cidr)));
    jx_set(view, "ipv6", jx_bool(model->network.has_ipv6));
    jx_set(view, "nat", jx_string(model->network.nat));
    add_nat_instance(model, view);
    jx_set(view, "internet", jx_bool(network_has_class(&model->network, "public")));
    jx_set(view, "named_zones", jx_bool(json_is_array(jx_get(spec, "zones"))));
    jx_set(view, "subnets", subnets(model));
    jx_set(view, "tables", tables(model));
    jx_set(view, "gateways", gateways(model));
    jx_set(view, "endpoints", endpoints(model));
    jx_set(view, "flow_logs", flow_logs(model, jx_get(spec, "flow_logs")));
    jx_set(view, "acls", acls(model, jx_get(spec, "acls")));
    return view;
}
