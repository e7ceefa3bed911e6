/* SPDX-License-Identifier: MIT */
#include "schema/compiled.h"

#include "base/mem.h"
#include "schema/defaults.h"
#include "schema/format.h"

struct schemas *compiled_schemas_take(struct arena *arena, const struct compiled_schemas *from,
                                      struct diags *diags)
{
    struct schemas *set = ARENA_NEW(arena, struct schemas);
    size_t format_count;

    (void)format_all(&format_count);
    BUG_UNLESS(from->keyword_count == KEYWORD_COUNT && from->format_count == format_count);
    *set = (struct schemas){
        .arena = arena,
        .diags = diags,
        .patterns = patterns_new(arena),
        .defaults = defaults_new(arena),
        .nodes = from->nodes,
        .node_count = from->node_count,
        .uses = from->uses,
        .use_count = from->use_count,
        .children = from->children,
        .child_count = from->child_count,
        .members = from->members,
        .member_count = from->member_count,
        .documents = from->documents,
        .document_count = from->document_count,
        .texts = from->texts,
        .text_len = from->text_len,
        // NOLINTNEXTLINE(bugprone-sizeof-expression): the items are pointers
        .values = {ARENA_ARRAY(arena, from->value_count, json_t *), from->packed, from->values},
        .value_count = from->value_count,
    };
    for (size_t i = 0; i < from->pattern_count; i++) {
        const struct compiled_text *text = &from->patterns[i];

        patterns_append(set->patterns, (struct str){from->texts + text->off, text->len});
    }
    return set;
}
