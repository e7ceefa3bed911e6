/* SPDX-License-Identifier: MIT */
/*
 * Order of effects, so that a run that dies anywhere leaves a folder that the next run can mend:
 *   1. temporary files for everything, complete and synced
 *   2. the manifest that names old, new and orphaned files together
 *   3. the files, then the orphans
 *   4. the manifest that names what is left
 * With the manifest last only, a file created by a run that died would look like the user's.
 */
#include "output/commit.h"

#include "output/manifest.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/** A temporary file that waits to be renamed. */
struct staged {
    int folder;
    const char *temp;
    const char *name;
    const char *path; /* below the root, for messages */
    bool is_renamed;
};

struct commit {
    struct folders *folders;
    const struct signals *signals;
    struct staged *items;
    size_t count;
    size_t capacity;
    const char **reason;
};

/** True for ".archgen-<digits>-<digits>", the name of a temporary file. */
static bool is_temp_name(const char *name)
{
    static const char prefix[] = ".archgen-";
    size_t at = sizeof(prefix) - 1;

    if (strncmp(name, prefix, at) != 0) {
        return false;
    }
    size_t digits = strspn(name + at, "0123456789");

    if (digits == 0 || name[at + digits] != '-') {
        return false;
    }
    at += digits + 1;
    digits = strspn(name + at, "0123456789");
    return digits > 0 && name[at + digits] == '\0';
}

/** Removes what runs that were killed left behind. We hold the lock, so no other run is alive. */
static void remove_stale_temps(int folder)
{
    int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);

    if (dir == NULL) {
        if (fd >= 0) {
            (void)close(fd);
        }
        return;
    }
    for (const struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (is_temp_name(entry->d_name)) {
            (void)unlinkat(folder, entry->d_name, 0);
        }
    }
    (void)closedir(dir);
}

static bool write_all(int fd, struct str bytes)
{
    while (bytes.len > 0) {
        ssize_t put = write(fd, bytes.p, bytes.len);

        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            errno = put == 0 ? EIO : errno;
            return false;
        }
        bytes = str_slice(bytes, (size_t)put, bytes.len);
    }
    return true;
}

/** The file has the size that it should have, and its owner may read it (umask 0777). */
static bool is_complete(int fd, size_t len)
{
    struct stat status;

    if (fstat(fd, &status) != 0) {
        return false;
    }
    errno = status.st_size != (off_t)len ? EIO : EACCES;
    return status.st_size == (off_t)len && (status.st_mode & S_IRUSR) != 0;
}

/** Writes and closes; errno tells the failure. */
static bool fill(int fd, struct str bytes)
{
    bool is_good = write_all(fd, bytes) && is_complete(fd, bytes.len) && fsync(fd) == 0;
    int error = errno;

    if (close(fd) != 0 && is_good) {
        return false; // some file systems report a full disk only now
    }
    errno = error;
    return is_good;
}

static bool stage(struct commit *commit, const char *path, struct str bytes)
{
    struct folders *folders = commit->folders;
    struct folder_path split = folder_path_split(path);
    int folder = folders_get(folders, split.folder, FOLDER_CREATE, commit->reason);

    if (folder < 0) {
        return false;
    }
    const char *temp =
        arena_text(folders->arena, ".archgen-%ld-%zu", (long)getpid(), commit->count);
    int fd = openat(folder, temp, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0666);

    if (fd < 0) {
        *commit->reason = folders_reason(folders, path, errno);
        return false;
    }
    ARENA_GROW(folders->arena, commit->items, commit->count, commit->capacity);
    commit->items[commit->count++] = (struct staged){folder, temp, split.name, path, false};
    if (!fill(fd, bytes)) {
        *commit->reason = folders_reason(folders, path, errno);
        return false;
    }
    if (signals_pending(commit->signals)) {
        *commit->reason = arena_text(folders->arena, "%s: interrupted", folders->root);
        return false;
    }
    return true;
}

static bool stage_all(struct commit *commit, const struct plan *plan)
{
    if (!str_eq(plan->manifest, plan->manifest_between) &&
        !stage(commit, MANIFEST_NAME, plan->manifest_between)) {
        return false;
    }
    for (size_t i = 0; i < plan->count; i++) {
        const struct change *change = &plan->changes[i];
        bool is_written = change->kind == CHANGE_CREATE || change->kind == CHANGE_UPDATE;

        if (is_written && !stage(commit, change->path, change->after)) {
            return false;
        }
    }
    return str_eq(plan->manifest_between, plan->manifest_after) ||
           stage(commit, MANIFEST_NAME, plan->manifest_after);
}

static bool rename_one(struct commit *commit, struct staged *staged)
{
    if (renameat(staged->folder, staged->temp, staged->folder, staged->name) != 0) {
        *commit->reason = folders_reason(commit->folders, staged->path, errno);
        return false;
    }
    staged->is_renamed = true;
    return true;
}

/** Removes an orphan and the directories that it leaves empty. */
static bool remove_orphan(struct commit *commit, const char *path)
{
    struct folder_path split = folder_path_split(path);
    int folder = folders_get(commit->folders, split.folder, FOLDER_LOOK, commit->reason);

    if (folder < 0) {
        return folder == FOLDER_ABSENT;
    }
    if (unlinkat(folder, split.name, 0) != 0 && errno != ENOENT) {
        *commit->reason = folders_reason(commit->folders, path, errno);
        return false;
    }
    while (split.folder.len > 0) {
        const char *empty = arena_strdup(commit->folders->arena, split.folder);

        split = folder_path_split(empty);
        folder = folders_get(commit->folders, split.folder, FOLDER_LOOK, commit->reason);
        if (folder < 0 || unlinkat(folder, split.name, AT_REMOVEDIR) != 0) {
            break; // not empty
        }
    }
    return true;
}

static bool remove_orphans(struct commit *commit, const struct plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->changes[i].kind == CHANGE_REMOVE &&
            !remove_orphan(commit, plan->changes[i].path)) {
            return false;
        }
    }
    return true;
}

static bool rename_all(struct commit *commit, const struct plan *plan)
{
    bool has_last = !str_eq(plan->manifest_between, plan->manifest_after);
    size_t files = commit->count - (has_last ? 1 : 0);

    for (size_t i = 0; i < files; i++) {
        if (!rename_one(commit, &commit->items[i])) {
            return false;
        }
    }
    return remove_orphans(commit, plan) && (!has_last || rename_one(commit, &commit->items[files]));
}

/** Makes the renames durable. EINVAL: the file system cannot sync directories. */
static bool sync_folders(struct commit *commit)
{
    for (size_t i = 0; i < commit->folders->count; i++) {
        const struct folder *folder = &commit->folders->items[i];

        if (fsync(folder->fd) != 0 && errno != EINVAL) {
            *commit->reason = folders_reason(commit->folders, folder->path, errno);
            return false;
        }
    }
    return true;
}

static void remove_temps(struct commit *commit)
{
    for (size_t i = 0; i < commit->count; i++) {
        if (!commit->items[i].is_renamed) {
            (void)unlinkat(commit->items[i].folder, commit->items[i].temp, 0);
        }
    }
}

bool commit_plan(const struct plan *plan, struct folders *folders, const struct signals *signals,
                 const char **reason)
{
    struct commit commit = {.folders = folders, .signals = signals, .reason = reason};

    for (size_t i = 0; i < folders->count; i++) {
        remove_stale_temps(folders->items[i].fd);
    }
    if (!stage_all(&commit, plan) || !rename_all(&commit, plan)) {
        remove_temps(&commit);
        return false;
    }
    return commit.count == 0 || sync_folders(&commit);
}
