/* SPDX-License-Identifier: MIT */
/*
 * Runs a fuzzer's function on files, without libFuzzer, so that inputs which once found a fault are
 * tested with every compiler:
 *
 *     fuzz_<name> FILE|FOLDER...
 */
#include "base/arena.h"
#include "base/io.h"
#include "base/mem.h"
#include "fuzz.h"

#include <dirent.h>
#include <sys/stat.h>

enum { INPUT_MAX = 16 * 1024 * 1024 };

bool fuzz_is_thorough = true;

/* The bytes in a block of their own, so that the sanitizers see a read beyond its end. */
static bool run_file(const char *path)
{
    struct arena arena;
    struct str text;
    const char *reason = "";

    arena_init(&arena);
    bool is_read = io_read(&arena, path, INPUT_MAX, &text, &reason);

    if (is_read) {
        uint8_t *copy = malloc(text.len == 0 ? 1 : text.len);

        FUZZ_REQUIRE(copy != NULL);
        memcpy(copy, text.p, text.len);
        (void)fprintf(stderr, "%s\n", path);
        fuzzer.run(copy, text.len);
        free(copy);
    } else {
        (void)fprintf(stderr, "%s: %s\n", path, reason);
    }
    arena_release(&arena);
    return is_read;
}

static size_t run_folder(const char *folder, bool *is_fine)
{
    size_t count = 0;
    struct arena arena;
    struct dirent *entry;
    DIR *dir = opendir(folder);

    arena_init(&arena);
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] != '.') {
            *is_fine = run_file(arena_text(&arena, "%s/%s", folder, entry->d_name)) && *is_fine;
            count++;
        }
    }
    *is_fine = *is_fine && dir != NULL;
    if (dir != NULL) {
        (void)closedir(dir);
    }
    arena_release(&arena);
    return count;
}

int main(int argc, char **argv)
{
    size_t count = 0;
    bool is_fine = true;

    mem_install();
    if (fuzzer.start != NULL) {
        fuzzer.start();
    }
    for (int i = 1; i < argc; i++) {
        struct stat info;

        if (stat(argv[i], &info) == 0 && S_ISDIR(info.st_mode)) {
            count += run_folder(argv[i], &is_fine);
        } else {
            is_fine = run_file(argv[i]) && is_fine;
            count++;
        }
    }
    (void)printf("%zu inputs\n", count);
    return is_fine ? EXIT_SUCCESS : EXIT_FAILURE;
}
