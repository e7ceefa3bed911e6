/* SPDX-License-Identifier: MIT */
/**
 * Host names that a tier answers to: those of the properties that its kind's `hosts` names, made
 * complete with the description's domain. Floor: model.
 */
#ifndef ARCHGEN_MODEL_HOSTS_H
#define ARCHGEN_MODEL_HOSTS_H

#include "data/json.h"
#include "model/model.h"

#include <stddef.h>

/** The domain's name, or NULL if the description has none. */
const char *hosts_domain(const struct model *model);

/**
 * The complete names, in the arena, without repetition. The first property of the kind's `hosts`
 * holds one name, by default the tier's own key below the domain; the others hold lists. None for
 * a tier without a name, which happens only without a domain.
 */
const char **hosts_of(const struct model *model, const struct tier *tier, size_t *count);

/** Gives the view's list of {name, id, label}. */
AG_MUST_USE json_t *hosts_view(const struct model *model, const struct tier *tier);

#endif
