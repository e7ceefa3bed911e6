/* SPDX-License-Identifier: MIT */
/**
 * Printing what the engine made of the built-in files as C data. Floor: embed; part of the build
 * tool. The structures are those of the floors (schema/compiled.h, model/catalog.h,
 * template/compiled.h, target/compiled.h), which also
 * read them.
 */
#ifndef ARCHGEN_EMBED_WRITE_H
#define ARCHGEN_EMBED_WRITE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/files.h"
#include "model/catalog.h"
#include "target/generate.h"
#include "template/set.h"

#include <stdbool.h>

/** Appends "embedded_compiled": all that is compiled. False after a message on standard error. */
bool write_compiled(struct arena *arena, struct buf *out, const struct file_list *files);

/** Appends "<prefix>", a struct compiled_templates; `files` are those of the set's sources. */
void write_templates(struct buf *out, const char *prefix, const struct templates *set,
                     const struct file_list *files);

/** Appends "compiled_catalog", with a set of schemas that was read from texts. */
void write_catalog(struct arena *arena, struct buf *out, const struct catalog *catalog);

/** Appends "<prefix>", a struct permission_table. */
void write_permissions(struct buf *out, const char *prefix, const struct permission_table *table);

/** Appends "<prefix>", a struct recipe. */
void write_recipe(struct buf *out, const char *prefix, const struct recipe *recipe);

#endif
