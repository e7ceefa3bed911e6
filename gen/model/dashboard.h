/* SPDX-License-Identifier: MIT */
/**
 * The dashboard: a part for each tier, with the graphs that the annotation `widgets` of its kind
 * lists (docs/kinds.md). Floor: model. The form is that of CloudWatch's dashboard bodies
 * (CloudWatch API reference, "Dashboard body structure and syntax").
 */
#ifndef ARCHGEN_MODEL_DASHBOARD_H
#define ARCHGEN_MODEL_DASHBOARD_H

#include "data/json.h"
#include "model/model.h"

/** Gives {id, label, name, body}, or null where none is wanted. */
AG_MUST_USE json_t *dashboard_view(const struct model *model);

#endif
