/* SPDX-License-Identifier: MIT */
/* Alternatives are narrowed by the value's kind, then for maps by constants (a member such as
 * `type`), required keys and known keys, for lists by the kind of their items. If one is left, its
 * faults are the user's; otherwise all that are left are described. */
#include "schema/choose.h"

#include "base/buf.h"
#include "schema/fault.h"
#include "schema/instance.h"
#include "schema/words.h"

enum { CHOICES_MAX = 64 }; /* alternatives looked at; the language has at most about 10 */

struct choices {
    uint32_t nodes[CHOICES_MAX];
    size_t count;
};

static unsigned constant_kinds(const json_t *values)
{
    unsigned kinds = 0;
    size_t i;
    const json_t *value;

    jx_array_foreach (values, i, value) {
        kinds |= instance_kind(value);
    }
    return kinds;
}

static unsigned children_kinds(const struct schemas *set, const struct keyword_use *use)
{
    unsigned kinds = 0;

    for (uint32_t i = 0; i < use->count; i++) {
        kinds |= choose_kinds(set, set->children[use->first + i]);
    }
    return kinds;
}

/* The kinds that a node admits by itself. */
static unsigned own_kinds(const struct schemas *set, const struct schema_node *node)
{
    unsigned kinds = node->shape == NODE_FALSE ? 0 : KIND_ANY;

    for (uint32_t i = 0; i < node->use_count; i++) {
        const struct keyword_use *use = &set->uses[node->first_use + i];

        if (use->id == KEYWORD_TYPE) {
            kinds &= use->first;
        } else if (use->id == KEYWORD_CONST) {
            kinds &= instance_kind(set_value(set, use->value));
        } else if (use->id == KEYWORD_ENUM) {
            kinds &= constant_kinds(set_value(set, use->value));
        } else if (use->id == KEYWORD_ANY_OF || use->id == KEYWORD_ONE_OF) {
            kinds &= children_kinds(set, use);
        }
    }
    return kinds;
}

unsigned choose_kinds(const struct schemas *set, uint32_t node)
{
    uint32_t nodes[SCHEMA_CLOSURE_MAX];
    size_t count = set_closure(set, node, nodes);
    unsigned kinds = KIND_ANY;

    for (size_t i = 0; i < count; i++) {
        kinds &= own_kinds(set, &set->nodes[nodes[i]]);
    }
    return kinds;
}

/* How a map differs from an alternative. */
struct difference {
    size_t contradictions; /* members that are not the constant that they should be */
    size_t agreements;     /* members that are */
    size_t missing;        /* required keys */
    size_t unknown;        /* keys that the alternative has no property for */
};

/* The constants that a property may have, or NULL: a list, or a single value in `*single`. */
static const json_t *property_constants(const struct schemas *set, uint32_t property,
                                        const json_t **single)
{
    uint32_t nodes[SCHEMA_CLOSURE_MAX];
    size_t count = set_closure(set, property, nodes);

    *single = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct keyword_use *use = set_use(set, &set->nodes[nodes[i]], KEYWORD_CONST);

        if (use != NULL) {
            *single = set_value(set, use->value);
            return NULL;
        }
        use = set_use(set, &set->nodes[nodes[i]], KEYWORD_ENUM);
        if (use != NULL) {
            return set_value(set, use->value);
        }
    }
    return NULL;
}

static bool is_among(const json_t *list, const json_t *single, const json_t *value)
{
    size_t i;
    const json_t *allowed;

    jx_array_foreach (list, i, allowed) {
        if (instance_equal(allowed, value)) {
            return true;
        }
    }
    return single != NULL && instance_equal(single, value);
}

static void compare_member(const struct schemas *set, const struct schema_member *property,
                           const json_t *value, struct difference *difference)
{
    const json_t *single;
    const json_t *list = property_constants(set, property->node, &single);

    if (set->nodes[property->node].shape == NODE_FALSE) {
        difference->unknown++;
    } else if (is_among(list, single, value)) {
        difference->agreements++;
    } else if (list != NULL || single != NULL) {
        difference->contradictions++;
    }
}

/* The property of that name in any node of the closure, or NULL. */
static const struct schema_member *find_property(const struct schemas *set, const uint32_t *nodes,
                                                 size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++) {
        const struct keyword_use *use = set_use(set, &set->nodes[nodes[i]], KEYWORD_PROPERTIES);
        const struct schema_member *property = set_member(set, use, str_from(key));

        if (property != NULL) {
            return property;
        }
    }
    return NULL;
}

