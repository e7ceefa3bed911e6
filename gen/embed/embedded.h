/* SPDX-License-Identifier: MIT */
/**
 * The schemas, templates and pages that are built into the program. Floor: embed. All is made at
 * build time by gen/embed/embed.c: a table of schema/ and templates/, with paths as in the source
 * folder, sorted bytewise, JSON without insignificant white space; docs/diagnostics.md; the commit
 * hook; the samples.
 */
#ifndef ARCHGEN_EMBED_EMBEDDED_H
#define ARCHGEN_EMBED_EMBEDDED_H

#include "base/arena.h"
#include "base/files.h"

#include <stddef.h>

extern const struct file embedded_files[];
extern const size_t embedded_file_count;

/** What the build made of these files. */
extern const struct compiled embedded_compiled;

/** docs/diagnostics.md: a section "## id" for each diagnostic. */
extern const struct str embedded_pages;

/** gen/cli/pre-commit.sh: the commit hook, without the lines for descriptions. */
extern const struct str embedded_hook;

/** The samples that --init writes, "starter.yaml" among them. */
extern const struct file embedded_samples[];
extern const size_t embedded_sample_count;

/** Appends all files; paths and bytes live as long as the program. */
void embedded_add(struct arena *arena, struct file_list *files);

#endif
