/* SPDX-License-Identifier: MIT */
/**
 * A hash of bytes, the same on every machine. Floor: base. FNV-1a over words of eight bytes, for
 * tables and for noticing changes; it keeps nobody from making two texts with the same hash.
 */
#ifndef ARCHGEN_BASE_HASH_H
#define ARCHGEN_BASE_HASH_H

#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

/** Eight bytes as a number, the first the lowest. Spelled out, as compilers know this, and not a
 *  loop, for a single load. */
static inline uint64_t hash_read_word(const char *bytes)
{
    const unsigned char *p = (const unsigned char *)bytes;

    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
           (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
           (uint64_t)p[7] << 56;
}

/** One step, of a whole word; what the product moved up comes down again. */
static inline uint64_t hash_add_word(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x100000001b3);
    return hash ^ hash >> 32;
}

/** The hash of all bytes. */
static inline uint64_t hash_bytes(struct str bytes)
{
    uint64_t hash = hash_add_word(UINT64_C(0xcbf29ce484222325), bytes.len);
    size_t i = 0;

    for (; i + sizeof(uint64_t) <= bytes.len; i += sizeof(uint64_t)) {
        hash = hash_add_word(hash, hash_read_word(bytes.p + i));
    }
    for (; i < bytes.len; i++) {
        hash = hash_add_word(hash, (unsigned char)bytes.p[i]);
    }
    return hash;
}

#endif
