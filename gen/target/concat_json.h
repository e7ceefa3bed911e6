/* SPDX-License-Identifier: MIT */
/**
 * Text joined with references in CloudFormation's JSON, and texts that it would interpret. Floor:
 * target; part of the dialect "json".
 *
 *     {"$concat": [{"$ref": "bucket.arn", …}, "/a"]}   {"Fn::Sub":"${Assets.Arn}/a"}
 *     text with "${"                                   "${!" (that is how Fn::Sub escapes it)
 *     a reference that is spelled {"Fn::Select": …}    {"Fn::Join":["",[…]]}
 */
#ifndef ARCHGEN_TARGET_CONCAT_JSON_H
#define ARCHGEN_TARGET_CONCAT_JSON_H

#include "target/dialects.h"

#include <stdbool.h>

/** Appends the items of a "$concat". On failure sets `*error` and returns false; `out` may then
 *  hold a part. */
bool concat_print_json(struct print_context *print, const json_t *items, struct buf *out,
                       const char **error);

/** True, with `*error` set, if CloudFormation would replace a part of the text. */
bool concat_refuse_text(const struct print_context *print, struct str text, const char **error);

#endif
