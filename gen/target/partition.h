/* SPDX-License-Identifier: MIT */
/**
 * How a document that passes a quota is divided into parts. Floor: target. Knows items, what they
 * use of one another, and the group of each, a layer or a tier; nothing of a target's spelling.
 *
 * Each group is a part. Where groups need each other in a circle, one of them is divided into what
 * needs nothing of the others and the rest, so that parts never need each other in a circle, unless
 * they may: then a group is one part whatever it needs. A part
 * that is too large is divided by how far its items are from those that need nothing, and then by
 * the hash of their names: the part of an item depends on what it uses, not on its place or on the
 * number of other items, so that a larger description leaves it where it is.
 *
 *     struct partition partition = partition_make(arena, &input);
 *     const char *name = partition.parts[partition.part_of[i]].name;      // "network", "app-2"
 */
#ifndef ARCHGEN_TARGET_PARTITION_H
#define ARCHGEN_TARGET_PARTITION_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/** Something that an item gives to others: its name, an attribute, or only its being there. */
struct partition_value {
    size_t owner;   /* an item */
    bool is_order;  /* nothing is passed on: the owner only has to be made before */
    bool is_bound;  /* its users must stay in the owner's part */
    bool is_public; /* it is wanted outside of all parts as well */
};

struct partition_item {
    struct str id;
    const char *group;
    bool is_tier; /* the group is one of many that may share a part */
    size_t bytes;
    const size_t *uses; /* values */
    size_t use_count;
};

/** What a part may hold. */
struct partition_limits {
    size_t items;
    size_t bytes;   /* where possible; larger if there would be too many parts */
    size_t exports; /* values that others use */
    size_t parts;   /* about how many there may be; tiers share parts beyond it */
};

struct partition_input {
    const struct partition_item *items;
    size_t item_count;
    const struct partition_value *values;
    size_t value_count;
    struct partition_limits limits;
    bool may_circle; /* parts may need each other; they are then in the order of the items */
};

struct part {
    const char *name; /* of its group, with a number from 2 for the later ones of a group */
    size_t depth;     /* 0: it needs no other part; else one more than the deepest that it needs */
};

struct partition {
    size_t *part_of;    /* by item */
    struct part *parts; /* in an order in which they can be made */
    size_t part_count;
};

/** Divides the items; everything is in the arena. Time grows with items and uses. */
struct partition partition_make(struct arena *arena, const struct partition_input *input);

#endif
