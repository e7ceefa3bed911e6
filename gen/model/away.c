/* SPDX-License-Identifier: MIT */
/* All that name a region name the same one: a target has one place for what is away. */
#include "model/away.h"

#include "base/mem.h"
#include "model/names.h"
#include "model/reference.h"

/* The region that parts need, or NULL if they need none or it is the description's. */
static const char *other_region(const struct model *model, const json_t *traits)
{
    const char *region = jx_get_text(jx_get(traits, "away"), "region", NULL);

    return region == NULL || strcmp(region, model->region) == 0 ? NULL : region;
}

static json_t *parts_of(const struct model *model, const json_t *traits, const json_t *spec)
{
    const json_t *parts = jx_get(jx_get(traits, "away"), "parts");
    bool is_other = other_region(model, traits) != NULL;
    json_t *map = jx_object();
    const char *part;
    const json_t *when;

    jx_object_foreach (parts, part, when) {
        jx_set(map, part, jx_bool(is_other && catalog_when_within(when, spec, model->document)));
    }
    return map;
}

json_t *away_of(const struct model *model, const struct tier *tier)
{
    return parts_of(model, tier->kind->traits, tier->spec);
}

/* Adds to `all` what is true in `own`; true if there was something. */
static bool merge_parts(json_t *all, const json_t *own)
{
    bool has_any = false;
    const char *part;
    const json_t *is_away;

    jx_object_foreach (own, part, is_away) {
        has_any = has_any || json_is_true(is_away);
        if (json_is_true(is_away) || jx_get(all, part) == NULL) {
            jx_set(all, part, jx_share(is_away));
        }
    }
    return has_any;
}

static const char *same_region(const char *region, const char *needed)
{
    BUG_UNLESS(needed != NULL && (region == NULL || strcmp(region, needed) == 0));
    return needed;
}

/* What the description itself needs elsewhere; a key that is not there needs nothing. */
static const char *merge_document(const struct model *model, json_t *parts)
{
    const json_t *schema = schemas_annotations(model->catalog->schemas, CATALOG_DOCUMENT);
    const char *region = NULL;
    const char *key;
    const json_t *property;

    jx_object_foreach (jx_get(schema, "properties"), key, property) {
        const json_t *traits = jx_get(property, "x-archgen");
        json_t *own = parts_of(model, traits, jx_get(model->document, key));

        if (merge_parts(parts, own)) {
            region = same_region(region, other_region(model, traits));
        }
        json_decref(own);
    }
    return region;
}

json_t *away_view(const struct model *model)
{
    json_t *parts = jx_object();
    json_t *tiers = jx_array();
    json_t *view = json_null();
    const char *region = merge_document(model, parts);

    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];
        json_t *own = away_of(model, tier);

        if (merge_parts(parts, own)) {
            region = same_region(region, other_region(model, tier->kind->traits));
            jx_append(tiers, reference_summary(model, tier));
        }
        json_decref(own);
    }
    if (region != NULL) {
        view = jx_object();
        jx_set(view, "region", jx_string(region));
        jx_set(view, "label", jx_string(names_label(model->arena, str_from(region))));
        jx_set(view, "parts", jx_share(parts));
        jx_set(view, "tiers", jx_share(tiers));
    }
    json_decref(parts);
    json_decref(tiers);
    return view;
}
