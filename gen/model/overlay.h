/* SPDX-License-Identifier: MIT */
/**
 * Environments as overlays. Floor: model. The description of one environment is
 *
 *     profile  ←  base  ←  environments.<name>
 *
 * by JSON Merge Patch (RFC 7396). Before merging, chains of flows are expanded to a map of pairs,
 * so that an environment can add, change or close a single pair.
 */
#ifndef ARCHGEN_MODEL_OVERLAY_H
#define ARCHGEN_MODEL_OVERLAY_H

#include "base/arena.h"
#include "base/diag.h"
#include "data/json.h"
#include "data/places.h"
#include "model/catalog.h"
#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>

struct overlay;

/**
 * Lists the environments of a document as read and prepares its base. `document` and `places` are
 * borrowed for the life of the overlay; without `environments` the built-in profiles are the
 * environments. Faults of environments and flows are added to `diags`.
 */
struct overlay *overlay_new(struct arena *arena, const struct catalog *catalog,
                            const json_t *document, struct places *places, struct diags *diags);

/** Releases what does not live in the arena, the merged documents among it. */
void overlay_free(struct overlay *overlay);

/** The environments, in the document's order. */
const struct environment *overlay_environments(const struct overlay *overlay, size_t *count);

/** The merged description of environment `index`; borrowed, lives as long as the overlay. It is
 *  merged, and its faults are told, when it is first asked for. */
const json_t *overlay_merged(struct overlay *overlay, size_t index);

/** What environment `index` is merged from, lowest first; a layer that says nothing is NULL. */
struct overlay_layers {
    const json_t *profile;
    const json_t *base; /* flows expanded to pairs, as in `own` */
    const json_t *own;
};

/** The layers of environment `index`, which is merged; borrowed, as long-lived as the overlay. */
struct overlay_layers overlay_layers(const struct overlay *overlay, size_t index);

#endif
