/* SPDX-License-Identifier: MIT */
/* Printing values with a dialect, for its tests. JSON is written with single quotes. */
#ifndef ARCHGEN_TESTS_PRINTING_H
#define ARCHGEN_TESTS_PRINTING_H

#include "base/mem.h"
#include "target/dialects.h"
#include "target/marks.h"
#include "target/references.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/** A value and what it prints as, or the reason why not. */
struct print_case {
    const char *name;
    const char *value;
    const char *expected;
};

struct printing {
    struct arena arena;
    struct diags diags;
    struct print_context print;
    json_t *view;
};

/** Gives the JSON text with single quotes as a value; "\n" and the like are JSON's own escapes. */
static inline json_t *value_of(struct printing *printing, const char *text)
{
    char *copy = arena_strdup(&printing->arena, str_from(text));

    for (char *p = copy; *p != '\0'; p++) {
        *p = *p == '\'' ? '"' : *p;
    }
    json_t *value = json_loads(copy, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

    assert_non_null(value);
    return value;
}

static inline void printing_init(struct printing *printing, const struct dialect *dialect,
                                 const char *references, const char *view)
{
    const struct source *source;

    *printing = (struct printing){0};
    arena_init(&printing->arena);
    diags_init(&printing->diags, &printing->arena);
    source = source_new(&printing->arena, "references", str_from(references));
    printing->print.arena = &printing->arena;
    printing->print.references =
        references_load(&printing->arena, dialect, source, &printing->diags);
    printing->view = value_of(printing, view);
    printing->print.view = printing->view;
    for (size_t i = 0; i < printing->diags.count; i++) {
        print_error("%s\n", printing->diags.items[i]->text);
    }
    assert_non_null(printing->print.references);
}

static inline void printing_release(struct printing *printing)
{
    json_decref(printing->view);
    json_decref(printing->print.marks);
    arena_release(&printing->arena);
}

/** What the dialect prints, or the reason of the failure, in the arena. */
static inline const char *printed(struct printing *printing, const struct dialect *dialect,
                                  const json_t *value)
{
    struct buf out;
    const char *error = NULL;

    buf_init(&out, BUF_NO_LIMIT);
    buf_add_text(&out, "before");
    bool is_fine = dialect->print(dialect, &printing->print, value, &out, &error);
    const char *text = is_fine ? arena_strdup(&printing->arena, buf_str(&out)) + 6 : error;

    assert_true(is_fine || str_eq(buf_str(&out), STR("before"))); /* nothing half-printed */
    buf_release(&out);
    return text;
}

static inline void check_cases(struct printing *printing, const struct dialect *dialect,
                               const struct print_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        json_t *value = value_of(printing, cases[i].value);
        const char *found = printed(printing, dialect, value);

        if (strcmp(found, cases[i].expected) != 0) {
            print_error("%s: expected %s\n", cases[i].name, cases[i].expected);
        }
        assert_string_equal(found, cases[i].expected);
        json_decref(value);
    }
}

/** A random value without references; `state` is any number but zero. */
static inline uint32_t random_next(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static inline json_t *random_text(uint32_t *state)
{
    static const char *const pieces[] = {"a", "\"", "\\", "$",  "${", "%{",   "%",
                                         "{", "}",  "\n", "\t", "'",  "\x01", "é",
                                         "😀", " ",  "/",  "<<", "#",  "\x7f"};
    char text[64] = "";
    size_t len = 0;

    for (uint32_t i = random_next(state) % 12; i > 0; i--) {
        const char *piece = pieces[random_next(state) % AG_COUNT(pieces)];

        memcpy(text + len, piece, strlen(piece));
        len += strlen(piece);
    }
    return jx_string_from((struct str){text, len});
}

static inline json_t *random_value(uint32_t *state, int depth)
{
    uint32_t kind = random_next(state) % (depth > 0 ? 8 : 6);
    json_t *value = kind == 7 ? jx_object() : kind == 6 ? jx_array() : NULL;

    for (uint32_t i = kind < 6 ? 0 : random_next(state) % 5; i > 0; i--) {
        if (kind == 6) {
            jx_append(value, random_value(state, depth - 1));
        } else {
            json_t *key = random_text(state);

            jx_set(value, json_string_value(key), random_value(state, depth - 1));
            json_decref(key);
        }
    }
    switch (kind) {
    case 0:
        return json_null();
    case 1:
        return jx_bool(random_next(state) % 2 == 0);
    case 2:
        return jx_integer((json_int_t)(random_next(state) % 20000) - 10000);
    case 3:
    case 4:
    case 5:
        return random_text(state);
    default:
        return value;
    }
}

#endif
