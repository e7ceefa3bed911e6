/* SPDX-License-Identifier: MIT */
/**
 * Faults in the text that a template made: our template's fault, shown at the rendered line with
 * the template's name and, where one is known, the tier that was rendered. Floor: target.
 */
#ifndef ARCHGEN_TARGET_FAULT_H
#define ARCHGEN_TARGET_FAULT_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

#include <stddef.h>

/** Why a pass over rendered text gave up. */
struct text_fault {
    size_t off;       /* byte offset in the text */
    const char *text; /* in the arena or static; NULL for none */
};

/** Where a rendered text comes from; everything is borrowed. */
struct fragment {
    const char *name;    /* of the template's file: "templates/cfn/network.tmpl" */
    const char *subject; /* "'app' (instances) for cfn" */
    struct span origin;  /* the tier's place, or what else there is; SPAN_NONE if nothing */
    const char *tier;    /* its name, or NULL */
    struct str text;
    const char *group; /* what it belongs to, a tier or a layer (target/partition.h), or NULL */
};

/** Adds TEMPLATE_OUTPUT at the rendered line; the text is copied for it. */
struct diag *fault_report(struct diags *diags, const struct fragment *fragment,
                          struct text_fault fault);

/** Who gave a name first, of those that are to be unique (logical ids, addresses of blocks). */
struct owner {
    struct str name;
    const char *who;  /* the template */
    const char *tier; /* that it is made for, or NULL */
    struct span span; /* of the tier */
};

/** A fragment as the owner of `name` (copied), in the arena. */
const struct owner *fault_owner(struct arena *arena, const struct fragment *fragment,
                                struct str name);

/** Reports that a fragment defines what has an owner already. Names that two tiers, or a tier and
 *  the target itself, would share are the user's fault, NAME_COLLISION at the tier; all else is
 *  that of a template. */
struct diag *fault_clash(struct diags *diags, const struct fragment *fragment,
                         struct text_fault fault, const struct owner *other);

#endif
