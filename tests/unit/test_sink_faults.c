/* SPDX-License-Identifier: MIT */
/* Writing into folders when something is wrong: paths, links, the manifest, the disk, other runs,
 * signals. */
#include "place.h"

#include "output/lock.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* --- what is refused --- */

static void paths_that_leave_the_folder_are_refused(void **state)
{
    static const char *const paths[] = {
        "../a",
        "/a",
        "a/../b",
        "a//b",
        "a/",
        "",
        ".",
        "./a",
        ".archgen-manifest",
        "cfn/.archgen.lock",
        "a\nb",
        "a\x7f",
    };
    struct place *place = *state;

    for (size_t i = 0; i < AG_COUNT(paths); i++) {
        want_nothing(place);
        want(place, paths[i], "x");
        place->diags.count = 0;
        if (write_files(place) != SINK_REFUSED || place->diags.count != 1 ||
            place->diags.items[0]->id != DIAG_BAD_TARGET || exists(place->root)) {
            print_error("accepted: '%s'\n", paths[i]);
            fail();
        }
    }
    want_nothing(place);
    want(place, "a", "x");
    want(place, "a", "y");
    assert_int_equal(write_files(place), SINK_REFUSED);
}

static void links_below_the_root_are_not_followed(void **state)
{
    struct place *place = *state;
    const char *elsewhere = arena_text(&place->arena, "%s/elsewhere", place->folder);

    assert_int_equal(mkdir(place->root, 0777), 0);
    assert_int_equal(mkdir(elsewhere, 0777), 0);
    assert_int_equal(symlink(elsewhere, path_of(place, "cfn")), 0);
    want(place, "cfn/dev/t", "t\n");
    assert_int_equal(write_files(place), SINK_FAILED);
    assert_non_null(strstr(place->reason, "/out/cfn: is a symbolic link"));
    assert_false(exists(arena_text(&place->arena, "%s/dev", elsewhere)));
}

static void a_linked_file_is_replaced_not_written_through(void **state)
{
    struct place *place = *state;
    const char *target = arena_text(&place->arena, "%s/target", place->folder);

    assert_int_equal(mkdir(place->root, 0777), 0);
    put(target, "mine\n");
    assert_int_equal(symlink(target, path_of(place, "a")), 0);
    want(place, "a", "mine\n");
    assert_int_equal(write_files(place), SINK_REFUSED);
    want_nothing(place);
    want(place, "a", "a\n");
    assert_int_equal(write_by_force(place), SINK_DONE);
    const char *reason = NULL;
    struct str text;

    assert_true(io_read(&place->arena, target, 100, &text, &reason));
    assert_string_equal(text.p, "mine\n");
    expect_text(place, "a", "a\n");
}

static void the_root_itself_may_be_a_link(void **state)
{
    struct place *place = *state;
    const char *real = arena_text(&place->arena, "%s/real", place->folder);

    assert_int_equal(mkdir(real, 0777), 0);
    assert_int_equal(symlink(real, place->root), 0);
    want(place, "a", "a\n");
    assert_int_equal(write_files(place), SINK_DONE);
    assert_true(exists(arena_text(&place->arena, "%s/a", real)));
}

static void a_damaged_manifest_is_a_failure(void **state)
{
    static const char *const texts[] = {
        "nonsense\n",           "cbf29ce484222325 ../a\n", "cbf29ce484222325 /etc/passwd\n",
        "CBF29CE484222325 a\n", "cbf29ce484222325 \n",     "# comment\ncbf29ce484222325 a",
    };
    struct place *place = *state;

    assert_int_equal(mkdir(place->root, 0777), 0);
    want(place, "b", "b\n");
    for (size_t i = 0; i < AG_COUNT(texts); i++) {
        put(path_of(place, MANIFEST_NAME), texts[i]);
        if (write_files(place) != SINK_FAILED || strstr(place->reason, "is damaged") == NULL) {
            print_error("accepted: %s\n", texts[i]);
            fail();
        }
        assert_false(exists(path_of(place, "b")));
    }
}

/* --- failures --- */

static void a_failure_leaves_old_files_and_no_temporary_ones(void **state)
{
    struct place *place = *state;

    want(place, "a", "old\n");
    assert_int_equal(write_files(place), SINK_DONE);
    // A folder stands where the last file is to be written: everything else is staged by then.
    assert_int_equal(mkdir(path_of(place, "c"), 0777), 0);
    want_nothing(place);
    want(place, "c", "c\n");
    assert_int_equal(write_files(place), SINK_REFUSED);
    assert_int_equal(write_by_force(place), SINK_FAILED);
    assert_non_null(strstr(place->reason, "/out/c: Is a directory"));
    expect_text(place, "a", "old\n");
    expect_only(place, 1);
}

static void a_run_cut_by_a_file_size_limit_changes_nothing(void **state)
{
    struct place *place = *state;
    struct buf long_text;

    want(place, "a", "old\n");
    want(place, "b", "old\n");
    assert_int_equal(write_files(place), SINK_DONE);
    buf_init(&long_text, BUF_NO_LIMIT);
    buf_add_repeat(&long_text, 'x', 1 << 20);
    want_nothing(place);
    want(place, "a", "new\n");
    want(place, "b", buf_str(&long_text).p);
    pid_t child = fork();

    if (child == 0) {
        const struct rlimit limit = {4096, 4096};

        (void)signal(SIGXFSZ, SIG_IGN); // write() then fails with EFBIG
        (void)setrlimit(RLIMIT_FSIZE, &limit);
        enum sink_status status = write_files(place);

        _exit(status == SINK_FAILED && strstr(place->reason, "/out/b: File too large") ? 7 : 1);
    }
    int code = 0;

    assert_int_equal(waitpid(child, &code, 0), child);
    assert_int_equal(WIFEXITED(code) ? WEXITSTATUS(code) : -1, 7);
    expect_text(place, "a", "old\n");
    expect_text(place, "b", "old\n");
    expect_only(place, 2);
    buf_release(&long_text);
}

