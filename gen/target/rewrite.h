/* SPDX-License-Identifier: MIT */
/**
 * A member of a composed JSON document with some of what it uses replaced. Floor: target. What
 * comes out is relaxed JSON (target/layout_json.h).
 *
 *     uses_scan(&uses, arena, words, text);
 *     rewrite_uses(&(struct rewrite){words, resolve, context}, text, &uses, &out);
 */
#ifndef ARCHGEN_TARGET_REWRITE_H
#define ARCHGEN_TARGET_REWRITE_H

#include "base/buf.h"
#include "base/str.h"
#include "target/uses.h"

#include <stdbool.h>
#include <stddef.h>

enum replacement_kind {
    REPLACEMENT_NONE,      /* it stays */
    REPLACEMENT_DROP,      /* USE_AFTER: it is left out */
    REPLACEMENT_NAME,      /* {"Ref": id} */
    REPLACEMENT_ATTRIBUTE, /* {"Fn::GetAtt": [id, results ~ attribute]} */
    REPLACEMENT_SELECT     /* {"Fn::Select": [index, {"Ref": id}]} */
};

struct replacement {
    enum replacement_kind kind;
    const char *id;
    const char *attribute;
    size_t index;
    bool is_list;         /* the value is a list, passed on as a text with commas */
    const char *variable; /* REPLACEMENT_SELECT: what it is called within a text */
};

struct rewrite {
    const struct use_words *words;
    struct replacement (*resolve)(void *context, const struct use *use);
    void *context;
};

/** Appends `text` with what `resolve` says in the place of each of its `uses`. */
void rewrite_uses(const struct rewrite *rewrite, struct str text, const struct uses *uses,
                  struct buf *out);

#endif
