/* SPDX-License-Identifier: MIT */
/**
 * What a plain scalar means by the core schema of YAML 1.2 (section 10.3.2), made stricter: a
 * number is written as JSON writes it, and words that YAML 1.1 took for booleans are refused.
 * Floor: data, private to the YAML reader.
 */
#ifndef ARCHGEN_DATA_YAML_SCALAR_H
#define ARCHGEN_DATA_YAML_SCALAR_H

#include "base/compiler.h"
#include "base/str.h"
#include "data/json.h"

enum scalar_kind {
    SCALAR_TEXT,
    SCALAR_NULL,
    SCALAR_BOOL,
    SCALAR_NUMBER,
    SCALAR_ODD_NUMBER, /* 0777, 0x1F, 1_000, +80, .inf: numbers to some reader, not to all */
    SCALAR_OLD_BOOL    /* yes, no, on, off in any case; y and n are text */
};

/** The kind of a plain scalar. */
enum scalar_kind scalar_kind(struct str text);

/** Gives the value of a plain scalar of kind text, null, bool or number; NULL if a number is out of
 *  range: an integer that does not fit into 64 bits, or a real that is infinite. */
AG_MUST_USE json_t *scalar_value(enum scalar_kind kind, struct str text);

#endif
