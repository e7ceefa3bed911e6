/* SPDX-License-Identifier: MIT */
/**
 * The escape hatch: `patch` in the description holds RFC 6902 operations for what a target has
 * composed. Floor: target. An operation that matches nothing is a fault, so that no patch is lost
 * when names change.
 *
 * json  The pointer's first two tokens, a section and an id, say which of the target's composed
 *       documents is meant; what adds a new section or id goes to the first one.
 * hcl   "/aws_lb.web/idle_timeout": the address of a block (of resources without "resource."), the
 *       names of nested blocks (followed by a number from 0 where several have the name), and an
 *       argument. `add` and `replace` set an argument to a literal; `remove` removes an argument,
 *       a nested block, or the whole block. Other operations are refused.
 */
#ifndef ARCHGEN_TARGET_PATCHES_H
#define ARCHGEN_TARGET_PATCHES_H

#include "base/arena.h"
#include "base/diag.h"
#include "data/json.h"
#include "target/compose_hcl.h"
#include "target/compose_json.h"
#include "target/recipe.h"

#include <stdbool.h>
#include <stddef.h>

struct patches {
    struct arena *arena;
    struct diags *diags;
    struct span span;         /* where the operations stand, or SPAN_NONE */
    const struct span *spans; /* where each operation stands; NULL if that is not known */
    const json_t *operations; /* NULL for none */
    bool *is_done;            /* by operation */
    size_t count;
};

/** Prepares the operations (borrowed, may be NULL); set `spans` afterwards if it is known. */
void patches_init(struct patches *patches, struct arena *arena, struct diags *diags,
                  struct span span, const json_t *operations);

/** Applies to a composed document what is meant for it. False after a diagnostic. */
bool patches_apply_json(struct patches *patches, const struct recipe *recipe,
                        struct compose_json *compose, bool is_first);

/** Applies all operations to the blocks of a module. False after a diagnostic. */
bool patches_apply_hcl(struct patches *patches, struct compose_hcl *compose);

/** Reports every operation that was not applied to anything. False after a diagnostic. */
bool patches_finish(struct patches *patches);

/** Adds BAD_PATCH for operation `index`. */
struct diag *patches_fail(struct patches *patches, size_t index, const char *reason);

#endif
