/* SPDX-License-Identifier: MIT */
/* The compile functions of the keyword table: each checks that a keyword's operand is what the
 * standard wants, and stores it. */
#include "schema/compile.h"

#include "schema/format.h"
#include "schema/instance.h"

/* False after a fault if the operand is of no kind in `kinds`. */
static bool expect(struct compiler *compiler, const struct operand *operand, unsigned kinds,
                   const char *words)
{
    if ((instance_kind(operand->value) & kinds) != 0) {
        return true;
    }
    const char *key = operand->site->key;

    (void)diag_add(compiler->set->diags, DIAG_BAD_SCHEMA, compile_fault(compiler, operand->site),
                   "%s%s%s must be %s", key == NULL ? "" : "'", key == NULL ? "an item" : key,
                   key == NULL ? "" : "'", words);
    return false;
}

/* `$id` and `$anchor` were dealt with before the other keywords. */
void compile_nothing(struct compiler *compiler, const struct operand *operand,
                     struct keyword_use *use)
{
    (void)compiler;
    (void)operand;
    (void)use;
}

void compile_text(struct compiler *compiler, const struct operand *operand, struct keyword_use *use)
{
    (void)use;
    (void)expect(compiler, operand, KIND_STRING, "a string");
}

void compile_bool(struct compiler *compiler, const struct operand *operand, struct keyword_use *use)
{
    if (expect(compiler, operand, KIND_BOOL, "true or false")) {
        use->first = json_is_true(operand->value);
    }
}

void compile_list(struct compiler *compiler, const struct operand *operand, struct keyword_use *use)
{
    (void)use;
    (void)expect(compiler, operand, KIND_LIST, "a list");
}

void compile_number(struct compiler *compiler, const struct operand *operand,
                    struct keyword_use *use)
{
    (void)use;
    (void)expect(compiler, operand, KIND_NUMBER, "a number");
}

void compile_step(struct compiler *compiler, const struct operand *operand, struct keyword_use *use)
{
    (void)use;
    if (expect(compiler, operand, KIND_NUMBER, "a number") &&
        json_number_value(operand->value) <= 0.0) {
        (void)diag_add(compiler->set->diags, DIAG_BAD_SCHEMA,
                       compile_fault(compiler, operand->site), "'%s' must be more than 0",
                       operand->site->key);
    }
}

void compile_count(struct compiler *compiler, const struct operand *operand,
                   struct keyword_use *use)
{
    if (!expect(compiler, operand, KIND_INTEGER, "a whole number")) {
        return;
    }
    double count = json_number_value(operand->value);

    if (count < 0.0 || count > (double)UINT32_MAX) {
        (void)diag_add(compiler->set->diags, DIAG_BAD_SCHEMA,
                       compile_fault(compiler, operand->site), "'%s' must be 0 or more",
                       operand->site->key);
        return;
    }
    use->first = (uint32_t)count;
}

static unsigned type_kinds(const json_t *name)
{
    static const struct {
        const char *name;
        unsigned kinds;
    } TYPES[] = {
        {"null", KIND_NULL},       {"boolean", KIND_BOOL},  {"object", KIND_MAP},
        {"array", KIND_LIST},      {"number", KIND_NUMBER}, {"string", KIND_STRING},
        {"integer", KIND_INTEGER},
    };

    for (size_t i = 0; i < AG_COUNT(TYPES); i++) {
        if (str_eq_text(jx_str(name), TYPES[i].name)) {
            return TYPES[i].kinds;
        }
    }
    return 0;
}

void compile_type(struct compiler *compiler, const struct operand *operand, struct keyword_use *use)
{
    bool is_list = json_is_array(operand->value);
    size_t count = is_list ? json_array_size(operand->value) : 1;
    bool is_good = count > 0;

    for (size_t i = 0; i < count; i++) {
        unsigned kinds = type_kinds(is_list ? jx_at(operand->value, i) : operand->value);

        is_good = is_good && kinds != 0;
        use->first |= kinds;
    }
    if (!is_good) {
        (void)diag_add(compiler->set->diags, DIAG_BAD_SCHEMA,
                       compile_fault(compiler, operand->site),
                       "'type' must be null, boolean, object, array, number, integer or string, "
                       "or a list of these");
    }
}

void compile_format(struct compiler *compiler, const struct operand *operand,
                    struct keyword_use *use)
{
    struct diags *diags = compiler->set->diags;
    size_t count;
    const struct format *rows = format_all(&count);

    if (!expect(compiler, operand, KIND_STRING, "a string")) {
        return;
    }
    const struct format *row = format_find(jx_str(operand->value));

    if (row != NULL) {
        use->first = (uint32_t)(row - rows);
        return;
    }
    struct diag *diag = diag_add(diags, DIAG_BAD_SCHEMA, compile_fault(compiler, operand->site),
                                 "unknown format '%.*s'", STR_ARGS(jx_str(operand->value)));
    struct str *names = ARENA_ARRAY(compiler->set->arena, count, struct str);

    for (size_t i = 0; i < count; i++) {
        names[i] = str_from(rows[i].name);
    }
    diag_hint_nearest(diags, diag, jx_str(operand->value), names, count);
}

void compile_pattern(struct compiler *compiler, const struct operand *operand,
                     struct keyword_use *use)
{
    if (expect(compiler, operand, KIND_STRING, "a string")) {
        use->first = patterns_add(compiler->set->patterns, jx_str(operand->value));
    }
}

