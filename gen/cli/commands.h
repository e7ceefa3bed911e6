/* SPDX-License-Identifier: MIT */
/**
 * The commands: each takes a session whose options are parsed, and leaves results on standard
 * output, faults in the session. Floor: cli.
 */
#ifndef ARCHGEN_CLI_COMMANDS_H
#define ARCHGEN_CLI_COMMANDS_H

#include "cli/session.h"

/** Runs the command that the options name. */
void commands_run(struct session *session);

/** Generating in its variants (cli/generate.c): into a folder, to standard output, or only
 *  compared, listed or validated. */
void command_generate(struct session *session);
void command_validate(struct session *session);

/** Fills `texts` with the environments that the options ask for: those of --env, or all. False
 *  after a diagnostic. */
bool command_environments(struct session *session, struct texts *texts);

#endif
