/* SPDX-License-Identifier: MIT */
/* From items to atoms, from atoms to cells, and from cells to parts in their order. */
#include "target/partition_work.h"

#include <stdint.h>
#include <stdlib.h>

/* ---- atoms ---- */

static size_t count_uses(const struct partition_input *input)
{
    size_t count = 0;

    for (size_t i = 0; i < input->item_count; i++) {
        count += input->items[i].use_count;
    }
    return count;
}

/* All edges between items, or between their atoms once these are known. */
static struct graph graph_of_items(struct partition_work *work)
{
    const struct partition_input *input = work->input;
    struct edge *edges = ARENA_ARRAY(work->arena, 2 * count_uses(input) + 1, struct edge);
    size_t count = 0;

    for (size_t i = 0; i < input->item_count; i++) {
        for (size_t k = 0; k < input->items[i].use_count; k++) {
            const struct partition_value *value = &input->values[input->items[i].uses[k]];

            if (work->atoms == NULL) {
                edges[count++] = (struct edge){i, value->owner};
            } else if (work->atom_of[i] != work->atom_of[value->owner]) {
                edges[count++] = (struct edge){work->atom_of[i], work->atom_of[value->owner]};
            }
            if (value->is_bound && work->atoms == NULL) {
                edges[count++] = (struct edge){value->owner, i};
            }
        }
    }
    return graph_make(work->arena, work->atoms == NULL ? input->item_count : work->atom_count,
                      edges, count);
}

static void make_atoms(struct partition_work *work)
{
    const struct partition_input *input = work->input;
    struct graph graph = graph_of_items(work);

    work->atom_of = ARENA_ARRAY(work->arena, input->item_count, size_t);
    work->atom_count = graph_components(work->arena, &graph, work->atom_of);
    work->atoms = ARENA_ARRAY(work->arena, work->atom_count, struct partition_atom);
    for (size_t i = 0; i < input->item_count; i++) {
        struct partition_atom *atom = &work->atoms[work->atom_of[i]];

        if (atom->item_count == 0) {
            atom->id = input->items[i].id;
            atom->first = i;
        }
        atom->bytes += input->items[i].bytes;
        atom->item_count++;
    }
    work->graph = graph_of_items(work);
}

/* ---- cells ---- */

static size_t add_cell(struct partition_work *work, const char *group, bool is_tier)
{
    ARENA_GROW(work->arena, work->cells, work->cell_count, work->cell_capacity);
    work->cells[work->cell_count] = (struct partition_cell){.group = group, .is_tier = is_tier};
    return work->cell_count++;
}

/* Layers and tiers of the same name are different groups. */
static const char *group_key(struct partition_work *work, const struct partition_item *item)
{
    return arena_text(work->arena, "%c%s", item->is_tier ? 't' : 'l', item->group);
}

size_t partition_cell(struct partition_work *work, struct lookup *groups, const char *key,
                      const char *group, bool is_tier)
{
    size_t found = lookup_get(groups, str_from(key));

    return found != LOOKUP_NONE
               ? found
               : lookup_put(groups, work->arena, str_from(key), add_cell(work, group, is_tier));
}

/* Tiers share cells, by the hash of their names, if there would be too many. */
static void share_cells(struct partition_work *work)
{
    struct lookup shared = {0};
    size_t layers = 0;
    size_t buckets = 1;

    for (size_t i = 0; i < work->cell_count; i++) {
        layers += !work->cells[i].is_tier;
    }
    if (work->cell_count <= work->input->limits.parts) {
        return;
    }
    while (2 * buckets + layers <= work->input->limits.parts && buckets < PARTITION_BUCKETS_MAX) {
        buckets *= 2;
    }
    for (size_t i = 0; i < work->atom_count; i++) {
        const struct partition_cell *cell = &work->cells[work->atoms[i].cell];

        if (cell->is_tier) {
            const char *name = arena_text(work->arena, "tiers-%02zx",
                                          lookup_hash(str_from(cell->group)) & (buckets - 1));

            work->atoms[i].cell = partition_cell(work, &shared, name, name, true);
        }
    }
}

static void make_cells(struct partition_work *work)
{
    struct lookup groups = {0};

    /* By items, so that cells are in the order of the document. */
    for (size_t i = 0; i < work->input->item_count; i++) {
        const struct partition_item *item = &work->input->items[i];
        struct partition_atom *atom = &work->atoms[work->atom_of[i]];

        if (atom->first == i) {
            atom->cell =
                partition_cell(work, &groups, group_key(work, item), item->group, item->is_tier);
        }
    }
    share_cells(work);
}

static const char *piece_name(struct partition_work *work, const char *group, size_t key,
                              enum partition_step step)
{
    return step == PARTITION_LEVELS    ? arena_text(work->arena, "%s-%zu", group, key + 1)
           : step == PARTITION_BUCKETS ? arena_text(work->arena, "%s-b%02zx", group, key)
                                       : group;
}

