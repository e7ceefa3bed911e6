/* SPDX-License-Identifier: MIT */
/**
 * What a member of a composed JSON document uses of others, found in its canonical text without a
 * tree. Floor: target. How a target spells it is in its manifest (`split.words`,
 * docs/templates.md).
 *
 *     struct uses uses = {0};
 *     uses_scan(&uses, arena, words, text);
 *     for (size_t i = 0; i < uses.count; i++) { … uses.list[i].name … }
 *
 * Nothing that a user writes is taken for a use: the json dialect refuses such maps
 * (target/dialects.h).
 */
#ifndef ARCHGEN_TARGET_USES_H
#define ARCHGEN_TARGET_USES_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/** The words of a target; all but `select` and `results` are keys. */
struct use_words {
    struct str name;      /* {"Ref": name} */
    struct str attribute; /* {"Fn::GetAtt": [name, attribute]}, or "name.attribute" */
    struct str text;      /* {"Fn::Sub": text}, {"Fn::Sub": [text, variables]} */
    struct str select;    /* {"Fn::Select": [index, list]} */
    struct str split;     /* {"Fn::Split": [",", text]} */
    struct str after;     /* a name or a list of names */
    struct str choice;    /* {"Fn::If": [condition, …]} */
    struct str condition; /* {"Condition": name} */
    struct str map;       /* {"Fn::FindInMap": [name, …]} */
    struct str results;   /* what stands before the attribute that is a stack's output */
};

enum use_kind {
    USE_NAME,
    USE_ATTRIBUTE,
    USE_TEXT,      /* within a text: "${name}" or "${name.attribute}" */
    USE_AFTER,     /* made after it */
    USE_CONDITION, /* a member of the section of conditions */
    USE_MAP
};

struct use {
    enum use_kind kind;
    struct str name;      /* all of these are in the scanned text */
    struct str attribute; /* empty for none */
    struct str whole;   /* what is to be replaced: a member, or what stands between "${" and "}" */
    struct str literal; /* USE_TEXT: the text that it is in, with its quotes */
    bool has_variables; /* USE_TEXT: they follow the text */
    bool is_outermost;  /* USE_CONDITION: it holds for all of what was scanned */
};

struct uses {
    struct use *list; /* in the order of the text; in the arena */
    size_t count;
    size_t capacity;
};

/** Appends the uses in `text`, one value in the form of target/layout_json.h (borrowed). */
void uses_scan(struct uses *uses, struct arena *arena, const struct use_words *words,
               struct str text);

#endif
