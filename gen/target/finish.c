/* SPDX-License-Identifier: MIT */
/* What is done with composed documents: patches, division, quotas, bytes. */
#include "target/job.h"

#include "base/arena.h"
#include "base/mem.h"
#include "target/modules.h"
#include "target/split.h"

#include <stdarg.h>
#include <string.h>

struct span job_origin(const struct job *job, struct item item)
{
    bool is_tier = strcmp(item.local, "tier") == 0;
    const char *tier = is_tier ? jx_get_text(item.value, "key", NULL) : NULL;

    return job->origin == NULL ? SPAN_NONE : job->origin(job->origin_context, tier);
}

AG_PRINTF(4, 5)
void job_fail(struct job *job, enum diag_id id, struct span span, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    diag_add(job->diags, id, span, "%s", arena_vtext(job->target->arena, format, args));
    va_end(args);
    job->is_fine = false;
}

void job_begin_document(struct job *job, struct output *output)
{
    struct document *document = ARENA_NEW(job->target->arena, struct document);

    document->path = output->path;
    document->is_nested = output->is_nested;
    compose_json_init(&document->compose, job->target->arena, job->diags, job->recipe->sections,
                      job->recipe->section_count);
    compose_json_share(&document->compose, job->recipe->distinct, job->recipe->distinct_count);
    *job->documents_end = document;
    job->documents_end = &document->next;
    output->json = &document->compose;
}

static void add_types(const struct job *job, const struct document *document)
{
    const struct recipe_permissions *permissions = &job->recipe->permissions;

    for (size_t i = 0; i < permissions->type_count; i++) {
        compose_json_types(&document->compose, permissions->types[i].section,
                           permissions->types[i].member, job->types);
    }
}

void job_note_types(struct job *job)
{
    const struct recipe_permissions *permissions = &job->recipe->permissions;
    const json_t *wanted;

    if (permissions->file == NULL || !recipe_find(job->view, permissions->when, &wanted) ||
        !recipe_is_true(wanted)) {
        return;
    }
    job->types = jx_object();
    compose_hcl_types(&job->hcl, job->types);
    for (const struct document *document = job->documents; document != NULL;
         document = document->next) {
        add_types(job, document);
    }
}

/* ---- quotas ---- */

static void check_quotas(struct job *job, const struct document *document, size_t bytes)
{
    const struct recipe *recipe = job->recipe;
    const char *reason = split_passed_quota(job->target->arena, recipe, &document->compose, bytes);

    if (reason != NULL) {
        struct diag *diag = diag_add(job->diags, DIAG_QUOTA, job_origin(job, JOB_NO_ITEM),
                                     "'%s/%s' has %s", job->folder, document->path, reason);

        job->is_fine = false;
        if (recipe->split.file != NULL && strcmp(document->path, recipe->split.file) == 0 &&
            !document->is_nested) {
            diag_hint(job->diags, diag, "'layout: nested' divides it");
        }
    } else if (recipe->note_bytes_max > 0 && bytes > recipe->note_bytes_max &&
               !document->is_nested) {
        diag_add(job->diags, DIAG_SIZE_NOTE, SPAN_NONE,
                 "'%s/%s' has %zu bytes; above %zu it must be passed by way of S3", job->folder,
                 document->path, bytes, recipe->note_bytes_max);
    }
}

static void finish_document(struct job *job, struct document *document)
{
    const char *resources = job->recipe->rules.resources;
    struct arena *arena = job->target->arena;
    struct buf out;

    if (compose_json_is_empty(&document->compose)) {
        return;
    }
    size_t size = compose_json_size(&document->compose);

    buf_init_over(&out, arena_bytes(arena, size + 1), size + 1);
    compose_json_finish(&document->compose, &out);
    BUG_UNLESS(out.len == size);
    check_quotas(job, document, size);
    size_t resource_count =
        resources == NULL ? 0 : compose_json_count(&document->compose, str_from(resources));

    /* Large documents need not be in memory twice. */
    compose_json_release(&document->compose);
    file_list_add(job->files, arena, arena_text(arena, "%s/%s", job->folder, document->path),
                  buf_str(&out));
    job->files->items[job->files->count - 1].resource_count = resource_count;
}

/* Where the user wrote each operation of the patch. */
static const struct span *operation_spans(struct job *job, size_t count)
{
    struct arena *arena = job->target->arena;
    struct span *spans = NULL;

    if (job->origin == NULL) {
        return NULL;
    }
    spans = ARENA_ARRAY(arena, count, struct span);
    for (size_t i = 0; i < count; i++) {
        spans[i] = job->origin(job->origin_context,
                               arena_text(arena, "/patch/%s/%zu", job->recipe->patch, i));
    }
    return spans;
}

