/* SPDX-License-Identifier: MIT */
/* Two stacks that grow by doubling and leave their first place, inside the struct, only then. */
#include "template/scope.h"

#include "base/mem.h"
#include "template/template.h"

#include <stdlib.h>
#include <string.h>

void scope_init(struct scope *scope)
{
    scope->slots = scope->first_slots;
    scope->count = 0;
    scope->names = 0;
    scope->made = 0;
    scope->capacity = SCOPE_FIRST_SLOTS;
    scope->base = 0;
    scope->temps = scope->first_temps;
    scope->temp_count = 0;
    scope->temp_capacity = SCOPE_FIRST_TEMPS;
}

void scope_release(struct scope *scope)
{
    scope_cut(scope, 0);
    scope_drop(scope, 0);
    if (scope->slots != scope->first_slots) {
        free(scope->slots);
    }
    if (scope->temps != scope->first_temps) {
        free(scope->temps);
    }
}

/* Twice the memory for a stack that is full; `first` is its place inside the struct. */
static void *grow(void *items, const void *first, size_t *capacity, size_t size)
{
    void *old = items == first ? NULL : items;
    void *grown = mem_realloc(old, 2 * *capacity * size);

    if (old == NULL) {
        memcpy(grown, first, *capacity * size);
    }
    *capacity *= 2;
    return grown;
}

static uint64_t bit_of(uint32_t symbol)
{
    return UINT64_C(1) << symbol % 64;
}

static struct slot *find(const struct scope *scope, uint32_t symbol, size_t from)
{
    for (size_t i = scope->count; i > from; i--) {
        if (scope->slots[i - 1].symbol == symbol) {
            return &scope->slots[i - 1];
        }
    }
    return NULL;
}

const struct value *scope_find(const struct scope *scope, uint32_t symbol)
{
    /* Most names are given from outside. */
    if ((scope->names & bit_of(symbol)) == 0) {
        return NULL;
    }
    const struct slot *slot = find(scope, symbol, 0);

    return slot == NULL ? NULL : &slot->value;
}

void scope_set(struct scope *scope, uint32_t symbol, const struct value *value)
{
    json_t *owned = value->json == NULL ? NULL : jx_share(value->json);
    struct slot *slot = find(scope, symbol, scope->base);

    if (slot == NULL) {
        if (scope->count == scope->capacity) {
            scope->slots =
                grow(scope->slots, scope->first_slots, &scope->capacity, sizeof(struct slot));
        }
        slot = &scope->slots[scope->count++];
        scope->names |= bit_of(symbol);
    } else {
        json_decref(slot->owned);
    }
    *slot = (struct slot){symbol, *value, owned};
}

void scope_cut(struct scope *scope, size_t count)
{
    while (scope->count > count) {
        json_decref(scope->slots[--scope->count].owned);
    }
}

struct value scope_keep(struct scope *scope, json_t *json)
{
    if (scope->temp_count == scope->temp_capacity) {
        scope->temps =
            grow(scope->temps, scope->first_temps, &scope->temp_capacity, sizeof(json_t *));
    }
    scope->temps[scope->temp_count++] = json;
    return value_from_json(json);
}

/* About the bytes of a value when it is written out; gives up when they are more than `most`. */
static size_t weigh(const json_t *value, size_t most, int depth)
{
    enum { ITEM = 16 };
    size_t weight = ITEM;

    if (depth > TEMPLATE_DEPTH_MAX) {
        return most + 1;
    }
    if (json_is_string(value)) {
        return ITEM + json_string_length(value);
    }
    if (json_is_object(value)) {
        for (void *at = jx_iter(value); at != NULL && weight <= most;
             at = jx_iter_next(value, at)) {
            weight += weigh(json_object_iter_value(at), most - weight, depth + 1);
        }
    } else if (json_is_array(value)) {
        size_t count = json_array_size(value);

        for (size_t i = 0; i < count && weight <= most; i++) {
            weight += weigh(jx_at(value, i), most - weight, depth + 1);
        }
    }
    return weight;
}

void scope_charge(struct scope *scope, const json_t *json)
{
    if (scope->made <= TEMPLATE_VALUES_MAX) {
        scope->made += weigh(json, TEMPLATE_VALUES_MAX - scope->made, 0);
    }
}

struct value scope_keep_made(struct scope *scope, json_t *json)
{
    scope_charge(scope, json);
    return scope_keep(scope, json);
}

void scope_drop(struct scope *scope, size_t count)
{
    while (scope->temp_count > count) {
        json_decref(scope->temps[--scope->temp_count]);
    }
}
