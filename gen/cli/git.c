/* SPDX-License-Identifier: MIT */
/* One call of 'git rev-parse', whose answer is one path a line. */
#include "cli/git.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* An answer of three paths is longer only if something is wrong. */
enum { ANSWER_MAX = 64 * 1024, PATH_COUNT = 3 };

extern char **environ;

static void read_answer(int fd, struct buf *answer)
{
    char chunk[1024];
    ssize_t got = 0;

    while ((got = read(fd, chunk, sizeof(chunk))) != 0) {
        if (got > 0 && answer->len < ANSWER_MAX) {
            buf_add_bytes(answer, chunk, (size_t)got);
        } else if (got < 0 && errno != EINTR) {
            return;
        }
    }
}

/** Starts git with its standard output into `answer[1]`; 0 or an error number. */
static int spawn_git(pid_t *child, const int answer[2], char *const *argv)
{
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);

    if (error != 0) {
        return error;
    }
    error = posix_spawn_file_actions_adddup2(&actions, answer[1], STDOUT_FILENO);
    if (error == 0) {
        error = posix_spawn_file_actions_addclose(&actions, answer[0]);
    }
    if (error == 0) {
        // What git says is about its own terms; the reason given below is about the user's.
        error = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    if (error == 0) {
        error = posix_spawnp(child, "git", &actions, NULL, argv, environ);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    return error;
}

/** Runs git and collects what it prints; true if it succeeded. */
static bool run(char *const *argv, struct buf *answer, int *error)
{
    int status = 0;
    int ends[2];
    pid_t child = 0;

    if (pipe(ends) != 0) {
        *error = errno;
        return false;
    }
    *error = spawn_git(&child, ends, argv);
    (void)close(ends[1]);
    if (*error == 0) {
        read_answer(ends[0], answer);
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
    }
    (void)close(ends[0]);
    return *error == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/** Splits the answer into its lines; false if there are more or fewer than paths. */
static bool split(struct git *git, struct arena *arena, struct str answer)
{
    const char **paths[PATH_COUNT] = {&git->root, &git->common, &git->hooks};

    for (size_t i = 0; i < PATH_COUNT; i++) {
        const char *end = memchr(answer.p, '\n', answer.len);

        if (end == NULL || end == answer.p) {
            return false;
        }
        size_t len = (size_t)(end - answer.p);

        *paths[i] = arena_strdup(arena, str_slice(answer, 0, len));
        answer = str_slice(answer, len + 1, answer.len);
    }
    return answer.len == 0;
}

bool git_find(struct git *git, struct arena *arena, const char *folder, const char **reason)
{
    const char *const words[] = {"git",
                                 "-C",
                                 folder,
                                 "rev-parse",
                                 "--path-format=absolute",
                                 "--show-toplevel",
                                 "--git-common-dir",
                                 "--git-path",
                                 "hooks"};
    char *argv[sizeof(words) / sizeof(words[0]) + 1] = {NULL};
    struct buf answer;
    int error = 0;

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        argv[i] = arena_strdup(arena, str_from(words[i])); // posix_spawn() wants char *
    }
    buf_init(&answer, BUF_NO_LIMIT);
    bool is_good = run(argv, &answer, &error);

    if (error != 0) {
        *reason = arena_text(arena, "git cannot be run: %s", strerror(error));
    } else if (!is_good) {
        *reason = arena_text(arena, "%s: is in no work tree of git", folder);
    } else if (!split(git, arena, buf_str(&answer))) {
        *reason = arena_text(arena, "%s: git's answer is not understood", folder);
        is_good = false;
    }
    buf_release(&answer);
    return is_good;
}
