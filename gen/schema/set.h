/* SPDX-License-Identifier: MIT */
/**
 * The compiled form of a set of schemas, private to gen/schema. Everything is a plain array, and
 * things refer to one another by index, so that a build tool can print a set as static const C.
 *
 *   nodes      one for each schema and subschema
 *   uses       the keywords of a node, in the order of their execution: a slice of this array
 *   children   lists of nodes (allOf, prefixItems): a slice of this array
 *   members    named nodes (properties, x-dispatch): a slice of this array
 *
 * Strings and operands are borrowed from the parsed documents. Nothing changes after linking,
 * except that patterns are compiled when they are first used.
 */
#ifndef ARCHGEN_SCHEMA_SET_H
#define ARCHGEN_SCHEMA_SET_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "data/json.h"
#include "schema/keyword.h"
#include "schema/pattern.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SCHEMA_DEPTH_MAX = 64, /* nesting of subschemas in a document; a real one has about 12 */
    SCHEMA_CHAIN_MAX = 48, /* schemas applied to one value through one another; bounds recursion */
    SCHEMA_CLOSURE_MAX = 64
};

#define SCHEMA_NONE UINT32_MAX

/** A step on the way from a document's root to a value in it; `key` is NULL for list items. */
struct site {
    const struct site *parent; /* NULL at the root */
    const char *key;
    size_t index;
};

/** A keyword of a node. What `first` and `count` mean depends on the keyword's operand. */
struct keyword_use {
    enum keyword_id id;
    uint32_t first;
    uint32_t count;
    const json_t *value; /* the operand as written */
};

struct schema_member {
    struct str name;
    uint32_t node;
    uint32_t pattern; /* of patternProperties, else unused */
};

enum node_shape { NODE_KEYWORDS, NODE_TRUE, NODE_FALSE };

struct schema_node {
    enum node_shape shape;
    bool has_unevaluated;
    uint32_t first_use;
    uint32_t use_count;
    uint32_t document;
    const json_t *json;
    const json_t *default_value; /* `default`, or NULL */
    const char *short_name;      /* `x-short`, or NULL */
    const char *message;         /* `x-message`, or NULL */
    const struct site *site;
};

struct schema_document {
    const char *name;
    struct str text;
    json_t *root;
    uint32_t node;
    const struct source *source; /* NULL until a fault is reported */
};

/** What a URI names: a document, or a subschema with `$id`. */
struct schema_resource {
    struct str uri;
    uint32_t document;
    uint32_t node;
};

struct schema_anchor {
    uint32_t resource;
    struct str name;
    uint32_t node;
};

/** A use of `$ref` or `x-dispatch`, to be linked. */
struct schema_reference {
    uint32_t node;
    uint32_t use;
    uint32_t resource; /* the base of the reference */
};

struct schemas {
    struct arena *arena;
    struct diags *diags;
    struct patterns *patterns;
    struct schema_node *nodes;
    size_t node_count, node_capacity;
    struct keyword_use *uses;
    size_t use_count, use_capacity;
    uint32_t *children;
    size_t child_count, child_capacity;
    struct schema_member *members;
    size_t member_count, member_capacity;
    struct schema_document *documents;
    size_t document_count, document_capacity;
    struct schema_resource *resources;
    size_t resource_count, resource_capacity;
    struct schema_anchor *anchors;
    size_t anchor_count, anchor_capacity;
    struct schema_reference *references;
    size_t reference_count, reference_capacity;
};

/** Appends `count` zeroed elements and returns the index of the first. */
uint32_t set_add_uses(struct schemas *set, size_t count);
uint32_t set_add_children(struct schemas *set, size_t count);
uint32_t set_add_members(struct schemas *set, size_t count);
uint32_t set_add_node(struct schemas *set, struct schema_node node);

/** The document of that name, or NULL. */
const struct schema_document *set_document(const struct schemas *set, struct str name);

/** The node's use of a keyword, or NULL. */
const struct keyword_use *set_use(const struct schemas *set, const struct schema_node *node,
                                  enum keyword_id id);

/** The member of that name among those of `use` (which may be NULL), or NULL. */
const struct schema_member *set_member(const struct schemas *set, const struct keyword_use *use,
                                       struct str name);

/** Writes the node and those that apply together with it in any case ($ref, allOf), at most
 *  SCHEMA_CLOSURE_MAX, to `out`; returns their number. */
size_t set_closure(const struct schemas *set, uint32_t node, uint32_t *out);

/** The place of a step in a schema document, for diagnostics about schemas. */
struct span set_span(struct schemas *set, uint32_t document, const struct site *site);

#endif
