/* SPDX-License-Identifier: MIT */
/**
 * Variables and temporaries of one rendering. Floor: template; private to it. Variables are a
 * stack of slots, found from the top by symbol; a scope is a range of it. Temporaries are the JSON
 * values that a statement makes; they live until it ends. Both begin in the struct itself, so that
 * a small rendering allocates nothing.
 */
#ifndef ARCHGEN_TEMPLATE_SCOPE_H
#define ARCHGEN_TEMPLATE_SCOPE_H

#include "template/value.h"

#include <stddef.h>
#include <stdint.h>

enum { SCOPE_FIRST_SLOTS = 16, SCOPE_FIRST_TEMPS = 16 };

struct slot {
    uint32_t symbol;
    struct value value;
    json_t *owned; /* keeps the value alive, or NULL */
};

struct scope {
    struct slot *slots;
    size_t count;
    size_t capacity;
    size_t base;    /* the first slot of the innermost scope */
    uint64_t names; /* a bit for each symbol that ever was in a slot, modulo 64 */
    size_t made;    /* bytes of the values that were made, about; more than the limit if too deep */
    json_t **temps;
    size_t temp_count;
    size_t temp_capacity;
    struct slot first_slots[SCOPE_FIRST_SLOTS];
    json_t *first_temps[SCOPE_FIRST_TEMPS];
};

void scope_init(struct scope *scope);
void scope_release(struct scope *scope);

/** The value of a variable, or NULL. Valid until the next change of variables. */
const struct value *scope_find(const struct scope *scope, uint32_t symbol);

/** Sets a variable of the innermost scope; what `value` borrows is shared. */
void scope_set(struct scope *scope, uint32_t symbol, const struct value *value);

/** Removes the variables above the first `count`. */
void scope_cut(struct scope *scope, size_t count);

/** Takes `json` and keeps it until scope_drop; gives the borrowed value. */
struct value scope_keep(struct scope *scope, json_t *json);

/** Counts what a value that was made of others would take to be printed: `[a, a]` costs next to
 *  nothing, but twenty of them, each in the next, are a million items. */
void scope_charge(struct scope *scope, const json_t *json);

/** Both. */
struct value scope_keep_made(struct scope *scope, json_t *json);

/** Releases the temporaries made since their number was `count`. */
void scope_drop(struct scope *scope, size_t count);

#endif
