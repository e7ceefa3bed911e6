/* SPDX-License-Identifier: MIT */
/**
 * References inside of text that is still being made: a script, or JSON in a string. Floor: target.
 * A mark is the number of a reference between two control bytes, which the text itself cannot
 * hold; afterwards the text is taken apart again.
 *
 *     marks_add(marks, reference, &out);             // "export HOST='\x01" "0\x02'"
 *     json_t *value = marks_to_value(marks, line);   // {"$concat": ["export HOST='", {…}, "'"]}
 */
#ifndef ARCHGEN_TARGET_MARKS_H
#define ARCHGEN_TARGET_MARKS_H

#include "base/buf.h"
#include "data/json.h"

/** Appends a mark to `out` and its reference (borrowed) to the list `marks`. */
void marks_add(json_t *marks, const json_t *reference, struct buf *out);

/** Gives the text as a string, or as a "$concat" if it has marks. */
AG_MUST_USE json_t *marks_to_value(const json_t *marks, struct str text);

#endif
