/* SPDX-License-Identifier: MIT */
/*
 * Keywords that look at the members of a map. Members are visited in the document's order. A member
 * that a null removed (RFC 7396) is not there, but its key must be a known one all the same.
 */
#include "schema/check.h"

#include "schema/fault.h"
#include "schema/instance.h"

static const char *next_removed(const struct check *check, const struct scope *at, size_t *index)
{
    return check->places == NULL ? NULL
                                 : places_next_removed(check->places, at->spot->value, index);
}

bool check_properties(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    bool ok = true;
    size_t removed = 0;
    const char *key;
    const json_t *value;

    while ((key = next_removed(check, at, &removed)) != NULL) {
        if (set_member(check->set, use, str_from(key)) != NULL) {
            seen_add_key(at->seen, key);
        }
    }
    jx_object_foreach (at->spot->value, key, value) {
        const struct schema_member *member = set_member(check->set, use, str_from(key));

        if (member == NULL) {
            continue;
        }
        struct spot spot = spot_member(at->spot, key, value);

        seen_add_key(at->seen, key);
        ok = check_node(check, member->node, &spot, NULL) && ok;
        if (!ok && check->diags == NULL) {
            return false;
        }
    }
    return ok;
}

/* True if a pattern of patternProperties matches; an unusable pattern matches nothing here and is
 * reported by check_pattern_properties. */
static bool matches(const struct check *check, const struct schema_member *member, const char *key)
{
    return patterns_match(check->set->patterns, member->pattern, str_from(key)) == PATTERN_MATCHES;
}

static bool matches_any(const struct check *check, const struct keyword_use *patterned,
                        const char *key)
{
    for (uint32_t i = 0; patterned != NULL && i < patterned->count; i++) {
        if (matches(check, &check->set->members[patterned->first + i], key)) {
            return true;
        }
    }
    return false;
}

bool check_pattern_properties(struct check *check, const struct keyword_use *use,
                              const struct scope *at)
{
    bool ok = true;
    size_t removed = 0;
    const char *key;
    const json_t *value;

    while ((key = next_removed(check, at, &removed)) != NULL) {
        if (matches_any(check, use, key)) {
            seen_add_key(at->seen, key);
        }
    }
    jx_object_foreach (at->spot->value, key, value) {
        struct spot spot = spot_member(at->spot, key, value);

        for (uint32_t i = 0; i < use->count; i++) {
            const struct schema_member *member = &check->set->members[use->first + i];
            enum pattern_result result =
                patterns_match(check->set->patterns, member->pattern, str_from(key));

            if (result == PATTERN_MATCHES) {
                seen_add_key(at->seen, key);
                ok = check_node(check, member->node, &spot, NULL) && ok;
            } else if (result != PATTERN_DIFFERS) {
                spot.kind = SPOT_KEY;
                fault_pattern(check, &spot, member->pattern, result);
                ok = false;
            }
        }
        if (!ok && check->diags == NULL) {
            return false;
        }
    }
    return ok;
}

/* Members that neither `properties` nor `patternProperties` of the same schema name. */
static bool is_additional(const struct check *check, const struct keyword_use *named,
                          const struct keyword_use *patterned, const char *key)
{
    return set_member(check->set, named, str_from(key)) == NULL &&
           !matches_any(check, patterned, key);
}

/* A member for which only a catch-all schema is left. */
static bool check_rest(struct check *check, const struct keyword_use *use, const struct scope *at,
                       const char *key, const json_t *value)
{
    struct spot spot = spot_member(at->spot, key, value);

    seen_add_key(at->seen, key);
    if (check->set->nodes[use->first].shape == NODE_FALSE) {
        fault_unknown_key(check, &spot, (uint32_t)(at->node - check->set->nodes));
        return false;
    }
    return check_node(check, use->first, &spot, NULL);
}

/* A removed member, which nothing allows if `use` does not. */
static bool check_removed(struct check *check, const struct keyword_use *use,
                          const struct scope *at, const char *key)
{
    return check->set->nodes[use->first].shape != NODE_FALSE ||
           check_rest(check, use, at, key, json_null());
}

