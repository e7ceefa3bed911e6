/* SPDX-License-Identifier: MIT */
/**
 * The languages that targets are written in, as the template engine needs to know them. Floor:
 * target. Whatever value is printed, the result is one literal of the language that gives the
 * value back when it is read: data cannot become code.
 *
 *     struct print_context print = {.arena = arena, .references = references, .view = view};
 *     template_render(set, name, &(struct render){.context = &print, …}, &out, diags);
 *
 * json  CloudFormation's JSON. What CloudFormation would interpret although it is quoted is
 *       refused: texts with "{{resolve:" (dynamic references) and maps with a member `Ref`,
 *       `Condition` or `Fn::…`, since such maps are function calls. `Condition` is allowed where
 *       IAM wants it: it must be a map itself and stand beside `Effect`. A function call has no
 *       other member and a condition's name is a string, so that is no call.
 * hcl   Terraform's native syntax. `${` and `%{` are doubled, there are no heredocs.
 * text  Shell scripts: texts are single-quoted words, numbers and bools bare words, lists words
 *       with blanks between; null and maps are refused. References become marks (see below).
 */
#ifndef ARCHGEN_TARGET_DIALECTS_H
#define ARCHGEN_TARGET_DIALECTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "data/json.h"
#include "template/dialect.h"

#include <stdbool.h>

struct references;
struct spellings;
struct templates;
struct texts;

/** What printing needs beside the value; the `context` of all renderings of a target. */
struct print_context {
    struct arena *arena;                 /* for reasons of failures */
    const struct references *references; /* NULL: every reference is refused */
    const json_t *view;                  /* for the templates of references; may be NULL */
    struct spellings *spellings;         /* of references, with this view; NULL: none are kept */
    json_t *marks;                       /* text dialect: the references met; NULL: refused */
    struct texts *texts;                 /* of the filter `json`; NULL: none are kept */
    struct templates *scripts;           /* the shell templates, for the filter `script` */
};

extern const struct dialect dialect_json;
extern const struct dialect dialect_hcl;
extern const struct dialect dialect_text;

enum {
    PRINT_DEPTH_MAX = 64, /* nesting of a printed value; jansson's own limit is 2,048 */
    HCL_LIST_COLUMNS =
        64, /* longest list on one line: with a name before it, lines stay under 80 */
};

/** The member of an object that is a comment, not data; its value is the text. */
#define PRINT_COMMENT "$comment"

/** True if a value is a reference, or text and references joined (template/dialect.h). */
bool print_is_reference(const json_t *value);
bool print_is_concat(const json_t *value);

#endif
