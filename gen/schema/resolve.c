/* SPDX-License-Identifier: MIT */
/* From a valid instance to the one form that templates see: short forms spelled out, quantities as
 * values, defaults filled in. A value is seen by several schemas at once (through $ref, allOf,
 * x-dispatch, the alternative that fits …); they are collected first. */
#include "schema/resolve.h"

#include "base/mem.h"
#include "schema/choose.h"
#include "schema/defaults.h"
#include "schema/format.h"
#include "schema/instance.h"

#include <stdlib.h>
#include <string.h>

/* A default that contains itself ends here; values of the language are about 8 deep. */
enum { RESOLVE_DEPTH_MAX = 64 };

const uint32_t *node_list_items(const struct node_list *list)
{
    return list->more != NULL ? list->more : list->few;
}

void node_list_release(struct node_list *list)
{
    free(list->more);
}

static uint32_t *make_room(struct node_list *list)
{
    if (list->more == NULL && list->count < NODE_LIST_FEW) {
        return list->few;
    }
    if (list->more == NULL || list->count == list->capacity) {
        bool is_first = list->more == NULL;

        list->capacity = 2 * list->count;
        list->more = mem_realloc(list->more, list->capacity * sizeof(*list->more));
        if (is_first) {
            memcpy(list->more, list->few, sizeof(list->few));
        }
    }
    return list->more;
}

bool node_list_add(struct node_list *list, uint32_t node)
{
    const uint32_t *items = node_list_items(list);

    for (size_t i = 0; i < list->count; i++) {
        if (items[i] == node) {
            return false;
        }
    }
    make_room(list)[list->count] = node;
    list->count++;
    return true;
}

static bool accepts(struct resolver *resolver, uint32_t node, const json_t *value)
{
    struct spot root = {.kind = SPOT_ROOT, .value = value};

    return check_node(&resolver->check, node, &root, NULL);
}

static void expand_ref(struct resolver *resolver, const struct keyword_use *use,
                       const struct schema_node *node, const json_t *value,
                       struct node_list *active)
{
    (void)node;
    resolve_expand(resolver, use->first, value, active);
}

static void expand_all_of(struct resolver *resolver, const struct keyword_use *use,
                          const struct schema_node *node, const json_t *value,
                          struct node_list *active)
{
    (void)node;
    for (uint32_t i = 0; i < use->count; i++) {
        resolve_expand(resolver, resolver->set->children[use->first + i], value, active);
    }
}

/* The only alternative for values of this kind, or SCHEMA_NONE if there are several or none. */
static uint32_t sole_choice(const struct schemas *set, const struct keyword_use *use,
                            const json_t *value)
{
    unsigned kind = instance_kind(value);
    uint32_t found = SCHEMA_NONE;

    for (uint32_t i = 0; i < use->count; i++) {
        uint32_t child = set->children[use->first + i];

        if ((choose_kinds(set, child) & kind) == 0) {
            continue;
        }
        if (found != SCHEMA_NONE) {
            return SCHEMA_NONE;
        }
        found = child;
    }
    return found;
}

/* The alternative that the value fits; as it is valid, there is no need to look into it where only
 * one is for its kind. A map made from a short form may not fit strictly (a list where the long
 * form is stricter); then it is the first one for maps. */
static void expand_choice(struct resolver *resolver, const struct keyword_use *use,
                          const struct schema_node *node, const json_t *value,
                          struct node_list *active)
{
    const struct schemas *set = resolver->set;
    uint32_t sole = sole_choice(set, use, value);

    (void)node;
    if (sole != SCHEMA_NONE) {
        resolve_expand(resolver, sole, value, active);
        return;
    }
    for (uint32_t i = 0; i < use->count; i++) {
        if (accepts(resolver, set->children[use->first + i], value)) {
            resolve_expand(resolver, set->children[use->first + i], value, active);
            return;
        }
    }
    for (uint32_t i = 0; i < use->count && json_is_object(value); i++) {
        if ((choose_kinds(set, set->children[use->first + i]) & KIND_MAP) != 0) {
            resolve_expand(resolver, set->children[use->first + i], value, active);
            return;
        }
    }
}

