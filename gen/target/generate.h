/* SPDX-License-Identifier: MIT */
/**
 * The run of a target over one environment's view. Floor: target; inner part of target/target.h.
 */
#ifndef ARCHGEN_TARGET_GENERATE_H
#define ARCHGEN_TARGET_GENERATE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/files.h"
#include "data/json.h"
#include "target/permission_table.h"
#include "target/recipe.h"
#include "target/references.h"
#include "target/target.h"
#include "template/template.h"

#include <stdbool.h>

struct target {
    struct arena *arena;
    const char *name;
    const struct recipe *recipe;
    struct templates *set;     /* of the target */
    struct templates *scripts; /* of templates/shell/ */
    const struct references *references;
    const struct permission_table *permissions; /* NULL if the manifest names none */
    struct texts *texts;                        /* NULL: none are kept */
    target_clock clock;                         /* NULL for none */
    void *clock_context;
};

/** target_generate, less the care for `files` on failure. */
bool generate_files(const struct target *target, const json_t *view, target_origin origin,
                    void *origin_context, struct file_list *files, struct diags *diags);

#endif
