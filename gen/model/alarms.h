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

/** An alarm, valid during a visit. */
struct alarm {
    const struct metric_owner *owner;
    const struct metric_item *item;
    const char *key;    /* "cpu": what the description calls it */
    const char *level;  /* "critical" or "warning" */
    const json_t *row;  /* the metric, from the annotations */
    const json_t *rule; /* {op, threshold, periods, seconds} */
    const char *missing;
    const char *region;
    struct naming naming; /* the id ends in "Alarm" */
    struct span span;
};

/** Calls `visit` for each alarm: the network's, then the tiers', in the order of the schemas. */
void alarms_each(const struct model *model, void (*visit)(void *context, const struct alarm *alarm),
                 void *context);

/** True if there is one. */
bool alarms_exist(const struct model *model);

/** The place of an alarm of a tier or of the network, by its key. */
struct span alarms_span(const struct model *model, const struct metric_owner *owner,
                        const char *key);

/** Gives the list of alarms in a region (docs/templates.md, `monitoring`). */
AG_MUST_USE json_t *alarms_view(const struct model *model, const char *region);

#endif
