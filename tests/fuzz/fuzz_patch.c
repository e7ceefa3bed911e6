/* SPDX-License-Identifier: MIT */
/*
 * Bytes, split at the first NUL → two JSON documents: one is merged into the other (RFC 7396), and
 * is applied to it as operations (RFC 6902). Promises: a merge is what the pseudo code of the RFC
 * gives; operations apply all or none.
 */
#include "base/arena.h"
#include "data/merge.h"
#include "data/patch.h"
#include "data/pointer.h"
#include "fuzz.h"

/* RFC 7396, section 2, as it stands there. */
static json_t *merge_by_the_book(const json_t *target, const json_t *patch)
{
    const char *key;
    const json_t *value;

    if (!json_is_object(patch)) {
        return jx_copy(patch);
    }
    json_t *result = json_is_object(target) ? jx_copy(target) : jx_object();

    jx_object_foreach (patch, key, value) {
        if (json_is_null(value)) {
            (void)json_object_del(result, key);
        } else {
            jx_set(result, key, merge_by_the_book(jx_get(result, key), value));
        }
    }
    return result;
}

static void check_merge(struct arena *arena, const json_t *base, const json_t *patch)
{
    json_t *before = jx_copy(base);
    json_t *merged = merge_patch(base, patch, places_new(arena));
    json_t *expected = merge_by_the_book(base, patch);

    FUZZ_REQUIRE(json_equal(merged, expected));
    FUZZ_REQUIRE(json_equal(before, base));
    json_decref(expected);
    json_decref(merged);
    json_decref(before);
}

static void check_operations(const json_t *base, const json_t *operations)
{
    json_t *document = jx_copy(base);
    json_t *again = jx_copy(base);
    const char *reason = NULL;
    size_t index = 0;

    if (patch_apply(&document, operations, &index, &reason)) {
        FUZZ_REQUIRE(patch_apply(&again, operations, &index, &reason));
        FUZZ_REQUIRE(json_equal(document, again));
    } else {
        FUZZ_REQUIRE(reason != NULL && json_equal(document, base));
        FUZZ_REQUIRE(!json_is_array(operations) || index < json_array_size(operations));
    }
    json_decref(again);
    json_decref(document);
}

/* A pointer that is made of a path of keys leads there. */
static void check_pointers(struct arena *arena, const json_t *root, const json_t *value,
                           const char *pointer)
{
    const char *key;
    const json_t *member;
    size_t i;

    FUZZ_REQUIRE(pointer_get(root, str_from(pointer)) == value);
    jx_object_foreach (value, key, member) {
        struct buf step;

        buf_init(&step, BUF_NO_LIMIT);
        buf_add_format(&step, "%s/", pointer);
        for (const char *p = key; *p != '\0'; p++) {
            if (*p == '~' || *p == '/') {
                buf_add_text(&step, *p == '~' ? "~0" : "~1");
            } else {
                buf_add_char(&step, *p);
            }
        }
        check_pointers(arena, root, member, arena_strdup(arena, buf_str(&step)));
        buf_release(&step);
    }
    jx_array_foreach (value, i, member) {
        check_pointers(arena, root, member, arena_text(arena, "%s/%zu", pointer, i));
    }
}

static void run(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct str text = fuzz_text(data, size);
    struct str first = fuzz_take(&text);
    json_t *base = json_loadb(first.p, first.len, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
    json_t *patch = json_loadb(text.p, text.len, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);

    arena_init(&arena);
    if (base != NULL && patch != NULL) {
        check_merge(&arena, base, patch);
        check_operations(base, patch);
        check_pointers(&arena, base, base, "");
    }
    json_decref(patch);
    json_decref(base);
    arena_release(&arena);
}

const struct fuzzer fuzzer = {.run = run};
