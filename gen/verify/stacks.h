/* SPDX-License-Identifier: MIT */
/**
 * How the CloudFormation stacks of an output pass values to each other, read from what is written:
 * the nested stacks of a document, and the script that deploys layers. Floor: verify.
 *
 *     struct stacks stacks;
 *     error = stacks_read(&stacks, arena, files);
 *     if (stacks_parameter(&stacks, "cfn/prod/nested/app.json", "Vpc", 0, &from)) { … }
 */
#ifndef ARCHGEN_VERIFY_STACKS_H
#define ARCHGEN_VERIFY_STACKS_H

#include "base/arena.h"
#include "base/files.h"
#include "data/json.h"

#include <stdbool.h>
#include <stddef.h>

struct stacks {
    struct arena *arena;
    json_t *documents; /* path → document */
    json_t *nested;    /* path → id of a stack in it → path of its document */
    json_t *given;     /* path → output that others get → true */
    json_t *behind;    /* path → paths of the documents that are made before */
    json_t *wholes;    /* path of a part → what it is a part of: a document, or a script */
    json_t *passed;    /* path → parameter → list of {document, value} or {document, output} */
};

/** A value and the document in which it is to be evaluated. */
struct stack_value {
    const char *document;
    const json_t *value; /* borrowed; NULL: what is passed does not exist */
};

/** Reads the documents and scripts of `files`. NULL, or why they cannot be read, in the arena. */
const char *stacks_read(struct stacks *stacks, struct arena *arena, const struct file_list *files);
void stacks_release(struct stacks *stacks);

/** True if the document is a nested stack or a layer: what others need of it is passed on. */
bool stacks_is_part(const struct stacks *stacks, const char *document);

/** True if the document is a nested stack: what people are told of it is an output of its parent.
 */
bool stacks_is_nested_part(const struct stacks *stacks, const char *document);

/** True if a resource is a nested stack whose document is there. */
bool stacks_is_nested(const struct stacks *stacks, const char *document, const char *name);

/** True if a parameter of a document is given by other stacks; `index` is the place in a list.
 *  `from` borrows from `stacks`. */
bool stacks_parameter(const struct stacks *stacks, const char *document, const char *name,
                      size_t index, struct stack_value *from);

/** True if `attribute` is an output ("Outputs.…") of the nested stack `name` of a document. */
bool stacks_output(const struct stacks *stacks, const char *document, const char *name,
                   const char *attribute, struct stack_value *from);

/** True if an output of a part is there for other parts, and not for people. */
bool stacks_is_passed(const struct stacks *stacks, const char *document, const char *name);

/** Gives {part: [parts that are made before it]}, by their documents. */
AG_MUST_USE json_t *stacks_order(const struct stacks *stacks);

/** Gives {part: what it is a part of}, by their paths: within that, names are unique. */
AG_MUST_USE json_t *stacks_wholes(const struct stacks *stacks);

/** True if a document of several parts has a resource or a parameter of this name, so that a
 *  reference to what is elsewhere shows. Always true of documents that are no part. */
bool stacks_knows(const struct stacks *stacks, const char *document, const char *name);

#endif
