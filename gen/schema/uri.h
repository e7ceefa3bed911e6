/* SPDX-License-Identifier: MIT */
/**
 * References between schema documents (RFC 3986). Floor: schema. The base may itself be relative:
 * documents are known by file names such as "kinds/balancer.json".
 */
#ifndef ARCHGEN_SCHEMA_URI_H
#define ARCHGEN_SCHEMA_URI_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>

/** Splits at the first '#': the part before it, and the fragment after it (empty if none). */
void uri_split(struct str uri, struct str *before, struct str *fragment);

/** Gives `reference` (without a fragment) resolved against `base` (RFC 3986, 5.2), in the arena.
 *  "../a.json" against "kinds/b.json" is "a.json". */
AG_MUST_USE struct str uri_resolve(struct arena *arena, struct str base, struct str reference);

/** True if the URI has a scheme, and so is not relative. */
bool uri_is_absolute(struct str uri);

/** Gives `text` with %XX decoded, in the arena; an incomplete escape stays as it is. */
AG_MUST_USE struct str uri_decode(struct arena *arena, struct str text);

#endif
