/* SPDX-License-Identifier: MIT */
/**
 * A linked set of schemas as constant data (gen/embed/write_schemas.c), used in place. Floor:
 * schema. JSON values are packed and patterns are texts until they are first used. Schemas of this
 * form were found right, so no message is ever about them.
 */
#ifndef ARCHGEN_SCHEMA_COMPILED_H
#define ARCHGEN_SCHEMA_COMPILED_H

#include "schema/schema.h"
#include "schema/set.h"

#include <stddef.h>
#include <stdint.h>

/** A text in the texts. */
struct compiled_text {
    uint32_t off;
    uint32_t len;
};

struct compiled_schemas {
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
    const char *texts;
    size_t text_len;
    const struct compiled_text *patterns;
    size_t pattern_count;
    const char *packed; /* data/packed.h */
    const uint32_t *values;
    size_t value_count;
    uint32_t keyword_count; /* rows of the table of keywords, which uses name by index */
    uint32_t format_count;  /* the same for formats */
};

/** Gives a set that borrows `from`. */
struct schemas *compiled_schemas_take(struct arena *arena, const struct compiled_schemas *from,
                                      struct diags *diags);

#endif
