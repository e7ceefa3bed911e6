/* SPDX-License-Identifier: MIT */
/* Ties the parts together: signals, folder, lock, plan, commit; and tells plans as text. */
#include "output/sink.h"

#include "output/commit.h"
#include "output/diff.h"
#include "output/folder.h"
#include "output/lock.h"
#include "output/signals.h"

#include <string.h>

/** A target of the user's own may ask for anything; what leaves the folder is refused here. */
static bool are_paths_safe(const struct file_list *files, struct diags *diags)
{
    bool is_good = true;

    for (size_t i = 0; i < files->count; i++) {
        const char *path = files->items[i].path;

        if (!folder_path_is_safe(path)) {
            diag_add(diags, DIAG_BAD_TARGET, SPAN_NONE,
                     "'%s' is no path inside the output folder, or a name of archgen's own", path);
            is_good = false;
        } else if (i > 0 && strcmp(path, files->items[i - 1].path) == 0) {
            diag_add(diags, DIAG_BAD_TARGET, SPAN_NONE, "'%s' is written twice", path);
            is_good = false;
        }
    }
    return is_good;
}

bool sink_allows(const struct plan *plan, const char *root, struct diags *diags)
{
    bool is_good = true;

    for (size_t i = 0; i < plan->count; i++) {
        if (plan->changes[i].kind == CHANGE_FOREIGN) {
            struct diag *diag =
                diag_add(diags, DIAG_FILE_FOREIGN, SPAN_NONE,
                         "'%s/%s' exists and was not generated", root, plan->changes[i].path);

            diag_hint(diags, diag, "move it away, or use --force to overwrite it");
            is_good = false;
        }
    }
    return is_good;
}

enum sink_status sink_look(struct plan *plan, struct arena *arena, const struct plan_job *job,
                           struct diags *diags, const char **reason)
{
    struct folders folders;
    bool is_good = false;

    if (!are_paths_safe(job->files, diags)) {
        return SINK_REFUSED;
    }
    is_good = folders_open(&folders, arena, job->root, FOLDER_LOOK, reason) &&
              plan_make(plan, &folders, job, reason);
    folders_close(&folders);
    return is_good ? SINK_DONE : SINK_FAILED;
}

/** True if there is nothing to write, and no killed run to clean up after. */
static bool is_up_to_date(const struct plan *plan)
{
    return plan_count(plan, CHANGE_CREATE, "") == 0 && plan_count(plan, CHANGE_UPDATE, "") == 0 &&
           plan_count(plan, CHANGE_REMOVE, "") == 0 &&
           str_eq(plan->manifest, plan->manifest_after) && !plan->has_lock;
}

/** Under the lock: compares and changes. */
static enum sink_status write_locked(struct plan *plan, struct folders *folders,
                                     const struct plan_job *job, const struct signals *signals,
                                     struct diags *diags, const char **reason)
{
    if (!plan_make(plan, folders, job, reason)) {
        return SINK_FAILED;
    }
    if (!sink_allows(plan, job->root, diags)) {
        return SINK_REFUSED;
    }
    return commit_plan(plan, folders, signals, reason) ? SINK_DONE : SINK_FAILED;
}

static enum sink_status write_folder(struct plan *plan, struct arena *arena,
                                     const struct plan_job *job, struct diags *diags,
                                     const char **reason)
{
    enum sink_status status = SINK_FAILED;
    struct folders folders;
    struct signals signals;
    struct lock lock;

    signals_hold(&signals);
    if (folders_open(&folders, arena, job->root, FOLDER_CREATE, reason)) {
        if (lock_take(&lock, &folders, &signals, reason)) {
            status = write_locked(plan, &folders, job, &signals, diags, reason);
            lock_release(&lock);
        }
        if (status != SINK_DONE) {
            folders_undo(&folders);
        }
    }
    folders_close(&folders);
    signals_let(&signals);
    return status;
}

enum sink_status sink_write(struct plan *plan, struct arena *arena, const struct plan_job *job,
                            struct diags *diags, const char **reason)
{
    // A look first: what is up to date or refused must not even change the folder's time.
    enum sink_status status = sink_look(plan, arena, job, diags, reason);

    // Without the lock a look may fall between the files of another run and its manifest: what
    // seems to be foreign is looked at again, and while somebody writes, judged under the lock.
    if (status == SINK_DONE && plan_count(plan, CHANGE_FOREIGN, "") > 0) {
        status = sink_look(plan, arena, job, diags, reason);
    }
    if (status != SINK_DONE || is_up_to_date(plan)) {
        return status;
    }
    if (plan->has_lock) {
        return write_folder(plan, arena, job, diags, reason);
    }
    return sink_allows(plan, job->root, diags) ? write_folder(plan, arena, job, diags, reason)
                                               : SINK_REFUSED;
}

/* --- plans as text --- */

void sink_tell_changes(const struct plan *plan, struct buf *out)
{
    static const char *const words[] = {
        [CHANGE_NONE] = NULL,         [CHANGE_CREATE] = "create ", [CHANGE_UPDATE] = "change ",
        [CHANGE_FOREIGN] = "refuse ", [CHANGE_REMOVE] = "remove ", [CHANGE_EDITED] = "leave  ",
    };

    for (size_t i = 0; i < plan->count; i++) {
        const char *word = words[plan->changes[i].kind];

        if (word != NULL) {
            buf_add_format(out, "%s %s\n", word, plan->changes[i].path);
        }
    }
}

static void tell_differences(const struct plan *plan, struct buf *out)
{
    size_t left = SINK_ALL_LINES;

    for (size_t i = 0; i < plan->count; i++) {
        const struct change *change = &plan->changes[i];

        if (change->kind == CHANGE_UPDATE || change->kind == CHANGE_FOREIGN) {
            left -= diff_unified(out, change->path, change->before, change->after,
                                 left < SINK_FILE_LINES ? left : SINK_FILE_LINES);
        }
    }
}

bool sink_tell_difference(const struct plan *plan, struct buf *out)
{
    static const char *const words[] = {
        [CHANGE_NONE] = NULL,          [CHANGE_CREATE] = "missing ", [CHANGE_UPDATE] = "stale   ",
        [CHANGE_FOREIGN] = "stale   ", [CHANGE_REMOVE] = "orphaned", [CHANGE_EDITED] = "orphaned",
    };
    bool is_same = true;

    for (size_t i = 0; i < plan->count; i++) {
        const char *word = words[plan->changes[i].kind];

        if (word != NULL) {
            buf_add_format(out, "%s %s\n", word, plan->changes[i].path);
            is_same = false;
        }
    }
    tell_differences(plan, out);
    return is_same;
}

/** From the last '.' of the last component on; empty if there is none. */
static struct str extension_of(const char *path)
{
    struct folder_path split = folder_path_split(path);
    const char *dot = strrchr(split.name, '.');

    return dot == NULL ? STR("") : str_from(dot);
}

void sink_join(const struct file_list *files, struct buf *out, size_t *left_out)
{
    *left_out = files->count;
    if (files->count == 0) {
        return;
    }
    struct str extension = extension_of(files->items[0].path);

    if (str_eq(extension, STR(".json"))) {
        buf_add(out, files->items[0].bytes);
        *left_out = files->count - 1;
        return;
    }
    for (size_t i = 0; i < files->count; i++) {
        if (str_eq(extension_of(files->items[i].path), extension)) {
            buf_add_format(out, "%s# --- %s ---\n", out->len > 0 ? "\n" : "", files->items[i].path);
            buf_add(out, files->items[i].bytes);
            (*left_out)--;
        }
    }
}
