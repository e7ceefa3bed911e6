/* SPDX-License-Identifier: MIT */
/* What is said explicitly mostly shows within a step or two: the search is in breadth, and ends
 * with the last thing that it looks for. */
#include "verify/order.h"

#include "base/compiler.h"

#include <string.h>

static void append_member(json_t *order, const char *identity, const char *member, const char *text)
{
    json_t *node = json_object_get(order, identity);

    if (node == NULL) {
        node = jx_object();
        jx_set(order, identity, node);
    }
    if (jx_get(node, member) == NULL) {
        jx_set(node, member, jx_array());
    }
    jx_append(json_object_get(node, member), jx_string(text));
}

void order_refer(json_t *order, const char *identity, const char *other)
{
    append_member(order, identity, "refers", other);
}

void order_join(json_t *order, const char *identity, const char *whole)
{
    append_member(order, identity, "refers", whole);
    append_member(order, whole, "refers", identity);
    append_member(order, whole, "parts", identity);
    jx_set(json_object_get(order, identity), "part_of", jx_string(whole));
}

/* What it is a part of, or itself. */
static const char *whole_of(const json_t *order, const char *identity)
{
    return jx_get_text(jx_get(order, identity), "part_of", identity);
}

/* Adds what is explicitly said of one resource, as far as both outputs have it. */
static void add_stated(const json_t *first, const json_t *second, const char *identity,
                       const char *whole, json_t *stated)
{
    size_t i;
    const json_t *other;

    jx_array_foreach (jx_get(jx_get(first, identity), "after"), i, other) {
        const char *earlier = whole_of(first, json_string_value(other));

        if (strcmp(earlier, whole) != 0 && jx_get(second, earlier) != NULL) {
            jx_set(stated, earlier, json_true());
        }
    }
}

/* Takes from `missing` what `identity` waits for, directly or not. */
static void reach(const json_t *order, const char *identity, json_t *missing)
{
    static const char *const members[] = {"after", "refers"};
    json_t *seen = jx_object();
    json_t *queue = jx_array();

    jx_set(seen, identity, json_true());
    jx_append(queue, jx_string(identity));
    for (size_t next = 0; next < json_array_size(queue) && json_object_size(missing) > 0; next++) {
        const json_t *node = jx_get(order, json_string_value(jx_at(queue, next)));

        for (size_t k = 0; k < AG_COUNT(members); k++) {
            size_t i;
            const json_t *other;

            jx_array_foreach (jx_get(node, members[k]), i, other) {
                if (jx_get(seen, json_string_value(other)) == NULL) {
                    jx_set(seen, json_string_value(other), json_true());
                    jx_append(queue, jx_share(other));
                    (void)json_object_del(missing, json_string_value(other));
                }
            }
        }
    }
    json_decref(seen);
    json_decref(queue);
}

json_t *order_kept(const json_t *first, const json_t *second, const char *identity)
{
    json_t *stated = jx_object();
    json_t *result = jx_object();
    size_t i;
    const json_t *part;
    const char *earlier;
    const json_t *value;

    add_stated(first, second, identity, identity, stated);
    jx_array_foreach (jx_get(jx_get(first, identity), "parts"), i, part) {
        add_stated(first, second, json_string_value(part), identity, stated);
    }
    json_t *missing = jx_copy_members(stated);

    reach(second, identity, missing);
    jx_object_foreach (stated, earlier, value) {
        jx_set(result, earlier, jx_bool(jx_get(missing, earlier) == NULL));
    }
    json_decref(stated);
    json_decref(missing);
    return result;
}
