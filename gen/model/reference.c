/* SPDX-License-Identifier: MIT */
/* References are plain objects; no user document can hold one, because '$' keys are refused. */
#include "model/reference.h"

json_t *reference_make(const char *what, const struct naming *naming)
{
    json_t *reference = jx_object();

    jx_set(reference, "$ref", jx_string(what));
    jx_set(reference, "id", jx_string(naming->id));
    jx_set(reference, "label", jx_string(naming->label));
    jx_set(reference, "name", jx_string(naming->name));
    return reference;
}

json_t *reference_to_tier(const struct tier *tier, const char *attribute)
{
    json_t *reference = reference_make("", &tier->naming);

    jx_set(reference, "$ref", jx_format("%s.%s", tier->kind->name, attribute));
    jx_set(reference, "tier", jx_string(tier->naming.key));
    return reference;
}

json_t *reference_with_suffix(json_t *value, const char *suffix)
{
    json_t *parts = jx_array();
    json_t *concat = jx_object();

    jx_append(parts, value);
    jx_append(parts, jx_string(suffix));
    jx_set(concat, "$concat", parts);
    return concat;
}

json_t *reference_summary(const struct tier *tier)
{
    json_t *summary = jx_object();

    jx_set(summary, "key", jx_string(tier->naming.key));
    jx_set(summary, "kind", jx_string(tier->kind->name));
    jx_set(summary, "id", jx_string(tier->naming.id));
    jx_set(summary, "label", jx_string(tier->naming.label));
    jx_set(summary, "name", jx_string(tier->naming.name));
    return summary;
}
