/* SPDX-License-Identifier: MIT */
/**
 * A composed module in sections, as target/borders.h wants what it divides. Floor: target; inner
 * part of target/modules.h.
 */
#ifndef ARCHGEN_TARGET_MODULES_SOURCE_H
#define ARCHGEN_TARGET_MODULES_SOURCE_H

#include "base/arena.h"
#include "data/json.h"
#include "target/borders.h"
#include "target/compose_hcl.h"
#include "target/uses_hcl.h"

#include <stdbool.h>
#include <stddef.h>

/** What becomes of a block. */
enum block_role {
    BLOCK_ITEM,      /* a resource, or a data source with arguments: it stands in one module */
    BLOCK_SHARED,    /* a data source without arguments, local values: in each that uses it */
    BLOCK_PARAMETER, /* a variable */
    BLOCK_RESULT,    /* an output, and all else: it stands in the root */
    BLOCK_PLAIN,     /* the whole of a file that is only laid out */
    BLOCK_ROLES
};

/** A section for each role, whose texts are those of the composed module. */
struct modules_source {
    struct border_source borders;
    struct json_section sections[BLOCK_ROLES];
    const char **paths[BLOCK_ROLES]; /* the file of each member */
    struct hcl_names names;
    const json_t *tiers; /* of the view */
};

/** True if a block tells of the addresses of resources, as `moved` does, and uses nothing of them.
 */
bool modules_is_about(struct str text);

/** True if it is a `moved` block. */
bool modules_is_move(struct str text);

/** Reads `compose` (borrowed, as are the `tiers` of the view, for as long as the result is used)
 *  into `source`; lists are in the arena. */
void modules_source_read(struct modules_source *source, struct arena *arena,
                         const struct compose_hcl *compose, const json_t *tiers);

#endif