bool check_additional_properties(struct check *check, const struct keyword_use *use,
                                 const struct scope *at)
{
    const struct keyword_use *named = set_use(check->set, at->node, KEYWORD_PROPERTIES);
    const struct keyword_use *patterned = set_use(check->set, at->node, KEYWORD_PATTERN_PROPERTIES);
    bool ok = true;
    size_t removed = 0;
    const char *key;
    const json_t *value;

    while ((key = next_removed(check, at, &removed)) != NULL) {
        if (is_additional(check, named, patterned, key)) {
            ok = check_removed(check, use, at, key) && ok;
        }
    }
    jx_object_foreach (at->spot->value, key, value) {
        if (is_additional(check, named, patterned, key)) {
            ok = check_rest(check, use, at, key, value) && ok;
        }
        if (!ok && check->diags == NULL) {
            return false;
        }
    }
    return ok;
}

bool check_unevaluated_properties(struct check *check, const struct keyword_use *use,
                                  const struct scope *at)
{
    bool ok = true;
    size_t removed = 0;
    const char *key;
    const json_t *value;

    while ((key = next_removed(check, at, &removed)) != NULL) {
        if (!seen_has_key(at->seen, key)) {
            ok = check_removed(check, use, at, key) && ok;
        }
    }
    jx_object_foreach (at->spot->value, key, value) {
        if (!seen_has_key(at->seen, key)) {
            ok = check_rest(check, use, at, key, value) && ok;
        }
        if (!ok && check->diags == NULL) {
            return false;
        }
    }
    return ok;
}

bool check_property_names(struct check *check, const struct keyword_use *use,
                          const struct scope *at)
{
    bool ok = true;
    const char *key;
    const json_t *value;

    jx_object_foreach (at->spot->value, key, value) {
        json_t *name = jx_string(key);
        struct spot spot = spot_member(at->spot, key, name);

        spot.kind = SPOT_KEY;
        ok = check_node(check, use->first, &spot, NULL) && ok;
        json_decref(name);
        if (!ok && check->diags == NULL) {
            return false;
        }
    }
    return ok;
}

bool check_required(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    bool ok = true;

    for (uint32_t i = 0; i < use->count; i++) {
        struct str name = set_name(check->set, &check->set->members[use->first + i]);

        if (json_object_getn(at->spot->value, name.p, name.len) == NULL) {
            fault_missing(check, at->spot, at->node, name.p);
            ok = false;
        }
    }
    return ok;
}

bool check_dependent_required(struct check *check, const struct keyword_use *use,
                              const struct scope *at)
{
    bool ok = true;
    const char *key;
    const json_t *names;

    jx_object_foreach (set_value(check->set, use->value), key, names) {
        const json_t *present = jx_get(at->spot->value, key);
        size_t i;
        const json_t *name;

        jx_array_foreach (present == NULL ? NULL : names, i, name) {
            if (jx_get(at->spot->value, json_string_value(name)) == NULL) {
                struct spot spot = spot_member(at->spot, key, present);

                fault_dependent(check, &spot, json_string_value(name));
                ok = false;
            }
        }
    }
    return ok;
}

static bool check_size(struct check *check, bool ok, size_t size, const struct scope *at)
{
    static const struct fault_count COUNT = {KEYWORD_MIN_PROPERTIES, KEYWORD_MAX_PROPERTIES, "key",
                                             "keys"};

    if (!ok) {
        fault_size(check, at->spot, at->node, &COUNT, size);
    }
    return ok;
}

bool check_max_properties(struct check *check, const struct keyword_use *use,
                          const struct scope *at)
{
    size_t size = json_object_size(at->spot->value);

    return check_size(check, size <= use->first, size, at);
}

bool check_min_properties(struct check *check, const struct keyword_use *use,
                          const struct scope *at)
{
    size_t size = json_object_size(at->spot->value);

    return check_size(check, size >= use->first, size, at);
}
