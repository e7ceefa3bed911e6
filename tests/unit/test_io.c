/* SPDX-License-Identifier: MIT */
/* Reading files and trees; works in a directory of its own under TMPDIR. */
#include "base/io.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    char directory[256];
};

static const char *path_of(struct fixture *f, const char *name)
{
    return arena_text(&f->arena, "%s/%s", f->directory, name);
}

static void write_file(struct fixture *f, const char *name, const char *text)
{
    FILE *file = fopen(path_of(f, name), "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void make_directory(struct fixture *f, const char *name)
{
    assert_int_equal(mkdir(path_of(f, name), 0777), 0);
}

static int set_up(void **state)
{
    struct fixture *f = malloc(sizeof(*f));
    const char *parent = getenv("TMPDIR");

    arena_init(&f->arena);
    (void)snprintf(f->directory, sizeof(f->directory), "%s/archgen-io-XXXXXX",
                   parent == NULL ? "/tmp" : parent);
    *state = f;
    return mkdtemp(f->directory) == NULL ? -1 : 0;
}

static void remove_entry(struct fixture *f, const char *name)
{
    const char *path = path_of(f, name);

    if (remove(path) != 0 && errno != ENOENT) {
        fail_msg("cannot remove %s", path);
    }
}

static int tear_down(void **state)
{
    /* Deepest first; what a test did not make is not there. */
    static const char *const names[] = {"a/b/deep", "a/b/.hidden", "a/b",     "a/file", "a/loop",
                                        "a",        "b.tmpl",      "file",    "pipe",   ".git/x",
                                        ".git",     "odd\x01name", "bad\xff", "link"};
    struct fixture *f = *state;

    for (size_t i = 0; i < AG_COUNT(names); i++) {
        remove_entry(f, names[i]);
    }
    int result = rmdir(f->directory);

    arena_release(&f->arena);
    free(f);
    return result;
}

static void a_file_is_read_whole_or_one_byte_beyond_the_limit(void **state)
{
    struct fixture *f = *state;
    struct str bytes;
    const char *reason = NULL;

    write_file(f, "file", "0123456789");
    assert_true(io_read(&f->arena, path_of(f, "file"), 100, &bytes, &reason));
    assert_true(str_eq(bytes, STR("0123456789")));
    assert_true(io_read(&f->arena, path_of(f, "file"), 10, &bytes, &reason));
    assert_int_equal(bytes.len, 10);
    assert_true(io_read(&f->arena, path_of(f, "file"), 9, &bytes, &reason));
    assert_int_equal(bytes.len, 10);
    assert_true(io_read(&f->arena, path_of(f, "file"), 4, &bytes, &reason));
    assert_true(str_eq(bytes, STR("01234")));
    write_file(f, "file", "");
    assert_true(io_read(&f->arena, path_of(f, "file"), 4, &bytes, &reason));
    assert_int_equal(bytes.len, 0);
    assert_non_null(bytes.p);
}

static void what_cannot_be_read_has_a_reason(void **state)
{
    struct fixture *f = *state;
    struct str bytes;
    const char *reason = NULL;

    assert_false(io_read(&f->arena, path_of(f, "none"), 10, &bytes, &reason));
    assert_string_equal(reason, "No such file or directory");
    assert_false(io_read(&f->arena, f->directory, 10, &bytes, &reason));
    assert_string_equal(reason, "Is a directory");
}

static void a_pipe_is_read_to_its_end(void **state)
{
    enum { PIECES = 3000 };
    struct fixture *f = *state;
    struct str bytes;
    const char *reason = NULL;
    int ends[2];
    int old_stdin = dup(STDIN_FILENO);

    assert_int_equal(pipe(ends), 0);
    for (int i = 0; i < PIECES; i++) {
        assert_int_equal(write(ends[1], "x", 1), 1);
    }
    (void)close(ends[1]);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    (void)close(ends[0]);
    bool fine = io_read(&f->arena, "-", 1000000, &bytes, &reason);

    assert_int_equal(dup2(old_stdin, STDIN_FILENO), STDIN_FILENO);
    (void)close(old_stdin);
    assert_true(fine);
    assert_int_equal(bytes.len, PIECES);
}

static void a_tree_gives_its_files_sorted_and_prefixed(void **state)
{
    struct fixture *f = *state;
    struct file_list files = {0};
    const char *reason = NULL;

    write_file(f, "b.tmpl", "b");
    make_directory(f, "a");
    make_directory(f, "a/b");
    write_file(f, "a/file", "af");
    write_file(f, "a/b/deep", "abd");
    write_file(f, "a/b/.hidden", "no");
    make_directory(f, ".git");
    write_file(f, ".git/x", "no");
    assert_int_equal(mkfifo(path_of(f, "pipe"), 0600), 0);
    assert_int_equal(symlink("b.tmpl", path_of(f, "link")), 0);
    file_list_add(&files, &f->arena, "zz", STR("was there"));
    if (!io_read_tree(&f->arena, f->directory, "templates/", &files, &reason)) {
        fail_msg("%s", reason);
    }
    static const char *const expected[][2] = {{"zz", "was there"},
                                              {"templates/a/b/deep", "abd"},
                                              {"templates/a/file", "af"},
                                              {"templates/b.tmpl", "b"},
                                              {"templates/link", "b"}};

    assert_int_equal(files.count, AG_COUNT(expected));
    for (size_t i = 0; i < files.count; i++) {
        assert_string_equal(files.items[i].path, expected[i][0]);
        assert_true(str_eq_text(files.items[i].bytes, expected[i][1]));
    }
}

static void a_tree_that_fails_adds_nothing(void **state)
{
    struct fixture *f = *state;
    struct file_list files = {0};
    const char *reason = NULL;

    assert_false(io_read_tree(&f->arena, path_of(f, "none"), "", &files, &reason));
    assert_string_equal(reason, "No such file or directory");
    make_directory(f, "a");
    write_file(f, "a/file", "x");
    assert_int_equal(symlink("nowhere", path_of(f, "link")), 0);
    assert_false(io_read_tree(&f->arena, f->directory, "", &files, &reason));
    assert_string_equal(reason, "link: No such file or directory");
    remove_entry(f, "link");
    assert_int_equal(symlink("..", path_of(f, "a/loop")), 0);
    assert_false(io_read_tree(&f->arena, f->directory, "", &files, &reason));
    assert_non_null(strstr(reason, "directories nested deeper than 16"));
    remove_entry(f, "a/loop");
    assert_true(io_read_tree(&f->arena, f->directory, "", &files, &reason));
    assert_int_equal(files.count, 1);
}

static void odd_file_names_are_refused(void **state)
{
    static const char *const names[] = {"odd\x01name", "bad\xff"};
    struct fixture *f = *state;

    for (size_t i = 0; i < AG_COUNT(names); i++) {
        struct file_list files = {0};
        const char *reason = NULL;

        write_file(f, names[i], "x");
        assert_false(io_read_tree(&f->arena, f->directory, "", &files, &reason));
        assert_string_equal(reason, "a file name holds a character that is not plain text");
        assert_int_equal(files.count, 0);
        remove_entry(f, names[i]);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_file_is_read_whole_or_one_byte_beyond_the_limit),
        TEST(what_cannot_be_read_has_a_reason),
        TEST(a_pipe_is_read_to_its_end),
        TEST(a_tree_gives_its_files_sorted_and_prefixed),
        TEST(a_tree_that_fails_adds_nothing),
        TEST(odd_file_names_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
