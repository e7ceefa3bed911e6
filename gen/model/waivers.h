/* SPDX-License-Identifier: MIT */
/**
 * Findings of scanners that are accepted, with their reasons. Floor: model. Which findings a part
 * of the output has, and when, is data: `findings` of a kind and schema/findings.json
 * (docs/kinds.md, "Findings"). A reason comes from the description or its profile (`waive`), or
 * stands beside the finding where scanners contradict each other or the description has decided.
 */
#ifndef ARCHGEN_MODEL_WAIVERS_H
#define ARCHGEN_MODEL_WAIVERS_H

#include "data/json.h"
#include "data/memo.h"
#include "model/model.h"

/** The part that findings are about if a row names none. */
#define WAIVERS_MAIN "main"

/** Which tool has which findings: `tools` of schema/findings.json. */
struct waiver_tools;

/** Reads them into the arena; `findings` is that file (borrowed for as long), or NULL. */
const struct waiver_tools *waivers_tools(struct arena *arena, const json_t *findings);

/** Findings that parts of one sort can have. */
struct waiver_table {
    struct arena *arena;
    struct memo *memo; /* equal results are shared through it */
    const struct waiver_tools *tools;
    const char *name; /* of the rows; different rows of a run have different names */
    const json_t *rows;
};

/** The table of `rows` in a model. */
struct waiver_table waivers_table(const struct model *model, const char *name, const json_t *rows);

/**
 * Gives a map of every part that the rows name, and WAIVERS_MAIN, to null or to what is waived
 * there: a map of each tool to a list of {id, reason}, sorted by id. `subject` is what the rows'
 * `when` is evaluated on, `given` a map of id to reason or NULL. Ids that no row knows count for
 * all parts but those whose first row has `others: false`; a finding that does not arise is not
 * waived. The result may be shared.
 */
AG_MUST_USE json_t *waivers_make(const struct waiver_table *table, const json_t *given,
                                 const json_t *subject);

/** True if a row knows `id`, and yet no part of `waived`, what waivers_make gave for the rows, has
 *  it: the finding does not arise. */
bool waivers_is_idle(const json_t *rows, const json_t *waived, const char *id);

/** Gives what is waived about `subject` as a whole, whatever parts the rows name, or null. */
AG_MUST_USE json_t *waivers_of_one(const struct waiver_table *table, const json_t *given,
                                   const json_t *subject);

/** Gives all that a view (model/view.h) waives: a list of {about, part, tool, id, reason}, where
 *  `about` is "tiers.<name>", "rules.<label>" or "system". */
AG_MUST_USE json_t *waivers_list(const json_t *view);

/** True if a policy document (docs/templates.md, `policy`) has an action or resource that ends in
 *  '*', so that it covers more than what is named. */
bool waivers_is_wide(const json_t *policy);

#endif
