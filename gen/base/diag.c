/* SPDX-License-Identifier: MIT */
/* Collecting, sorting and thinning out diagnostics; printing is in diag_text.c and diag_json.c. */
#include "base/diag.h"

#include "base/mem.h"
#include "base/spell.h"

#include <stdarg.h>
#include <stdlib.h>

static const struct diag_info infos[DIAG_COUNT] = {
#define DIAG(name, id, severity, summary) [DIAG_##name] = {id, severity, summary},
#include "base/diag_ids.def"
#undef DIAG
};

const struct diag_info *diag_info(enum diag_id id)
{
    BUG_UNLESS(id < DIAG_COUNT);
    return &infos[id];
}

static bool is_error(enum diag_id id)
{
    return diag_info(id)->severity == SEVERITY_ERROR;
}

void diags_init(struct diags *diags, struct arena *arena)
{
    *diags = (struct diags){.arena = arena};
}

static int compare_sizes(size_t a, size_t b)
{
    return a < b ? -1 : a > b;
}

/* By source name and offset; what has no place comes first. Sources are compared by name, since
 * addresses would make the order differ from run to run. */
static int compare_places(struct span a, struct span b)
{
    if (a.source == NULL || b.source == NULL) {
        return (a.source != NULL) - (b.source != NULL);
    }
    int order = strcmp(a.source->name, b.source->name);

    return order != 0 ? order : compare_sizes(a.off, b.off);
}

static int compare_contents(const struct diag *a, const struct diag *b)
{
    int order = compare_places(a->span, b->span);

    if (order == 0) {
        order = compare_sizes(a->span.len, b->span.len);
    }
    if (order == 0) {
        order = compare_sizes(a->id, b->id);
    }
    return order != 0 ? order : strcmp(a->text, b->text);
}

static int by_content(const void *a, const void *b)
{
    const struct diag *left = *(struct diag *const *)a;
    const struct diag *right = *(struct diag *const *)b;
    int order = compare_contents(left, right);

    return order != 0 ? order : compare_sizes(left->order, right->order);
}

static int by_place(const void *a, const void *b)
{
    const struct diag *left = *(struct diag *const *)a;
    const struct diag *right = *(struct diag *const *)b;
    int order = compare_places(left->span, right->span);

    return order != 0 ? order : compare_sizes(left->order, right->order);
}

static int by_order(const void *a, const void *b)
{
    const struct diag *left = *(struct diag *const *)a;
    const struct diag *right = *(struct diag *const *)b;

    return compare_sizes(left->order, right->order);
}

/* Leaves the items sorted by content. */
static void remove_repetitions(struct diags *diags)
{
    size_t kept = 0;

    qsort(diags->items, diags->count, sizeof(struct diag *), by_content);
    for (size_t i = 0; i < diags->count; i++) {
        struct diag *diag = diags->items[i];

        /* Of repetitions the first stays, with the notes it has. */
        if (kept == 0 || compare_contents(diags->items[kept - 1], diag) != 0) {
            diags->items[kept++] = diag;
        }
    }
    diags->count = kept;
}

static void tally_add(struct diags *diags, const struct diag *diag)
{
    struct diag_tally *tally = &diags->tallies[diag->id];

    if (tally->count == 0 || compare_places(tally->last, diag->span) < 0) {
        tally->last = diag->span;
    }
    tally->count++;
}

static void count_all(struct diags *diags)
{
    if (diags->tallies == NULL) {
        diags->tallies = ARENA_ARRAY(diags->arena, DIAG_COUNT, struct diag_tally);
    }
    memset(diags->tallies, 0, DIAG_COUNT * sizeof(struct diag_tally));
    for (size_t i = 0; i < diags->count; i++) {
        tally_add(diags, diags->items[i]);
    }
}

/* Without repetitions, which environments make of each other, in the order in which all was added.
 * The number of errors stays: whoever asks whether there are more than before relies on it. */
static void thin_out(struct diags *diags)
{
    remove_repetitions(diags);
    qsort(diags->items, diags->count, sizeof(struct diag *), by_order);
    count_all(diags);
    for (size_t i = 0; i < DIAG_COUNT; i++) {
        diags->tallies[i].is_full = diags->tallies[i].count >= DIAG_KEPT_MAX;
    }
}

/* Once as many of an id are kept as may be, the last place stays: what lies behind it is never
 * among the first, whatever is added later. */
static bool is_beyond(struct diags *diags, enum diag_id id, struct span span)
{
    if (diags->count < DIAG_KEPT_MAX) {
        return false;
    }
    if (diags->tallies == NULL) {
        count_all(diags);
    }
    const struct diag_tally *tally = &diags->tallies[id];

    if (tally->count < DIAG_KEPT_MAX || compare_places(tally->last, span) >= 0) {
        return false;
    }
    if (!tally->is_full) {
        thin_out(diags);
    }
    return tally->is_full;
}

