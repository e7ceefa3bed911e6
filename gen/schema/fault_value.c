/* SPDX-License-Identifier: MIT */
/* The faults of single values: wrong types, values that are not allowed, bounds and forms. */
#include "schema/fault.h"

#include "schema/instance.h"
#include "schema/words.h"

/* True if the property holds a version: by its format, or by what it is called. */
static bool is_version(const struct check *check, const struct spot *spot,
                       const struct schema_node *node)
{
    const struct keyword_use *format =
        node == NULL ? NULL : set_use(check->set, node, KEYWORD_FORMAT);

    if (format != NULL && str_eq(jx_str(set_value(check->set, format->value)), STR("version"))) {
        return true;
    }
    return spot->kind == SPOT_MEMBER &&
           (strcmp(spot->key, "version") == 0 || strcmp(spot->key, "engine_version") == 0);
}

/* A number as the user wrote it: 15.10, not 15.1. */
static const char *number_as_written(const struct check *check, const struct spot *spot)
{
    struct str text = fault_source_text(check, spot);

    return text.len == 0 ? words_value(check->diags->arena, spot->value)
                         : arena_text(check->diags->arena, "%.*s", STR_ARGS(text));
}

static void fault_version(struct check *check, const struct spot *spot)
{
    const char *written = number_as_written(check, spot);
    const char *read = words_value(check->diags->arena, spot->value);

    if (strcmp(written, read) == 0) {
        (void)fault_add(check, spot, FAULT_VALUE, DIAG_VERSION_NUMBER,
                        "version must be quoted: \"%s\"", written);
        return;
    }
    (void)fault_add(check, spot, FAULT_VALUE, DIAG_VERSION_NUMBER,
                    "version must be quoted: \"%s\" (as a number it becomes %s)", written, read);
}

static bool is_number_text(struct str text)
{
    size_t digits = 0;
    size_t i = text.len > 0 && text.p[0] == '-' ? 1 : 0;

    for (; i < text.len; i++) {
        if (text.p[i] >= '0' && text.p[i] <= '9') {
            digits++;
        } else if (text.p[i] != '.' || digits == 0) {
            return false;
        }
    }
    return digits > 0 && text.p[text.len - 1] != '.';
}

/* What a word of YAML 1.1 meant, or NULL. */
static const char *bool_meant(struct str text)
{
    static const struct {
        const char *word;
        const char *meaning;
    } WORDS[] = {
        {"yes", "true"}, {"on", "true"},   {"y", "true"},  {"True", "true"},   {"true", "true"},
        {"no", "false"}, {"off", "false"}, {"n", "false"}, {"False", "false"}, {"false", "false"},
        {"Yes", "true"}, {"No", "false"},  {"On", "true"}, {"Off", "false"},
    };

    for (size_t i = 0; i < AG_COUNT(WORDS); i++) {
        if (str_eq_text(text, WORDS[i].word)) {
            return WORDS[i].meaning;
        }
    }
    return NULL;
}

static void hint_type(struct check *check, const struct spot *spot, unsigned kinds,
                      struct diag *diag)
{
    unsigned kind = instance_kind(spot->value);
    struct str text = jx_str(spot->value);

    if (diag == NULL) {
        return;
    }
    /* In quotes a number would be a text such as a service's name, not the number that is meant. */
    if ((kind & KIND_NUMBER) != 0 && (kinds & KIND_STRING) != 0 && (kinds & KIND_NUMBER) == 0) {
        diag_hint(check->diags, diag, "write it in quotes: \"%s\"", number_as_written(check, spot));
    } else if (kind == KIND_STRING && (kinds & KIND_NUMBER) != 0 && is_number_text(text)) {
        diag_hint(check->diags, diag, "write it without quotes: %.*s", STR_ARGS(text));
    } else if (kind == KIND_STRING && (kinds & KIND_BOOL) != 0 && bool_meant(text) != NULL) {
        diag_hint(check->diags, diag, "write %s", bool_meant(text));
    }
}

