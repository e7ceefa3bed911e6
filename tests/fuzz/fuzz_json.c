/* SPDX-License-Identifier: MIT */
/*
 * Bytes → relaxed JSON → canonical JSON. Promises: what is laid out is JSON without a key twice,
 * and is its own canonical form; JSON that jansson reads is laid out, and keeps its value.
 */
#include "base/arena.h"
#include "fuzz.h"
#include "target/layout_json.h"

enum {
    STRICT = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL
};

/* What jansson refuses although it is JSON: numbers beyond a double, and NUL in a key. */
static bool is_beyond(const json_error_t *error)
{
    return json_error_code(error) == json_error_numeric_overflow ||
           json_error_code(error) == json_error_null_byte_in_key;
}

static void check_output(struct arena *arena, struct str text, const json_t *expected)
{
    struct buf again;
    struct text_fault fault;
    json_error_t error;
    json_t *value = json_loadb(text.p, text.len, STRICT, &error);

    FUZZ_REQUIRE(value != NULL || is_beyond(&error));
    FUZZ_REQUIRE(expected == NULL || json_equal(value, expected));
    json_decref(value);
    buf_init(&again, BUF_NO_LIMIT);
    FUZZ_REQUIRE(layout_json(arena, text, &again, &fault));
    FUZZ_REQUIRE(str_eq(text, buf_str(&again)));
    buf_release(&again);
}

/* The canonical form has a limit that jansson does not have. */
static bool is_within_limits(const json_t *value, int depth)
{
    const char *key;
    const json_t *member;
    size_t i;
    bool is_within = depth <= JSON_DEPTH_MAX;

    jx_object_foreach (value, key, member) {
        is_within = is_within && is_within_limits(member, depth + 1);
    }
    jx_array_foreach (value, i, member) {
        is_within = is_within && is_within_limits(member, depth + 1);
    }
    return is_within;
}

static void run(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct buf out;
    struct text_fault fault = {0};
    struct str text = fuzz_text(data, size);
    bool has_nul =
        size > 0 && memchr(data, '\0', size) != NULL; /* jansson overlooks one at the end */
    json_t *expected = has_nul ? NULL : json_loadb(text.p, text.len, STRICT, NULL);

    arena_init(&arena);
    buf_init(&out, BUF_NO_LIMIT);
    if (layout_json(&arena, text, &out, &fault)) {
        check_output(&arena, buf_str(&out), expected);
    } else {
        FUZZ_REQUIRE(fault.text != NULL && fault.off <= size);
        FUZZ_REQUIRE(expected == NULL || !is_within_limits(expected, 0));
    }
    json_decref(expected);
    buf_release(&out);
    arena_release(&arena);
}

const struct fuzzer fuzzer = {.run = run};
