/* SPDX-License-Identifier: MIT */
/**
 * The filters that templates of a target have beside the engine's own. Floor: target. They take
 * the print_context of the rendering (target/dialects.h) and give a new reference.
 */
#ifndef ARCHGEN_TARGET_TEXT_FILTERS_H
#define ARCHGEN_TARGET_TEXT_FILTERS_H

#include "base/source.h"
#include "data/json.h"
#include "template/template.h"

#include <stdbool.h>

/**
 * `tier | script("install")`: renders templates/shell/install.tmpl with the input as `tier` and
 * gives its lines as a list of texts, references in them included; an empty last line is dropped.
 */
json_t *text_filter_script(void *context, const json_t *input, const json_t *const *args,
                           size_t arg_count, const char **error);

/** `value | json`: the value's compact JSON as a text, references in it as parts of its strings. */
json_t *text_filter_json(void *context, const json_t *input, const json_t *const *args,
                         size_t arg_count, const char **error);

/**
 * `text | comment`: {"$comment": text}, which a language with comments prints as one to the end of
 * its line, and no value of a description can be.
 */
json_t *text_filter_comment(void *context, const json_t *input, const json_t *const *args,
                            size_t arg_count, const char **error);

/** Makes `json` and `comment` known to `set`, and `script` too if `has_scripts` (scripts do not
 * call scripts). */
void text_filters_register(struct templates *set, bool has_scripts);

/**
 * Checks what makes printing into a shell script safe: there are no here-documents, which a value
 * could end, and no control bytes. False after a diagnostic.
 */
bool text_filters_check_script(const struct source *source, struct diags *diags);

#endif
