/* SPDX-License-Identifier: MIT */
/**
 * Metrics: what a kind's annotations say can be measured of a tier or of the network
 * (docs/kinds.md, "alarms" and "widgets"). Floor: model. A metric may exist once for each of
 * something: the targets of a balancer, the nodes of a cache, the NAT gateways.
 */
#ifndef ARCHGEN_MODEL_METRICS_H
#define ARCHGEN_MODEL_METRICS_H

#include "data/json.h"
#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>

/** Whose metrics: a tier's or the network's. */
struct metric_owner {
    const struct tier *tier; /* NULL for the network */
    struct naming naming;
    const json_t *traits;
    const json_t *spec;
    const json_t *source; /* as merged, for places */
    struct span span;
};

/** One of those for which a metric exists. */
struct metric_item {
    const char *key; /* "app", "0001-002", "a"; "" where there is only one */
    struct naming naming;
    const char *member; /* the key of a member of the tier itself, or NULL */
};

/** Calls `visit` for the network and then for each tier. */
void metrics_owners(const struct model *model,
                    void (*visit)(void *context, const struct metric_owner *owner), void *context);

/** The first of the rows whose `when` holds for the owner, or NULL. */
const json_t *metrics_choose(const struct metric_owner *owner, const json_t *rows);

/** What the metric exists for; one item with an empty key where the row has no `each`. */
struct metric_item *metrics_items(const struct model *model, const struct metric_owner *owner,
                                  const json_t *row, size_t *count);

/** CloudWatch allows no more dimensions to a metric. */
enum { METRIC_DIMENSIONS_MAX = 30 };

struct metric_dimension {
    const char *name;
    json_t *value; /* perhaps shared */
};

/** Fills in the dimensions of a metric, sorted by name, and tells how many there are. It gives
 *  their values. */
size_t metrics_dimensions(const struct model *model, const struct metric_owner *owner,
                          const struct metric_item *item, const json_t *row,
                          struct metric_dimension *dimensions);

/** The region in which the metric exists. */
const char *metrics_region(const struct model *model, const json_t *row);

#endif
