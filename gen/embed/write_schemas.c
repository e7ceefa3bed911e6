/* SPDX-License-Identifier: MIT */
/* The schema folder as a struct compiled_catalog (model/catalog.h, schema/compiled.h). */
#include "embed/print.h"
#include "embed/write.h"

#include "base/mem.h"
#include "data/packed.h"
#include "schema/compiled.h"
#include "schema/format.h"
#include "schema/set.h"

#include <string.h>

struct writing {
    struct buf *out;
    const struct schemas *set;
    struct packer packer; /* the values that a run may ask for get new numbers */
};

static uint32_t add_value(struct writing *writing, const json_t *value)
{
    return value == NULL ? SCHEMA_NONE : packer_add(&writing->packer, value);
}

/* Prints "<type> schema_<name>[] = {"; the array ends with close_rows. */
static void open_rows(struct buf *out, const char *type, const char *name)
{
    buf_add_format(out, "static const struct %s schema_%s[] = {\n", type, name);
}

static void close_rows(struct buf *out)
{
    buf_add_text(out, "};\n");
}

/* Appends "  {1, 2, …},". */
static void add_row(struct buf *out, const uint64_t *numbers, size_t count)
{
    buf_add_text(out, "  {");
    for (size_t i = 0; i < count; i++) {
        buf_add_format(out, "%s%llu", i == 0 ? "" : ", ", (unsigned long long)numbers[i]);
    }
    buf_add_text(out, "},\n");
}

static void write_nodes(struct writing *writing)
{
    const struct schemas *set = writing->set;

    open_rows(writing->out, "schema_node", "nodes");
    for (size_t i = 0; i < set->node_count; i++) {
        const struct schema_node *node = &set->nodes[i];
        const uint64_t row[] = {
            node->shape,
            node->has_unevaluated,
            node->document,
            node->first_use,
            node->use_count,
            node->keywords,
            add_value(writing, set_value(set, node->default_value)),
            node->short_name,
            node->message,
        };

        add_row(writing->out, row, AG_COUNT(row));
    }
    close_rows(writing->out);
}

/* What keywords with subschemas were written with is asked for only when a set is linked. */
static bool needs_value(const struct keyword_use *use)
{
    return use->id == KEYWORD_X_DISPATCH || keyword_row(use->id)->operand == OPERAND_PLAIN;
}

static void write_uses(struct writing *writing)
{
    const struct schemas *set = writing->set;

    open_rows(writing->out, "keyword_use", "uses");
    for (size_t i = 0; i < set->use_count; i++) {
        const struct keyword_use *use = &set->uses[i];
        // A node that has keywords which are not stored leaves rows unused.
        bool is_used = use->id < KEYWORD_COUNT;
        const json_t *value = is_used && needs_value(use) ? set_value(set, use->value) : NULL;
        const uint64_t row[] = {use->id, use->first, use->count, add_value(writing, value)};

        add_row(writing->out, row, AG_COUNT(row));
    }
    close_rows(writing->out);
}

static void write_members(struct writing *writing)
{
    const struct schemas *set = writing->set;

    open_rows(writing->out, "schema_member", "members");
    for (size_t i = 0; i < set->member_count; i++) {
        const struct schema_member *member = &set->members[i];
        const uint64_t row[] = {member->name, member->name_len, member->node, member->pattern};

        add_row(writing->out, row, AG_COUNT(row));
    }
    close_rows(writing->out);
}

static void write_documents(struct writing *writing)
{
    const struct schemas *set = writing->set;

    open_rows(writing->out, "schema_document", "documents");
    for (size_t i = 0; i < set->document_count; i++) {
        const struct schema_document *document = &set->documents[i];
        const uint64_t row[] = {document->name, document->name_len, document->node,
                                add_value(writing, set_value(set, document->annotations))};

        add_row(writing->out, row, AG_COUNT(row));
    }
    close_rows(writing->out);
}