static struct difference compare_map(const struct schemas *set, uint32_t node, const json_t *map)
{
    uint32_t nodes[SCHEMA_CLOSURE_MAX];
    size_t count = set_closure(set, node, nodes);
    struct difference difference = {0};
    const char *key;
    const json_t *value;

    jx_object_foreach (map, key, value) {
        const struct schema_member *property = find_property(set, nodes, count, key);

        if (property == NULL) {
            difference.unknown++;
        } else {
            compare_member(set, property, value, &difference);
        }
    }
    for (size_t i = 0; i < count; i++) {
        const struct keyword_use *use = set_use(set, &set->nodes[nodes[i]], KEYWORD_REQUIRED);

        for (uint32_t k = 0; use != NULL && k < use->count; k++) {
            const char *name = set_name(set, &set->members[use->first + k]).p;

            difference.missing += jx_get(map, name) == NULL;
        }
    }
    return difference;
}

/* Negative if `a` is nearer to what the user wrote than `b`. */
static int compare_differences(const struct difference *a, const struct difference *b)
{
    const size_t left[] = {a->contradictions, b->agreements, a->missing, a->unknown};
    const size_t right[] = {b->contradictions, a->agreements, b->missing, b->unknown};

    for (size_t i = 0; i < AG_COUNT(left); i++) {
        if (left[i] != right[i]) {
            return left[i] < right[i] ? -1 : 1;
        }
    }
    return 0;
}

static void narrow_by_members(const struct schemas *set, const json_t *map, struct choices *choices)
{
    struct difference best = compare_map(set, choices->nodes[0], map);
    size_t kept = 1;

    for (size_t i = 1; i < choices->count; i++) {
        struct difference difference = compare_map(set, choices->nodes[i], map);
        int order = compare_differences(&difference, &best);

        if (order < 0) {
            best = difference;
            kept = 0;
        }
        if (order <= 0) {
            choices->nodes[kept++] = choices->nodes[i];
        }
    }
    choices->count = kept;
}

/* True if the schema admits the kind of each item. */
static bool admits_items(const struct schemas *set, uint32_t node, const json_t *list)
{
    uint32_t nodes[SCHEMA_CLOSURE_MAX];
    size_t count = set_closure(set, node, nodes);
    size_t i;
    const json_t *item;

    for (size_t k = 0; k < count; k++) {
        const struct keyword_use *items = set_use(set, &set->nodes[nodes[k]], KEYWORD_ITEMS);

        jx_array_foreach (items == NULL ? NULL : list, i, item) {
            if ((choose_kinds(set, items->first) & instance_kind(item)) == 0) {
                return false;
            }
        }
    }
    return true;
}

static void narrow_by_items(const struct schemas *set, const json_t *list, struct choices *choices)
{
    struct choices kept = {.count = 0};

    for (size_t i = 0; i < choices->count; i++) {
        if (admits_items(set, choices->nodes[i], list)) {
            kept.nodes[kept.count++] = choices->nodes[i];
        }
    }
    if (kept.count > 0) {
        *choices = kept;
    }
}

/* If a member contradicts every alternative, reports the constants of all of them. */
static bool report_constants(struct check *check, const struct choices *choices,
                             const struct spot *spot)
{
    const char *key;
    const json_t *value;

    jx_object_foreach (spot->value, key, value) {
        json_t *allowed = jx_array();
        size_t contradicted = 0;

        for (size_t i = 0; i < choices->count; i++) {
            uint32_t nodes[SCHEMA_CLOSURE_MAX];
            size_t count = set_closure(check->set, choices->nodes[i], nodes);
            const struct schema_member *property = find_property(check->set, nodes, count, key);
            const json_t *single = NULL;
            const json_t *list =
                property == NULL ? NULL : property_constants(check->set, property->node, &single);
            size_t k;
            const json_t *constant;

            contradicted += (list != NULL || single != NULL) && !is_among(list, single, value);
            jx_array_foreach (list, k, constant) {
                jx_append(allowed, jx_share(constant));
            }
            if (single != NULL) {
                jx_append(allowed, jx_share(single));
            }
        }
        struct spot member = spot_member(spot, key, value);
        bool is_found = contradicted == choices->count;

        if (is_found) {
            fault_enum(check, &member, allowed);
        }
        json_decref(allowed);
        if (is_found) {
            return true;
        }
    }
    return false;
}

