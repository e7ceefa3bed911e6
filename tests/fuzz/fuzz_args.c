/* SPDX-License-Identifier: MIT */
/*
 * Bytes, split at NULs → arguments of the command. Promises: they are understood, or refused with a
 * diagnostic without a place; every text of the result is one of the arguments or a default.
 */
#include "base/arena.h"
#include "cli/options.h"
#include "fuzz.h"

enum { ARGUMENTS_MAX = 64 };

static void check_texts(const struct texts *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        FUZZ_REQUIRE(texts->items[i] != NULL);
        for (size_t j = 0; j < i; j++) {
            FUZZ_REQUIRE(strcmp(texts->items[i], texts->items[j]) != 0);
        }
    }
}

static void run(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct diags diags;
    struct options options;
    struct str text = fuzz_text(data, size);
    const char *argv[ARGUMENTS_MAX + 2] = {"archgen"};
    int argc = 1;

    arena_init(&arena);
    diags_init(&diags, &arena);
    while (text.len > 0 && argc <= ARGUMENTS_MAX) {
        argv[argc++] = arena_strdup(&arena, fuzz_take(&text));
    }
    bool is_fine = options_parse(&options, &arena, argc, argv, &diags);

    FUZZ_REQUIRE(is_fine == !diags_has_errors(&diags));
    if (is_fine) {
        check_texts(&options.targets);
        check_texts(&options.environments);
        FUZZ_REQUIRE((int)options.command >= 0 && options.command <= COMMAND_HELP);
        FUZZ_REQUIRE(!options_reads(&options) || options.file != NULL);
    }
    for (size_t i = 0; i < diags.count; i++) {
        FUZZ_REQUIRE(diags.items[i]->span.source == NULL);
    }
    fuzz_check_diags(&diags);
    arena_release(&arena);
}

const struct fuzzer fuzzer = {.run = run};
