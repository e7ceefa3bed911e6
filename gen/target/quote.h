/* SPDX-License-Identifier: MIT */
/**
 * Texts as quoted literals of the targets. Floor: target. Almost no text needs an escape, so runs
 * of plain bytes are found by a table and copied at once. Text is valid UTF-8 (the YAML reader and
 * jansson see to it); bytes from 0x80 on pass as they are.
 */
#ifndef ARCHGEN_TARGET_QUOTE_H
#define ARCHGEN_TARGET_QUOTE_H

#include "base/buf.h"
#include "base/str.h"

/** How a target escapes: JSON (RFC 8259, section 7) or HCL (native syntax, "Template Literals"). */
struct quoting;

extern const struct quoting quoting_json;
extern const struct quoting quoting_hcl;

/** Appends the quoted literal of `text`. */
void quote_add(struct buf *out, struct str text, const struct quoting *quoting);

/** Appends `text` escaped but without quotes, to be put between quotes by the caller. */
void quote_add_inner(struct buf *out, struct str text, const struct quoting *quoting);

#endif
