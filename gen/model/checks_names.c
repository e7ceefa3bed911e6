/* SPDX-License-Identifier: MIT */
/* Checks of names: reserved ones, collisions after conversion, AWS's limits. */
#include "model/checks.h"

#include "model/hosts.h"
#include "model/layers.h"

#include <stdlib.h>

static struct span peer_span(const struct model *model, const char *name)
{
    return places_of_member(model->places, jx_get(model->source, "peers"), name)->key;
}

static struct span former_span(const struct model *model, const struct tier *tier)
{
    return jx_get(tier->source, "was") == NULL
               ? tier->span
               : places_of_member(model->places, tier->source, "was")->value;
}

void check_reserved_names(struct model *model)
{
    static const char in_flows[] = "has a meaning in flows";
    static const char in_network[] = "is the name of the group of NAT instances";
    static const struct {
        const char *name;
        const char *why;
    } reserved[] = {
        {"internet", in_flows}, {"vpc", in_flows},       {"all", in_flows},
        {"none", in_flows},     {"endpoints", in_flows}, {"nat-instances", in_network},
    };
    const json_t *peers = jx_get(model->document, "peers");

    for (size_t i = 0; i < AG_COUNT(reserved); i++) {
        const struct tier *tier = model_tier(model, str_from(reserved[i].name));

        if (tier != NULL) {
            diag_add(model->diags, DIAG_RESERVED_NAME, tier->span, "'%s' %s and cannot name a tier",
                     reserved[i].name, reserved[i].why);
        }
        if (jx_get(peers, reserved[i].name) != NULL) {
            diag_add(model->diags, DIAG_RESERVED_NAME, peer_span(model, reserved[i].name),
                     "'%s' %s and cannot name a peer", reserved[i].name, reserved[i].why);
        }
    }
    for (size_t i = 0; i < model->tier_count; i++) {
        const char *key = model->tiers[i].naming.key;
        const char *former = jx_get_text(model->tiers[i].spec, "was", "");

        for (size_t k = 0; k < AG_COUNT(reserved); k++) {
            if (strcmp(former, reserved[k].name) == 0) {
                diag_add(model->diags, DIAG_RESERVED_NAME, former_span(model, &model->tiers[i]),
                         "'%s' %s and cannot have named a tier", former, reserved[k].why);
            }
        }
        if (jx_get(peers, key) != NULL) {
            struct diag *diag = diag_add(model->diags, DIAG_RESERVED_NAME, peer_span(model, key),
                                         "'%s' is already the name of a tier", key);

            diag_note(model->diags, diag, model->tiers[i].span, "the tier is declared here");
        }
    }
}

/* "a" with a name of suffix "-b" beside a tier "a-b". */
static void check_suffix(struct model *model, const struct table *names, const struct tier *tier,
                         const char *suffix, const char *what)
{
    const char *name = arena_text(model->arena, "%s%s", tier->naming.name, suffix);
    const struct tier *other = table_get(names, str_from(name));

    if (other != NULL) {
        struct diag *diag =
            diag_add(model->diags, DIAG_NAME_COLLISION, other->span, "'%s' has the %s of '%s'",
                     other->naming.key, what, tier->naming.key);

        diag_note(model->diags, diag, tier->span, "'%s' is declared here", tier->naming.key);
    }
}

static void check_suffixes(struct model *model)
{
    struct table names = {0};

    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];

        (void)table_put(&names, model->arena, str_from(tier->naming.name), tier);
    }
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];
        const char *which;
        const json_t *row;

        jx_object_foreach (jx_get(tier->kind->traits, "names"), which, row) {
            const char *suffix = jx_get_text(row, "suffix", "");

            if (*suffix != '\0' && layers_name_applies(model, tier, row)) {
                check_suffix(model, &names, tier, suffix, jx_get_text(row, "what", which));
            }
        }
    }
}

void check_collisions(struct model *model)
{
    check_suffixes(model);
    /* Tiers are sorted by id. */
    for (size_t i = 1; i < model->tier_count; i++) {
        const struct tier *first = &model->tiers[i - 1];
        const struct tier *second = &model->tiers[i];

        if (strcmp(first->naming.id, second->naming.id) == 0) {
            bool is_first_later = first->span.off > second->span.off;
            const struct tier *later = is_first_later ? first : second;
            const struct tier *earlier = is_first_later ? second : first;
            struct diag *diag = diag_add(model->diags, DIAG_NAME_COLLISION, later->span,
                                         "tiers '%s' and '%s' both become '%s'",
                                         earlier->naming.key, later->naming.key, later->naming.id);

            diag_note(model->diags, diag, earlier->span, "'%s' is declared here",
                      earlier->naming.key);
        }
    }
}

