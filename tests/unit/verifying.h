/* SPDX-License-Identifier: MIT */
/* What the tests of gen/verify/ share. */
#ifndef ARCHGEN_TESTS_VERIFYING_H
#define ARCHGEN_TESTS_VERIFYING_H

#include "base/files.h"
#include "base/mem.h"
#include "data/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/** Parses JSON that is written with ' for ". */
static inline json_t *read_json(const char *text)
{
    char *quoted = strdup(text);

    for (char *p = quoted; *p != '\0'; p++) {
        *p = (char)(*p == '\'' ? '"' : *p);
    }
    json_t *value = json_loads(quoted, JSON_DECODE_ANY, NULL);

    free(quoted);
    if (value == NULL) {
        fail_msg("not JSON: %s", text);
    }
    return value;
}

/** Fails unless a value is what `expected` says, with ' for "; takes `value`. */
static inline void check_json(json_t *value, const char *expected)
{
    json_t *other = read_json(expected);
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    if (value != NULL) {
        jx_dump(value, &out, true);
    }
    if (value == NULL || !json_equal(value, other)) {
        fail_msg("expected %s, found %.*s", expected, STR_ARGS(buf_str(&out)));
    }
    buf_release(&out);
    json_decref(other);
    json_decref(value);
}

static inline int set_up(void **state)
{
    struct arena *arena = test_calloc(1, sizeof(*arena));

    arena_init(arena);
    *state = arena;
    return 0;
}

static inline int tear_down(void **state)
{
    arena_release(*state);
    test_free(*state);
    return 0;
}

#endif
