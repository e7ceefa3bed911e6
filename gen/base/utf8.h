/* SPDX-License-Identifier: MIT */
/**
 * UTF-8 (RFC 3629), one code point at a time. Floor: base. Nothing here depends on the locale.
 *
 *     for (size_t off = 0; off < text.len;) {
 *         struct utf8_char c = utf8_decode(text, off);
 *         off += c.len;                                   // at least 1, also for a fault
 *     }
 */
#ifndef ARCHGEN_BASE_UTF8_H
#define ARCHGEN_BASE_UTF8_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum utf8_fault {
    UTF8_FINE,
    UTF8_BAD_BYTE,    /* a byte that cannot stand here, or a sequence that is cut short */
    UTF8_OVERLONG,    /* more bytes than the code point needs */
    UTF8_SURROGATE,   /* U+D800..U+DFFF */
    UTF8_OUT_OF_RANGE /* above U+10FFFF */
};

struct utf8_char {
    uint32_t code_point; /* U+FFFD for a fault */
    size_t len;          /* bytes to go on by: 1 for a fault */
    enum utf8_fault fault;
};

/** The code point at byte `off`, which must be inside the text. */
struct utf8_char utf8_decode(struct str text, size_t off);

/** True if every byte belongs to a valid sequence. */
bool utf8_is_valid(struct str text);

/** True for control characters (tab and line feed too), bidirectional controls, invisible
 *  formatting characters and noncharacters: what must not reach a terminal as it is. */
bool utf8_is_hidden(uint32_t code_point);

/** True for the bidirectional overrides, embeddings and isolates (U+202A-202E, U+2066-2069), with
 *  which a text can be made to look like another one (CVE-2021-42574). */
bool utf8_is_bidi(uint32_t code_point);

/** Columns that a terminal uses for a visible code point: 0 (combining), 1 or 2 (wide). */
unsigned utf8_width(uint32_t code_point);

#endif
