/* SPDX-License-Identifier: MIT */
/**
 * Paths as others see them: from the root of a repository. Floor: cli.
 */
#ifndef ARCHGEN_CLI_PATHS_H
#define ARCHGEN_CLI_PATHS_H

#include "base/arena.h"
#include "base/compiler.h"

/** The absolute path without links, "." and ".."; what does not exist yet is taken by its name.
 *  NULL with `*reason` if the machine cannot tell. */
AG_MUST_USE const char *path_resolve(struct arena *arena, const char *path, const char **reason);

/** A resolved path relative to a resolved folder, "." for the folder itself, or NULL if it lies
 *  outside. */
AG_MUST_USE const char *path_below(struct arena *arena, const char *folder, const char *path);

/** The folder that holds `path`: "." for a name alone. */
AG_MUST_USE const char *path_folder(struct arena *arena, const char *path);

#endif
