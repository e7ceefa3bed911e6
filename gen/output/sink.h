/* SPDX-License-Identifier: MIT */
/**
 * Sinks: what happens to generated files. Floor: output. A folder is written (sink_write) or only
 * looked at (sink_look); the plan that comes back is then told as text: what changed, what a run
 * would change, how the folder differs. Nothing here prints.
 *
 *     struct plan plan;
 *     struct plan_job job = {"generated", &files, scopes, scope_count, false};
 *     switch (sink_write(&plan, arena, &job, diags, &reason)) { … }
 */
#ifndef ARCHGEN_OUTPUT_SINK_H
#define ARCHGEN_OUTPUT_SINK_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/compiler.h"
#include "base/diag.h"
#include "base/files.h"
#include "output/plan.h"

#include <stdbool.h>

enum sink_status {
    SINK_DONE,
    SINK_REFUSED, /* the user must decide: diagnostics were added, nothing was changed */
    SINK_FAILED   /* the machine failed: `*reason` is set */
};

/* What a comparison prints at most, in lines of difference, of one file and altogether. */
enum { SINK_FILE_LINES = 200, SINK_ALL_LINES = 2000 };

/** Makes the folder hold the job's files, all or none, under its lock. `plan` is what was done.
 *  A file that archgen did not write is refused unless the job says force. */
AG_MUST_USE enum sink_status sink_write(struct plan *plan, struct arena *arena,
                                        const struct plan_job *job, struct diags *diags,
                                        const char **reason);

/** The same without changing anything or opening anything for writing: what would be done. */
AG_MUST_USE enum sink_status sink_look(struct plan *plan, struct arena *arena,
                                       const struct plan_job *job, struct diags *diags,
                                       const char **reason);

/** Adds a diagnostic for each file that the plan may not touch; true if there is none. */
AG_MUST_USE bool sink_allows(const struct plan *plan, const char *root, struct diags *diags);

/** Appends a line for each file that the plan changes: "create  cfn/prod/template.json". */
void sink_tell_changes(const struct plan *plan, struct buf *out);

/** Appends a line for each file that is stale, missing or an orphan, then the differences of the
 *  stale ones. True if there is nothing to tell. */
bool sink_tell_difference(const struct plan *plan, struct buf *out);

/**
 * Appends the files of one target and environment as one text. A JSON text has no comments and
 * cannot be joined, so if the first file is JSON it alone is given; otherwise all files with the
 * first one's extension, each under a comment line with its path. `*left_out` is the number of
 * files not given.
 */
void sink_join(const struct file_list *files, struct buf *out, size_t *left_out);

#endif
