/* SPDX-License-Identifier: MIT */
/**
 * Named checks of a model: what a schema cannot say. Floor: model. Each is a row with a name and a
 * sentence for `archgen --list checks`; a check adds diagnostics at the user's places.
 */
#ifndef ARCHGEN_MODEL_CHECKS_H
#define ARCHGEN_MODEL_CHECKS_H

#include "model/model.h"

#include <stddef.h>

struct check {
    const char *name;
    const char *summary;
    void (*run)(struct model *model);
};

/** Runs all checks; true if none added an error. */
bool checks_run(struct model *model);

/** The table, for `--list checks`. */
const struct check *checks_all(size_t *count);

/** The place of a property by its dotted path, or of the nearest outer one that has a place. */
struct span checks_path_span(struct model *model, const struct tier *tier, const char *path);

/** The same below any container, whose own place is `span`. */
struct span checks_span_below(struct model *model, const json_t *container, struct span span,
                              const char *path);

/** What a property that names a tier expects. */
struct link_check {
    const char *owner; /* whose property it is */
    const char *property;
    const char *kind;    /* or NULL for any */
    const json_t *where; /* what must hold for the other tier's properties, or NULL */
    struct span span;
};

/** The tier that `value` names, or NULL after a fault: it must be of the kind that is meant. */
const struct tier *check_target(struct model *model, const struct link_check *link,
                                const json_t *value);

/* The checks, by topic: checks_addresses.c, checks_alarms.c, checks_names.c, checks_network.c,
 * checks_flow.c, checks_layers.c, checks_origin.c, checks_quota.c, checks_region.c,
 * checks_tier.c. */
void check_reserved_names(struct model *model);
void check_collisions(struct model *model);
void check_name_limits(struct model *model);
void check_hosts(struct model *model);
void check_item_names(struct model *model);
void check_log_groups(struct model *model);
void check_network_block(struct model *model);
void check_subnets(struct model *model);
void check_reserved_blocks(struct model *model);
void check_acls(struct model *model);
void check_zones(struct model *model);
void check_flow_ends(struct model *model);
void check_flow_options(struct model *model);
void check_origins(struct model *model);
void check_admin_ports(struct model *model);
void check_unconnected(struct model *model);
void check_quotas(struct model *model);
void check_public_tiers(struct model *model);
void check_egress(struct model *model);
void check_peers(struct model *model);
void check_targets(struct model *model);
void check_links(struct model *model);
void check_needs(struct model *model);
void check_alarms(struct model *model);
void check_addresses(struct model *model);
void check_layers(struct model *model);
void check_regions(struct model *model);
void check_windows(struct model *model);
void check_order(struct model *model);
void check_text(struct model *model);

#endif