static void leftovers_of_killed_runs_are_removed(void **state)
{
    struct place *place = *state;

    want(place, "cfn/a", "a\n");
    assert_int_equal(write_files(place), SINK_DONE);
    put(path_of(place, ".archgen-99-0"), "torn");
    put(path_of(place, "cfn/.archgen-99-1"), "torn");
    put(path_of(place, "cfn/.archgen-mine"), "mine");
    put(path_of(place, LOCK_NAME), "999999999\n"); // above the largest process id of Linux
    assert_int_equal(write_files(place), SINK_DONE);
    assert_false(exists(path_of(place, ".archgen-99-0")));
    assert_false(exists(path_of(place, "cfn/.archgen-99-1")));
    assert_true(exists(path_of(place, "cfn/.archgen-mine")));
    assert_false(exists(path_of(place, LOCK_NAME)));
}

static void files_of_a_run_that_died_before_its_manifest_are_ours(void **state)
{
    struct place *place = *state;

    // The manifest goes first: it names a file that was never renamed into place …
    want(place, "a", "a\n");
    assert_int_equal(write_files(place), SINK_DONE);
    assert_int_equal(unlink(path_of(place, "a")), 0);
    assert_int_equal(write_files(place), SINK_DONE);
    expect_text(place, "a", "a\n");
    // … or still has its old bytes.
    put(path_of(place, "a"), "older\n");
    want_nothing(place);
    want(place, "a", "newer\n");
    assert_int_equal(write_files(place), SINK_DONE);
    expect_text(place, "a", "newer\n");
}

/* --- locks and signals --- */

static void a_lock_of_a_living_process_is_respected(void **state)
{
    struct place *place = *state;
    pid_t child = fork();

    if (child == 0) {
        (void)pause();
        _exit(0);
    }
    assert_int_equal(mkdir(place->root, 0777), 0);
    put(path_of(place, LOCK_NAME), arena_text(&place->arena, "%ld\n", (long)child));
    want(place, "a", "a\n");
    enum sink_status held = write_files(place);
    const char *reason = place->reason;

    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(held, SINK_FAILED);
    assert_non_null(strstr(reason, arena_text(&place->arena, "locked by pid %ld", (long)child)));
    assert_false(exists(path_of(place, "a")));
    // The owner is dead now.
    assert_int_equal(write_files(place), SINK_DONE);
    assert_false(exists(path_of(place, LOCK_NAME)));
}

static void an_empty_lock_file_is_taken_over(void **state)
{
    struct place *place = *state;

    assert_int_equal(mkdir(place->root, 0777), 0);
    put(path_of(place, LOCK_NAME), "");
    want(place, "a", "a\n");
    assert_int_equal(write_files(place), SINK_DONE);
    expect_text(place, "a", "a\n");
}

static void a_pending_signal_ends_the_run_without_a_trace(void **state)
{
    struct place *place = *state;
    int code = 0;

    want(place, "a", "old\n");
    assert_int_equal(write_files(place), SINK_DONE);
    want_nothing(place);
    want(place, "a", "new\n");
    pid_t child = fork();

    if (child == 0) {
        sigset_t term;

        // Blocked, the signal is pending when the run looks for it after its first file; let
        // through at the end of this block, it ends the child.
        (void)sigemptyset(&term);
        (void)sigaddset(&term, SIGTERM);
        (void)sigprocmask(SIG_BLOCK, &term, NULL);
        (void)raise(SIGTERM);
        enum sink_status status = write_files(place);

        (void)sigprocmask(SIG_UNBLOCK, &term, NULL);
        _exit((int)status);
    }
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_true(WIFSIGNALED(code));
    assert_int_equal(WTERMSIG(code), SIGTERM);
    expect_text(place, "a", "old\n");
    expect_only(place, 1);
}

static void signals_that_are_ignored_do_not_end_the_run(void **state)
{
    struct place *place = *state;
    int code = 0;

    want(place, "a", "a\n");
    pid_t child = fork();

    if (child == 0) {
        (void)signal(SIGHUP, SIG_IGN); // as nohup(1) does
        (void)raise(SIGHUP);
        _exit((int)write_files(place));
    }
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_true(WIFEXITED(code));
    assert_int_equal(WEXITSTATUS(code), SINK_DONE);
    expect_text(place, "a", "a\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(paths_that_leave_the_folder_are_refused),
        TEST(links_below_the_root_are_not_followed),
        TEST(a_linked_file_is_replaced_not_written_through),
        TEST(the_root_itself_may_be_a_link),
        TEST(a_damaged_manifest_is_a_failure),
        TEST(a_failure_leaves_old_files_and_no_temporary_ones),
        TEST(a_run_cut_by_a_file_size_limit_changes_nothing),
        TEST(leftovers_of_killed_runs_are_removed),
        TEST(files_of_a_run_that_died_before_its_manifest_are_ours),
        TEST(a_lock_of_a_living_process_is_respected),
        TEST(an_empty_lock_file_is_taken_over),
        TEST(a_pending_signal_ends_the_run_without_a_trace),
        TEST(signals_that_are_ignored_do_not_end_the_run),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
