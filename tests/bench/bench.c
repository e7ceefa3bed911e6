/* SPDX-License-Identifier: MIT */
/*
 * Measures archgen; called by scripts/bench.
 *
 *     bench FOLDER ROUNDS SAMPLE...             every environment and target of every sample, in
 * one process: where the time goes bench --processes BINARY FOLDER ROUNDS SAMPLE... a process for
 * each of them: what a user waits
 *
 * Files are written below FOLDER, which should lie in memory. Times are medians over the rounds.
 */
#include "archgen.h"
#include "base/io.h"
#include "base/mem.h"
#include "data/yaml.h"
#include "embed/embedded.h"
#include "output/sink.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PART_WRITE = ARCHGEN_PHASE_COUNT, PART_UNCHANGED, PART_COUNT };

static const char *const part_names[PART_COUNT] = {
    [ARCHGEN_PHASE_LOAD] = "load schemas and templates",
    [ARCHGEN_PHASE_READ] = "read YAML",
    [ARCHGEN_PHASE_VALIDATE] = "overlay, validate, check",
    [ARCHGEN_PHASE_DERIVE] = "derive",
    [ARCHGEN_PHASE_RENDER] = "render",
    [ARCHGEN_PHASE_LAYOUT] = "lay out",
    [ARCHGEN_PHASE_OTHER] = "other",
    [PART_WRITE] = "write into an empty folder",
    [PART_UNCHANGED] = "write again, unchanged",
};

struct watch {
    int64_t parts[PART_COUNT]; /* nanoseconds of the round */
    int64_t since;
    int part;
};

static int64_t now(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void watch_part(struct watch *watch, int part)
{
    int64_t time = now();

    watch->parts[watch->part] += time - watch->since;
    watch->since = time;
    watch->part = part;
}

static void on_phase(void *context, enum archgen_phase phase)
{
    watch_part(context, (int)phase);
}

static int compare_times(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

static int64_t median(int64_t *times, size_t count)
{
    qsort(times, count, sizeof(*times), compare_times);
    return times[count / 2];
}

static void give_up(const char *what, const char *reason)
{
    (void)fprintf(stderr, "bench: %s: %s\n", what, reason);
    exit(EXIT_FAILURE);
}

/** Everything that is needed to run one sample. */
struct job {
    struct arena arena;
    struct diags diags;
    struct file_list data;
    struct archgen *run;
    struct archgen_clock clock;
};

static void start_job(struct job *job, const char *sample, struct watch *watch)
{
    const char *reason = NULL;
    struct str text;

    *job = (struct job){.clock = {on_phase, watch}};
    arena_init(&job->arena);
    diags_init(&job->diags, &job->arena);
    embedded_add(&job->arena, &job->data);
    file_list_sort(&job->data);
    if (!io_read(&job->arena, sample, YAML_BYTES_MAX, &text, &reason)) {
        give_up(sample, reason);
    }
    job->run = archgen_new(&job->arena, &job->data, sample, text, &job->diags,
                           watch == NULL ? NULL : &job->clock);
    if (job->run == NULL || !archgen_is_valid(job->run)) {
        give_up(sample, "is not valid");
    }
}

static void end_job(struct job *job)
{
    archgen_free(job->run);
    arena_release(&job->arena);
}

static void write_files(struct job *job, const char *root, struct file_list *files)
{
    static const char *const scopes[] = {""};
    struct plan_job plan_job = {root, files, scopes, 1, false};
    const char *reason = "refused";
    struct plan plan;

    if (sink_write(&plan, &job->arena, &plan_job, &job->diags, &reason) != SINK_DONE) {
        give_up(root, reason);
    }
}

struct totals {
    size_t documents; /* environments times targets */
    size_t files;
    size_t bytes;
};

static void generate_all(struct job *job, struct file_list *files, struct totals *totals)
{
    size_t target_count = 0;
    size_t environment_count = 0;
    const char *const *targets = archgen_targets(&job->arena, &job->data, &target_count);
    const char *const *environments = archgen_environments(job->run, &environment_count);

    for (size_t i = 0; i < target_count; i++) {
        for (size_t j = 0; j < environment_count; j++) {
            if (!archgen_generate(job->run, targets[i], environments[j], files)) {
                give_up(targets[i], "cannot be generated");
            }
        }
    }
    file_list_sort(files);
    totals->documents += target_count * environment_count;
    totals->files += files->count;
    for (size_t i = 0; i < files->count; i++) {
        totals->bytes += files->items[i].bytes.len;
    }
}

/** One sample through all stages, into FOLDER/<round>/<number>. */
static void run_sample(const char *sample, const char *root, struct watch *watch,
                       struct totals *totals)
{
    struct file_list files = {0};
    struct job job;

    watch_part(watch, ARCHGEN_PHASE_OTHER);
    start_job(&job, sample, watch);
    generate_all(&job, &files, totals);
    watch_part(watch, PART_WRITE);
    write_files(&job, root, &files);
    watch_part(watch, PART_UNCHANGED);
    write_files(&job, root, &files);
    watch_part(watch, ARCHGEN_PHASE_OTHER);
    end_job(&job);
    watch_part(watch, ARCHGEN_PHASE_OTHER);
}

static long peak_kib(int who)
{
    struct rusage usage;

    return getrusage(who, &usage) == 0 ? usage.ru_maxrss : 0;
}

static void print_shares(const int64_t *parts, const struct totals *totals, size_t samples)
{
    int64_t sum = 0;

    for (size_t part = 0; part < PART_COUNT; part++) {
        sum += part == PART_UNCHANGED ? 0 : parts[part];
    }
    (void)printf("one process: %zu samples, %zu documents, %zu files, %zu bytes\n", samples,
                 totals->documents, totals->files, totals->bytes);
    for (size_t part = 0; part < PART_COUNT; part++) {
        (void)printf("  %-28s %8.3f ms", part_names[part], (double)parts[part] / 1e6);
        if (part == PART_UNCHANGED) {
            (void)printf("   (instead of writing)\n");
        } else {
            (void)printf("  %5.1f %%\n", 100.0 * (double)parts[part] / (double)sum);
        }
    }
    (void)printf("  %-28s %8.3f ms, %.3f ms a document; peak memory %ld KiB\n", "in all",
                 (double)sum / 1e6, (double)sum / 1e6 / (double)totals->documents,
                 peak_kib(RUSAGE_SELF));
}

static void measure_one_process(const char *folder, size_t rounds, char *const *samples,
                                size_t count)
{
    int64_t *times = mem_alloc(PART_COUNT * rounds * sizeof(*times));
    int64_t medians[PART_COUNT];
    struct totals totals = {0};

    for (size_t round = 0; round < rounds; round++) {
        struct watch watch = {.since = now(), .part = ARCHGEN_PHASE_OTHER};

        totals = (struct totals){0};
        for (size_t i = 0; i < count; i++) {
            char root[4096];

            (void)snprintf(root, sizeof(root), "%s/one/%zu/%zu", folder, round, i);
            run_sample(samples[i], root, &watch, &totals);
        }
        for (size_t part = 0; part < PART_COUNT; part++) {
            times[part * rounds + round] = watch.parts[part];
        }
    }
    for (size_t part = 0; part < PART_COUNT; part++) {
        medians[part] = median(times + part * rounds, rounds);
    }
    print_shares(medians, &totals, count);
    free(times);
}

/* --- a process for each document --- */

static int64_t time_command(const char *const *argv)
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

        int null = open("/dev/null", O_WRONLY); // warnings about a sample are no result

        (void)dup2(null, STDERR_FILENO);
        (void)execv(argv[0], arguments.out);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &code, 0) != child || code != 0) {
        give_up(argv[0], "failed");
    }
    return now() - start;
}

