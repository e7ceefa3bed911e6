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

void diags_init(struct diags *diags, struct arena *arena)
{
    *diags = (struct diags){.arena = arena};
}

struct diag *diag_add(struct diags *diags, enum diag_id id, struct span span, const char *format,
                      ...)
{
    struct diag *diag = ARENA_NEW(diags->arena, struct diag);
    va_list args;

    diag->id = id;
    diag->span = span;
    diag->order = diags->count;
    va_start(args, format);
    diag->text = arena_vtext(diags->arena, format, args);
    va_end(args);
    // NOLINTNEXTLINE(bugprone-sizeof-expression): the items are pointers
    ARENA_GROW(diags->arena, diags->items, diags->count, diags->capacity);
    diags->items[diags->count++] = diag;
    diags->error_count += diag_info(id)->severity == SEVERITY_ERROR;
    return diag;
}

void diag_note(struct diags *diags, struct diag *diag, struct span span, const char *format, ...)
{
    va_list args;

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

    va_start(args, format);
    diag->hint = arena_vtext(diags->arena, format, args);
    va_end(args);
}

void diag_hint_nearest(struct diags *diags, struct diag *diag, struct str word,
                       const struct str *candidates, size_t count)
{
    const struct str *nearest = spell_nearest(word, candidates, count);

    if (nearest != NULL) {
        diag_hint(diags, diag, "did you mean '%.*s'?", STR_ARGS(*nearest));
    }
}

bool diags_has_errors(const struct diags *diags)
{
    return diags->error_count > 0;
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

void diags_sort(struct diags *diags)
{
    size_t kept = 0;

    if (diags->count == 0) {
        return;
    }
    qsort(diags->items, diags->count, sizeof(struct diag *), by_content);
    diags->error_count = 0;
    for (size_t i = 0; i < diags->count; i++) {
        struct diag *diag = diags->items[i];

        /* Of repetitions the first stays, with the notes it has. */
        if (kept > 0 && compare_contents(diags->items[kept - 1], diag) == 0) {
            continue;
        }
        diags->items[kept++] = diag;
        diags->error_count += diag_info(diag->id)->severity == SEVERITY_ERROR;
    }
    diags->count = kept;
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
}

void diags_cut(struct diags *diags, size_t count)
{
    while (diags->count > count) {
        const struct diag *diag = diags->items[--diags->count];

        diags->error_count -= diag_info(diag->id)->severity == SEVERITY_ERROR ? 1 : 0;
    }
}
