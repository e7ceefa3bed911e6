/* SPDX-License-Identifier: MIT */
/**
 * What a schema document says to others than the validator: its annotations, and the way to them.
 * Floor: schema. A tenth of the document, which a run has instead of the whole.
 */
#ifndef ARCHGEN_SCHEMA_ANNOTATIONS_H
#define ARCHGEN_SCHEMA_ANNOTATIONS_H

#include "data/json.h"

/**
 * Gives the members `x-archgen…` and `format` of a schema, beside them its `$ref`, and
 * `properties`, `items` and `oneOf` with the same of what is below them; a property that has none
 * of it is left out.
 */
AG_MUST_USE json_t *annotations_make(const json_t *schema);

#endif
