/* SPDX-License-Identifier: MIT */
/* Where a fault is shown, that it is shown once, and the faults of maps and lists. */
#include "schema/fault.h"

#include "base/mem.h"
#include "base/spell.h"
#include "schema/words.h"

#include <stdarg.h>

/* What was reported: a part of a member or item. Keys are compared by address, because they are
 * those of the instance; only the names of missing members are the schema's. */
struct fault_mark {
    enum fault_part part;
    const json_t *container;
    const char *key;
    size_t index;
};

/* The index of a member that is missing. */
static const size_t ABSENT = SIZE_MAX;

/* Of a member that a null removed, the place of the null. */
static const struct place *place_of_member(const struct places *places, const json_t *container,
                                           const char *key)
{
    const struct place *removed =
        jx_get(container, key) == NULL ? places_of_removed(places, container, key) : NULL;

    return removed == NULL ? places_of_member(places, container, key) : removed;
}

static const struct place *place_of(const struct check *check, const struct spot *spot)
{
    static const struct place NOWHERE = {0};

    if (check->places == NULL) {
        return &NOWHERE;
    }
    switch (spot->kind) {
    case SPOT_ROOT:
        return places_of_root(check->places, spot->value);
    case SPOT_ITEM:
        return places_of_item(check->places, spot->container, spot->index);
    case SPOT_MEMBER:
    case SPOT_KEY:
        return place_of_member(check->places, spot->container, spot->key);
    }
    BUG("a spot of no kind");
}

/* True if a map or list begins on a later line than its key: then its key says more. */
static bool begins_below(const struct place *place)
{
    if (place->key.source == NULL || place->value.source != place->key.source ||
        place->value.off < place->key.off) {
        return false;
    }
    struct str between =
        str_slice(place->key.source->text, place->key.off, place->value.off - place->key.off);

    return between.len > 0 && memchr(between.p, '\n', between.len) != NULL;
}

/* The span to show. A value without a place (a default) is shown where its container is. */
static struct span span_of(const struct check *check, const struct spot *spot, enum fault_part part)
{
    for (; spot != NULL; spot = spot->parent) {
        const struct place *place = place_of(check, spot);
        bool is_container = json_is_object(spot->value) || json_is_array(spot->value);
        bool wants_key =
            part == FAULT_KEY || spot->kind == SPOT_KEY || (is_container && begins_below(place));
        struct span first = wants_key ? place->key : place->value;

        if (spot->kind == SPOT_ROOT) {
            return place->value.source == NULL
                       ? SPAN_NONE
                       : span_make(place->value.source, place->value.off, 0);
        }
        if (first.source != NULL) {
            return first;
        }
        if (place->value.source != NULL) {
            return place->value;
        }
        part = FAULT_KEY;
    }
    return SPAN_NONE;
}

struct str fault_source_text(const struct check *check, const struct spot *spot)
{
    return spot->kind == SPOT_KEY ? STR("") : span_text(place_of(check, spot)->value);
}

/* Marks the part as reported; false if it was already, or if there are too many. */
static bool mark(struct check *check, const struct spot *spot, enum fault_part part)
{
    if (check->mark_count == FAULT_MAX) {
        return false;
    }
    for (size_t i = 0; i < check->mark_count; i++) {
        const struct fault_mark *old = &check->marks[i];

        if (old->part == part && old->container == spot->container && old->key == spot->key &&
            old->index == spot->index) {
            return false;
        }
    }
    ARENA_GROW(check->diags->arena, check->marks, check->mark_count, check->mark_capacity);
    check->marks[check->mark_count++] =
        (struct fault_mark){part, spot->container, spot->key, spot->index};
    return true;
}

/* True if the x-message in force, if any, is still to be shown. */
static bool take_message(struct check *check)
{
    if (check->message == NULL) {
        return true;
    }
    bool is_first = !check->message_used;

    check->message_used = true;
    return is_first;
}

static void note_replaced(struct check *check, const struct spot *spot, struct diag *diag)
{
    const struct place *place = place_of(check, spot);

    if (place->replaced != NULL && place->replaced->value.source != NULL) {
        diag_note(check->diags, diag, place->replaced->value, "it replaces this value");
    }
}

struct diag *fault_add(struct check *check, const struct spot *spot, enum fault_part part,
                       enum diag_id id, const char *format, ...)
{
    if (!take_message(check) || !mark(check, spot, spot->kind == SPOT_KEY ? FAULT_KEY : part)) {
        return NULL;
    }
    const char *text = check->message;

    if (text == NULL) {
        va_list args;

        va_start(args, format);
        text = arena_vtext(check->diags->arena, format, args);
        va_end(args);
    }
    struct diag *diag = diag_add(check->diags, id, span_of(check, spot, part), "%s", text);

    if (part == FAULT_VALUE && spot->kind != SPOT_KEY) {
        note_replaced(check, spot, diag);
    }
    return check->message == NULL ? diag : NULL;
}

