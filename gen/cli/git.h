/* SPDX-License-Identifier: MIT */
/**
 * Asking git where a repository keeps what. Floor: cli. Only git knows: linked work trees,
 * submodules and core.hooksPath (of any of its configuration files) all matter. It is run directly,
 * without a shell; it touches no network for this.
 */
#ifndef ARCHGEN_CLI_GIT_H
#define ARCHGEN_CLI_GIT_H

#include "base/arena.h"
#include "base/compiler.h"

#include <stdbool.h>

/** A repository; absolute paths without links, in the arena. */
struct git {
    const char *root;   /* of the work tree */
    const char *common; /* the folder of the repository itself, ".git" as a rule */
    const char *hooks;  /* the folder of hooks; it need not exist */
};

/** Finds the repository that `folder` lies in. False with `*reason` if there is none, or no git. */
AG_MUST_USE bool git_find(struct git *git, struct arena *arena, const char *folder,
                          const char **reason);

#endif