void partition_divide(struct partition_work *work, const size_t *keys, enum partition_step step)
{
    struct lookup made = {0};

    for (size_t i = 0; i < work->atom_count; i++) {
        struct partition_atom *atom = &work->atoms[i];
        struct partition_cell cell = work->cells[atom->cell];

        if (cell.is_big && keys[i] != 0) {
            const char *key = arena_text(work->arena, "%zu.%zu", atom->cell, keys[i]);

            atom->cell = partition_cell(work, &made, key,
                                        piece_name(work, cell.group, keys[i], step), cell.is_tier);
        }
    }
    for (size_t i = 0; i < work->cell_count; i++) {
        if (work->cells[i].is_big && step == PARTITION_BUCKETS) {
            work->cells[i].group = piece_name(work, work->cells[i].group, 0, step);
        }
        work->cells[i].is_big = false;
    }
}

/* ---- parts ---- */

static int by_depth(const void *a, const void *b)
{
    const struct partition_cell *left = *(const struct partition_cell *const *)a;
    const struct partition_cell *right = *(const struct partition_cell *const *)b;

    if (left->depth != right->depth) {
        return left->depth < right->depth ? -1 : 1;
    }
    return (left->first > right->first) - (left->first < right->first);
}

static void find_firsts(struct partition_work *work)
{
    for (size_t i = 0; i < work->cell_count; i++) {
        work->cells[i].first = SIZE_MAX;
        work->cells[i].atom_count = 0;
    }
    for (size_t i = 0; i < work->atom_count; i++) {
        struct partition_cell *cell = &work->cells[work->atoms[i].cell];

        cell->first = work->atoms[i].first < cell->first ? work->atoms[i].first : cell->first;
        cell->atom_count++;
    }
}

/* Only without circles. */
static void find_depths(struct partition_work *work)
{
    struct graph graph = partition_cells_graph(work);
    size_t *order = ARENA_ARRAY(work->arena, work->cell_count, size_t);

    (void)partition_find_circles(work, &graph);
    for (size_t i = 0; i < work->cell_count; i++) {
        order[work->cells[i].component] = i;
    }
    for (size_t i = 0; i < work->cell_count; i++) {
        struct partition_cell *cell = &work->cells[order[i]];

        for (size_t k = graph.first[order[i]]; k < graph.first[order[i] + 1]; k++) {
            size_t depth = work->cells[graph.to[k]].depth + 1;

            cell->depth = depth > cell->depth ? depth : cell->depth;
        }
    }
}

/* The group's name, with the first number from 2 that makes it unique. */
static const char *part_name(struct arena *arena, struct lookup *names, const char *group)
{
    const char *name = arena_strdup(arena, str_from(group));

    for (size_t number = 2; lookup_get(names, str_from(name)) != LOOKUP_NONE; number++) {
        name = arena_text(arena, "%s-%zu", group, number);
    }
    (void)lookup_put(names, arena, str_from(name), 0);
    return name;
}

static struct partition finish(struct partition_work *work, struct arena *arena)
{
    struct partition_cell **sorted =
        ARENA_ARRAY(work->arena, work->cell_count, struct partition_cell *);
    size_t *part_of_cell = ARENA_ARRAY(work->arena, work->cell_count, size_t);
    struct lookup names = {0};
    struct partition partition = {.part_of = ARENA_ARRAY(arena, work->input->item_count, size_t)};
    size_t count = 0;

    find_firsts(work);
    if (!work->input->may_circle) {
        find_depths(work);
    }
    for (size_t i = 0; i < work->cell_count; i++) {
        if (work->cells[i].atom_count > 0) {
            sorted[count++] = &work->cells[i];
        }
    }
    qsort(sorted, count, sizeof(struct partition_cell *), by_depth);
    partition.parts = ARENA_ARRAY(arena, count, struct part);
    for (size_t i = 0; i < count; i++) {
        part_of_cell[sorted[i] - work->cells] = i;
        partition.parts[i] =
            (struct part){part_name(arena, &names, sorted[i]->group), sorted[i]->depth};
    }
    partition.part_count = count;
    for (size_t i = 0; i < work->input->item_count; i++) {
        partition.part_of[i] = part_of_cell[work->atoms[work->atom_of[i]].cell];
    }
    return partition;
}

struct partition partition_make(struct arena *arena, const struct partition_input *input)
{
    struct arena scratch;
    struct partition_work work = {.arena = &scratch, .input = input};

    arena_init(&scratch);
    make_atoms(&work);
    make_cells(&work);
    if (!input->may_circle) {
        partition_open_circles(&work);
    }
    partition_divide_big(&work);

    struct partition partition = finish(&work, arena);

    arena_release(&scratch);
    return partition;
}
