/* SPDX-License-Identifier: MIT */
/**
 * What whoever deploys a target's output must be allowed, from the resource types that the output
 * holds. Floor: target. The table is the target's file permissions.json (docs/templates.md,
 * "Permissions"): which actions each type needs, and which resources each action may be used on.
 *
 *     json_t *types = …;                                     // {"aws_vpc": true, …}
 *     json_t *deploy = permissions_make(arena, source, view, types, diags);
 *     // {"policies": [{"name": "network", "statements": [{sid, actions, resources, …}]}]}
 */
#ifndef ARCHGEN_TARGET_PERMISSIONS_H
#define ARCHGEN_TARGET_PERMISSIONS_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"
#include "data/json.h"

/**
 * Gives the policies for the members of `types`, each group of the table one, sorted by name; NULL
 * after a diagnostic, which a type without a row is worth as well.
 */
AG_MUST_USE json_t *permissions_make(struct arena *arena, const struct source *source,
                                     const json_t *view, const json_t *types, struct diags *diags);

#endif
