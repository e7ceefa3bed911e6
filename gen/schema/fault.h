/* SPDX-License-Identifier: MIT */
/**
 * The diagnostics of validation, private to gen/schema: one function for each way to be wrong.
 * All do nothing when the check runs without diagnostics. A value is reported once, however many
 * schemas refuse it, and an `x-message` in force replaces the text.
 */
#ifndef ARCHGEN_SCHEMA_FAULT_H
#define ARCHGEN_SCHEMA_FAULT_H

#include "schema/check.h"
#include "schema/format.h"

enum { FAULT_MAX = 1000 }; /* reported in one run; more than anybody reads */

/** What is shown: a member's key, or its value. */
enum fault_part { FAULT_KEY, FAULT_VALUE };

/** The keywords and words of a count that has bounds. */
struct fault_count {
    enum keyword_id least;
    enum keyword_id most;
    const char *singular;
    const char *plural;
};

/** Adds a diagnostic at the spot. NULL if it was a repetition, or if an x-message replaced the
 *  text, so that no hint fits. Only for checks with diagnostics. */
AG_PRINTF(5, 6)
struct diag *fault_add(struct check *check, const struct spot *spot, enum fault_part part,
                       enum diag_id id, const char *format, ...);

/** The text of the value in its source, or an empty one if it has no place. */
struct str fault_source_text(const struct check *check, const struct spot *spot);

/** True if a required member of the map was reported as missing. */
bool fault_is_incomplete(const struct check *check, const json_t *map);

/* Any value. `node` may be NULL. */
void fault_type(struct check *check, const struct spot *spot, const struct schema_node *node,
                unsigned kinds);
void fault_enum(struct check *check, const struct spot *spot, const json_t *allowed);
void fault_const(struct check *check, const struct spot *spot, const json_t *expected);
void fault_forbidden(struct check *check, const struct spot *spot);
void fault_not(struct check *check, const struct spot *spot, uint32_t refused);
void fault_depth(struct check *check, const struct spot *spot);

/* Numbers, strings, and whatever has a size. */
void fault_range(struct check *check, const struct spot *spot, const struct schema_node *node);
void fault_multiple(struct check *check, const struct spot *spot, const json_t *step);
void fault_size(struct check *check, const struct spot *spot, const struct schema_node *node,
                const struct fault_count *count, size_t found);
void fault_pattern(struct check *check, const struct spot *spot, uint32_t pattern,
                   enum pattern_result result);
void fault_format(struct check *check, const struct spot *spot, const struct format *format);

/* Maps. `node` may be NULL. `spot` is the map, but for an unknown key the member, and for
 * fault_dependent the member that needs the other one. */
void fault_unknown_key(struct check *check, const struct spot *spot, uint32_t node);
void fault_missing(struct check *check, const struct spot *spot, const struct schema_node *node,
                   const char *name);
void fault_dependent(struct check *check, const struct spot *spot, const char *name);
void fault_unknown_kind(struct check *check, const struct spot *spot,
                        const struct keyword_use *dispatch);

/* Lists. */
void fault_repeated(struct check *check, const struct spot *spot, size_t earlier);
void fault_contains(struct check *check, const struct spot *spot, const struct schema_node *node,
                    uint32_t wanted, size_t found);

/* Alternatives. */
void fault_both(struct check *check, const struct spot *spot, uint32_t first, uint32_t second);

#endif
