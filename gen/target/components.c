/* SPDX-License-Identifier: MIT */
#include "target/components.h"

#include <stdint.h>

#define UNSEEN SIZE_MAX

struct graph graph_make(struct arena *arena, size_t node_count, const struct edge *edges,
                        size_t edge_count)
{
    struct graph graph = {.node_count = node_count,
                          .first = ARENA_ARRAY(arena, node_count + 1, size_t),
                          .to = ARENA_ARRAY(arena, edge_count + 1, size_t)};
    size_t *next = ARENA_ARRAY(arena, node_count + 1, size_t);

    for (size_t i = 0; i < edge_count; i++) {
        graph.first[edges[i].from + 1]++;
    }
    for (size_t i = 0; i < node_count; i++) {
        graph.first[i + 1] += graph.first[i];
        next[i] = graph.first[i];
    }
    for (size_t i = 0; i < edge_count; i++) {
        graph.to[next[edges[i].from]++] = edges[i].to;
    }
    return graph;
}

/* A search under way. */
struct search {
    const struct graph *graph;
    size_t *component;
    size_t *order;   /* in which nodes were met, or UNSEEN */
    size_t *lowest;  /* the earliest node that can be reached */
    size_t *edge;    /* the next edge to look at */
    size_t *path;    /* nodes being visited */
    size_t *pending; /* nodes met whose component is not known */
    size_t path_count;
    size_t pending_count;
    size_t met;
    size_t count; /* of components */
};

static void enter(struct search *search, size_t node)
{
    search->order[node] = search->lowest[node] = search->met++;
    search->edge[node] = search->graph->first[node];
    search->path[search->path_count++] = node;
    search->pending[search->pending_count++] = node;
}

static void leave(struct search *search, size_t node)
{
    search->path_count--;
    if (search->path_count > 0) {
        size_t before = search->path[search->path_count - 1];

        if (search->lowest[node] < search->lowest[before]) {
            search->lowest[before] = search->lowest[node];
        }
    }
    if (search->lowest[node] != search->order[node]) {
        return;
    }
    size_t last;

    do {
        last = search->pending[--search->pending_count];
        search->component[last] = search->count;
    } while (last != node);
    search->count++;
}

static void visit(struct search *search, size_t start)
{
    enter(search, start);
    while (search->path_count > 0) {
        size_t node = search->path[search->path_count - 1];

        if (search->edge[node] == search->graph->first[node + 1]) {
            leave(search, node);
            continue;
        }
        size_t to = search->graph->to[search->edge[node]++];

        if (search->order[to] == UNSEEN) {
            enter(search, to);
        } else if (search->component[to] == UNSEEN && search->order[to] < search->lowest[node]) {
            search->lowest[node] = search->order[to];
        }
    }
}

size_t graph_components(struct arena *arena, const struct graph *graph, size_t *component)
{
    size_t count = graph->node_count;
    struct search search = {.graph = graph,
                            .component = component,
                            .order = ARENA_ARRAY(arena, count, size_t),
                            .lowest = ARENA_ARRAY(arena, count, size_t),
                            .edge = ARENA_ARRAY(arena, count, size_t),
                            .path = ARENA_ARRAY(arena, count, size_t),
                            .pending = ARENA_ARRAY(arena, count, size_t)};

    for (size_t i = 0; i < count; i++) {
        search.order[i] = component[i] = UNSEEN;
    }
    for (size_t i = 0; i < count; i++) {
        if (search.order[i] == UNSEEN) {
            visit(&search, i);
        }
    }
    return search.count;
}
