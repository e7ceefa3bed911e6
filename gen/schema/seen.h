/* SPDX-License-Identifier: MIT */
/**
 * Which members or items of one value were evaluated, for unevaluatedProperties and
 * unevaluatedItems; private to gen/schema. Members are known by the address of their key, items by
 * their index. Functions accept NULL for "nobody asks".
 */
#ifndef ARCHGEN_SCHEMA_SEEN_H
#define ARCHGEN_SCHEMA_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seen {
    uintptr_t *marks;
    size_t count;
    size_t capacity;
    bool all;
};

/** Releases the memory; a zeroed struct is empty. */
void seen_release(struct seen *seen);

void seen_add_key(struct seen *seen, const char *key);
void seen_add_item(struct seen *seen, size_t index);
void seen_add_all(struct seen *seen);

/** Adds all marks of `from`. */
void seen_merge(struct seen *seen, const struct seen *from);

bool seen_has_key(const struct seen *seen, const char *key);
bool seen_has_item(const struct seen *seen, size_t index);

#endif
