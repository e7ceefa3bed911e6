/* SPDX-License-Identifier: MIT */
/**
 * Appending without a call for each piece, for the two layout passes, whose time is spent on
 * output. Floor: target.
 */
#ifndef ARCHGEN_TARGET_ROOM_H
#define ARCHGEN_TARGET_ROOM_H

#include "base/buf.h"

#include <string.h>

/** The end of `out` with room for `len` bytes, which the caller writes and adds to out->len; NULL
 *  on overflow. */
static inline char *room_for(struct buf *out, size_t len)
{
    if (out->capacity - out->len > len || buf_reserve(out, len)) {
        return out->bytes + out->len;
    }
    return NULL;
}

enum { ROOM_BLANKS = 16 };

/** Writes `count` blanks and gives their end, behind which there must be room for ROOM_BLANKS
 * bytes: so many, mostly enough, are written without a call because their number is known. */
static inline char *room_blanks(char *to, size_t count)
{
    memset(to, ' ', ROOM_BLANKS);
    if (count > ROOM_BLANKS) {
        memset(to, ' ', count);
    }
    return to + count;
}

/** Appends `len` bytes. */
static inline void room_put(struct buf *out, const char *bytes, size_t len)
{
    char *to = room_for(out, len);

    if (to != NULL) {
        memcpy(to, bytes, len);
        out->len += len;
    }
}

#endif