/* If all that the alternatives lack is a key of their own, names those keys. */
static bool report_missing(struct check *check, const struct choices *choices,
                           const struct spot *spot)
{
    struct buf names;

    buf_init(&names, BUF_NO_LIMIT);
    for (size_t i = 0; i < choices->count; i++) {
        const struct schema_node *node = &check->set->nodes[choices->nodes[i]];
        const struct keyword_use *required = set_use(check->set, node, KEYWORD_REQUIRED);
        const char *missing = NULL;

        for (uint32_t k = 0; required != NULL && missing == NULL && k < required->count; k++) {
            const char *name = set_name(check->set, &check->set->members[required->first + k]).p;

            missing = jx_get(spot->value, name) == NULL ? name : NULL;
        }
        if (missing == NULL) {
            buf_release(&names);
            return false;
        }
        buf_add_format(&names, "%s'%s'",
                       i == 0                    ? ""
                       : i + 1 == choices->count ? " or "
                                                 : ", ",
                       missing);
    }
    (void)fault_add(check, spot, FAULT_KEY, DIAG_MISSING_KEY, "missing required key %.*s",
                    STR_ARGS(buf_str(&names)));
    buf_release(&names);
    return true;
}

/* If every alternative is a list of constants, reports them as one list. */
static bool report_values(struct check *check, const struct choices *choices,
                          const struct spot *spot)
{
    json_t *allowed = jx_array();
    bool ok = true;

    for (size_t i = 0; i < choices->count; i++) {
        const json_t *single;
        const json_t *list = property_constants(check->set, choices->nodes[i], &single);
        size_t k;
        const json_t *constant;

        ok = ok && (list != NULL || single != NULL);
        jx_array_foreach (list, k, constant) {
            jx_append(allowed, jx_share(constant));
        }
        if (single != NULL) {
            jx_append(allowed, jx_share(single));
        }
    }
    if (ok) {
        fault_enum(check, spot, allowed);
    }
    json_decref(allowed);
    return ok;
}

static void report_forms(struct check *check, const struct choices *choices,
                         const struct spot *spot)
{
    struct arena *arena = check->diags->arena;
    struct buf forms;

    if (json_is_object(spot->value) || json_is_array(spot->value)) {
        (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE,
                        "matches none of the allowed forms");
        return;
    }
    buf_init(&forms, BUF_NO_LIMIT);
    for (size_t i = 0; i < choices->count; i++) {
        buf_add_text(&forms, i == 0 ? "" : i + 1 == choices->count ? ", or " : ", ");
        buf_add_text(&forms, words_schema(arena, check->set, choices->nodes[i]));
    }
    (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE, "expected %.*s, found %s",
                    STR_ARGS(buf_str(&forms)), words_value(arena, spot->value));
    buf_release(&forms);
}

void choose_report(struct check *check, const struct keyword_use *use, const struct spot *spot)
{
    const struct schemas *set = check->set;
    unsigned kind = instance_kind(spot->value);
    struct choices choices = {.count = 0};
    unsigned kinds = 0;

    for (uint32_t i = 0; i < use->count; i++) {
        uint32_t child = set->children[use->first + i];
        unsigned admitted = choose_kinds(set, child);

        kinds |= admitted;
        if ((admitted & kind) != 0 && choices.count < CHOICES_MAX) {
            choices.nodes[choices.count++] = child;
        }
    }
    if (choices.count == 0) {
        fault_type(check, spot, NULL, kinds);
        return;
    }
    if (choices.count > 1 && kind == KIND_MAP) {
        if (report_constants(check, &choices, spot)) {
            return;
        }
        narrow_by_members(set, spot->value, &choices);
    } else if (choices.count > 1 && kind == KIND_LIST) {
        narrow_by_items(set, spot->value, &choices);
    }
    if (choices.count == 1) {
        (void)check_node(check, choices.nodes[0], spot, NULL);
        return;
    }
    if (!(kind == KIND_MAP ? report_missing(check, &choices, spot)
                           : report_values(check, &choices, spot))) {
        report_forms(check, &choices, spot);
    }
}
