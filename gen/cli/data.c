/* SPDX-License-Identifier: MIT */
/* A file of --data replaces the built-in one of the same path; a target of one's own stands alone,
 * so a built-in target of the same name is not mixed into it. */
#include "cli/data.h"

#include "base/compiler.h"
#include "base/io.h"
#include "embed/embedded.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const char *const parts[] = {"schema", "templates"};

/** Appends the files of `from` that `over` does not have and that do not begin with `prefix`. */
static void add_others(struct file_list *files, struct arena *arena, const struct file_list *from,
                       const struct file_list *over, const char *prefix)
{
    for (size_t i = 0; i < from->count; i++) {
        struct str path = str_from(from->items[i].path);

        if (file_list_find(over, path) == NULL &&
            (prefix == NULL || !str_has_prefix(path, str_from(prefix)))) {
            file_list_add(files, arena, from->items[i].path, from->items[i].bytes);
        }
    }
}

/** Makes `data` what `over` has and otherwise what it had, apart from files below `prefix`. */
static void lay_over(struct file_list *data, struct arena *arena, struct file_list *over,
                     const char *prefix)
{
    struct file_list merged = {0};

    file_list_sort(over);
    add_others(&merged, arena, data, over, prefix);
    add_others(&merged, arena, over, &(struct file_list){0}, NULL);
    file_list_sort(&merged);
    *data = merged;
}

static bool read_folder(struct file_list *files, struct arena *arena, const char *folder,
                        const char *prefix, const char **reason)
{
    const char *why = NULL;

    if (io_read_tree(arena, folder, prefix, files, &why)) {
        return true;
    }
    *reason = arena_text(arena, "%s: %s", folder, why);
    return false;
}

static bool is_missing(const char *path)
{
    struct stat status;

    return stat(path, &status) != 0 && errno == ENOENT;
}

static bool add_data_folder(struct file_list *data, struct arena *arena, const char *folder,
                            const char **reason)
{
    struct file_list over = {0};
    size_t found = 0;

    for (size_t i = 0; i < AG_COUNT(parts); i++) {
        const char *part = arena_text(arena, "%s/%s", folder, parts[i]);

        if (is_missing(part)) {
            continue;
        }
        if (!read_folder(&over, arena, part, arena_text(arena, "%s/", parts[i]), reason)) {
            return false;
        }
        found++;
    }
    if (found == 0) {
        *reason = arena_text(arena, "%s: %s", folder,
                             is_missing(folder) ? strerror(ENOENT)
                                                : "has neither a folder 'schema' nor 'templates'");
        return false;
    }
    lay_over(data, arena, &over, NULL);
    return true;
}

/** The last component of a folder's path: "my-target" of "./my-target/". */
static const char *base_name(struct arena *arena, const char *path)
{
    struct str rest = str_from(path);

    while (rest.len > 1 && rest.p[rest.len - 1] == '/') {
        rest.len--;
    }
    size_t start = rest.len;

    while (start > 0 && rest.p[start - 1] != '/') {
        start--;
    }
    return arena_strdup(arena, str_slice(rest, start, rest.len));
}

static enum data_status add_own_target(struct file_list *data, struct arena *arena,
                                       const char *folder, const char *name, struct diags *diags,
                                       const char **reason)
{
    const char *prefix = arena_text(arena, "templates/%s/", name);
    struct file_list own = {0};

    if (name[0] == '.' || name[0] == '\0') {
        options_fault(diags, "the folder '%s' has no name that a target could have", folder);
        return DATA_FAULTY;
    }
    if (!read_folder(&own, arena, folder, prefix, reason)) {
        return DATA_UNREADABLE;
    }
    lay_over(data, arena, &own, prefix);
    return DATA_DONE;
}

static bool has_text(const struct texts *texts, const char *text)
{
    for (size_t i = 0; i < texts->count; i++) {
        if (strcmp(texts->items[i], text) == 0) {
            return true;
        }
    }
    return false;
}

enum data_status data_load(struct file_list *data, struct texts *targets, struct arena *arena,
                           const struct options *options, struct diags *diags, const char **reason)
{
    enum data_status status = DATA_DONE;

    embedded_add(arena, data);
    if (options->data != NULL && !add_data_folder(data, arena, options->data, reason)) {
        return DATA_UNREADABLE;
    }
    for (size_t i = 0; i < options->targets.count && status == DATA_DONE; i++) {
        const char *target = options->targets.items[i];
        const char *name = target;

        if (strchr(target, '/') != NULL) {
            name = base_name(arena, target);
            status = add_own_target(data, arena, target, name, diags, reason);
        }
        if (has_text(targets, name)) {
            options_fault(diags, "two targets have the name '%s'", name);
            status = DATA_FAULTY;
        }
        ARENA_GROW(arena, targets->items, targets->count, targets->capacity);
        targets->items[targets->count++] = name;
    }
    return status;
}
