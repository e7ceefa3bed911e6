/* SPDX-License-Identifier: MIT */
/**
 * Which of several alternatives the user meant, private to gen/schema: so that a fault in one form
 * of a value is reported as that, not as "none of the forms".
 */
#ifndef ARCHGEN_SCHEMA_CHOOSE_H
#define ARCHGEN_SCHEMA_CHOOSE_H

#include "schema/check.h"

/** Reports why a value fits none of the alternatives (anyOf, oneOf). Only with diagnostics. */
void choose_report(struct check *check, const struct keyword_use *use, const struct spot *spot);

/** The kinds of values that a schema admits, as far as its types and constants say. */
unsigned choose_kinds(const struct schemas *set, uint32_t node);

#endif
