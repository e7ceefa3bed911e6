/* SPDX-License-Identifier: MIT */
/**
 * The catalog: what `schema/` knows, loaded once for a run. Floor: model. Kinds of tiers with their
 * annotations (docs/kinds.md), profiles of environments, service ports, sets of grants. The model
 * works from the catalog only; nothing in C knows a kind by name.
 */
#ifndef ARCHGEN_MODEL_CATALOG_H
#define ARCHGEN_MODEL_CATALOG_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/files.h"
#include "data/json.h"
#include "schema/schema.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What catalog_kind gives is complete; others have only their names. */
struct kind {
    const char *name;
    const json_t *schema; /* the annotations of its document (schema/annotations.h) */
    const json_t *traits; /* its "x-archgen" */
};

/** What catalog_profile gives is complete; others have only their names. */
struct profile {
    const char *name;
    const json_t *value; /* {"network": {…}, "kinds": {…}} */
    uint32_t number;     /* of the value (schemas_value) */
};

/** The files of the folder that are no schemas. */
enum catalog_table_id {
    CATALOG_PORTS,    /* service name → port */
    CATALOG_GRANTS,   /* set name → statements */
    CATALOG_FINDINGS, /* what scanners report (waivers.h) */
    CATALOG_QUOTAS,   /* what AWS allows at most (checks_quota.c) */
    CATALOG_TABLE_COUNT
};

/** The folder as the build compiled it (gen/embed/write_schemas.c). */
struct compiled_catalog {
    const struct compiled_schemas *schemas;
    const char *const *kinds; /* sorted */
    size_t kind_count;
    const struct profile *profiles; /* sorted */
    size_t profile_count;
    uint32_t tables[CATALOG_TABLE_COUNT]; /* as in struct catalog */
};

struct catalog {
    struct arena *arena;
    struct schemas *schemas;
    struct kind *kinds; /* sorted by name */
    size_t kind_count;
    struct profile *profiles; /* sorted by name */
    size_t profile_count;
    uint32_t tables[CATALOG_TABLE_COUNT]; /* numbers (schemas_value), or CATALOG_NONE */
};

/** The folder has no such file. */
#define CATALOG_NONE UINT32_MAX

/** The name of the schema of a whole description in `catalog->schemas`. */
#define CATALOG_DOCUMENT "architecture.json"

/** Loads "schema/…" of `data` (borrowed), or takes what the build made of it. NULL after
 * diagnostics. */
struct catalog *catalog_load(struct arena *arena, const struct file_list *data,
                             struct diags *diags);

/** The same from the texts in any case: the schemas then also know where they come from, as
 *  schemas_bundle, schemas_trace and schemas_members ask. */
struct catalog *catalog_read(struct arena *arena, const struct file_list *data,
                             struct diags *diags);

/** Releases what does not live in the arena. NULL is accepted. */
void catalog_free(struct catalog *catalog);

/** The kind / profile of a name, or NULL. */
const struct kind *catalog_kind(const struct catalog *catalog, const char *name);
const struct profile *catalog_profile(const struct catalog *catalog, const char *name);

/** The content of a table, borrowed; NULL if the folder has no such file. */
const json_t *catalog_table(const struct catalog *catalog, enum catalog_table_id id);

/** The port of a service by name; 0 if it is unknown. */
int catalog_port(const struct catalog *catalog, struct str service);

/**
 * Evaluates a `when` (docs/kinds.md) on a tier's resolved properties: a map of property to a value,
 * a list of values, or {"below": number}, all of which must match; `true` and `false` also match
 * set and unset for properties that are not bool. NULL is true.
 */
bool catalog_when(const json_t *when, const json_t *spec);

/** The same, where a name with '/' in front ("/domain") is a key of the whole description. */
bool catalog_when_within(const json_t *when, const json_t *spec, const json_t *document);

#endif