/* The names of a layer have the prefix of all names, without a tier. */
static void check_layer_name(void *context, const struct layer_info *layer, const json_t *row)
{
    struct model *model = context;
    const char *suffix = jx_get_text(row, "suffix", "");
    const char *what = jx_get_text(row, "what", layer->name);
    const char *name = arena_text(model->arena, "%s%s", model->prefix, suffix);
    struct span span = model_span(model, layer->name, "");
    size_t limit = (size_t)jx_get_integer(row, "limit", 255);

    if (strlen(name) > limit) {
        struct diag *diag = diag_add(model->diags, DIAG_NAME_LIMIT, span,
                                     "%s '%s' has %zu characters, the limit is %zu", what, name,
                                     strlen(name), limit);

        diag_hint(model->diags, diag,
                  "names are made as <name>-<environment>%s; shorten one of them", suffix);
    }
    for (size_t i = 0; i < model->tier_count; i++) {
        if (strcmp(model->tiers[i].naming.name, name) == 0) {
            struct diag *diag =
                diag_add(model->diags, DIAG_NAME_COLLISION, model->tiers[i].span,
                         "'%s' has the %s of '%s'", model->tiers[i].naming.key, what, layer->name);

            diag_note(model->diags, diag, span, "'%s' is given here", layer->name);
        }
    }
}

void check_name_limits(struct model *model)
{
    layers_names(model, check_layer_name, model);
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];
        const char *which;
        const json_t *row;

        jx_object_foreach (jx_get(tier->kind->traits, "names"), which, row) {
            const char *suffix = jx_get_text(row, "suffix", "");

            if (!layers_name_applies(model, tier, row)) {
                continue;
            }
            size_t len = strlen(tier->naming.name) + strlen(suffix);
            size_t limit = (size_t)jx_get_integer(row, "limit", 255);

            if (len > limit) {
                struct diag *diag = diag_add(model->diags, DIAG_NAME_LIMIT, tier->span,
                                             "%s '%s%s' has %zu characters, the limit is %zu",
                                             jx_get_text(row, "what", which), tier->naming.name,
                                             suffix, len, limit);

                diag_hint(model->diags, diag,
                          "names are made as <name>-<environment>-<tier>%s%s; shorten one of them",
                          *suffix == '\0' ? "" : " and end in ", suffix);
            }
        }
    }
}

/* "example.com" itself, or a name that ends in ".example.com". */
static bool is_below(const char *name, const char *domain)
{
    struct str text = str_from(name);
    struct str end = str_from(domain);

    return str_eq(text, end) || (str_has_suffix(text, end) && text.len > end.len &&
                                 text.p[text.len - end.len - 1] == '.');
}

/* True if `written` is the host `full`, complete or as a label. */
static bool is_written(const struct model *model, const json_t *written, const char *full)
{
    const char *text = json_string_value(written);
    const char *domain = hosts_domain(model);

    return text != NULL &&
           (strcmp(text, full) == 0 ||
            (domain != NULL && strcmp(arena_text(model->arena, "%s.%s", text, domain), full) == 0));
}

/* The place of a host name: the property or the item that gives it, or the tier. */
static struct span host_span(struct model *model, const struct tier *tier, const char *name)
{
    size_t i;
    const json_t *property;

    jx_array_foreach (jx_get(tier->kind->traits, "hosts"), i, property) {
        const char *key = json_string_value(property);
        const json_t *value = jx_get(tier->source, key);
        size_t k;
        const json_t *item;

        if (is_written(model, value, name)) {
            return model_property_span(model, tier, key);
        }
        jx_array_foreach (value, k, item) {
            if (is_written(model, item, name)) {
                return places_of_item(model->places, value, k)->value;
            }
        }
    }
    return tier->span;
}

static void check_host(struct model *model, const struct tier *tier, const char *name)
{
    const char *domain = hosts_domain(model);
    struct span span = host_span(model, tier, name);

    if (domain != NULL && !is_below(name, domain)) {
        diag_add(model->diags, DIAG_BAD_TIER, span,
                 "the host '%s' of '%s' is not below the domain '%s'", name, tier->naming.key,
                 domain);
    } else if (strchr(name, '.') == NULL) {
        diag_add(model->diags, DIAG_BAD_TIER, span,
                 "the host '%s' of '%s' needs the description's 'domain', or a full name", name,
                 tier->naming.key);
    }
}

