/* SPDX-License-Identifier: MIT */
/*
 * A scope is a row that says of some actions, or of all others of a service, on which resources
 * they may be used and in which policy they stand. Each scope that is needed becomes one statement.
 */
#include "target/permissions.h"

#include "base/mem.h"

#include <stdarg.h>
#include <string.h>

/* What is being made. */
struct making {
    struct arena *arena;
    const struct source *source;
    const json_t *view;
    const json_t *scopes;
    json_t **actions; /* by scope: the set of those that are needed, or NULL */
    struct diags *diags;
    bool is_fine;
};

AG_PRINTF(2, 3) static void fail(struct making *making, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    diag_add(making->diags, DIAG_BAD_TARGET, span_make(making->source, 0, 0), "%s",
             arena_vtext(making->arena, format, args));
    va_end(args);
    making->is_fine = false;
}

/* ---- which actions ---- */

static bool has_text(const json_t *list, struct str text)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        if (str_eq(jx_str(item), text)) {
            return true;
        }
    }
    return false;
}

/* True if the scope names the action, or its service, "ec2" of "ec2:CreateVpc". */
static bool covers(const json_t *scope, struct str action)
{
    struct str service = jx_str(jx_get(scope, "service"));

    return has_text(jx_get(scope, "actions"), action) ||
           (service.len > 0 && action.len > service.len && action.p[service.len] == ':' &&
            str_has_prefix(action, service));
}

/* Puts the action into the first scope that covers it. */
static void need_action(struct making *making, const char *type, const json_t *action)
{
    size_t i;
    const json_t *scope;

    jx_array_foreach (making->scopes, i, scope) {
        if (covers(scope, jx_str(action))) {
            if (making->actions[i] == NULL) {
                making->actions[i] = jx_object();
            }
            jx_set(making->actions[i], json_string_value(action), json_true());
            return;
        }
    }
    fail(making, "no scope covers the action '%.*s' of '%s'", STR_ARGS(jx_str(action)), type);
}

static void need_type(struct making *making, const json_t *rows, const char *type)
{
    const json_t *row = jx_get(rows, type);
    size_t i;
    const json_t *action;

    if (!json_is_array(row)) {
        fail(making, "what deploying '%s' needs is not listed", type);
        return;
    }
    jx_array_foreach (row, i, action) {
        need_action(making, type, action);
    }
}

/* ---- statements ---- */

static json_t *reference_to(const char *name)
{
    json_t *reference = jx_object();

    jx_set(reference, "$ref", jx_string(name));
    return reference;
}

/* What a placeholder stands for; NULL after a diagnostic. */
static json_t *fill_in(struct making *making, struct str name, const char *region)
{
    if (str_eq_text(name, "partition")) {
        return reference_to("partition");
    }
    if (str_eq_text(name, "account")) {
        return reference_to("account.id");
    }
    if (str_eq_text(name, "region")) {
        return region == NULL ? reference_to("region") : jx_string(region);
    }
    if (str_eq_text(name, "prefix") || str_eq_text(name, "name")) {
        return jx_string(jx_get_text(making->view, arena_strdup(making->arena, name), ""));
    }
    fail(making, "'{%.*s}' is no placeholder", STR_ARGS(name));
    return NULL;
}

/* A text with its placeholders filled in; `region` is NULL for the description's own. */
static json_t *expand(struct making *making, struct str text, const char *region)
{
    json_t *parts = jx_array();
    json_t *whole = jx_object();

    while (text.len > 0 && making->is_fine) {
        const char *open = memchr(text.p, '{', text.len);
        const char *close = open == NULL ? NULL : memchr(text.p, '}', text.len);
        size_t plain = close == NULL ? text.len : (size_t)(open - text.p);

        if (plain > 0) {
            jx_append(parts, jx_string_from(str_slice(text, 0, plain)));
        }
        text = str_slice(text, plain, text.len);
        if (text.len > 0) {
            size_t len = (size_t)(close - text.p);
            json_t *value = fill_in(making, str_slice(text, 1, len - 1), region);

            if (value != NULL) {
                jx_append(parts, value);
            }
            text = str_slice(text, len + 1, text.len);
        }
    }
    if (json_array_size(parts) == 1) {
        json_t *only = jx_share(jx_at(parts, 0));

        json_decref(parts);
        json_decref(whole);
        return only;
    }
    jx_set(whole, "$concat", parts);
    return whole;
}

