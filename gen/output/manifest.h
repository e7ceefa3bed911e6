/* SPDX-License-Identifier: MIT */
/**
 * The list of the files that archgen wrote into an output folder, in ".archgen-manifest" at its
 * root: a comment, then a line a file, sorted by path: the hash of its bytes, a blank, the path.
 * Floor: output. It tells generated files from the user's, and edited ones from untouched ones.
 *
 *     # Files that archgen wrote here: hash (64 bits) and path. Do not edit.
 *     cbf29ce484222325 cfn/prod/template.json
 *
 * The hash detects changes; it is no protection against anyone.
 */
#ifndef ARCHGEN_OUTPUT_MANIFEST_H
#define ARCHGEN_OUTPUT_MANIFEST_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/compiler.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MANIFEST_NAME ".archgen-manifest"

struct manifest_entry {
    const char *path;
    uint64_t hash;
};

struct manifest {
    struct arena *arena;
    struct manifest_entry *items;
    size_t count;
    size_t capacity;
};

/** A hash of some bytes: FNV-1a (draft-eastlake-fnv) over their number and over words of eight
 *  bytes in place of single ones. */
uint64_t manifest_hash(struct str bytes);

/** Makes an empty manifest whose paths live in `arena` (borrowed) or longer. */
void manifest_init(struct manifest *manifest, struct arena *arena);

/** Appends an entry; the path is borrowed. */
void manifest_add(struct manifest *manifest, const char *path, uint64_t hash);

/** The entry of a path, or NULL. The manifest must be sorted. */
const struct manifest_entry *manifest_find(const struct manifest *manifest, const char *path);

/** Sorts by path, bytewise. */
void manifest_sort(struct manifest *manifest);

/** Reads the text of a manifest and appends its entries; they come out sorted. False with the
 *  number of the first faulty line (from 1) in `*line`; paths that leave the folder are faulty. */
AG_MUST_USE bool manifest_read(struct manifest *manifest, struct str text, size_t *line);

/** Appends the text of a sorted manifest. */
void manifest_write(const struct manifest *manifest, struct buf *out);

#endif
