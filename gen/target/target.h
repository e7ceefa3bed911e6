/* SPDX-License-Identifier: MIT */
/**
 * Targets: a folder of templates, a manifest and a reference table make the files of one dialect
 * of the infrastructure. Floor: target. No C knows a target's resource types.
 *
 *     struct target *cfn = target_load(arena, "cfn", data, diags);
 *     target_generate(cfn, view, &files, diags);         // files: "cfn/prod/template.json", …
 */
#ifndef ARCHGEN_TARGET_TARGET_H
#define ARCHGEN_TARGET_TARGET_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/files.h"
#include "data/json.h"

#include <stdbool.h>

struct target;

/**
 * Loads target `name` from the files "templates/<name>/…" and "templates/shell/…" of `data`
 * (borrowed for the target's life). All templates are parsed, used or not, unless the build did
 * that
 * (`data->compiled`). NULL after a diagnostic.
 */
struct target *target_load(struct arena *arena, const char *name, const struct file_list *data,
                           struct diags *diags);

/** Releases what does not live in the arena. */
void target_free(struct target *target);

/** Called when composition and layout begin (true) and when rendering goes on (false). */
typedef void (*target_clock)(void *context, bool is_layout);
void target_set_clock(struct target *target, target_clock clock, void *context);

/** Texts that targets of the same run have in common (target/texts.h); borrowed. */
struct texts;
void target_set_texts(struct target *target, struct texts *texts);

/** The name of the dialect in which the target's files are written: "json", "hcl". */
const char *target_dialect(const struct target *target);

/** The kinds for which the target has no template are a fault; true if `kind` has one, or the
 *  manifest asks for none ("{kind}" for each of the tiers). */
bool target_has_kind(const struct target *target, const char *kind);

/**
 * Renders, composes and lays out every file of one environment and appends them to `files` (bytes
 * in the arena of target_load). `view` is what gen/model/ made (docs/templates.md). `origin` gives
 * the user's place of something for diagnostics: of a tier by its name, of another part of the
 * description by its JSON Pointer ("/patch/cfn/0"), of the whole by NULL; it may be NULL itself.
 * False after a diagnostic; then `files` is unchanged.
 */
typedef struct span (*target_origin)(void *context, const char *what);
bool target_generate(struct target *target, const json_t *view, target_origin origin,
                     void *origin_context, struct file_list *files, struct diags *diags);

/**
 * Appends the file that tells the target which resources only changed their addresses because tiers
 * were renamed, if the target's manifest has such a file (`moved`) and there are any. `former` is
 * the view of the same model under the former labels; `files` from `first` on is what
 * target_generate made of the present view. False after a diagnostic.
 */
bool target_add_moves(struct target *target, const json_t *former, size_t first,
                      struct file_list *files, struct diags *diags);

#endif
