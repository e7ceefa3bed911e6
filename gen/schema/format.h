/* SPDX-License-Identifier: MIT */
/**
 * The `format`s of the language: quantities with units, addresses, times. Floor: schema. A row
 * checks a string and may have a value, the plain JSON that the templates see in its place.
 * Formats assert (unlike the standard's default); an unknown name is refused when a schema loads.
 */
#ifndef ARCHGEN_SCHEMA_FORMAT_H
#define ARCHGEN_SCHEMA_FORMAT_H

#include "base/diag.h"
#include "base/str.h"
#include "data/json.h"

#include <stdbool.h>
#include <stddef.h>

struct format {
    const char *name;
    /** What a valid string looks like, for the message: "days such as 7d, at most 36500d". */
    const char *expected;
    bool (*is_valid)(struct str text);
    /** Gives the value of a valid string; NULL if the string itself is the value. */
    json_t *(*value)(struct str text);
    /** The kind of diagnostic of an invalid string. */
    enum diag_id diag;
    /** All valid strings where they are a closed list, for "did you mean"; else NULL. */
    const struct str *(*words)(size_t *count);
};

/** The row, or NULL. */
const struct format *format_find(struct str name);

/** All rows, for documentation and completeness tests. */
const struct format *format_all(size_t *count);

#endif
