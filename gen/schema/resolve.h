/* SPDX-License-Identifier: MIT */
/**
 * What resolving and tracing share, private to gen/schema: the schemas that a value is seen by, and
 * those of its members.
 */
#ifndef ARCHGEN_SCHEMA_RESOLVE_H
#define ARCHGEN_SCHEMA_RESOLVE_H

#include "schema/check.h"
#include "schema/schema.h"
#include "schema/set.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct resolver {
    struct check check; /* without diagnostics */
    const struct schemas *set;
    unsigned depth;
};

/** Nearly all lists have no more nodes; these stand in the list itself. */
enum { NODE_LIST_FEW = 8 };

/** A growing list of different nodes, in the order in which they were found. All zeros is an empty
 *  one. */
struct node_list {
    uint32_t *more; /* all nodes, once they are more than a few; else NULL */
    size_t count;
    size_t capacity; /* of `more` */
    uint32_t few[NODE_LIST_FEW];
};

/** The nodes; valid until one is added. */
const uint32_t *node_list_items(const struct node_list *list);

void node_list_release(struct node_list *list);

/** False if the node is there already. */
bool node_list_add(struct node_list *list, uint32_t node);

/** Adds the node and all that apply to `value` together with it. */
void resolve_expand(struct resolver *resolver, uint32_t node, const json_t *value,
                    struct node_list *active);

/** Adds the schemas of a member, from all schemas of its map. Those for "all other members" count
 *  only where a schema has no nearer one. */
void resolve_member(const struct resolver *resolver, const struct node_list *active,
                    const char *key, struct node_list *found);

/** Adds the schemas of an item, from all schemas of its list. */
void resolve_item(const struct resolver *resolver, const struct node_list *active, size_t index,
                  struct node_list *found);

/** The default that the schemas of a missing member declare, and in `*whose` which of them, or
 *  NULL. A schema that forbids the member forbids its default too. */
const json_t *resolve_default(const struct schemas *set, const struct node_list *starts,
                              uint32_t *whose);

/** Gives what a short form stands for, or NULL if the value is none: the one property, or with "*"
 *  every item of a list is a property that is true. */
AG_MUST_USE json_t *resolve_spell_short(const struct schemas *set, const struct node_list *active,
                                        const json_t *value);

#endif
