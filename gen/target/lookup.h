/* SPDX-License-Identifier: MIT */
/**
 * Numbers by name, for what is looked up once for each reference. Floor: target.
 *
 *     struct lookup lookup = {0};
 *     lookup_put(&lookup, arena, id, i);
 *     size_t found = lookup_get(&lookup, name);       // LOOKUP_NONE if there is none
 */
#ifndef ARCHGEN_TARGET_LOOKUP_H
#define ARCHGEN_TARGET_LOOKUP_H

#include "base/arena.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

#define LOOKUP_NONE SIZE_MAX

struct lookup_slot {
    struct str name;
    size_t value; /* plus 1; 0: a free slot */
};

struct lookup {
    struct lookup_slot *slots; /* open addressing, a power of two; in the arena */
    size_t slot_count;
    size_t count;
};

/** The number of `name`, or LOOKUP_NONE. */
size_t lookup_get(const struct lookup *lookup, struct str name);

/** Sets the number of `name` (borrowed), less than LOOKUP_NONE - 1, if it has none yet. The number
 *  that it has now. */
size_t lookup_put(struct lookup *lookup, struct arena *arena, struct str name, size_t value);

/** A number that is made of all bytes of `name`, the same on every machine (FNV-1a). */
uint32_t lookup_hash(struct str name);

#endif