/* Whatever a schema wants, where there is nothing that is the fault. What it wants is the hint. */
static void fault_null(struct check *check, const struct spot *spot)
{
    const char *message = check->message;
    bool is_used = message != NULL && check->message_used;

    if (is_used) {
        return;
    }
    check->message = NULL;
    struct diag *diag = fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_TYPE, "value is missing");

    check->message = message;
    check->message_used = true;
    if (diag != NULL && message != NULL) {
        diag_hint(check->diags, diag, "%s", message);
    }
}

/* A number where a quantity or the like is wanted: `30` for days. False if quotes would do. */
static bool fault_quantity(struct check *check, const struct spot *spot,
                           const struct schema_node *node)
{
    const struct keyword_use *use = node == NULL ? NULL : set_use(check->set, node, KEYWORD_FORMAT);
    const char *written = number_as_written(check, spot);
    size_t count;

    if (use == NULL || format_all(&count)[use->first].is_valid(str_from(written))) {
        return false;
    }
    (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_TYPE, "expected %s, found %s",
                    format_all(&count)[use->first].expected, written);
    return true;
}

void fault_type(struct check *check, const struct spot *spot, const struct schema_node *node,
                unsigned kinds)
{
    unsigned kind = instance_kind(spot->value);
    const char *found;

    if (check->diags == NULL) {
        return;
    }
    struct arena *arena = check->diags->arena;

    if (kind == KIND_NULL) {
        fault_null(check, spot);
        return;
    }
    if ((kind & KIND_NUMBER) != 0 && (kinds & KIND_STRING) != 0 && is_version(check, spot, node)) {
        fault_version(check, spot);
        return;
    }
    if ((kind & KIND_NUMBER) != 0 && kinds == KIND_STRING && fault_quantity(check, spot, node)) {
        return;
    }
    if (kind == KIND_FRACTION && (kinds & KIND_INTEGER) != 0) {
        found = words_value(arena, spot->value);
    } else {
        found = words_kind_of(spot->value);
    }
    hint_type(check, spot, kinds,
              fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_TYPE, "expected %s, found %s",
                        words_kinds(arena, kinds), found));
}

void fault_enum(struct check *check, const struct spot *spot, const json_t *allowed)
{
    size_t count = 0;
    size_t i;
    const json_t *value;

    if (check->diags == NULL) {
        return;
    }
    if (json_is_null(spot->value)) {
        fault_null(check, spot);
        return;
    }
    if (json_array_size(allowed) == 1) {
        fault_const(check, spot, jx_at(allowed, 0));
        return;
    }
    struct arena *arena = check->diags->arena;
    struct diag *diag = fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE, "%s is not one of %s",
                                  words_value(arena, spot->value), words_list(arena, allowed));
    struct str *words = ARENA_ARRAY(arena, json_array_size(allowed) + 1, struct str);

    jx_array_foreach (allowed, i, value) {
        if (json_is_string(value)) {
            words[count++] = jx_str(value);
        }
    }
    if (diag != NULL && json_is_string(spot->value)) {
        diag_hint_nearest(check->diags, diag, jx_str(spot->value), words, count);
    } else if (count == json_array_size(allowed)) {
        hint_type(check, spot, KIND_STRING, diag);
    }
}

void fault_const(struct check *check, const struct spot *spot, const json_t *expected)
{
    if (check->diags == NULL) {
        return;
    }
    struct arena *arena = check->diags->arena;

    if (json_is_null(spot->value)) {
        fault_null(check, spot);
        return;
    }
    struct diag *diag =
        fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE, "expected %s, found %s",
                  words_value(arena, expected), words_value(arena, spot->value));
    struct str word = jx_str(expected);

    if (diag != NULL && json_is_string(expected) && json_is_string(spot->value)) {
        diag_hint_nearest(check->diags, diag, jx_str(spot->value), &word, 1);
    }
}

/* "at least 1", "less than 10": one end of a range. */
static const char *bound_words(struct check *check, const struct keyword_use *open,
                               const char *open_words, const struct keyword_use *closed,
                               const char *closed_words)
{
    struct arena *arena = check->diags->arena;

    if (open != NULL) {
        return arena_text(arena, "%s %s", open_words,
                          words_value(arena, set_value(check->set, open->value)));
    }
    return closed == NULL ? NULL
                          : arena_text(arena, "%s %s", closed_words,
                                       words_value(arena, set_value(check->set, closed->value)));
}

