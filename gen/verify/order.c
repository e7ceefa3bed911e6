/* SPDX-License-Identifier: MIT */
/* What is said explicitly mostly shows within a step or two: the search is in breadth, and ends
 * with the last thing that it looks for. */
#include "verify/order.h"

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

/* What is still looked for, and what has been found: all of it, and in the order to go on in. */
struct search {
    json_t *missing; /* borrowed */
    json_t *seen;
    json_t *queue;
};

static void find(struct search *search, const json_t *others)
{
    size_t i;
    const json_t *other;

    jx_array_foreach (others, i, other) {
        const char *identity = json_string_value(other);

        if (jx_get(search->seen, identity) == NULL) {
            jx_set(search->seen, identity, json_true());
            jx_append(search->queue, jx_share(other));
            (void)json_object_del(search->missing, identity);
        }
    }
}

/* Takes from `missing` what `identity` waits for, directly or not. */
static void reach(const json_t *order, const char *identity, json_t *missing)
{
    struct search search = {missing, jx_object(), jx_array()};

    jx_set(search.seen, identity, json_true());
    jx_append(search.queue, jx_string(identity));
    for (size_t i = 0; i < json_array_size(search.queue) && json_object_size(missing) > 0; i++) {
        const json_t *node = jx_get(order, json_string_value(jx_at(search.queue, i)));

        find(&search, jx_get(node, "after"));
        find(&search, jx_get(node, "refers"));
    }
    json_decref(search.seen);
    json_decref(search.queue);
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
