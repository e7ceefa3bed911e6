/* SPDX-License-Identifier: MIT */
/* Checks of the regions that properties name. */
#include "model/checks.h"

#include "model/layers.h"
#include "model/regions.h"

struct named {
    struct model *model;
    const struct tier *tier;
};

/* "aws" is "us-east-1" and most others; China and the US government have accounts of their own,
 * and nothing is copied between them (AWS General Reference, "partition"). */
static struct str partition_of(const char *region)
{
    static const struct str rows[] = {STR_INIT("cn-"), STR_INIT("us-gov-"), STR_INIT("us-iso"),
                                      STR_INIT("eusc-")};

    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        if (str_has_prefix(str_from(region), rows[i])) {
            return rows[i];
        }
    }
    return STR("aws");
}

static void check_region_at(struct model *model, struct span span, const char *region)
{
    if (strcmp(region, model->region) == 0) {
        struct diag *diag =
            diag_add(model->diags, DIAG_BAD_TIER, span,
                     "'%s' is the region of everything; expected another one", region);

        diag_note(model->diags, diag, model_span(model, "region", ""), "the region is given here");
    } else if (!str_eq(partition_of(region), partition_of(model->region))) {
        diag_add(model->diags, DIAG_BAD_TIER, span,
                 "'%s' cannot be reached from '%s': they belong to different partitions of AWS",
                 region, model->region);
    }
}

static void check_region(void *ctx, const char *path, const char *region)
{
    const struct named *named = ctx;

    check_region_at(named->model, checks_path_span(named->model, named->tier, path), region);
}

static void check_layer_region(void *ctx, const struct layer_info *layer, const char *path,
                               const char *region)
{
    struct model *model = ctx;

    struct span span = model_span(model, layer->name, "");

    check_region_at(model, checks_span_below(model, layer->source, span, path), region);
}

void check_regions(struct model *model)
{
    layers_regions(model, check_layer_region, model);
    for (size_t i = 0; i < model->tier_count; i++) {
        struct named named = {model, &model->tiers[i]};

        regions_each(named.tier, check_region, &named);
    }
}
