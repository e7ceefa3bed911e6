/* SPDX-License-Identifier: MIT */
/**
 * Validation, private to gen/schema. One walk does both jobs: with diagnostics it goes on after a
 * fault and reports each; without, it stops at the first and gives the verdict only.
 */
#ifndef ARCHGEN_SCHEMA_CHECK_H
#define ARCHGEN_SCHEMA_CHECK_H

#include "data/places.h"
#include "schema/seen.h"
#include "schema/set.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Schemas within schemas within values; a value of the language needs about 40. Bounds the stack.
 */
enum { CHECK_DEPTH_MAX = 256 };

enum spot_kind {
    SPOT_ROOT,
    SPOT_MEMBER,
    SPOT_ITEM,
    SPOT_KEY /* the key itself, for propertyNames */
};

/** A value and the way to it. */
struct spot {
    enum spot_kind kind;
    const struct spot *parent;
    const json_t *value;
    const json_t *container; /* NULL for the root */
    const char *key;         /* of a member or a key */
    size_t index;            /* of an item */
    const char *kind_key;    /* "kind" and "bucket" where the schema was chosen by x-dispatch */
    const char *kind_value;
};

struct check {
    const struct schemas *set;
    const struct places *places;
    struct diags *diags; /* NULL: the verdict only */
    unsigned depth;
    const char *message; /* the x-message in force, or NULL */
    bool message_used;
    struct fault_mark *marks; /* what was reported already (fault.c) */
    size_t mark_count;
    size_t mark_capacity;
};

/** Where a keyword is checked. */
struct scope {
    const struct schema_node *node;
    const struct spot *spot;
    struct seen *seen; /* NULL unless an unevaluated… keyword asks */
};

/** Checks a value against a node; reports faults if there are diagnostics. */
bool check_node(struct check *check, uint32_t node, const struct spot *spot, struct seen *seen);

/** As check_node, for a schema beside others on the same value: what it evaluated counts only if
 *  the value is valid. */
bool check_beside(struct check *check, uint32_t node, const struct spot *spot, struct seen *seen);

/** As check_beside without reporting. */
bool check_quietly(struct check *check, uint32_t node, const struct spot *spot, struct seen *seen);

/** Gives the spot of a member / an item of the value at `parent`. */
struct spot spot_member(const struct spot *parent, const char *key, const json_t *value);
struct spot spot_item(const struct spot *parent, size_t index, const json_t *value);

/* The check functions of the keyword table (check_value.c, check_map.c, check_list.c,
 * check_choice.c). */
#define CHECK(name)                                                                                \
    bool check_##name(struct check *check, const struct keyword_use *use, const struct scope *at)

CHECK(type);
CHECK(enum);
CHECK(const);
CHECK(range);
CHECK(multiple_of);
CHECK(max_length);
CHECK(min_length);
CHECK(pattern);
CHECK(format);
CHECK(properties);
CHECK(pattern_properties);
CHECK(additional_properties);
CHECK(unevaluated_properties);
CHECK(property_names);
CHECK(required);
CHECK(dependent_required);
CHECK(max_properties);
CHECK(min_properties);
CHECK(prefix_items);
CHECK(items);
CHECK(contains);
CHECK(unevaluated_items);
CHECK(unique_items);
CHECK(max_items);
CHECK(min_items);
CHECK(ref);
CHECK(all_of);
CHECK(any_of);
CHECK(one_of);
CHECK(negation);
CHECK(if);
CHECK(dispatch);
CHECK(dependent_schemas);
#undef CHECK

#endif
