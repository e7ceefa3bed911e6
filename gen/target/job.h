/* SPDX-License-Identifier: MIT */
/**
 * What generate.c (rendering) and finish.c (patches, division, quotas, files) share: one run of a
 * target over one environment. Floor: target; inner part of target/generate.h.
 */
#ifndef ARCHGEN_TARGET_JOB_H
#define ARCHGEN_TARGET_JOB_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/files.h"
#include "base/table.h"
#include "data/json.h"
#include "target/compose_hcl.h"
#include "target/compose_json.h"
#include "target/dialects.h"
#include "target/generate.h"
#include "target/patches.h"
#include "target/recipe.h"

#include <stdbool.h>
#include <stddef.h>

/* A composed JSON document waits for all others, as patches look for the one they are meant for. */
struct document {
    const char *path;
    struct compose_json compose;
    bool is_nested; /* it is deployed by way of S3 anyway */
    bool is_patched;
    struct document *next;
};

struct job {
    const struct target *target;
    const struct recipe *recipe;
    const json_t *view;
    target_origin origin;
    void *origin_context;
    struct diags *diags;
    struct print_context print;
    struct buf rendered;
    struct table paths;
    const char *folder;
    struct file_list *files;
    struct compose_hcl hcl;
    struct document *documents; /* json: composed ones, in order */
    struct document **documents_end;
    struct patches patches;
    json_t *types; /* of the resources; NULL if nobody asks */
    bool is_nested;
    bool is_fine;
};

/* Where a file's parts go: one of these. */
struct output {
    const char *path;
    struct compose_json *json;
    size_t hcl_file;
    bool is_plain;
    bool is_nested;
};

/* An item of the view that a file or part is made for; `value` is NULL for none. */
struct item {
    const char *local; /* by which templates know it: "tier", "item" */
    const json_t *value;
};

/** No item of the view. */
#define JOB_NO_ITEM ((struct item){"tier", NULL})

/** Where the user wrote what an item is made of, or the whole. */
struct span job_origin(const struct job *job, struct item item);

/** Adds a diagnostic; the job is no longer fine. */
AG_PRINTF(4, 5)
void job_fail(struct job *job, enum diag_id id, struct span span, const char *format, ...);

/** Begins the document of the file `output->path`. */
void job_begin_document(struct job *job, struct output *output);

/** Prepares what the description's `patch` says for this target. */
void job_begin_patches(struct job *job);

/** Patches the documents that are not patched yet. */
void job_patch(struct job *job);

/** Divides the document that the manifest names, if that is asked for or it passes a quota; which
 *  has to be patched. */
void job_divide(struct job *job);

/** Sets `types` from all that was made, before patches and division, if the manifest wants it. */
void job_note_types(struct job *job);

/** Applies the patches that are left, and appends the files. */
void job_finish(struct job *job);

#endif
