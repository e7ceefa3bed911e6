/* SPDX-License-Identifier: MIT */
/**
 * What the parts of a divided document pass to each other. Floor: target. A value that another part
 * uses is an output of its own part and a parameter of the other, both by the same name.
 *
 *     struct borders borders;
 *     borders_find(&borders, arena, &source, &limits);
 *     for (size_t i = 0; i < borders.part_count; i++) { … borders.parts[i].imports … }
 */
#ifndef ARCHGEN_TARGET_BORDERS_H
#define ARCHGEN_TARGET_BORDERS_H

#include "base/arena.h"
#include "data/json.h"
#include "target/compose_json.h"
#include "target/lookup.h"
#include "target/partition.h"
#include "target/recipe.h"
#include "target/uses.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
    const char *id;       /* of the output and of the parameters; "" if none is passed on */
    bool is_list;
    bool is_order; /* that the item is made */
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

/** What a part may hold; BORDERS_UNLIMITED for what has no limit. */
struct border_limits {
    size_t items;
    size_t parameters;
    size_t results;
    size_t bytes; /* where possible */
    size_t parts; /* about how many there may be */
};

/** Small enough to be multiplied. */
#define BORDERS_UNLIMITED (SIZE_MAX / 16)

struct borders;

/** What is divided, and how its language is read. The sections are none of them NULL. */
struct border_source {
    const struct recipe_split *split;
    const struct json_section *items;
    const struct json_section *parameters;
    const struct json_section *results;
    const struct json_section *conditions; /* and what else each part has that uses it */
    const struct json_section *maps;
    /** Appends what a member uses. */
    void (*scan)(const struct border_source *source, struct uses *uses, struct arena *arena,
                 struct str text);
    /** What an output is called that passes a value on, unless something else has the name; then
     *  `suffix` and a number follow. */
    const char *(*value_name)(struct arena *arena, const struct use *use);
    const char *suffix;
    /** The id of a part from its name. */
    const char *(*part_id)(struct borders *borders, const char *name);
    /** What templates see of a parameter of the document; gives what is true in templates. */
    json_t *(*definition)(struct str text);
    const void *context;
    bool has_results;  /* parts have the results of the document, the parent has none */
    bool passes_order; /* an output of its own says that an item is made */
    bool may_circle;   /* parts may need each other in a circle, since items do not */
};

struct borders {
    struct arena *arena;
    const struct border_source *source;
    const struct json_section *items; /* of the source */
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
};

/** Divides the document `source` (borrowed) and finds what its parts use of each other. */
void borders_find(struct borders *borders, struct arena *arena, const struct border_source *source,
                  const struct border_limits *limits);

/** The first of the texts base, base ~ suffix, base ~ suffix ~ 2 … that nothing else has, which is
 *  then taken. */
const char *borders_free_id(struct borders *borders, const char *base);

/** The value of the document's items that a use names, or LOOKUP_NONE. */
size_t borders_value(const struct borders *borders, const struct use *use);

/** The text of a member of a section. */
static inline struct str borders_text(const struct json_section *section, size_t index)
{
    const struct json_member *member = &section->members[index];

    return str_slice(buf_str(&section->text), member->off, member->len);
}

#endif
