/* SPDX-License-Identifier: MIT */
/* Scopes hold few names, so that a linear search is the fastest. */
#include "template/bindings.h"

static struct binding *find(struct binding_scope *scope, uint32_t symbol)
{
    for (size_t i = 0; i < scope->count; i++) {
        if (scope->items[i].symbol == symbol) {
            return &scope->items[i];
        }
    }
    return NULL;
}

/* The first event of a name in a scope decides; later ones change nothing. */
static struct binding *meet(struct bindings *bindings, struct binding_scope *scope, uint32_t symbol,
                            bool is_risky)
{
    struct binding *known = find(scope, symbol);

    if (known != NULL) {
        return known;
    }
    ARENA_GROW(bindings->arena, scope->items, scope->count, scope->capacity);
    scope->items[scope->count] = (struct binding){symbol, is_risky};
    return &scope->items[scope->count++];
}

void bindings_open(struct bindings *bindings, struct binding_scope *scope)
{
    *scope = (struct binding_scope){.outer = bindings->scope};
    bindings->scope = scope;
}

void bindings_close(struct bindings *bindings)
{
    bindings->scope = bindings->scope->outer;
}

void bindings_declare(struct bindings *bindings, uint32_t symbol)
{
    (void)meet(bindings, bindings->scope, symbol, false);
}

void bindings_read(struct bindings *bindings, uint32_t symbol)
{
    struct binding_scope *inner = bindings->scope;

    (void)meet(bindings, inner, symbol, inner->open_ifs > 0);
    for (struct binding_scope *scope = inner->outer; scope != NULL; scope = scope->outer) {
        (void)meet(bindings, scope, symbol, true);
    }
}

void bindings_set(struct bindings *bindings, uint32_t symbol, uint32_t node)
{
    struct binding_scope *scope = bindings->scope;

    if (!meet(bindings, scope, symbol, scope->open_ifs > 0)->is_risky) {
        return;
    }
    for (size_t i = 0; i < bindings->claim_count; i++) {
        if (bindings->claims[i].symbol == symbol) {
            return;
        }
    }
    ARENA_GROW(bindings->arena, bindings->claims, bindings->claim_count, bindings->claim_capacity);
    bindings->claims[bindings->claim_count++] = (struct tree_claim){symbol, node};
}
