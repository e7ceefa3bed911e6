/* SPDX-License-Identifier: MIT */
/**
 * jansson, wrapped once. Floor: data. Two things are gained: iteration over const values (jansson's
 * own macros need a mutable one), and makers that cannot fail, because memory cannot (base/mem.h).
 *
 * Vocabulary (as in jansson): a function that returns `json_t *` gives a new reference; one that
 * returns `const json_t *` borrows; a parameter named `value` of a `_new` function is taken, even
 * on failure.
 *
 *     json_t *tag = jx_object();
 *     jx_set(tag, "Key", jx_string("Name"));            // takes the string
 *     const char *key; const json_t *member;
 *     jx_object_foreach(tag, key, member) { … }         // insertion order
 */
#ifndef ARCHGEN_DATA_JSON_H
#define ARCHGEN_DATA_JSON_H

#include "base/buf.h"
#include "base/compiler.h"
#include "base/str.h"

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>

/** An empty object / array. */
AG_MUST_USE json_t *jx_object(void);
AG_MUST_USE json_t *jx_array(void);

/** A string; the bytes must be valid UTF-8 (a violation is a bug of ours). NUL is allowed. */
AG_MUST_USE json_t *jx_string(const char *text);
AG_MUST_USE json_t *jx_string_from(struct str str);
/** The same of bytes that are known to be valid UTF-8. */
AG_MUST_USE json_t *jx_string_valid(struct str str);
AG_MUST_USE AG_PRINTF(1, 2) json_t *jx_format(const char *format, ...);
AG_MUST_USE json_t *jx_integer(json_int_t value);
AG_MUST_USE json_t *jx_bool(bool value);

/** A real number; infinities and not-a-number are a bug of ours. */
AG_MUST_USE json_t *jx_real(double value);

/** One more reference to `value`. */
AG_MUST_USE json_t *jx_share(const json_t *value);

/** An independent deep copy. */
AG_MUST_USE json_t *jx_copy(const json_t *value);

/** An object with the same members, which it shares. */
AG_MUST_USE json_t *jx_copy_members(const json_t *object);

/** Sets a member whose key is known to be valid UTF-8 and whose value is not the object itself;
 *  takes `value`. */
void jx_set_valid(json_t *object, struct str key, json_t *value);

/** The same of a text. This and what follows is inline because most keys are literals, whose
 *  length is then a constant. */
static inline void jx_set(json_t *object, const char *key, json_t *value)
{
    jx_set_valid(object, str_from(key), value);
}

/** Appends an item; takes `value`. */
void jx_append(json_t *array, json_t *value);

/** The member, or NULL if `object` is no object or has no such member (NULL is none). Borrows. */
static inline const json_t *jx_get(const json_t *object, const char *key)
{
    return key == NULL ? NULL : json_object_getn(object, key, strlen(key));
}

/** The member of a member …: `path` is dotted, "network.cidr". NULL where a step is missing. */
const json_t *jx_path(const json_t *object, const char *path);

/** The item, or NULL if out of range. Borrows. */
const json_t *jx_at(const json_t *array, size_t index);

/** The member's value, or the fallback if it is missing or has another type. Borrows strings. */
static inline const char *jx_get_text(const json_t *object, const char *key, const char *fallback)
{
    const json_t *value = jx_get(object, key);

    return json_is_string(value) ? json_string_value(value) : fallback;
}

static inline json_int_t jx_get_integer(const json_t *object, const char *key, json_int_t fallback)
{
    const json_t *value = jx_get(object, key);

    return json_is_integer(value) ? json_integer_value(value) : fallback;
}

static inline bool jx_get_bool(const json_t *object, const char *key, bool fallback)
{
    const json_t *value = jx_get(object, key);

    return json_is_boolean(value) ? json_is_true(value) : fallback;
}

/** The bytes of a string value, borrowed; the empty str for other types. */
struct str jx_str(const json_t *value);

/** The name of a value's type as the user knows it: "string", "number", "map", "list" … */
const char *jx_type_name(const json_t *value);

/** Gives a deep copy of `value` with the members of all objects in order of their names. */
AG_MUST_USE json_t *jx_sorted(const json_t *value);

/** Gives the names of a map's members, sorted. */
AG_MUST_USE json_t *jx_sorted_keys(const json_t *map);

/** Appends the compact form (RFC 8259), members in insertion order, or sorted if `sorted`. */
void jx_dump(const json_t *value, struct buf *out, bool sorted);

/** Appends the form for people: two blanks of indentation, members in insertion order. */
void jx_dump_pretty(const json_t *value, struct buf *out);

/** Appends the JSON string literal (RFC 8259) of UTF-8 text, quotes included. */
void jx_dump_text(struct str text, struct buf *out);

/* The casts drop a const that jansson's iterators do not have; they modify nothing. */
void *jx_iter(const json_t *object);
void *jx_iter_next(const json_t *object, void *iter);

#define jx_object_foreach(object, key, value)                                                      \
    for (void *key##_iter = jx_iter(object);                                                       \
         key##_iter != NULL && ((key) = json_object_iter_key(key##_iter)) != NULL &&               \
         ((value) = json_object_iter_value(key##_iter)) != NULL;                                   \
         key##_iter = jx_iter_next((object), key##_iter))

#define jx_array_foreach(array, index, value)                                                      \
    for ((index) = 0;                                                                              \
         (index) < json_array_size(array) && ((value) = json_array_get((array), (index))) != NULL; \
         (index)++)

#endif
