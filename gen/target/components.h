/* SPDX-License-Identifier: MIT */
/**
 * The strongly connected components of a directed graph (Tarjan, SIAM Journal on Computing 1972),
 * without recursion. Floor: target.
 *
 *     struct graph graph = {.node_count = n, .first = first, .to = to};
 *     size_t count = graph_components(arena, &graph, component);
 *
 * Components are numbered so that every edge between two of them leads to the smaller number.
 */
#ifndef ARCHGEN_TARGET_COMPONENTS_H
#define ARCHGEN_TARGET_COMPONENTS_H

#include "base/arena.h"

#include <stddef.h>

/** The edges of node i lead to to[first[i]] … to[first[i + 1] - 1]. */
struct graph {
    size_t node_count;
    size_t *first; /* node_count + 1 of them */
    size_t *to;
};

/** An edge of a graph that is being made. */
struct edge {
    size_t from;
    size_t to;
};

/** Makes the graph of `edges`, which keep their order within a node; in the arena. */
struct graph graph_make(struct arena *arena, size_t node_count, const struct edge *edges,
                        size_t edge_count);

/** Sets the component of each node in `component` (room for node_count); the number of components.
 *  Linear in nodes and edges. */
size_t graph_components(struct arena *arena, const struct graph *graph, size_t *component);

#endif
