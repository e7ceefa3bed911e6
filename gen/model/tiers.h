/* SPDX-License-Identifier: MIT */
/** Tiers from their resolved properties and the annotations of their kinds. Floor: model. */
#ifndef ARCHGEN_MODEL_TIERS_H
#define ARCHGEN_MODEL_TIERS_H

#include "model/model.h"

/** Fills `model->tiers`, sorted by id. */
void tiers_build(struct model *model);

#endif
