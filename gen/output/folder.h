/* SPDX-License-Identifier: MIT */
/**
 * The output folder, opened so that nothing outside it can be reached. Floor: output. The root may
 * be anything that the user names; below it every directory is opened by descriptor, one component
 * at a time, and a symbolic link is refused: a link planted in the folder cannot lead a write
 * elsewhere, even if it appears in the middle of a run.
 *
 *     struct folders folders;
 *     if (folders_open(&folders, arena, "generated", FOLDER_LOOK, &reason)) {
 *         int fd = folders_get(&folders, STR("cfn/prod"), FOLDER_LOOK, &reason);
 *     }
 *     folders_close(&folders);
 *
 * Failures are the world's: a text "generated/cfn: Permission denied" in the arena, for exit
 * code 3.
 */
#ifndef ARCHGEN_OUTPUT_FOLDER_H
#define ARCHGEN_OUTPUT_FOLDER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/compiler.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/** Whether a missing directory is made or is an answer. */
enum folder_mode { FOLDER_LOOK, FOLDER_CREATE };

/* What stands in for a descriptor. */
enum { FOLDER_ABSENT = -1, FOLDER_FAILED = -2 };

struct folder {
    const char *path; /* below the root; "" is the root itself */
    int fd;
    bool is_new; /* made by this run */
};

struct folders {
    struct arena *arena;
    const char *root; /* as the user gave it, for messages; borrowed */
    struct folder *items;
    size_t count;
    size_t capacity;
    struct buf bytes; /* of the file that was read last */
};

/** A file name split at its last '/'; both parts borrow from the path. */
struct folder_path {
    struct str folder; /* "" for the root */
    const char *name;
};

enum entry_kind {
    ENTRY_ABSENT,
    ENTRY_FILE,
    ENTRY_OTHER, /* a link, a directory, a device: nothing that archgen writes */
    ENTRY_FAILED
};

/** True if `path` stays below the root, has no control characters and none of our own names
 *  (".archgen…"): what may be written or listed in the manifest. */
bool folder_path_is_safe(const char *path);

struct folder_path folder_path_split(const char *path);

/** Opens the root (which FOLDER_CREATE makes, with its parents). A missing root is no failure with
 *  FOLDER_LOOK. False with `*reason` on failure; folders_close is then still allowed. */
AG_MUST_USE bool folders_open(struct folders *folders, struct arena *arena, const char *root,
                              enum folder_mode mode, const char **reason);

/** The descriptor of a directory below the root (borrowed until folders_close), FOLDER_ABSENT, or
 *  FOLDER_FAILED with `*reason`. `path` is safe (see above) or "". */
AG_MUST_USE int folders_get(struct folders *folders, struct str path, enum folder_mode mode,
                            const char **reason);

/** Reads a file below the root. `*bytes` is set for ENTRY_FILE and borrowed until the next file is
 *  read, `*reason` is set for ENTRY_FAILED. */
AG_MUST_USE enum entry_kind folders_read(struct folders *folders, const char *path,
                                         struct str *bytes, const char **reason);

/** True if the root has an entry of this name. */
bool folders_has(const struct folders *folders, const char *name);

/** Removes the directories that this run made and that are empty, deepest first. */
void folders_undo(struct folders *folders);

/** Closes all descriptors. */
void folders_close(struct folders *folders);

/** The text of a failure: "<root>/<path>: <what errno says>". */
AG_MUST_USE const char *folders_reason(const struct folders *folders, const char *path, int error);

#endif
