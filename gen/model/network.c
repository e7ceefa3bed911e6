/* SPDX-License-Identifier: MIT */
/*
 * Derives the network. Subnets that the description does not list are carved from the VPC's block
 * so that neither the number of zones nor another class moves them: class k (public, private,
 * database) begins at child block 10k + 1, as in 10.0.1.0/24, 10.0.11.0/24, 10.0.21.0/24. In a
 * block with too few children for that, each class gets a quarter of it.
 */
#include "model/network.h"

#include "base/mem.h"
#include "model/names.h"

enum {
    CHILD_BITS = 8,       /* a /16 is carved into /24 */
    SUBNET_BITS_MAX = 28, /* AWS: subnets are /16 to /28 */
    CLASS_STRIDE = 10,    /* room for zones between classes */
    CLASS_QUARTERS = 4,
    ZONES_MAX = 6
};

/* Subnet classes in the order of their blocks. The first has the route to the internet. */
static const struct class_row {
    const char *name;
    const char *id; /* stem of the ids of its subnets */
} classes[] = {
    {"public", "PublicSubnet"},
    {"private", "PrivateSubnet"},
    {"database", "DatabaseSubnet"},
};

bool network_has_class(const struct network *network, const char *class_name)
{
    for (size_t i = 0; i < network->subnet_count; i++) {
        if (strcmp(network->subnets[i].class_name, class_name) == 0) {
            return true;
        }
    }
    return false;
}

static void build_zones(struct model *model, const json_t *zones)
{
    struct network *network = &model->network;
    size_t count =
        json_is_array(zones) ? json_array_size(zones) : (size_t)json_integer_value(zones);

    network->zones = ARENA_ARRAY(model->arena, count, struct zone);
    network->zone_count = count;
    for (size_t i = 0; i < count; i++) {
        const char *letter = json_is_array(zones)
                                 ? json_string_value(jx_at(zones, i))
                                 : arena_text(model->arena, "%c", (char)('a' + (int)i));

        network->zones[i] = (struct zone){letter, (int)i, json_is_array(zones)};
    }
}

/* Which services have gateway endpoints is an annotation of the network's schema. */
static bool is_gateway_service(const struct model *model, const char *service)
{
    const json_t *schema = schemas_annotations(model->catalog->schemas, "network.json");
    const json_t *services = jx_path(schema, "properties.endpoints.x-archgen-gateways");
    size_t i;
    const json_t *item;

    jx_array_foreach (services, i, item) {
        if (str_eq_text(jx_str(item), service)) {
            return true;
        }
    }
    return false;
}

static bool has_interface_endpoint(const struct model *model)
{
    const json_t *services = jx_path(model->document, "network.endpoints");
    size_t i;
    const json_t *service;

    jx_array_foreach (services, i, service) {
        if (!is_gateway_service(model, json_string_value(service))) {
            return true;
        }
    }
    return false;
}

/* A class is there if the description lists blocks for it, a tier is placed in it, or something of
 * the network stands in it: NAT gateways in the public one, endpoints in the private one. */
static bool is_class_used(const struct model *model, const char *name)
{
    if (json_is_array(jx_get(jx_path(model->document, "network.subnets"), name))) {
        return true;
    }
    for (size_t i = 0; i < model->tier_count; i++) {
        const char *placement = model->tiers[i].placement;

        if (placement != NULL && strcmp(placement, name) == 0) {
            return true;
        }
    }
    if (strcmp(name, "private") == 0) {
        return model->network.has_interface_endpoints;
    }
    return strcmp(name, classes[0].name) == 0 && strcmp(model->network.nat, "none") != 0;
}

static void add_subnet(struct model *model, const struct class_row *row, size_t zone,
                       struct cidr cidr, struct span span)
{
    struct network *network = &model->network;
    const char *letter = network->zones[zone].letter;
    const char *key = arena_text(model->arena, "%s-%s", row->name, letter);
    struct subnet *subnet = &network->subnets[network->subnet_count++];