/* In eight bytes: there may be many. */
static struct diag *drop(struct diags *diags, enum diag_id id, struct span span)
{
    ARENA_GROW(diags->arena, diags->dropped, diags->dropped_count, diags->dropped_capacity);
    diags->dropped[diags->dropped_count++] =
        (uint64_t)span.off << 32 | (uint64_t)(span.len & 0xfffff) << 12 | id;
    diags->spare = (struct diag){.id = id, .span = span, .text = ""};
    return &diags->spare;
}

struct diag *diag_add(struct diags *diags, enum diag_id id, struct span span, const char *format,
                      ...)
{
    va_list args;

    diags->error_count += is_error(id);
    if (is_beyond(diags, id, span)) {
        return drop(diags, id, span);
    }
    struct diag *diag = ARENA_NEW(diags->arena, struct diag);

    diag->id = id;
    diag->span = span;
    diag->order = diags->added++;
    va_start(args, format);
    diag->text = arena_vtext(diags->arena, format, args);
    va_end(args);
    // NOLINTNEXTLINE(bugprone-sizeof-expression): the items are pointers
    ARENA_GROW(diags->arena, diags->items, diags->count, diags->capacity);
    diags->items[diags->count++] = diag;
    if (diags->tallies != NULL) {
        tally_add(diags, diag);
    }
    return diag;
}

bool diag_is_kept(const struct diags *diags, const struct diag *diag)
{
    return diag != &diags->spare;
}

void diag_note(struct diags *diags, struct diag *diag, struct span span, const char *format, ...)
{
    va_list args;

    if (!diag_is_kept(diags, diag)) {
        return;
    }
    ARENA_GROW(diags->arena, diag->notes, diag->note_count, diag->note_capacity);
    struct diag_note *note = &diag->notes[diag->note_count++];

    note->span = span;
    va_start(args, format);
    note->text = arena_vtext(diags->arena, format, args);
    va_end(args);
}

void diag_hint(struct diags *diags, struct diag *diag, const char *format, ...)
{
    va_list args;

    if (!diag_is_kept(diags, diag)) {
        return;
    }
    va_start(args, format);
    diag->hint = arena_vtext(diags->arena, format, args);
    va_end(args);
}

void diag_hint_nearest(struct diags *diags, struct diag *diag, struct str word,
                       const struct str *candidates, size_t count)
{
    if (!diag_is_kept(diags, diag)) {
        return; /* to look for it takes longer than all the rest */
    }
    const struct str *nearest = spell_nearest(word, candidates, count);

    if (nearest != NULL) {
        diag_hint(diags, diag, "did you mean '%.*s'?", STR_ARGS(*nearest));
    }
}

bool diags_has_errors(const struct diags *diags)
{
    return diags->error_count > 0;
}

static int compare_dropped(const void *a, const void *b)
{
    const uint64_t *left = a;
    const uint64_t *right = b;

    return *left < *right ? -1 : *left > *right;
}

static enum diag_id dropped_id(uint64_t dropped)
{
    return (enum diag_id)(dropped & 0xfff);
}

/* Environments repeat each other: what is dropped is counted once. */
static void sort_dropped(struct diags *diags)
{
    size_t kept = 0;

    if (diags->dropped_count == 0) {
        return;
    }
    qsort(diags->dropped, diags->dropped_count, sizeof(uint64_t), compare_dropped);
    for (size_t i = 0; i < diags->dropped_count; i++) {
        uint64_t dropped = diags->dropped[i];

        if (kept == 0 || diags->dropped[kept - 1] != dropped) {
            diags->error_count += is_error(dropped_id(dropped));
            diags->dropped[kept++] = dropped;
        }
    }
    diags->dropped_count = kept;
}

void diags_sort(struct diags *diags)
{
    if (diags->count == 0) {
        return;
    }
    remove_repetitions(diags);
    diags->error_count = 0;
    for (size_t i = 0; i < diags->count; i++) {
        diags->error_count += is_error(diags->items[i]->id);
    }
    sort_dropped(diags);
    qsort(diags->items, diags->count, sizeof(struct diag *), by_place);
}

void diags_drop_notes(struct diags *diags)
{
    size_t kept = 0;

    for (size_t i = 0; i < diags->count; i++) {
        if (diag_info(diags->items[i]->id)->severity != SEVERITY_NOTE) {
            diags->items[kept++] = diags->items[i];
        }
    }
    diags->count = kept;
    kept = 0;
    for (size_t i = 0; i < diags->dropped_count; i++) {
        if (diag_info(dropped_id(diags->dropped[i]))->severity != SEVERITY_NOTE) {
            diags->dropped[kept++] = diags->dropped[i];
        }
    }
    diags->dropped_count = kept;
}

void diags_cut(struct diags *diags, size_t count)
{
    while (diags->count > count) {
        const struct diag *diag = diags->items[--diags->count];

        diags->error_count -= is_error(diag->id);
    }
}