static void expand_if(struct resolver *resolver, const struct keyword_use *use,
                      const struct schema_node *node, const json_t *value, struct node_list *active)
{
    bool holds = accepts(resolver, use->first, value);
    const struct keyword_use *branch =
        set_use(resolver->set, node, holds ? KEYWORD_THEN : KEYWORD_ELSE);

    if (branch != NULL) {
        resolve_expand(resolver, branch->first, value, active);
    }
}

static void expand_dispatch(struct resolver *resolver, const struct keyword_use *use,
                            const struct schema_node *node, const json_t *value,
                            struct node_list *active)
{
    const json_t *chooser =
        jx_get(value, jx_get_text(set_value(resolver->set, use->value), "on", ""));
    const struct schema_member *member =
        chooser == NULL ? NULL : set_member(resolver->set, use, jx_str(chooser));

    (void)node;
    if (member != NULL) {
        resolve_expand(resolver, member->node, value, active);
    }
}

static void expand_dependent(struct resolver *resolver, const struct keyword_use *use,
                             const struct schema_node *node, const json_t *value,
                             struct node_list *active)
{
    (void)node;
    for (uint32_t i = 0; i < use->count; i++) {
        const struct schema_member *member = &resolver->set->members[use->first + i];
        struct str name = set_name(resolver->set, member);

        if (json_object_getn(value, name.p, name.len) != NULL) {
            resolve_expand(resolver, member->node, value, active);
        }
    }
}

typedef void (*expansion)(struct resolver *resolver, const struct keyword_use *use,
                          const struct schema_node *node, const json_t *value,
                          struct node_list *active);

/* How the keywords lead to further schemas for the same value. */
static const expansion EXPANSIONS[KEYWORD_COUNT] = {
    [KEYWORD_REF] = expand_ref,
    [KEYWORD_ALL_OF] = expand_all_of,
    [KEYWORD_ANY_OF] = expand_choice,
    [KEYWORD_ONE_OF] = expand_choice,
    [KEYWORD_IF] = expand_if,
    [KEYWORD_X_DISPATCH] = expand_dispatch,
    [KEYWORD_DEPENDENT_SCHEMAS] = expand_dependent,
};

static const uint64_t EXPANDING = KEYWORD_BIT(KEYWORD_REF) | KEYWORD_BIT(KEYWORD_ALL_OF) |
                                  KEYWORD_BIT(KEYWORD_ANY_OF) | KEYWORD_BIT(KEYWORD_ONE_OF) |
                                  KEYWORD_BIT(KEYWORD_IF) | KEYWORD_BIT(KEYWORD_X_DISPATCH) |
                                  KEYWORD_BIT(KEYWORD_DEPENDENT_SCHEMAS);

void resolve_expand(struct resolver *resolver, uint32_t node, const json_t *value,
                    struct node_list *active)
{
    const struct schema_node *at = &resolver->set->nodes[node];

    if (!node_list_add(active, node) || (at->keywords & EXPANDING) == 0) {
        return;
    }
    for (uint32_t i = 0; i < at->use_count; i++) {
        const struct keyword_use *use = &resolver->set->uses[at->first_use + i];

        if (EXPANSIONS[use->id] != NULL) {
            EXPANSIONS[use->id](resolver, use, at, value, active);
        }
    }
}

static json_t *resolve_value(struct resolver *resolver, const struct node_list *starts,
                             const json_t *value);

/* The schemas of a member from one schema of its map. */
static void add_member(const struct schemas *set, const struct schema_node *node, struct str key,
                       struct node_list *found)
{
    const struct schema_member *named =
        set_member(set, set_use(set, node, KEYWORD_PROPERTIES), key);
    const struct keyword_use *patterned = set_use(set, node, KEYWORD_PATTERN_PROPERTIES);
    const struct keyword_use *rest = set_use(set, node, KEYWORD_ADDITIONAL_PROPERTIES);
    bool is_near = named != NULL;

