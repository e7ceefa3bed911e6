/* SPDX-License-Identifier: MIT */
/**
 * The defaults of missing members, each made once in a run, private to gen/schema. Which schemas
 * apply to a map decides which properties it may have and what these are if they are missing;
 * the maps of tiers of one kind have these schemas in common, in every environment.
 */
#ifndef ARCHGEN_SCHEMA_DEFAULTS_H
#define ARCHGEN_SCHEMA_DEFAULTS_H

#include "base/arena.h"
#include "data/json.h"

#include <stddef.h>
#include <stdint.h>

struct schemas;
struct defaults;

struct default_row {
    const char *key;
    const json_t *value; /* resolved; NULL until it is first asked for */
};

/** The properties of the schemas that apply to a map; one may be there twice. */
struct default_rows {
    struct default_row *items;
    size_t count;
};

/** Empty ones, in the arena; defaults_free releases the values. */
struct defaults *defaults_new(struct arena *arena);
void defaults_free(struct defaults *defaults);

/** The properties of the schemas with these numbers, in their order. */
const struct default_rows *defaults_rows(const struct schemas *set, const uint32_t *nodes,
                                         size_t count);

/** Keeps the value of a row, which it takes. */
void defaults_keep(struct defaults *defaults, struct default_row *row, json_t *value);

#endif
