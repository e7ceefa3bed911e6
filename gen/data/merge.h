/* SPDX-License-Identifier: MIT */
/**
 * JSON Merge Patch (RFC 7396) that keeps places. Floor: data. Maps merge, lists and scalars
 * replace, null removes. Pure: neither input is changed; unchanged parts are shared.
 */
#ifndef ARCHGEN_DATA_MERGE_H
#define ARCHGEN_DATA_MERGE_H

#include "data/json.h"
#include "data/places.h"

/**
 * Gives `base` patched by `patch`. Every member of the result has its place in `places`: its own,
 * and for a patched one the place it replaced. A map that both sides have keeps its place in
 * `base`, or takes the patch's if that has none (defaults). `base` may be NULL (nothing there yet).
 * Both inputs must stay alive as long as `places` is used.
 */
AG_MUST_USE json_t *merge_patch(const json_t *base, const json_t *patch, struct places *places);

#endif
