/* SPDX-License-Identifier: MIT */
/**
 * Literals of the template language. Floor: template; private to it.
 */
#ifndef ARCHGEN_TEMPLATE_LITERAL_H
#define ARCHGEN_TEMPLATE_LITERAL_H

#include "base/str.h"
#include "template/symbols.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Interns the text of a quoted string. The reason if an escape is not one of \\ \' \" \n \t
 *  \uXXXX, with its place in `*off`; NULL if all is well. */
const char *literal_string(struct symbols *symbols, struct str quoted, uint32_t *symbol,
                           size_t *off);

/** The 64 bits of a plain decimal; false if it does not fit. */
bool literal_number(struct str digits, bool is_real, uint64_t *bits);

/** True if Jinja2 finds a method of Python's dict under this name before any member. */
bool literal_is_method(struct str name);

#endif
