/* SPDX-License-Identifier: MIT */
/**
 * Topics: who is told what (`monitoring.notify`). Floor: model. There is one topic for everything,
 * or one for each level that is named; a level without one uses the next.
 */
#ifndef ARCHGEN_MODEL_TOPICS_H
#define ARCHGEN_MODEL_TOPICS_H

#include "data/json.h"
#include "model/model.h"

#include <stdbool.h>

/** True if there is a topic: somebody is to be told, and there is something to tell. */
bool topics_exist(const struct model *model);

/** Gives a reference to the topic that `level` ("critical", "warning", "info") goes to in a region,
 *  or null. In another region than the description's there are topics of the same names. */
AG_MUST_USE json_t *topics_reference(const struct model *model, const char *level,
                                     const char *region);

/** The letters and digits of an address in lower case, other runs as hyphens: "ops-example-com";
 *  "address" for NULL. In the arena. */
const char *topics_address_key(const struct model *model, const char *address);

/** Gives the list of topics with their subscriptions (docs/templates.md, `monitoring`). */
AG_MUST_USE json_t *topics_view(const struct model *model, const char *region);

/** Appends the addresses as parameters to `list`. */
void topics_add_parameters(const struct model *model, json_t *list);

#endif
