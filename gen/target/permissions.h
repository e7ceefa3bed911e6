/* SPDX-License-Identifier: MIT */
/**
 * What whoever deploys a target's output must be allowed, from the resource types that the output
 * holds. Floor: target.
 *
 *     json_t *types = …;                                     // {"aws_vpc": true, …}
 *     json_t *deploy = permissions_make(arena, table, view, types, diags);
 *     // {"policies": [{"name": "network", "statements": [{sid, actions, resources, …}]}]}
 */
#ifndef ARCHGEN_TARGET_PERMISSIONS_H
#define ARCHGEN_TARGET_PERMISSIONS_H

#include "base/arena.h"
#include "base/diag.h"
#include "data/json.h"
#include "target/permission_table.h"

/**
 * Gives the policies for the members of `types`, each group of the table one, sorted by name; NULL
 * after a diagnostic, which a type without a row is worth as well.
 */
AG_MUST_USE json_t *permissions_make(struct arena *arena, const struct permission_table *table,
                                     const json_t *view, const json_t *types, struct diags *diags);

#endif
