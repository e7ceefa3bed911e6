/* SPDX-License-Identifier: MIT */
/**
 * The table of keywords, private to gen/schema. A new keyword is one row in keyword.c, and the two
 * functions that the row names.
 */
#ifndef ARCHGEN_SCHEMA_KEYWORD_H
#define ARCHGEN_SCHEMA_KEYWORD_H

#include "base/str.h"
#include "data/json.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** All keywords, in the order of their names (keyword.c searches by bisection). */
enum keyword_id {
    KEYWORD_ANCHOR,
    KEYWORD_COMMENT,
    KEYWORD_DEFS,
    KEYWORD_ID,
    KEYWORD_REF,
    KEYWORD_SCHEMA,
    KEYWORD_ADDITIONAL_PROPERTIES,
    KEYWORD_ALL_OF,
    KEYWORD_ANY_OF,
    KEYWORD_CONST,
    KEYWORD_CONTAINS,
    KEYWORD_DEFAULT,
    KEYWORD_DEPENDENT_REQUIRED,
    KEYWORD_DEPENDENT_SCHEMAS,
    KEYWORD_DEPRECATED,
    KEYWORD_DESCRIPTION,
    KEYWORD_ELSE,
    KEYWORD_ENUM,
    KEYWORD_EXAMPLES,
    KEYWORD_EXCLUSIVE_MAXIMUM,
    KEYWORD_EXCLUSIVE_MINIMUM,
    KEYWORD_FORMAT,
    KEYWORD_IF,
    KEYWORD_ITEMS,
    KEYWORD_MAX_CONTAINS,
    KEYWORD_MAX_ITEMS,
    KEYWORD_MAX_LENGTH,
    KEYWORD_MAX_PROPERTIES,
    KEYWORD_MAXIMUM,
    KEYWORD_MIN_CONTAINS,
    KEYWORD_MIN_ITEMS,
    KEYWORD_MIN_LENGTH,
    KEYWORD_MIN_PROPERTIES,
    KEYWORD_MINIMUM,
    KEYWORD_MULTIPLE_OF,
    KEYWORD_NOT,
    KEYWORD_ONE_OF,
    KEYWORD_PATTERN,
    KEYWORD_PATTERN_PROPERTIES,
    KEYWORD_PREFIX_ITEMS,
    KEYWORD_PROPERTIES,
    KEYWORD_PROPERTY_NAMES,
    KEYWORD_READ_ONLY,
    KEYWORD_REQUIRED,
    KEYWORD_THEN,
    KEYWORD_TITLE,
    KEYWORD_TYPE,
    KEYWORD_UNEVALUATED_ITEMS,
    KEYWORD_UNEVALUATED_PROPERTIES,
    KEYWORD_UNIQUE_ITEMS,
    KEYWORD_WRITE_ONLY,
    KEYWORD_X_DISPATCH,
    KEYWORD_X_MESSAGE,
    KEYWORD_X_SHORT,
    KEYWORD_COUNT
};

_Static_assert(KEYWORD_COUNT <= 64, "a node has a bit for each keyword");

/** The bit of a keyword in schema_node.keywords. */
#define KEYWORD_BIT(id) (UINT64_C(1) << (id))

/** The order of execution. After a fault in one of the first three phases the rest of the node is
 *  skipped, and after any fault the last phase: they would only report consequences. */
enum keyword_phase {
    PHASE_TYPE,
    PHASE_VALUE,     /* enum and const */
    PHASE_FORM,      /* of strings and numbers */
    PHASE_REFERENCE, /* other schemas for the same value, and required members */
    PHASE_CONTENT,   /* members and items */
    PHASE_DISPATCH,
    PHASE_CHOICE,
    PHASE_UNEVALUATED
};

/** What `first` and `count` of a use hold. */
enum keyword_operand {
    OPERAND_PLAIN,    /* something of the keyword's own */
    OPERAND_CHILD,    /* first: a node */
    OPERAND_CHILDREN, /* a slice of set->children */
    OPERAND_MEMBERS   /* a slice of set->members */
};

struct check;
struct compiler;
struct keyword_use;
struct scope;
struct site;

/** The operand of a keyword that is being compiled. */
struct operand {
    uint32_t node; /* the schema that has the keyword */
    const json_t *value;
    const struct site *site;
};

struct keyword {
    struct str name;
    enum keyword_phase phase;
    unsigned applies; /* KIND_… of the values that it looks at (schema/instance.h) */
    enum keyword_operand operand;
    bool is_in_place; /* its subschemas see the same value, not a part of it */
    bool is_stored;   /* false for what matters only when a schema is loaded */
    void (*compile)(struct compiler *compiler, const struct operand *operand,
                    struct keyword_use *use);
    /** NULL for keywords that another one reads (then, minContains). */
    bool (*check)(struct check *check, const struct keyword_use *use, const struct scope *at);
};

/** The row of a keyword. */
const struct keyword *keyword_row(enum keyword_id id);

/** Finds a keyword by its name; false if there is none. */
bool keyword_find(struct str name, enum keyword_id *id);

/** All names, for "did you mean": KEYWORD_COUNT of them are written to `names`. */
void keyword_names(struct str *names);

/** Why a keyword of the standard is refused, or NULL if it is not one of those. */
const char *keyword_refusal(struct str name);

#endif
