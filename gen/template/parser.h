/* SPDX-License-Identifier: MIT */
/**
 * Tokens to syntax tree. Floor: template; private to it.
 */
#ifndef ARCHGEN_TEMPLATE_PARSER_H
#define ARCHGEN_TEMPLATE_PARSER_H

#include "template/set.h"

#include <stdbool.h>

/** Parses the template's source into its tree (in the set's arena) with the set's filters and
 *  dialect. False after one diagnostic: the first fault of the template. */
bool parser_read(struct templates *set, struct template *tmpl);

#endif
