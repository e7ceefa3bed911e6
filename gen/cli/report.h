/* SPDX-License-Identifier: MIT */
/**
 * What a run did, or would do: for people a line for each target and environment, for programs one
 * line of JSON (--report json; docs/archgen.1, "REPORT"). Floor: cli.
 */
#ifndef ARCHGEN_CLI_REPORT_H
#define ARCHGEN_CLI_REPORT_H

#include "cli/session.h"
#include "output/plan.h"

/** Notes what was written and removed, as the options want it. `plan` is what was done. */
void report_written(struct session *session, const struct plan_job *job, const struct plan *plan,
                    const struct texts *environments);

/** Notes what would be done; for people that is on standard output already. */
void report_planned(struct session *session, const struct plan_job *job, const struct plan *plan,
                    const struct texts *environments);

#endif