/* Prints the texts, and the patterns behind them. */
static void write_texts(struct writing *writing)
{
    const struct schemas *set = writing->set;
    struct text_pool pool;

    buf_init(&pool.bytes, BUF_NO_LIMIT);
    buf_add_bytes(&pool.bytes, set->texts, set->text_len);
    open_rows(writing->out, "compiled_text", "patterns");
    for (uint32_t i = 0; i < patterns_count(set->patterns); i++) {
        struct str text = patterns_text(set->patterns, i);
        const uint64_t row[] = {pool_add(&pool, text), text.len};

        add_row(writing->out, row, AG_COUNT(row));
    }
    close_rows(writing->out);
    buf_add_text(writing->out, "static const char schema_texts[] =\n");
    print_bytes(writing->out, buf_str(&pool.bytes));
    buf_add_text(writing->out, ";\n");
    buf_release(&pool.bytes);
}

static void write_set(struct writing *writing)
{
    const struct schemas *set = writing->set;
    size_t format_count;

    (void)format_all(&format_count);
    write_nodes(writing);
    write_uses(writing);
    write_members(writing);
    write_documents(writing);
    write_texts(writing);
    print_numbers(writing->out, "schema", "children", set->children, set->child_count);
    print_numbers(writing->out, "schema", "values", writing->packer.offs, writing->packer.count);
    buf_add_text(writing->out, "static const char schema_packed[] =\n");
    print_bytes(writing->out, buf_str(&writing->packer.bytes));
    buf_add_format(writing->out,
                   ";\nstatic const struct compiled_schemas compiled_schemas = {\n"
                   "  schema_nodes, %zu, schema_uses, %zu, schema_children, %zu,\n"
                   "  schema_members, %zu, schema_documents, %zu, schema_texts, %zu,\n"
                   "  schema_patterns, %zu, schema_packed, schema_values, %zu, %d, %zu};\n",
                   set->node_count, set->use_count, set->child_count, set->member_count,
                   set->document_count, set->text_len, patterns_count(set->patterns),
                   writing->packer.count, KEYWORD_COUNT, format_count);
}

void write_catalog(struct arena *arena, struct buf *out, const struct catalog *catalog)
{
    struct writing writing = {.out = out, .set = catalog->schemas, .packer = {.arena = arena}};
    uint32_t tables[CATALOG_TABLE_COUNT];

    buf_init(&writing.packer.bytes, BUF_NO_LIMIT);
    buf_add_text(out, "\nstatic const char *const schema_kinds[] = {\n");
    for (size_t i = 0; i < catalog->kind_count; i++) {
        buf_add_format(out, "  \"%s\",\n", catalog->kinds[i].name);
    }
    close_rows(out);
    open_rows(out, "profile", "profiles");
    for (size_t i = 0; i < catalog->profile_count; i++) {
        const struct profile *profile = &catalog->profiles[i];
        uint32_t value = add_value(&writing, schemas_value(catalog->schemas, profile->number));

        buf_add_format(out, "  {\"%s\", NULL, %lu},\n", profile->name, (unsigned long)value);
    }
    close_rows(out);
    for (int i = 0; i < CATALOG_TABLE_COUNT; i++) {
        tables[i] = add_value(&writing, catalog_table(catalog, (enum catalog_table_id)i));
    }
    write_set(&writing);
    buf_add_format(out,
                   "static const struct compiled_catalog compiled_catalog = {\n"
                   "  &compiled_schemas, schema_kinds, %zu, schema_profiles, %zu, {",
                   catalog->kind_count, catalog->profile_count);
    for (int i = 0; i < CATALOG_TABLE_COUNT; i++) {
        buf_add_format(out, "%s%lu", i == 0 ? "" : ", ", (unsigned long)tables[i]);
    }
    buf_add_text(out, "}};\n");
    buf_release(&writing.packer.bytes);
}
