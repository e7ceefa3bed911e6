/* SPDX-License-Identifier: MIT */
/**
 * From libyaml's events to a JSON value with places. Floor: data, private to the YAML reader.
 * libyaml checks nothing beyond the syntax; duplicate keys, tags, merge keys, aliases and all
 * limits are checked here. The stack is explicit and has YAML_DEPTH_MAX frames.
 */
#ifndef ARCHGEN_DATA_YAML_BUILD_H
#define ARCHGEN_DATA_YAML_BUILD_H

#include "data/yaml.h"
#include "data/yaml_anchor.h"

#include <yaml.h>

/* A map or list whose end has not come. */
struct yaml_frame {
    struct yaml_node node;
    size_t end;      /* byte offset behind the last member */
    size_t anchor;   /* its number from 1, or 0 */
    size_t nodes_at; /* nodes before it began */
    bool is_map;
    bool has_key;    /* the next node is the value of `key` */
    const char *key; /* in the arena; NULL for a key that was refused: its value is dropped */
    struct span key_span;
};

struct yaml_builder {
    const struct source *source;
    struct places *places;
    struct diags *diags;
    struct yaml_frame frames[YAML_DEPTH_MAX];
    size_t depth;
    size_t nodes;
    struct yaml_anchors anchors;
    struct yaml_node root; /* value NULL until it is complete */
    size_t errors_at;      /* diagnostics before this text */
    size_t mark_off;       /* the last mark that was converted: bytes … */
    size_t mark_char;      /* … and code points */
    bool is_stopped;       /* a limit was passed: read no further */
};

/** Makes an empty builder that borrows all three. */
void yaml_builder_init(struct yaml_builder *builder, const struct source *source,
                       struct places *places, struct diags *diags);

/** Releases all values, the root too unless its value was taken and set to NULL. */
void yaml_builder_release(struct yaml_builder *builder);

/** Takes up one event of a node (scalar, alias, start or end of a map or list). */
void yaml_builder_add(struct yaml_builder *builder, const yaml_event_t *event);

/** The byte offset of a mark of libyaml; linear from the mark before. */
size_t yaml_builder_offset(struct yaml_builder *builder, yaml_mark_t mark);

#endif
