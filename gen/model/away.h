/* SPDX-License-Identifier: MIT */
/**
 * Parts of a tier, or of the description, that must stand in one certain region, whatever the
 * description's region is (docs/kinds.md, `away`). Floor: model.
 */
#ifndef ARCHGEN_MODEL_AWAY_H
#define ARCHGEN_MODEL_AWAY_H

#include "data/json.h"
#include "model/model.h"

/** Gives the map of the tier's parts that stand in another region than the description's to true,
 *  and of the other parts that its kind has to false. Empty for a kind without such parts. */
AG_MUST_USE json_t *away_of(const struct model *model, const struct tier *tier);

/** Gives {region, label, parts, tiers} of all tiers, and keys of the description, that have a part
 * in another region, or JSON null if none has. Parts that none needs are false. */
AG_MUST_USE json_t *away_view(const struct model *model);

#endif
