/* SPDX-License-Identifier: MIT */
/**
 * Reading files and directories of the machine. Floor: base. The only floor below output/ and cli/
 * that touches the file system. Failures are the world's, not the user's description's: they are
 * returned as a reason text ("No such file or directory") for exit code 3.
 */
#ifndef ARCHGEN_BASE_IO_H
#define ARCHGEN_BASE_IO_H

#include "base/arena.h"
#include "base/files.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* Limits of io_read_tree: a folder given by mistake (a home directory) must end soon. */
enum {
    IO_TREE_FILE_MAX = 4 * 1024 * 1024, /* bytes of one file; templates and schemas have 100 KB */
    IO_TREE_FILES_MAX = 10000,
    IO_TREE_DEPTH_MAX = 16 /* also ends loops of symbolic links */
};

/**
 * Reads a whole file, pipe, or standard input ("-") into the arena, at most `limit` + 1 bytes (so
 * that the caller can tell that it is too large). False with `*reason` set on failure. A directory
 * is refused.
 */
bool io_read(struct arena *arena, const char *path, size_t limit, struct str *bytes,
             const char **reason);

/**
 * Appends all regular files below `directory` (sorted by path, which is relative to it and has
 * `prefix`, such as "templates/", in front). Names that begin with '.' are left out, and so is what
 * is neither a file nor a directory; symbolic links are followed. False with `*reason` set on
 * failure (with the path, if it is not the directory itself that failed): something cannot be read,
 * a limit is passed, or a name is not plain text (UTF-8 without control characters or '\\');
 * `files` is then unchanged.
 */
bool io_read_tree(struct arena *arena, const char *directory, const char *prefix,
                  struct file_list *files, const char **reason);

#endif
