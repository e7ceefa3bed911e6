/* SPDX-License-Identifier: MIT */
#include "base/table.h"

#include "base/hash.h"
#include "base/mem.h"

enum { FIRST_SLOTS = 16 };

/* The slot of the key, or the free one where it belongs. There is always a free slot. */
static struct table_entry *find_slot(const struct table *table, struct str key)
{
    size_t i = (size_t)hash_bytes(key) & (table->slot_count - 1);

    while (table->slots[i].value != NULL && !str_eq(table->slots[i].key, key)) {
        i = (i + 1) & (table->slot_count - 1);
    }
    return &table->slots[i];
}

static void grow(struct table *table, struct arena *arena)
{
    struct table old = *table;

    table->slot_count = old.slot_count == 0 ? FIRST_SLOTS : 2 * old.slot_count;
    table->slots = ARENA_ARRAY(arena, table->slot_count, struct table_entry);
    for (size_t i = 0; i < old.slot_count; i++) {
        if (old.slots[i].value != NULL) {
            *find_slot(table, old.slots[i].key) = old.slots[i];
        }
    }
}

const void *table_put(struct table *table, struct arena *arena, struct str key, const void *value)
{
    BUG_UNLESS(value != NULL);
    if (2 * table->count >= table->slot_count) {
        grow(table, arena);
    }
    struct table_entry *slot = find_slot(table, key);

    if (slot->value != NULL) {
        return slot->value;
    }
    slot->key = (struct str){arena_strdup(arena, key), key.len};
    slot->value = value;
    table->count++;
    return NULL;
}

const void *table_get(const struct table *table, struct str key)
{
    return table->slot_count == 0 ? NULL : find_slot(table, key)->value;
}
