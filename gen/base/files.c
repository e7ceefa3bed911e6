/* SPDX-License-Identifier: MIT */
/* A list that knows whether it is in order, so that looking up costs a bisection once it is. */
#include "base/files.h"

#include <stdlib.h>
#include <string.h>

void file_list_add(struct file_list *list, struct arena *arena, const char *path, struct str bytes)
{
    ARENA_GROW(arena, list->items, list->count, list->capacity);
    list->items[list->count++] = (struct file){path, bytes, 0};
    list->is_sorted = false;
}

static const struct file *find_linear(const struct file_list *list, struct str path)
{
    for (size_t i = 0; i < list->count; i++) {
        if (str_eq_text(path, list->items[i].path)) {
            return &list->items[i];
        }
    }
    return NULL;
}

const struct file *file_list_find(const struct file_list *list, struct str path)
{
    size_t low = 0;
    size_t high = list->count;

    if (!list->is_sorted) {
        return find_linear(list, path);
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(path, str_from(list->items[middle].path));

        if (order == 0) {
            return &list->items[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

static int compare_files(const void *a, const void *b)
{
    const struct file *left = a;
    const struct file *right = b;

    return strcmp(left->path, right->path);
}

void file_list_sort(struct file_list *list)
{
    if (list->count > 1) {
        qsort(list->items, list->count, sizeof(*list->items), compare_files);
    }
    list->is_sorted = true;
}
