/* SPDX-License-Identifier: MIT */
/**
 * The compiled form of a set of schemas, private to gen/schema and to the build tool that prints a
 * set (gen/embed). Everything is a plain array, and things refer to one another by index, to texts
 * by offset and to JSON values by number, so that a set can be constant data (schema/compiled.h).
 *
 *   nodes      one for each schema and subschema
 *   uses       the keywords of a node, in the order of their execution: a slice of this array
 *   children   lists of nodes (allOf, prefixItems): a slice of this array
 *   members    named nodes (properties, x-dispatch) and names (required): a slice of this array
 *
 * Nothing changes after linking, except that values are made and patterns are compiled when they
 * are first used. A set that is read from texts also has a `draft`: what only its making, a message
 * about a schema, and bundle.c need.
 */
#ifndef ARCHGEN_SCHEMA_SET_H
#define ARCHGEN_SCHEMA_SET_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "data/json.h"
#include "data/packed.h"
#include "schema/keyword.h"
#include "schema/pattern.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SCHEMA_DEPTH_MAX = 64,  /* nesting of subschemas in a document; a real one has about 12 */
    SCHEMA_CHAIN_MAX = 48,  /* schemas applied to one value through one another; bounds recursion */
    SCHEMA_CLOSURE_MAX = 64 /* schemas that hold for one value in any case */
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
    uint32_t id; /* enum keyword_id */
    uint32_t first;
    uint32_t count;
    uint32_t value; /* the operand as written (set_value) */
};

struct schema_member {
    uint32_t name; /* in the texts */
    uint32_t name_len;
    uint32_t node;    /* SCHEMA_NONE for `required` */
    uint32_t pattern; /* of patternProperties, else unused */
};

enum node_shape { NODE_KEYWORDS, NODE_TRUE, NODE_FALSE };

/** Texts and values are SCHEMA_NONE where there is none. */
struct schema_node {
    uint16_t shape; /* enum node_shape */
    uint16_t has_unevaluated;
    uint32_t document;
    uint32_t first_use;
    uint32_t use_count;
    uint64_t keywords;      /* a bit for each keyword that is stored: 1 << enum keyword_id */
    uint32_t default_value; /* `default` */
    uint32_t short_name;    /* `x-short`: a text */
    uint32_t message;       /* `x-message`: a text */
};

struct schema_document {
    uint32_t name; /* in the texts */
    uint32_t name_len;
    uint32_t node;
    uint32_t annotations; /* a value: schema/annotations.h */
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

/** Where a node comes from. */
struct schema_origin {
    const json_t *json;
    const struct site *site;
};

/** Where a document comes from. */
struct schema_text {
    const char *name;
    struct str text;
    json_t *root;
    const struct source *source; /* NULL until a fault is reported */
};

/** What a set that is read from texts has beside its tables: the same arrays, to be written. */
struct schema_draft {
    struct schema_node *nodes;
    struct schema_origin *origins; /* of the nodes */
    size_t node_capacity, origin_capacity;
    struct keyword_use *uses;
    size_t use_capacity;
    uint32_t *children;
    size_t child_capacity;
    struct schema_member *members;
    size_t member_capacity;
    struct schema_document *documents;
    struct schema_text *document_texts; /* of the documents */
    size_t document_capacity, document_text_capacity;
    char *texts;
    size_t text_capacity;
    size_t value_capacity;
    struct schema_resource *resources;
    size_t resource_count, resource_capacity;
    struct schema_anchor *anchors;
    size_t anchor_count, anchor_capacity;
    struct schema_reference *references;
    size_t reference_count, reference_capacity;
};

struct schemas {
    struct arena *arena;
    struct diags *diags;
    struct patterns *patterns;
    const struct schema_node *nodes;
    size_t node_count;
    const struct keyword_use *uses;
    size_t use_count;
    const uint32_t *children;
    size_t child_count;
    const struct schema_member *members;
    size_t member_count;
    const struct schema_document *documents;
    size_t document_count;
    const char *texts; /* each ends in NUL */
    size_t text_len;
    struct packed_values values; /* those of a draft are all there */
    size_t value_count;
    struct defaults *defaults;  /* schema/defaults.h */
    struct schema_draft *draft; /* NULL if the set is constant data */
};

/** A text, or NULL for SCHEMA_NONE. */
static inline const char *set_text(const struct schemas *set, uint32_t text)
{
    return text == SCHEMA_NONE ? NULL : set->texts + text;
}

/** The name of a member; it ends in NUL. */
static inline struct str set_name(const struct schemas *set, const struct schema_member *member)
{
    return (struct str){set->texts + member->name, member->name_len};
}

/** A value, borrowed, or NULL for SCHEMA_NONE. */
static inline const json_t *set_value(const struct schemas *set, uint32_t value)
{
    return value == SCHEMA_NONE ? NULL : packed_get(&set->values, value);
}

/** Appends a text and gives its offset. */
uint32_t set_add_text(struct schemas *set, struct str text);

/** Appends a value, which is shared, to a draft and gives its number. */
uint32_t set_add_value(struct schemas *set, const json_t *value);

/** Appends a document with its first resource, under the name `text->name`; gives its number. */
uint32_t set_add_document(struct schemas *set, const struct schema_text *text);

/** Appends `count` zeroed elements and returns the index of the first. */
uint32_t set_add_uses(struct schemas *set, size_t count);
uint32_t set_add_children(struct schemas *set, size_t count);
uint32_t set_add_members(struct schemas *set, size_t count);
uint32_t set_add_node(struct schemas *set, struct schema_node node, struct schema_origin origin);

/** The document of that name, or NULL. */
const struct schema_document *set_document(const struct schemas *set, struct str name);

/** The node's use of a keyword, or NULL. */
const struct keyword_use *set_use(const struct schemas *set, const struct schema_node *node,
                                  enum keyword_id id);

/** The member of that name among those of `use` (which may be NULL), or NULL. */
const struct schema_member *set_member(const struct schemas *set, const struct keyword_use *use,
                                       struct str name);

/** Writes the node and those that apply together with it in any case ($ref, allOf) to `out`, which
 *  has room for SCHEMA_CLOSURE_MAX; returns their number. */
size_t set_closure(const struct schemas *set, uint32_t node, uint32_t *out);

/** True if these are no more than SCHEMA_CLOSURE_MAX; schemas_link refuses what has more. */
bool set_closure_fits(const struct schemas *set, uint32_t node);

/** The place of a step in a schema document, for diagnostics about schemas that are read. */
struct span set_span(struct schemas *set, uint32_t document, const struct site *site);

#endif
