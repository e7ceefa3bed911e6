/* SPDX-License-Identifier: MIT */
/**
 * The schemas and templates that are built into the program. Floor: embed. The table is made at
 * build time by gen/embed/embed.c from schema/ and templates/: paths as in the source folder,
 * sorted bytewise, JSON without insignificant white space.
 */
#ifndef ARCHGEN_EMBED_EMBEDDED_H
#define ARCHGEN_EMBED_EMBEDDED_H

#include "base/arena.h"
#include "base/files.h"

#include <stddef.h>

extern const struct file embedded_files[];
extern const size_t embedded_file_count;

/** Appends all files; paths and bytes live as long as the program. */
void embedded_add(struct arena *arena, struct file_list *files);

#endif
