/* SPDX-License-Identifier: MIT */
/* A temporary folder with an output folder in it, for tests of gen/output/. */
#ifndef ARCHGEN_TESTS_PLACE_H
#define ARCHGEN_TESTS_PLACE_H

#include "base/io.h"
#include "output/manifest.h"
#include "output/sink.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/** A temporary folder and everything of one run after another in it. */
struct place {
    struct arena arena;
    struct diags diags;
    struct file_list files;
    const char *folder;
    const char *root; /* the output folder, "<folder>/out" */
    struct plan plan;
    const char *reason;
};

static inline int set_up(void **state)
{
    struct place *place = test_calloc(1, sizeof(*place));

    arena_init(&place->arena);
    diags_init(&place->diags, &place->arena);
    place->folder = mkdtemp(arena_strdup(&place->arena, STR("/tmp/archgen-sink-XXXXXX")));
    place->root = arena_text(&place->arena, "%s/out", place->folder);
    *state = place;
    return place->folder == NULL ? -1 : 0;
}

static inline int tear_down(void **state)
{
    struct place *place = *state;
    const char *command = arena_text(&place->arena, "rm -rf '%s'", place->folder);
    int code = system(command);

    arena_release(&place->arena);
    test_free(place);
    return code;
}

static inline const char *path_of(struct place *place, const char *path)
{
    return arena_text(&place->arena, "%s/%s", place->root, path);
}

static inline void want(struct place *place, const char *path, const char *text)
{
    file_list_add(&place->files, &place->arena, path, str_from(text));
    file_list_sort(&place->files);
}

static inline void want_nothing(struct place *place)
{
    place->files = (struct file_list){0};
}

static inline struct plan_job job_of(struct place *place, bool force)
{
    static const char *const all[] = {""};

    return (struct plan_job){place->root, &place->files, all, 1, force};
}

static inline enum sink_status write_files(struct place *place)
{
    struct plan_job job = job_of(place, false);

    place->reason = NULL;
    return sink_write(&place->plan, &place->arena, &job, &place->diags, &place->reason);
}

static inline enum sink_status write_scope(struct place *place, const char *scope)
{
    const char *const scopes[] = {scope};
    struct plan_job job = job_of(place, false);

    job.scopes = scopes;
    return sink_write(&place->plan, &place->arena, &job, &place->diags, &place->reason);
}

static inline enum sink_status write_by_force(struct place *place)
{
    struct plan_job job = job_of(place, true);

    return sink_write(&place->plan, &place->arena, &job, &place->diags, &place->reason);
}

static inline bool exists(const char *path)
{
    struct stat status;

    return lstat(path, &status) == 0;
}

static inline void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static inline void expect_text(struct place *place, const char *path, const char *expected)
{
    const char *reason = NULL;
    struct str text;

    if (!io_read(&place->arena, path_of(place, path), SIZE_MAX / 8, &text, &reason)) {
        print_error("%s: %s\n", path, reason);
        fail();
    }
    assert_string_equal(text.p, expected);
}

/** Nothing but the files named, the manifest and folders is below the root. */
static inline void expect_only(struct place *place, size_t count)
{
    const char *command = arena_text(
        &place->arena, "test $(find '%s' -type f ! -name .archgen-manifest | wc -l) = %zu",
        place->root, count);

    assert_int_equal(system(command), 0);
}

/** A test in a place of its own. */
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
