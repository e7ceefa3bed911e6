/* SPDX-License-Identifier: MIT */
/* Keywords that look at the items of a list. */
#include "schema/check.h"

#include "base/mem.h"
#include "schema/fault.h"
#include "schema/instance.h"

#include <stdlib.h>

bool check_prefix_items(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    size_t count = json_array_size(at->spot->value);
    bool ok = true;

    for (uint32_t i = 0; i < use->count && i < count; i++) {
        struct spot spot = spot_item(at->spot, i, jx_at(at->spot->value, i));

        seen_add_item(at->seen, i);
        ok = check_node(check, check->set->children[use->first + i], &spot, NULL) && ok;
        if (!ok && check->diags == NULL) {
            return false;
        }
    }
    return ok;
}

bool check_items(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    const struct keyword_use *prefix = set_use(check->set, at->node, KEYWORD_PREFIX_ITEMS);
    size_t count = json_array_size(at->spot->value);
    bool ok = true;

    for (size_t i = prefix == NULL ? 0 : prefix->count; i < count; i++) {
        struct spot spot = spot_item(at->spot, i, jx_at(at->spot->value, i));

        ok = check_node(check, use->first, &spot, NULL) && ok;
        if (!ok && check->diags == NULL) {
            return false;
        }
    }
    seen_add_all(at->seen);
    return ok;
}

bool check_contains(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    const struct keyword_use *least = set_use(check->set, at->node, KEYWORD_MIN_CONTAINS);
    const struct keyword_use *most = set_use(check->set, at->node, KEYWORD_MAX_CONTAINS);
    size_t found = 0;
    size_t i;
    const json_t *item;

    jx_array_foreach (at->spot->value, i, item) {
        struct spot spot = spot_item(at->spot, i, item);

        if (check_quietly(check, use->first, &spot, NULL)) {
            seen_add_item(at->seen, i);
            found++;
        }
    }
    bool ok = found >= (least == NULL ? 1 : least->first) && (most == NULL || found <= most->first);

    if (!ok) {
        fault_contains(check, at->spot, at->node, use->first, found);
    }
    return ok;
}

bool check_unevaluated_items(struct check *check, const struct keyword_use *use,
                             const struct scope *at)
{
    bool ok = true;
    size_t i;
    const json_t *item;

    jx_array_foreach (at->spot->value, i, item) {
        struct spot spot = spot_item(at->spot, i, item);

        if (!seen_has_item(at->seen, i)) {
            ok = check_node(check, use->first, &spot, NULL) && ok;
        }
        if (!ok && check->diags == NULL) {
            return false;
        }
    }
    seen_add_all(at->seen);
    return ok;
}

struct hashed_item {
    uint64_t hash;
    size_t index;
};

static int compare_hashed(const void *a, const void *b)
{
    const struct hashed_item *left = a;
    const struct hashed_item *right = b;

    if (left->hash != right->hash) {
        return left->hash < right->hash ? -1 : 1;
    }
    return (left->index > right->index) - (left->index < right->index);
}

/* Sorted by hash, so that a list of 10,000 items does not cost 50 million comparisons. */
bool check_unique_items(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    const json_t *list = at->spot->value;
    size_t count = use->first == 0 ? 0 : json_array_size(list);
    bool ok = true;

    if (count < 2) {
        return true;
    }
    struct hashed_item *items = mem_alloc(count * sizeof(*items));

    for (size_t i = 0; i < count; i++) {
        items[i] = (struct hashed_item){instance_hash(jx_at(list, i)), i};
    }
    qsort(items, count, sizeof(*items), compare_hashed);
    for (size_t i = 1; i < count; i++) {
        for (size_t k = i; k > 0 && items[k - 1].hash == items[i].hash; k--) {
            if (instance_equal(jx_at(list, items[k - 1].index), jx_at(list, items[i].index))) {
                struct spot spot = spot_item(at->spot, items[i].index, jx_at(list, items[i].index));

                fault_repeated(check, &spot, items[k - 1].index);
                ok = false;
                break;
            }
        }
    }
    free(items);
    return ok;
}

static bool check_size(struct check *check, bool ok, size_t size, const struct scope *at)
{
    static const struct fault_count COUNT = {KEYWORD_MIN_ITEMS, KEYWORD_MAX_ITEMS, "item", "items"};

    if (!ok) {
        fault_size(check, at->spot, at->node, &COUNT, size);
    }
    return ok;
}

bool check_max_items(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    size_t size = json_array_size(at->spot->value);

    return check_size(check, size <= use->first, size, at);
}

bool check_min_items(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    size_t size = json_array_size(at->spot->value);

    return check_size(check, size >= use->first, size, at);
}
