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