    if (named != NULL) {
        (void)node_list_add(found, named->node);
    }
    for (uint32_t k = 0; patterned != NULL && k < patterned->count; k++) {
        const struct schema_member *member = &set->members[patterned->first + k];

        if (patterns_match(set->patterns, member->pattern, key) == PATTERN_MATCHES) {
            (void)node_list_add(found, member->node);
            is_near = true;
        }
    }
    if (!is_near && rest != NULL) {
        (void)node_list_add(found, rest->first);
    }
}

void resolve_member(const struct resolver *resolver, const struct node_list *active,
                    const char *key, struct node_list *found)
{
    static const uint64_t of_members = KEYWORD_BIT(KEYWORD_PROPERTIES) |
                                       KEYWORD_BIT(KEYWORD_PATTERN_PROPERTIES) |
                                       KEYWORD_BIT(KEYWORD_ADDITIONAL_PROPERTIES);
    struct str name = str_from(key);

    for (size_t i = 0; i < active->count; i++) {
        const struct schema_node *node = &resolver->set->nodes[node_list_items(active)[i]];

        if ((node->keywords & of_members) != 0) {
            add_member(resolver->set, node, name, found);
        }
    }
}

const json_t *resolve_default(const struct schemas *set, const struct node_list *starts,
                              uint32_t *whose)
{
    const json_t *found = NULL;

    for (size_t i = 0; i < starts->count; i++) {
        uint32_t nodes[SCHEMA_CLOSURE_MAX];
        size_t count = set_closure(set, node_list_items(starts)[i], nodes);

        if (set->nodes[node_list_items(starts)[i]].shape == NODE_FALSE) {
            return NULL;
        }
        for (size_t k = 0; found == NULL && k < count; k++) {
            found = set_value(set, set->nodes[nodes[k]].default_value);
            *whose = nodes[k];
        }
    }
    return found;
}

static json_t *make_default(struct resolver *resolver, const struct node_list *active,
                            const char *key)
{
    struct node_list starts = {0};
    uint32_t whose = SCHEMA_NONE;

    resolve_member(resolver, active, key, &starts);
    const json_t *value = resolve_default(resolver->set, &starts, &whose);
    json_t *made = value == NULL ? json_null() : resolve_value(resolver, &starts, value);

    node_list_release(&starts);
    return made;
}

/* A default that contains itself is made again in there, until it is cut off; the outermost, which
 * is kept last, stays. */
static void fill_missing(struct resolver *resolver, const struct node_list *active, json_t *result)
{
    const struct schemas *set = resolver->set;
    const struct default_rows *rows = defaults_rows(set, node_list_items(active), active->count);

    for (size_t i = 0; i < rows->count; i++) {
        struct default_row *row = &rows->items[i];

        if (jx_get(result, row->key) != NULL) {
            continue;
        }
        if (row->value == NULL) {
            defaults_keep(set->defaults, row, make_default(resolver, active, row->key));
        }
        jx_set(result, row->key, jx_share(row->value));
    }
}

static json_t *resolve_map(struct resolver *resolver, const struct node_list *active,
                           const json_t *map)
{
    json_t *result = jx_object();
    const char *key;
    const json_t *value;

    jx_object_foreach (map, key, value) {
        struct node_list starts = {0};

        resolve_member(resolver, active, key, &starts);
        jx_set(result, key, resolve_value(resolver, &starts, value));
        node_list_release(&starts);
    }
    fill_missing(resolver, active, result);
    return result;
}

void resolve_item(const struct resolver *resolver, const struct node_list *active, size_t index,
                  struct node_list *found)
{
    const struct schemas *set = resolver->set;