    *subnet = (struct subnet){
        .naming = names_make(model->arena, model->prefix, key),
        .class_name = row->name,
        .zone = &network->zones[zone],
        .cidr = cidr,
        .span = span,
    };
    subnet->naming.id =
        arena_text(model->arena, "%s%s", row->id, names_id(model->arena, str_from(letter)));
}

static void add_listed(struct model *model, const struct class_row *row, const json_t *blocks)
{
    const json_t *sources = jx_get(jx_get(jx_get(model->source, "network"), "subnets"), row->name);
    size_t i;
    const json_t *block;

    if (json_array_size(blocks) > model->network.zone_count) {
        const struct place *place =
            places_of_item(model->places, sources, model->network.zone_count);

        diag_add(model->diags, DIAG_ZONES, place->value, "there are %zu %s subnets for %zu zones",
                 json_array_size(blocks), row->name, model->network.zone_count);
        return;
    }
    jx_array_foreach (blocks, i, block) {
        struct cidr cidr;

        BUG_UNLESS(cidr_parse(jx_str(block), &cidr));
        add_subnet(model, row, i, cidr, places_of_item(model->places, sources, i)->value);
    }
}

static void carve(struct model *model, size_t class_index)
{
    const struct network *network = &model->network;
    unsigned prefix_bits = network->cidr.prefix_bits + CHILD_BITS;

    prefix_bits = prefix_bits > SUBNET_BITS_MAX ? SUBNET_BITS_MAX : prefix_bits;
    uint32_t room = prefix_bits < network->cidr.prefix_bits
                        ? 0
                        : UINT32_C(1) << (prefix_bits - network->cidr.prefix_bits);
    bool is_wide = room > AG_COUNT(classes) * CLASS_STRIDE;
    uint32_t stride = is_wide ? CLASS_STRIDE : room / CLASS_QUARTERS;
    uint32_t first = (uint32_t)class_index * stride + (is_wide ? 1 : 0);

    if (prefix_bits < network->cidr.prefix_bits) {
        return; /* the check of the network's block says so */
    }
    if (network->zone_count > stride) {
        diag_add(model->diags, DIAG_CIDR_TOO_SMALL, network->span,
                 "the network %s is too small for %zu zones of %s subnets",
                 cidr_text(model->arena, network->cidr), network->zone_count,
                 classes[class_index].name);
        return;
    }
    for (size_t zone = 0; zone < network->zone_count; zone++) {
        add_subnet(model, &classes[class_index], zone,
                   cidr_child(network->cidr, prefix_bits, first + (uint32_t)zone), network->span);
    }
}

static void build_subnets(struct model *model)
{
    const json_t *listed = jx_path(model->document, "network.subnets");

    model->network.subnets =
        ARENA_ARRAY(model->arena, AG_COUNT(classes) * ZONES_MAX, struct subnet);
    for (size_t i = 0; i < AG_COUNT(classes); i++) {
        const json_t *blocks = jx_get(listed, classes[i].name);

        if (json_is_array(blocks)) {
            add_listed(model, &classes[i], blocks);
        } else if (is_class_used(model, classes[i].name)) {
            carve(model, i);
        }
    }
}

/* NAT gateways stand in public subnets: in the first, or in each. */
static void build_gateways(struct model *model)
{
    struct network *network = &model->network;
    bool is_single = strcmp(network->nat, "single") == 0;

    network->gateways = ARENA_ARRAY(model->arena, ZONES_MAX, struct gateway);
    if (strcmp(network->nat, "none") == 0) {
        return;
    }
    for (size_t i = 0; i < network->subnet_count; i++) {
        const struct subnet *subnet = &network->subnets[i];

        if (strcmp(subnet->class_name, classes[0].name) != 0 ||
            (is_single && network->gateway_count > 0)) {
            continue;
        }
        const char *key = arena_text(model->arena, "nat-%s", subnet->zone->letter);
        struct gateway *gateway = &network->gateways[network->gateway_count++];

        gateway->naming = names_make(model->arena, model->prefix, key);
        gateway->naming.label = subnet->zone->letter;
        gateway->subnet = subnet;
    }
}

