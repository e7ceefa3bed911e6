/* SPDX-License-Identifier: MIT */
/**
 * Formatting of texts. Floor: base. What formats of ours are made of (%s, %.*s, %d, %u, %zu, %%) is
 * written here; vsnprintf(), which sets up a stream for each call and costs several times as much,
 * is there for all others. Results are the same.
 *
 *     int len = text_format(out, sizeof(out), "%s-%d", args);
 */
#ifndef ARCHGEN_BASE_TEXT_H
#define ARCHGEN_BASE_TEXT_H

#include "base/compiler.h"

#include <stdarg.h>
#include <stddef.h>

/** As vsnprintf(): writes at most `room` bytes with the NUL, and tells how long the whole text is.
 *  `args` is used up. */
AG_PRINTF(3, 0) int text_format(char *out, size_t room, const char *format, va_list args);

#endif
