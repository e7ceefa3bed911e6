/* SPDX-License-Identifier: MIT */
/* Loads the schemas and every built-in target as a run would load them from files, and prints what
 * came out. */
#include "embed/write.h"

#include "archgen.h"
#include "embed/print.h"
#include "template/set.h"

#include <stdio.h>

static void write_needs(struct buf *out, const char *name, const struct references *references)
{
    buf_add_format(out, "static const bool %s_needs[] = {", name);
    for (size_t i = 0; i < references->set->count; i++) {
        buf_add_format(out, "%s%d,", i % 32 == 0 ? "\n  " : "", references->needs_more[i]);
    }
    buf_add_text(out, "\n};\n");
}

static void write_target(struct arena *arena, struct buf *out, const struct target *target,
                         const struct file_list *files)
{
    const char *name = target->name;

    write_recipe(out, arena_text(arena, "%s_recipe", name), target->recipe);
    write_templates(out, arena_text(arena, "%s_templates", name), target->set, files);
    write_templates(out, arena_text(arena, "%s_references", name), target->references->set, files);
    write_needs(out, name, target->references);
    if (target->permissions != NULL) {
        write_permissions(out, arena_text(arena, "%s_permissions", name), target->permissions);
    }
}

/* The row of a target; the shell templates are the same for all. */
static void write_row(struct buf *out, const struct target *target)
{
    const char *name = target->name;

    buf_add_format(
        out, "  {\"%s\", &%s_recipe, &%s_templates, &shell_templates, &%s_references, %s_needs,\n",
        name, name, name, name, name);
    if (target->permissions != NULL) {
        buf_add_format(out, "   &%s_permissions, embedded_files},\n", name);
    } else {
        buf_add_text(out, "   NULL, embedded_files},\n");
    }
}

/* Prints what is wrong; true if that is nothing. */
static bool is_fine(const struct diags *diags)
{
    struct buf text;

    buf_init(&text, BUF_NO_LIMIT);
    diags_print_text(diags, &text, false);
    (void)fwrite(buf_str(&text).p, 1, text.len, stderr);
    buf_release(&text);
    return !diags_has_errors(diags);
}

static bool write_schemas(struct arena *arena, struct buf *out, const struct file_list *files,
                          struct diags *diags)
{
    struct catalog *catalog = catalog_load(arena, files, diags);

    if (!is_fine(diags) || catalog == NULL) {
        return false;
    }
    write_catalog(arena, out, catalog);
    catalog_free(catalog);
    return true;
}

/* Loads and writes the targets; `rows` are those of the table of them. */
static bool write_targets(struct arena *arena, struct buf *out, const struct file_list *files,
                          struct buf *rows, struct diags *diags)
{
    size_t count;
    const char *const *names = archgen_targets(arena, files, &count);

    for (size_t i = 0; i < count; i++) {
        const struct target *target = target_load(arena, names[i], files, diags);

        if (!is_fine(diags) || target == NULL) {
            return false;
        }
        if (i == 0) {
            write_templates(out, "shell_templates", target->scripts, files);
        }
        write_target(arena, out, target, files);
        write_row(rows, target);
    }
    buf_add_text(out, "\nstatic const struct compiled_target compiled_targets[] = {\n");
    buf_add(out, buf_str(rows));
    buf_add_format(out,
                   "};\n\nconst struct compiled embedded_compiled = {\n"
                   "  &compiled_catalog, compiled_targets, %zu};\n",
                   count);
    return true;
}

bool write_compiled(struct arena *arena, struct buf *out, const struct file_list *files)
{
    struct diags diags;
    struct buf rows;

    diags_init(&diags, arena);
    buf_init(&rows, BUF_NO_LIMIT);
    bool is_written =
        write_schemas(arena, out, files, &diags) && write_targets(arena, out, files, &rows, &diags);

    buf_release(&rows);
    return is_written;
}
