/* SPDX-License-Identifier: MIT */
/**
 * The regions beside the description's that something needs: those that properties name
 * (docs/kinds.md, `regions`), and the one of what is away (model/away.h). Floor: model.
 */
#ifndef ARCHGEN_MODEL_REGIONS_H
#define ARCHGEN_MODEL_REGIONS_H

#include "data/json.h"
#include "model/model.h"

/** Calls `visit` for every region that a property of the tier names, with the property's path. */
void regions_each(const struct tier *tier,
                  void (*visit)(void *ctx, const char *path, const char *region), void *ctx);

/** Gives the sorted list of {name, id, label, tiers}: each region once, with the tiers whose
 *  properties name it. `away` is the view's member of that name. */
AG_MUST_USE json_t *regions_view(const struct model *model, const json_t *away);

#endif
