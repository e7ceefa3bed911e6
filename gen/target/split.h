/* SPDX-License-Identifier: MIT */
/**
 * One document as several, so that each is within the quotas: a parent and its parts, or layers
 * that a script deploys one after the other. Floor: target. What parts there are is decided by
 * target/partition.h, what they pass to each other by target/borders.h; the manifest's `split` says
 * how it is spelled, and its templates see `part` and `parts` (docs/templates.md).
 *
 * Ids stay what they are, and so do the outputs of the parent, unless there are more of them than a
 * document may have: then parts keep them.
 */
#ifndef ARCHGEN_TARGET_SPLIT_H
#define ARCHGEN_TARGET_SPLIT_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/files.h"
#include "base/buf.h"
#include "data/json.h"
#include "target/compose_json.h"
#include "target/generate.h"

#include <stdbool.h>

struct split {
    const struct target *target;
    const json_t *view;
    struct print_context *print;
    struct span origin; /* of the description, for diagnostics */
    struct diags *diags;
    const char *folder; /* of the files */
    struct file_list *files;
    bool is_layered;
    /** Gives an empty document for the file `path`; json only. */
    struct compose_json *(*begin)(void *context, const char *path);
    void *context;
};

/** The path of a part, in the arena. NULL after a diagnostic. */
const char *split_path(const struct split *split, const char *name);

/** Appends what a template of `set` that sees the locals makes. False after a diagnostic. */
bool split_render(const struct split *split, struct templates *set, const char *name,
                  const json_t *locals, struct buf *out);

/** Appends the script that deploys the parts `views`. False after a diagnostic. */
bool split_script(const struct split *split, const json_t *views);

/** Divides `source`: it becomes the parent, or empty where there is none. False after a
 *  diagnostic. */
bool split_document(const struct split *split, struct compose_json *source);

/** How a document of `bytes` bytes passes a quota of the manifest, "501 'Resources', more than …",
 *  in the arena; NULL if it passes none. */
const char *split_passed_quota(struct arena *arena, const struct recipe *recipe,
                               const struct compose_json *source, size_t bytes);

#endif
