/* SPDX-License-Identifier: MIT */
/**
 * The tests of `is`: "a is none". Floor: template. Each answers what the test of that name answers
 * in Jinja2.
 */
#ifndef ARCHGEN_TEMPLATE_PREDICATES_H
#define ARCHGEN_TEMPLATE_PREDICATES_H

#include "base/arena.h"
#include "base/str.h"
#include "template/value.h"

#include <stdbool.h>
#include <stddef.h>

struct predicate {
    const char *name;
    bool takes_undefined;
    bool (*is_true)(const struct value *value);
};

/** All tests; `*count` is set. A TEST node holds an index into them. */
const struct predicate *predicates_all(size_t *count);

#endif
