/* SPDX-License-Identifier: MIT */
/* The table of keywords: what each one is called, when it runs, what it looks at, and the two
 * functions that load and check it. */
#include "schema/keyword.h"

#include "base/compiler.h"
#include "schema/check.h"
#include "schema/compile.h"
#include "schema/instance.h"

/* STR is an expression, which an initialiser of static data may not be. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

/* A keyword that takes part in validation or in the resolution of values. */
#define STORED(text, phase, applies, operand, is_in_place, compile, check)                         \
    {                                                                                              \
        TEXT(text), PHASE_##phase, applies, OPERAND_##operand, is_in_place, true, compile, check   \
    }

/* A keyword that matters only when a schema is loaded. */
#define NOTED(text, operand, compile)                                                              \
    {                                                                                              \
        TEXT(text), PHASE_TYPE, 0, OPERAND_##operand, false, false, compile, NULL                  \
    }

/* In the order of enum keyword_id, which is that of the names. Each row: name; phase; kinds of
 * values looked at; operand; whether subschemas see the same value; load; check. */
static const struct keyword KEYWORDS[KEYWORD_COUNT] = {
    NOTED("$anchor", PLAIN, compile_nothing),
    NOTED("$comment", PLAIN, compile_text),
    NOTED("$defs", MEMBERS, compile_members),
    NOTED("$id", PLAIN, compile_nothing),
    STORED("$ref", REFERENCE, KIND_ANY, CHILD, true, compile_text, check_ref),
    NOTED("$schema", PLAIN, compile_dialect),
    STORED("additionalProperties", CONTENT, KIND_MAP, CHILD, false, compile_child,
           check_additional_properties),
    STORED("allOf", REFERENCE, KIND_ANY, CHILDREN, true, compile_children, check_all_of),
    STORED("anyOf", CHOICE, KIND_ANY, CHILDREN, true, compile_children, check_any_of),
    STORED("const", VALUE, KIND_ANY, PLAIN, false, compile_nothing, check_const),
    STORED("contains", CONTENT, KIND_LIST, CHILD, false, compile_child, check_contains),
    NOTED("default", PLAIN, compile_default),
    STORED("dependentRequired", CONTENT, KIND_MAP, PLAIN, false, compile_dependent_names,
           check_dependent_required),
    STORED("dependentSchemas", CHOICE, KIND_MAP, MEMBERS, true, compile_members,
           check_dependent_schemas),
    NOTED("deprecated", PLAIN, compile_bool),
    NOTED("description", PLAIN, compile_text),
    STORED("else", CHOICE, KIND_ANY, CHILD, true, compile_child, NULL),
    STORED("enum", VALUE, KIND_ANY, PLAIN, false, compile_list, check_enum),
    NOTED("examples", PLAIN, compile_list),
    STORED("exclusiveMaximum", FORM, KIND_NUMBER, PLAIN, false, compile_number, check_range),
    STORED("exclusiveMinimum", FORM, KIND_NUMBER, PLAIN, false, compile_number, check_range),
    STORED("format", FORM, KIND_STRING, PLAIN, false, compile_format, check_format),
    STORED("if", CHOICE, KIND_ANY, CHILD, true, compile_child, check_if),
    STORED("items", CONTENT, KIND_LIST, CHILD, false, compile_child, check_items),
    STORED("maxContains", CONTENT, KIND_LIST, PLAIN, false, compile_count, NULL),
    STORED("maxItems", CONTENT, KIND_LIST, PLAIN, false, compile_count, check_max_items),
    STORED("maxLength", FORM, KIND_STRING, PLAIN, false, compile_count, check_max_length),
    STORED("maxProperties", CONTENT, KIND_MAP, PLAIN, false, compile_count, check_max_properties),
    STORED("maximum", FORM, KIND_NUMBER, PLAIN, false, compile_number, check_range),
    STORED("minContains", CONTENT, KIND_LIST, PLAIN, false, compile_count, NULL),
    STORED("minItems", CONTENT, KIND_LIST, PLAIN, false, compile_count, check_min_items),
    STORED("minLength", FORM, KIND_STRING, PLAIN, false, compile_count, check_min_length),
    STORED("minProperties", CONTENT, KIND_MAP, PLAIN, false, compile_count, check_min_properties),
    STORED("minimum", FORM, KIND_NUMBER, PLAIN, false, compile_number, check_range),
    STORED("multipleOf", FORM, KIND_NUMBER, PLAIN, false, compile_step, check_multiple_of),
    STORED("not", CHOICE, KIND_ANY, CHILD, true, compile_child, check_negation),
    STORED("oneOf", CHOICE, KIND_ANY, CHILDREN, true, compile_children, check_one_of),
    STORED("pattern", FORM, KIND_STRING, PLAIN, false, compile_pattern, check_pattern),
    STORED("patternProperties", CONTENT, KIND_MAP, MEMBERS, false, compile_members,
           check_pattern_properties),
    STORED("prefixItems", CONTENT, KIND_LIST, CHILDREN, false, compile_children,
           check_prefix_items),
    STORED("properties", CONTENT, KIND_MAP, MEMBERS, false, compile_members, check_properties),
    STORED("propertyNames", CONTENT, KIND_MAP, CHILD, false, compile_child, check_property_names),
    NOTED("readOnly", PLAIN, compile_bool),
    STORED("required", REFERENCE, KIND_MAP, PLAIN, false, compile_names, check_required),
    STORED("then", CHOICE, KIND_ANY, CHILD, true, compile_child, NULL),
    NOTED("title", PLAIN, compile_text),
    STORED("type", TYPE, KIND_ANY, PLAIN, false, compile_type, check_type),
    STORED("unevaluatedItems", UNEVALUATED, KIND_LIST, CHILD, false, compile_unevaluated,
           check_unevaluated_items),
    STORED("unevaluatedProperties", UNEVALUATED, KIND_MAP, CHILD, false, compile_unevaluated,
           check_unevaluated_properties),
    STORED("uniqueItems", CONTENT, KIND_LIST, PLAIN, false, compile_bool, check_unique_items),
    NOTED("writeOnly", PLAIN, compile_bool),
    STORED("x-dispatch", DISPATCH, KIND_MAP, MEMBERS, true, compile_dispatch, check_dispatch),
    NOTED("x-message", PLAIN, compile_message),
    NOTED("x-short", PLAIN, compile_short),
};

