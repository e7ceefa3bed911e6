/* SPDX-License-Identifier: MIT */
/* Counts over the files of a run and its plan. Nothing here depends on the time. */
#include "cli/report.h"

#include "base/compiler.h"
#include "data/json.h"

#include <string.h>

/** What the files of one target and environment are together. */
struct totals {
    size_t resources;
    size_t files;
    size_t bytes;
};

static struct totals count_files(const struct file_list *files, const char *scope)
{
    struct totals totals = {0};

    for (size_t i = 0; i < files->count; i++) {
        const struct file *file = &files->items[i];

        if (str_has_prefix(str_from(file->path), str_from(scope))) {
            totals.resources += file->resource_count;
            totals.files++;
            totals.bytes += file->bytes.len;
        }
    }
    return totals;
}

static const char *scope_of(struct session *session, const char *target, const char *environment)
{
    return arena_text(&session->arena, "%s/%s/", target, environment);
}

/* --- for people --- */

static void note_orphans(struct session *session, const struct plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        const struct change *change = &plan->changes[i];

        if (change->kind == CHANGE_REMOVE && !session->options.quiet) {
            buf_add_format(&session->notes,
                           "archgen: removed '%s/%s', which is not generated "
                           "any more\n",
                           session->options.output, change->path);
        }
        if (change->kind == CHANGE_EDITED) {
            buf_add_format(&session->notes,
                           "archgen: left '%s/%s', which is not generated any "
                           "more but was edited: remove it, or use --force\n",
                           session->options.output, change->path);
        }
    }
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void note_summary(struct session *session, const struct plan_job *job,
                         const struct plan *plan, const struct texts *environments)
{
    for (size_t i = 0; i < session->targets.count; i++) {
        for (size_t j = 0; j < environments->count; j++) {
            const char *scope =
                scope_of(session, session->targets.items[i], environments->items[j]);
            struct totals totals = count_files(job->files, scope);
            size_t changed =
                plan_count(plan, CHANGE_CREATE, scope) + plan_count(plan, CHANGE_UPDATE, scope);

            buf_add_format(&session->notes,
                           "%s/%s: %zu resource%s in %zu file%s, %zu bytes: %zu written, "
                           "%zu unchanged\n",
                           session->options.output, scope, totals.resources,
                           plural(totals.resources), totals.files, plural(totals.files),
                           totals.bytes, changed, plan_count(plan, CHANGE_NONE, scope));
        }
    }
}

/* --- for programs --- */

static void set_count(json_t *object, const char *key, size_t count)
{
    jx_set(object, key, jx_integer((json_int_t)count));
}

static json_t *describe(struct session *session, const struct plan_job *job,
                        const struct plan *plan, const char *target, const char *environment)
{
    const char *scope = scope_of(session, target, environment);
    struct totals totals = count_files(job->files, scope);
    json_t *result = jx_object();

    jx_set(result, "target", jx_string(target));
    jx_set(result, "environment", jx_string(environment));
    set_count(result, "resources", totals.resources);
    set_count(result, "files", totals.files);
    set_count(result, "bytes", totals.bytes);
    set_count(result, "created", plan_count(plan, CHANGE_CREATE, scope));
    set_count(result, "changed", plan_count(plan, CHANGE_UPDATE, scope));
    set_count(result, "unchanged", plan_count(plan, CHANGE_NONE, scope));
    return result;
}

static json_t *list_paths(const struct plan *plan, enum change_kind kind)
{
    json_t *paths = jx_array();

    for (size_t i = 0; i < plan->count; i++) {
        if (plan->changes[i].kind == kind) {
            jx_append(paths, jx_string(plan->changes[i].path));
        }
    }
    return paths;
}

static void note_json(struct session *session, const struct plan_job *job, const struct plan *plan,
                      const struct texts *environments)
{
    static const char *const words[] = {
        [COMMAND_GENERATE] = "generate", [COMMAND_CHECK] = "check", [COMMAND_PREVIEW] = "dry-run"};
    json_t *report = jx_object();
    json_t *outputs = jx_array();

    for (size_t i = 0; i < session->targets.count; i++) {
        for (size_t j = 0; j < environments->count; j++) {
            jx_append(outputs, describe(session, job, plan, session->targets.items[i],
                                        environments->items[j]));
        }
    }
    jx_set(report, "command", jx_string(words[session->options.command]));
    jx_set(report, "folder", jx_string(session->options.output));
    jx_set(report, "outputs", outputs);
    jx_set(report, "removed", list_paths(plan, CHANGE_REMOVE));
    jx_set(report, "left", list_paths(plan, CHANGE_EDITED));
    jx_set(report, "refused", list_paths(plan, CHANGE_FOREIGN));
    jx_dump(report, &session->notes, false);
    buf_add_char(&session->notes, '\n');
    json_decref(report);
}

void report_written(struct session *session, const struct plan_job *job, const struct plan *plan,
                    const struct texts *environments)
{
    if (session->options.report == REPORT_JSON) {
        note_json(session, job, plan, environments);
        return;
    }
    note_orphans(session, plan);
    if (!session->options.quiet && session_has_reader()) {
        note_summary(session, job, plan, environments);
    }
}

void report_planned(struct session *session, const struct plan_job *job, const struct plan *plan,
                    const struct texts *environments)
{
    if (session->options.report == REPORT_JSON) {
        note_json(session, job, plan, environments);
    }
}