struct spread {
    int64_t *medians;
    size_t count;
    size_t capacity;
};

static void measure_document(struct spread *spread, struct arena *arena, const char *const *argv,
                             size_t rounds)
{
    int64_t *times = mem_alloc(rounds * sizeof(*times));

    for (size_t round = 0; round < rounds; round++) {
        times[round] = time_command(argv);
    }
    ARENA_GROW(arena, spread->medians, spread->count, spread->capacity);
    spread->medians[spread->count++] = median(times, rounds);
    free(times);
}

static void measure_sample(struct spread *spread, struct arena *arena, const char *binary,
                           const char *folder, size_t rounds, const char *sample)
{
    size_t target_count = 0;
    size_t environment_count = 0;
    struct job job;

    start_job(&job, sample, NULL);
    const char *const *targets = archgen_targets(&job.arena, &job.data, &target_count);
    const char *const *environments = archgen_environments(job.run, &environment_count);

    for (size_t i = 0; i < target_count; i++) {
        for (size_t j = 0; j < environment_count; j++) {
            const char *root = arena_text(arena, "%s/each/%zu", folder, spread->count);
            const char *const argv[] = {binary, "--target", targets[i], "--env", environments[j],
                                        "-q",   "-o",       root,       sample,  NULL};

            measure_document(spread, arena, argv, rounds);
        }
    }
    end_job(&job);
}

static void measure_processes(const char *binary, const char *folder, size_t rounds,
                              char *const *samples, size_t count)
{
    struct spread spread = {0};
    struct arena arena;

    arena_init(&arena);
    for (size_t i = 0; i < count; i++) {
        measure_sample(&spread, &arena, binary, folder, rounds, samples[i]);
    }
    int64_t middle = median(spread.medians, spread.count); // sorts

    (void)printf("one process each: %zu documents\n", spread.count);
    (void)printf("  fastest %.3f ms, median %.3f ms, slowest %.3f ms; peak memory %ld KiB\n",
                 (double)spread.medians[0] / 1e6, (double)middle / 1e6,
                 (double)spread.medians[spread.count - 1] / 1e6, peak_kib(RUSAGE_CHILDREN));
    arena_release(&arena);
}

int main(int argc, char **argv)
{
    bool has_binary = argc > 2 && strcmp(argv[1], "--processes") == 0;
    int first = has_binary ? 3 : 1;
    size_t rounds = argc > first + 1 ? strtoul(argv[first + 1], NULL, 10) : 0;

    if (argc < first + 3 || rounds == 0) {
        (void)fputs("usage: bench [--processes BINARY] FOLDER ROUNDS SAMPLE...\n", stderr);
        return EXIT_FAILURE;
    }
    mem_install();
    char *const *samples = argv + first + 2;
    size_t count = (size_t)(argc - first - 2);

    if (has_binary) {
        measure_processes(argv[2], argv[first], rounds, samples, count);
    } else {
        measure_one_process(argv[first], rounds, samples, count);
    }
    return EXIT_SUCCESS;
}
