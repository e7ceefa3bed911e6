/* SPDX-License-Identifier: MIT */
/* References become node indexes once every document is there; then it is proven that no value can
 * be checked for ever. */
#include "schema/schema.h"

#include "base/mem.h"
#include "data/pointer.h"
#include "schema/set.h"
#include "schema/uri.h"

#include <stdlib.h>

/* The nodes by the JSON value that they were compiled from: a hash table with open addressing. */
struct node_table {
    uint32_t *slots;
    size_t mask; /* its size is a power of two */
};

static size_t slot_of(const struct node_table *table, const json_t *json)
{
    return (size_t)(((uintptr_t)json >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 32) & table->mask;
}

static void table_build(struct node_table *table, const struct schemas *set)
{
    size_t size = 16;

    while (size < 2 * set->node_count) {
        size *= 2;
    }
    table->slots = mem_alloc(size * sizeof(*table->slots));
    table->mask = size - 1;
    for (size_t i = 0; i < size; i++) {
        table->slots[i] = SCHEMA_NONE;
    }
    for (uint32_t node = 0; node < set->node_count; node++) {
        size_t slot = slot_of(table, set->draft->origins[node].json);

        while (table->slots[slot] != SCHEMA_NONE) {
            slot = (slot + 1) & table->mask;
        }
        table->slots[slot] = node;
    }
}

/* jansson has one `true` for all documents, so a boolean schema may be found as another one's;
 * they do not differ. */
static uint32_t table_find(const struct node_table *table, const struct schemas *set,
                           const json_t *json)
{
    for (size_t slot = slot_of(table, json); table->slots[slot] != SCHEMA_NONE;
         slot = (slot + 1) & table->mask) {
        if (set->draft->origins[table->slots[slot]].json == json) {
            return table->slots[slot];
        }
    }
    return SCHEMA_NONE;
}

static struct str document_name(const struct schemas *set, uint32_t document)
{
    return str_from(set->draft->document_texts[document].name);
}

static uint32_t find_resource(const struct schemas *set, struct str uri)
{
    for (uint32_t i = 0; i < set->draft->resource_count; i++) {
        if (str_eq(set->draft->resources[i].uri, uri)) {
            return i;
        }
    }
    return SCHEMA_NONE;
}

/* Finds what `uri` names from the base resource; and if that is nothing, from the name of the
 * document, so that a schema may have a public `$id` and yet refer to its neighbours by file name.
 */
static uint32_t resolve_resource(const struct schemas *set, uint32_t base, struct str uri)
{
    const struct schema_resource *from = &set->draft->resources[base];
    uint32_t found = find_resource(set, uri_resolve(set->arena, from->uri, uri));

    if (found == SCHEMA_NONE) {
        struct str name = document_name(set, from->document);

        found = find_resource(set, uri_resolve(set->arena, name, uri));
    }
    return found;
}

static uint32_t find_anchor(const struct schemas *set, uint32_t resource, struct str name)
{
    for (size_t i = 0; i < set->draft->anchor_count; i++) {
        /* One schema may have two URIs: the name of its document and its `$id`. */
        if (str_eq(set->draft->anchors[i].name, name) &&
            (set->draft->anchors[i].resource == resource ||
             set->draft->resources[set->draft->anchors[i].resource].node ==
                 set->draft->resources[resource].node)) {
            return set->draft->anchors[i].node;
        }
    }
    return SCHEMA_NONE;
}

static void report(struct schemas *set, const struct schema_reference *reference,
                   const char *keyword, const char *text)
{
    const struct schema_node *node = &set->nodes[reference->node];
    struct site site = {set->draft->origins[reference->node].site, keyword, 0};

    (void)diag_add(set->diags, DIAG_BAD_SCHEMA, set_span(set, node->document, &site), "%s", text);
}

static bool link_ref(struct schemas *set, const struct node_table *table,
                     const struct schema_reference *reference)
{
    struct keyword_use *use = &set->draft->uses[reference->use];
    struct str uri;
    struct str fragment;
    uint32_t found = SCHEMA_NONE;

    uri_split(jx_str(set_value(set, use->value)), &uri, &fragment);
    uint32_t resource = resolve_resource(set, reference->resource, uri);

    if (resource != SCHEMA_NONE) {
        struct str name = uri_decode(set->arena, fragment);
        uint32_t root = set->draft->resources[resource].node;

        if (name.len == 0) {
            found = root;
        } else if (name.p[0] == '/') {
            const json_t *json = pointer_get(set->draft->origins[root].json, name);

            found = json == NULL ? SCHEMA_NONE : table_find(table, set, json);
        } else {
            found = find_anchor(set, resource, name);
        }
    }
    use->first = found;
    if (found == SCHEMA_NONE) {
        report(set, reference, "$ref",
               arena_text(set->arena, "'%.*s' is no schema of this set",
                          STR_ARGS(jx_str(set_value(set, use->value)))));
    }
    return found != SCHEMA_NONE;
}

/* Inserts the last member of a use where its name belongs; there are few. */
static void sort_last(struct schemas *set, const struct keyword_use *use)
{
    struct schema_member *members = set->draft->members + use->first;
    uint32_t at = use->count - 1;
    struct schema_member last = members[at];

    for (; at > 0 && str_compare(set_name(set, &members[at - 1]), set_name(set, &last)) > 0; at--) {
        members[at] = members[at - 1];
    }
    members[at] = last;
}

/* Every document "<to><value>.json" becomes a member, in the order of the values. */
static bool link_dispatch(struct schemas *set, const struct schema_reference *reference)
{
    struct keyword_use *use = &set->draft->uses[reference->use];
    struct str to = jx_str(jx_get(set_value(set, use->value), "to"));
    const struct schema_resource *base = &set->draft->resources[reference->resource];
    struct str name = document_name(set, base->document);
    struct str folder = uri_resolve(set->arena, name, to);

    use->first = (uint32_t)set->member_count;
    for (size_t i = 0; i < set->document_count; i++) {
        struct str document = document_name(set, (uint32_t)i);

        if (!str_has_prefix(document, folder) || !str_has_suffix(document, STR(".json")) ||
            document.len < folder.len + 5) {
            continue;
        }
        struct str value = str_slice(document, folder.len, document.len - folder.len - 5);

        if (memchr(value.p, '/', value.len) != NULL) {
            continue;
        }
        uint32_t added = set_add_members(set, 1);

        set->draft->members[added] = (struct schema_member){
            set_add_text(set, value), (uint32_t)value.len, set->documents[i].node, 0};
        use->count++;
        sort_last(set, use);
    }
    if (use->count == 0) {
        report(set, reference, "x-dispatch",
               arena_text(set->arena, "there is no schema under '%.*s'", STR_ARGS(folder)));
        return false;
    }
    return true;
}

enum { CHAIN_UNKNOWN = 0, CHAIN_OPEN = 255 };

static bool close_chain(struct schemas *set, uint8_t *chains, uint32_t node, unsigned depth);

static bool close_use(struct schemas *set, uint8_t *chains, const struct keyword_use *use,
                      unsigned depth, uint8_t *longest)
{
    enum keyword_operand operand = keyword_row(use->id)->operand;
    uint32_t count = operand == OPERAND_CHILD ? 1 : use->count;

    if (!keyword_row(use->id)->is_in_place) {
        return true;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t child = operand == OPERAND_CHILD      ? use->first
                         : operand == OPERAND_CHILDREN ? set->children[use->first + i]
                                                       : set->members[use->first + i].node;

        if (!close_chain(set, chains, child, depth)) {
            return false;
        }
        *longest = chains[child] > *longest ? chains[child] : *longest;
    }
    return true;
}

/* chains[node] becomes the length of the longest chain of schemas that one value passes through
 * from here. A chain that leads back to itself would never end; a long one costs stack. */
static bool close_chain(struct schemas *set, uint8_t *chains, uint32_t node, unsigned depth)
{
    const struct schema_node *at = &set->nodes[node];
    uint8_t longest = 0;

    if (chains[node] != CHAIN_UNKNOWN && chains[node] != CHAIN_OPEN) {
        return true;
    }
    if (chains[node] == CHAIN_OPEN || depth > SCHEMA_CHAIN_MAX) {
        (void)diag_add(set->diags, DIAG_BAD_SCHEMA,
                       set_span(set, at->document, set->draft->origins[node].site),
                       depth > SCHEMA_CHAIN_MAX
                           ? "too many schemas refer to one another for one value"
                           : "the schema refers to itself for the same value, without end");
        return false;
    }
    chains[node] = CHAIN_OPEN;
    for (uint32_t i = 0; i < at->use_count; i++) {
        if (!close_use(set, chains, &set->uses[at->first_use + i], depth + 1, &longest)) {
            return false;
        }
    }
    chains[node] = (uint8_t)(longest + 1);
    return true;
}

static bool check_chains(struct schemas *set)
{
    uint8_t *chains = ARENA_ARRAY(set->arena, set->node_count, uint8_t);

    for (uint32_t node = 0; node < set->node_count; node++) {
        if (!close_chain(set, chains, node, 0)) {
            return false;
        }
        if (chains[node] > SCHEMA_CHAIN_MAX || !set_closure_fits(set, node)) {
            const struct schema_node *at = &set->nodes[node];

            (void)diag_add(set->diags, DIAG_BAD_SCHEMA,
                           set_span(set, at->document, set->draft->origins[node].site),
                           "too many schemas refer to one another for one value");
            return false;
        }
    }
    return true;
}

bool schemas_link(struct schemas *set)
{
    struct node_table table;
    bool ok = true;

    table_build(&table, set);
    for (size_t i = 0; i < set->draft->reference_count; i++) {
        const struct schema_reference *reference = &set->draft->references[i];
        bool is_ref = set->uses[reference->use].id == KEYWORD_REF;

        ok = (is_ref ? link_ref(set, &table, reference) : link_dispatch(set, reference)) && ok;
    }
    free(table.slots);
    return ok && check_chains(set);
}
