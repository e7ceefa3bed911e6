/* SPDX-License-Identifier: MIT */
/**
 * What a run would do to an output folder: the wanted files compared with the files there and with
 * the manifest. Floor: output. Making a plan changes nothing and opens nothing for writing.
 *
 * A file that the manifest names but the run no longer wants is an orphan if it lies in the run's
 * scope (a run for one environment leaves the others alone).
 */
#ifndef ARCHGEN_OUTPUT_PLAN_H
#define ARCHGEN_OUTPUT_PLAN_H

#include "base/arena.h"
#include "base/compiler.h"
#include "base/files.h"
#include "output/folder.h"

#include <stdbool.h>
#include <stddef.h>

/** What is asked for. All is borrowed. */
struct plan_job {
    const char *root;              /* the output folder as the user gave it */
    const struct file_list *files; /* all files of the run, sorted by path */
    const char *const *scopes;     /* "cfn/" or "hcl/prod/": what the run answers for */
    size_t scope_count;
    bool force; /* also overwrite or remove what is not ours or was edited */
};

enum change_kind {
    CHANGE_NONE,    /* the bytes are the same */
    CHANGE_CREATE,  /* the file is missing */
    CHANGE_UPDATE,  /* the bytes differ */
    CHANGE_FOREIGN, /* the bytes differ, and archgen did not write them */
    CHANGE_REMOVE,  /* an orphan as it was written */
    CHANGE_EDITED   /* an orphan that someone edited: left in place */
};

struct change {
    enum change_kind kind;
    const char *path;
    struct str before; /* bytes there now; empty if there are none or it is no file */
    struct str after;  /* bytes wanted; empty for orphans */
};

struct plan {
    struct change *changes; /* sorted by path */
    size_t count;
    size_t capacity;
    bool has_lock;               /* a lock file is there: a run is under way, or was killed */
    struct str manifest;         /* what the manifest says now; empty if there is none */
    struct str manifest_between; /* names everything that exists at any time of the run */
    struct str manifest_after;
};

/** Compares. False with `*reason` if the folder or its manifest cannot be read. All in the arena
 *  of `folders`. */
AG_MUST_USE bool plan_make(struct plan *plan, struct folders *folders, const struct plan_job *job,
                           const char **reason);

/** The number of changes of a kind below `prefix` ("" for all). */
size_t plan_count(const struct plan *plan, enum change_kind kind, const char *prefix);

#endif
