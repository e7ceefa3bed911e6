/* SPDX-License-Identifier: MIT */
/* A target's manifest as a struct recipe, written as one initialiser. What is NULL, 0 or false is
 * left out. */
#include "embed/print.h"
#include "embed/write.h"

/* " .<name> = <text>," */
static void write_text(struct buf *out, const char *name, const char *text)
{
    if (text != NULL) {
        buf_add_format(out, " .%s = ", name);
        print_text(out, text);
        buf_add_char(out, ',');
    }
}

static void write_size(struct buf *out, const char *name, size_t size)
{
    if (size > 0) {
        buf_add_format(out, " .%s = %zu,", name, size);
    }
}

static void write_flag(struct buf *out, const char *name, bool is_set)
{
    if (is_set) {
        buf_add_format(out, " .%s = true,", name);
    }
}

static void write_str(struct buf *out, const char *name, struct str text)
{
    buf_add_format(out, " .%s = {", name);
    print_bytes(out, text);
    buf_add_format(out, ", %zu},", text.len);
}

/* Begins an array of `count` rows and states their number; false if there are none. */
static bool open_rows(struct buf *out, const char *name, const char *type, const char *count_name,
                      size_t count)
{
    if (count == 0) {
        return false;
    }
    write_size(out, count_name, count);
    buf_add_format(out, "\n .%s = (const struct %s[]){\n", name, type);
    return true;
}

static void write_strs(struct buf *out, const char *name, const char *count_name,
                       const struct str *texts, size_t count)
{
    if (open_rows(out, name, "str", count_name, count)) {
        for (size_t i = 0; i < count; i++) {
            buf_add_char(out, '{');
            print_bytes(out, texts[i]);
            buf_add_format(out, ", %zu},\n", texts[i].len);
        }
        buf_add_text(out, "},");
    }
}

static void write_rules(struct buf *out, const struct hcl_rules *rules)
{
    buf_add_text(out, "\n .rules = {");
    write_text(out, "resources", rules->resources);
    write_strs(out, "repeat", "repeat_count", rules->repeat, rules->repeat_count);
    if (open_rows(out, "collect", "hcl_collect", "collect_count", rules->collect_count)) {
        for (size_t i = 0; i < rules->collect_count; i++) {
            buf_add_char(out, '{');
            write_str(out, "type", rules->collect[i].type);
            write_text(out, "path", rules->collect[i].path);
            buf_add_text(out, "},\n");
        }
        buf_add_text(out, "},");
    }
    buf_add_text(out, "},");
}

static void write_asking(struct buf *out, const struct recipe_permissions *permissions)
{
    buf_add_text(out, "\n .permissions = {");
    write_text(out, "file", permissions->file);
    write_text(out, "when", permissions->when);
    if (open_rows(out, "types", "recipe_types", "type_count", permissions->type_count)) {
        for (size_t i = 0; i < permissions->type_count; i++) {
            buf_add_char(out, '{');
            write_str(out, "section", permissions->types[i].section);
            write_text(out, "member", permissions->types[i].member);
            buf_add_text(out, "},\n");
        }
        buf_add_text(out, "},");
    }
    buf_add_text(out, "},");
}

static void write_limits(struct buf *out, const struct recipe *recipe)
{
    write_size(out, "bytes_max", recipe->bytes_max);
    write_size(out, "note_bytes_max", recipe->note_bytes_max);
    if (open_rows(out, "limits", "recipe_limit", "limit_count", recipe->limit_count)) {
        for (size_t i = 0; i < recipe->limit_count; i++) {
            buf_add_char(out, '{');
            write_str(out, "section", recipe->limits[i].section);
            write_size(out, "max", recipe->limits[i].max);
            buf_add_text(out, "},\n");
        }
        buf_add_text(out, "},");
    }
}

static void write_words(struct buf *out, const struct use_words *words)
{
    buf_add_text(out, "\n  .words = {");
    write_str(out, "name", words->name);
    write_str(out, "attribute", words->attribute);
    write_str(out, "text", words->text);
    write_str(out, "select", words->select);
    write_str(out, "split", words->split);
    write_str(out, "after", words->after);
    write_str(out, "choice", words->choice);
    write_str(out, "condition", words->condition);
    write_str(out, "map", words->map);
    write_str(out, "results", words->results);
    buf_add_text(out, "},");
}

static void write_split(struct buf *out, const struct recipe_split *split)
{
    if (split->file == NULL) {
        return;
    }
    buf_add_text(out, "\n .split = {");
    write_text(out, "file", split->file);
    write_words(out, &split->words);
    buf_add_text(out, "\n  .sections = {");
    write_str(out, "items", split->sections.items);
    write_str(out, "parameters", split->sections.parameters);
    write_str(out, "results", split->sections.results);
    write_str(out, "conditions", split->sections.conditions);
    write_str(out, "maps", split->sections.maps);
    buf_add_text(out, "},");
    write_text(out, "suffix", split->suffix);
    write_strs(out, "lists", "list_attribute_count", split->lists, split->list_attribute_count);
    write_size(out, "bytes", split->bytes);
    write_size(out, "parts", split->parts);
    write_size(out, "list", split->list);
    write_text(out, "part", split->part);
    write_text(out, "parent", split->parent);
    write_text(out, "nested", split->nested);
    write_text(out, "layered", split->layered);
    write_text(out, "script", split->script);
    write_text(out, "script_template", split->script_template);
    buf_add_text(out, "},");
}

static void write_file(struct buf *out, const struct recipe_file *file)
{
    buf_add_char(out, '{');
    write_text(out, "path", file->path);
    write_text(out, "each", file->each);
    write_text(out, "when", file->when);
    write_flag(out, "is_plain", file->is_plain);
    write_flag(out, "is_apart", file->is_apart);
    if (open_rows(out, "parts", "recipe_part", "part_count", file->part_count)) {
        for (size_t i = 0; i < file->part_count; i++) {
            buf_add_text(out, "  {");
            write_text(out, "template_name", file->parts[i].template_name);
            write_text(out, "each", file->parts[i].each);
            write_text(out, "when", file->parts[i].when);
            write_text(out, "group", file->parts[i].group);
            buf_add_text(out, "},\n");
        }
        buf_add_text(out, " },");
    }
    buf_add_text(out, "},\n");
}

void write_recipe(struct buf *out, const char *prefix, const struct recipe *recipe)
{
    buf_add_format(out, "\nstatic const struct recipe %s = {\n .dialect = &dialect_%s,", prefix,
                   recipe->dialect->name);
    write_text(out, "title", recipe->title);
    write_text(out, "folder", recipe->folder);
    write_text(out, "moved", recipe->moved);
    write_text(out, "patch", recipe->patch);
    write_rules(out, &recipe->rules);
    write_strs(out, "sections", "section_count", recipe->sections, recipe->section_count);
    write_strs(out, "distinct", "distinct_count", recipe->distinct, recipe->distinct_count);
    write_asking(out, &recipe->permissions);
    write_split(out, &recipe->split);
    write_limits(out, recipe);
    if (open_rows(out, "files", "recipe_file", "file_count", recipe->file_count)) {
        for (size_t i = 0; i < recipe->file_count; i++) {
            write_file(out, &recipe->files[i]);
        }
        buf_add_text(out, "},");
    }
    buf_add_text(out, "};\n");
}
