/* SPDX-License-Identifier: MIT */
/**
 * JSON values as bytes that are read without parsing. Floor: data. The build tool packs what a run
 * may need of the schemas; a run unpacks what it comes across.
 *
 * A value is a letter and what belongs to it: n, t and f (null, true, false) nothing; i and r
 * (integer, real) 64 bits, the low byte first; s its bytes; a its items; o its members, each a key
 * and a value. Before bytes, items and members stands their number: seven bits in each byte, the
 * low ones first, the eighth set where more follow. Keys end in NUL, which is not counted.
 */
#ifndef ARCHGEN_DATA_PACKED_H
#define ARCHGEN_DATA_PACKED_H

#include "base/buf.h"
#include "data/json.h"

/** Appends a value. */
void packed_write(struct buf *out, const json_t *value);

/** Gives the value that packed_write wrote at `*at`, which is moved behind it. */
AG_MUST_USE json_t *packed_read(const char **at);

#endif
