/* SPDX-License-Identifier: MIT */
/** The view of monitoring: topics, alarms, dashboard (docs/templates.md). Floor: model. */
#ifndef ARCHGEN_MODEL_MONITORING_H
#define ARCHGEN_MODEL_MONITORING_H

#include "data/json.h"
#include "model/model.h"

/** Sets the member `monitoring` of `view`, which is an object even where the description has no
 *  such key, and appends the addresses to `parameters`. */
void monitoring_add(const struct model *model, json_t *view, json_t *parameters);

/** Calls `visit` for each other region that has alarms, in the order of their names. */
void monitoring_regions(const struct model *model, void (*visit)(void *context, const char *region),
                        void *context);

#endif
