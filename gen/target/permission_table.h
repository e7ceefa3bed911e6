/* SPDX-License-Identifier: MIT */
/**
 * The table of a target's file permissions.json (docs/templates.md, "Permissions"): which actions
 * each type of resource needs, and on which resources each action may be used. Floor: target. The
 * build compiles those of the built-in targets (gen/embed/write_permissions.c).
 */
#ifndef ARCHGEN_TARGET_PERMISSION_TABLE_H
#define ARCHGEN_TARGET_PERMISSION_TABLE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

/** Texts with placeholders such as {region}. */
struct permission_texts {
    const struct str *items;
    size_t count;
};

/** One key of a condition, such as iam:PassedToService below StringEquals. */
struct permission_condition {
    const char *operator_name;
    const char *key;
    struct permission_texts values;
};

/** On which resources some actions may be used: a statement, and in which policy it stands. */
struct permission_scope {
    const char *sid;
    const char *group;
    struct permission_texts resources;
    const struct permission_condition *conditions; /* those of one operator side by side */
    size_t condition_count;
};

struct permission_action {
    const char *name;
    uint32_t scope; /* its number */
};

struct permission_type {
    struct str name;
    const uint32_t *actions; /* their numbers */
    size_t count;
};

struct permission_table {
    const struct source *source; /* NULL if it was compiled */
    const struct permission_scope *scopes;
    size_t scope_count;
    const struct permission_action *actions; /* sorted by name, each once */
    size_t action_count;
    const struct permission_type *types; /* sorted by name */
    size_t type_count;
};

/** What a placeholder stands for. */
enum permission_place {
    PLACE_NONE,
    PLACE_PARTITION,
    PLACE_ACCOUNT,
    PLACE_REGION,
    PLACE_PREFIX,
    PLACE_NAME,
};

/** A step through a text: plain bytes, which may be none, and what follows them. */
struct permission_step {
    struct str plain;
    enum permission_place place; /* PLACE_NONE at the end, and for a name that is none */
    struct str name;             /* of the placeholder; its bytes are NULL at the end */
};

/** Takes the next step from `text`, which begins behind it then. */
struct permission_step permission_text_step(struct str *text);

/** Reads a table into the arena; NULL after a diagnostic. */
const struct permission_table *
permission_table_read(struct arena *arena, const struct source *source, struct diags *diags);

/** The row of a type, or NULL. */
const struct permission_type *permission_table_find(const struct permission_table *table,
                                                    struct str type);

#endif
