/* SPDX-License-Identifier: MIT */
#include "target/lookup.h"

enum { FIRST_SLOTS = 64 };

uint32_t lookup_hash(struct str name)
{
    uint32_t value = 2166136261u;

    for (size_t i = 0; i < name.len; i++) {
        value = (value ^ (unsigned char)name.p[i]) * 16777619u;
    }
    return value;
}

static struct lookup_slot *find_slot(const struct lookup *lookup, struct str name)
{
    size_t i = lookup_hash(name) & (lookup->slot_count - 1);

    while (lookup->slots[i].value != 0 && !str_eq(lookup->slots[i].name, name)) {
        i = (i + 1) & (lookup->slot_count - 1);
    }
    return &lookup->slots[i];
}

static void grow(struct lookup *lookup, struct arena *arena)
{
    struct lookup old = *lookup;

    lookup->slot_count = old.slot_count == 0 ? FIRST_SLOTS : 2 * old.slot_count;
    lookup->slots = ARENA_ARRAY(arena, lookup->slot_count, struct lookup_slot);
    for (size_t i = 0; i < old.slot_count; i++) {
        if (old.slots[i].value != 0) {
            *find_slot(lookup, old.slots[i].name) = old.slots[i];
        }
    }
}

size_t lookup_get(const struct lookup *lookup, struct str name)
{
    const struct lookup_slot *slot = lookup->count == 0 ? NULL : find_slot(lookup, name);

    return slot == NULL || slot->value == 0 ? LOOKUP_NONE : slot->value - 1;
}

size_t lookup_put(struct lookup *lookup, struct arena *arena, struct str name, size_t value)
{
    if (2 * lookup->count >= lookup->slot_count) {
        grow(lookup, arena);
    }
    struct lookup_slot *slot = find_slot(lookup, name);

    if (slot->value == 0) {
        *slot = (struct lookup_slot){name, value + 1};
        lookup->count++;
    }
    return slot->value - 1;
}
