/* SPDX-License-Identifier: MIT */
#include "target/target.h"

#include "base/mem.h"
#include "target/compiled.h"
#include "target/generate.h"
#include "target/text_filters.h"

#include <string.h>

#define TEMPLATE_SUFFIX ".tmpl"

/* The template's name if `path` is one of the folder: "network" for "templates/cfn/network.tmpl".
 */
static const char *template_name(struct arena *arena, struct str folder, const char *path)
{
    struct str rest = str_from(path);
    struct str suffix = STR(TEMPLATE_SUFFIX);

    if (!str_has_prefix(rest, folder) || !str_has_suffix(rest, suffix) ||
        rest.len <= folder.len + suffix.len) {
        return NULL;
    }
    return arena_strdup(arena, str_slice(rest, folder.len, rest.len - folder.len - suffix.len));
}

static const char *folder_of(struct arena *arena, const char *name)
{
    return arena_text(arena, "templates/%s/", name);
}

/* All templates of a folder. `*is_fine` becomes false after a diagnostic. */
static struct templates *load_set(struct arena *arena, const char *folder,
                                  const struct dialect *dialect, const struct file_list *data,
                                  struct diags *diags, bool *is_fine)
{
    struct templates *set = templates_new(arena, dialect, diags);
    bool is_text = dialect == &dialect_text;

    text_filters_register(set, !is_text);
    for (size_t i = 0; i < data->count; i++) {
        const struct file *file = &data->items[i];
        const char *name = template_name(arena, str_from(folder), file->path);

        if (name != NULL) {
            const struct source *source = source_new(arena, file->path, file->bytes);

            bool is_safe = !is_text || text_filters_check_script(source, diags);

            *is_fine = templates_add(set, name, source) && is_safe && *is_fine;
        }
    }
    *is_fine = templates_link(set) && *is_fine;
    return set;
}

/* A file that every target has. NULL after a diagnostic. */
static const struct source *find_file(struct arena *arena, const char *target, const char *name,
                                      const struct file_list *data, struct diags *diags)
{
    const char *path = arena_text(arena, "templates/%s/%s", target, name);
    const struct file *file = file_list_find(data, str_from(path));

    if (file == NULL) {
        diag_add(diags, DIAG_BAD_TARGET, SPAN_NONE, "the target '%s' has no file '%s'", target,
                 path);
        return NULL;
    }
    return source_new(arena, file->path, file->bytes);
}

/* A template that the manifest names without a pattern must be there, rendered or not. */
static bool check_parts(const struct target *target, const struct source *manifest,
                        struct diags *diags)
{
    bool is_fine = true;

    for (size_t i = 0; i < target->recipe->file_count; i++) {
        const struct recipe_file *file = &target->recipe->files[i];

        for (size_t k = 0; k < file->part_count; k++) {
            const char *name = file->parts[k].template_name;

            if (strchr(name, '{') == NULL && !templates_has(target->set, name)) {
                diag_add(diags, DIAG_BAD_TARGET, span_make(manifest, 0, 0),
                         "there is no template 'templates/%s/%s" TEMPLATE_SUFFIX "'", target->name,
                         name);
                is_fine = false;
            }
        }
    }
    return is_fine;
}

/* What the build made of the built-in target of that name, or NULL. */
static const struct compiled_target *find_compiled(const struct file_list *data, const char *name)
{
    for (size_t i = 0; data->compiled != NULL && i < data->compiled->target_count; i++) {
        if (strcmp(data->compiled->targets[i].name, name) == 0) {
            return &data->compiled->targets[i];
        }
    }
    return NULL;
}

static struct templates *take_set(struct templates *set, const struct compiled_templates *from,
                                  const struct file *files)
{
    compiled_templates_take(set, from, files);
    BUG_UNLESS(templates_link(set));
    return set;
}

static struct target *take(struct arena *arena, const struct compiled_target *from,
                           struct diags *diags)
{
    struct target *target = ARENA_NEW(arena, struct target);
    struct references *references = ARENA_NEW(arena, struct references);
    const struct dialect *dialect = from->recipe->dialect;
    struct templates *set = templates_new(arena, dialect, diags);
    struct templates *scripts = templates_new(arena, &dialect_text, diags);