/* Two tiers have one name if both say how it is shared, in the same way (docs/kinds.md). */
static bool may_share(const struct tier *first, const struct tier *second)
{
    const json_t *rule = jx_get(first->kind->traits, "shared_host");
    const char *property = jx_get_text(rule, "by", NULL);

    if (property == NULL || first->kind != second->kind) {
        return false;
    }
    const json_t *one = jx_get(first->spec, property);
    const json_t *other = jx_get(second->spec, property);
    const char *way = jx_get_text(one, jx_get_text(rule, "same", ""), NULL);
    const json_t *members = jx_get(jx_get(rule, "differ"), way == NULL ? "" : way);
    size_t i;
    const json_t *member;

    if (way == NULL || strcmp(way, jx_get_text(other, jx_get_text(rule, "same", ""), "")) != 0) {
        return false;
    }
    jx_array_foreach (members, i, member) {
        const char *key = json_string_value(member);

        if (!json_equal(jx_get(one, key), jx_get(other, key))) {
            return true;
        }
    }
    return members == NULL;
}

static void refuse_host(struct model *model, const struct tier *first, const struct tier *tier,
                        const char *name)
{
    const json_t *sharing = jx_get(tier->kind->traits, "shared_host");
    struct diag *diag = diag_add(model->diags, DIAG_NAME_COLLISION, host_span(model, tier, name),
                                 "'%s' and '%s' both have the host '%s'", first->naming.key,
                                 tier->naming.key, name);

    diag_note(model->diags, diag, first->span, "'%s' is declared here", first->naming.key);
    if (sharing != NULL && first->kind == tier->kind) {
        diag_hint(model->diags, diag, "%s", jx_get_text(sharing, "text", ""));
    }
}

/* A host name and a tier that has it. */
struct host_use {
    const char *name;
    const struct tier *tier;
};

/* By name, then in the order of tiers, which lie in one array. */
static int by_host(const void *a, const void *b)
{
    const struct host_use *left = a;
    const struct host_use *right = b;
    int order = strcmp(left->name, right->name);

    return order != 0 ? order : (left->tier > right->tier) - (left->tier < right->tier);
}

/* Two tiers of one name would fight for its record. */
static void check_shared_hosts(struct model *model, struct host_use *uses, size_t count)
{
    size_t first = 0; /* that has the name of the present one */

    if (count > 1) {
        qsort(uses, count, sizeof(*uses), by_host);
    }
    for (size_t i = 1; i < count; i++) {
        first = strcmp(uses[i].name, uses[first].name) == 0 ? first : i;
        for (size_t k = first; k < i; k++) {
            if (!may_share(uses[k].tier, uses[i].tier)) {
                refuse_host(model, uses[k].tier, uses[i].tier, uses[i].name);
            }
        }
    }
}

void check_hosts(struct model *model)
{
    struct host_use *uses = NULL;
    size_t use_count = 0;
    size_t capacity = 0;

    for (size_t i = 0; i < model->tier_count; i++) {
        size_t count;
        const char **names = hosts_of(model, &model->tiers[i], &count);

        for (size_t k = 0; k < count; k++) {
            check_host(model, &model->tiers[i], names[k]);
            ARENA_GROW(model->arena, uses, use_count, capacity);
            uses[use_count++] = (struct host_use){names[k], &model->tiers[i]};
        }
    }
    check_shared_hosts(model, uses, use_count);
}

/* A tier or a layer, whose lists and maps hold items with names. */
struct item_owner {
    const char *name;
    const json_t *groups; /* "item_names" of its annotation */
    const json_t *spec;
    const json_t *source;
    struct span span;
};

/* The place of an item, or of what stands for its list. */
static struct span item_span(struct model *model, const struct item_owner *owner, const char *path,
                             size_t idx)
{
    const json_t *list = jx_path(owner->source, path);

    return idx < json_array_size(list) ? places_of_item(model->places, list, idx)->value
                                       : checks_span_below(model, owner->source, owner->span, path);
}

