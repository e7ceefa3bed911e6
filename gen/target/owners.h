/* SPDX-License-Identifier: MIT */
/**
 * Who gave a name first: a set of names that are to be unique (logical ids, addresses of blocks,
 * paths of files), each with its owner for the message about a clash. Floor: target.
 *
 *     const char *other = owners_put(&owners, arena, id, template_name);
 *     if (other != NULL) { … "'%s' is defined in '%s' and in '%s'" … }
 */
#ifndef ARCHGEN_TARGET_OWNERS_H
#define ARCHGEN_TARGET_OWNERS_H

#include "base/arena.h"
#include "base/str.h"

#include <stddef.h>

struct owner {
    struct str name; /* in the arena */
    const char *who; /* NULL: a free slot */
};

struct owners {
    struct owner *slots; /* open addressing, a power of two; in the arena */
    size_t slot_count;
    size_t count;
};

/** Adds `name` (copied) with its owner (borrowed). The earlier owner if there is one, and then
 *  nothing is changed; else NULL. */
const char *owners_put(struct owners *owners, struct arena *arena, struct str name,
                       const char *who);

#endif
