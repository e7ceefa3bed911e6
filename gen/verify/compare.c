/* SPDX-License-Identifier: MIT */
/* Resources are matched by identity, their properties by path, leaf by leaf. */
#include "verify/compare.h"

#include "base/compiler.h"
#include "verify/order.h"

#include <stdlib.h>
#include <string.h>

struct comparison {
    struct arena *arena;
    json_t *types;
    json_t *differences;
    const char *identity; /* of the present resource */
    json_t *type;         /* its row in `types` */
};

/* "vpc" of "vpc/main@eu-west-1". */
static json_t *type_row(struct comparison *comparison, const char *identity)
{
    const char *type = arena_text(comparison->arena, "%.*s", (int)strcspn(identity, "/"), identity);
    json_t *row = json_object_get(comparison->types, type);

    if (row == NULL) {
        json_t *counts = jx_array();

        row = jx_object();
        jx_append(counts, jx_integer(0));
        jx_append(counts, jx_integer(0));
        jx_set(row, "resources", counts);
        jx_set(row, "properties", jx_integer(0));
        jx_set(row, "differences", jx_integer(0));
        jx_set(comparison->types, type, row);
    }
    return row;
}

static void increase(json_t *row, const char *key)
{
    jx_set(row, key, jx_integer(jx_get_integer(row, key, 0) + 1));
}

static void count_resource(json_t *row, size_t side)
{
    json_t *counts = json_object_get(row, "resources");
    json_int_t count = json_integer_value(jx_at(counts, side));

    json_array_set_new(counts, side, jx_integer(count + 1));
}

static json_t *share_or_null(const json_t *value)
{
    return value == NULL ? json_null() : jx_share(value);
}

static void differ(struct comparison *comparison, const char *path, const json_t *first,
                   const json_t *second)
{
    json_t *difference = jx_object();
    json_t *values = jx_array();

    jx_append(values, share_or_null(first));
    jx_append(values, share_or_null(second));
    jx_set(difference, "resource", jx_string(comparison->identity));
    jx_set(difference, "property", jx_string(path));
    jx_set(difference, "values", values);
    jx_append(comparison->differences, difference);
    increase(comparison->type, "differences");
}

static void compare_values(struct comparison *comparison, const char *path, const json_t *first,
                           const json_t *second);

static const char *inner_path(struct comparison *comparison, const char *path, const char *key)
{
    return *path == '\0' ? arena_text(comparison->arena, "%s", key)
                         : arena_text(comparison->arena, "%s.%s", path, key);
}

static void compare_maps(struct comparison *comparison, const char *path, const json_t *first,
                         const json_t *second)
{
    const char *key;
    const json_t *value;

    jx_object_foreach (first, key, value) {
        compare_values(comparison, inner_path(comparison, path, key), value, jx_get(second, key));
    }
    jx_object_foreach (second, key, value) {
        if (jx_get(first, key) == NULL) {
            compare_values(comparison, inner_path(comparison, path, key), NULL, value);
        }
    }
    if (json_object_size(first) == 0 && json_object_size(second) == 0) {
        increase(comparison->type, "properties");
    }
}

static void compare_lists(struct comparison *comparison, const char *path, const json_t *first,
                          const json_t *second)
{
    for (size_t i = 0; i < json_array_size(first); i++) {
        compare_values(comparison, arena_text(comparison->arena, "%s[%zu]", path, i),
                       jx_at(first, i), jx_at(second, i));
    }
}

static void compare_values(struct comparison *comparison, const char *path, const json_t *first,
                           const json_t *second)
{
    if (json_is_object(first) && json_is_object(second)) {
        compare_maps(comparison, path, first, second);
    } else if (json_is_array(first) && json_is_array(second) &&
               json_array_size(first) == json_array_size(second)) {
        compare_lists(comparison, path, first, second);
    } else {
        increase(comparison->type, "properties");
        if (first == NULL || second == NULL || !json_equal(first, second)) {
            differ(comparison, path, first, second);
        }
    }
}

/* The identities of both sides, sorted, each once. */
static const char **identities_of(struct arena *arena, const json_t *first, const json_t *second,
                                  size_t *count)
{
    const char **list =
        ARENA_ARRAY(arena, json_object_size(first) + json_object_size(second), const char *);
    const char *identity;
    const json_t *value;

    *count = 0;
    jx_object_foreach (first, identity, value) {
        list[(*count)++] = identity;
    }
    jx_object_foreach (second, identity, value) {
        if (jx_get(first, identity) == NULL) {
            list[(*count)++] = identity;
        }
    }
    if (*count > 0) {
        qsort(list, *count, sizeof(*list), str_by_text);
    }
    return list;
}

/* What waits for what, as `side` says explicitly. */
static void compare_order(struct comparison *comparison, const json_t *const orders[2], size_t side)
{
    json_t *kept = order_kept(orders[side], orders[1 - side], comparison->identity);
    const char *earlier;
    const json_t *is_kept;

    jx_object_foreach (kept, earlier, is_kept) {
        increase(comparison->type, "properties");
        if (!json_is_true(is_kept)) {
            const json_t *values[2] = {NULL, NULL};

            values[side] = json_true();
            differ(comparison, arena_text(comparison->arena, "after %s", earlier), values[0],
                   values[1]);
        }
    }
    json_decref(kept);
}

json_t *compare_outputs(struct arena *arena, const json_t *first, const json_t *second)
{
    struct comparison comparison = {arena, jx_object(), jx_array(), "", NULL};
    const json_t *own = jx_get(first, "resources");
    const json_t *other = jx_get(second, "resources");
    const json_t *const orders[2] = {jx_get(first, "order"), jx_get(second, "order")};
    size_t count;
    const char **identities = identities_of(arena, own, other, &count);
    json_t *result = jx_object();

    for (size_t i = 0; i < count; i++) {
        const json_t *left = jx_get(own, identities[i]);
        const json_t *right = jx_get(other, identities[i]);

        comparison.identity = identities[i];
        comparison.type = type_row(&comparison, identities[i]);
        if (left != NULL) {
            count_resource(comparison.type, 0);
        }
        if (right != NULL) {
            count_resource(comparison.type, 1);
        }
        if (left == NULL || right == NULL) {
            differ(&comparison, "", left, right);
        } else {
            compare_maps(&comparison, "", jx_get(left, "properties"), jx_get(right, "properties"));
            compare_order(&comparison, orders, 0);
            compare_order(&comparison, orders, 1);
        }
    }
    jx_set(result, "types", comparison.types);
    jx_set(result, "differences", comparison.differences);
    return result;
}
