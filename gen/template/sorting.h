/* SPDX-License-Identifier: MIT */
/**
 * Lists in order. Floor: template; private to it. As in Jinja2, strings are compared without
 * regard to case (of ASCII letters; others are refused), and items that compare equal keep their
 * order.
 */
#ifndef ARCHGEN_TEMPLATE_SORTING_H
#define ARCHGEN_TEMPLATE_SORTING_H

#include "base/compiler.h"
#include "data/json.h"

/** Why the list cannot be sorted, or NULL: it must hold ASCII strings only or numbers only. */
const char *sorting_fault(const json_t *list);

/** Gives the items in order / the first of each kind in their own order. The list must have no
 *  fault. */
AG_MUST_USE json_t *sorting_sorted(const json_t *list);
AG_MUST_USE json_t *sorting_unique(const json_t *list);

#endif
