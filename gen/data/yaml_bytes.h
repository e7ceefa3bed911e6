/* SPDX-License-Identifier: MIT */
/**
 * The bytes that a description may hold. Floor: data, private to the YAML reader. libyaml 0.2.5
 * would find most of these faults too, but without a position, and takes U+0085, U+2028, U+2029
 * and a lone CR for line ends, so that its lines are not those of an editor.
 */
#ifndef ARCHGEN_DATA_YAML_BYTES_H
#define ARCHGEN_DATA_YAML_BYTES_H

#include "base/diag.h"
#include "base/source.h"

#include <stdbool.h>

/** Checks the text: UTF-8, a byte order mark at most at its start, no control characters but tab,
 *  LF and CR LF, no other line ends, no bidirectional controls. False after a diagnostic for the
 *  first fault of each line. */
bool yaml_check_bytes(const struct source *source, struct diags *diags);

/** Checks a scalar after its escapes were resolved (`"\x00"` passes the bytes): no NUL, control
 *  character other than tab and LF, or bidirectional control. False after a diagnostic at `span`.
 */
bool yaml_check_text(struct str text, struct span span, struct diags *diags);

#endif
