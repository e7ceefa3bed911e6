/* SPDX-License-Identifier: MIT */
/* Builds the model stage by stage; each stage reads what the ones before it filled. */
#include "model/model.h"

#include "model/alarms.h"
#include "model/flows.h"
#include "model/layers.h"
#include "model/links.h"
#include "model/names.h"
#include "model/network.h"
#include "model/rules.h"
#include "model/tiers.h"
#include "model/waivers.h"

const struct tier *model_tier(const struct model *model, struct str key)
{
    return table_get(&model->tiers_by_key, key);
}

struct span model_property_span(const struct model *model, const struct tier *tier,
                                const char *property)
{
    const struct place *place = places_of_member(model->places, tier->source, property);

    return place->value.source == NULL ? tier->span : place->value;
}

struct span model_span(const struct model *model, const char *member, const char *inner)
{
    const struct place *outer = places_of_member(model->places, model->source, member);
    const struct place *place =
        places_of_member(model->places, jx_get(model->source, member), inner);

    if (place->value.source != NULL) {
        return place->value;
    }
    return outer->key.source != NULL ? outer->key
                                     : places_of_root(model->places, model->source)->value;
}

struct model *model_build(struct arena *arena, const struct model_input *input)
{
    struct model *model = ARENA_NEW(arena, struct model);
    const struct environment *environment = input->environment;
    size_t errors = input->diags->error_count;

    model->arena = arena;
    model->diags = input->diags;
    model->catalog = input->catalog;
    model->places = input->places;
    model->memo = input->memo;
    model->tools = waivers_tools(arena, catalog_table(input->catalog, CATALOG_FINDINGS));
    model->source = input->source;
    model->document = input->document;
    model->project = jx_get_text(input->document, "name", "");
    model->environment = environment->name;
    model->long_environment = environment->long_name;
    model->profile = environment->profile;
    model->region = jx_get_text(input->document, "region", "");
    model->prefix = arena_text(arena, "%s-%s", model->project, model->environment);
    model->has_former_labels = environment->has_former_labels;
    model->key = names_make(arena, model->prefix, "main");
    model->key.id = "Key";
    layers_build(model);
    tiers_build(model);
    links_build(model);
    network_build(model);
    flows_build(model);
    rules_build(model);
    if (input->diags->error_count != errors) {
        return NULL;
    }
    alarms_build(model);
    return model;
}
