/* SPDX-License-Identifier: MIT */
/* One value's way through the schemas: what they call it, and the default that they have for it. */
#include "base/buf.h"
#include "base/mem.h"
#include "data/pointer.h"
#include "schema/resolve.h"

#include <stdlib.h>

/* Where the walk stands. */
struct walk {
    struct resolver resolver;
    struct arena *arena;
    struct node_list starts; /* the schemas of `value` */
    const json_t *value;     /* NULL where neither the instance nor a schema has one */
    json_t *owned;           /* short forms spelled out, alive as long as the walk */
    struct schema_trace *trace;
};

static void add_pointer(struct buf *out, const struct site *site)
{
    if (site == NULL || site->parent == NULL) {
        return;
    }
    add_pointer(out, site->parent);
    if (site->key == NULL) {
        buf_add_format(out, "/%zu", site->index);
    } else {
        pointer_add(out, str_from(site->key));
    }
}

/* Notes the default that node `whose` declares. */
static void note_default(struct walk *walk, const json_t *value, uint32_t whose)
{
    const struct schemas *set = walk->resolver.set;
    struct buf pointer;

    buf_init(&pointer, BUF_NO_LIMIT);
    add_pointer(&pointer, set->draft->origins[whose].site);
    buf_add_text(&pointer, "/default");
    walk->trace->default_value = value;
    walk->trace->document = set_text(set, set->documents[set->nodes[whose].document].name);
    walk->trace->pointer = arena_strdup(walk->arena, buf_str(&pointer));
    buf_release(&pointer);
}

/* A value inside of a default is a default, too. */
static void enter_default(struct walk *walk, struct str token)
{
    struct buf pointer;

    buf_init(&pointer, BUF_NO_LIMIT);
    buf_add_text(&pointer, walk->trace->pointer);
    pointer_add(&pointer, token);
    walk->trace->pointer = arena_strdup(walk->arena, buf_str(&pointer));
    walk->trace->default_value = walk->value;
    buf_release(&pointer);
}

static void describe(struct walk *walk)
{
    const struct schemas *set = walk->resolver.set;

    walk->trace->description = NULL;
    for (size_t i = 0; i < walk->starts.count; i++) {
        uint32_t nodes[SCHEMA_CLOSURE_MAX];
        size_t count = set_closure(set, node_list_items(&walk->starts)[i], nodes);

        for (size_t k = 0; walk->trace->description == NULL && k < count; k++) {
            walk->trace->description =
                jx_get_text(set->draft->origins[nodes[k]].json, "description", NULL);
        }
    }
}

static void expand_all(struct walk *walk, struct node_list *active)
{
    active->count = 0;
    for (size_t i = 0; i < walk->starts.count; i++) {
        resolve_expand(&walk->resolver, node_list_items(&walk->starts)[i], walk->value, active);
    }
}

/* To a member: what the instance has, else what a schema fills in. */
static void enter_member(struct walk *walk, const char *key, const struct node_list *next)
{
    uint32_t whose = SCHEMA_NONE;
    const json_t *value = jx_get(walk->value, key);
    const json_t *fallback = resolve_default(walk->resolver.set, next, &whose);
    bool is_inside = walk->trace->is_default && value != NULL;

    walk->value = value != NULL ? value : fallback;
    if (is_inside) {
        enter_default(walk, str_from(key));
        return;
    }
    walk->trace->is_default = value == NULL && fallback != NULL;
    walk->trace->default_value = NULL;
    if (fallback != NULL) {
        note_default(walk, fallback, whose);
    }
}

static bool enter_item(struct walk *walk, struct str token, size_t index)
{
    walk->value = jx_at(walk->value, index);
    if (walk->trace->is_default && walk->value != NULL) {
        enter_default(walk, token);
    } else {
        walk->trace->default_value = NULL;
    }
    return walk->value != NULL;
}

/* One step down; false where there is nothing of that name. */
static bool step(struct walk *walk, struct str token)
{
    struct node_list active = {0};
    struct node_list next = {0};
    size_t index = 0;
    bool ok = walk->value != NULL;

    if (ok) {
        expand_all(walk, &active);
        if (!json_is_object(walk->value)) {
            json_t *map = resolve_spell_short(walk->resolver.set, &active, walk->value);

            if (map != NULL) {
                jx_append(walk->owned, map);
                walk->value = map;
                expand_all(walk, &active);
            }
        }
    }
    if (json_is_object(walk->value)) {
        const char *key = arena_strdup(walk->arena, token);

        resolve_member(&walk->resolver, &active, key, &next);
        ok = next.count > 0 || jx_get(walk->value, key) != NULL;
        enter_member(walk, key, &next);
    } else if (json_is_array(walk->value) && pointer_index(token, &index)) {
        resolve_item(&walk->resolver, &active, index, &next);
        ok = enter_item(walk, token, index);
    } else {
        ok = false;
    }
    node_list_release(&active);
    node_list_release(&walk->starts);
    walk->starts = next;
    return ok;
}

struct schema_trace schemas_trace(const struct schemas *set, struct arena *arena, const char *name,
                                  const json_t *instance, const struct str *tokens, size_t count)
{
    struct schema_trace trace = {0};
    const struct schema_document *document = set_document(set, str_from(name));
    struct walk walk = {
        .resolver = {.check = {.set = set}, .set = set},
        .arena = arena,
        .value = instance,
        .owned = jx_array(),
        .trace = &trace,
    };
    bool ok = true;

    BUG_UNLESS(document != NULL && set->draft != NULL);
    (void)node_list_add(&walk.starts, document->node);
    for (size_t i = 0; ok && i < count; i++) {
        ok = step(&walk, tokens[i]);
    }
    describe(&walk);
    node_list_release(&walk.starts);
    json_decref(walk.owned);
    return trace;
}

/* Adds the names of the declared members, each once, in the order of the schemas. */
static void collect_members(const struct walk *walk, const struct node_list *active,
                            struct schema_members *members)
{
    const struct schemas *set = walk->resolver.set;
    size_t capacity = 0;

    for (size_t i = 0; i < active->count; i++) {
        const struct keyword_use *use =
            set_use(set, &set->nodes[node_list_items(active)[i]], KEYWORD_PROPERTIES);

        for (uint32_t k = 0; use != NULL && k < use->count; k++) {
            ARENA_GROW(walk->arena, members->names, members->count, capacity);
            members->names[members->count++] = set_name(set, &set->members[use->first + k]);
        }
    }
}

struct schema_members schemas_members(const struct schemas *set, struct arena *arena,
                                      const char *name, const json_t *instance,
                                      const struct str *tokens, size_t count)
{
    const struct schema_document *document = set_document(set, str_from(name));
    struct schema_trace trace = {0};
    struct schema_members members = {NULL, 0};
    struct node_list active = {0};
    struct walk walk = {
        .resolver = {.check = {.set = set}, .set = set},
        .arena = arena,
        .value = instance,
        .owned = jx_array(),
        .trace = &trace,
    };
    bool ok = true;

    BUG_UNLESS(document != NULL && set->draft != NULL);
    (void)node_list_add(&walk.starts, document->node);
    for (size_t i = 0; ok && i < count; i++) {
        ok = step(&walk, tokens[i]);
    }
    if (ok && json_is_object(walk.value)) {
        expand_all(&walk, &active);
        collect_members(&walk, &active, &members);
    }
    node_list_release(&active);
    node_list_release(&walk.starts);
    json_decref(walk.owned);
    return members;
}
