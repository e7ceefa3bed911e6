/* SPDX-License-Identifier: MIT */
#include "schema/defaults.h"

#include "base/table.h"
#include "schema/set.h"

struct defaults {
    struct arena *arena;
    struct table rows; /* by the bytes of the schemas' numbers */
    json_t *values;    /* a list, which owns them */
};

struct defaults *defaults_new(struct arena *arena)
{
    struct defaults *defaults = ARENA_NEW(arena, struct defaults);

    defaults->arena = arena;
    defaults->values = jx_array();
    return defaults;
}

void defaults_free(struct defaults *defaults)
{
    json_decref(defaults->values);
}

static struct default_rows *list_properties(const struct schemas *set, const uint32_t *nodes,
                                            size_t count)
{
    struct arena *arena = set->defaults->arena;
    struct default_rows *rows = ARENA_NEW(arena, struct default_rows);
    size_t capacity = 0;

    for (size_t i = 0; i < count; i++) {
        const struct keyword_use *use = set_use(set, &set->nodes[nodes[i]], KEYWORD_PROPERTIES);

        for (uint32_t k = 0; use != NULL && k < use->count; k++) {
            ARENA_GROW(arena, rows->items, rows->count, capacity);
            rows->items[rows->count++].key = set_name(set, &set->members[use->first + k]).p;
        }
    }
    return rows;
}

const struct default_rows *defaults_rows(const struct schemas *set, const uint32_t *nodes,
                                         size_t count)
{
    struct defaults *defaults = set->defaults;
    struct str key = {(const char *)nodes, count * sizeof(*nodes)};
    const struct default_rows *rows = table_get(&defaults->rows, key);

    if (rows == NULL) {
        rows = list_properties(set, nodes, count);
        (void)table_put(&defaults->rows, defaults->arena, key, rows);
    }
    return rows;
}

void defaults_keep(struct defaults *defaults, struct default_row *row, json_t *value)
{
    jx_append(defaults->values, value);
    row->value = value;
}