static struct route_table *add_table(struct model *model, const char *class_name, const char *key)
{
    struct network *network = &model->network;
    struct route_table *table = &network->tables[network->table_count++];

    table->naming = names_make(model->arena, model->prefix, key);
    table->naming.id = arena_text(model->arena, "%sRoutes", table->naming.id);
    table->class_name = class_name;
    return table;
}

/* The gateway in a zone, or the first one. */
static const struct naming *gateway_of(const struct network *network, const struct zone *zone)
{
    for (size_t i = 0; i < network->gateway_count; i++) {
        if (network->gateways[i].subnet->zone == zone) {
            return &network->gateways[i].naming;
        }
    }
    return network->gateway_count > 0 ? &network->gateways[0].naming : NULL;
}

/* One table for a class, or one for each zone where each zone has a NAT gateway of its own. */
static void build_class_tables(struct model *model, const char *class_name)
{
    struct network *network = &model->network;
    bool has_nat = strcmp(class_name, "private") == 0 && network->gateway_count > 0;
    bool is_per_zone = has_nat && strcmp(network->nat, "zone") == 0;
    struct route_table *table = NULL;

    for (size_t i = 0; i < network->subnet_count; i++) {
        struct subnet *subnet = &network->subnets[i];

        if (strcmp(subnet->class_name, class_name) != 0) {
            continue;
        }
        if (table == NULL || is_per_zone) {
            table = add_table(model, class_name, is_per_zone ? subnet->naming.key : class_name);
            table->route = has_nat ? "nat" : NULL;
            table->gateway = has_nat ? gateway_of(network, subnet->zone) : NULL;
            if (strcmp(class_name, classes[0].name) == 0) {
                table->route = "internet";
            }
        }
        subnet->table = table->naming.label;
    }
}

static int by_service(const void *a, const void *b)
{
    return strcmp(((const struct endpoint *)a)->service, ((const struct endpoint *)b)->service);
}

static void build_endpoints(struct model *model, const json_t *services)
{
    struct network *network = &model->network;
    size_t count = json_array_size(services);

    network->endpoints = ARENA_ARRAY(model->arena, count, struct endpoint);
    for (size_t i = 0; i < count; i++) {
        const char *service = json_string_value(jx_at(services, i));
        struct endpoint *endpoint = &network->endpoints[network->endpoint_count++];

        endpoint->service = service;
        endpoint->naming = names_make(model->arena, model->prefix, service);
        endpoint->naming.id = arena_text(model->arena, "%sEndpoint", endpoint->naming.id);
        endpoint->is_gateway = is_gateway_service(model, service);
    }
    qsort(network->endpoints, count, sizeof(*network->endpoints), by_service);
}

void network_build(struct model *model)
{
    const json_t *spec = jx_get(model->document, "network");
    struct network *network = &model->network;

    network->span = model_span(model, "network", "cidr");
    network->nat = jx_get_text(spec, "nat", "none");
    network->nat_instance = jx_get_text(spec, "nat_instance", NULL);
    network->has_ipv6 = jx_get_bool(spec, "ipv6", false);
    BUG_UNLESS(cidr_parse(jx_str(jx_get(spec, "cidr")), &network->cidr));
    network->has_interface_endpoints = has_interface_endpoint(model);
    build_zones(model, jx_get(spec, "zones"));
    build_subnets(model);
    build_gateways(model);
    network->tables = ARENA_ARRAY(model->arena, AG_COUNT(classes) * ZONES_MAX, struct route_table);
    for (size_t i = 0; i < AG_COUNT(classes); i++) {
        build_class_tables(model, classes[i].name);
    }
    build_endpoints(model, jx_get(spec, "endpoints"));
    model->endpoint_group = names_make(model->arena, model->prefix, "endpoints");
    model->endpoint_group.id = "EndpointsGroup";
    model->nat_group = names_make(model->arena, model->prefix, "nat-instances");
    model->nat_group.id = "NatInstancesGroup";
}
