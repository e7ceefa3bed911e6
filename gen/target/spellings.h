/* SPDX-License-Identifier: MIT */
/**
 * How references were spelled that were printed before: the view has each reference once, and
 * prints it many times. Floor: target. Belongs to one target and one view, and forgets what it has
 * no room for.
 */
#ifndef ARCHGEN_TARGET_SPELLINGS_H
#define ARCHGEN_TARGET_SPELLINGS_H

#include "base/str.h"
#include "data/json.h"

#include <stddef.h>

enum {
    SPELLINGS_KEPT = 128, /* of one document hardly more are in use at a time */
    SPELLING_MAX = 112    /* bytes; longer ones are not kept */
};

struct spelling {
    json_t *reference; /* shared, so that no other gets its address; NULL: none */
    size_t len;
    char text[SPELLING_MAX];
};

struct spellings {
    struct spelling items[SPELLINGS_KEPT];
};

/** The spelling of this very value, borrowed until the next is kept; NULL if there is none. */
const struct spelling *spellings_find(const struct spellings *spellings, const json_t *reference);

/** Keeps how `reference`, which must not be altered afterwards, is spelled. */
void spellings_keep(struct spellings *spellings, const json_t *reference, struct str text);

/** Forgets all. */
void spellings_clear(struct spellings *spellings);

#endif
