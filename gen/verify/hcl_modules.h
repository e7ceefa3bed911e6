/* SPDX-License-Identifier: MIT */
/**
 * Modules that call others, joined into the one module that they describe. Floor: verify. What a
 * call passes on is put in the place of the variable, and what a module gives back in the place of
 * `module.web.lb_web_arn`, in the raw form (verify/raw.h); so what is passed on wrongly, or not at
 * all, is another reference than the one that is meant. So is a reference to what stands in another
 * module.
 *
 *     error = hcl_modules_join(&modules);      // modules.list[0].resources has those of all
 */
#ifndef ARCHGEN_VERIFY_HCL_MODULES_H
#define ARCHGEN_VERIFY_HCL_MODULES_H

#include "base/arena.h"
#include "data/json.h"

#include <stdbool.h>
#include <stddef.h>

/** The blocks of a folder. */
struct hcl_module {
    struct arena *arena;
    const char *folder;
    json_t *resources; /* and data sources and outputs */
    json_t *parameters;
    json_t *regions; /* alias of a provider → region; "" is the one without */
    json_t *tags;    /* alias of a provider → tags: on everything of it that has tags */
    json_t *moved;   /* address → the label that it had before */
    json_t *calls;   /* name → the body of its block */
    bool is_called;  /* by another: it is no root module */
};

struct hcl_modules {
    struct hcl_module *list;
    size_t count;
};

/** Adds to each root module the resources and data sources of those that it calls. NULL, or why it
 *  cannot be done, in the arena. */
const char *hcl_modules_join(struct hcl_modules *modules);

#endif
