/* SPDX-License-Identifier: MIT */
/*
 * Compares archgen with the program that has the finished files (limit.c), pair by pair, so that
 * whatever else the machine does meets both.
 *
 *     pairs LIMIT ARCHGEN FOLDER ROUNDS SAMPLE
 *
 * Printed are the medians of both, and the median of the ratios of the pairs.
 */
#include "base/arena.h"
#include "base/mem.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct pairs {
    struct arena arena;
    const char *limit;
    const char *binary;
    const char *folder;
    const char *sample;
    const char *pack; /* the finished files */
    size_t rounds;
};

static int64_t now(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Nanoseconds that a command takes, whose output goes nowhere. */
static double time_command(const char *const *argv)
{
    int64_t start = now();
    pid_t child = fork();
    int code = 0;

    if (child == 0) {
        // execv takes the arguments without const, but leaves them alone (POSIX, RATIONALE of exec)
        union {
            const char *const *in;
            char *const *out;
        } arguments = {argv};
        int null = open("/dev/null", O_WRONLY);

        (void)dup2(null, STDOUT_FILENO);
        (void)dup2(null, STDERR_FILENO);
        (void)execv(argv[0], arguments.out);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &code, 0) != child || code != 0) {
        (void)fprintf(stderr, "pairs: %s %s: it failed\n", argv[0], argv[1]);
        exit(EXIT_FAILURE);
    }
    return (double)(now() - start);
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;

    return (left > right) - (left < right);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof(*values), compare);
    return values[count / 2];
}

/* --- what is compared --- */

enum mode { MODE_FIRST, MODE_EQUAL, MODE_CHECK, MODE_PRINT, MODE_COUNT };

static const char *const names[MODE_COUNT] = {
    [MODE_FIRST] = "into an empty folder",
    [MODE_EQUAL] = "all files equal",
    [MODE_CHECK] = "--check",
    [MODE_PRINT] = "one to standard output",
};

static double time_archgen(const struct pairs *pairs, enum mode mode, const char *root)
{
    const char *write[] = {pairs->binary, "--target", "cfn", "--target",    "hcl", "-q",
                           "-o",          root,       "--",  pairs->sample, NULL};
    const char *check[] = {pairs->binary, "--check", "--target", "cfn",         "--target", "hcl",
                           "-o",          root,      "--",       pairs->sample, NULL};
    const char *print[] = {pairs->binary, "--target", "cfn", "--env",       "prod", "-q",
                           "-o",          "-",        "--",  pairs->sample, NULL};

    return time_command(mode == MODE_CHECK ? check : mode == MODE_PRINT ? print : write);
}

static double time_limit(const struct pairs *pairs, enum mode mode, const char *root)
{
    const char *write[] = {pairs->limit, "write", pairs->pack, root, NULL};
    const char *check[] = {pairs->limit, "check", pairs->pack, root, NULL};
    const char *print[] = {pairs->limit, "print", pairs->pack, "cfn/prod/template.json", NULL};

    return time_command(mode == MODE_CHECK ? check : mode == MODE_PRINT ? print : write);
}

static void measure(struct pairs *pairs, enum mode mode)
{
    struct arena *arena = &pairs->arena;
    double *own = ARENA_ARRAY(arena, pairs->rounds, double);
    double *limit = ARENA_ARRAY(arena, pairs->rounds, double);
    double *ratios = ARENA_ARRAY(arena, pairs->rounds, double);
    const char *made = arena_text(arena, "%s/made", pairs->folder);

    for (size_t i = 0; i < pairs->rounds; i++) {
        bool is_first = mode == MODE_FIRST;
        const char *ours = is_first ? arena_text(arena, "%s/own-%zu", pairs->folder, i) : made;
        const char *other = is_first ? arena_text(arena, "%s/limit-%zu", pairs->folder, i) : made;

        own[i] = time_archgen(pairs, mode, ours);
        limit[i] = time_limit(pairs, mode, other);
        ratios[i] = own[i] / limit[i];
    }
    (void)printf("  %-24s %8.2f ms  %8.2f ms  %6.2f\n", names[mode],
                 median(own, pairs->rounds) / 1e6, median(limit, pairs->rounds) / 1e6,
                 median(ratios, pairs->rounds));
}

static void run(struct pairs *pairs)
{
    const char *made = arena_text(&pairs->arena, "%s/made", pairs->folder);

    pairs->pack = arena_text(&pairs->arena, "%s/pack", pairs->folder);
    (void)mkdir(pairs->folder, 0777);
    (void)time_archgen(pairs, MODE_FIRST, made);
    (void)time_command((const char *const[]){pairs->limit, "pack", made, pairs->pack, NULL});
    (void)printf("%s, every environment, both targets   archgen    only writing   ratio\n",
                 pairs->sample);
    for (int mode = 0; mode < MODE_COUNT; mode++) {
        measure(pairs, (enum mode)mode);
    }
}

int main(int argc, char **argv)
{
    struct pairs pairs = {.rounds = argc == 6 ? strtoul(argv[4], NULL, 10) : 0};

    if (pairs.rounds == 0) {
        (void)fputs("usage: pairs LIMIT ARCHGEN FOLDER ROUNDS SAMPLE\n", stderr);
        return EXIT_FAILURE;
    }
    pairs.limit = argv[1];
    pairs.binary = argv[2];
    pairs.folder = argv[3];
    pairs.sample = argv[5];
    arena_init(&pairs.arena);
    run(&pairs);
    arena_release(&pairs.arena);
    return EXIT_SUCCESS;
}
