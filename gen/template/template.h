/* SPDX-License-Identifier: MIT */
/**
 * Templates: a strict subset of Jinja2. Floor: template. Whatever is accepted here, Jinja2 with
 * StrictUndefined, trim_blocks, lstrip_blocks, keep_trailing_newline and finalize = the literal
 * printer renders to the same bytes (tests/template/oracle). See docs/templates.md.
 *
 * A set holds all templates of one target, parsed once into index-based syntax trees.
 *
 *     struct templates *set = templates_new(arena, &dialect_json, diags);
 *     templates_add(set, "balancer", source);        // lex, parse, check filters and tests
 *     templates_link(set);                           // includes exist and do not recurse
 *     template_render(set, "balancer", &(struct render){…}, &out, diags);
 */
#ifndef ARCHGEN_TEMPLATE_TEMPLATE_H
#define ARCHGEN_TEMPLATE_TEMPLATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/source.h"
#include "data/json.h"
#include "template/dialect.h"

#include <stdbool.h>

/* Limits, each tested on both sides. */
enum {
    TEMPLATE_DEPTH_MAX = 100,      /* nesting of blocks and expressions */
    TEMPLATE_INCLUDES_MAX = 10,    /* depth of includes */
    TEMPLATE_LOOPS_MAX = 100000,   /* iterations of one rendering, in total */
    TEMPLATE_BYTES_MAX = 16777216, /* output of one rendering, and a text within it */
    TEMPLATE_VALUES_MAX = 67108864 /* bytes of the values that one rendering makes, in total */
};

struct templates;

/** A filter that another floor provides: a pure function of its input and arguments. Gives a new
 *  reference, or NULL with `*error` set (a text that lives as long as the run). */
typedef json_t *(*template_filter)(void *context, const json_t *input, const json_t *const *args,
                                   size_t arg_count, const char **error);

/** What one rendering works on; everything is borrowed. */
struct render {
    const json_t *globals; /* the root variables: an object */
    const json_t *locals;  /* more root variables, which win over globals; may be NULL */
    void *context;         /* handed to the dialect and to filters */
    const char *subject;   /* "'app' (instances) for hcl", for diagnostics; may be NULL */
    struct span origin;    /* the place in the user's file, or SPAN_NONE */
};

/** Gives an empty set for `dialect` (borrowed). */
struct templates *templates_new(struct arena *arena, const struct dialect *dialect,
                                struct diags *diags);

/** Makes a filter known under `name` with exactly `arg_count` arguments (at most 8). Before
 *  templates_add. */
void templates_add_filter(struct templates *set, const char *name, size_t arg_count,
                          template_filter filter);

/** Parses a template; false after diagnostics at their places in `source` (borrowed). */
bool templates_add(struct templates *set, const char *name, const struct source *source);

/** Checks what concerns several templates. False after a diagnostic. */
bool templates_link(struct templates *set);

/** True if there is a template of this name. */
bool templates_has(const struct templates *set, const char *name);

/** Its number in a linked set, in the order in which they were added; false if there is none. */
bool templates_find(const struct templates *set, struct str name, size_t *index);

/** The names of all templates, in that order and in the set's arena. */
const struct str *templates_names(const struct templates *set, size_t *count);

/** Appends the rendering of a template that the linked set has to `out`. False after a diagnostic,
 *  with `out` cut to what it was. */
bool template_render(struct templates *set, const char *name, const struct render *render,
                     struct buf *out, struct diags *diags);

/** The same for the template with this number (templates_find). */
bool template_render_at(struct templates *set, size_t index, const struct render *render,
                        struct buf *out, struct diags *diags);

#endif
