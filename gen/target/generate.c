/* SPDX-License-Identifier: MIT */
/*
 * For each file of the manifest, and for each tier where it says so: render the parts, compose what
 * they made, and append the files. A fault in one part does not keep the others from being tried,
 * so that one run shows all of them.
 */
#include "target/generate.h"

#include "target/fault.h"
#include "target/layout_json.h"
#include "target/job.h"
#include "target/permissions.h"
#include "target/spellings.h"

#include <stdarg.h>
#include <string.h>

/* Owner of the paths that the manifest names; no tier has such a key. */
#define MANIFEST "target.json"

typedef void (*item_action)(struct job *job, const void *what, struct output *output,
                            struct item item);

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
        job_fail(job, DIAG_BAD_TARGET, SPAN_NONE,
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

/* What the resources of a part of the document belong to: a tier, or the layer of the template. */
static const char *group_of(const struct job *job, const struct recipe_part *part, const char *name,
                            struct item item)
{
    const char *key = jx_get_text(item.value, "key", NULL);

    return key != NULL && strcmp(item.local, "tier") == 0
               ? arena_text(job->target->arena, COMPOSE_TIER "%s", key)
           : part->group != NULL ? part->group
                                 : name;
}

static void make_part(struct job *job, const void *what, struct output *output, struct item item)
{
    const struct recipe_part *part = what;
    struct arena *arena = job->target->arena;
    struct span origin = job_origin(job, item);
    const char *error;
    const char *name = recipe_expand(arena, part->template_name, item.value, &error);

    if (name == NULL) {
        job_fail(job, DIAG_BAD_TARGET, origin, "%s", error);
        return;
    }
    if (!templates_has(job->target->set, name)) {
        job_fail(job, DIAG_BAD_TARGET, origin, "the target '%s' has no template for '%s'",
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
            .tier = strcmp(item.local, "tier") == 0 ? jx_get_text(item.value, "key", NULL) : NULL,
            .text = buf_str(&job->rendered),
            .group = group_of(job, part, name, item)};

        enter_layout(job, true);
        take_in(job, output, &fragment);
        enter_layout(job, false);
    } else {
        job->is_fine = false;
    }
    json_decref(locals);
}

/* ---- files ---- */

/* False after a diagnostic: another file of the target has the path. */
static bool claim_path(struct job *job, const char *path, struct span origin, struct item item)
{
    const char *key = jx_get_text(item.value, "key", "");
    const char *other = table_put(&job->paths, job->target->arena, str_from(path), key);

    if (other == NULL) {
        return true;
    }
    if (strcmp(other, MANIFEST) == 0) {
        job_fail(job, DIAG_NAME_COLLISION, origin,
                 "'%s' would be written to '%s', a file that the target '%s' writes itself", key,
                 path, job->target->name);
    } else {
        job_fail(job, DIAG_NAME_COLLISION, origin, "'%s' and '%s' would both be written to '%s'",
                 other, key, path);
    }
    return false;
}

static void make_file(struct job *job, const void *what, struct output *output, struct item item)
{
    const struct recipe_file *file = what;
    struct arena *arena = job->target->arena;
    struct span origin = job_origin(job, item);
    const char *error;
    const char *path = recipe_expand(arena, file->path, item.value, &error);

    (void)output;
    if (path == NULL) {
        job_fail(job, DIAG_BAD_TARGET, origin, "%s", error);
        return;
    }
    if (item.value != NULL && !claim_path(job, path, origin, item)) {
        return;
    }
    struct output own = {.path = path, .is_plain = file->is_plain};

    if (job->recipe->dialect == &dialect_hcl) {
        own.hcl_file = compose_hcl_file(&job->hcl, path);
    } else if (!file->is_plain) {
        job_begin_document(job, &own);
    }
    for (size_t i = 0; i < file->part_count; i++) {
        const struct recipe_part *part = &file->parts[i];

        for_each(job, &(struct walk){part->each, part->when, make_part, part}, &own, item);
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
        job_fail(job, DIAG_BAD_TARGET, SPAN_NONE, "%s", error);
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

/* Gives the view with the member `deploy`: what whoever deploys the files made so far must be
 * allowed, or null where nobody asks. */
static json_t *view_with_deploy(struct job *job)
{
    json_t *view = jx_object();
    json_t *deploy = NULL;
    const char *name;
    const json_t *value;

    jx_object_foreach (job->view, name, value) {
        jx_set(view, name, jx_share(value));
    }
    if (job->types != NULL) {
        deploy = permissions_make(job->target->arena, job->target->permissions, job->view,
                                  job->types, job->diags);
        job->is_fine = deploy != NULL && job->is_fine;
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
            for_each(job, &(struct walk){file->each, file->when, make_file, file}, NULL,
                     JOB_NO_ITEM);
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
        spellings_clear(job->print.spellings);
        make_files(job, true);
        spellings_clear(job->print.spellings);
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
                                .spellings = ARENA_NEW(target->arena, struct spellings),
                                .texts = target->texts,
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
        job_note_types(&job);
        enter_layout(&job, true);
        job_begin_patches(&job);
        job_patch(&job);
        enter_layout(&job, false);
    }
    if (job.is_fine) {
        job_divide(&job);
    }
    if (job.is_fine) {
        make_apart(&job);
    }
    if (job.is_fine) {
        enter_layout(&job, true);
        job_finish(&job);
        enter_layout(&job, false);
    }
    for (struct document *document = job.documents; document != NULL; document = document->next) {
        compose_json_release(&document->compose);
    }
    json_decref(job.types);
    spellings_clear(job.print.spellings);
    compose_hcl_release(&job.hcl);
    buf_release(&job.rendered);
    return job.is_fine;
}
