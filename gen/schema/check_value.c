/* SPDX-License-Identifier: MIT */
/* Keywords that look at a value as a whole: its type, the values allowed, numbers and strings. */
#include "schema/check.h"

#include "schema/fault.h"
#include "schema/format.h"
#include "schema/instance.h"

bool check_type(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    if ((instance_kind(at->spot->value) & use->first) != 0) {
        return true;
    }
    fault_type(check, at->spot, at->node, use->first);
    return false;
}

bool check_enum(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    const json_t *values = set_value(check->set, use->value);
    size_t i;
    const json_t *allowed;

    jx_array_foreach (values, i, allowed) {
        if (instance_equal(allowed, at->spot->value)) {
            return true;
        }
    }
    fault_enum(check, at->spot, values);
    return false;
}

bool check_const(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    const json_t *expected = set_value(check->set, use->value);

    if (instance_equal(expected, at->spot->value)) {
        return true;
    }
    fault_const(check, at->spot, expected);
    return false;
}

/* All four bounds; the row that finds the fault reports the whole range. */
bool check_range(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    int order = instance_compare(at->spot->value, set_value(check->set, use->value));
    bool ok = use->id == KEYWORD_MINIMUM             ? order >= 0
              : use->id == KEYWORD_MAXIMUM           ? order <= 0
              : use->id == KEYWORD_EXCLUSIVE_MINIMUM ? order > 0
                                                     : order < 0;

    if (!ok) {
        fault_range(check, at->spot, at->node);
    }
    return ok;
}

bool check_multiple_of(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    const json_t *step = set_value(check->set, use->value);

    if (instance_is_multiple(at->spot->value, step)) {
        return true;
    }
    fault_multiple(check, at->spot, step);
    return false;
}

static bool check_length(struct check *check, bool ok, size_t length, const struct scope *at)
{
    static const struct fault_count COUNT = {KEYWORD_MIN_LENGTH, KEYWORD_MAX_LENGTH, "character",
                                             "characters"};

    if (!ok) {
        fault_size(check, at->spot, at->node, &COUNT, length);
    }
    return ok;
}

bool check_max_length(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    size_t length = instance_length(jx_str(at->spot->value));

    return check_length(check, length <= use->first, length, at);
}

bool check_min_length(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    size_t length = instance_length(jx_str(at->spot->value));

    return check_length(check, length >= use->first, length, at);
}

bool check_pattern(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    enum pattern_result result =
        patterns_match(check->set->patterns, use->first, jx_str(at->spot->value));

    if (result != PATTERN_MATCHES) {
        fault_pattern(check, at->spot, use->first, result);
    }
    return result == PATTERN_MATCHES;
}

bool check_format(struct check *check, const struct keyword_use *use, const struct scope *at)
{
    size_t count;
    const struct format *format = &format_all(&count)[use->first];

    if (format->is_valid(jx_str(at->spot->value))) {
        return true;
    }
    fault_format(check, at->spot, format);
    return false;
}
