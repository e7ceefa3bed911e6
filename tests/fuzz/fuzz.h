/* SPDX-License-Identifier: MIT */
/**
 * What the fuzzers share. A fuzzer is a function of bytes, in `fuzzer`, which ends the process if
 * what it calls breaks a promise; what else goes wrong, the sanitizers find. In the preset `fuzz`
 * libFuzzer calls it (libfuzzer.c), in all others replay.c does, with files.
 */
#ifndef ARCHGEN_TESTS_FUZZ_FUZZ_H
#define ARCHGEN_TESTS_FUZZ_FUZZ_H

#include "base/diag.h"
#include "base/source.h"
#include "base/str.h"
#include "base/utf8.h"
#include "data/json.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/** What a fuzzer is: each file fuzz_<name>.c defines one. */
struct fuzzer {
    void (*run)(const uint8_t *data, size_t size); /* on one input */
    void (*start)(void);                           /* once before the first run; NULL: nothing */
};

extern const struct fuzzer fuzzer;

/** False if what costs as much as the rest of a run, and depends little on its input, may be left
 * out of this run. */
extern bool fuzz_is_thorough;

/** States a promise. */
#define FUZZ_REQUIRE(cond)                                                                         \
    do {                                                                                           \
        if (!(cond)) {                                                                             \
            (void)fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, #cond);       \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static inline struct str fuzz_text(const uint8_t *data, size_t size)
{
    return (struct str){size == 0 ? "" : (const char *)data, size};
}

/** FNV-1a: which inputs get the checks that cost more is decided by the input alone. */
static inline uint32_t fuzz_hash(struct str text)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < text.len; i++) {
        hash = (hash ^ (unsigned char)text.p[i]) * 16777619u;
    }
    return hash;
}

/** Takes the bytes before the first NUL from `text`, which begins behind it then. */
static inline struct str fuzz_take(struct str *text)
{
    const char *nul = text->len == 0 ? NULL : memchr(text->p, '\0', text->len);
    size_t len = nul == NULL ? text->len : (size_t)(nul - text->p);
    struct str first = str_slice(*text, 0, len);

    *text = str_slice(*text, len + 1, text->len);
    return first;
}

static inline void fuzz_check_span(struct span span)
{
    FUZZ_REQUIRE(span.source == NULL || (span.off <= span.source->text.len &&
                                         span.len <= span.source->text.len - span.off));
}

/** All places are inside of their texts, and the printed forms, if the run is thorough, are what
 * they should be. */
static inline void fuzz_check_diags(struct diags *diags)
{
    struct buf out;
    json_t *parsed = NULL;

    for (size_t i = 0; i < diags->count; i++) {
        const struct diag *diag = diags->items[i];

        fuzz_check_span(diag->span);
        for (size_t j = 0; j < diag->note_count; j++) {
            fuzz_check_span(diag->notes[j].span);
        }
    }
    if (diags->count == 0 || !fuzz_is_thorough) {
        return;
    }
    diags_sort(diags);
    buf_init(&out, BUF_NO_LIMIT);
    diags_print_text(diags, &out, false);
    FUZZ_REQUIRE(utf8_is_valid(buf_str(&out)));
    for (size_t off = 0; off < out.len;) {
        struct utf8_char c = utf8_decode(buf_str(&out), off);

        FUZZ_REQUIRE(c.code_point == '\n' || c.code_point == '\t' || !utf8_is_hidden(c.code_point));
        off += c.len;
    }
    buf_clear(&out);
    diags_print_json(diags, &out);
    parsed = json_loadb(out.bytes, out.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    FUZZ_REQUIRE(json_array_size(parsed) == diags->count);
    json_decref(parsed);
    buf_release(&out);
}

#endif
