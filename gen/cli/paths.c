/* SPDX-License-Identifier: MIT */
/* realpath() for the part that exists, the rest as it is written. */
#include "cli/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/** Where the last component begins; blank components at the end are left out of `*len`. */
static size_t last_component(const char *path, size_t *len)
{
    while (*len > 1 && path[*len - 1] == '/') {
        (*len)--;
    }
    size_t start = *len;

    while (start > 0 && path[start - 1] != '/') {
        start--;
    }
    return start;
}

const char *path_folder(struct arena *arena, const char *path)
{
    size_t len = strlen(path);
    size_t start = last_component(path, &len);

    return start == 0 ? "." : arena_strdup(arena, str_slice(str_from(path), 0, start));
}

const char *path_resolve(struct arena *arena, const char *path, const char **reason)
{
    const char *rest = ""; // what does not exist, with a '/' before each component

    for (const char *known = path;;) {
        char *real = realpath(known, NULL);

        if (real != NULL) {
            const char *result = arena_text(
                arena, "%s%s", strcmp(real, "/") == 0 && rest[0] != '\0' ? "" : real, rest);

            free(real);
            return result;
        }
        size_t len = strlen(known);
        size_t start = last_component(known, &len);
        struct str name = {known + start, len - start};

        if (errno != ENOENT || strcmp(known, ".") == 0 || str_eq_text(name, "..") ||
            str_eq_text(name, "/")) {
            *reason = arena_text(arena, "%s: %s", path, strerror(errno));
            return NULL;
        }
        if (!str_eq_text(name, ".")) {
            rest = arena_text(arena, "/%.*s%s", STR_ARGS(name), rest);
        }
        known = path_folder(arena, known);
    }
}

const char *path_below(struct arena *arena, const char *folder, const char *path)
{
    size_t len = strlen(folder);

    if (strcmp(folder, path) == 0) {
        return ".";
    }
    len -= len > 0 && folder[len - 1] == '/'; // the root of the file system
    if (strncmp(folder, path, len) != 0 || path[len] != '/') {
        return NULL;
    }
    return arena_strdup(arena, str_from(path + len + 1));
}
