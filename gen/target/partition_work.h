/* SPDX-License-Identifier: MIT */
/**
 * What the steps of a partition share: its atoms, and the cells that become parts. Floor: target;
 * inner part of target/partition.h. Items that need each other in a circle are one atom. Atoms are
 * numbered so that they only need smaller ones, which makes every walk over what they need a loop.
 */
#ifndef ARCHGEN_TARGET_PARTITION_WORK_H
#define ARCHGEN_TARGET_PARTITION_WORK_H

#include "base/arena.h"
#include "base/str.h"
#include "target/components.h"
#include "target/lookup.h"
#include "target/partition.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    PARTITION_BUCKETS_MAX = 4096 /* that names are hashed into */
};

struct partition_atom {
    struct str id; /* of its first item */
    size_t bytes;
    size_t item_count;
    size_t cell;
    size_t first; /* item */
    size_t level;
    bool is_late;
};

/* A part that is being made. */
struct partition_cell {
    const char *group;
    bool is_tier;
    size_t component;
    size_t bytes;
    size_t item_count;
    size_t atom_count;
    size_t exports;
    size_t imports;
    size_t degree; /* the cells of the same circle that it needs or that need it */
    size_t early;  /* atoms that need none of these cells */
    size_t late;   /* the others */
    size_t first;  /* item */
    size_t depth;
    bool is_big;
};

struct partition_work {
    struct arena *arena;
    const struct partition_input *input;
    size_t *atom_of;
    struct partition_atom *atoms;
    size_t atom_count;
    struct graph graph; /* of the atoms */
    struct partition_cell *cells;
    size_t cell_count;
    size_t cell_capacity;
    size_t soft_bytes;
};

/** The cell of a key, which is made if there is none. */
size_t partition_cell(struct partition_work *work, struct lookup *groups, const char *key,
                      const char *group, bool is_tier);

/** Why cells are divided, which decides what the pieces are called. */
enum partition_step {
    PARTITION_CIRCLES, /* as the cell: parts are numbered in their order at the end */
    PARTITION_LEVELS,  /* "app-2" */
    PARTITION_BUCKETS  /* "app-b0f", whatever other buckets there are */
};

/** Divides cells: an atom of an `is_big` cell with another key than 0 goes to the cell that its old
 *  cell and the key have in common. */
void partition_divide(struct partition_work *work, const size_t *keys, enum partition_step step);

/** The graph of the cells: which needs which. */
struct graph partition_cells_graph(struct partition_work *work);

/** Sets the component of each cell; false if no two cells share one. */
bool partition_find_circles(struct partition_work *work, const struct graph *graph);

/** Divides cells until none need each other in a circle. */
void partition_open_circles(struct partition_work *work);

/** Divides the cells that are too large. */
void partition_divide_big(struct partition_work *work);

#endif
