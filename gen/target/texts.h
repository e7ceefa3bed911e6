/* SPDX-License-Identifier: MIT */
/**
 * Long texts that the filter `json` made of values of the view, such as a dashboard: all targets
 * print the same, so that one makes them for the others. Floor: target. Few are kept, the newest.
 */
#ifndef ARCHGEN_TARGET_TEXTS_H
#define ARCHGEN_TARGET_TEXTS_H

#include "base/compiler.h"
#include "data/json.h"

#include <stddef.h>

enum {
    TEXTS_KEPT = 16,  /* environments have one or two each */
    TEXTS_FROM = 4096 /* bytes; what is shorter is soon made again */
};

struct texts {
    size_t next; /* the place of the next one */
    struct {
        json_t *value; /* shared, so that no other gets its address; NULL: none */
        json_t *text;
    } items[TEXTS_KEPT];
};

/** Gives one more reference to the text of this very value; NULL if there is none. */
AG_MUST_USE json_t *texts_get(const struct texts *texts, const json_t *value);

/** Keeps the text of a value that is not altered any more; shares both. */
void texts_keep(struct texts *texts, const json_t *value, const json_t *text);

/** Forgets all. */
void texts_clear(struct texts *texts);

#endif
