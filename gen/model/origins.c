/* SPDX-License-Identifier: MIT */
/* Origins and routes, derived from flows and from the property that the kind's `routes` names. */
#include "model/origins.h"

#include "model/reference.h"
#include "model/targets.h"

#include <stdlib.h>

bool origins_has(const struct tier *tier)
{
    return tier != NULL && strcmp(jx_get_text(tier->kind->traits, "forwards", ""), "origin") == 0;
}

bool origins_is_origin(const struct flow *flow)
{
    return origins_has(flow->from.tier);
}

/* The listeners of a tier that has some: a list of maps with `protocol` and perhaps `port`. */
static const json_t *listeners(const struct tier *to)
{
    const json_t *trait = jx_get(to->kind->traits, "origin");
    const char *property = jx_get_text(trait, "listeners", NULL);

    return property == NULL ? NULL : jx_get(to->spec, property);
}

static int listener_port(const struct model *model, const json_t *listener)
{
    json_int_t port = jx_get_integer(listener, "port", 0);

    return port > 0 ? (int)port
                    : catalog_port(model->catalog, jx_str(jx_get(listener, "protocol")));
}

bool origins_port(const struct model *model, const struct tier *to, int *port)
{
    const char *wanted = jx_get_text(jx_get(to->kind->traits, "origin"), "prefer", "");
    const json_t *list = listeners(to);
    size_t i;
    const json_t *listener;

    *port = 0;
    jx_array_foreach (list, i, listener) {
        if (i == 0 || strcmp(jx_get_text(listener, "protocol", ""), wanted) == 0) {
            *port = listener_port(model, listener);
        }
    }
    return *port > 0;
}

const char *origins_protocol(const struct model *model, const struct tier *to, int port)
{
    size_t i;
    const json_t *listener;

    jx_array_foreach (listeners(to), i, listener) {
        if (listener_port(model, listener) == port) {
            return jx_get_text(listener, "protocol", NULL);
        }
    }
    return NULL;
}

const json_t *origins_route_map(const struct tier *tier)
{
    const char *property = jx_get_text(tier->kind->traits, "routes", NULL);

    return property == NULL ? NULL : jx_get(tier->spec, property);
}

size_t origins_route_count(const struct tier *tier, const struct tier *to)
{
    size_t count = 0;
    const char *path;
    const json_t *name;

    jx_object_foreach (origins_route_map(tier), path, name) {
        count += str_eq_text(jx_str(name), to->naming.key);
    }
    return count;
}

/* ---- order ---- */

struct route {
    const char *path;
    const struct flow *flow;
};

/* Characters that are not wildcards. */
static size_t weight_of(const char *path)
{
    size_t weight = 0;

    for (const char *p = path; *p != '\0'; p++) {
        weight += *p != '*' && *p != '?';
    }
    return weight;
}

static int by_weight(const void *a, const void *b)
{
    const struct route *left = a;
    const struct route *right = b;
    size_t left_weight = weight_of(left->path);
    size_t right_weight = weight_of(right->path);

    if (left_weight != right_weight) {
        return left_weight > right_weight ? -1 : 1;
    }
    return strcmp(left->path, right->path);
}

static const struct flow *flow_to(const struct tier *from, struct str name)
{
    for (size_t i = 0; i < from->out_count; i++) {
        const struct flow *flow = from->out[i];

        if (flow->to.tier != NULL && str_eq_text(name, flow->to.tier->naming.key)) {
            return flow;
        }
    }
    return NULL;
}

/* The routes whose origin exists; the others are a fault that a check reports. */
static struct route *sorted_routes(const struct model *model, const struct tier *tier,
                                   size_t *count)
{
    const json_t *map = origins_route_map(tier);
    struct route *routes = ARENA_ARRAY(model->arena, json_object_size(map), struct route);
    const char *path;
    const json_t *name;

    *count = 0;
    jx_object_foreach (map, path, name) {
        const struct flow *flow = flow_to(tier, jx_str(name));

        if (flow != NULL) {
            routes[(*count)++] = (struct route){path, flow};
        }
    }
    qsort(routes, *count, sizeof(*routes), by_weight);
    return routes;
}

static int by_default_and_id(const void *a, const void *b)
{
    const json_t *const *left = a;
    const json_t *const *right = b;
    bool is_left_default = jx_get_bool(*left, "default", false);

    if (is_left_default != jx_get_bool(*right, "default", false)) {
        return is_left_default ? -1 : 1;
    }
    return strcmp(jx_get_text(*left, "id", ""), jx_get_text(*right, "id", ""));
}

/* ---- the view ---- */

static void set_naming(json_t *object, const struct naming *naming)
{
    jx_set(object, "id", jx_string(naming->id));
    jx_set(object, "label", jx_string(naming->label));
    jx_set(object, "name", jx_string(naming->name));
}

static json_t *make_origin(const struct model *model, const struct flow *flow)
{
    struct naming naming = targets_naming(model, flow);
    json_t *origin = jx_object();
    int port = flow->port_count > 0 ? flow->ports[0].from : 0;
    const char *protocol = port > 0 ? origins_protocol(model, flow->to.tier, port) : NULL;

    set_naming(origin, &naming);
    jx_set(origin, "tier", reference_summary(model, flow->to.tier));
    jx_set(origin, "protocol", protocol == NULL ? json_null() : jx_string(protocol));
    jx_set(origin, "port", port > 0 ? jx_integer(port) : json_null());
    jx_set(origin, "default", jx_bool(origins_route_count(flow->from.tier, flow->to.tier) == 0));
    return origin;
}

json_t *origins_of(const struct model *model, const struct tier *tier)
{
    json_t **items = ARENA_ARRAY(model->arena, tier->out_count, json_t *);
    json_t *list = jx_array();
    size_t count = 0;

    for (size_t i = 0; origins_has(tier) && i < tier->out_count; i++) {
        if (tier->out[i]->to.tier != NULL) {
            items[count++] = make_origin(model, tier->out[i]);
        }
    }
    qsort(items, count, sizeof(json_t *), by_default_and_id);
    for (size_t i = 0; i < count; i++) {
        jx_append(list, items[i]);
    }
    return list;
}

json_t *origins_routes(const struct model *model, const struct tier *tier)
{
    size_t count;
    const struct route *routes = sorted_routes(model, tier, &count);
    json_t *list = jx_array();

    for (size_t i = 0; i < count; i++) {
        struct naming naming = targets_naming(model, routes[i].flow);
        json_t *route = jx_object();

        jx_set(route, "path", jx_string(routes[i].path));
        set_naming(route, &naming);
        jx_set(route, "tier", reference_summary(model, routes[i].flow->to.tier));
        jx_append(list, route);
    }
    return list;
}
