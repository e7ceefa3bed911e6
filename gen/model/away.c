/* SPDX-License-Identifier: MIT */
/* All kinds that name a region name the same one: a target has one place for what is away. */
#include "model/away.h"

#include "base/mem.h"
#include "model/names.h"
#include "model/reference.h"

/* The region that the kind's parts need, or NULL if it has none or it is the description's. */
static const char *other_region(const struct model *model, const struct tier *tier)
{
    const char *region = jx_get_text(jx_get(tier->kind->traits, "away"), "region", NULL);

    return region == NULL || strcmp(region, model->region) == 0 ? NULL : region;
}

json_t *away_of(const struct model *model, const struct tier *tier)
{
    const json_t *parts = jx_get(jx_get(tier->kind->traits, "away"), "parts");
    bool is_other = other_region(model, tier) != NULL;
    json_t *map = jx_object();
    const char *part;
    const json_t *when;

    jx_object_foreach(parts, part, when)
    {
        jx_set(map, part,
               jx_bool(is_other && catalog_when_within(when, tier->spec, model->document)));
    }
    return map;
}

/* Adds to `all` what is true in `own`; true if there was something. */
static bool merge_parts(json_t *all, const json_t *own)
{
    bool has_any = false;
    const char *part;
    const json_t *is_away;

    jx_object_foreach(own, part, is_away)
    {
        has_any = has_any || json_is_true(is_away);
        if (json_is_true(is_away) || jx_get(all, part) == NULL) {
            jx_set(all, part, jx_share(is_away));
        }
    }
    return has_any;
}

json_t *away_view(const struct model *model)
{
    const char *region = NULL;
    json_t *parts = jx_object();
    json_t *tiers = jx_array();
    json_t *view = json_null();

    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];
        json_t *own = away_of(model, tier);

        if (merge_parts(parts, own)) {
            const char *needed = other_region(model, tier);

            BUG_UNLESS(needed != NULL && (region == NULL || strcmp(region, needed) == 0));
            region = needed;
            jx_append(tiers, reference_summary(tier));
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
