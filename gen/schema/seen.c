/* SPDX-License-Identifier: MIT */
/* A small unordered set; only schemas with unevaluated… pay for it. */
#include "schema/seen.h"

#include "base/mem.h"

#include <stdlib.h>

void seen_release(struct seen *seen)
{
    free(seen->marks);
    *seen = (struct seen){0};
}

static bool has(const struct seen *seen, uintptr_t mark)
{
    for (size_t i = 0; i < seen->count; i++) {
        if (seen->marks[i] == mark) {
            return true;
        }
    }
    return seen->all;
}

static void add(struct seen *seen, uintptr_t mark)
{
    if (seen == NULL || has(seen, mark)) {
        return;
    }
    if (seen->count == seen->capacity) {
        seen->capacity = seen->capacity == 0 ? 16 : 2 * seen->capacity;
        seen->marks = mem_realloc(seen->marks, seen->capacity * sizeof(*seen->marks));
    }
    seen->marks[seen->count++] = mark;
}

void seen_add_key(struct seen *seen, const char *key)
{
    add(seen, (uintptr_t)key);
}

void seen_add_item(struct seen *seen, size_t index)
{
    add(seen, index);
}

void seen_add_all(struct seen *seen)
{
    if (seen != NULL) {
        seen->all = true;
    }
}

void seen_merge(struct seen *seen, const struct seen *from)
{
    for (size_t i = 0; i < from->count; i++) {
        add(seen, from->marks[i]);
    }
    seen->all = seen->all || from->all;
}

bool seen_has_key(const struct seen *seen, const char *key)
{
    return has(seen, (uintptr_t)key);
}

bool seen_has_item(const struct seen *seen, size_t index)
{
    return has(seen, index);
}
