/* SPDX-License-Identifier: MIT */
/**
 * YAML to JSON with places. Floor: data. The YAML 1.2 core schema without tags, merge keys,
 * several documents or keys that are not text; aliases are copied under the node budget. Keys that
 * begin with '$' are refused, so that no document can forge a reference between resources
 * (template/value.h). Bytes are checked before libyaml sees them, because libyaml 0.2.5 reports
 * such faults without a position; depth is counted here, because it has no limit there.
 */
#ifndef ARCHGEN_DATA_YAML_H
#define ARCHGEN_DATA_YAML_H

#include "base/diag.h"
#include "base/source.h"
#include "data/json.h"
#include "data/places.h"

/* Limits, each tested on both sides (tests/unit/test_yaml_limits.c). */
enum {
    YAML_BYTES_MAX = 4 * 1024 * 1024, /* a realistic description has 2 KB */
    YAML_DEPTH_MAX = 64,              /* the language needs about 8 */
    YAML_NODES_MAX = 1000000,         /* bounds time and the expansion of aliases */
    YAML_SCALAR_MAX = 64 * 1024,      /* bytes */
    YAML_KEY_MAX = 256,               /* bytes; libyaml gives up at 1,024 */
    YAML_KEYS_MAX = 10000,            /* per mapping: tiers of the largest description */
    YAML_ITEMS_MAX = 100000           /* per list: flows */
};

/**
 * Reads one document. Gives the root, which is always an object, or NULL after adding at least one
 * diagnostic: all faults of the content, up to the first one of the syntax or a limit. Places of
 * all members and items are recorded in `places` (borrowed); the span of a value is its text,
 * quotes or brackets included, and that of an alias the text at the anchor, where it can be
 * changed.
 */
AG_MUST_USE json_t *yaml_read(const struct source *source, struct places *places,
                              struct diags *diags);

#endif
