/* SPDX-License-Identifier: MIT */
/**
 * One schema out of a set: what editors and other validators can read. Floor: schema. Documents
 * become members of "$defs", x-dispatch becomes standard conditions, other keywords of our own are
 * left out. Titles, descriptions, examples, enums and formats stay.
 *
 * A document with overlays gets a second form of its schema for them (RFC 7396 merges them before
 * anything is validated): nothing is required there, null is allowed for every member, conditions
 * are left out because what they ask for may stand in the base, and lists, which replace, are as in
 * the base.
 */
#ifndef ARCHGEN_SCHEMA_BUNDLE_H
#define ARCHGEN_SCHEMA_BUNDLE_H

#include "data/json.h"
#include "schema/schema.h"

/**
 * Gives the bundle of the document `name` of a linked set that was read from texts. `overlays` is
 * the property of its root whose members are overlays of the rest of the root (their schema there
 * says what else they may hold), or NULL. Same set, same bundle.
 */
AG_MUST_USE json_t *schemas_bundle(const struct schemas *set, const char *name,
                                   const char *overlays);

#endif
