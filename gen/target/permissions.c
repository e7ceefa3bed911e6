/* SPDX-License-Identifier: MIT */
/*
 * The actions of all types are marked first; they are sorted, and know their scopes. Each scope
 * with a marked action becomes one statement.
 */
#include "target/permissions.h"

#include "base/mem.h"

#include <string.h>

/* What is being made. */
struct making {
    struct arena *arena;
    const struct permission_table *table;
    const json_t *view;
    json_t **actions; /* by scope: the list of those that are needed, or NULL */
};

/* ---- statements ---- */

static json_t *reference_to(const char *name)
{
    json_t *reference = jx_object();

    jx_set(reference, "$ref", jx_string(name));
    return reference;
}

/* What a placeholder stands for; `region` is NULL for the description's own. */
static json_t *fill_in(const struct making *making, enum permission_place place, const char *region)
{
    switch (place) {
    case PLACE_PARTITION:
        return reference_to("partition");
    case PLACE_ACCOUNT:
        return reference_to("account.id");
    case PLACE_REGION:
        return region == NULL ? reference_to("region") : jx_string(region);
    case PLACE_PREFIX:
        return jx_string(jx_get_text(making->view, "prefix", ""));
    case PLACE_NAME:
        return jx_string(jx_get_text(making->view, "name", ""));
    case PLACE_NONE:
        break;
    }
    BUG("a placeholder that is none"); /* permission_table_read refuses it */
}

/* A text with its placeholders filled in. */
static json_t *expand(const struct making *making, struct str text, const char *region)
{
    json_t *parts = jx_array();

    while (text.len > 0) {
        struct permission_step step = permission_text_step(&text);

        if (step.plain.len > 0) {
            jx_append(parts, jx_string_from(step.plain));
        }
        if (step.name.p != NULL) {
            jx_append(parts, fill_in(making, step.place, region));
        }
    }
    if (json_array_size(parts) == 1) {
        json_t *only = jx_share(jx_at(parts, 0));

        json_decref(parts);
        return only;
    }
    json_t *whole = jx_object();

    jx_set(whole, "$concat", parts);
    return whole;
}

static bool has_region(struct str text)
{
    while (text.len > 0) {
        if (permission_text_step(&text).place == PLACE_REGION) {
            return true;
        }
    }
    return false;
}

/* The resources of a scope; one with {region} once for each region in which something stands. */
static json_t *resources_of(const struct making *making, const struct permission_texts *texts)
{
    json_t *list = jx_array();

    for (size_t i = 0; i < texts->count; i++) {
        size_t k;
        const json_t *region;

        jx_append(list, expand(making, texts->items[i], NULL));
        if (!has_region(texts->items[i])) {
            continue;
        }
        jx_array_foreach (jx_get(making->view, "regions"), k, region) {
            jx_append(list, expand(making, texts->items[i], jx_get_text(region, "name", "")));
        }
    }
    return list;
}

/* A scope's condition, {operator: {key: list of texts}}, filled in; null if it has none. */
static json_t *condition_of(const struct making *making, const struct permission_scope *scope)
{
    json_t *made = scope->condition_count == 0 ? json_null() : jx_object();

    for (size_t i = 0; i < scope->condition_count; i++) {
        const struct permission_condition *row = &scope->conditions[i];
        json_t *list = jx_array();

        for (size_t k = 0; k < row->values.count; k++) {
            jx_append(list, expand(making, row->values.items[k], NULL));
        }
        if (jx_get(made, row->operator_name) == NULL) {
            jx_set(made, row->operator_name, jx_object());
        }
        jx_set(json_object_get(made, row->operator_name), row->key, list);
    }
    return made;
}

static json_t *statement_of(const struct making *making, size_t number)
{
    const struct permission_scope *scope = &making->table->scopes[number];
    json_t *statement = jx_object();

    jx_set(statement, "sid", jx_string(scope->sid));
    jx_set(statement, "actions", jx_share(making->actions[number]));
    jx_set(statement, "resources", resources_of(making, &scope->resources));
    jx_set(statement, "condition", condition_of(making, scope));
    return statement;
}

/* ---- policies ---- */

/* The scopes of a group as a policy; identifiers come from the group's name, a single word. */
static json_t *policy_of(const struct making *making, const char *group)
{
    json_t *policy = jx_object();
    json_t *statements = jx_array();
    char *id = arena_strdup(making->arena, str_from(group));

    id[0] = (char)(id[0] >= 'a' && id[0] <= 'z' ? id[0] - 'a' + 'A' : id[0]);
    for (size_t i = 0; i < making->table->scope_count; i++) {
        if (making->actions[i] != NULL && strcmp(making->table->scopes[i].group, group) == 0) {
            jx_append(statements, statement_of(making, i));
        }
    }
    jx_set(policy, "name", jx_string(group));
    jx_set(policy, "id", jx_string(id));
    jx_set(policy, "label", jx_string(group));
    jx_set(policy, "statements", statements);
    return policy;
}

static json_t *policies_of(const struct making *making)
{
    json_t *groups = jx_object();
    json_t *policies = jx_array();
    size_t i;
    const json_t *item;

    for (i = 0; i < making->table->scope_count; i++) {
        if (making->actions[i] != NULL) {
            jx_set(groups, making->table->scopes[i].group, json_true());
        }
    }
    json_t *names = jx_sorted_keys(groups);

    jx_array_foreach (names, i, item) {
        jx_append(policies, policy_of(making, json_string_value(item)));
    }
    json_decref(names);
    json_decref(groups);
    return policies;
}

/* ---- actions ---- */

/* Marks what the types need; false after a diagnostic. */
static bool mark(const struct permission_table *table, const json_t *types, bool *needed,
                 struct diags *diags)
{
    bool is_fine = true;
    const char *type;
    const json_t *value;

    jx_object_foreach (types, type, value) {
        const struct permission_type *row = permission_table_find(table, str_from(type));

        if (row == NULL) {
            diag_add(diags, DIAG_BAD_TARGET,
                     table->source == NULL ? SPAN_NONE : span_make(table->source, 0, 0),
                     "what deploying '%s' needs is not listed", type);
            is_fine = false;
            continue;
        }
        for (size_t i = 0; i < row->count; i++) {
            needed[row->actions[i]] = true;
        }
    }
    return is_fine;
}

json_t *permissions_make(struct arena *arena, const struct permission_table *table,
                         const json_t *view, const json_t *types, struct diags *diags)
{
    struct making making = {arena, table, view, ARENA_ARRAY(arena, table->scope_count, json_t *)};
    bool *needed = ARENA_ARRAY(arena, table->action_count, bool);
    json_t *deploy = NULL;

    if (!mark(table, types, needed, diags)) {
        return NULL;
    }
    for (size_t i = 0; i < table->action_count; i++) {
        json_t **list = &making.actions[table->actions[i].scope];

        if (needed[i]) {
            *list = *list == NULL ? jx_array() : *list;
            jx_append(*list, jx_string(table->actions[i].name));
        }
    }
    deploy = jx_object();
    jx_set(deploy, "policies", policies_of(&making));
    for (size_t i = 0; i < table->scope_count; i++) {
        json_decref(making.actions[i]);
    }
    return deploy;
}