/* False after a fault unless the operand is a list of names. */
static bool expect_names(struct compiler *compiler, const struct operand *operand)
{
    size_t i;
    const json_t *item;

    if (!expect(compiler, operand, KIND_LIST, "a list of names")) {
        return false;
    }
    jx_array_foreach (operand->value, i, item) {
        struct operand name = {operand->node, item, compile_site(compiler, operand->site, NULL, i)};

        if (!expect(compiler, &name, KIND_STRING, "a string")) {
            return false;
        }
    }
    return true;
}

static struct schema_member make_member(struct schemas *set, struct str name)
{
    return (struct schema_member){
        .name = set_add_text(set, name), .name_len = (uint32_t)name.len, .node = SCHEMA_NONE};
}

void compile_names(struct compiler *compiler, const struct operand *operand,
                   struct keyword_use *use)
{
    struct schemas *set = compiler->set;
    size_t i;
    const json_t *item;

    if (!expect_names(compiler, operand)) {
        return;
    }
    use->count = (uint32_t)json_array_size(operand->value);
    use->first = set_add_members(set, use->count);
    jx_array_foreach (operand->value, i, item) {
        set->draft->members[use->first + i] = make_member(set, jx_str(item));
    }
}

void compile_dependent_names(struct compiler *compiler, const struct operand *operand,
                             struct keyword_use *use)
{
    const char *key;
    const json_t *names;

    (void)use;
    if (!expect(compiler, operand, KIND_MAP, "a map of lists")) {
        return;
    }
    jx_object_foreach (operand->value, key, names) {
        struct operand below = {operand->node, names,
                                compile_site(compiler, operand->site, key, 0)};

        (void)expect_names(compiler, &below);
    }
}

void compile_child(struct compiler *compiler, const struct operand *operand,
                   struct keyword_use *use)
{
    use->first = compile_schema(compiler, operand->value, operand->site);
}

void compile_children(struct compiler *compiler, const struct operand *operand,
                      struct keyword_use *use)
{
    struct schemas *set = compiler->set;
    size_t i;
    const json_t *item;

    if (!expect(compiler, operand, KIND_LIST, "a list of schemas")) {
        return;
    }
    if (json_array_size(operand->value) == 0) {
        (void)diag_add(set->diags, DIAG_BAD_SCHEMA, compile_fault(compiler, operand->site),
                       "'%s' must not be empty", operand->site->key);
    }
    use->count = (uint32_t)json_array_size(operand->value);
    use->first = set_add_children(set, use->count);
    jx_array_foreach (operand->value, i, item) {
        uint32_t node =
            compile_schema(compiler, item, compile_site(compiler, operand->site, NULL, i));

        set->draft->children[use->first + i] = node;
    }
}

void compile_members(struct compiler *compiler, const struct operand *operand,
                     struct keyword_use *use)
{
    struct schemas *set = compiler->set;
    bool has_patterns = use->id == KEYWORD_PATTERN_PROPERTIES;
    uint32_t i = 0;
    const char *key;
    const json_t *schema;

    if (!expect(compiler, operand, KIND_MAP, "a map of schemas")) {
        return;
    }
    use->count = (uint32_t)json_object_size(operand->value);
    use->first = set_add_members(set, use->count);
    jx_object_foreach (operand->value, key, schema) {
        struct schema_member member = make_member(set, str_from(key));

        if (has_patterns) {
            member.pattern = patterns_add(set->patterns, str_from(key));
        }
        member.node =
            compile_schema(compiler, schema, compile_site(compiler, operand->site, key, 0));
        set->draft->members[use->first + i++] = member;
    }
}

void compile_unevaluated(struct compiler *compiler, const struct operand *operand,
                         struct keyword_use *use)
{
    compiler->set->draft->nodes[operand->node].has_unevaluated = true;
    compile_child(compiler, operand, use);
}

void compile_dialect(struct compiler *compiler, const struct operand *operand,
                     struct keyword_use *use)
{
    (void)use;
    if (!str_eq(jx_str(operand->value), STR("https://json-schema.org/draft/2020-12/schema"))) {
        (void)diag_add(compiler->set->diags, DIAG_BAD_SCHEMA,
                       compile_fault(compiler, operand->site),
                       "'$schema' must be \"https://json-schema.org/draft/2020-12/schema\"");
    }
}

void compile_default(struct compiler *compiler, const struct operand *operand,
                     struct keyword_use *use)
{
    compiler->set->draft->nodes[operand->node].default_value = use->value;
}

void compile_message(struct compiler *compiler, const struct operand *operand,
                     struct keyword_use *use)
{
    (void)use;
    if (expect(compiler, operand, KIND_STRING, "a string")) {
        compiler->set->draft->nodes[operand->node].message =
            set_add_text(compiler->set, jx_str(operand->value));
    }
}

void compile_short(struct compiler *compiler, const struct operand *operand,
                   struct keyword_use *use)
{
    (void)use;
    if (expect(compiler, operand, KIND_STRING, "the name of a property")) {
        compiler->set->draft->nodes[operand->node].short_name =
            set_add_text(compiler->set, jx_str(operand->value));
    }
}

void compile_dispatch(struct compiler *compiler, const struct operand *operand,
                      struct keyword_use *use)
{
    (void)use;
    if (json_object_size(operand->value) != 2 || !json_is_string(jx_get(operand->value, "on")) ||
        !json_is_string(jx_get(operand->value, "to"))) {
        (void)diag_add(compiler->set->diags, DIAG_BAD_SCHEMA,
                       compile_fault(compiler, operand->site),
                       "'x-dispatch' must be {\"on\": a property, \"to\": a folder}");
    }
}
