/* SPDX-License-Identifier: MIT */
/**
 * String literals of JSON (RFC 8259, section 7) as they are read by the layout. Floor: target.
 */
#ifndef ARCHGEN_TARGET_JSON_STRING_H
#define ARCHGEN_TARGET_JSON_STRING_H

#include "base/buf.h"
#include "base/str.h"
#include "target/fault.h"

#include <stdbool.h>

/** 1 for what ends a run of plain bytes: control characters, quote, backslash, and bytes from 0x80
 *  on, which must be checked. */
extern const unsigned char json_string_stops[256];

/** The end of the literal whose quote is at `start`, behind its last quote; NULL with `*fault` set,
 *  counted from `start`, if there is no string. `*is_long` says that an escape in it has a shorter
 *  form. */
const char *json_string_end(const char *start, const char *end, bool *is_long,
                            struct text_fault *fault);

/** Appends a literal with each escape in its shortest form. */
void json_string_add(struct buf *out, struct str literal);

#endif
