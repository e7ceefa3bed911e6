/* SPDX-License-Identifier: MIT */
/**
 * JSON values that are made once in a run and then shared: what is the same in many tiers or in
 * several environments. Floor: data. A key says all that the value depends on. Values are shared,
 * so that nobody may alter them.
 *
 *     json_t *value = memo_get(memo, key);
 *     if (value == NULL) {
 *         value = memo_put(memo, key, make());
 *     }
 */
#ifndef ARCHGEN_DATA_MEMO_H
#define ARCHGEN_DATA_MEMO_H

#include "base/arena.h"
#include "base/str.h"
#include "data/json.h"

/** A key of the bytes of an array or a struct without padding, such as the addresses of what lives
 *  as long as the run. */
#define MEMO_KEY(object) ((struct str){(const char *)&(object), sizeof(object)})

struct memo;

/** An empty one, in the arena; memo_free releases the values. */
struct memo *memo_new(struct arena *arena);

/** NULL is accepted. Values that somebody else shares live on. */
void memo_free(struct memo *memo);

/** Gives one more reference to the value of a key, or NULL if there is none yet. */
AG_MUST_USE json_t *memo_get(const struct memo *memo, struct str key);

/** Keeps `value`, which it takes, under a key that has none, and gives one more reference to it. */
AG_MUST_USE json_t *memo_put(struct memo *memo, struct str key, json_t *value);

#endif
