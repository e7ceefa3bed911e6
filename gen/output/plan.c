/* SPDX-License-Identifier: MIT */
/*
 * Two passes: the wanted files against the folder, then the manifest's entries against the wanted
 * files. Both make rows of the plan and of the next manifest.
 */
#include "output/plan.h"

#include "base/buf.h"
#include "output/lock.h"
#include "output/manifest.h"

#include <stdlib.h>
#include <string.h>

struct planner {
    struct plan *plan;
    struct folders *folders;
    const struct plan_job *job;
    struct manifest old;
    struct manifest between;
    struct manifest after;
    const char **reason;
};

static void add_change(struct planner *planner, struct change change)
{
    struct plan *plan = planner->plan;

    ARENA_GROW(planner->folders->arena, plan->changes, plan->count, plan->capacity);
    plan->changes[plan->count++] = change;
}

static void keep_entry(struct planner *planner, const char *path, uint64_t hash)
{
    manifest_add(&planner->between, path, hash);
    manifest_add(&planner->after, path, hash);
}

/* A copy of what a folder lends. */
static struct str keep(struct planner *planner, struct str bytes)
{
    return (struct str){arena_strdup(planner->folders->arena, bytes), bytes.len};
}

static bool read_manifest(struct planner *planner)
{
    struct plan *plan = planner->plan;
    struct str text = STR("");
    size_t line = 0;

    switch (folders_read(planner->folders, MANIFEST_NAME, &text, planner->reason)) {
    case ENTRY_ABSENT:
        return true;
    case ENTRY_FAILED:
        return false;
    case ENTRY_OTHER:
        *planner->reason = arena_text(planner->folders->arena, "%s/%s: is not a regular file",
                                      planner->folders->root, MANIFEST_NAME);
        return false;
    case ENTRY_FILE:
        break;
    }
    plan->manifest = keep(planner, text);
    if (!manifest_read(&planner->old, plan->manifest, &line)) {
        *planner->reason =
            arena_text(planner->folders->arena,
                       "%s/%s: line %zu is damaged (remove the file and use --force once)",
                       planner->folders->root, MANIFEST_NAME, line);
        return false;
    }
    return true;
}

static enum change_kind kind_of_wanted(const struct planner *planner, enum entry_kind entry,
                                       const struct change *change)
{
    if (entry == ENTRY_ABSENT) {
        return CHANGE_CREATE;
    }
    if (entry == ENTRY_FILE && str_eq(change->before, change->after)) {
        return CHANGE_NONE;
    }
    bool is_ours = entry == ENTRY_FILE && manifest_find(&planner->old, change->path) != NULL;

    return is_ours || planner->job->force ? CHANGE_UPDATE : CHANGE_FOREIGN;
}

static bool plan_wanted(struct planner *planner, const struct file *file)
{
    struct change change = {.path = file->path, .before = STR(""), .after = file->bytes};
    enum entry_kind entry =
        folders_read(planner->folders, file->path, &change.before, planner->reason);

    if (entry == ENTRY_FAILED) {
        return false;
    }
    change.kind = kind_of_wanted(planner, entry, &change);
    change.before = change.kind == CHANGE_NONE ? change.after : keep(planner, change.before);
    add_change(planner, change);
    keep_entry(planner, file->path, manifest_hash(file->bytes));
    return true;
}

static bool is_in_scope(const struct plan_job *job, const char *path)
{
    for (size_t i = 0; i < job->scope_count; i++) {
        if (str_has_prefix(str_from(path), str_from(job->scopes[i]))) {
            return true;
        }
    }
    return false;
}

static int compare_path(const void *path, const void *file)
{
    return strcmp(path, ((const struct file *)file)->path);
}

static bool is_wanted(const struct file_list *files, const char *path)
{
    return files->count > 0 &&
           bsearch(path, files->items, files->count, sizeof(*files->items), compare_path) != NULL;
}

static bool plan_orphan(struct planner *planner, const struct manifest_entry *entry)
{
    struct change change = {.path = entry->path, .before = STR(""), .after = STR("")};
    struct str bytes = STR("");
    enum entry_kind found = folders_read(planner->folders, entry->path, &bytes, planner->reason);

    if (found == ENTRY_FAILED) {
        return false;
    }
    if (found == ENTRY_ABSENT) {
        return true; // removed by hand: forgotten
    }
    bool is_untouched = found == ENTRY_FILE && manifest_hash(bytes) == entry->hash;

    if (is_untouched || (found == ENTRY_FILE && planner->job->force)) {
        change.kind = CHANGE_REMOVE;
        manifest_add(&planner->between, entry->path, entry->hash);
    } else {
        // Stays listed, so that it is reported until someone has dealt with it: Terraform would
        // still read a left .tf file.
        change.kind = CHANGE_EDITED;
        keep_entry(planner, entry->path, entry->hash);
    }
    add_change(planner, change);
    return true;
}

static bool plan_listed(struct planner *planner)
{
    for (size_t i = 0; i < planner->old.count; i++) {
        const struct manifest_entry *entry = &planner->old.items[i];

        if (is_wanted(planner->job->files, entry->path)) {
            continue;
        }
        if (!is_in_scope(planner->job, entry->path)) {
            keep_entry(planner, entry->path, entry->hash);
        } else if (!plan_orphan(planner, entry)) {
            return false;
        }
    }
    return true;
}

static struct str manifest_text(struct arena *arena, struct manifest *manifest)
{
    struct buf buf;

    buf_init(&buf, BUF_NO_LIMIT);
    manifest_sort(manifest);
    manifest_write(manifest, &buf);
    struct str text = {arena_strdup(arena, buf_str(&buf)), buf.len};

    buf_release(&buf);
    return text;
}

static int compare_changes(const void *a, const void *b)
{
    return strcmp(((const struct change *)a)->path, ((const struct change *)b)->path);
}

bool plan_make(struct plan *plan, struct folders *folders, const struct plan_job *job,
               const char **reason)
{
    struct planner planner = {.plan = plan, .folders = folders, .job = job, .reason = reason};

    *plan = (struct plan){.manifest = STR("")};
    manifest_init(&planner.old, folders->arena);
    manifest_init(&planner.between, folders->arena);
    manifest_init(&planner.after, folders->arena);
    if (!read_manifest(&planner)) {
        return false;
    }
    plan->has_lock = folders_has(folders, LOCK_NAME);
    for (size_t i = 0; i < job->files->count; i++) {
        if (!plan_wanted(&planner, &job->files->items[i])) {
            return false;
        }
    }
    if (!plan_listed(&planner)) {
        return false;
    }
    if (plan->count > 1) {
        qsort(plan->changes, plan->count, sizeof(*plan->changes), compare_changes);
    }
    plan->manifest_between = manifest_text(folders->arena, &planner.between);
    plan->manifest_after = manifest_text(folders->arena, &planner.after);
    return true;
}

size_t plan_count(const struct plan *plan, enum change_kind kind, const char *prefix)
{
    size_t count = 0;

    for (size_t i = 0; i < plan->count; i++) {
        count += plan->changes[i].kind == kind &&
                 str_has_prefix(str_from(plan->changes[i].path), str_from(prefix));
    }
    return count;
}