    target->arena = arena;
    target->name = from->name;
    target->recipe = from->recipe;
    text_filters_register(set, true);
    target->set = take_set(set, from->templates, from->files);
    text_filters_register(scripts, false);
    target->scripts = take_set(scripts, from->scripts, from->files);
    references->set = take_set(templates_new(arena, dialect, diags), from->references, from->files);
    references->needs_more = from->needs_more;
    target->references = references;
    target->permissions = from->permissions;
    return target;
}

/* Reads and checks a target's files. */
static struct target *compile(struct arena *arena, const char *name, const struct file_list *data,
                              struct diags *diags)
{
    struct target *target = ARENA_NEW(arena, struct target);
    const struct source *manifest = find_file(arena, name, "target.json", data, diags);
    const struct source *references = find_file(arena, name, "references", data, diags);

    if (manifest == NULL || references == NULL) {
        return NULL;
    }
    target->arena = arena;
    target->name = arena_strdup(arena, str_from(name));
    target->recipe = recipe_load(arena, manifest, diags);
    if (target->recipe == NULL) {
        return NULL;
    }
    bool is_fine = true;

    if (target->recipe->permissions.file != NULL) {
        const struct source *source =
            find_file(arena, name, target->recipe->permissions.file, data, diags);

        target->permissions = source == NULL ? NULL : permission_table_read(arena, source, diags);
        is_fine = target->permissions != NULL;
    }
    target->references = references_load(arena, target->recipe->dialect, references, diags);
    target->set =
        load_set(arena, folder_of(arena, name), target->recipe->dialect, data, diags, &is_fine);
    target->scripts =
        load_set(arena, folder_of(arena, "shell"), &dialect_text, data, diags, &is_fine);
    is_fine = is_fine && target->references != NULL && check_parts(target, manifest, diags);
    return is_fine ? target : NULL;
}

struct target *target_load(struct arena *arena, const char *name, const struct file_list *data,
                           struct diags *diags)
{
    const struct compiled_target *compiled = find_compiled(data, name);

    return compiled == NULL ? compile(arena, name, data, diags) : take(arena, compiled, diags);
}

void target_free(struct target *target)
{
    (void)target; /* everything lives in the arena */
}

static bool goes_through_tiers(const struct recipe_file *file, const struct recipe_part *part)
{
    const char *each = part->each != NULL ? part->each : file->each;

    return each != NULL && strcmp(each, "tiers") == 0;
}

/* A target may be about something else than tiers: then none of its files asks for kinds. */
bool target_has_kind(const struct target *target, const char *kind)
{
    static const char placeholder[] = "{kind}";
    const struct recipe *recipe = target->recipe;

    for (size_t i = 0; i < recipe->file_count; i++) {
        const struct recipe_file *file = &recipe->files[i];

        for (size_t k = 0; k < file->part_count; k++) {
            const char *pattern = file->parts[k].template_name;
            const char *at = strstr(pattern, placeholder);

            if (at != NULL && goes_through_tiers(file, &file->parts[k]) &&
                !templates_has(target->set,
                               arena_text(target->arena, "%.*s%s%s", (int)(at - pattern), pattern,
                                          kind, at + strlen(placeholder)))) {
                return false;
            }
        }
    }
    return true;
}

bool target_generate(struct target *target, const json_t *view, target_origin origin,
                     void *origin_context, struct file_list *files, struct diags *diags)
{
    struct file_list made = {0};

    if (!generate_files(target, view, origin, origin_context, &made, diags)) {
        return false;
    }
    for (size_t i = 0; i < made.count; i++) {
        file_list_add(files, target->arena, made.items[i].path, made.items[i].bytes);
        files->items[files->count - 1].resource_count = made.items[i].resource_count;
    }
    return true;
}

void target_set_clock(struct target *target, target_clock clock, void *context)
{
    target->clock = clock;
    target->clock_context = context;
}

void target_set_texts(struct target *target, struct texts *texts)
{
    target->texts = texts;
}

const char *target_dialect(const struct target *target)
{
    return target->recipe->dialect->name;
}
