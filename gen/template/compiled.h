/* SPDX-License-Identifier: MIT */
/**
 * A linked set of templates as constant data. Floor: template. The build prints what the parser
 * made (gen/embed/write_templates.c); a run uses it in place. Everything is an index or an offset:
 * a pointer would have to be relocated at each start.
 *
 *     struct templates *set = templates_new(arena, dialect, diags);   // and the same filters
 *     compiled_templates_take(set, &compiled, files);
 */
#ifndef ARCHGEN_TEMPLATE_COMPILED_H
#define ARCHGEN_TEMPLATE_COMPILED_H

#include "base/files.h"
#include "template/symbols.h"
#include "template/template.h"
#include "template/tree.h"

#include <stddef.h>
#include <stdint.h>

/** One template. Its text is a part of one of the files, which faults are shown in. */
struct compiled_template {
    uint32_t symbol; /* of the name */
    uint32_t label;  /* in the texts: the name of its source */
    uint32_t file;
    uint32_t off; /* bytes, in the file */
    uint32_t len;
    uint32_t first_node;
    uint32_t node_count;
    uint32_t root;
    uint32_t first_claim;
    uint32_t claim_count;
    uint32_t includes; /* 1 + the depth of its includes */
};

struct compiled_templates {
    struct symbols_data symbols;
    const struct node *nodes; /* of all templates; each counts its own from 0 */
    const struct tree_claim *claims;
    const struct compiled_template *items;
    size_t count;
    size_t filter_count; /* filters are named by index, so there must be the same ones */
};

/** Fills an empty set that has its filters; `files` are those that the build read. */
void compiled_templates_take(struct templates *set, const struct compiled_templates *from,
                             const struct file *files);

#endif
