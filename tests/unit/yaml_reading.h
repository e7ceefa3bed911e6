/* SPDX-License-Identifier: MIT */
/**
 * What the tests of the YAML reader share: reading a text and describing the result in one line.
 * Include it after cmocka.h.
 */
#ifndef ARCHGEN_TESTS_YAML_READING_H
#define ARCHGEN_TESTS_YAML_READING_H

#include "data/yaml.h"

/* One reading; release with end_reading. */
struct reading {
    struct arena arena;
    struct diags diags;
    struct places *places;
    const struct source *source;
    json_t *root;
    struct buf out; /* the JSON, or "line:col id" of each diagnostic, separated by blanks */
};

static inline void describe(struct reading *reading)
{
    if (reading->root != NULL) {
        jx_dump(reading->root, &reading->out, false);
    }
    diags_sort(&reading->diags);
    for (size_t i = 0; i < reading->diags.count; i++) {
        const struct diag *diag = reading->diags.items[i];
        struct position position = source_position(diag->span.source, diag->span.off);

        buf_add_format(&reading->out, "%s%u:%u %s", i > 0 ? " " : "", position.line, position.col,
                       diag_info(diag->id)->id);
    }
}

static inline void read_text(struct reading *reading, struct str text)
{
    arena_init(&reading->arena);
    diags_init(&reading->diags, &reading->arena);
    buf_init(&reading->out, BUF_NO_LIMIT);
    reading->places = places_new(&reading->arena);
    reading->source = source_new(&reading->arena, "f.yaml", text);
    reading->root = yaml_read(reading->source, reading->places, &reading->diags);
    assert_int_equal(reading->root == NULL, diags_has_errors(&reading->diags));
    describe(reading);
}

static inline void end_reading(struct reading *reading)
{
    json_decref(reading->root);
    buf_release(&reading->out);
    arena_release(&reading->arena);
}

static inline void check(const char *name, struct str text, const char *expected)
{
    struct reading reading;

    read_text(&reading, text);
    if (!str_eq_text(buf_str(&reading.out), expected)) {
        fail_msg("%s: %s", name, reading.out.bytes);
    }
    end_reading(&reading);
}

#endif
