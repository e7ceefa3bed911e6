/* SPDX-License-Identifier: MIT */
/**
 * A part of a divided document as templates see it (docs/templates.md, "Division"). Floor: target;
 * inner part of target/split.h and target/modules.h.
 */
#ifndef ARCHGEN_TARGET_SPLIT_VIEW_H
#define ARCHGEN_TARGET_SPLIT_VIEW_H

#include "data/json.h"
#include "target/borders.h"

#include <stdbool.h>
#include <stddef.h>

/** Gives the view of the part `index`, whose file or folder is `path`. */
AG_MUST_USE json_t *split_view(const struct borders *borders, size_t index, const char *path,
                               bool is_layered);

#endif
