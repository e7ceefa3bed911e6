/* SPDX-License-Identifier: MIT */
/* Checks of blocks, subnets, zones and ACLs. */
#include "model/checks.h"

#include "model/flows.h"
#include "model/network.h"

enum {
    BLOCK_BITS_MIN = 16, /* AWS: VPCs and subnets are /16 to /28 */
    BLOCK_BITS_MAX = 28,
    ACL_RULES_MAX = 20, /* AWS quota: rules per network ACL and direction */
    ACL_NUMBER_MAX = 32766,
    CLIENT_PORT_MIN = 1024,
    CLIENT_PORT_MAX = 65535
};

#define ANYWHERE "0.0.0.0/0"

/* Says what the network of a block with host bits would be. */
static bool check_boundary(struct model *model, struct cidr cidr, struct span span, enum diag_id id)
{
    if (cidr_is_network(cidr)) {
        return true;
    }
    struct diag *diag = diag_add(model->diags, id, span, "%s is not on its boundary",
                                 cidr_text(model->arena, cidr));

    diag_hint(model->diags, diag, "the network is %s", cidr_text(model->arena, cidr_network(cidr)));
    return false;
}

void check_network_block(struct model *model)
{
    static const struct cidr docker = {0xac110000, 16}; /* 172.17.0.0/16 */
    const struct network *network = &model->network;
    const char *text = cidr_text(model->arena, network->cidr);

    check_boundary(model, network->cidr, network->span, DIAG_BAD_CIDR);
    if (network->cidr.prefix_bits < BLOCK_BITS_MIN || network->cidr.prefix_bits > BLOCK_BITS_MAX) {
        diag_add(model->diags, DIAG_BAD_CIDR, network->span,
                 "%s has a size that AWS refuses; expected /%d to /%d", text, BLOCK_BITS_MIN,
                 BLOCK_BITS_MAX);
    } else if (!cidr_is_private(network->cidr)) {
        struct diag *diag =
            diag_add(model->diags, DIAG_BAD_CIDR, network->span, "%s is not a private range", text);

        diag_hint(model->diags, diag,
                  "use a block inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16");
    }
    if (cidr_overlaps(network->cidr, docker)) {
        diag_add(model->diags, DIAG_CIDR_DOCKER, network->span,
                 "%s overlaps 172.17.0.0/16, which Docker's bridge uses on instances", text);
    }
}

static void check_overlap(struct model *model, const struct subnet *earlier,
                          const struct subnet *later)
{
    if (cidr_overlaps(earlier->cidr, later->cidr)) {
        struct diag *diag =
            diag_add(model->diags, DIAG_CIDR_OVERLAP, later->span, "subnet %s overlaps subnet %s",
                     cidr_text(model->arena, later->cidr), cidr_text(model->arena, earlier->cidr));

        diag_note(model->diags, diag, earlier->span, "the %s subnet of zone %s is %s",
                  earlier->class_name, earlier->zone->letter,
                  cidr_text(model->arena, earlier->cidr));
    }
}

/* Where the network's block comes from: the description, or what lies below it. */
static void note_network(struct model *model, struct diag *diag)
{
    const json_t *source = jx_get(model->source, "network");

    if (places_of_member(model->places, source, "cidr")->value.source != NULL) {
        diag_note(model->diags, diag, model->network.span, "the network is given here");
    } else {
        diag_note(model->diags, diag, SPAN_NONE,
                  "environment '%s' has no 'cidr' of its own, so its network is that of profile "
                  "'%s'",
                  model->environment, model->profile);
    }
}

