/* SPDX-License-Identifier: MIT */
/*
 * For each file of the manifest, and for each tier where it says so: render the parts, compose what
 * they made, and append the files. A fault in one part does not keep the others from being tried,
 * so that one run shows all of them.
 */
#include "target/generate.h"

#include "target/compose_hcl.h"
#include "target/compose_json.h"
#include "target/dialects.h"
#include "target/fault.h"
#include "target/layout_json.h"
#include "base/table.h"
#include "target/patches.h"
#include "target/permissions.h"

#include <stdarg.h>
#include <string.h>

/* Owner of the paths that the manifest names; no tier has such a key. */
#define MANIFEST "target.json"

/* A composed JSON document waits for all others, as patches look for the one they are meant for. */
struct document {
    const char *path;
    struct compose_json compose;
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
    bool is_fine;
};

/* Where a file's parts go: one of these. */
struct output {
    const char *path;
    struct compose_json *json;
    size_t hcl_file;
    bool is_plain;
};

/* An item of the view that a file or part is made for; `value` is NULL for none. */
struct item {
    const char *local; /* by which templates know it: "tier", "item" */
    const json_t *value;
};

typedef void (*item_action)(struct job *job, const void *what, struct output *output,
                            struct item item);

static const struct item no_item = {"tier", NULL};

static struct span origin_of(const struct job *job, struct item item)
{
    bool is_tier = strcmp(item.local, "tier") == 0;
    const char *tier = is_tier ? jx_get_text(item.value, "key", NULL) : NULL;

    return job->origin == NULL ? SPAN_NONE : job->origin(job->origin_context, tier);
}

AG_PRINTF(4, 5)
static void fail(struct job *job, enum diag_id id, struct span span, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    diag_add(job->diags, id, span, "%s", arena_vtext(job->target->arena, format, args));
    va_end(args);
    job->is_fine = false;
}

/* ---- walking the manifest ---- */

/* What is done to items of the view. */
struct walk {
    const char *each; /* as in the manifest; NULL: once */
    const char *when;
    item_action action;
    const void *what; /* for the action */
};

/* Calls the action once, or for each item that `each` names, if `when` lets it. */
static void for_each(struct job *job, const struct walk *walk, struct output *output,
                     struct item item)
{
    const char *each = walk->each;
    const char *when = walk->when;
    const json_t *condition;
    const json_t *list;
    const char *key;
    const json_t *value;
    size_t i;

    if (!recipe_find(job->view, when, &condition) || !recipe_find(job->view, each, &list) ||
        (list != NULL && !json_is_array(list) && !json_is_object(list))) {
        fail(job, DIAG_BAD_TARGET, SPAN_NONE,
             "the manifest of '%s' names '%s', which the view does not have", job->target->name,
             recipe_find(job->view, when, &condition) ? each : when);
        return;
    }
    if (when != NULL && !recipe_is_true(condition)) {
        return;
    }
    if (each == NULL) {
        walk->action(job, walk->what, output, item);
        return;
    }
    item.local = strcmp(each, "tiers") == 0 ? "tier" : "item";
    jx_array_foreach (list, i, value) {
        item.value = value;
        walk->action(job, walk->what, output, item);
    }
    jx_object_foreach (list, key, value) {
        item.value = value;
        walk->action(job, walk->what, output, item);
    }
}

/* ---- parts ---- */

static void enter_layout(const struct job *job, bool is_layout)
{
    if (job->target->clock != NULL) {
        job->target->clock(job->target->clock_context, is_layout);
    }
}

static void take_in(struct job *job, struct output *output, const struct fragment *fragment)
{
    bool is_fine;

    if (job->recipe->dialect == &dialect_hcl) {
        is_fine = output->is_plain ? compose_hcl_add_plain(&job->hcl, output->hcl_file, fragment)
                                   : compose_hcl_add(&job->hcl, output->hcl_file, fragment);
    } else if (!output->is_plain) {
        is_fine = compose_json_add(output->json, fragment);
    } else {
        struct text_fault fault;
        struct buf out;

        buf_init(&out, BUF_NO_LIMIT);
        is_fine = layout_json(job->target->arena, fragment->text, &out, &fault);
        if (is_fine) {
            struct str bytes = {arena_strdup(job->target->arena, buf_str(&out)), out.len};

            file_list_add(job->files, job->target->arena,
                          arena_text(job->target->arena, "%s/%s", job->folder, output->path),
                          bytes);
        } else {
            fault_report(job->diags, fragment, fault);
        }
        buf_release(&out);
    }
    job->is_fine = job->is_fine && is_fine;
}

