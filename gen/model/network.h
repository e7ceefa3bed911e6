/* SPDX-License-Identifier: MIT */
/**
 * The network of one environment: zones, subnets by class and zone, route tables, NAT gateways and
 * endpoints. Floor: model.
 */
#ifndef ARCHGEN_MODEL_NETWORK_H
#define ARCHGEN_MODEL_NETWORK_H

#include "model/model.h"

/** Fills `model->network`; tiers must have been built. Blocks that do not fit together are added
 *  to the diagnostics here, because nothing can be derived from them. */
void network_build(struct model *model);

/** The subnets of a class: calls for each are loops over `network.subnets` with this filter. */
bool network_has_class(const struct network *network, const char *class_name);

#endif
