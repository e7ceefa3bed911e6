/* SPDX-License-Identifier: MIT */
/**
 * Anchors, and what stands before a node: `&name !tag`. Floor: data, private to the YAML reader.
 */
#ifndef ARCHGEN_DATA_YAML_ANCHOR_H
#define ARCHGEN_DATA_YAML_ANCHOR_H

#include "base/diag.h"
#include "data/json.h"

#include <yaml.h>

#include <stdbool.h>
#include <stddef.h>

/** A complete value. */
struct yaml_node {
    json_t *value;
    struct span span;
    size_t nodes;  /* values and keys in it, itself included, aliases expanded */
    size_t height; /* 0 for a scalar, else one more than its highest member */
};

struct yaml_anchor {
    const char *name;
    struct span span;
    bool is_complete;      /* false inside the value that it names */
    struct yaml_node node; /* holds a reference */
};

struct yaml_anchors {
    struct arena *arena;
    struct yaml_anchor *items;
    size_t count;
    size_t capacity;
    json_t *numbers; /* name → number from 1 */
};

/** Makes an empty list in `arena` (borrowed); release it for the values that it holds. */
void yaml_anchors_init(struct yaml_anchors *anchors, struct arena *arena);
void yaml_anchors_release(struct yaml_anchors *anchors);

/** The anchor of this name, or NULL. */
const struct yaml_anchor *yaml_anchors_find(const struct yaml_anchors *anchors, const char *name);

/** Gives the number, from 1, of a new anchor whose value is not complete yet. Its name must not be
 *  in use. */
size_t yaml_anchors_declare(struct yaml_anchors *anchors, const char *name, struct span span);

/** Sets the value (shared) of the anchor with this number; does nothing for 0. */
void yaml_anchors_complete(struct yaml_anchors *anchors, size_t number,
                           const struct yaml_node *node);

/** The anchor and tag of an event, as libyaml gives them. */
struct yaml_properties {
    const char *anchor; /* NULL if there is none */
    const char *tag;
};
struct yaml_properties yaml_properties_of(const yaml_event_t *event);

/** Where the parts of a node stand between the byte offsets of its event. */
struct yaml_parts {
    struct span anchor;
    struct span tag;
    size_t off; /* of the value itself */
};
struct yaml_parts yaml_parts_of(const struct source *source, size_t start, size_t end);

#endif
