/* SPDX-License-Identifier: MIT */
/**
 * Places in JSON text, private to gen/schema. jansson keeps none, so the text is scanned again for
 * the few values that a diagnostic is about.
 */
#ifndef ARCHGEN_SCHEMA_LOCATE_H
#define ARCHGEN_SCHEMA_LOCATE_H

#include "base/source.h"
#include "schema/set.h"

/** The place that `site` names in valid JSON: the key of a member, the first byte of an item.
 *  A key that is written with escapes is not found; then the place is that of its container. */
struct span locate_site(const struct source *source, const struct site *site);

#endif
