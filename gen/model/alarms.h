/* SPDX-License-Identifier: MIT */
/**
 * Alarms: those that tiers and the network ask for (`alarms`), with the rules that they state or
 * the usual ones of their kind. Floor: model.
 */
#ifndef ARCHGEN_MODEL_ALARMS_H
#define ARCHGEN_MODEL_ALARMS_H

#include "data/json.h"
#include "model/metrics.h"
#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>

/** When an alarm rings: `op` is ">", "<", … */
struct alarm_rule {
    const char *op;
    double threshold; /* in the description's unit */
    json_int_t periods;
    json_int_t seconds; /* of a period */
};

/** An alarm, as long as the model. */
struct alarm {
    const struct metric_owner *owner;
    const struct metric_item *item;
    const char *key;   /* "cpu": what the description calls it */
    const char *level; /* "critical" or "warning" */
    const json_t *row; /* the metric, from the annotations */
    struct alarm_rule rule;
    const char *missing;
    const char *region;
    struct naming naming; /* the id ends in "Alarm" */
    struct span span;
};

/** Fills `model->alarms`: the network's, then the tiers', in the order of the schemas. */
void alarms_build(struct model *model);

/** The place of an alarm of a tier or of the network, by its key. */
struct span alarms_span(const struct model *model, const struct metric_owner *owner,
                        const char *key);

/** Gives the list of alarms in a region (docs/templates.md, `monitoring`). */
AG_MUST_USE json_t *alarms_view(const struct model *model, const char *region);

#endif
