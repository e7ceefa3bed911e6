/* SPDX-License-Identifier: MIT */
/**
 * Flows from the resolved map of pairs: ends, ports, verbs. Floor: model. Faults of a single flow
 * (an unknown end, a port out of range, a verb that the target does not have) are added here.
 */
#ifndef ARCHGEN_MODEL_FLOWS_H
#define ARCHGEN_MODEL_FLOWS_H

#include "model/model.h"

/** Fills `model->flows` in the document's order, and `out` and `in` of all tiers; closed flows
 *  ("none") are left out. */
void flows_build(struct model *model);

/** Adds a fault for each end of a flow that is no tier, peer or reserved name: what can be said of
 *  the merged description of an environment even if it cannot be modelled. */
void flows_check_ends(const json_t *document, const struct places *places, struct diags *diags);

/** Parses "443", "https", "8000-8100", "53/udp" or "all". False if it is none of them. */
bool flows_parse_ports(const struct catalog *catalog, struct str text, struct port_range *range);

/** "443", "8000_8100", "53_udp", "all": the last part of a rule's label; in the arena. */
const char *flows_ports_label(struct arena *arena, struct port_range range);

#endif
