/* SPDX-License-Identifier: MIT */
/**
 * What the parts of a divided document pass to each other. Floor: target. A value that another part
 * uses is an output of its own part and a parameter of the other, both by the same name.
 *
 *     struct borders borders;
 *     borders_find(&borders, arena, split, compose, &limits, BORDERS_PARENT);
 *     for (size_t i = 0; i < borders.part_count; i++) { … borders.parts[i].imports … }
 */
#ifndef ARCHGEN_TARGET_BORDERS_H
#define ARCHGEN_TARGET_BORDERS_H

#include "base/arena.h"
#include "target/compose_json.h"
#include "target/lookup.h"
#include "target/partition.h"
#include "target/recipe.h"
#include "target/uses.h"

#include <stdbool.h>
#include <stddef.h>

/** Indices, in the order in which they were needed. */
struct indices {
    size_t *list; /* in the arena */
    size_t count;
    size_t capacity;
};

/** The name or an attribute of an item. */
struct border_value {
    size_t item;
    struct str attribute; /* empty: its name */
    const char *id;       /* of the output and of the parameters */
    bool is_list;
    bool is_exported;
};

/** Values that share a parameter, since a document may not have one for each. */
struct border_list {
    const char *id;
    struct indices values;
};

struct border_part {
    const char *name; /* "app-2" */
    const char *id;   /* "App2Stack" */
    struct indices items;
    struct indices results;
    struct indices imports;    /* values that have a parameter of their own */
    struct indices exports;    /* values */
    struct indices parameters; /* of the whole document */
    struct indices conditions;
    struct indices maps;
    struct indices after; /* parts that are made before, though nothing of them is used */
    struct border_list *lists;
    size_t list_count;
};

struct border_limits {
    size_t items;
    size_t parameters;
    size_t results;
};

struct borders {
    struct arena *arena;
    const struct recipe_split *split;
    const struct json_section *items; /* of the whole document; none of them is NULL */
    const struct json_section *parameters;
    const struct json_section *results;
    const struct json_section *conditions;
    const struct json_section *maps;
    struct uses *item_uses;
    struct uses *result_uses;
    struct uses *condition_uses;
    struct str *item_conditions; /* that hold for all of an item; empty for none */
    struct lookup item_names;
    struct lookup parameter_names;
    struct lookup condition_names;
    struct lookup map_names;
    struct lookup result_names;
    struct lookup value_names;
    struct lookup taken; /* ids that no other thing may have */
    struct border_value *values;
    struct partition_value *partition_values; /* the same, in the same order */
    size_t value_count;
    size_t value_capacity;
    struct partition partition;
    struct border_part *parts; /* in an order in which they can be made */
    size_t part_count;
    bool has_results; /* parts have the results of the document, the parent has none */
};

/** Divides the document `source` (borrowed) and finds what its parts use of each other.
 *  `has_results` as in the struct. */
void borders_find(struct borders *borders, struct arena *arena, const struct recipe_split *split,
                  const struct compose_json *source, const struct border_limits *limits,
                  bool has_results);

/** The value of the document's items that a use names, or LOOKUP_NONE. */
size_t borders_value(const struct borders *borders, const struct use *use);

/** The text of a member of a section. */
static inline struct str borders_text(const struct json_section *section, size_t index)
{
    const struct json_member *member = &section->members[index];

    return str_slice(buf_str(&section->text), member->off, member->len);
}

#endif