void check_subnets(struct model *model)
{
    const struct network *network = &model->network;

    for (size_t i = 0; i < network->subnet_count; i++) {
        const struct subnet *subnet = &network->subnets[i];
        const char *text = cidr_text(model->arena, subnet->cidr);

        if (!check_boundary(model, subnet->cidr, subnet->span, DIAG_BAD_CIDR)) {
            continue;
        }
        if (subnet->cidr.prefix_bits > BLOCK_BITS_MAX) {
            diag_add(model->diags, DIAG_BAD_CIDR, subnet->span,
                     "%s is smaller than /%d, which AWS refuses", text, BLOCK_BITS_MAX);
        }
        if (!cidr_contains(network->cidr, subnet->cidr)) {
            struct diag *diag = diag_add(model->diags, DIAG_CIDR_OUTSIDE, subnet->span,
                                         "subnet %s is not inside the network %s", text,
                                         cidr_text(model->arena, network->cidr));

            note_network(model, diag);
        }
        for (size_t k = 0; k < i; k++) {
            check_overlap(model, &network->subnets[k], subnet);
        }
    }
}

void check_reserved_blocks(struct model *model)
{
    const json_t *list = jx_path(model->document, "network.reserved");
    const json_t *source = jx_path(model->source, "network.reserved");
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        struct cidr cidr = {0, 0};
        struct span span = places_of_item(model->places, source, i)->value;

        if (!cidr_parse(jx_str(item), &cidr)) {
            continue;
        }
        check_boundary(model, cidr, span, DIAG_RESERVED_BOUNDARY);
        for (size_t k = 0; k < model->network.subnet_count; k++) {
            const struct subnet *subnet = &model->network.subnets[k];

            if (cidr_overlaps(cidr, subnet->cidr)) {
                struct diag *diag = diag_add(model->diags, DIAG_CIDR_OVERLAP, subnet->span,
                                             "subnet %s overlaps the reserved block %s",
                                             cidr_text(model->arena, subnet->cidr),
                                             cidr_text(model->arena, cidr_network(cidr)));

                diag_note(model->diags, diag, span, "the block is reserved here");
            }
        }
    }
}

static void check_acl_rules(struct model *model, const json_t *rules, const json_t *source)
{
    for (size_t i = 0; i < json_array_size(rules) && i < ACL_RULES_MAX; i++) {
        const json_t *rule = jx_at(rules, i);
        const json_t *written = jx_at(source, i);
        const char *action = json_is_null(jx_get(rule, "allow")) ? "deny" : "allow";
        const json_t *ports = jx_get(rule, action);
        struct port_range range;

        if (json_is_string(ports) && !flows_parse_ports(model->catalog, jx_str(ports), &range)) {
            diag_add(model->diags, DIAG_WRONG_VALUE,
                     places_of_member(model->places, written, action)->value,
                     "expected a port, a service or a range such as 1024-65535, found '%s'",
                     json_string_value(ports));
        }
        if (model->network.has_ipv6 &&
            jx_get_integer(rule, "rule", 0) + ACL_RULES_MAX > ACL_NUMBER_MAX) {
            diag_add(model->diags, DIAG_WRONG_VALUE,
                     places_of_member(model->places, written, "rule")->value,
                     "with IPv6 every rule gets a second one with the next free number, which "
                     "leaves none behind %d",
                     ACL_NUMBER_MAX - ACL_RULES_MAX);
        }
        for (size_t k = 0; k < i; k++) {
            json_int_t number = jx_get_integer(rule, "rule", 0);

            if (jx_get_integer(jx_at(rules, k), "rule", 0) == number) {
                struct diag *diag =
                    diag_add(model->diags, DIAG_WRONG_VALUE,
                             places_of_member(model->places, written, "rule")->value,
                             "rule number %d is used twice", (int)number);

                diag_note(model->diags, diag,
                          places_of_member(model->places, jx_at(source, k), "rule")->value,
                          "first used here");
            }
        }
    }
}

/* True if a direction of an ACL lets answers from or to everywhere through: they come to the ports
 * from 1024 on, which clients and NAT gateways use (VPC User Guide, "Ephemeral ports"). */
