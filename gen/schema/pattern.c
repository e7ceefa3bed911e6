/* SPDX-License-Identifier: MIT */
/* PCRE2, wrapped. The options make it agree with ECMA 262 where schemas depend on it. */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "schema/pattern.h"

#include "base/mem.h"
#include "schema/plain.h"

#include <pcre2.h>

#include <stdlib.h>

/* DOLLAR_ENDONLY: without it `^[a-z]+$` accepts "abc\n", a hole in every check of a name.
 * ALT_BSUX and MATCH_UNSET_BACKREF: \u0041 and references to groups not yet set, as ECMA 262.
 * ALLOW_EMPTY_CLASS: [] matches nothing. NEVER_BACKSLASH_C: \C could split a code point. */
static const uint32_t PATTERN_OPTIONS = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX |
                                        PCRE2_ALLOW_EMPTY_CLASS | PCRE2_MATCH_UNSET_BACKREF |
                                        PCRE2_NEVER_BACKSLASH_C;

struct pattern {
    struct str text;
    bool is_known;             /* it was found out whether it is plain */
    const struct plain *plain; /* NULL if it is not */
    pcre2_code *code;          /* NULL until first used */
    const char *fault;         /* set if it does not compile */
};

struct patterns {
    struct arena *arena;
    struct pattern *items;
    size_t count;
    size_t capacity;
    pcre2_general_context *general; /* the three are NULL until first used */
    pcre2_match_context *limits;
    pcre2_match_data *match;
};

static void *allocate(size_t size, void *context)
{
    (void)context;
    return mem_alloc(size);
}

static void release(void *memory, void *context)
{
    (void)context;
    free(memory);
}

struct patterns *patterns_new(struct arena *arena)
{
    struct patterns *patterns = ARENA_NEW(arena, struct patterns);

    patterns->arena = arena;
    return patterns;
}

void patterns_free(struct patterns *patterns)
{
    if (patterns == NULL) {
        return;
    }
    for (size_t i = 0; i < patterns->count; i++) {
        pcre2_code_free(patterns->items[i].code);
    }
    pcre2_match_data_free(patterns->match);
    pcre2_match_context_free(patterns->limits);
    pcre2_general_context_free(patterns->general);
}

uint32_t patterns_add(struct patterns *patterns, struct str text)
{
    for (size_t i = 0; i < patterns->count; i++) {
        if (str_eq(patterns->items[i].text, text)) {
            return (uint32_t)i;
        }
    }
    patterns_append(patterns, text);
    return (uint32_t)patterns->count - 1;
}

void patterns_append(struct patterns *patterns, struct str text)
{
    ARENA_GROW(patterns->arena, patterns->items, patterns->count, patterns->capacity);
    patterns->items[patterns->count++] = (struct pattern){.text = text};
}

size_t patterns_count(const struct patterns *patterns)
{
    return patterns->count;
}

struct str patterns_text(const struct patterns *patterns, uint32_t index)
{
    return patterns->items[index].text;
}

static void prepare(struct patterns *patterns)
{
    if (patterns->general != NULL) {
        return;
    }
    patterns->general = pcre2_general_context_create(allocate, release, NULL);
    patterns->limits = pcre2_match_context_create(patterns->general);
    pcre2_set_match_limit(patterns->limits, PATTERN_MATCH_LIMIT);
    pcre2_set_depth_limit(patterns->limits, PATTERN_DEPTH_LIMIT);
    pcre2_set_heap_limit(patterns->limits, PATTERN_HEAP_LIMIT);
    patterns->match = pcre2_match_data_create(1, patterns->general);
}

const char *patterns_compile(struct patterns *patterns, uint32_t index)
{
    struct pattern *pattern = &patterns->items[index];
    int error;
    size_t off;

    if (pattern->code != NULL || pattern->fault != NULL) {
        return pattern->fault;
    }
    prepare(patterns);
    pcre2_compile_context *compile = pcre2_compile_context_create(patterns->general);

    pattern->code = pcre2_compile((PCRE2_SPTR)pattern->text.p, pattern->text.len, PATTERN_OPTIONS,
                                  &error, &off, compile);
    pcre2_compile_context_free(compile);
    if (pattern->code == NULL) {
        PCRE2_UCHAR text[128];

        (void)pcre2_get_error_message(error, text, sizeof(text));
        pattern->fault = arena_text(patterns->arena, "%s (at byte %zu)", (const char *)text, off);
    }
    return pattern->fault;
}

static enum plain_result match_plain(struct patterns *patterns, struct pattern *pattern,
                                     struct str subject)
{
    if (!pattern->is_known) {
        pattern->plain = plain_compile(patterns->arena, pattern->text);
        pattern->is_known = true;
    }
    return pattern->plain == NULL ? PLAIN_UNKNOWN : plain_match(pattern->plain, subject);
}

enum pattern_result patterns_match(struct patterns *patterns, uint32_t index, struct str subject)
{
    enum plain_result plain = match_plain(patterns, &patterns->items[index], subject);

    if (plain != PLAIN_UNKNOWN) {
        return plain == PLAIN_MATCHES ? PATTERN_MATCHES : PATTERN_DIFFERS;
    }
    if (patterns_compile(patterns, index) != NULL) {
        return PATTERN_INVALID;
    }
    int result = pcre2_match(patterns->items[index].code, (PCRE2_SPTR)subject.p, subject.len, 0, 0,
                             patterns->match, patterns->limits);

    if (result >= 0) {
        return PATTERN_MATCHES;
    }
    return result == PCRE2_ERROR_NOMATCH ? PATTERN_DIFFERS : PATTERN_LIMIT;
}