void fault_forbidden(struct check *check, const struct spot *spot)
{
    if (check->diags == NULL) {
        return;
    }
    if (spot->kind == SPOT_MEMBER || spot->kind == SPOT_KEY) {
        (void)fault_add(check, spot, FAULT_KEY, DIAG_UNKNOWN_KEY, "%s is not allowed here",
                        words_quote(check->diags->arena, str_from(spot->key)));
        return;
    }
    (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE, "%s is not allowed here",
                    words_value(check->diags->arena, spot->value));
}

void fault_not(struct check *check, const struct spot *spot, uint32_t refused)
{
    const struct schema_node *node = &check->set->nodes[refused];
    const struct keyword_use *required = set_use(check->set, node, KEYWORD_REQUIRED);

    if (check->diags == NULL) {
        return;
    }
    if (node->message != SCHEMA_NONE && check->message == NULL) {
        (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE, "%s",
                        set_text(check->set, node->message));
    } else if (required != NULL && required->count == 1) {
        const char *name = set_name(check->set, &check->set->members[required->first]).p;
        const json_t *value = jx_get(spot->value, name);
        struct spot member = spot_member(spot, name, value);

        fault_forbidden(check, value == NULL ? spot : &member);
    } else if (json_is_object(spot->value) || json_is_array(spot->value)) {
        (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE,
                        "%s of this form is not allowed here",
                        words_value(check->diags->arena, spot->value));
    } else {
        (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE, "%s is not allowed here",
                        words_value(check->diags->arena, spot->value));
    }
}

void fault_depth(struct check *check, const struct spot *spot)
{
    if (check->diags != NULL) {
        (void)fault_add(check, spot, FAULT_VALUE, DIAG_LIMIT, "the value is nested too deeply");
    }
}

enum { HINT_NAMES_MAX = 200 }; /* as many as base/spell.h looks at */

/* Names that the schema has properties for. */
static size_t property_names(const struct schemas *set, uint32_t node, struct str *names)
{
    uint32_t nodes[SCHEMA_CLOSURE_MAX];
    size_t node_count = set_closure(set, node, nodes);
    size_t count = 0;

    for (size_t i = 0; i < node_count; i++) {
        const struct keyword_use *use = set_use(set, &set->nodes[nodes[i]], KEYWORD_PROPERTIES);

        for (uint32_t k = 0; use != NULL && k < use->count && count < HINT_NAMES_MAX; k++) {
            const struct schema_member *member = &set->members[use->first + k];

            if (set->nodes[member->node].shape != NODE_FALSE) {
                names[count++] = set_name(set, member);
            }
        }
    }
    return count;
}

void fault_unknown_key(struct check *check, const struct spot *spot, uint32_t node)
{
    struct str names[HINT_NAMES_MAX];
    const struct spot *map = spot->parent;
    struct str key = str_from(spot->key);
    struct diag *diag;

    if (check->diags == NULL) {
        return;
    }
    const char *quoted = words_quote(check->diags->arena, key);

    if (map != NULL && map->kind_value != NULL) {
        diag = fault_add(check, spot, FAULT_KEY, DIAG_UNKNOWN_KEY,
                         "%s is not a property of %s '%s'", quoted, map->kind_key, map->kind_value);
    } else {
        diag = fault_add(check, spot, FAULT_KEY, DIAG_UNKNOWN_KEY, "unknown key %s", quoted);
    }
    if (diag != NULL) {
        size_t count = property_names(check->set, node, names);

        diag_hint_nearest(check->diags, diag, key, names, count);
    }
}

/* A member that is not there has the schema's key, which differs from schema to schema. */
static bool is_missing_marked(const struct check *check, const json_t *map, const char *name)
{
    for (size_t i = 0; i < check->mark_count; i++) {
        const struct fault_mark *old = &check->marks[i];

        if (old->container == map && old->index == ABSENT &&
            (name == NULL || strcmp(old->key, name) == 0)) {
            return true;
        }
    }
    return false;
}

bool fault_is_incomplete(const struct check *check, const json_t *map)
{
    return is_missing_marked(check, map, NULL);
}

static bool is_nearest(const struct str *names, size_t count, const char *key, const char *name)
{
    const struct str *nearest = spell_nearest(str_from(key), names, count);

    return nearest != NULL && str_eq_text(*nearest, name);
}

/* True if the map has an unknown key that seems to be `name` misspelt: that is reported with the
 * right key as its hint, and one slip should give one message. */
static bool is_misspelt(const struct check *check, const struct spot *spot,
                        const struct schema_node *node, const char *name)
{
    const struct keyword_use *rest =
        node == NULL ? NULL : set_use(check->set, node, KEYWORD_ADDITIONAL_PROPERTIES);
    struct str names[HINT_NAMES_MAX];
    size_t removed = 0;
    const char *key;
    const json_t *value;

    if (rest == NULL || check->set->nodes[rest->first].shape != NODE_FALSE ||
        set_use(check->set, node, KEYWORD_PATTERN_PROPERTIES) != NULL) {
        return false;
    }
    const struct keyword_use *properties = set_use(check->set, node, KEYWORD_PROPERTIES);
    size_t count = property_names(check->set, (uint32_t)(node - check->set->nodes), names);

    jx_object_foreach (spot->value, key, value) {
        if (set_member(check->set, properties, str_from(key)) == NULL &&
            is_nearest(names, count, key, name)) {
            return true;
        }
    }
    while (check->places != NULL &&
           (key = places_next_removed(check->places, spot->value, &removed)) != NULL) {
        if (set_member(check->set, properties, str_from(key)) == NULL &&
            is_nearest(names, count, key, name)) {
            return true;
        }
    }
    return false;
}

