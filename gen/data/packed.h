/* SPDX-License-Identifier: MIT */
/**
 * JSON values as constant data that needs no parsing. Floor: data. The build tool packs what a run
 * may need of the schemas; a run makes the values that it comes across, each once, so that what
 * occurs in many places (a dimension of a metric, a word) is one value with many owners.
 *
 * Each distinct value has a number and begins at an offset of the bytes with a letter: n, t and f
 * (null, true, false) stand alone; i and r (integer, real) have 64 bits, the low byte first; s a
 * length and bytes; a a count and the numbers of the items; o a count and the members, each the
 * length of its key, the key, a NUL and the number of the value. Lengths, counts and numbers have
 * seven bits in each byte, the low ones first; the eighth is set where more follow.
 *
 *     uint32_t number = packer_add(&packer, value);             // when the program is built
 *     const json_t *same = packed_get(&values, number);         // when it runs
 */
#ifndef ARCHGEN_DATA_PACKED_H
#define ARCHGEN_DATA_PACKED_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/table.h"
#include "data/json.h"

#include <stddef.h>
#include <stdint.h>

/** Values of a run by number: NULL until they are first asked for. */
struct packed_values {
    json_t **made;
    const char *bytes;
    const uint32_t *offs; /* by number */
};

/** The value of that number, borrowed; it lives until `made` is released by its owner. */
const json_t *packed_get(const struct packed_values *values, uint32_t number);

/** Values that are being packed; all zeros but for the arena and the initialised bytes. */
struct packer {
    struct arena *arena;
    struct buf bytes;
    uint32_t *offs;
    size_t count;
    size_t capacity;
    struct table known; /* packed form → its number */
};

/** The number of a value, which is packed if it is new. */
uint32_t packer_add(struct packer *packer, const json_t *value);

#endif
