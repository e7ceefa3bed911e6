/* SPDX-License-Identifier: MIT */
/**
 * What a block of HCL uses of others, found in its canonical text (target/layout_hcl.h) without a
 * tree. Floor: target. The rows are those of target/uses.h: an attribute of an item, the name of a
 * variable, an item to be made after, and as a condition what each module has a copy of.
 *
 *     uses_scan_hcl(&uses, arena, &names, text);
 *     for (size_t i = 0; i < uses.count; i++) { … uses.list[i].name … }   // "aws_vpc.main"
 *
 * Only what is known by name counts, so that a word in a map or in a text is never taken for a use.
 * A whole item (`aws_vpc.main`) and what stands in `lifecycle` is an attribute without a name: what
 * uses it can only stand beside it.
 */
#ifndef ARCHGEN_TARGET_USES_HCL_H
#define ARCHGEN_TARGET_USES_HCL_H

#include "base/arena.h"
#include "base/str.h"
#include "target/lookup.h"
#include "target/uses.h"

#include <stdbool.h>

/** What a module has, by address: "aws_vpc.main", "data.aws_partition.current". */
struct hcl_names {
    struct lookup items;
    struct lookup shared; /* "locals" for what is in such a block */
};

/** The name of the block of local values among what is shared. */
#define HCL_LOCALS "locals"

/** Appends the uses in `text`, whole blocks (borrowed). */
void uses_scan_hcl(struct uses *uses, struct arena *arena, const struct hcl_names *names,
                   struct str text);

/** The alias of the provider that a block names, "us_east_1" of "provider = aws.us_east_1"; empty
 *  for none. */
struct str uses_hcl_alias(struct str text);

#endif
