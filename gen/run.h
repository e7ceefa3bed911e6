/* SPDX-License-Identifier: MIT */
/** What a run consists of; private to the library's own files (archgen.c, explain.c). */
#ifndef ARCHGEN_RUN_H
#define ARCHGEN_RUN_H

#include "archgen.h"
#include "data/memo.h"
#include "data/places.h"
#include "model/catalog.h"
#include "model/model.h"
#include "model/overlay.h"
#include "target/target.h"
#include "target/texts.h"

struct environment_run {
    const struct environment *environment;
    const json_t *merged;
    json_t *resolved;
    struct model *model;
    json_t *view;
};

struct loaded_target {
    const char *name;
    struct target *target;
};

struct archgen {
    struct arena *arena;
    struct diags *diags;
    const struct file_list *data;
    const struct archgen_clock *clock; /* or NULL */
    const struct source *source;       /* the description */
    struct catalog *catalog;
    struct memo *memo;
    struct texts *texts; /* that targets have in common */
    json_t *document;
    struct places *places;
    struct overlay *overlay;
    struct environment_run *runs;
    const char **names;
    size_t run_count;
    struct loaded_target *targets;
    size_t target_count;
    size_t target_capacity;
    bool is_valid;
};

/** The environment of that name, or NULL after a diagnostic. */
struct environment_run *run_environment(struct archgen *run, const char *environment);

/** The view of an environment that has a model, made once in a run; borrowed from it. */
const json_t *run_view(struct archgen *run, struct environment_run *item);

/** Warns of waivers in a valid description whose finding arises in no environment. */
void run_check_waivers(struct archgen *run);

/** The target of that name, loaded once in a run, or NULL after a diagnostic. */
struct target *run_target(struct archgen *run, const char *name);

#endif
