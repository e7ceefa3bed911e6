/* SPDX-License-Identifier: MIT */
/**
 * Generated files read back: the raw form of an output, one for each dialect. Floor: verify. It is
 * made from the bytes that are written, not from what they were made of, so that a fault of a
 * template or of a layout pass shows.
 *
 * The raw form is JSON:
 *     {"resources":  [{"type", "name", "was", "region", "document", "properties": {…},
 *                      "after": ["aws_lb.web", …]}, …],
 *      "parameters": {"<name>": {…, "given"}}, "outputs": {"<name>": {…}},
 *      "behind": {"<document>": ["<document>", …]}, "wholes": {"<document>": "<whole>"}}
 * `was` is the name that one of them had before, if the output says so; within a `document`, which
 * is a file or a module, names are unique. `after` has the addresses of what the output says must
 * be there before, `behind`, where there is any, the documents that are made before one. Names are
 * unique within a whole, too, where a document is a part of one. What is
 * `given` is the value that a file beside the others has for a parameter; it is `undeclared` if
 * nothing asks for it. What one document asks for and another hands to it is neither a parameter
 * nor an output. Every scalar is a string ("80", "true"), except in `properties` nothing else is
 * changed. A reference stands in a string as a token, "${Ref Web}" or "${aws_lb.web.arn}", alone or
 * within other text; a
 * "${" that the text really holds is "$${". A value that the target writes as JSON in a string is
 * that JSON.
 */
#ifndef ARCHGEN_VERIFY_RAW_H
#define ARCHGEN_VERIFY_RAW_H

#include "base/arena.h"
#include "base/files.h"
#include "data/json.h"

/** Reads CloudFormation documents. NULL with `*error` set (in the arena) if a file is not one. */
AG_MUST_USE json_t *raw_read_cfn(struct arena *arena, const struct file_list *files,
                                 const char **error);

/** Reads the .tf files of a root module, in the form that archgen lays out. */
AG_MUST_USE json_t *raw_read_hcl(struct arena *arena, const struct file_list *files,
                                 const char **error);

/** Gives the JSON that a text holds, tokens included, or NULL if it holds none: only maps and lists
 *  count. */
AG_MUST_USE json_t *raw_parse_text(const char *text);

/** Gives a scalar as a string value; takes `value`. Maps and lists are given back as they are, with
 *  their scalars made strings. */
AG_MUST_USE json_t *raw_strings(json_t *value);

#endif
