/* SPDX-License-Identifier: MIT */
/**
 * libarchgen: a description in memory, generated files out. The command (gen/cli/), the tests and
 * the fuzzers are callers like any other. Nothing here prints, exits or writes to disk.
 *
 *     struct arena arena;  arena_init(&arena);
 *     struct diags diags;  diags_init(&diags, &arena);
 *     struct archgen *run = archgen_new(&arena, data, "architecture.yaml", text, &diags, NULL);
 *     if (run != NULL && archgen_generate(run, "cfn", "prod", &files)) { … }
 *     archgen_free(run);
 *     arena_release(&arena);
 */
#ifndef ARCHGEN_ARCHGEN_H
#define ARCHGEN_ARCHGEN_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/files.h"
#include "base/str.h"
#include "data/json.h"

#include <stdbool.h>
#include <stddef.h>

struct archgen;

/* Of all environments together: each is a system of its own, which is derived and written. */
enum {
    ARCHGEN_TIERS_MAX = 30000, /* what one mapping holds, in each of the built-in environments */
    ARCHGEN_FLOWS_MAX = 150000
};

/** The stages of the pipeline, in order; what `--dump` prints and scripts/bench measures. */
enum archgen_stage {
    ARCHGEN_DOCUMENT, /* the YAML as JSON */
    ARCHGEN_RESOLVED, /* after overlays, one environment */
    ARCHGEN_MODEL,    /* what templates see, one environment */
    ARCHGEN_WAIVERS   /* findings that are accepted, one environment */
};

/** Parts of a run for measurements, in order. */
enum archgen_phase {
    ARCHGEN_PHASE_LOAD,     /* schemas and templates */
    ARCHGEN_PHASE_READ,     /* YAML to JSON */
    ARCHGEN_PHASE_VALIDATE, /* overlay, schema, checks */
    ARCHGEN_PHASE_DERIVE,   /* model and view */
    ARCHGEN_PHASE_RENDER,   /* templates */
    ARCHGEN_PHASE_LAYOUT,   /* composition and layout */
    ARCHGEN_PHASE_OTHER,
    ARCHGEN_PHASE_COUNT
};

/** Told when the run enters a phase. */
struct archgen_clock {
    void (*enter)(void *context, enum archgen_phase phase);
    void *context;
};

/**
 * Reads and checks a description for all its environments. `data` holds the files "schema/…" and
 * "templates/…". `clock` may be NULL. Everything is borrowed for the life of the run. NULL if
 * `data` is unusable or the text is no document; otherwise a run, whose diagnostics may hold errors
 * (see archgen_is_valid).
 */
struct archgen *archgen_new(struct arena *arena, const struct file_list *data, const char *name,
                            struct str text, struct diags *diags,
                            const struct archgen_clock *clock);

/** Releases the run, but not its arena. NULL is accepted. */
void archgen_free(struct archgen *run);

/** True if no environment has an error. */
bool archgen_is_valid(const struct archgen *run);

/** The names of the environments, in the document's order; borrowed. */
const char *const *archgen_environments(const struct archgen *run, size_t *count);

/** Gives a stage as JSON, or NULL after a diagnostic (unknown environment, faulty description).
 *  `environment` may be NULL for ARCHGEN_DOCUMENT. */
AG_MUST_USE json_t *archgen_dump(struct archgen *run, enum archgen_stage stage,
                                 const char *environment);

/**
 * Gives where the value at `path` (model/trace.h) comes from in an environment, and what it made if
 * it is a flow or a tier; or NULL after a diagnostic:
 *     {"path", "description", "environment", "value", "layers": […], "members": […],
 *      "made": [{"what", "id", "label", "text"}], "resources": {"<target>": [{"type", "name"}]}}
 * `targets` are those whose resources are looked for; a dialect that cannot be read back has none.
 */
AG_MUST_USE json_t *archgen_explain(struct archgen *run, const char *path, const char *environment,
                                    const char *const *targets, size_t target_count);

/** Gives the text of the description as it was read and with its keys in the order of the schema;
 *  both in the arena. False after a diagnostic: lines cannot be moved without changing what it
 * says.
 */
AG_MUST_USE bool archgen_format(struct archgen *run, struct str *before, struct str *text);

/** Appends the files of one target and environment to `files` (bytes in the arena). False after a
 *  diagnostic; then `files` is unchanged. */
bool archgen_generate(struct archgen *run, const char *target, const char *environment,
                      struct file_list *files);

/** Gives the neutral form (verify/neutral.h) of files that archgen_generate made for one target and
 *  environment, or NULL after a diagnostic. */
AG_MUST_USE json_t *archgen_neutral(struct archgen *run, const char *target,
                                    const struct file_list *files);

/** A named check, for `--list checks`. */
struct check_info {
    const char *name;
    const char *summary;
};

/** All checks, in the arena. */
const struct check_info *archgen_checks(struct arena *arena, size_t *count);

/** Names of the targets / kinds in `data`, sorted, in the arena. */
const char *const *archgen_targets(struct arena *arena, const struct file_list *data,
                                   size_t *count);
const char *const *archgen_kinds(struct arena *arena, const struct file_list *data, size_t *count);

/** Gives one JSON Schema of a whole description for editors (schema/bundle.h), or NULL after a
 *  diagnostic about `data`. */
AG_MUST_USE json_t *archgen_schema(struct arena *arena, const struct file_list *data,
                                   struct diags *diags);

#endif
