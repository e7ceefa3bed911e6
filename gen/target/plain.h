/* SPDX-License-Identifier: MIT */
/**
 * Runs of bytes that need no thought, which most of all text is. Floor: target. What ends a run is
 * said by a table with a 1 for each such byte. Four bytes are looked at together, as most runs are
 * longer.
 */
#ifndef ARCHGEN_TARGET_PLAIN_H
#define ARCHGEN_TARGET_PLAIN_H

#include <stdbool.h>

enum { PLAIN_STEP = 4 };

/** True if none of the PLAIN_STEP bytes at `p` ends a run. */
static inline bool plain_is_step(const char *p, const unsigned char *ends)
{
    const unsigned char *at = (const unsigned char *)p;

    return (ends[at[0]] | ends[at[1]] | ends[at[2]] | ends[at[3]]) == 0;
}

/** The end of the run that begins at `p`, or `end`. */
static inline const char *plain_end(const char *p, const char *end, const unsigned char *ends)
{
    while (end - p >= PLAIN_STEP && plain_is_step(p, ends)) {
        p += PLAIN_STEP;
    }
    while (p < end && ends[(unsigned char)*p] == 0) {
        p++;
    }
    return p;
}

#endif
