/* SPDX-License-Identifier: MIT */
/* The arrays of a set, and look-ups in them. */
#include "schema/set.h"

#include "base/mem.h"
#include "schema/locate.h"

uint32_t set_add_node(struct schemas *set, struct schema_node node)
{
    ARENA_GROW(set->arena, set->nodes, set->node_count, set->node_capacity);
    set->nodes[set->node_count] = node;
    return (uint32_t)set->node_count++;
}

uint32_t set_add_uses(struct schemas *set, size_t count)
{
    uint32_t first = (uint32_t)set->use_count;

    for (size_t i = 0; i < count; i++) {
        ARENA_GROW(set->arena, set->uses, set->use_count, set->use_capacity);
        set->uses[set->use_count++] = (struct keyword_use){KEYWORD_COUNT, 0, 0, NULL};
    }
    return first;
}

uint32_t set_add_children(struct schemas *set, size_t count)
{
    uint32_t first = (uint32_t)set->child_count;

    for (size_t i = 0; i < count; i++) {
        ARENA_GROW(set->arena, set->children, set->child_count, set->child_capacity);
        set->children[set->child_count++] = SCHEMA_NONE;
    }
    return first;
}

uint32_t set_add_members(struct schemas *set, size_t count)
{
    uint32_t first = (uint32_t)set->member_count;

    for (size_t i = 0; i < count; i++) {
        ARENA_GROW(set->arena, set->members, set->member_count, set->member_capacity);
        set->members[set->member_count++] = (struct schema_member){{NULL, 0}, SCHEMA_NONE, 0};
    }
    return first;
}

const struct schema_document *set_document(const struct schemas *set, struct str name)
{
    for (size_t i = 0; i < set->document_count; i++) {
        if (str_eq_text(name, set->documents[i].name)) {
            return &set->documents[i];
        }
    }
    return NULL;
}

const struct keyword_use *set_use(const struct schemas *set, const struct schema_node *node,
                                  enum keyword_id id)
{
    for (uint32_t i = 0; i < node->use_count; i++) {
        if (set->uses[node->first_use + i].id == id) {
            return &set->uses[node->first_use + i];
        }
    }
    return NULL;
}

const struct schema_member *set_member(const struct schemas *set, const struct keyword_use *use,
                                       struct str name)
{
    for (uint32_t i = 0; use != NULL && i < use->count; i++) {
        const struct schema_member *member = &set->members[use->first + i];

        if (str_eq(member->name, name)) {
            return member;
        }
    }
    return NULL;
}

static size_t add_closure(const struct schemas *set, uint32_t node, uint32_t *out, size_t count)
{
    const struct schema_node *at = &set->nodes[node];

    if (count == SCHEMA_CLOSURE_MAX) {
        return count;
    }
    out[count++] = node;
    for (uint32_t i = 0; i < at->use_count; i++) {
        const struct keyword_use *use = &set->uses[at->first_use + i];

        if (use->id == KEYWORD_REF) {
            count = add_closure(set, use->first, out, count);
        }
        for (uint32_t k = 0; use->id == KEYWORD_ALL_OF && k < use->count; k++) {
            count = add_closure(set, set->children[use->first + k], out, count);
        }
    }
    return count;
}

size_t set_closure(const struct schemas *set, uint32_t node, uint32_t *out)
{
    return add_closure(set, node, out, 0);
}

struct span set_span(struct schemas *set, uint32_t document, const struct site *site)
{
    struct schema_document *at = &set->documents[document];

    if (at->source == NULL) {
        at->source = source_new(set->arena, at->name, at->text);
    }
    return locate_site(at->source, site);
}
