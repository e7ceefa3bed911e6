/* SPDX-License-Identifier: MIT */
/* Cells that are too large: first what is a giant alone, then levels, then the hash of names. */
#include "target/partition_work.h"

#include <stdlib.h>

enum {
    VALUE_BYTES = 200, /* about what an export or an import adds to a document */
    FRAME_BYTES = 700  /* about what a document has beside its items */
};

static void measure_values(struct partition_work *work)
{
    const struct partition_input *input = work->input;
    bool *is_exported = ARENA_ARRAY(work->arena, input->value_count, bool);
    struct lookup imported = {0};

    for (size_t i = 0; i < input->item_count; i++) {
        size_t cell = work->atoms[work->atom_of[i]].cell;

        for (size_t k = 0; k < input->items[i].use_count; k++) {
            size_t use = input->items[i].uses[k];
            const struct partition_value *value = &input->values[use];

            if (!value->is_order && work->atoms[work->atom_of[value->owner]].cell != cell) {
                const char *key = arena_text(work->arena, "%zu.%zu", cell, use);

                is_exported[use] = true;
                work->cells[cell].imports +=
                    lookup_put(&imported, work->arena, str_from(key), i) == i;
            }
        }
    }
    for (size_t i = 0; i < input->value_count; i++) {
        if (is_exported[i] || input->values[i].is_public) {
            work->cells[work->atoms[work->atom_of[input->values[i].owner]].cell].exports++;
        }
    }
}

static size_t size_of(const struct partition_cell *cell)
{
    return cell->bytes + VALUE_BYTES * (cell->exports + cell->imports) + FRAME_BYTES;
}

/* Marks the cells that are too large; false if there is none. */
static bool find_big(struct partition_work *work)
{
    const struct partition_limits *limits = &work->input->limits;
    bool is_any = false;

    for (size_t i = 0; i < work->cell_count; i++) {
        struct partition_cell *cell = &work->cells[i];

        cell->bytes = cell->item_count = cell->atom_count = cell->exports = cell->imports = 0;
    }
    for (size_t i = 0; i < work->atom_count; i++) {
        struct partition_cell *cell = &work->cells[work->atoms[i].cell];

        cell->bytes += work->atoms[i].bytes;
        cell->item_count += work->atoms[i].item_count;
        cell->atom_count++;
    }
    measure_values(work);
    for (size_t i = 0; i < work->cell_count; i++) {
        struct partition_cell *cell = &work->cells[i];

        cell->is_big = cell->atom_count > 1 &&
                       (cell->item_count > limits->items || size_of(cell) > work->soft_bytes ||
                        cell->exports > limits->exports);
        is_any = is_any || cell->is_big;
    }
    return is_any;
}

static int by_cell_and_level(const void *a, const void *b)
{
    const struct partition_atom *left = *(const struct partition_atom *const *)a;
    const struct partition_atom *right = *(const struct partition_atom *const *)b;

    if (left->cell != right->cell) {
        return left->cell < right->cell ? -1 : 1;
    }
    return (left->level > right->level) - (left->level < right->level);
}

/* How many steps an atom is from one that needs nothing of its cell. */
static void find_levels(struct partition_work *work)
{
    for (size_t i = 0; i < work->atom_count; i++) {
        struct partition_atom *atom = &work->atoms[i];

        atom->level = 0;
        for (size_t k = work->graph.first[i]; k < work->graph.first[i + 1]; k++) {
            const struct partition_atom *to = &work->atoms[work->graph.to[k]];

            if (to->cell == atom->cell && to->level >= atom->level) {
                atom->level = to->level + 1;
            }
        }
    }
}

/* What is large by itself and not needed within its cell stands alone, so that the rest may stay
 * together. */
static void set_giants_apart(struct partition_work *work)
{
    size_t *keys = ARENA_ARRAY(work->arena, work->atom_count, size_t);

    for (size_t i = 0; i < work->atom_count; i++) {
        keys[i] = 2 * work->atoms[i].bytes > work->soft_bytes;
    }
    for (size_t i = 0; i < work->atom_count; i++) {
        for (size_t k = work->graph.first[i]; k < work->graph.first[i + 1]; k++) {
            if (work->atoms[work->graph.to[k]].cell == work->atoms[i].cell) {
                keys[work->graph.to[k]] = 0;
            }
        }
    }
    partition_divide(work, keys, PARTITION_LEVELS);
}

