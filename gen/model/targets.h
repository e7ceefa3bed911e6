/* SPDX-License-Identifier: MIT */
/** Where a tier that forwards (a balancer) sends requests: one target for each flow. Floor: model.
 */
#ifndef ARCHGEN_MODEL_TARGETS_H
#define ARCHGEN_MODEL_TARGETS_H

#include "data/json.h"
#include "model/model.h"

#include <stdbool.h>

/** Gives the list of a tier's targets (docs/templates.md), in the order of their rules. */
AG_MUST_USE json_t *targets_of(const struct model *model, const struct tier *tier);

/** True if the flow leads through a group of targets. */
bool targets_is_target(const struct flow *flow);

/** What a flow's target or origin is called: "web-to-app", its name fitted to the limits of the
 *  kind's `target_names`. */
struct naming targets_naming(const struct model *model, const struct flow *flow);

/** The port at which a target is asked how it is, or 0 if the flow's own ports open it. */
int targets_check_port(const struct flow *flow);

/** Gives the list of references to the targets through which others forward to a tier. */
AG_MUST_USE json_t *targets_attachments(const struct model *model, const struct tier *tier);

/** True if there is at least one. */
bool targets_is_attached(const struct tier *tier);

#endif
