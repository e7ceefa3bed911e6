/* SPDX-License-Identifier: MIT */
/* The arrays of a set, and look-ups in them. */
#include "schema/set.h"

#include "schema/annotations.h"
#include "schema/locate.h"

uint32_t set_add_text(struct schemas *set, struct str text)
{
    struct schema_draft *draft = set->draft;
    uint32_t first = (uint32_t)set->text_len;

    for (size_t i = 0; i < text.len; i++) {
        ARENA_GROW(set->arena, draft->texts, set->text_len, draft->text_capacity);
        draft->texts[set->text_len++] = text.p[i];
    }
    ARENA_GROW(set->arena, draft->texts, set->text_len, draft->text_capacity);
    draft->texts[set->text_len++] = '\0';
    set->texts = draft->texts;
    return first;
}

uint32_t set_add_value(struct schemas *set, const json_t *value)
{
    // NOLINTNEXTLINE(bugprone-sizeof-expression): the items are pointers
    ARENA_GROW(set->arena, set->values.made, set->value_count, set->draft->value_capacity);
    set->values.made[set->value_count] = jx_share(value);
    return (uint32_t)set->value_count++;
}

uint32_t set_add_node(struct schemas *set, struct schema_node node, struct schema_origin origin)
{
    struct schema_draft *draft = set->draft;

    ARENA_GROW(set->arena, draft->nodes, set->node_count, draft->node_capacity);
    ARENA_GROW(set->arena, draft->origins, set->node_count, draft->origin_capacity);
    draft->nodes[set->node_count] = node;
    draft->origins[set->node_count] = origin;
    set->nodes = draft->nodes;
    return (uint32_t)set->node_count++;
}

uint32_t set_add_document(struct schemas *set, const struct schema_text *text)
{
    struct schema_draft *draft = set->draft;
    struct str name = str_from(text->name);
    uint32_t document = (uint32_t)set->document_count;
    json_t *annotations = annotations_make(text->root);

    ARENA_GROW(set->arena, draft->documents, set->document_count, draft->document_capacity);
    ARENA_GROW(set->arena, draft->document_texts, set->document_count,
               draft->document_text_capacity);
    draft->documents[document] = (struct schema_document){
        .name = set_add_text(set, name),
        .name_len = (uint32_t)name.len,
        .node = (uint32_t)set->node_count, // the one that compile_schema makes first
        .annotations = set_add_value(set, annotations),
    };
    draft->document_texts[document] = *text;
    set->documents = draft->documents;
    set->document_count++;
    json_decref(annotations);
    ARENA_GROW(set->arena, draft->resources, draft->resource_count, draft->resource_capacity);
    draft->resources[draft->resource_count++] =
        (struct schema_resource){name, document, draft->documents[document].node};
    return document;
}

uint32_t set_add_uses(struct schemas *set, size_t count)
{
    struct schema_draft *draft = set->draft;
    uint32_t first = (uint32_t)set->use_count;

    for (size_t i = 0; i < count; i++) {
        ARENA_GROW(set->arena, draft->uses, set->use_count, draft->use_capacity);
        draft->uses[set->use_count++] = (struct keyword_use){KEYWORD_COUNT, 0, 0, SCHEMA_NONE};
    }
    set->uses = draft->uses;
    return first;
}

uint32_t set_add_children(struct schemas *set, size_t count)
{
    struct schema_draft *draft = set->draft;
    uint32_t first = (uint32_t)set->child_count;

    for (size_t i = 0; i < count; i++) {
        ARENA_GROW(set->arena, draft->children, set->child_count, draft->child_capacity);
        draft->children[set->child_count++] = SCHEMA_NONE;
    }
    set->children = draft->children;
    return first;
}

uint32_t set_add_members(struct schemas *set, size_t count)
{
    struct schema_draft *draft = set->draft;
    uint32_t first = (uint32_t)set->member_count;

    for (size_t i = 0; i < count; i++) {
        ARENA_GROW(set->arena, draft->members, set->member_count, draft->member_capacity);
        draft->members[set->member_count++] = (struct schema_member){.node = SCHEMA_NONE};
    }
    set->members = draft->members;
    return first;
}

const struct schema_document *set_document(const struct schemas *set, struct str name)
{
    for (size_t i = 0; i < set->document_count; i++) {
        const struct schema_document *document = &set->documents[i];

        if (str_eq(name, (struct str){set->texts + document->name, document->name_len})) {
            return document;
        }
    }
    return NULL;
}

const struct keyword_use *set_use(const struct schemas *set, const struct schema_node *node,
                                  enum keyword_id id)
{
    if ((node->keywords & KEYWORD_BIT(id)) == 0) {
        return NULL;
    }
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

        if (str_eq(set_name(set, member), name)) {
            return member;
        }
    }
    return NULL;
}

/* What leads from a node to others for the same value without a condition. */
static const uint64_t in_any_case = KEYWORD_BIT(KEYWORD_REF) | KEYWORD_BIT(KEYWORD_ALL_OF);

/* `out` may be NULL. */
static size_t add_closure(const struct schemas *set, uint32_t node, size_t most, uint32_t *out,
                          size_t count)
{
    const struct schema_node *at = &set->nodes[node];

    if (count == most) {
        return count;
    }
    if (out != NULL) {
        out[count] = node;
    }
    count++;
    if ((at->keywords & in_any_case) == 0) {
        return count;
    }
    for (uint32_t i = 0; i < at->use_count; i++) {
        const struct keyword_use *use = &set->uses[at->first_use + i];

        if (use->id == KEYWORD_REF) {
            count = add_closure(set, use->first, most, out, count);
        }
        for (uint32_t k = 0; use->id == KEYWORD_ALL_OF && k < use->count; k++) {
            count = add_closure(set, set->children[use->first + k], most, out, count);
        }
    }
    return count;
}

size_t set_closure(const struct schemas *set, uint32_t node, uint32_t *out)
{
    return add_closure(set, node, SCHEMA_CLOSURE_MAX, out, 0);
}

bool set_closure_fits(const struct schemas *set, uint32_t node)
{
    return add_closure(set, node, SCHEMA_CLOSURE_MAX + 1, NULL, 0) <= SCHEMA_CLOSURE_MAX;
}

struct span set_span(struct schemas *set, uint32_t document, const struct site *site)
{
    struct schema_text *at = &set->draft->document_texts[document];

    if (at->source == NULL) {
        at->source = source_new(set->arena, at->name, at->text);
    }
    return locate_site(at->source, site);
}
