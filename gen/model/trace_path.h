/* SPDX-License-Identifier: MIT */
/** Paths of model/trace.h as steps; private to it. Floor: model. */
#ifndef ARCHGEN_MODEL_TRACE_PATH_H
#define ARCHGEN_MODEL_TRACE_PATH_H

#include "data/pointer.h"
#include "model/trace.h"

/** The value that the steps lead to, or NULL. Borrows. */
const json_t *trace_path_get(const json_t *root, const struct str *tokens, size_t count);

/** The dotted form, in the arena; a key with a dot or a bracket makes it a JSON Pointer. */
const char *trace_path_text(struct arena *arena, const struct str *tokens, size_t count);

#endif