/* What is being rendered, for diagnostics: "'app' (instances) for hcl". */
static const char *describe(struct job *job, const char *name, struct item item)
{
    const char *key = jx_get_text(item.value, "key", NULL);

    return key == NULL ? arena_text(job->target->arena, "'%s' for %s", name, job->target->name)
                       : arena_text(job->target->arena, "'%s' (%s) for %s", key,
                                    jx_get_text(item.value, "kind", name), job->target->name);
}

static void make_part(struct job *job, const void *what, struct output *output, struct item item)
{
    const struct recipe_part *part = what;
    struct arena *arena = job->target->arena;
    struct span origin = origin_of(job, item);
    const char *error;
    const char *name = recipe_expand(arena, part->template_name, item.value, &error);

    if (name == NULL) {
        fail(job, DIAG_BAD_TARGET, origin, "%s", error);
        return;
    }
    if (!templates_has(job->target->set, name)) {
        fail(job, DIAG_BAD_TARGET, origin, "the target '%s' has no template for '%s'",
             job->target->name, name);
        return;
    }
    json_t *locals = NULL;
    const char *subject = describe(job, name, item);

    if (item.value != NULL) {
        locals = jx_object();
        jx_set(locals, item.local, jx_share(item.value));
    }
    struct render render = {.globals = job->view,
                            .locals = locals,
                            .context = &job->print,
                            .subject = subject,
                            .origin = origin};

    buf_clear(&job->rendered);
    if (template_render(job->target->set, name, &render, &job->rendered, job->diags)) {
        struct fragment fragment = {
            .name = arena_text(arena, "templates/%s/%s.tmpl", job->target->name, name),
            .subject = subject,
            .origin = origin,
            .text = buf_str(&job->rendered)};

        enter_layout(job, true);
        take_in(job, output, &fragment);
        enter_layout(job, false);
    } else {
        job->is_fine = false;
    }
    json_decref(locals);
}

/* ---- files ---- */

static void begin_document(struct job *job, struct output *output)
{
    struct document *document = ARENA_NEW(job->target->arena, struct document);

    document->path = output->path;
    compose_json_init(&document->compose, job->target->arena, job->diags, job->recipe->sections,
                      job->recipe->section_count);
    *job->documents_end = document;
    job->documents_end = &document->next;
    output->json = &document->compose;
}

/* False after a diagnostic: another file of the target has the path. */
static bool claim_path(struct job *job, const char *path, struct span origin, struct item item)
{
    const char *key = jx_get_text(item.value, "key", "");
    const char *other = table_put(&job->paths, job->target->arena, str_from(path), key);

    if (other == NULL) {
        return true;
    }
    if (strcmp(other, MANIFEST) == 0) {
        fail(job, DIAG_NAME_COLLISION, origin,
             "'%s' would be written to '%s', a file that the target '%s' writes itself", key, path,
             job->target->name);
    } else {
        fail(job, DIAG_NAME_COLLISION, origin, "'%s' and '%s' would both be written to '%s'", other,
             key, path);
    }
    return false;
}

static void make_file(struct job *job, const void *what, struct output *output, struct item item)
{
    const struct recipe_file *file = what;
    struct arena *arena = job->target->arena;
    struct span origin = origin_of(job, item);
    const char *error;
    const char *path = recipe_expand(arena, file->path, item.value, &error);

    (void)output;
    if (path == NULL) {
        fail(job, DIAG_BAD_TARGET, origin, "%s", error);
        return;
    }
    if (item.value != NULL && !claim_path(job, path, origin, item)) {
        return;
    }
    struct output own = {.path = path, .is_plain = file->is_plain};

    if (job->recipe->dialect == &dialect_hcl) {
        own.hcl_file = compose_hcl_file(&job->hcl, path);
    } else if (!file->is_plain) {
        begin_document(job, &own);
    }
    for (size_t i = 0; i < file->part_count; i++) {
        const struct recipe_part *part = &file->parts[i];

        for_each(job, &(struct walk){part->each, part->when, make_part, part}, &own, item);
    }
}