    for (size_t k = 0; k < active->count; k++) {
        const struct schema_node *node = &set->nodes[node_list_items(active)[k]];
        const struct keyword_use *prefix = set_use(set, node, KEYWORD_PREFIX_ITEMS);
        const struct keyword_use *items = set_use(set, node, KEYWORD_ITEMS);

        if (prefix != NULL && index < prefix->count) {
            (void)node_list_add(found, set->children[prefix->first + index]);
        } else if (items != NULL) {
            (void)node_list_add(found, items->first);
        }
    }
}

static json_t *resolve_list(struct resolver *resolver, const struct node_list *active,
                            const json_t *list)
{
    json_t *result = jx_array();
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        struct node_list starts = {0};

        resolve_item(resolver, active, i, &starts);
        jx_append(result, resolve_value(resolver, &starts, item));
        node_list_release(&starts);
    }
    return result;
}

static json_t *resolve_string(const struct schemas *set, const struct node_list *active,
                              const json_t *value)
{
    size_t count;
    const struct format *formats = format_all(&count);

    for (size_t i = 0; i < active->count; i++) {
        const struct keyword_use *use =
            set_use(set, &set->nodes[node_list_items(active)[i]], KEYWORD_FORMAT);
        const struct format *format = use == NULL ? NULL : &formats[use->first];

        if (format != NULL && format->value != NULL && format->is_valid(jx_str(value))) {
            return format->value(jx_str(value));
        }
    }
    return jx_share(value);
}

/* The property that a value other than a map stands for, or NULL. */
static const char *find_short(const struct schemas *set, const struct node_list *active)
{
    for (size_t i = 0; i < active->count; i++) {
        const char *name = set_text(set, set->nodes[node_list_items(active)[i]].short_name);

        if (name != NULL) {
            return name;
        }
    }
    return NULL;
}

json_t *resolve_spell_short(const struct schemas *set, const struct node_list *active,
                            const json_t *value)
{
    const char *name = json_is_null(value) ? NULL : find_short(set, active);
    json_t *map = NULL;
    size_t i;
    const json_t *item;

    if (name == NULL) {
        return NULL;
    }
    map = jx_object();
    if (strcmp(name, "*") != 0) {
        jx_set(map, name, jx_share(value));
        return map;
    }
    jx_array_foreach (value, i, item) {
        jx_set(map, json_string_value(item), jx_bool(true));
    }
    return map;
}

static json_t *resolve_active(struct resolver *resolver, const struct node_list *starts,
                              const struct node_list *active, const json_t *value)
{
    if (json_is_object(value)) {
        return resolve_map(resolver, active, value);
    }
    json_t *map = resolve_spell_short(resolver->set, active, value);

    if (map != NULL) {
        json_t *result = resolve_value(resolver, starts, map);

        json_decref(map);
        return result;
    }
    if (json_is_array(value)) {
        return resolve_list(resolver, active, value);
    }
    return json_is_string(value) ? resolve_string(resolver->set, active, value) : jx_share(value);
}

static json_t *resolve_value(struct resolver *resolver, const struct node_list *starts,
                             const json_t *value)
{
    struct node_list active = {0};

    if (starts->count == 0 || resolver->depth == RESOLVE_DEPTH_MAX) {
        return jx_copy(value);
    }
    for (size_t i = 0; i < starts->count; i++) {
        resolve_expand(resolver, node_list_items(starts)[i], value, &active);
    }
    resolver->depth++;
    json_t *result = resolve_active(resolver, starts, &active, value);

    resolver->depth--;
    node_list_release(&active);
    return result;
}

json_t *schemas_resolve(const struct schemas *set, const char *name, const json_t *instance)
{
    const struct schema_document *document = set_document(set, str_from(name));
    struct resolver resolver = {.check = {.set = set}, .set = set};
    struct node_list starts = {0};

    BUG_UNLESS(document != NULL);
    (void)node_list_add(&starts, document->node);
    json_t *result = resolve_value(&resolver, &starts, instance);

    node_list_release(&starts);
    return result;
}
