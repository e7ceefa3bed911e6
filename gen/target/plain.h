/* SPDX-License-Identifier: MIT */
/**
 * The end of a run of bytes that need no thought, which most of all text is. Floor: target.
 */
#ifndef ARCHGEN_TARGET_PLAIN_H
#define ARCHGEN_TARGET_PLAIN_H

/** The first byte from `p` on whose class has a bit of `mask`, or `end`. Four are looked at
 *  together, as most runs are longer. */
static inline const char *plain_end(const char *p, const char *end, const unsigned char *classes,
                                    unsigned mask)
{
    const unsigned char *at = (const unsigned char *)p;
    const unsigned char *last = (const unsigned char *)end;

    while (last - at >= 4 &&
           ((classes[at[0]] | classes[at[1]] | classes[at[2]] | classes[at[3]]) & mask) == 0) {
        at += 4;
    }
    while (at < last && (classes[*at] & mask) == 0) {
        at++;
    }
    return (const char *)at;
}

#endif
