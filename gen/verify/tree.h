/* SPDX-License-Identifier: MIT */
/** Changes to a tree of properties, by dotted path. Floor: verify. */
#ifndef ARCHGEN_VERIFY_TREE_H
#define ARCHGEN_VERIFY_TREE_H

#include "base/arena.h"
#include "data/json.h"

#include <stdbool.h>

/** Sets a member. What is there already becomes a list with the new value, maps are merged. Takes
 *  `value`. */
void tree_add(json_t *map, const char *name, json_t *value);

/** Sets what `path` names; missing maps are made. "" adds the members of a map to `map` itself.
 *  What is there already becomes a list with the new value unless both are equal, maps are merged.
 *  Takes `value`. */
void tree_put(struct arena *arena, json_t *map, const char *path, json_t *value);

/** Adds `value` at `path`: merged into the map there, or appended to the list there. Borrows. */
void tree_merge(struct arena *arena, json_t *map, const char *path, const json_t *value,
                bool is_list);

/** Sets what `path` names if it is missing and the map that it is in exists. */
void tree_default(struct arena *arena, json_t *map, const char *path, const json_t *value);

/** Gives the tree in the one form: without what is empty, lists of one as their item, all others
 *  sorted unless `ordered` lists their path. */
AG_MUST_USE json_t *tree_one_form(struct arena *arena, const char *path, const json_t *value,
                                  const json_t *ordered);

#endif
