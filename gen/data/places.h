/* SPDX-License-Identifier: MIT */
/**
 * Where the values of a document stand. Floor: data. jansson shares `true`, `false` and `null`
 * between all documents, so a value has no place of its own: places are kept by container and
 * member. Containers must live as long as the table does (the document's lifetime).
 *
 * A value that an overlay patched knows its own place and, through `replaced`, the one it took
 * the place of; a chain of overlays makes a chain of places.
 *
 *     const struct place *place = places_of_member(places, tier, "size");
 *     diag_add(diags, DIAG_WRONG_VALUE, place->value, "…");
 */
#ifndef ARCHGEN_DATA_PLACES_H
#define ARCHGEN_DATA_PLACES_H

#include "base/arena.h"
#include "base/source.h"
#include "data/json.h"

struct place {
    struct span key;              /* SPAN_NONE for items of a list and for the root */
    struct span value;            /* a container's span begins at its first byte */
    const struct place *replaced; /* the value that this one replaced in an overlay, or NULL */
};

struct places;

/** Gives an empty table in `arena`. */
struct places *places_new(struct arena *arena);

/** Records the place of a member or an item (the key is copied);
 *  a second call for the same member replaces the first. */
void places_set_member(struct places *places, const json_t *object, const char *key,
                       struct place place);
void places_set_item(struct places *places, const json_t *array, size_t index, struct place place);

/** Records where a member was removed from `object` (a null in an overlay), and takes over what was
 *  recorded so for `from`, which `object` was made of. */
void places_set_removed(struct places *places, const json_t *object, const char *key,
                        struct place place);
void places_keep_removed(struct places *places, const json_t *object, const json_t *from);

/** Where a member that `object` does not have was removed, or NULL. */
const struct place *places_of_removed(const struct places *places, const json_t *object,
                                      const char *key);

/** The key of the next member that was removed from `object` though it is not there, from `*index`
 *  on, which moves behind it; NULL if there is none. A key may come twice. */
const char *places_next_removed(const struct places *places, const json_t *object, size_t *index);

/** Records the place of a root. */
void places_set_root(struct places *places, const json_t *root, struct span span);

/** The place, never NULL: a place without spans where nothing was recorded (defaults). */
const struct place *places_of_member(const struct places *places, const json_t *object,
                                     const char *key);
const struct place *places_of_item(const struct places *places, const json_t *array, size_t index);
const struct place *places_of_root(const struct places *places, const json_t *root);

/** The value that the one at `value` replaced in an overlay; SPAN_NONE if it replaced none, or,
 * being the target of aliases, several. */
struct span places_replaced(const struct places *places, struct span value);

#endif