/* ---- quotas ---- */

static void check_quotas(struct job *job, const struct document *document, size_t bytes)
{
    const struct recipe *recipe = job->recipe;
    struct span span = origin_of(job, no_item);

    for (size_t i = 0; i < recipe->limit_count; i++) {
        const struct recipe_limit *limit = &recipe->limits[i];
        size_t count = compose_json_count(&document->compose, limit->section);

        if (count > limit->max) {
            fail(job, DIAG_QUOTA, span,
                 "'%s/%s' has %zu '%.*s', more than the %zu that are allowed", job->folder,
                 document->path, count, STR_ARGS(limit->section), limit->max);
        }
    }
    if (recipe->bytes_max > 0 && bytes > recipe->bytes_max) {
        fail(job, DIAG_QUOTA, span, "'%s/%s' has %zu bytes, more than the %zu that are allowed",
             job->folder, document->path, bytes, recipe->bytes_max);
    } else if (recipe->note_bytes_max > 0 && bytes > recipe->note_bytes_max) {
        diag_add(job->diags, DIAG_SIZE_NOTE, SPAN_NONE,
                 "'%s/%s' has %zu bytes; above %zu it must be passed by way of S3", job->folder,
                 document->path, bytes, recipe->note_bytes_max);
    }
}

static void finish_document(struct job *job, struct document *document)
{
    struct arena *arena = job->target->arena;
    struct buf out;

    if (compose_json_is_empty(&document->compose)) {
        return;
    }
    buf_init(&out, BUF_NO_LIMIT);
    compose_json_finish(&document->compose, &out);
    check_quotas(job, document, out.len);
    size_t resource_count =
        job->recipe->rules.resources == NULL
            ? 0
            : compose_json_count(&document->compose, str_from(job->recipe->rules.resources));

    /* Large documents need not be in memory three times. */
    compose_json_release(&document->compose);
    file_list_add(job->files, arena, arena_text(arena, "%s/%s", job->folder, document->path),
                  (struct str){arena_strdup(arena, buf_str(&out)), out.len});
    job->files->items[job->files->count - 1].resource_count = resource_count;
    buf_release(&out);
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

static void finish(struct job *job)
{
    const json_t *operations = job->recipe->patch == NULL
                                   ? NULL
                                   : jx_get(jx_get(job->view, "patches"), job->recipe->patch);
    struct patches patches;

    patches_init(&patches, job->target->arena, job->diags, origin_of(job, no_item), operations);
    patches.spans = operation_spans(job, json_array_size(operations));
    for (struct document *document = job->documents; document != NULL; document = document->next) {
        job->is_fine = patches_apply_json(&patches, job->recipe, &document->compose,
                                          document == job->documents) &&
                       job->is_fine;
    }
    if (job->recipe->dialect == &dialect_hcl) {
        job->is_fine = patches_apply_hcl(&patches, &job->hcl) && job->is_fine;
    }
    job->is_fine = patches_finish(&patches) && job->is_fine;
    for (struct document *document = job->documents; document != NULL && job->is_fine;
         document = document->next) {
        finish_document(job, document);
    }
    if (job->is_fine) {
        compose_hcl_finish(&job->hcl, job->folder, job->files);
    }
}

/* ---- the run ---- */

static const char *expand_folder(struct job *job)
{
    json_t *names = jx_object();
    const char *error;

    jx_set(names, "env", jx_string(jx_get_text(jx_get(job->view, "env"), "name", "")));
    const char *folder = recipe_expand(job->target->arena, job->recipe->folder, names, &error);

    json_decref(names);
    if (folder == NULL) {
        fail(job, DIAG_BAD_TARGET, SPAN_NONE, "%s", error);
    }
    return folder;
}

/* The files that the manifest names are taken, rendered or not, so that whether a tier's name is
 * free does not depend on the environment. */
static void reserve_paths(struct job *job)
{
    const struct recipe *recipe = job->recipe;
    struct arena *arena = job->target->arena;

    for (size_t i = 0; i < recipe->rules.collect_count; i++) {
        (void)table_put(&job->paths, arena, str_from(recipe->rules.collect[i].path), MANIFEST);
    }
    for (size_t i = 0; i < recipe->file_count; i++) {
        if (recipe->files[i].each == NULL) {
            (void)table_put(&job->paths, arena, str_from(recipe->files[i].path), MANIFEST);
        }
    }
}

/* The types of all that was made so far. */
static json_t *types_of(const struct job *job)
{
    const struct recipe_permissions *permissions = &job->recipe->permissions;
    json_t *types = jx_object();

    compose_hcl_types(&job->hcl, types);
    for (const struct document *document = job->documents; document != NULL;
         document = document->next) {
        for (size_t i = 0; i < permissions->type_count; i++) {
            compose_json_types(&document->compose, permissions->types[i].section,
                               permissions->types[i].member, types);
        }
    }
    return types;
}

/* Gives the view with the member `deploy`: what whoever deploys the files made so far must be
 * allowed, or null where nobody asks. */
static json_t *view_with_deploy(struct job *job)
{
    const struct recipe_permissions *permissions = &job->recipe->permissions;
    json_t *view = jx_object();
    json_t *deploy = NULL;
    const char *name;
    const json_t *value;

    jx_object_foreach (job->view, name, value) {
        jx_set(view, name, jx_share(value));
    }
    if (permissions->file != NULL && recipe_find(job->view, permissions->when, &value) &&
        recipe_is_true(value)) {
        json_t *types = types_of(job);

        deploy = permissions_make(job->target->arena, job->target->permissions, job->view, types,
                                  job->diags);
        job->is_fine = deploy != NULL && job->is_fine;
        json_decref(types);
    }
    jx_set(view, "deploy", deploy == NULL ? json_null() : deploy);
    return view;
}

/* Makes the files that are part of the infrastructure, or those that stand apart from it. */
static void make_files(struct job *job, bool is_apart)
{
    for (size_t i = 0; i < job->recipe->file_count; i++) {
        const struct recipe_file *file = &job->recipe->files[i];

        if (file->is_apart == is_apart) {
            for_each(job, &(struct walk){file->each, file->when, make_file, file}, NULL, no_item);
        }
    }
}

static void make_apart(struct job *job)
{
    const json_t *view = job->view;
    json_t *whole = view_with_deploy(job);

    if (job->is_fine) {
        job->view = whole;
        job->print.view = whole;
        make_files(job, true);
        job->view = view;
        job->print.view = view;
    }
    json_decref(whole);
}

bool generate_files(const struct target *target, const json_t *view, target_origin origin,
                    void *origin_context, struct file_list *files, struct diags *diags)
{
    struct job job = {.target = target,
                      .recipe = target->recipe,
                      .view = view,
                      .origin = origin,
                      .origin_context = origin_context,
                      .diags = diags,
                      .print = {.arena = target->arena,
                                .references = target->references,
                                .view = view,
                                .scripts = target->scripts},
                      .files = files,
                      .is_fine = true};

    job.documents_end = &job.documents;
    job.folder = expand_folder(&job);
    buf_init(&job.rendered, TEMPLATE_BYTES_MAX);
    compose_hcl_init(&job.hcl, target->arena, diags, &target->recipe->rules);
    reserve_paths(&job);
    if (job.folder != NULL) {
        make_files(&job, false);
    }
    if (job.is_fine) {
        make_apart(&job);
    }
    if (job.is_fine) {
        enter_layout(&job, true);
        finish(&job);
        enter_layout(&job, false);
    }
    for (struct document *document = job.documents; document != NULL; document = document->next) {
        compose_json_release(&document->compose);
    }
    compose_hcl_release(&job.hcl);
    buf_release(&job.rendered);
    return job.is_fine;
}
