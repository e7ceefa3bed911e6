/* SPDX-License-Identifier: MIT */
#include "template/compiled.h"

#include "base/mem.h"
#include "template/set.h"

/* A row of another size than the one that was printed would be read askew. */
_Static_assert(sizeof(struct node) == 28, "struct node has no padding");

static void take_template(struct templates *set, struct template *tmpl,
                          const struct compiled_templates *from,
                          const struct compiled_template *row, const struct file *files)
{
    struct str file = files[row->file].bytes;

    tmpl->name = symbols_text(&set->symbols, row->symbol).p;
    tmpl->symbol = row->symbol;
    tmpl->source = source_new(set->arena, from->symbols.texts + row->label,
                              str_slice(file, row->off, (size_t)row->off + row->len));
    tmpl->tree = (struct tree){
        .nodes = from->nodes + row->first_node,
        .node_count = row->node_count,
        .root = row->root,
        .claims = from->claims + row->first_claim,
        .claim_count = row->claim_count,
    };
    tmpl->includes = row->includes;
}

void compiled_templates_take(struct templates *set, const struct compiled_templates *from,
                             const struct file *files)
{
    struct template *templates = ARENA_ARRAY(set->arena, from->count, struct template);

    BUG_UNLESS(set->count == 0 && set->filter_count == from->filter_count);
    symbols_take(&set->symbols, &from->symbols);
    // NOLINTNEXTLINE(bugprone-sizeof-expression): the items are pointers
    set->items = ARENA_ARRAY(set->arena, from->count, struct template *);
    for (size_t i = 0; i < from->count; i++) {
        take_template(set, &templates[i], from, &from->items[i], files);
        templates[i].index = i;
        set->items[set->count++] = &templates[i];
    }
}
