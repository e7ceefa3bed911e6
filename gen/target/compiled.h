/* SPDX-License-Identifier: MIT */
/**
 * A target as the build compiled it (gen/embed/write_target.c): constant data that a run uses in
 * place. Floor: target.
 */
#ifndef ARCHGEN_TARGET_COMPILED_H
#define ARCHGEN_TARGET_COMPILED_H

#include "base/files.h"
#include "target/permission_table.h"
#include "target/recipe.h"
#include "template/compiled.h"

#include <stdbool.h>

struct compiled_target {
    const char *name;
    const struct recipe *recipe;
    const struct compiled_templates *templates;
    const struct compiled_templates *scripts;
    const struct compiled_templates *references;
    const bool *needs_more;                     /* as in struct references */
    const struct permission_table *permissions; /* or NULL */
    const struct file *files;                   /* that the build read */
};

#endif
