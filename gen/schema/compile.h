/* SPDX-License-Identifier: MIT */
/**
 * From a parsed document to nodes and keyword uses, private to gen/schema. Faults are reported to
 * the set's diagnostics; a schema with a fault is compiled to the end, so that all are found.
 */
#ifndef ARCHGEN_SCHEMA_COMPILE_H
#define ARCHGEN_SCHEMA_COMPILE_H

#include "schema/set.h"

struct compiler {
    struct schemas *set;
    uint32_t document;
    uint32_t resource; /* the base URI in force */
    unsigned depth;
    bool failed;
};

/** Compiles a schema and what is below it; returns the index of its node. */
uint32_t compile_schema(struct compiler *compiler, const json_t *json, const struct site *site);

/** Gives the place of `site` and marks the compilation as failed. */
struct span compile_fault(struct compiler *compiler, const struct site *site);

/** A step below `parent`, in the arena. */
const struct site *compile_site(struct compiler *compiler, const struct site *parent,
                                const char *key, size_t index);

/* The compile functions of the table. Each checks the operand and fills `use`. */
void compile_nothing(struct compiler *compiler, const struct operand *operand,
                     struct keyword_use *use);
void compile_text(struct compiler *compiler, const struct operand *operand,
                  struct keyword_use *use);
void compile_bool(struct compiler *compiler, const struct operand *operand,
                  struct keyword_use *use);
void compile_list(struct compiler *compiler, const struct operand *operand,
                  struct keyword_use *use);
void compile_number(struct compiler *compiler, const struct operand *operand,
                    struct keyword_use *use);
void compile_step(struct compiler *compiler, const struct operand *operand,
                  struct keyword_use *use);
void compile_count(struct compiler *compiler, const struct operand *operand,
                   struct keyword_use *use);
void compile_type(struct compiler *compiler, const struct operand *operand,
                  struct keyword_use *use);
void compile_format(struct compiler *compiler, const struct operand *operand,
                    struct keyword_use *use);
void compile_pattern(struct compiler *compiler, const struct operand *operand,
                     struct keyword_use *use);
void compile_names(struct compiler *compiler, const struct operand *operand,
                   struct keyword_use *use);
void compile_dependent_names(struct compiler *compiler, const struct operand *operand,
                             struct keyword_use *use);
void compile_child(struct compiler *compiler, const struct operand *operand,
                   struct keyword_use *use);
void compile_children(struct compiler *compiler, const struct operand *operand,
                      struct keyword_use *use);
void compile_members(struct compiler *compiler, const struct operand *operand,
                     struct keyword_use *use);
void compile_unevaluated(struct compiler *compiler, const struct operand *operand,
                         struct keyword_use *use);
void compile_dialect(struct compiler *compiler, const struct operand *operand,
                     struct keyword_use *use);
void compile_default(struct compiler *compiler, const struct operand *operand,
                     struct keyword_use *use);
void compile_message(struct compiler *compiler, const struct operand *operand,
                     struct keyword_use *use);
void compile_short(struct compiler *compiler, const struct operand *operand,
                   struct keyword_use *use);
void compile_dispatch(struct compiler *compiler, const struct operand *operand,
                      struct keyword_use *use);

#endif
