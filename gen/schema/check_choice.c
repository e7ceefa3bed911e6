/* SPDX-License-Identifier: MIT */
/* Keywords whose subschemas see the same value: references, combinations, conditions, dispatch. */
#include "schema/check.h"

#include "schema/choose.h"
#include "schema/fault.h"
#include "schema/instance.h"

bool check_ref(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    return check_beside(check, use->first, at->spot, at->seen);
}

bool check_all_of(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    bool ok = true;

    for (uint32_t i = 0; i < use->count && (ok || check->diags != NULL); i++) {
        uint32_t child = check->set->children[use->first + i];

        ok = check_beside(check, child, at->spot, at->seen) && ok;
    }
    return ok;
}

bool check_any_of(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    bool ok = false;

    /* Every valid alternative counts as having evaluated its part, so one is not enough there. */
    for (uint32_t i = 0; i < use->count && (!ok || at->seen != NULL); i++) {
        uint32_t child = check->set->children[use->first + i];

        ok = check_quietly(check, child, at->spot, at->seen) || ok;
    }
    if (!ok && check->diags != NULL) {
        choose_report(check, use, at->spot);
    }
    return ok;
}

bool check_one_of(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    uint32_t first_valid = SCHEMA_NONE;

    for (uint32_t i = 0; i < use->count; i++) {
        uint32_t child = check->set->children[use->first + i];

        if (!check_quietly(check, child, at->spot, at->seen)) {
            continue;
        }
        if (first_valid != SCHEMA_NONE) {
            fault_both(check, at->spot, first_valid, child);
            return false;
        }
        first_valid = child;
    }
    if (first_valid == SCHEMA_NONE && check->diags != NULL) {
        choose_report(check, use, at->spot);
    }
    return first_valid != SCHEMA_NONE;
}

bool check_negation(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    if (!check_quietly(check, use->first, at->spot, NULL)) {
        return true;
    }
    fault_not(check, at->spot, use->first);
    return false;
}

bool check_if(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    bool holds = check_quietly(check, use->first, at->spot, at->seen);
    const struct keyword_use *branch =
        set_use(check->set, at->node, holds ? KEYWORD_THEN : KEYWORD_ELSE);

    return branch == NULL || check_beside(check, branch->first, at->spot, at->seen);
}

bool check_dispatch(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    const char *on = jx_get_text(set_value(check->set, use->value), "on", "");
    const json_t *value = jx_get(at->spot->value, on);

    if (value == NULL) {
        fault_missing(check, at->spot, NULL, on);
        return false;
    }
    struct spot chooser = spot_member(at->spot, on, value);

    if (!json_is_string(value)) {
        fault_type(check, &chooser, NULL, KIND_STRING);
        return false;
    }
    const struct schema_member *member = set_member(check->set, use, jx_str(value));

    if (member == NULL) {
        fault_unknown_kind(check, &chooser, use);
        return false;
    }
    struct spot spot = *at->spot;

    spot.kind_key = on;
    spot.kind_value = json_string_value(value);
    return check_beside(check, member->node, &spot, at->seen);
}

bool check_dependent_schemas(struct check *check, const struct keyword_use *use,
                             const struct scope *at)
{
    bool ok = true;

    for (uint32_t i = 0; i < use->count && (ok || check->diags != NULL); i++) {
        const struct schema_member *member = &check->set->members[use->first + i];
        struct str name = set_name(check->set, member);

        if (json_object_getn(at->spot->value, name.p, name.len) != NULL) {
            ok = check_beside(check, member->node, at->spot, at->seen) && ok;
        }
    }
    return ok;
}
