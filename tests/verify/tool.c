/* SPDX-License-Identifier: MIT */
/*
 * Compares outputs in which one place is changed, for tests/run-mutations.
 *
 *     tool SOURCE FIRST SECOND < requests > answers
 *
 * FIRST and SECOND are "<target>=<folder>": what a target wrote for one environment; SOURCE has the
 * neutral tables. A request is a line of JSON, {"target", "path", "from", "to", "text"}: bytes
 * [from, to) of the file are replaced. An answer is a line: "equal", "different", or "unreadable".
 */
#include "base/io.h"
#include "base/mem.h"
#include "data/json.h"
#include "verify/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIDES = 2, TABLE_MAX = 1024 * 1024 };

struct side {
    const char *target;
    const char *dialect;
    json_t *table;
    struct file_list files;
    json_t *neutral; /* of the files as they are */
};

static void stop(const char *what, const char *reason)
{
    (void)fprintf(stderr, "tool: %s: %s\n", what, reason);
    exit(3);
}

static json_t *read_json_file(struct arena *arena, const char *path)
{
    struct str bytes;
    const char *reason = NULL;

    if (!io_read(arena, path, TABLE_MAX, &bytes, &reason)) {
        stop(path, reason);
    }
    json_t *value = json_loadb(bytes.p, bytes.len, JSON_REJECT_DUPLICATES, NULL);

    if (value == NULL) {
        stop(path, "not JSON");
    }
    return value;
}

static json_t *neutral_of(struct arena *arena, const struct side *side,
                          const struct file_list *files)
{
    const char *error = NULL;

    return verify_read(arena, side->dialect, side->table, files, &error);
}

static void open_side(struct arena *arena, const char *source, const char *argument,
                      struct side *side)
{
    const char *equals = strchr(argument, '=');
    const char *reason = NULL;
    const char *folder = NULL;

    if (equals == NULL) {
        stop(argument, "expected <target>=<folder>");
    }
    side->target = arena_text(arena, "%.*s", (int)(equals - argument), argument);
    folder = arena_text(arena, "%s/templates/%s", source, side->target);
    json_t *manifest = read_json_file(arena, arena_text(arena, "%s/target.json", folder));

    side->table = read_json_file(arena, arena_text(arena, "%s/neutral.json", folder));
    side->dialect = arena_text(arena, "%s", jx_get_text(manifest, "dialect", ""));
    json_decref(manifest);
    if (!io_read_tree(arena, equals + 1, "", &side->files, &reason)) {
        stop(equals + 1, reason);
    }
    side->neutral = neutral_of(arena, side, &side->files);
    if (side->neutral == NULL) {
        stop(equals + 1, "cannot be read");
    }
}

/* The files with one of them changed. */
static struct file_list changed_files(struct arena *arena, const struct side *side,
                                      const json_t *request)
{
    struct str path = jx_str(jx_get(request, "path"));
    size_t from = (size_t)jx_get_integer(request, "from", 0);
    size_t to = (size_t)jx_get_integer(request, "to", 0);
    struct file_list files = {0};

    if (file_list_find(&side->files, path) == NULL) {
        stop(jx_get_text(request, "path", ""), "no such file");
    }
    for (size_t i = 0; i < side->files.count; i++) {
        const struct file *file = &side->files.items[i];
        struct str bytes = file->bytes;

        if (str_eq_text(path, file->path)) {
            bytes = str_from(arena_text(arena, "%.*s%s%.*s", (int)from, bytes.p,
                                        jx_get_text(request, "text", ""), (int)(bytes.len - to),
                                        bytes.p + to));
        }
        file_list_add(&files, arena, file->path, bytes);
    }
    return files;
}

static const char *answer(const struct side *sides, const json_t *request)
{
    size_t changed = strcmp(jx_get_text(request, "target", ""), sides[0].target) == 0 ? 0 : 1;
    const char *result = "unreadable";
    struct arena arena;

    arena_init(&arena);
    struct file_list files = changed_files(&arena, &sides[changed], request);
    json_t *neutral = neutral_of(&arena, &sides[changed], &files);

    if (neutral != NULL) {
        json_t *compared = changed == 0 ? verify_compare(&arena, neutral, sides[1].neutral)
                                        : verify_compare(&arena, sides[0].neutral, neutral);

        result = verify_agrees(compared) ? "equal" : "different";
        json_decref(compared);
        json_decref(neutral);
    }
    arena_release(&arena);
    return result;
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct side sides[SIDES];
    char *line = NULL;
    size_t room = 0;

    if (argc != SIDES + 2) {
        stop("usage", "tool SOURCE FIRST SECOND < requests");
    }
    mem_install();
    arena_init(&arena);
    memset(sides, 0, sizeof(sides));
    for (size_t i = 0; i < SIDES; i++) {
        open_side(&arena, argv[1], argv[i + 2], &sides[i]);
    }
    while (getline(&line, &room, stdin) > 0) {
        json_t *request = json_loads(line, 0, NULL);

        if (request == NULL) {
            stop("request", "not JSON");
        }
        puts(answer(sides, request));
        (void)fflush(stdout);
        json_decref(request);
    }
    free(line);
    for (size_t i = 0; i < SIDES; i++) {
        json_decref(sides[i].neutral);
        json_decref(sides[i].table);
    }
    arena_release(&arena);
    return 0;
}
