/* SPDX-License-Identifier: MIT */
/* Outputs have some hundred resources; a walk for each statement is fast enough. */
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

/* Adds to `reached` what `identity` waits for, directly or not. Each is entered once. */
static void walk(const json_t *order, const char *identity, json_t *reached)
{
    const json_t *node = jx_get(order, identity);
    const char *const members[] = {"after", "refers"};
    size_t i;
    const json_t *other;

    if (jx_get(reached, identity) != NULL) {
        return;
    }
    jx_set(reached, identity, json_true());
    for (size_t k = 0; k < sizeof(members) / sizeof(*members); k++) {
        jx_array_foreach (jx_get(node, members[k]), i, other) {
            walk(order, json_string_value(other), reached);
        }
    }
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

json_t *order_kept(const json_t *first, const json_t *second, const char *identity)
{
    json_t *stated = jx_object();
    json_t *reached = jx_object();
    json_t *result = jx_object();
    size_t i;
    const json_t *part;
    const char *earlier;
    const json_t *value;

    add_stated(first, second, identity, identity, stated);
    jx_array_foreach (jx_get(jx_get(first, identity), "parts"), i, part) {
        add_stated(first, second, json_string_value(part), identity, stated);
    }
    walk(second, identity, reached);
    jx_object_foreach (stated, earlier, value) {
        jx_set(result, earlier, jx_bool(jx_get(reached, earlier) != NULL));
    }
    json_decref(stated);
    json_decref(reached);
    return result;
}
