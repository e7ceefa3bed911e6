/* SPDX-License-Identifier: MIT */
/* Conversions of names; collisions that they can cause are a check (model/checks.c). */
#include "model/names.h"

#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter_or_digit(char c)
{
    return is_lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

const char *names_id(struct arena *arena, struct str key)
{
    char *id = arena_strdup(arena, key);
    size_t len = 0;
    bool is_start = true;

    for (size_t i = 0; i < key.len; i++) {
        char c = key.p[i];

        if (!is_letter_or_digit(c)) {
            is_start = true;
            continue;
        }
        if (is_start && is_lower(c)) {
            c = (char)(c - 'a' + 'A');
        }
        id[len++] = c;
        is_start = false;
    }
    id[len] = '\0';
    return id;
}

const char *names_label(struct arena *arena, struct str key)
{
    char *label = arena_strdup(arena, key);

    for (size_t i = 0; i < key.len; i++) {
        if (!is_letter_or_digit(label[i])) {
            label[i] = '_';
        }
    }
    return label;
}

struct naming names_make(struct arena *arena, const char *prefix, const char *key)
{
    return (struct naming){
        .key = key,
        .id = names_id(arena, str_from(key)),
        .label = names_label(arena, str_from(key)),
        .name = arena_text(arena, "%s-%s", prefix, key),
        .stem = key,
    };
}

const char *names_pair(struct arena *arena, const struct naming *from, const struct naming *to)
{
    return arena_text(arena, "%s_to_%s", from->label, to->label);
}

/* FNV-1a, 32 bits: short, stable for all time, and spread well enough to tell names apart. */
static uint32_t hash(const char *text)
{
    uint32_t value = UINT32_C(2166136261);

    for (const char *p = text; *p != '\0'; p++) {
        value = (value ^ (unsigned char)*p) * UINT32_C(16777619);
    }
    return value;
}

const char *names_fit(struct arena *arena, const char *text, size_t limit)
{
    enum { HASH_LEN = 8 };
    size_t len = strlen(text);

    if (len <= limit) {
        return text;
    }
    BUG_UNLESS(limit > HASH_LEN + 2);
    size_t kept = limit - HASH_LEN - 1;

    while (kept > 1 && text[kept - 1] == '-') {
        kept--;
    }
    return arena_text(arena, "%.*s-%08x", (int)kept, text, hash(text));
}
