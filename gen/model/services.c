/* SPDX-License-Identifier: MIT */
/* Services are collected from annotations on demand; a tier calls few. */
#include "model/services.h"

#include "base/mem.h"

#include <stdlib.h>

struct uses {
    struct arena *arena;
    struct service_use *items;
    size_t count;
    size_t capacity;
};

static void add(struct uses *uses, const char *name, struct span span, const char *pair)
{
    for (size_t i = 0; i < uses->count; i++) {
        if (strcmp(uses->items[i].name, name) == 0) {
            return;
        }
    }
    ARENA_GROW(uses->arena, uses->items, uses->count, uses->capacity);
    uses->items[uses->count++] = (struct service_use){name, span, pair};
}

/* `names` is one service or a list of them. */
static void add_names(struct uses *uses, const json_t *names, struct span span, const char *pair)
{
    size_t i;
    const json_t *name;

    if (json_is_string(names)) {
        add(uses, json_string_value(names), span, pair);
    }
    jx_array_foreach (names, i, name) {
        add(uses, json_string_value(name), span, pair);
    }
}

/* True if whoever reaches the tier may be given a secret of it. */
static bool has_secret(const struct tier *tier)
{
    size_t i;
    const json_t *row;

    jx_array_foreach (jx_get(tier->kind->traits, "exports"), i, row) {
        if (jx_get(row, "secret") != NULL && catalog_when(jx_get(row, "when"), tier->spec)) {
            return true;
        }
    }
    return false;
}

static int by_name(const void *a, const void *b)
{
    const struct service_use *left = a;
    const struct service_use *right = b;

    return strcmp(left->name, right->name);
}

const struct service_use *services_of(const struct model *model, const struct tier *tier,
                                      size_t *count)
{
    struct uses uses = {.arena = model->arena};
    const json_t *traits = tier->kind->traits;
    size_t k;
    const json_t *row;

    for (size_t i = 0; i < tier->out_count; i++) {
        const struct flow *flow = tier->out[i];
        const struct tier *to = flow->to.tier;

        if (to == NULL) {
            continue;
        }
        if (flow->verb_count > 0) {
            add_names(&uses, jx_get(to->kind->traits, "service"), flow->span, flow->pair);
        }
        if (has_secret(to)) {
            add_names(&uses, jx_get(traits, "injects"), flow->span, flow->pair);
        }
    }
    jx_array_foreach (jx_get(traits, "uses"), k, row) {
        if (catalog_when(jx_get(row, "when"), tier->spec)) {
            add_names(&uses, jx_get(row, "service"), tier->span, NULL);
        }
    }
    if (uses.count > 0) {
        qsort(uses.items, uses.count, sizeof(*uses.items), by_name);
    }
    *count = uses.count;
    return uses.items;
}

enum service_route services_route(const struct model *model, const char *name)
{
    for (size_t i = 0; i < model->network.endpoint_count; i++) {
        const struct endpoint *endpoint = &model->network.endpoints[i];

        if (strcmp(endpoint->service, name) == 0) {
            return endpoint->is_gateway ? SERVICE_GATEWAY : SERVICE_INTERFACE;
        }
    }
    return SERVICE_OUTWARD;
}