void fault_missing(struct check *check, const struct spot *spot, const struct schema_node *node,
                   const char *name)
{
    if (check->diags == NULL || is_missing_marked(check, spot->value, name) ||
        is_misspelt(check, spot, node, name)) {
        return;
    }
    const struct place *removed =
        check->places == NULL ? NULL : places_of_removed(check->places, spot->value, name);

    if (removed != NULL) {
        diag_add(check->diags, DIAG_MISSING_KEY, removed->key,
                 "key '%s' is required and cannot be null", name);
        return;
    }
    /* A spot for the absent member: it has no place, so that of its map is shown. */
    struct spot absent = spot_member(spot, name, spot->value);

    absent.index = ABSENT;
    if (spot->kind_value != NULL) {
        (void)fault_add(check, &absent, FAULT_KEY, DIAG_MISSING_KEY,
                        "missing required key '%s' of %s '%s'", name, spot->kind_key,
                        spot->kind_value);
        return;
    }
    (void)fault_add(check, &absent, FAULT_KEY, DIAG_MISSING_KEY, "missing required key '%s'", name);
}

void fault_dependent(struct check *check, const struct spot *spot, const char *name)
{
    if (check->diags == NULL || is_missing_marked(check, spot->container, name)) {
        return;
    }
    (void)fault_add(check, spot, FAULT_KEY, DIAG_MISSING_KEY, "'%s' needs the key '%s' beside it",
                    spot->key, name);
}

void fault_unknown_kind(struct check *check, const struct spot *spot,
                        const struct keyword_use *dispatch)
{
    const struct schema_member *members = check->set->members + dispatch->first;

    if (check->diags == NULL) {
        return;
    }
    struct arena *arena = check->diags->arena;
    struct diag *diag = fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE, "unknown %s %s",
                                  spot->key, words_value(arena, spot->value));

    if (diag == NULL) {
        return;
    }
    struct str *names = ARENA_ARRAY(arena, dispatch->count, struct str);

    for (uint32_t i = 0; i < dispatch->count; i++) {
        names[i] = set_name(check->set, &members[i]);
    }
    diag_note(check->diags, diag, SPAN_NONE, "known %ss: %s", spot->key,
              words_members(arena, check->set, dispatch));
    diag_hint_nearest(check->diags, diag, jx_str(spot->value), names, dispatch->count);
}

void fault_repeated(struct check *check, const struct spot *spot, size_t earlier)
{
    if (check->diags == NULL) {
        return;
    }
    struct diag *diag = fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE, "%s is listed twice",
                                  words_value(check->diags->arena, spot->value));

    if (diag != NULL && check->places != NULL) {
        const struct place *place = places_of_item(check->places, spot->container, earlier);

        diag_note(check->diags, diag, place->value, "it is listed here before");
    }
}

void fault_contains(struct check *check, const struct spot *spot, const struct schema_node *node,
                    uint32_t wanted, size_t found)
{
    const struct keyword_use *least = set_use(check->set, node, KEYWORD_MIN_CONTAINS);
    const struct keyword_use *most = set_use(check->set, node, KEYWORD_MAX_CONTAINS);

    if (check->diags == NULL) {
        return;
    }
    struct arena *arena = check->diags->arena;
    bool is_more = most != NULL && found > most->first;
    uint32_t bound = is_more ? most->first : least == NULL ? 1 : least->first;

    (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE,
                    "the list must hold %s %s that fit%s (%s), found %zu",
                    is_more ? "at most" : "at least", words_count(arena, bound, "item", "items"),
                    bound == 1 ? "s" : "", words_schema(arena, check->set, wanted), found);
}

/* The first key that `node` requires and `other` does not. */
static const char *own_key(const struct schemas *set, uint32_t node, uint32_t other)
{
    const struct keyword_use *mine = set_use(set, &set->nodes[node], KEYWORD_REQUIRED);
    const struct keyword_use *theirs = set_use(set, &set->nodes[other], KEYWORD_REQUIRED);

    for (uint32_t i = 0; mine != NULL && i < mine->count; i++) {
        struct str name = set_name(set, &set->members[mine->first + i]);

        if (set_member(set, theirs, name) == NULL) {
            return name.p;
        }
    }
    return NULL;
}

void fault_both(struct check *check, const struct spot *spot, uint32_t first, uint32_t second)
{
    const char *a = own_key(check->set, first, second);
    const char *b = own_key(check->set, second, first);

    if (check->diags == NULL) {
        return;
    }
    if (a != NULL && b != NULL) {
        (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE,
                        "only one of '%s' and '%s' may be given", a, b);
        return;
    }
    (void)fault_add(check, spot, FAULT_VALUE, DIAG_WRONG_VALUE,
                    "the value fits more than one of the allowed forms");
}
