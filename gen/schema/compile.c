/* SPDX-License-Identifier: MIT */
/* The walk over a schema document: nodes, their identifiers, and the slice of keyword uses that
 * each one has. What a keyword's operand may be is in operand.c. */
#include "schema/compile.h"

#include "schema/uri.h"
#include "schema/instance.h"

#include "base/mem.h"

struct span compile_fault(struct compiler *compiler, const struct site *site)
{
    compiler->failed = true;
    return set_span(compiler->set, compiler->document, site);
}

const struct site *compile_site(struct compiler *compiler, const struct site *parent,
                                const char *key, size_t index)
{
    struct site *site = ARENA_NEW(compiler->set->arena, struct site);

    *site = (struct site){parent, key, index};
    return site;
}

static void add_resource(struct compiler *compiler, const struct site *site, struct str uri,
                         uint32_t node)
{
    struct schemas *set = compiler->set;
    struct schema_draft *draft = set->draft;

    for (size_t i = 0; i < draft->resource_count; i++) {
        if (str_eq(draft->resources[i].uri, uri) && draft->resources[i].node != node) {
            (void)diag_add(set->diags, DIAG_BAD_SCHEMA, compile_fault(compiler, site),
                           "'%.*s' names another schema already", STR_ARGS(uri));
            return;
        }
    }
    ARENA_GROW(set->arena, draft->resources, draft->resource_count, draft->resource_capacity);
    draft->resources[draft->resource_count] =
        (struct schema_resource){uri, compiler->document, node};
    compiler->resource = (uint32_t)draft->resource_count++;
}

static void identify(struct compiler *compiler, const json_t *json, const struct site *site,
                     uint32_t node)
{
    struct schemas *set = compiler->set;
    struct schema_draft *draft = set->draft;
    const json_t *id = jx_get(json, "$id");
    const json_t *anchor = jx_get(json, "$anchor");

    if (id != NULL) {
        struct str before;
        struct str fragment;

        uri_split(jx_str(id), &before, &fragment);
        if (!json_is_string(id) || fragment.len > 0) {
            (void)diag_add(set->diags, DIAG_BAD_SCHEMA, compile_fault(compiler, site),
                           "'$id' must be a URI without a fragment");
            return;
        }
        struct str base = draft->resources[compiler->resource].uri;

        /* A document's own `$id` is meant from the folder of the set, as its name is: the document
         * "kinds/cache.json" may call itself that. */
        if (site->parent == NULL && !uri_is_absolute(base)) {
            base = STR("");
        }
        add_resource(compiler, site, uri_resolve(set->arena, base, before), node);
    }
    if (anchor != NULL) {
        if (!json_is_string(anchor)) {
            (void)diag_add(set->diags, DIAG_BAD_SCHEMA, compile_fault(compiler, site),
                           "'$anchor' must be a name");
            return;
        }
        ARENA_GROW(set->arena, draft->anchors, draft->anchor_count, draft->anchor_capacity);
        draft->anchors[draft->anchor_count++] =
            (struct schema_anchor){compiler->resource, jx_str(anchor), node};
    }
}

static void refuse_keyword(struct compiler *compiler, const struct site *site, struct str name)
{
    struct diags *diags = compiler->set->diags;
    const char *refusal = keyword_refusal(name);
    struct span span = compile_fault(compiler, site);

    if (refusal != NULL) {
        struct diag *diag = diag_add(diags, DIAG_BAD_SCHEMA, span,
                                     "keyword '%.*s' is not supported", STR_ARGS(name));

        diag_hint(diags, diag, "%s", refusal);
        return;
    }
    struct diag *diag =
        diag_add(diags, DIAG_BAD_SCHEMA, span, "unknown keyword '%.*s'", STR_ARGS(name));
    struct str names[KEYWORD_COUNT];

    keyword_names(names);
    diag_hint_nearest(diags, diag, name, names, KEYWORD_COUNT);
}

/* A stable insertion by phase; a node has few keywords. */
static void insert_use(struct keyword_use *uses, uint32_t count, struct keyword_use use)
{
    enum keyword_phase phase = keyword_row(use.id)->phase;
    uint32_t at = count;

    for (; at > 0 && keyword_row(uses[at - 1].id)->phase > phase; at--) {
        uses[at] = uses[at - 1];
    }
    uses[at] = use;
}

static void compile_keywords(struct compiler *compiler, const json_t *json, const struct site *site,
                             uint32_t node)
{
    struct schemas *set = compiler->set;
    uint32_t first = set_add_uses(set, json_object_size(json));
    uint32_t count = 0;
    const char *key;
    const json_t *value;

    jx_object_foreach (json, key, value) {
        struct str name = str_from(key);
        enum keyword_id id;

        if (str_has_prefix(name, STR("x-archgen"))) {
            continue;
        }
        const struct site *below = compile_site(compiler, site, key, 0);

        if (!keyword_find(name, &id)) {
            refuse_keyword(compiler, below, name);
            continue;
        }
        struct operand operand = {node, value, below};
        struct keyword_use use = {id, 0, 0, set_add_value(set, value)};

        keyword_row(id)->compile(compiler, &operand, &use);
        if (keyword_row(id)->is_stored) {
            insert_use(set->draft->uses + first, count++, use);
            set->draft->nodes[node].keywords |= KEYWORD_BIT(id);
        }
    }
    set->draft->nodes[node].first_use = first;
    set->draft->nodes[node].use_count = count;
}

/* Uses move while they are sorted, so references are noted when a node is complete. */
static void note_references(struct compiler *compiler, uint32_t node)
{
    struct schemas *set = compiler->set;
    struct schema_draft *draft = set->draft;
    const struct schema_node *at = &set->nodes[node];

    for (uint32_t i = at->first_use; i < at->first_use + at->use_count; i++) {
        if (set->uses[i].id == KEYWORD_REF || set->uses[i].id == KEYWORD_X_DISPATCH) {
            ARENA_GROW(set->arena, draft->references, draft->reference_count,
                       draft->reference_capacity);
            draft->references[draft->reference_count++] =
                (struct schema_reference){node, i, compiler->resource};
        }
    }
}

uint32_t compile_schema(struct compiler *compiler, const json_t *json, const struct site *site)
{
    struct schemas *set = compiler->set;
    struct schema_node made = {.document = compiler->document,
                               .default_value = SCHEMA_NONE,
                               .short_name = SCHEMA_NONE,
                               .message = SCHEMA_NONE};
    uint32_t node = set_add_node(set, made, (struct schema_origin){json, site});
    uint32_t outer = compiler->resource;

    if (json_is_boolean(json)) {
        set->draft->nodes[node].shape = json_is_true(json) ? NODE_TRUE : NODE_FALSE;
        return node;
    }
    if (!json_is_object(json)) {
        (void)diag_add(set->diags, DIAG_BAD_SCHEMA, compile_fault(compiler, site),
                       "expected a schema (a map, true or false), found a %s", jx_type_name(json));
        return node;
    }
    if (compiler->depth == SCHEMA_DEPTH_MAX) {
        (void)diag_add(set->diags, DIAG_BAD_SCHEMA, compile_fault(compiler, site),
                       "schemas are nested more than %d deep", SCHEMA_DEPTH_MAX);
        return node;
    }
    compiler->depth++;
    identify(compiler, json, site, node);
    compile_keywords(compiler, json, site, node);
    note_references(compiler, node);
    compiler->depth--;
    compiler->resource = outer;
    return node;
}
