/* SPDX-License-Identifier: MIT */
/**
 * The properties of a resource in the neutral form, as the row of its type says. Floor: verify;
 * inner part of verify/neutral.h.
 */
#ifndef ARCHGEN_VERIFY_PROPERTIES_H
#define ARCHGEN_VERIFY_PROPERTIES_H

#include "verify/tokens.h"

#include <stdbool.h>

/** What is being read; all borrowed. */
struct subject {
    const struct token_index *index;
    json_t *left_out; /* "vpc tags: reason" → how often */
    const json_t *row;
    const char *type; /* the neutral one, for what is left out */
};

/** Notes that `what` cannot be compared and why. */
void properties_leave_out(struct arena *arena, json_t *left_out, const char *what,
                          const char *reason);

/** Gives the neutral form of a map of properties. */
AG_MUST_USE json_t *properties_read(const struct subject *subject, const json_t *map);

/** True if the row drops that something comes after what has `row`; that is noted. */
bool properties_drops_after(const struct subject *subject, const json_t *row);

#endif
