/* SPDX-License-Identifier: MIT */
/**
 * Identifiers and names. Floor: model. A key such as "app-db" becomes the stem of logical ids
 * ("AppDb"), a label ("app_db") and a full name ("<project>-<environment>-app-db"). Identifiers
 * come from keys, never from positions.
 */
#ifndef ARCHGEN_MODEL_NAMES_H
#define ARCHGEN_MODEL_NAMES_H

#include "base/arena.h"
#include "base/str.h"
#include "model/model.h"

#include <stddef.h>

/** "app-db" → "AppDb": letters and digits only (CloudFormation logical ids). */
const char *names_id(struct arena *arena, struct str key);

/** "app-db" → "app_db" (Terraform labels). */
const char *names_label(struct arena *arena, struct str key);

/** All four names of a key under `prefix`. */
struct naming names_make(struct arena *arena, const char *prefix, const char *key);

/** The label of something between two ends, "a_to_b"; in the arena. */
const char *names_pair(struct arena *arena, const struct naming *from, const struct naming *to);

/**
 * `text` if it has at most `limit` bytes, else its beginning and a hash of the whole, joined by
 * '-', at most `limit` bytes long: for names that people do not choose, where a diagnostic would
 * not help. Never ends or begins with '-'.
 */
const char *names_fit(struct arena *arena, const char *text, size_t limit);

#endif
