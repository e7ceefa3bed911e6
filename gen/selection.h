/* SPDX-License-Identifier: MIT */
/**
 * Which schemas and templates a run needs. Data that was checked when the program was built need
 * not be parsed where no tier uses it: most of a run's time is spent on loading.
 */
#ifndef ARCHGEN_SELECTION_H
#define ARCHGEN_SELECTION_H

#include "base/arena.h"
#include "base/files.h"
#include "data/json.h"

/**
 * Gives the files of `data` without the templates and with empty schemas of kinds that `document`
 * (as read) does not use, so that these kinds are known by name only. Gives `data` itself if it was
 * not checked before, or if the document names a kind that does not exist, or none: then everything
 * is loaded, as the message lists what there is.
 */
const struct file_list *selection_make(struct arena *arena, const struct file_list *data,
                                       const json_t *document);

#endif
