/* SPDX-License-Identifier: MIT */
/* A set of templates as a struct compiled_templates: see template/compiled.h. */
#include "embed/print.h"
#include "embed/write.h"

#include "base/mem.h"

struct writing {
    struct buf *out;
    const char *prefix;
    const struct templates *set;
    const struct file_list *files;
    struct text_pool pool;
};

static void write_symbols(struct writing *writing)
{
    const struct symbols *symbols = &writing->set->symbols;

    buf_add_format(writing->out, "static const struct symbol_place %s_places[] = {\n",
                   writing->prefix);
    for (uint32_t i = 0; i < symbols->count; i++) {
        struct str text = symbols_text(symbols, i);

        buf_add_format(writing->out, "  {%lu, %zu},\n",
                       (unsigned long)pool_add(&writing->pool, text), text.len);
    }
    buf_add_text(writing->out, "};\n");
    print_numbers(writing->out, writing->prefix, "slots", symbols->slots, symbols->slot_count);
}

static void write_nodes(struct writing *writing)
{
    const struct templates *set = writing->set;

    buf_add_format(writing->out, "static const struct node %s_nodes[] = {\n", writing->prefix);
    for (size_t i = 0; i < set->count; i++) {
        for (uint32_t k = 0; k < set->items[i]->tree.node_count; k++) {
            const struct node *node = &set->items[i]->tree.nodes[k];

            buf_add_format(writing->out, "  {%u, %u, %lu, %lu, %lu, %lu, %lu, %lu},\n",
                           (unsigned)node->kind, (unsigned)node->detail, (unsigned long)node->off,
                           (unsigned long)node->len, (unsigned long)node->first,
                           (unsigned long)node->second, (unsigned long)node->third,
                           (unsigned long)node->next);
        }
    }
    buf_add_text(writing->out, "};\n");
}

static void write_claims(struct writing *writing)
{
    const struct templates *set = writing->set;

    buf_add_format(writing->out, "static const struct tree_claim %s_claims[] = {\n",
                   writing->prefix);
    for (size_t i = 0; i < set->count; i++) {
        for (uint32_t k = 0; k < set->items[i]->tree.claim_count; k++) {
            const struct tree_claim *claim = &set->items[i]->tree.claims[k];

            buf_add_format(writing->out, "  {%lu, %lu},\n", (unsigned long)claim->symbol,
                           (unsigned long)claim->node);
        }
    }
    buf_add_text(writing->out, "  {0, 0}, /* not empty */\n};\n");
}

/* The file that a source is a part of, and where it begins there. */
static size_t file_of(const struct writing *writing, const struct source *source, size_t *off)
{
    for (size_t i = 0; i < writing->files->count; i++) {
        struct str bytes = writing->files->items[i].bytes;

        if (source->text.p >= bytes.p && source->text.p + source->text.len <= bytes.p + bytes.len) {
            *off = (size_t)(source->text.p - bytes.p);
            return i;
        }
    }
    BUG("a template is a part of a file");
}

static void write_items(struct writing *writing)
{
    const struct templates *set = writing->set;
    size_t nodes = 0;
    size_t claims = 0;

    buf_add_format(writing->out, "static const struct compiled_template %s_items[] = {\n",
                   writing->prefix);
    for (size_t i = 0; i < set->count; i++) {
        const struct template *tmpl = set->items[i];
        size_t off = 0;
        size_t file = file_of(writing, tmpl->source, &off);
        uint32_t label = pool_add(&writing->pool, str_from(tmpl->source->name));

        buf_add_format(writing->out, "  {%lu, %lu, %zu, %zu, %zu, %zu, %lu, %lu, %zu, %lu, %zu},\n",
                       (unsigned long)tmpl->symbol, (unsigned long)label, file, off,
                       tmpl->source->text.len, nodes, (unsigned long)tmpl->tree.node_count,
                       (unsigned long)tmpl->tree.root, claims,
                       (unsigned long)tmpl->tree.claim_count, tmpl->includes);
        nodes += tmpl->tree.node_count;
        claims += tmpl->tree.claim_count;
    }
    buf_add_text(writing->out, "};\n");
}

void write_templates(struct buf *out, const char *prefix, const struct templates *set,
                     const struct file_list *files)
{
    struct writing writing = {.out = out, .prefix = prefix, .set = set, .files = files};

    buf_init(&writing.pool.bytes, BUF_NO_LIMIT);
    buf_add_text(out, "\n");
    write_symbols(&writing);
    write_nodes(&writing);
    write_claims(&writing);
    write_items(&writing);
    buf_add_format(out, "static const char %s_texts[] =\n", prefix);
    print_bytes(out, buf_str(&writing.pool.bytes));
    buf_add_format(out,
                   ";\nstatic const struct compiled_templates %s = {\n"
                   "  {%s_texts, %s_places, %zu, %s_slots, %zu},\n"
                   "  %s_nodes, %s_claims, %s_items, %zu, %zu};\n",
                   prefix, prefix, prefix, set->symbols.count, prefix, set->symbols.slot_count,
                   prefix, prefix, prefix, set->count, set->filter_count);
    buf_release(&writing.pool.bytes);
}
