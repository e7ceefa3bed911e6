/* SPDX-License-Identifier: MIT */
#include "data/memo.h"

#include "base/mem.h"
#include "base/table.h"

struct memo {
    struct arena *arena;
    struct table known;
    json_t *values; /* a list, which owns them */
};

struct memo *memo_new(struct arena *arena)
{
    struct memo *memo = ARENA_NEW(arena, struct memo);

    memo->arena = arena;
    memo->values = jx_array();
    return memo;
}

void memo_free(struct memo *memo)
{
    if (memo != NULL) {
        json_decref(memo->values);
    }
}

json_t *memo_get(const struct memo *memo, struct str key)
{
    const json_t *value = table_get(&memo->known, key);

    return value == NULL ? NULL : jx_share(value);
}

json_t *memo_put(struct memo *memo, struct str key, json_t *value)
{
    BUG_UNLESS(table_put(&memo->known, memo->arena, key, value) == NULL);
    jx_append(memo->values, value);
    return jx_share(value);
}
