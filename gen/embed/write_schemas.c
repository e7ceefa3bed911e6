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

/* The values that a run may ask for, each once, and their new numbers. */
struct values {
    struct arena *arena;
    struct buf packed;
    uint32_t *offs; /* by new number */
    size_t count;
    size_t capacity;
};

struct writing {
    struct buf *out;
    const struct schemas *set;
    struct values values;
};

static bool is_equal(const struct values *values, size_t i, struct str packed)
{
    struct str all = buf_str(&values->packed);
    size_t end = i + 1 < values->count ? values->offs[i + 1] : all.len;

    return str_eq(str_slice(all, values->offs[i], end), packed);
}

/* The new number of a value. */
static uint32_t add_value(struct values *values, const json_t *value)
{
    struct buf packed;
    size_t i = 0;

    if (value == NULL) {
        return SCHEMA_NONE;
    }
    buf_init(&packed, BUF_NO_LIMIT);
    packed_write(&packed, value);
    while (i < values->count && !is_equal(values, i, buf_str(&packed))) {
        i++;
    }
    if (i == values->count) {
        ARENA_GROW(values->arena, values->offs, values->count, values->capacity);
        values->offs[values->count++] = (uint32_t)values->packed.len;
        buf_add(&values->packed, buf_str(&packed));
    }
    buf_release(&packed);
    return (uint32_t)i;
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
static void add_row(struct buf *out, const uint32_t *numbers, size_t count)
{
    buf_add_text(out, "  {");
    for (size_t i = 0; i < count; i++) {
        buf_add_format(out, "%s%lu", i == 0 ? "" : ", ", (unsigned long)numbers[i]);
    }
    buf_add_text(out, "},\n");
}

static void write_nodes(struct writing *writing)
{
    const struct schemas *set = writing->set;

    open_rows(writing->out, "schema_node", "nodes");
    for (size_t i = 0; i < set->node_count; i++) {
        const struct schema_node *node = &set->nodes[i];
        const uint32_t row[] = {
            node->shape,      node->has_unevaluated,
            node->document,   node->first_use,
            node->use_count,  add_value(&writing->values, set_value(set, node->default_value)),
            node->short_name, node->message,
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
        const uint32_t row[] = {use->id, use->first, use->count,
                                add_value(&writing->values, value)};

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
        const uint32_t row[] = {member->name, member->name_len, member->node, member->pattern};

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
        const uint32_t row[] = {document->name, document->name_len, document->node,
                                add_value(&writing->values, set_value(set, document->annotations))};

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
        const uint32_t row[] = {pool_add(&pool, text), (uint32_t)text.len};

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
    print_numbers(writing->out, "schema", "values", writing->values.offs, writing->values.count);
    buf_add_text(writing->out, "static const char schema_packed[] =\n");
    print_bytes(writing->out, buf_str(&writing->values.packed));
    buf_add_format(writing->out,
                   ";\nstatic const struct compiled_schemas compiled_schemas = {\n"
                   "  schema_nodes, %zu, schema_uses, %zu, schema_children, %zu,\n"
                   "  schema_members, %zu, schema_documents, %zu, schema_texts, %zu,\n"
                   "  schema_patterns, %zu, schema_packed, schema_values, %zu, %d, %zu};\n",
                   set->node_count, set->use_count, set->child_count, set->member_count,
                   set->document_count, set->text_len, patterns_count(set->patterns),
                   writing->values.count, KEYWORD_COUNT, format_count);
}

/* A literal of the packed value. */
static void add_packed(struct buf *out, const json_t *value)
{
    struct buf packed;

    buf_init(&packed, BUF_NO_LIMIT);
    packed_write(&packed, value);
    print_bytes(out, buf_str(&packed));
    buf_release(&packed);
}

void write_catalog(struct arena *arena, struct buf *out, const struct catalog *catalog)
{
    struct writing writing = {.out = out, .set = catalog->schemas, .values = {.arena = arena}};

    buf_init(&writing.values.packed, BUF_NO_LIMIT);
    buf_add_char(out, '\n');
    write_set(&writing);
    buf_release(&writing.values.packed);
    buf_add_text(out, "static const char *const schema_kinds[] = {\n");
    for (size_t i = 0; i < catalog->kind_count; i++) {
        buf_add_format(out, "  \"%s\",\n", catalog->kinds[i].name);
    }
    buf_add_text(out, "};\nstatic const struct profile schema_profiles[] = {\n");
    for (size_t i = 0; i < catalog->profile_count; i++) {
        buf_add_format(out, "  {\"%s\", NULL,\n", catalog->profiles[i].name);
        add_packed(out, catalog->profiles[i].value);
        buf_add_text(out, "},\n");
    }
    buf_add_format(out,
                   "};\nstatic const struct compiled_catalog compiled_catalog = {\n"
                   "  &compiled_schemas, schema_kinds, %zu, schema_profiles, %zu,\n",
                   catalog->kind_count, catalog->profile_count);
    buf_add_text(out, "  {\n");
    for (int i = 0; i < CATALOG_TABLE_COUNT; i++) {
        const json_t *table = catalog_table(catalog, (enum catalog_table_id)i);

        if (table == NULL) {
            buf_add_text(out, "    NULL");
        } else {
            add_packed(out, table);
        }
        buf_add_text(out, ",\n");
    }
    buf_add_text(out, "  }};\n");
}
