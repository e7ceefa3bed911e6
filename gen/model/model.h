/* SPDX-License-Identifier: MIT */
/**
 * The model of one environment: tiers, network, flows, and what follows from them. Floor: model.
 * It is built from a valid, resolved description in one go (model_build), checked by the named
 * checks of model/checks.h, and then only read. It names no resource type of any target.
 *
 * Order: tiers are sorted by id, so that the order of the description does not matter; flows keep
 * the document's order, because the rules of a balancer are tried in it.
 */
#ifndef ARCHGEN_MODEL_MODEL_H
#define ARCHGEN_MODEL_MODEL_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/table.h"
#include "data/json.h"
#include "data/memo.h"
#include "data/places.h"
#include "model/catalog.h"
#include "model/cidr.h"

#include <stdbool.h>
#include <stddef.h>

/** What everything that becomes a resource is called. */
struct naming {
    const char *key;   /* as the user wrote it: "app-db" */
    const char *id;    /* "AppDb": stem of CloudFormation logical ids; stable under `was` */
    const char *label; /* "app_db": Terraform label */
    const char *name;  /* "<project>-<environment>-app-db" */
    const char *stem;  /* what names are made of: the key, or the one from before a renaming */
};

struct tier {
    struct naming naming;
    const struct kind *kind;
    const json_t *spec;    /* resolved properties */
    const json_t *source;  /* the properties as merged, for places */
    struct span span;      /* its key in the description */
    const char *placement; /* subnet class, or NULL outside the VPC */
    int *ports;
    size_t port_count;
    struct naming group; /* its security group; the id ends in "Group" */
    bool has_group;
    bool has_role;
    const struct flow **out; /* the flows that begin here, in the description's order */
    size_t out_count;
    const struct flow **in; /* those that end here */
    size_t in_count;
    struct link *links; /* the properties that name a tier, in the order of the properties */
    size_t link_count;
    struct referrer *referrers; /* the links of other tiers that lead here */
    size_t referrer_count;
};

/** A property that names a tier, by its text or because only one fits. */
struct link {
    const char *property;
    const struct tier *target; /* or NULL: it names none */
};

/** The other end of a link. */
struct referrer {
    const struct tier *tier;
    const char *property;
};

/** What a flow begins or ends at. */
enum end_kind { END_TIER, END_INTERNET, END_VPC, END_PEER, END_ENDPOINTS };

struct end {
    enum end_kind kind;
    const char *name;
    const struct tier *tier;  /* END_TIER */
    const char *const *cidrs; /* all others but END_ENDPOINTS; "::/0" beside IPv4 blocks */
    size_t cidr_count;
};

/** Ports of one protocol; protocol "-1" is everything and has no ports. */
struct port_range {
    const char *protocol; /* "tcp", "udp" or "-1" */
    int from;
    int to;
};

struct flow {
    struct end from;
    struct end to;
    const char *pair; /* "app -> db" */
    struct span span;
    struct port_range *ports;
    size_t port_count;
    const char **verbs;
    size_t verb_count;
    bool has_wide_egress;  /* the source's side is open for all ports */
    const json_t *options; /* the flow's map form: path, host, priority; or NULL */
};

struct zone {
    const char *letter; /* "a" */
    int index;          /* 0-based */
    bool is_named;      /* the user chose the letter */
};

struct subnet {
    struct naming naming;
    const char *class_name; /* "public", "private", "database" */
    const struct zone *zone;
    struct cidr cidr;
    struct span span;  /* where the block was given, or the network's place */
    const char *table; /* label of its route table */
};

struct route_table {
    struct naming naming;
    const char *class_name;
    const char *route;            /* "internet", "nat" or NULL */
    const struct naming *gateway; /* the NAT gateway of a "nat" route */
};

struct gateway {
    struct naming naming;
    const struct subnet *subnet;
};

struct endpoint {
    struct naming naming;
    const char *service;
    bool is_gateway; /* a route in route tables; otherwise interfaces in subnets */
};

struct network {
    struct cidr cidr;
    bool has_ipv6;
    struct span span;
    struct zone *zones;
    size_t zone_count;
    const char *nat;
    const char *nat_instance; /* the type of the instances in place of NAT gateways, or NULL */
    struct subnet *subnets;
    size_t subnet_count;
    struct route_table *tables;
    size_t table_count;
    struct gateway *gateways;
    size_t gateway_count;
    struct endpoint *endpoints;
    size_t endpoint_count;
    bool has_interface_endpoints;
};

/** A security-group rule: one side of one flow, for one protocol and range. */
struct rule {
    const char *id;    /* "AppToDb5432" */
    const char *label; /* "app_to_db_5432" */
    bool is_ingress;
    const struct naming *group;       /* whose rule it is */
    const struct naming *peer;        /* the other group, or NULL */
    const char *cidr;                 /* the other side's block, IPv4 or IPv6, or NULL */
    const struct naming *prefix_list; /* a list of blocks that AWS keeps, or NULL */
    size_t weight;                    /* how many rules it counts for against the quota */
    struct port_range ports;
    const char *description;
    const char *pair; /* the flow that asked for it first, "app -> db"; or NULL */
    struct span span;
};

struct model {
    struct arena *arena;
    struct diags *diags;
    const struct catalog *catalog;
    const struct places *places;
    struct memo *memo;                /* values of the view that are made once in a run */
    const struct waiver_tools *tools; /* model/waivers.h */
    const json_t *source;             /* the merged description, for places */
    const json_t *document;           /* the same, resolved */
    const char *project;
    const char *environment;
    const char *long_environment;
    const char *profile;
    const char *region;
    const char *prefix; /* "<project>-<environment>" */
    bool has_former_labels;
    struct tier *tiers;
    size_t tier_count;
    struct table tiers_by_key;
    struct network network;
    struct flow *flows;
    size_t flow_count;
    size_t flow_capacity;
    struct rule *rules;
    size_t rule_count;
    size_t rule_capacity;
    struct table rules_by_label[2];     /* outwards and inwards, while they are being made */
    const struct rule **rules_by_group; /* each group's together, in the order of `rules` */
    struct layer_info *layers;          /* model/layers.h */
    size_t layer_count;
    struct alarm *alarms; /* model/alarms.h */
    size_t alarm_count;
    size_t alarm_capacity;
    struct naming endpoint_group; /* the group of the interface endpoints */
    struct naming nat_group;      /* the group of the NAT instances */
    struct naming key;            /* the customer key */
};

/** The identity of an environment, as the overlay found it. */
struct environment {
    const char *name;
    const char *long_name;
    const char *profile;
    struct span span;       /* its key, or SPAN_NONE if it is built in */
    bool has_former_labels; /* renamed tiers keep the labels that they had before (`was`) */
};

/** What a model is built from; all borrowed for the model's life. */
struct model_input {
    const struct catalog *catalog;
    const struct environment *environment;
    const json_t *source;   /* the merged description, which has places */
    const json_t *document; /* the same, resolved by the schema */
    const struct places *places;
    struct diags *diags;
    struct memo *memo; /* the run's */
};

/**
 * Builds the model of one environment. NULL after diagnostics about what cannot be modelled; checks
 * come after.
 */
struct model *model_build(struct arena *arena, const struct model_input *input);

/** The tier of a key, or NULL. */
const struct tier *model_tier(const struct model *model, struct str key);

/** The place of a tier's property, or of the tier's key where the property has none. */
struct span model_property_span(const struct model *model, const struct tier *tier,
                                const char *property);

/** The place of a member of the description ("network", "cidr"), or of the next outer one. */
struct span model_span(const struct model *model, const char *member, const char *inner);

#endif
