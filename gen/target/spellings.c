/* SPDX-License-Identifier: MIT */
/* Each reference has one place, by its address; which one is there shows in no output. */
#include "target/spellings.h"

#include <stdint.h>
#include <string.h>

static size_t place_of(const json_t *reference)
{
    enum { STEP = 16 /* bytes between two values, at least */ };
    uintptr_t address = (uintptr_t)reference / STEP;

    return (address ^ address / SPELLINGS_KEPT) % SPELLINGS_KEPT;
}

const struct spelling *spellings_find(const struct spellings *spellings, const json_t *reference)
{
    const struct spelling *spelling = &spellings->items[place_of(reference)];

    return spelling->reference == reference ? spelling : NULL;
}

void spellings_keep(struct spellings *spellings, const json_t *reference, struct str text)
{
    struct spelling *spelling = &spellings->items[place_of(reference)];

    if (text.len <= SPELLING_MAX) {
        json_decref(spelling->reference);
        spelling->reference = jx_share(reference);
        spelling->len = text.len;
        memcpy(spelling->text, text.p, text.len);
    }
}

void spellings_clear(struct spellings *spellings)
{
    for (size_t i = 0; i < SPELLINGS_KEPT; i++) {
        json_decref(spellings->items[i].reference);
        spellings->items[i].reference = NULL;
    }
}
