/* SPDX-License-Identifier: MIT */
/* A target made of texts, for tests of gen/target/. */
#ifndef ARCHGEN_TESTS_TARGETING_H
#define ARCHGEN_TESTS_TARGETING_H

#include "base/mem.h"
#include "target/target.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct targeting {
    struct arena arena;
    struct diags diags;
    struct file_list data;
    struct file_list files;
    const struct source *description; /* what target_origin points into */
    struct target *target;
};

static inline int set_up(void **state)
{
    struct targeting *targeting = test_calloc(1, sizeof(*targeting));

    arena_init(&targeting->arena);
    diags_init(&targeting->diags, &targeting->arena);
    targeting->description =
        source_new(&targeting->arena, "shop.yaml", STR("root app db web patch"));
    *state = targeting;
    return 0;
}

static inline int tear_down(void **state)
{
    struct targeting *targeting = *state;

    target_free(targeting->target);
    arena_release(&targeting->arena);
    test_free(targeting);
    return 0;
}

static inline void add_file(struct targeting *targeting, const char *path, const char *text)
{
    file_list_add(&targeting->data, &targeting->arena, path, str_from(text));
}

/** The text with double quotes for single ones. */
static inline const char *quoted(struct targeting *targeting, const char *text)
{
    char *copy = arena_strdup(&targeting->arena, str_from(text));

    for (char *p = copy; *p != '\0'; p++) {
        *p = *p == '\'' ? '"' : *p;
    }
    return copy;
}

/** Loads the target "t"; false after diagnostics. The manifest is written with single quotes. */
static inline bool load(struct targeting *targeting, const char *manifest)
{
    add_file(targeting, "templates/t/target.json", quoted(targeting, manifest));
    targeting->target = target_load(&targeting->arena, "t", &targeting->data, &targeting->diags);
    return targeting->target != NULL;
}

/** The place of a tier's name in the description; of its root for NULL. */
static inline struct span find_origin(void *context, const char *tier)
{
    const struct source *source = context;
    const char *word = tier != NULL && *tier == '/' ? "patch" : tier;
    const char *found = word == NULL ? source->text.p : strstr(source->text.p, word);

    return found == NULL ? SPAN_NONE : span_make(source, (size_t)(found - source->text.p), 1);
}

/** Generates from a view that is written with single quotes. */
static inline bool generate(struct targeting *targeting, const char *view)
{
    json_error_t error;
    json_t *root = json_loads(quoted(targeting, view), 0, &error);

    assert_non_null(root);
    union {
        const struct source *from;
        void *to;
    } context = {targeting->description};
    bool is_fine = target_generate(targeting->target, root, find_origin, context.to,
                                   &targeting->files, &targeting->diags);

    json_decref(root);
    for (size_t i = 0; is_fine && i < targeting->diags.count; i++) {
        assert_int_not_equal(diag_info(targeting->diags.items[i]->id)->severity, SEVERITY_ERROR);
    }
    return is_fine;
}

static inline void assert_file(const struct targeting *targeting, size_t index, const char *path,
                               const char *text)
{
    assert_true(index < targeting->files.count);
    assert_string_equal(targeting->files.items[index].path, path);
    assert_string_equal(targeting->files.items[index].bytes.p, text);
    assert_int_equal(targeting->files.items[index].bytes.len, strlen(text));
}

/** Diagnostic `index`, with the offset of its place (-1: none). */
static inline void assert_diag(const struct targeting *targeting, size_t index, enum diag_id id,
                               int off, const char *text)
{
    assert_true(index < targeting->diags.count);
    const struct diag *diag = targeting->diags.items[index];

    assert_string_equal(diag->text, text);
    assert_string_equal(diag_info(diag->id)->id, diag_info(id)->id);
    assert_int_equal(diag->span.source == NULL ? -1 : (int)diag->span.off, off);
}

#endif