/* The resources of a scope; one with {region} once for each region in which something stands. */
static json_t *resources_of(struct making *making, const json_t *scope)
{
    json_t *list = jx_array();
    size_t i;
    const json_t *text;

    jx_array_foreach (jx_get(scope, "resources"), i, text) {
        size_t k;
        const json_t *region;

        jx_append(list, expand(making, jx_str(text), NULL));
        if (strstr(json_string_value(text), "{region}") == NULL) {
            continue;
        }
        jx_array_foreach (jx_get(making->view, "regions"), k, region) {
            jx_append(list, expand(making, jx_str(text), jx_get_text(region, "name", "")));
        }
    }
    return list;
}

/* A scope's condition, {operator: {key: list of texts}}, filled in; null if it has none. */
static json_t *condition_of(struct making *making, const json_t *scope)
{
    const json_t *condition = jx_get(scope, "condition");
    json_t *made = condition == NULL ? json_null() : jx_object();
    const char *operator;
    const json_t *keys;

    jx_object_foreach (condition, operator, keys) {
        json_t *filled = jx_object();
        const char *key;
        const json_t *values;

        jx_object_foreach (keys, key, values) {
            json_t *list = jx_array();
            size_t i;
            const json_t *value;

            jx_array_foreach (values, i, value) {
                jx_append(list, expand(making, jx_str(value), NULL));
            }
            jx_set(filled, key, list);
        }
        jx_set(made, operator, filled);
    }
    return made;
}

static json_t *statement_of(struct making *making, const json_t *scope, const json_t *actions)
{
    json_t *statement = jx_object();

    jx_set(statement, "sid", jx_string(jx_get_text(scope, "sid", "")));
    jx_set(statement, "actions", jx_sorted_keys(actions));
    jx_set(statement, "resources", resources_of(making, scope));
    jx_set(statement, "condition", condition_of(making, scope));
    return statement;
}

/* ---- policies ---- */

/* The scopes of a group as a policy; identifiers come from the group's name, a single word. */
static json_t *policy_of(struct making *making, const char *group)
{
    json_t *policy = jx_object();
    json_t *statements = jx_array();
    char *id = arena_strdup(making->arena, str_from(group));
    size_t i;
    const json_t *scope;

    id[0] = (char)(id[0] >= 'a' && id[0] <= 'z' ? id[0] - 'a' + 'A' : id[0]);
    jx_array_foreach (making->scopes, i, scope) {
        if (making->actions[i] != NULL && strcmp(jx_get_text(scope, "group", ""), group) == 0) {
            jx_append(statements, statement_of(making, scope, making->actions[i]));
        }
    }
    jx_set(policy, "name", jx_string(group));
    jx_set(policy, "id", jx_string(id));
    jx_set(policy, "label", jx_string(group));
    jx_set(policy, "statements", statements);
    return policy;
}

static json_t *policies_of(struct making *making)
{
    json_t *groups = jx_object();
    json_t *policies = jx_array();
    size_t i;
    const json_t *item;

    jx_array_foreach (making->scopes, i, item) {
        if (making->actions[i] != NULL) {
            jx_set(groups, jx_get_text(item, "group", ""), json_true());
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

json_t *permissions_make(struct arena *arena, const struct source *source, const json_t *view,
                         const json_t *types, struct diags *diags)
{
    json_error_t error;
    json_t *table = json_loadb(source->text.p, source->text.len, JSON_REJECT_DUPLICATES, &error);
    struct making making = {arena, source, view, jx_get(table, "scopes"), NULL, diags, true};
    size_t count = json_array_size(making.scopes);
    json_t *deploy = NULL;
    const char *type;
    const json_t *value;

    if (table == NULL) {
        fail(&making, "the table of permissions is no JSON: %s", error.text);
        return NULL;
    }
    making.actions = ARENA_ARRAY(arena, count, json_t *);
    jx_object_foreach (types, type, value) {
        need_type(&making, jx_get(table, "types"), type);
    }
    if (making.is_fine) {
        deploy = jx_object();
        jx_set(deploy, "policies", policies_of(&making));
    }
    if (!making.is_fine) {
        json_decref(deploy);
        deploy = NULL;
    }
    for (size_t i = 0; i < count; i++) {
        json_decref(making.actions[i]);
    }
    json_decref(table);
    return deploy;
}
