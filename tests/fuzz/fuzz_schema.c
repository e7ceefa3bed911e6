/* SPDX-License-Identifier: MIT */
/*
 * Bytes, split at the first NUL → a JSON Schema and an instance. Promises: a faulty schema is
 * refused with a diagnostic; the quick verdict is the one that reports; what is valid resolves to
 * the same value each time.
 */
#include "base/arena.h"
#include "fuzz.h"
#include "schema/schema.h"

static const char NAME[] = "schema.json";

static void check_instance(struct arena *arena, const struct schemas *set, const json_t *instance)
{
    struct diags found;

    diags_init(&found, arena);
    bool is_valid = schemas_validate(set, NAME, instance, NULL, &found);

    FUZZ_REQUIRE(is_valid == (found.count == 0));
    FUZZ_REQUIRE(is_valid == schemas_accepts(set, NAME, instance));
    fuzz_check_diags(&found);
    if (is_valid) {
        json_t *resolved = schemas_resolve(set, NAME, instance);
        json_t *again = schemas_resolve(set, NAME, instance);

        FUZZ_REQUIRE(json_equal(resolved, again));
        json_decref(again);
        json_decref(resolved);
    }
}

static void run(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct diags diags;
    struct str text = fuzz_text(data, size);
    struct str schema = fuzz_take(&text);
    json_t *instance = json_loadb(text.p, text.len, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);

    arena_init(&arena);
    diags_init(&diags, &arena);
    struct schemas *set = schemas_new(&arena, &diags);
    bool is_loaded =
        schemas_add(set, NAME, schema) && schemas_link(set) && schemas_check_patterns(set);

    FUZZ_REQUIRE(is_loaded == (diags.count == 0));
    fuzz_check_diags(&diags);
    if (is_loaded && instance != NULL) {
        check_instance(&arena, set, instance);
    }
    schemas_free(set);
    json_decref(instance);
    arena_release(&arena);
}

const struct fuzzer fuzzer = {.run = run};