static bool lets_answers(const struct model *model, const json_t *rules)
{
    for (size_t i = 0; i < json_array_size(rules); i++) {
        const json_t *rule = jx_at(rules, i);
        const json_t *ports = jx_get(rule, "allow");
        struct port_range range;

        if (json_is_string(ports) && strcmp(jx_get_text(rule, "cidr", ""), ANYWHERE) == 0 &&
            flows_parse_ports(model->catalog, jx_str(ports), &range) &&
            (strcmp(range.protocol, "-1") == 0 ||
             (strcmp(range.protocol, "tcp") == 0 && range.from <= CLIENT_PORT_MIN &&
              range.to >= CLIENT_PORT_MAX))) {
            return true;
        }
    }
    return json_array_size(rules) == 0;
}

/* How the subnets of a class reach the internet: "internet", "nat" or NULL. */
static const char *route_of(const struct model *model, const char *class_name)
{
    for (size_t i = 0; i < model->network.table_count; i++) {
        if (strcmp(model->network.tables[i].class_name, class_name) == 0) {
            return model->network.tables[i].route;
        }
    }
    return NULL;
}

/* What goes out comes back in, and where the internet comes in, answers go out. */
static void check_answers(struct model *model, const char *class_name, const json_t *acl,
                          const json_t *source)
{
    static const struct {
        const char *direction;
        const char *route; /* the only one that is meant, or NULL */
        const char *way;
    } rows[] = {{"in", NULL, "from"}, {"out", "internet", "to"}};
    const char *route = route_of(model, class_name);

    for (size_t i = 0; route != NULL && i < AG_COUNT(rows); i++) {
        bool is_meant = rows[i].route == NULL || strcmp(route, rows[i].route) == 0;

        if (is_meant && !lets_answers(model, jx_get(acl, rows[i].direction))) {
            struct diag *diag =
                diag_add(model->diags, DIAG_ACL_REPLIES,
                         places_of_member(model->places, source, rows[i].direction)->key,
                         "the rules of the %s subnets drop answers %s the internet", class_name,
                         rows[i].way);

            diag_hint(model->diags, diag, "add a rule such as {rule: 900, allow: 1024-65535}");
        }
    }
}

void check_acls(struct model *model)
{
    const json_t *acls = jx_path(model->document, "network.acls");
    const json_t *sources = jx_path(model->source, "network.acls");
    const char *class_name;
    const json_t *acl;

    if (!json_is_object(acls)) {
        return;
    }
    jx_object_foreach (acls, class_name, acl) {
        const json_t *source = jx_get(sources, class_name);

        if (!json_is_object(acl)) {
            continue;
        }
        if (!network_has_class(&model->network, class_name)) {
            diag_add(model->diags, DIAG_WRONG_VALUE,
                     places_of_member(model->places, sources, class_name)->key,
                     "there are no %s subnets to which these rules could apply", class_name);
        }
        check_answers(model, class_name, acl, source);
        check_acl_rules(model, jx_get(acl, "in"), jx_get(source, "in"));
        check_acl_rules(model, jx_get(acl, "out"), jx_get(source, "out"));
    }
}

void check_zones(struct model *model)
{
    if (model->network.subnet_count == 0) {
        return; /* the block is of a size that AWS refuses, which is said elsewhere */
    }
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];
        json_int_t needed = jx_get_integer(tier->kind->traits, "zones", 1);
        json_int_t found = 0;

        if (tier->placement == NULL) {
            continue;
        }
        for (size_t k = 0; k < model->network.subnet_count; k++) {
            found += strcmp(model->network.subnets[k].class_name, tier->placement) == 0;
        }
        if (found < needed) {
            struct diag *diag =
                diag_add(model->diags, DIAG_ZONES, tier->span,
                         "kind '%s' needs subnets in %d zones, there is a %s subnet in %d",
                         tier->kind->name, (int)needed, tier->placement, (int)found);

            diag_note(model->diags, diag, model_span(model, "network", "zones"),
                      "zones and subnets are given here");
        }
    }
}