/* Whole levels together, as many as a part may hold. */
static void divide_by_level(struct partition_work *work)
{
    struct partition_atom **sorted =
        ARENA_ARRAY(work->arena, work->atom_count, struct partition_atom *);
    size_t *keys = ARENA_ARRAY(work->arena, work->atom_count, size_t);
    size_t key = 0;
    size_t bytes = 0;
    size_t items = 0;
    size_t end = 0;

    find_levels(work);
    for (size_t i = 0; i < work->atom_count; i++) {
        sorted[i] = &work->atoms[i];
    }
    qsort(sorted, work->atom_count, sizeof(struct partition_atom *), by_cell_and_level);
    for (size_t start = 0; start < work->atom_count; start = end) {
        size_t level_bytes = 0;
        size_t level_items = 0;

        for (end = start;
             end < work->atom_count && by_cell_and_level(&sorted[start], &sorted[end]) == 0;
             end++) {
            level_bytes += sorted[end]->bytes;
            level_items += sorted[end]->item_count;
        }
        bool is_same = start > 0 && sorted[start]->cell == sorted[start - 1]->cell;
        bool has_room = bytes + level_bytes + FRAME_BYTES <= work->soft_bytes &&
                        items + level_items <= work->input->limits.items;

        key = !is_same ? 0 : has_room ? key : key + 1;
        bytes = level_bytes + (is_same && has_room ? bytes : 0);
        items = level_items + (is_same && has_room ? items : 0);
        for (size_t i = start; i < end; i++) {
            keys[sorted[i] - work->atoms] = key;
        }
    }
    partition_divide(work, keys, PARTITION_LEVELS);
}

static size_t quotient(size_t value, size_t limit)
{
    return limit == 0 ? 0 : value / limit;
}

/* A quarter more parts than would do if the hash divided evenly; powers of two, so that growth only
 * ever divides a part in two. */
static size_t buckets_for(const struct partition_work *work, const struct partition_cell *cell)
{
    const struct partition_limits *limits = &work->input->limits;
    size_t wanted = quotient(size_of(cell), work->soft_bytes);
    size_t buckets = 2;

    if (quotient(cell->item_count, limits->items) > wanted) {
        wanted = quotient(cell->item_count, limits->items);
    }
    if (quotient(cell->exports, limits->exports) > wanted) {
        wanted = quotient(cell->exports, limits->exports);
    }
    while (buckets < PARTITION_BUCKETS_MAX && 4 * buckets < 5 * (wanted + 1)) {
        buckets *= 2;
    }
    return buckets;
}

/* Within a level nothing needs anything else, so that any division will do. */
static void divide_by_hash(struct partition_work *work)
{
    size_t *keys = ARENA_ARRAY(work->arena, work->atom_count, size_t);

    find_levels(work);
    for (size_t i = 0; i < work->atom_count; i++) {
        const struct partition_atom *atom = &work->atoms[i];
        const struct partition_cell *cell = &work->cells[atom->cell];

        if (cell->is_big) {
            size_t buckets = buckets_for(work, cell);

            keys[i] = atom->level * buckets + (lookup_hash(atom->id) & (buckets - 1));
        }
    }
    partition_divide(work, keys, PARTITION_BUCKETS);
}

void partition_divide_big(struct partition_work *work)
{
    const struct partition_limits *limits = &work->input->limits;
    size_t total = 0;

    for (size_t i = 0; i < work->atom_count; i++) {
        total += work->atoms[i].bytes;
    }
    /* A part for each 3/4 of the parts that there may be at least. */
    work->soft_bytes = quotient(4 * total, 3 * limits->parts);
    work->soft_bytes = work->soft_bytes > limits->bytes ? work->soft_bytes : limits->bytes;
    if (find_big(work)) {
        set_giants_apart(work);
    }
    if (find_big(work)) {
        divide_by_level(work);
    }
    if (find_big(work)) {
        divide_by_hash(work);
    }
}
