/* SPDX-License-Identifier: MIT */
/*
 * Grants follow flows: verbs grant what the target's kind says of them, a flow by port grants what
 * the kind says of `reach` (reading the secret that is needed to log in, say).
 */
#include "model/grants.h"

#include "base/mem.h"
#include "model/names.h"
#include "model/reference.h"

/* The version of the policy language (IAM User Guide, "Version" element), not of ours. */
#define POLICY_VERSION "2012-10-17"

/* A resource of a statement, as a value of the view. `about` is the tier that it speaks of. */
static json_t *resource_of(const struct model *model, const struct tier *about,
                           const json_t *resource)
{
    const char *attribute = jx_get_text(resource, "attribute", NULL);
    const char *what = jx_get_text(resource, "reference", NULL);
    const char *suffix = jx_get_text(resource, "suffix", NULL);
    json_t *value = NULL;

    if (json_is_string(resource)) {
        return jx_share(resource);
    }
    if (attribute != NULL) {
        value = reference_to_tier(model, about, attribute);
    } else if (what != NULL && str_has_prefix(str_from(what), STR("key."))) {
        value = reference_share(model, what, &model->key);
    } else {
        BUG_UNLESS(what != NULL);
        value = reference_make(what, &about->naming);
        jx_set(value, "tier", jx_string(about->naming.key));
    }
    return suffix == NULL ? value : reference_with_suffix(value, suffix);
}

/* Gives `list` in the order of `compare`; takes it. */
static json_t *sorted(const struct model *model, json_t *list,
                      int (*compare)(const void *, const void *))
{
    size_t count = json_array_size(list);
    const json_t **items = ARENA_ARRAY(model->arena, count, const json_t *);
    json_t *result = jx_array();

    for (size_t i = 0; i < count; i++) {
        items[i] = jx_at(list, i);
    }
    qsort(items, count, sizeof(const json_t *), compare);
    for (size_t i = 0; i < count; i++) {
        jx_append(result, jx_share(items[i]));
    }
    json_decref(list);
    return result;
}

static int by_name(const void *a, const void *b)
{
    const json_t *const *left = a;
    const json_t *const *right = b;

    return strcmp(jx_get_text(*left, "name", ""), jx_get_text(*right, "name", ""));
}

/* The resources of a row with `each`: one for each member of that map of the tier's which is not
 * off. The reference's id and label are those of the member's name, since the target's spelling
 * begins with the tier's. */
static void add_each(const struct model *model, const struct tier *about, const json_t *resource,
                     json_t *list)
{
    json_t *made = jx_array();
    const char *key;
    const json_t *member;
    size_t i;
    const json_t *item;

    jx_object_foreach (jx_get(about->spec, jx_get_text(resource, "each", "")), key, member) {
        struct naming naming = {
            .id = names_id(model->arena, str_from(key)),
            .label = names_label(model->arena, str_from(key)),
            .name = key,
        };

        if (json_is_object(member) && jx_get_bool(member, "enabled", true)) {
            json_t *value = reference_make(jx_get_text(resource, "reference", ""), &naming);

            jx_set(value, "tier", jx_string(about->naming.key));
            jx_append(made, value);
        }
    }
    made = sorted(model, made, by_name);
    jx_array_foreach (made, i, item) {
        jx_append(list, jx_share(item));
    }
    json_decref(made);
}

static void add_statement(const struct model *model, const struct tier *about, const char *sid,
                          const json_t *statement, struct grants *grants)
{
    json_t *made = jx_object();
    json_t *resources = jx_array();
    const json_t *condition = jx_get(statement, "condition");
    size_t i;
    const json_t *resource;

    jx_array_foreach (jx_get(statement, "resources"), i, resource) {
        if (jx_get(resource, "each") != NULL) {
            add_each(model, about, resource, resources);
        } else {
            jx_append(resources, resource_of(model, about, resource));
        }
    }
    jx_set(made, "Sid", jx_string(sid));
    jx_set(made, "Effect", jx_string("Allow"));
    jx_set(made, "Action", jx_share(jx_get(statement, "actions")));
    if (json_array_size(resources) == 1) {
        jx_set(made, "Resource", jx_share(jx_at(resources, 0)));
        json_decref(resources);
    } else {
        jx_set(made, "Resource", resources);
    }
    if (condition != NULL) {
        jx_set(made, "Condition", jx_share(condition));
    }
    jx_append(grants->list, made);
}

static const json_t *grant_set(const struct model *model, const json_t *name)
{
    const json_t *set =
        jx_get(catalog_table(model->catalog, CATALOG_GRANTS), json_string_value(name));

    BUG_UNLESS(set != NULL);
    return set;
}

