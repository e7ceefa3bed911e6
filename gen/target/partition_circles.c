/* SPDX-License-Identifier: MIT */
/*
 * Cells that need each other in a circle: one of each circle is divided into what needs none of the
 * others and the rest, and again, until there is no circle.
 */
#include "target/partition_work.h"

enum {
    ROUNDS_MAX = 32 /* then all cells of the circles that are left are divided at once */
};

struct graph partition_cells_graph(struct partition_work *work)
{
    struct edge *edges =
        ARENA_ARRAY(work->arena, work->graph.first[work->atom_count] + 1, struct edge);
    size_t count = 0;

    for (size_t i = 0; i < work->atom_count; i++) {
        for (size_t k = work->graph.first[i]; k < work->graph.first[i + 1]; k++) {
            size_t to = work->atoms[work->graph.to[k]].cell;

            if (to != work->atoms[i].cell) {
                edges[count++] = (struct edge){work->atoms[i].cell, to};
            }
        }
    }
    return graph_make(work->arena, work->cell_count, edges, count);
}

/* Sets the component of each cell; false if no two cells share one. */
bool partition_find_circles(struct partition_work *work, const struct graph *graph)
{
    size_t *component = ARENA_ARRAY(work->arena, work->cell_count, size_t);
    bool has_circle = graph_components(work->arena, graph, component) < work->cell_count;

    for (size_t i = 0; i < work->cell_count; i++) {
        work->cells[i].component = component[i];
    }
    return has_circle;
}

/* True if an atom needs another one in a cell of the same circle. */
static bool is_inside(const struct partition_work *work, size_t from, size_t to)
{
    return work->cells[work->atoms[from].cell].component ==
           work->cells[work->atoms[to].cell].component;
}

/* An atom is late if it needs, itself or through others, another cell of its circle. */
static void mark_late(struct partition_work *work)
{
    for (size_t i = 0; i < work->cell_count; i++) {
        work->cells[i].early = work->cells[i].late = work->cells[i].degree = 0;
    }
    for (size_t i = 0; i < work->atom_count; i++) {
        struct partition_atom *atom = &work->atoms[i];

        atom->is_late = false;
        for (size_t k = work->graph.first[i]; k < work->graph.first[i + 1]; k++) {
            size_t to = work->graph.to[k];

            if (is_inside(work, i, to)) {
                atom->is_late =
                    atom->is_late || work->atoms[to].is_late || work->atoms[to].cell != atom->cell;
            }
        }
        work->cells[atom->cell].early += !atom->is_late;
        work->cells[atom->cell].late += atom->is_late;
    }
}

static void count_degrees(struct partition_work *work, const struct graph *graph)
{
    size_t *seen = ARENA_ARRAY(work->arena, work->cell_count, size_t); /* from which cell, plus 1 */

    for (size_t i = 0; i < work->cell_count; i++) {
        for (size_t k = graph->first[i]; k < graph->first[i + 1]; k++) {
            size_t to = graph->to[k];

            if (seen[to] != i + 1 && work->cells[i].component == work->cells[to].component) {
                seen[to] = i + 1;
                work->cells[i].degree++;
                work->cells[to].degree++;
            }
        }
    }
}

/* True if dividing `a` opens more of a circle than dividing `b`, or as much with fewer items. */
static bool is_better(const struct partition_cell *a, const struct partition_cell *b)
{
    return a->degree != b->degree ? a->degree > b->degree : a->late < b->late;
}

/* Marks in each circle the one cell that is to be divided: one of what needs least and is needed
 * most can always be divided, since atoms do not need each other in a circle. */
static void choose(struct partition_work *work)
{
    size_t *best = ARENA_ARRAY(work->arena, work->cell_count, size_t); /* plus 1, by component */

    for (size_t i = 0; i < work->cell_count; i++) {
        const struct partition_cell *cell = &work->cells[i];
        size_t *chosen = &best[cell->component];

        if (cell->early > 0 && cell->late > 0 &&
            (*chosen == 0 || is_better(cell, &work->cells[*chosen - 1]))) {
            *chosen = i + 1;
        }
    }
    for (size_t i = 0; i < work->cell_count; i++) {
        if (best[i] != 0) {
            work->cells[best[i] - 1].is_big = true;
        }
    }
}

/* Divides all cells of all circles by how often what an atom needs changes between them. */
static void divide_all(struct partition_work *work)
{
    size_t *stages = ARENA_ARRAY(work->arena, work->atom_count, size_t);

    for (size_t i = 0; i < work->atom_count; i++) {
        for (size_t k = work->graph.first[i]; k < work->graph.first[i + 1]; k++) {
            size_t to = work->graph.to[k];
            size_t stage = stages[to] + (work->atoms[to].cell != work->atoms[i].cell);

            if (is_inside(work, i, to) && stage > stages[i]) {
                stages[i] = stage;
            }
        }
    }
    for (size_t i = 0; i < work->cell_count; i++) {
        work->cells[i].is_big = work->cells[i].late > 0;
    }
    partition_divide(work, stages, PARTITION_CIRCLES);
}

void partition_open_circles(struct partition_work *work)
{
    size_t *keys = ARENA_ARRAY(work->arena, work->atom_count, size_t);

    for (size_t round = 0; round <= ROUNDS_MAX; round++) {
        struct graph graph = partition_cells_graph(work);

        if (!partition_find_circles(work, &graph)) {
            return;
        }
        mark_late(work);
        if (round == ROUNDS_MAX) {
            divide_all(work);
            return;
        }
        count_degrees(work, &graph);
        choose(work);
        for (size_t i = 0; i < work->atom_count; i++) {
            keys[i] = work->atoms[i].is_late;
        }
        partition_divide(work, keys, PARTITION_CIRCLES);
    }
}
