/* SPDX-License-Identifier: MIT */
/* The life of a set, and how documents get into it. */
#include "schema/schema.h"

#include "base/mem.h"
#include "schema/compile.h"
#include "schema/defaults.h"
#include "schema/set.h"

struct schemas *schemas_new(struct arena *arena, struct diags *diags)
{
    struct schemas *set = ARENA_NEW(arena, struct schemas);

    set->arena = arena;
    set->diags = diags;
    set->patterns = patterns_new(arena);
    set->defaults = defaults_new(arena);
    set->draft = ARENA_NEW(arena, struct schema_draft);
    return set;
}

void schemas_free(struct schemas *set)
{
    if (set == NULL) {
        return;
    }
    for (size_t i = 0; i < set->value_count; i++) {
        json_decref(set->values.made[i]);
    }
    for (size_t i = 0; set->draft != NULL && i < set->document_count; i++) {
        json_decref(set->draft->document_texts[i].root);
    }
    defaults_free(set->defaults);
    patterns_free(set->patterns);
}

/* Gives the parsed text, or NULL after a diagnostic. */
static json_t *parse(struct schemas *set, const char *name, struct str text)
{
    json_error_t error;
    json_t *root = json_loadb(text.p, text.len,
                              JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);

    if (root == NULL) {
        const struct source *source = source_new(set->arena, name, text);
        size_t off = error.position > 0 ? (size_t)error.position - 1 : 0;

        (void)diag_add(set->diags, DIAG_BAD_SCHEMA, span_make(source, off, 1),
                       "the schema is not valid JSON: %s", error.text);
    }
    return root;
}

bool schemas_add(struct schemas *set, const char *name, struct str text)
{
    if (set_document(set, str_from(name)) != NULL) {
        (void)diag_add(set->diags, DIAG_BAD_SCHEMA, SPAN_NONE, "two schemas have the name '%s'",
                       name);
        return false;
    }
    json_t *root = parse(set, name, text);

    if (root == NULL) {
        return false;
    }
    uint32_t document = set_add_document(set, &(struct schema_text){name, text, root, NULL});
    struct compiler compiler = {
        .set = set, .document = document, .resource = (uint32_t)set->draft->resource_count - 1};
    const struct site *site = compile_site(&compiler, NULL, NULL, 0);

    (void)compile_schema(&compiler, root, site);
    return !compiler.failed;
}

const json_t *schemas_annotations(const struct schemas *set, const char *name)
{
    const struct schema_document *document = set_document(set, str_from(name));

    return document == NULL ? NULL : set_value(set, document->annotations);
}

uint32_t schemas_keep(struct schemas *set, json_t *value)
{
    uint32_t number = set_add_value(set, value);

    json_decref(value);
    return number;
}

const json_t *schemas_value(const struct schemas *set, uint32_t number)
{
    return set_value(set, number);
}

const struct str *schemas_properties(const struct schemas *set, const char *name, size_t *count)
{
    const struct schema_document *document = set_document(set, str_from(name));
    const struct keyword_use *use =
        document == NULL ? NULL : set_use(set, &set->nodes[document->node], KEYWORD_PROPERTIES);
    struct str *names = ARENA_ARRAY(set->arena, use == NULL ? 0 : use->count, struct str);

    *count = use == NULL ? 0 : use->count;
    for (size_t i = 0; i < *count; i++) {
        names[i] = set_name(set, &set->members[use->first + i]);
    }
    return names;
}

/* False after a diagnostic at `site`. */
static bool check_pattern(struct schemas *set, const struct schema_node *node,
                          const struct site *site, uint32_t pattern)
{
    const char *fault = patterns_compile(set->patterns, pattern);

    if (fault != NULL) {
        (void)diag_add(set->diags, DIAG_BAD_SCHEMA, set_span(set, node->document, site),
                       "the pattern is not valid: %s", fault);
    }
    return fault == NULL;
}

bool schemas_check_patterns(struct schemas *set)
{
    bool ok = true;

    for (size_t i = 0; i < set->node_count; i++) {
        const struct schema_node *node = &set->nodes[i];
        const struct keyword_use *pattern = set_use(set, node, KEYWORD_PATTERN);
        const struct keyword_use *members = set_use(set, node, KEYWORD_PATTERN_PROPERTIES);
        struct site site = {set->draft->origins[i].site, "pattern", 0};

        ok = (pattern == NULL || check_pattern(set, node, &site, pattern->first)) && ok;
        for (uint32_t k = 0; members != NULL && k < members->count; k++) {
            const struct schema_member *member = &set->members[members->first + k];

            ok =
                check_pattern(set, node, set->draft->origins[member->node].site, member->pattern) &&
                ok;
        }
    }
    return ok;
}
