/* SPDX-License-Identifier: MIT */
/**
 * The inside of a set of templates, shared by the files of this folder and by the build tool that
 * prints a set (gen/embed). Floor: template. Others use template/template.h.
 */
#ifndef ARCHGEN_TEMPLATE_SET_H
#define ARCHGEN_TEMPLATE_SET_H

#include "template/filters.h"
#include "template/symbols.h"
#include "template/template.h"
#include "template/tree.h"

struct template
{
    const char *name;
    uint32_t symbol; /* of the name */
    size_t index;    /* in the set */
    const struct source *source;
    struct node *nodes; /* the tree's nodes; linking writes into them. NULL if it was compiled */
    struct tree tree;
    bool is_open;    /* being linked: an include of it is a cycle */
    size_t includes; /* 0 until linked, else 1 + that of the deepest include */
};

struct templates {
    struct arena *arena;
    const struct dialect *dialect;
    struct diags *diags;
    struct symbols symbols;
    struct template **items;
    size_t count;
    size_t capacity;
    struct filter *filters; /* the built-in ones, then those of other floors */
    size_t filter_count;
    size_t filter_capacity;
    struct template **by_symbol; /* made by linking; indexed by symbol of the name */
    size_t by_symbol_count;
};

#endif
