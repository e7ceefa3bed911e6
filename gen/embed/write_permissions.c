/* SPDX-License-Identifier: MIT */
/* A table of permissions as constant data: the numbers of all types' actions side by side, the
 * rest as initialisers. */
#include "embed/print.h"
#include "embed/write.h"

static void write_texts(struct buf *out, const struct permission_texts *texts)
{
    if (texts->count == 0) {
        buf_add_text(out, "{NULL, 0}");
        return;
    }
    buf_add_text(out, "{(const struct str[]){");
    for (size_t i = 0; i < texts->count; i++) {
        buf_add_text(out, "\n    {");
        print_bytes(out, texts->items[i]);
        buf_add_format(out, ", %zu},", texts->items[i].len);
    }
    buf_add_format(out, "}, %zu}", texts->count);
}

static void write_scope(struct buf *out, const struct permission_scope *scope)
{
    buf_add_text(out, "  {");
    print_text(out, scope->sid);
    buf_add_text(out, ", ");
    print_text(out, scope->group);
    buf_add_text(out, ", ");
    write_texts(out, &scope->resources);
    buf_add_text(out, scope->condition_count == 0 ? ", NULL"
                                                  : ", (const struct permission_condition[]){");
    for (size_t i = 0; i < scope->condition_count; i++) {
        buf_add_text(out, "\n   {");
        print_text(out, scope->conditions[i].operator_name);
        buf_add_text(out, ", ");
        print_text(out, scope->conditions[i].key);
        buf_add_text(out, ", ");
        write_texts(out, &scope->conditions[i].values);
        buf_add_text(out, "},");
    }
    buf_add_format(out, "%s, %zu},\n", scope->condition_count == 0 ? "" : "}",
                   scope->condition_count);
}

static void write_scopes(struct buf *out, const char *prefix, const struct permission_table *table)
{
    buf_add_format(out, "\nstatic const struct permission_scope %s_scopes[] = {\n", prefix);
    for (size_t i = 0; i < table->scope_count; i++) {
        write_scope(out, &table->scopes[i]);
    }
    buf_add_text(out, "  {NULL, NULL, {NULL, 0}, NULL, 0},\n};\n");
}

static void write_actions(struct buf *out, const char *prefix, const struct permission_table *table)
{
    buf_add_format(out, "\nstatic const struct permission_action %s_actions[] = {\n", prefix);
    for (size_t i = 0; i < table->action_count; i++) {
        buf_add_text(out, "  {");
        print_text(out, table->actions[i].name);
        buf_add_format(out, ", %lu},\n", (unsigned long)table->actions[i].scope);
    }
    buf_add_text(out, "  {NULL, 0},\n};\n");
}

static void write_types(struct buf *out, const char *prefix, const struct permission_table *table)
{
    size_t off = 0;

    buf_add_format(out, "\nstatic const uint32_t %s_numbers[] = {", prefix);
    for (size_t i = 0; i < table->type_count; i++) {
        for (size_t k = 0; k < table->types[i].count; k++) {
            buf_add_format(out, "%s%lu,", off++ % 16 == 0 ? "\n  " : "",
                           (unsigned long)table->types[i].actions[k]);
        }
    }
    buf_add_format(out, "0\n};\n\nstatic const struct permission_type %s_types[] = {\n", prefix);
    off = 0;
    for (size_t i = 0; i < table->type_count; i++) {
        buf_add_text(out, "  {{");
        print_bytes(out, table->types[i].name);
        buf_add_format(out, ", %zu}, %s_numbers + %zu, %zu},\n", table->types[i].name.len, prefix,
                       off, table->types[i].count);
        off += table->types[i].count;
    }
    buf_add_text(out, "  {{NULL, 0}, NULL, 0},\n};\n");
}

void write_permissions(struct buf *out, const char *prefix, const struct permission_table *table)
{
    write_scopes(out, prefix, table);
    write_actions(out, prefix, table);
    write_types(out, prefix, table);
    buf_add_format(out,
                   "\nstatic const struct permission_table %s = {\n"
                   "  NULL, %s_scopes, %zu, %s_actions, %zu, %s_types, %zu};\n",
                   prefix, prefix, table->scope_count, prefix, table->action_count, prefix,
                   table->type_count);
}
