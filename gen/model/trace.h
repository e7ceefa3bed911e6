/* SPDX-License-Identifier: MIT */
/**
 * Where a value of an environment comes from. Floor: model. A path names a value as
 *
 *     tiers.web.size      dotted; keys with dots are found, too
 *     /tiers/web/size     a JSON Pointer (RFC 6901)
 *     web -> db           a flow, however its blanks are written, with or without "flows." in front
 *
 * The layers of a value are, lowest first: the schema's default, the profile, the base and what the
 * environment itself says.
 */
#ifndef ARCHGEN_MODEL_TRACE_H
#define ARCHGEN_MODEL_TRACE_H

#include "base/arena.h"
#include "base/diag.h"
#include "data/json.h"
#include "model/catalog.h"
#include "model/overlay.h"

#include <stdbool.h>
#include <stddef.h>

/** What a value is looked for in; all borrowed. */
struct trace {
    struct arena *arena;
    const struct catalog *catalog;
    const struct places *places;
    const struct environment *environment;
    struct overlay_layers layers;
    const json_t *merged;
    const json_t *resolved; /* the merged description, resolved by the schema */
};

/** The steps of a path, decoded. */
struct trace_path {
    struct str *tokens;
    size_t count;
    const char *text; /* in the dotted form */
};

/** Reads a path. False after a diagnostic: it is not one, or leads to nothing. */
AG_MUST_USE bool trace_parse(const struct trace *trace, const char *text, struct diags *diags,
                             struct trace_path *path);

/**
 * Adds to `result` {"description", "value", "layers": [{"layer", "name", "at", "value", "place",
 * "removed", "in_force"}, …], "members"}: what the schema calls the value, what it is once
 * resolved, every layer that says something of it, and for a map where each of its members comes
 * from. A layer that removes the value has the value null; one that gives it as part of a short
 * form says in "at" where that stands. A place in a file that is built in is a JSON Pointer instead
 * of line and column.
 */
void trace_value(const struct trace *trace, const struct trace_path *path, json_t *result);

#endif
