/* SPDX-License-Identifier: MIT */
/**
 * What the template engine has to know of a target language. Floor: template. A dialect prints
 * values as literals and says where template text stands inside a string or a comment of the
 * target, so that `{{` there is refused when the template is loaded. It is the only way by which
 * a value reaches the output.
 */
#ifndef ARCHGEN_TEMPLATE_DIALECT_H
#define ARCHGEN_TEMPLATE_DIALECT_H

#include "base/buf.h"
#include "base/str.h"
#include "data/json.h"

#include <stdbool.h>

/** Where the text of a template stands, seen as text of the target language. */
enum text_state {
    TEXT_CODE,    /* values may be printed */
    TEXT_STRING,  /* inside a quoted string */
    TEXT_ESCAPE,  /* after a backslash in a string */
    TEXT_COMMENT, /* until the end of the line */
    TEXT_SLASH    /* after one '/' that may begin a comment */
};

struct dialect {
    const char *name; /* "json", "hcl", "text" */

    /**
     * Appends `value` as a literal. `context` is what the caller gave to template_render (the
     * target's reference table). On failure sets `*error` to a reason in the context's arena
     * ("a reference 'bucket.arnn' is not in the table") and returns false.
     * Two kinds of objects are not data but references between resources, which no user document
     * can hold because keys that begin with '$' are refused there:
     *   {"$ref": "bucket.arn", "tier": "assets", …}   one reference
     *   {"$concat": ["text", {"$ref": …}, …]}         text and references joined
     */
    bool (*print)(const struct dialect *dialect, void *context, const json_t *value,
                  struct buf *out, const char **error);

    /** True if `text` is an identifier of the target, printable by the filter `ident`. */
    bool (*is_identifier)(struct str text);

    /** The state after `c`. */
    enum text_state (*scan)(enum text_state state, char c);
};

#endif
