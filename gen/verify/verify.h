/* SPDX-License-Identifier: MIT */
/**
 * The proof that two targets describe the same infrastructure: their files are read back, brought
 * into the neutral form and compared. Floor: verify, above target and model, below the library.
 *
 *     json_t *first = verify_read(arena, "json", table, files, &error);
 *     json_t *second = verify_read(arena, "hcl", other_table, other_files, &error);
 *     json_t *result = verify_compare(arena, first, second);
 *     verify_print(result, names, out);
 */
#ifndef ARCHGEN_VERIFY_VERIFY_H
#define ARCHGEN_VERIFY_VERIFY_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/files.h"
#include "data/json.h"

#include <stdbool.h>

/** Gives the raw form (verify/raw.h) of a target's files; `dialect` is the one of its manifest.
 * NULL with `*error` set (in the arena): files of other dialects cannot be read back. */
AG_MUST_USE json_t *verify_read_raw(struct arena *arena, const char *dialect,
                                    const struct file_list *files, const char **error);

/** Gives the neutral form of a target's files for one environment; `dialect` is the one of its
 *  manifest, `table` its `neutral.json`. NULL with `*error` set (in the arena). */
AG_MUST_USE json_t *verify_read(struct arena *arena, const char *dialect, const json_t *table,
                                const struct file_list *files, const char **error);

/** Gives the comparison (verify/compare.h) with what was left out and the faults of both sides. */
AG_MUST_USE json_t *verify_compare(struct arena *arena, const json_t *first, const json_t *second);

/** True if there is no difference and no fault. */
bool verify_agrees(const json_t *result);

/** Appends the result as a table for people: resources by type on both sides, how many properties
 *  were compared, each difference, and what was left out with its reason. */
void verify_print(const json_t *result, const char *const names[2], struct buf *out);

#endif
