/* SPDX-License-Identifier: MIT */
/**
 * Which `set` may hide a variable given from outside. Floor: template.
 *
 * Jinja2 decides per scope, before running it, where a name comes from: if the scope writes the
 * name first, reading it elsewhere before that write finds nothing, even where the root variables
 * have the name (jinja2.idtracking). To stay a strict subset without repeating that analysis, a
 * `set` is accepted freely if it comes first in its scope and is not inside an `if`, or if the
 * scope itself read the name before; every other name that is set is a *claim*: rendering fails
 * if the name is given from outside.
 *
 * The parser tells this module, in the order of the template, which names are read and set.
 */
#ifndef ARCHGEN_TEMPLATE_BINDINGS_H
#define ARCHGEN_TEMPLATE_BINDINGS_H

#include "base/arena.h"
#include "template/tree.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A name that a scope has met, and whether a later `set` of it is a claim. */
struct binding {
    uint32_t symbol;
    bool is_risky;
};

/** The scope of a template, of a loop's body or of a loop's else. */
struct binding_scope {
    struct binding_scope *outer;
    struct binding *items;
    size_t count;
    size_t capacity;
    size_t open_ifs;
};

struct bindings {
    struct arena *arena;
    struct binding_scope *scope; /* the innermost */
    struct tree_claim *claims;
    size_t claim_count;
    size_t claim_capacity;
};

/** Opens / closes a scope; `scope` must live until it is closed. */
void bindings_open(struct bindings *bindings, struct binding_scope *scope);
void bindings_close(struct bindings *bindings);

/** The variable of a loop, which belongs to the innermost scope. */
void bindings_declare(struct bindings *bindings, uint32_t symbol);

/** A name is read / set (by the SET node `node`). */
void bindings_read(struct bindings *bindings, uint32_t symbol);
void bindings_set(struct bindings *bindings, uint32_t symbol, uint32_t node);

#endif