void job_begin_patches(struct job *job)
{
    const json_t *operations = job->recipe->patch == NULL
                                   ? NULL
                                   : jx_get(jx_get(job->view, "patches"), job->recipe->patch);

    patches_init(&job->patches, job->target->arena, job->diags, job_origin(job, JOB_NO_ITEM),
                 operations);
    job->patches.spans = operation_spans(job, json_array_size(operations));
}

/* Patches the documents that are not patched yet. */
void job_patch(struct job *job)
{
    for (struct document *document = job->documents; document != NULL; document = document->next) {
        if (!document->is_patched) {
            document->is_patched = true;
            job->is_fine = patches_apply_json(&job->patches, job->recipe, &document->compose,
                                              document == job->documents) &&
                           job->is_fine;
        }
    }
}

/* ---- division ---- */

/* A document of a part; it is made of what is patched already. */
static struct compose_json *begin_part(void *context, const char *path)
{
    struct job *job = context;
    struct output output = {.path = path, .is_nested = true};
    struct document **last = job->documents_end;

    job_begin_document(job, &output);
    (*last)->is_nested = job->is_nested;
    (*last)->is_patched = true;
    return output.json;
}

static struct document *document_to_split(const struct job *job)
{
    struct document *document = job->documents;

    while (document != NULL && (job->recipe->split.file == NULL ||
                                strcmp(document->path, job->recipe->split.file) != 0)) {
        document = document->next;
    }
    return document;
}

/* The layout that is asked for, or needed: "single", "nested" or "layered". */
static const char *choose_layout(struct job *job, const struct document *document)
{
    const char *layout = jx_get_text(job->view, "layout", NULL);
    const char *reason = NULL;

    if (layout != NULL) {
        return layout;
    }
    reason = split_passed_quota(job->target->arena, job->recipe, &document->compose,
                                compose_json_size(&document->compose));
    if (reason == NULL) {
        return "single";
    }
    diag_add(job->diags, DIAG_LAYOUT_NESTED, SPAN_NONE,
             "'%s/%s' would have %s, so it is divided into nested stacks", job->folder,
             document->path, reason);
    return "nested";
}

static struct split split_of(struct job *job, bool is_layered)
{
    return (struct split){.target = job->target,
                          .view = job->view,
                          .print = &job->print,
                          .origin = job_origin(job, JOB_NO_ITEM),
                          .diags = job->diags,
                          .folder = job->folder,
                          .files = job->files,
                          .is_layered = is_layered,
                          .begin = begin_part,
                          .context = job};
}

/* True if the description asks for parts and the target makes modules of them: with either layout,
 * since Terraform orders what is in its one state by itself. */
static bool has_modules(const struct job *job)
{
    return job->recipe->dialect == &dialect_hcl && job->recipe->split.file != NULL &&
           strcmp(jx_get_text(job->view, "layout", "single"), "single") != 0;
}

/* Divides the document that the manifest says, if it is to be. */
void job_divide(struct job *job)
{
    const char *asked = jx_get_text(job->view, "layout", "single");
    struct document *document = document_to_split(job);

    if (document == NULL) {
        if (strcmp(asked, "single") != 0 && !has_modules(job)) {
            struct span span =
                job->origin == NULL ? SPAN_NONE : job->origin(job->origin_context, "/layout");

            diag_add(job->diags, DIAG_LAYOUT_UNKNOWN, span,
                     "%s has no layout '%s'; nothing is divided", job->target->name, asked);
        }
        return;
    }
    const char *layout = choose_layout(job, document);

    if (strcmp(layout, "single") != 0) {
        job->is_nested = document->is_nested = strcmp(layout, "nested") == 0;
        const struct split split = split_of(job, !job->is_nested);

        job->is_fine = split_document(&split, &document->compose) && job->is_fine;
        if (job->types != NULL) {
            add_types(job, document); /* those of the parent */
        }
    }
}

/* ---- files ---- */

void job_finish(struct job *job)
{
    job_patch(job);
    if (job->recipe->dialect == &dialect_hcl) {
        job->is_fine = patches_apply_hcl(&job->patches, &job->hcl) && job->is_fine;
    }
    job->is_fine = patches_finish(&job->patches) && job->is_fine;
    for (struct document *document = job->documents; document != NULL && job->is_fine;
         document = document->next) {
        finish_document(job, document);
    }
    if (job->is_fine && has_modules(job)) {
        const struct split split = split_of(job, false);

        job->is_fine = split_modules(&split, &job->hcl);
    }
    if (job->is_fine) {
        compose_hcl_finish(&job->hcl, job->folder, job->files);
    }
}
