/* SPDX-License-Identifier: MIT */
/**
 * JSON Pointer (RFC 6901). Floor: data.
 */
#ifndef ARCHGEN_DATA_POINTER_H
#define ARCHGEN_DATA_POINTER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "data/json.h"

#include <stdbool.h>

/** The value that `pointer` names under `root`, or NULL. Borrows. The empty pointer is the root. */
const json_t *pointer_get(const json_t *root, struct str pointer);

/** Reads a token as the index of a list: decimal digits without a leading zero. False for anything
 *  else, "-" too. */
bool pointer_index(struct str token, size_t *index);

/** Splits a pointer into its decoded tokens (in the arena); false if it is not a pointer. */
bool pointer_split(struct arena *arena, struct str pointer, struct str **tokens, size_t *count);

/** Appends "/" and the token, escaped ("~0", "~1"). */
void pointer_add(struct buf *out, struct str token);

#endif