/* Keywords of the standard, or of older drafts, that are refused on purpose. */
static const struct {
    struct str name;
    const char *reason;
} REFUSALS[] = {
    {TEXT("$dynamicAnchor"), "the schemas of a set are known when it is loaded; use '$ref'"},
    {TEXT("$dynamicRef"), "the schemas of a set are known when it is loaded; use '$ref'"},
    {TEXT("$recursiveAnchor"), "it belongs to an older draft; use '$ref'"},
    {TEXT("$recursiveRef"), "it belongs to an older draft; use '$ref'"},
    {TEXT("$vocabulary"), "the vocabulary is fixed"},
    {TEXT("additionalItems"), "it belongs to an older draft; use 'prefixItems' and 'items'"},
    {TEXT("contentEncoding"), "a description holds no encoded content"},
    {TEXT("contentMediaType"), "a description holds no encoded content"},
    {TEXT("contentSchema"), "a description holds no encoded content"},
    {TEXT("definitions"), "it belongs to an older draft; use '$defs'"},
    {TEXT("dependencies"), "it belongs to an older draft; use 'dependentRequired' or "
                           "'dependentSchemas'"},
    {TEXT("divisibleBy"), "it belongs to an older draft; use 'multipleOf'"},
    {TEXT("id"), "it belongs to an older draft; use '$id'"},
};

const struct keyword *keyword_row(enum keyword_id id)
{
    return &KEYWORDS[id];
}

bool keyword_find(struct str name, enum keyword_id *id)
{
    size_t low = 0;
    size_t high = KEYWORD_COUNT;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(name, KEYWORDS[middle].name);

        if (order == 0) {
            *id = (enum keyword_id)middle;
            return true;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return false;
}

void keyword_names(struct str *names)
{
    for (size_t i = 0; i < KEYWORD_COUNT; i++) {
        names[i] = KEYWORDS[i].name;
    }
}

const char *keyword_refusal(struct str name)
{
    for (size_t i = 0; i < AG_COUNT(REFUSALS); i++) {
        if (str_eq(REFUSALS[i].name, name)) {
            return REFUSALS[i].reason;
        }
    }
    return NULL;
}
