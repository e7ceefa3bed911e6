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
void command_verify(struct session *session);

/** Printing where a value comes from (cli/explain.c). */
void command_explain(struct session *session);

/** Printing the page of a diagnostic (cli/explain_id.c), and the bundled schema. */
void command_explain_id(struct session *session);
void command_schema(struct session *session);

/** Loads the data and appends the bundled schema. False after a diagnostic. */
bool command_add_schema(struct session *session, struct buf *out);

/** Putting a description in order (cli/format.c). */
void command_format(struct session *session);

/** Writing a description to begin with (cli/init.c), and a commit hook (cli/hook.c). */
void command_init(struct session *session);
void command_install_hook(struct session *session);

/** The names of the samples for --init, in the arena. */
const char *const *command_samples(struct arena *arena, size_t *count);

/** Loads the data and reads the description; at least `least_targets` targets must be asked for.
 *  False after a diagnostic. */
bool command_read(struct session *session, size_t least_targets, struct texts *environments);

/** Fills `texts` with the environments that the options ask for: those of --env, or all. False
 *  after a diagnostic. */
bool command_environments(struct session *session, struct texts *texts);

#endif
