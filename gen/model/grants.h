/* SPDX-License-Identifier: MIT */
/**
 * IAM statements from flows, and what a tier must know of what it may reach. Floor: model. The
 * statements come from the kinds' annotations (docs/kinds.md); the form is AWS's policy language,
 * which both targets share.
 */
#ifndef ARCHGEN_MODEL_GRANTS_H
#define ARCHGEN_MODEL_GRANTS_H

#include "base/table.h"
#include "data/json.h"
#include "model/model.h"

/** Gives the policy document {Version, Statement} of a tier's role, or JSON null if it grants
 *  nothing or the tier has no role. It is made once and shared. */
AG_MUST_USE json_t *grants_policy(const struct model *model, const struct tier *tier);

/** Statements that are being collected, each Sid once; `list` is the caller's. */
struct grants {
    json_t *list;
    struct table sids;
};

/** Adds the statements that a flow gives to its source's role. */
void grants_add_flow(const struct model *model, const struct flow *flow, struct grants *grants);

/** Adds to `list` the {name, value} by which a flow's source finds what it reaches. */
void grants_add_environment(const struct model *model, const struct flow *flow, json_t *list);

/** Adds what `statements`, rows of a kind's annotation, grant on a tier of that kind; each Sid has
 *  the tier's id in front. */
void grants_add(const struct model *model, const struct tier *about, const json_t *statements,
                struct grants *grants);

/** Gives the list of {name, value} by which a tier finds what it reaches, sorted by name. */
AG_MUST_USE json_t *grants_environment(const struct model *model, const struct tier *tier);

#endif