/* A name as identifiers have it: "a-b" and "ab" are one there. */
static const char *without_hyphens(struct arena *arena, const char *name)
{
    char *copy = arena_strdup(arena, str_from(name));
    size_t len = 0;

    for (const char *p = name; *p != '\0'; p++) {
        if (*p != '-') {
            copy[len++] = *p;
        }
    }
    copy[len] = '\0';
    return copy;
}

/* The items of one group, whose lists and maps share their names. */
struct item_group {
    json_t *seen;         /* identifier → the name of the item that has it */
    const json_t *paths;  /* of its lists and maps */
    const json_t *suffix; /* of what is made for an item beside itself */
};

/* The name of another item that has the identifier of this one, or one that is made of it. */
static const char *other_item(const struct item_group *group, struct arena *arena, const char *name,
                              const char *suffix)
{
    const char *id = arena_text(arena, "%s%s", without_hyphens(arena, name), suffix);
    const char *other = jx_get_text(group->seen, id, NULL);

    if (other == NULL) {
        jx_set(group->seen, id, jx_string(name));
    }
    return other;
}

/* An item whose name, or what identifiers make of it, another one of the group has. */
static void check_item_name(struct model *model, const struct item_group *group, const char *name,
                            struct span span, const char *whose)
{
    const char *other = other_item(group, model->arena, name, "");
    const char *id = without_hyphens(model->arena, name);
    size_t i;
    const json_t *suffix;

    jx_array_foreach (group->suffix, i, suffix) {
        const char *owner = other_item(group, model->arena, name, json_string_value(suffix));

        other = other != NULL ? other : owner;
    }
    if (other == NULL) {
        return;
    }
    if (strcmp(other, name) == 0) {
        diag_add(model->diags, DIAG_NAME_COLLISION, span, "%s has two items '%s'", whose, name);
    } else if (strcmp(without_hyphens(model->arena, other), id) == 0) {
        diag_add(model->diags, DIAG_NAME_COLLISION, span,
                 "%s has the items '%s' and '%s', which become the same name", whose, other, name);
    } else {
        diag_add(model->diags, DIAG_NAME_COLLISION, span,
                 "%s has the items '%s' and '%s', and one has the name of a part of the other",
                 whose, other, name);
    }
}

/* Lists and maps of one group share their names. */
static void check_group(struct model *model, const struct item_owner *owner,
                        const struct item_group *group)
{
    size_t i;
    const json_t *property;

    jx_array_foreach (group->paths, i, property) {
        const char *path = json_string_value(property);
        const char *whose = arena_text(model->arena, "'%s' of '%s'", path, owner->name);
        const json_t *list = jx_path(owner->spec, path);
        const json_t *source = jx_path(owner->source, path);
        size_t k;
        const char *key;
        const json_t *item;

        jx_object_foreach (list, key, item) {
            struct span span = places_of_member(model->places, source, key)->key;

            span = span.source != NULL ? span
                                       : checks_span_below(model, owner->source, owner->span, path);
            check_item_name(model, group, key, span, whose);
        }
        jx_array_foreach (list, k, item) {
            const char *name = jx_get_text(item, "name", NULL);

            if (name != NULL) {
                check_item_name(model, group, name, item_span(model, owner, path, k), whose);
            }
        }
    }
}

/* A group is a list of paths, or {"paths": […], "suffixes": […]}. */
static void check_groups(struct model *model, const struct item_owner *owner)
{
    size_t i;
    const json_t *row;

    jx_array_foreach (owner->groups, i, row) {
        const struct item_group group = {
            .seen = jx_object(),
            .paths = json_is_array(row) ? row : jx_get(row, "paths"),
            .suffix = jx_get(row, "suffixes"),
        };

        check_group(model, owner, &group);
        json_decref(group.seen);
    }
}

static void check_layer_items(void *context, const struct layer_info *layer)
{
    struct model *model = context;
    const struct item_owner owner = {
        .name = layer->name,
        .groups = jx_get(layer->traits, "item_names"),
        .spec = layer->spec,
        .source = layer->source,
        .span = model_span(model, layer->name, ""),
    };

    check_groups(model, &owner);
}

void check_item_names(struct model *model)
{
    layers_each(model, check_layer_items, model);
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];
        const struct item_owner owner = {
            .name = tier->naming.key,
            .groups = jx_get(tier->kind->traits, "item_names"),
            .spec = tier->spec,
            .source = tier->source,
            .span = tier->span,
        };

        check_groups(model, &owner);
    }
}
