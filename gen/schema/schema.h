/* SPDX-License-Identifier: MIT */
/**
 * JSON Schema 2020-12 over jansson values. Floor: schema. Knows nothing of AWS or of archgen's
 * language: both are data. A set holds the schema documents of a run, which refer to one another
 * by file name ("kinds/balancer.json", "#/$defs/port"). A keyword that is not implemented is
 * refused when a document is added, never ignored. Beside the standard's keywords:
 *
 *   x-dispatch {"on": "kind", "to": "kinds/"}   the instance's member `on` (a string) names the
 *              document `to`+value+".json" that the instance must also satisfy; an unknown value is
 *              one diagnostic with a suggestion. A dispatch is decided before any alternative.
 *   x-short    "path"   on a schema that also accepts a scalar (or list): what a non-object stands
 *              for, {"path": …}; with "*" a list of names stands for {"<name>": true, …}. An
 *              annotation: validation uses the standard alternatives.
 *   x-message  "…"      the text of the diagnostic when this subschema fails, instead of ours.
 *   x-archgen* free-form annotations for the model; not looked at here.
 *
 * Alternatives (oneOf, anyOf) are first narrowed by the instance's type and by const members, so
 * that a fault gives the one message that fits. A loaded set is read-only and index-based.
 *
 *     struct schemas *set = schemas_new(arena, diags);
 *     schemas_add(set, "architecture.json", text);
 *     schemas_link(set);
 *     if (schemas_validate(set, "architecture.json", document, places, diags)) {
 *         json_t *plain = schemas_resolve(set, "architecture.json", document);
 *     }
 */
#ifndef ARCHGEN_SCHEMA_SCHEMA_H
#define ARCHGEN_SCHEMA_SCHEMA_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "data/json.h"
#include "data/places.h"

#include <stdbool.h>

struct schemas;

/** Gives an empty set that reports faults of schemas to `diags` (borrowed). */
struct schemas *schemas_new(struct arena *arena, struct diags *diags);

/** Releases what does not live in the arena (parsed documents, compiled patterns). */
void schemas_free(struct schemas *set);

/** Parses a document (RFC 8259, duplicate keys refused) and checks every keyword. `name` and
 *  `text` are borrowed for the life of the set. False after a diagnostic. */
bool schemas_add(struct schemas *set, const char *name, struct str text);

/** Resolves all references once every document was added. False after a diagnostic. */
bool schemas_link(struct schemas *set);

/** Compiles all regular expressions now, which is otherwise done when one is first used: for
 * schemas that the build did not check (--data). False after a diagnostic for each faulty one. */
bool schemas_check_patterns(struct schemas *set);

/** What the document says to others than the validator (schema/annotations.h), borrowed, or NULL if
 * there is no such document. */
const json_t *schemas_annotations(const struct schemas *set, const char *name);

/** Keeps a value (taken) that belongs to the schemas, in a set that is read from texts; gives its
 *  number. */
uint32_t schemas_keep(struct schemas *set, json_t *value);

/** The value of a number, borrowed. */
const json_t *schemas_value(const struct schemas *set, uint32_t number);

/** The names of the properties of the document's root, in its order, and their number. */
const struct str *schemas_properties(const struct schemas *set, const char *name, size_t *count);

/** Validates; adds one diagnostic for each fault, at its place. True if there was none. */
bool schemas_validate(const struct schemas *set, const char *name, const json_t *instance,
                      const struct places *places, struct diags *diags);

/** As schemas_validate for callers without places: the verdict only. */
bool schemas_accepts(const struct schemas *set, const char *name, const json_t *instance);

/**
 * Gives a valid instance in the one form that templates see: short forms spelled out (x-short),
 * strings with a `format` that has a value converted to it (schema/format.h), members that are
 * missing filled with the schema's `default` (resolved in turn) or null where it declares none.
 * Members keep the document's order; filled ones follow in the schema's order. What is filled in is
 * shared with other results, so that nobody may alter it.
 */
AG_MUST_USE json_t *schemas_resolve(const struct schemas *set, const char *name,
                                    const json_t *instance);

/** What the schemas say of one value of an instance; everything is borrowed from the set, or in the
 *  arena. */
struct schema_trace {
    const char *description;     /* or NULL */
    bool is_default;             /* the instance does not have the value: a schema fills it in */
    const json_t *default_value; /* as declared, whether it is used or not; or NULL */
    const char *document;        /* of the default: "kinds/database.json" */
    const char *pointer;         /* and in it: "/properties/size/default" */
};

/** Follows `tokens` from the root of a valid instance, through short forms and defaults, in a set
 *  that was read from texts. Where there is nothing of that name, gives that of the last step. */
AG_MUST_USE struct schema_trace schemas_trace(const struct schemas *set, struct arena *arena,
                                              const char *name, const json_t *instance,
                                              const struct str *tokens, size_t count);

/** The names of the members that the schemas of a map declare, in their order; those that several
 *  schemas declare stand several times. None if there is no such map. */
struct schema_members {
    struct str *names; /* in the arena */
    size_t count;
};

/** Follows `tokens` as schemas_trace does, and like it needs a set that was read from texts. */
struct schema_members schemas_members(const struct schemas *set, struct arena *arena,
                                      const char *name, const json_t *instance,
                                      const struct str *tokens, size_t count);

#endif
