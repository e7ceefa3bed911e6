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

struct kind {
    const char *name;
    const json_t *schema; /* the whole document; NULL for a kind that no tier has */
    const json_t *traits; /* its "x-archgen" */
};

struct profile {
    const char *name;
    json_t *value; /* {"network": {…}, "kinds": {…}} */
};

struct catalog {
    struct schemas *schemas;
    struct kind *kinds; /* sorted by name */
    size_t kind_count;
    struct profile *profiles; /* sorted by name */
    size_t profile_count;
    json_t *ports;    /* service name → port */
    json_t *grants;   /* set name → statements */
    json_t *findings; /* what scanners report (waivers.h) */
};

/** The name of the schema of a whole description in `catalog->schemas`. */
#define CATALOG_DOCUMENT "architecture.json"

/** Loads "schema/…" of `data` (borrowed). NULL after diagnostics. */
struct catalog *catalog_load(struct arena *arena, const struct file_list *data,
                             struct diags *diags);

/** Releases what does not live in the arena. NULL is accepted. */
void catalog_free(struct catalog *catalog);

/** The kind / profile of a name, or NULL. */
const struct kind *catalog_kind(const struct catalog *catalog, const char *name);
const struct profile *catalog_profile(const struct catalog *catalog, const char *name);

/** The port of a service by name; 0 if it is unknown. */
int catalog_port(const struct catalog *catalog, struct str service);

/**
 * Evaluates a `when` (docs/kinds.md) on a tier's resolved properties: a map of property to a value
 * or a list of values, all of which must match; `true` and `false` also match set and unset for
 * properties that are not bool. NULL is true.
 */
bool catalog_when(const json_t *when, const json_t *spec);

/** The same, where a name with '/' in front ("/domain") is a key of the whole description. */
bool catalog_when_within(const json_t *when, const json_t *spec, const json_t *document);

#endif