/* Adds statements; a string names a set of schema/grants.json. */
static void add_statements(const struct model *model, const struct tier *about,
                           const char *sid_prefix, const json_t *statements, struct grants *grants)
{
    size_t i;
    const json_t *statement;

    jx_array_foreach (statements, i, statement) {
        if (json_is_string(statement)) {
            add_statements(model, about, sid_prefix, grant_set(model, statement), grants);
            continue;
        }
        const char *sid =
            arena_text(model->arena, "%s%s", sid_prefix, jx_get_text(statement, "sid", ""));

        if (catalog_when(jx_get(statement, "when"), about->spec) &&
            table_put(&grants->sids, model->arena, str_from(sid), sid) == NULL) {
            add_statement(model, about, sid, statement, grants);
        }
    }
}

void grants_add(const struct model *model, const struct tier *about, const json_t *statements,
                struct grants *grants)
{
    add_statements(model, about, about->naming.id, statements, grants);
}

void grants_add_flow(const struct model *model, const struct flow *flow, struct grants *grants)
{
    const struct tier *to = flow->to.tier;

    if (to == NULL || flow->from.tier == NULL || !flow->from.tier->has_role) {
        return;
    }
    for (size_t i = 0; i < flow->verb_count; i++) {
        add_statements(model, to, to->naming.id,
                       jx_get(jx_get(to->kind->traits, "verbs"), flow->verbs[i]), grants);
    }
    if (flow->port_count > 0) {
        add_statements(model, to, to->naming.id, jx_get(to->kind->traits, "reach"), grants);
    }
}

static int by_sid(const void *a, const void *b)
{
    const json_t *const *left = a;
    const json_t *const *right = b;

    return strcmp(jx_get_text(*left, "Sid", ""), jx_get_text(*right, "Sid", ""));
}

static json_t *make_policy(const struct model *model, const struct tier *tier)
{
    struct grants grants = {.list = jx_array()};
    json_t *policy = jx_object();

    if (tier->has_role) {
        add_statements(model, tier, "", jx_get(tier->kind->traits, "statements"), &grants);
        for (size_t i = 0; i < tier->out_count; i++) {
            grants_add_flow(model, tier->out[i], &grants);
        }
    }
    if (json_array_size(grants.list) == 0) {
        json_decref(grants.list);
        json_decref(policy);
        return json_null();
    }
    jx_set(policy, "Version", jx_string(POLICY_VERSION));
    jx_set(policy, "Statement", sorted(model, grants.list, by_sid));
    return policy;
}

json_t *grants_policy(const struct model *model, const struct tier *tier)
{
    const void *const key[] = {"policy", tier};
    json_t *policy = memo_get(model->memo, MEMO_KEY(key));

    return policy != NULL ? policy : memo_put(model->memo, MEMO_KEY(key), make_policy(model, tier));
}

/* "DB" of "db", "ORDERS_DB" of "orders-db". */
static const char *upper_label(const struct model *model, const char *label)
{
    char *text = arena_strdup(model->arena, str_from(label));

    for (char *p = text; *p != '\0'; p++) {
        *p = (char)(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
    }
    return text;
}

static json_t *make_exports(const struct model *model, const struct tier *to)
{
    json_t *list = jx_array();
    const char *prefix = upper_label(model, to->naming.label);
    size_t i;
    const json_t *row;

    jx_array_foreach (jx_get(to->kind->traits, "exports"), i, row) {
        if (!catalog_when(jx_get(row, "when"), to->spec)) {
            continue;
        }
        const char *secret = jx_get_text(row, "secret", NULL);
        json_t *variable = jx_object();

        jx_set(variable, "name", jx_format("%s_%s", prefix, jx_get_text(row, "name", "")));
        jx_set(variable, "value", reference_to_tier(model, to, jx_get_text(row, "attribute", "")));
        jx_set(variable, "secret",
               secret == NULL ? json_null() : jx_format("%s_%s", prefix, secret));
        jx_append(list, variable);
    }
    return list;
}

/* What a tier exports is the same for all that may reach it. */
static void add_exports(const struct model *model, const struct tier *to, json_t *list)
{
    const void *const key[] = {"exports", to};
    json_t *exports = memo_get(model->memo, MEMO_KEY(key));
    size_t i;
    const json_t *variable;

    if (exports == NULL) {
        exports = memo_put(model->memo, MEMO_KEY(key), make_exports(model, to));
    }
    jx_array_foreach (exports, i, variable) {
        jx_append(list, jx_share(variable));
    }
    json_decref(exports);
}

void grants_add_environment(const struct model *model, const struct flow *flow, json_t *list)
{
    if (flow->from.tier != NULL && flow->to.tier != NULL) {
        add_exports(model, flow->to.tier, list);
    }
}

json_t *grants_environment(const struct model *model, const struct tier *tier)
{
    json_t *list = jx_array();

    for (size_t i = 0; i < tier->out_count; i++) {
        grants_add_environment(model, tier->out[i], list);
    }
    return sorted(model, list, by_name);
}
