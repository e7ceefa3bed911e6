/* SPDX-License-Identifier: MIT */
/**
 * A target's manifest, templates/<target>/target.json, read and checked once. Floor: target. Its
 * members are described in docs/templates.md, "The manifest".
 *
 *     const struct recipe *recipe = recipe_load(arena, source, diags);
 *     for (size_t i = 0; i < recipe->file_count; i++) { … recipe->files[i].parts … }
 *
 * Patterns such as "{key}.tf" are expanded with the members of an item of the view.
 */
#ifndef ARCHGEN_TARGET_RECIPE_H
#define ARCHGEN_TARGET_RECIPE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"
#include "data/json.h"
#include "target/compose_hcl.h"
#include "target/uses.h"
#include "template/dialect.h"

#include <stdbool.h>
#include <stddef.h>

/** A template that is rendered into a file. */
struct recipe_part {
    const char *template_name; /* a pattern */
    const char *each;          /* dotted path of a list or map of the view, or NULL */
    const char *when;          /* dotted path: skipped if false or empty; or NULL */
    const char *group;         /* what it makes belongs to; NULL: a group of its template's name */
};

struct recipe_file {
    const char *path; /* a pattern */
    const char *each;
    const char *when;
    bool is_plain; /* laid out only: no sections, no blocks */
    bool is_apart; /* of what is set up before all else; sees `deploy` */
    const struct recipe_part *parts;
    size_t part_count;
};

/** The largest number of members of a section. */
struct recipe_limit {
    struct str section;
    size_t max;
};

/** The types of a document's resources: the member `member` of each member of `section`. */
struct recipe_types {
    struct str section;
    const char *member;
};

/** How it is known what whoever deploys must be allowed (target/permissions.h). */
struct recipe_permissions {
    const char *file;                 /* in the target's folder; NULL: it is not known */
    const char *when;                 /* dotted path of the view */
    const struct recipe_types *types; /* json only */
    size_t type_count;
};

/** The sections of a document that is divided. */
struct recipe_sections {
    struct str items;
    struct str parameters;
    struct str results;
    struct str conditions;
    struct str maps;
};

/** How a document that passes a quota, or is wanted so, is divided (target/split.h), or a module
 *  (target/modules.h): that needs no words, sections and sizes. */
struct recipe_split {
    const char *file; /* the path of the document, hcl: of the module calls; NULL: the target
                         divides nothing */
    struct use_words words;
    struct recipe_sections sections;
    const char *suffix;      /* of the id of a part in the parent's document */
    const struct str *lists; /* the attributes that are lists */
    size_t list_attribute_count;
    size_t bytes;                /* of a part, where possible */
    size_t parts;                /* about how many there may be */
    size_t list;                 /* values in a parameter that is a list */
    const char *part;            /* the template of a part's document */
    const char *parent;          /* the template of a part in the parent's document */
    const char *nested;          /* the path of a part, a pattern with {name} */
    const char *layered;         /* likewise, where there is no parent */
    const char *script;          /* the path of the script that deploys layers */
    const char *script_template; /* its template, in templates/shell/ */
};

struct recipe {
    const struct dialect *dialect; /* dialect_json or dialect_hcl */
    const char *title;
    const char *folder;         /* a pattern with {env} */
    const char *moved;          /* hcl only: the file of `moved` blocks, or NULL */
    const char *patch;          /* member of the description's `patch`, or NULL */
    struct hcl_rules rules;     /* hcl only, but for rules.resources */
    const struct str *sections; /* json only: their order; none means any */
    size_t section_count;
    const struct str *distinct; /* json only: sections that share one set of ids */
    size_t distinct_count;
    struct recipe_permissions permissions;
    struct recipe_split split;
    const struct recipe_limit *limits;
    size_t limit_count;
    size_t bytes_max;      /* of a composed file; 0: no limit */
    size_t note_bytes_max; /* a larger one is worth a note; 0: never */
    const struct recipe_file *files;
    size_t file_count;
};

/** Reads a manifest; everything lives in the arena. NULL after a diagnostic. */
const struct recipe *recipe_load(struct arena *arena, const struct source *source,
                                 struct diags *diags);

/**
 * The pattern with each {member} replaced by that member of `item` (NULL: no members). NULL with
 * `*error` set if there is no such text or it has other letters than a-z, 0-9, '_' and '-', so that
 * no value can lead out of the folder.
 */
const char *recipe_expand(struct arena *arena, const char *pattern, const json_t *item,
                          const char **error);

/** Puts what the dotted `path` names in the view into `*value`; NULL for no path. False if there is
 *  no such member, which is the manifest's fault, as the view always has all its members. */
bool recipe_find(const json_t *view, const char *path, const json_t **value);

/** Truth as in templates: null, false, 0 and what is empty are false. */
bool recipe_is_true(const json_t *value);

#endif
