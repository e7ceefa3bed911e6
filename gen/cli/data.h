/* SPDX-License-Identifier: MIT */
/**
 * Schemas and templates for a run: the built-in ones, over them those of `--data`, over them the
 * targets that are folders of the user's own. Floor: cli.
 */
#ifndef ARCHGEN_CLI_DATA_H
#define ARCHGEN_CLI_DATA_H

#include "base/files.h"
#include "cli/options.h"

#include <stdbool.h>

enum data_status { DATA_DONE, DATA_FAULTY, DATA_UNREADABLE };

/**
 * Fills `data` (sorted, in the arena) and `targets` with the names of the targets asked for: for a
 * folder, its last component. DATA_FAULTY after a diagnostic, DATA_UNREADABLE with `*reason`. That
 * the targets exist is not checked.
 */
enum data_status data_load(struct file_list *data, struct texts *targets, struct arena *arena,
                           const struct options *options, struct diags *diags, const char **reason);

#endif