void fault_range(struct check *check, const struct spot *spot, const struct schema_node *node)
{
    const struct keyword_use *min = set_use(check->set, node, KEYWORD_MINIMUM);
    const struct keyword_use *max = set_use(check->set, node, KEYWORD_MAXIMUM);
    const struct keyword_use *above = set_use(check->set, node, KEYWORD_EXCLUSIVE_MINIMUM);
    const struct keyword_use *below = set_use(check->set, node, KEYWORD_EXCLUSIVE_MAXIMUM);

    if (check->diags == NULL) {
        return;
    }
    struct arena *arena = check->diags->arena;

    if (min != NULL && max != NULL && above == NULL && below == NULL) {
        (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE, "must be between %s and %s",
                        words_value(arena, set_value(check->set, min->value)),
                        words_value(arena, set_value(check->set, max->value)));
        return;
    }
    const char *low = bound_words(check, above, "more than", min, "at least");
    const char *high = bound_words(check, below, "less than", max, "at most");

    (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE, "must be %s%s%s",
                    low == NULL ? "" : low, low != NULL && high != NULL ? " and " : "",
                    high == NULL ? "" : high);
}

void fault_multiple(struct check *check, const struct spot *spot, const json_t *step)
{
    if (check->diags != NULL) {
        (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE, "must be a multiple of %s",
                        words_value(check->diags->arena, step));
    }
}

void fault_size(struct check *check, const struct spot *spot, const struct schema_node *node,
                const struct fault_count *count, size_t found)
{
    const struct keyword_use *least = set_use(check->set, node, count->least);
    const struct keyword_use *most = set_use(check->set, node, count->most);

    /* The missing keys are named already. */
    if (check->diags == NULL ||
        (json_is_object(spot->value) && fault_is_incomplete(check, spot->value))) {
        return;
    }
    struct arena *arena = check->diags->arena;

    if (found == 0) {
        (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE, "must not be empty");
    } else if (least != NULL && most != NULL && least->first == most->first) {
        (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE, "must have %s, found %zu",
                        words_count(arena, least->first, count->singular, count->plural), found);
    } else if (least != NULL && most != NULL) {
        (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE,
                        "must have between %u and %s, found %zu", least->first,
                        words_count(arena, most->first, count->singular, count->plural), found);
    } else {
        const struct keyword_use *bound = least != NULL ? least : most;

        (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE, "must have %s %s, found %zu",
                        least != NULL ? "at least" : "at most",
                        words_count(arena, bound->first, count->singular, count->plural), found);
    }
}

static struct str spot_text(const struct spot *spot)
{
    return spot->kind == SPOT_KEY ? str_from(spot->key) : jx_str(spot->value);
}

void fault_pattern(struct check *check, const struct spot *spot, uint32_t pattern,
                   enum pattern_result result)
{
    struct str text = patterns_text(check->set->patterns, pattern);

    if (check->diags == NULL) {
        return;
    }
    struct arena *arena = check->diags->arena;
    const char *found = words_quote(arena, spot_text(spot));

    if (result == PATTERN_INVALID) {
        (void)fault_add(check, spot, FAULT_VALUE, DIAG_BAD_SCHEMA,
                        "%s cannot be checked: the pattern %.*s is not valid (%s)", found,
                        STR_ARGS(text), patterns_compile(check->set->patterns, pattern));
    } else if (result == PATTERN_LIMIT) {
        (void)fault_add(check, spot, FAULT_VALUE, DIAG_LIMIT,
                        "%s is too intricate to be compared with %.*s", found, STR_ARGS(text));
    } else {
        (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE, "%s does not match %.*s", found,
                        STR_ARGS(text));
    }
}

void fault_format(struct check *check, const struct spot *spot, const struct format *format)
{
    if (check->diags == NULL) {
        return;
    }
    struct str text = spot_text(spot);
    struct diag *diag = fault_add(check, spot, FAULT_VALUE, format->diag, "expected %s, found %s",
                                  format->expected, words_quote(check->diags->arena, text));

    if (diag != NULL && format->words != NULL) {
        size_t count;
        const struct str *words = format->words(&count);

        diag_hint_nearest(check->diags, diag, text, words, count);
    }
}
