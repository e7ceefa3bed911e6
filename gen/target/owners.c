/* SPDX-License-Identifier: MIT */
#include "target/owners.h"

#include <stdint.h>

enum { FIRST_SLOTS = 64 };

/* FNV-1a; order never shows, so that any hash will do. */
static size_t hash(struct str name)
{
    uint32_t value = 2166136261u;

    for (size_t i = 0; i < name.len; i++) {
        value = (value ^ (unsigned char)name.p[i]) * 16777619u;
    }
    return value;
}

static struct owner *find_slot(const struct owners *owners, struct str name)
{
    size_t i = hash(name) & (owners->slot_count - 1);

    while (owners->slots[i].who != NULL && !str_eq(owners->slots[i].name, name)) {
        i = (i + 1) & (owners->slot_count - 1);
    }
    return &owners->slots[i];
}

static void grow(struct owners *owners, struct arena *arena)
{
    struct owners old = *owners;

    owners->slot_count = old.slot_count == 0 ? FIRST_SLOTS : 2 * old.slot_count;
    owners->slots = ARENA_ARRAY(arena, owners->slot_count, struct owner);
    for (size_t i = 0; i < old.slot_count; i++) {
        if (old.slots[i].who != NULL) {
            *find_slot(owners, old.slots[i].name) = old.slots[i];
        }
    }
}

const char *owners_put(struct owners *owners, struct arena *arena, struct str name, const char *who)
{
    if (2 * owners->count >= owners->slot_count) {
        grow(owners, arena);
    }
    struct owner *slot = find_slot(owners, name);

    if (slot->who != NULL) {
        return slot->who;
    }
    slot->name = (struct str){arena_strdup(arena, name), name.len};
    slot->who = who;
    owners->count++;
    return NULL;
}
