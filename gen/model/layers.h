/* SPDX-License-Identifier: MIT */
/**
 * Layers: keys of the description that speak of the system as a whole (backups, an audit trail), as
 * opposed to tiers. Floor: model. A property of schema/architecture.json whose annotation has
 * `layer` is one; its schema is a document of its own, and the view has a member of its name, null
 * where the layer is off. Tiers take part in a layer as the annotation `layers` of their kind says.
 */
#ifndef ARCHGEN_MODEL_LAYERS_H
#define ARCHGEN_MODEL_LAYERS_H

#include "model/model.h"

#include <stdbool.h>

/** What the catalog says of a layer, and what the description says. */
struct layer_info {
    const char *name;     /* "backup": its key */
    const json_t *traits; /* the property's "x-archgen" */
    const json_t *schema; /* the layer's own document, or its alternative for maps */
    const json_t *spec;   /* resolved; NULL where the layer is off */
    const json_t *source; /* as merged, for places; may be a short form or NULL */
};

/** Fills `model->layers`, in the order of the schema. */
void layers_build(struct model *model);

/** Calls `visit` for each layer, in the schema's order. */
void layers_each(const struct model *model,
                 void (*visit)(void *context, const struct layer_info *layer), void *context);

/** Sets the member of each layer in `view`: its resolved properties with tiers and names spelled
 *  out, or null. */
void layers_add(const struct model *model, json_t *view);

/** Gives {"backup": true, …}: the layers in which a tier takes part; shared. */
AG_MUST_USE json_t *layers_of(const struct model *model, const struct tier *tier);

/** True if the tier can take part in the layer: its kind says so and what it asks for holds. */
bool layers_can_join(const struct model *model, const struct layer_info *layer,
                     const struct tier *tier);

/** True if the tier takes part in the layer called `name`. */
bool layers_has_member(const struct model *model, const struct tier *tier, const char *name);

/** True if a row of a kind's names holds for a tier: its `when`, and the layer it is for. */
bool layers_name_applies(const struct model *model, const struct tier *tier, const json_t *row);

/** True if a layer tells the topic of its level something ("topic" in its annotation), so that
 *  there must be one. */
bool layers_tell(const struct model *model);

/** Adds the parameters of layers to the view's list: the addresses that they tell. */
void layers_add_parameters(const struct model *model, json_t *list);

/** Calls `visit` for each property of a layer that lists addresses, each a parameter. */
void layers_address_lists(const struct model *model,
                          void (*visit)(void *context, const struct layer_info *layer,
                                        const char *property),
                          void *context);

/** Calls `visit` for each row of the annotation `names` of a layer that is on: a name made of the
 *  prefix of all names and the row's `suffix`. */
void layers_names(const struct model *model,
                  void (*visit)(void *context, const struct layer_info *layer, const json_t *row),
                  void *context);

/** The uses of the customer key by layers; `is_first` tells those that ask for a key from those
 *  that only join if there is one. Gives what key policies must admit, by `visit`. */
void layers_key_uses(const struct model *model, bool is_first,
                     void (*visit)(void *context, const char *use), void *context);

/** Calls `visit` for each region that a layer names, with the dotted path of the property. */
void layers_regions(const struct model *model,
                    void (*visit)(void *context, const struct layer_info *layer, const char *path,
                                  const char *region),
                    void *context);

#endif
