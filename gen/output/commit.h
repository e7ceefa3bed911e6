/* SPDX-License-Identifier: MIT */
/**
 * Carrying out a plan. Floor: output. Every file is old or new at every instant, also if the
 * process is killed: new bytes are written to temporary files beside their targets, synced, and
 * only when all of them are complete are they renamed. The caller holds the lock and the signals.
 */
#ifndef ARCHGEN_OUTPUT_COMMIT_H
#define ARCHGEN_OUTPUT_COMMIT_H

#include "base/compiler.h"
#include "output/folder.h"
#include "output/plan.h"
#include "output/signals.h"

#include <stdbool.h>

/** Writes, renames and removes what `plan` says. False with `*reason` on failure; temporary files
 *  are then gone again. */
AG_MUST_USE bool commit_plan(const struct plan *plan, struct folders *folders,
                             const struct signals *signals, const char **reason);

#endif
