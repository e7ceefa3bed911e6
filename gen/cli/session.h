/* SPDX-License-Identifier: MIT */
/**
 * One run of the command, from its arguments to its exit code. Floor: cli. Commands fill the
 * session; what was found wrong is printed once, at its end.
 */
#ifndef ARCHGEN_CLI_SESSION_H
#define ARCHGEN_CLI_SESSION_H

#include "archgen.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/files.h"
#include "cli/options.h"

#include <stdbool.h>

/** Exit codes; when several apply, the highest wins. */
enum exit_code {
    EXIT_CODE_DONE = 0,
    EXIT_CODE_DIFFERENT = 1, /* --check found a difference */
    EXIT_CODE_FAULTY = 2,    /* the command line or the description is wrong */
    EXIT_CODE_MACHINE = 3    /* something cannot be read, written or locked */
    /* 70, a bug of ours: base/mem.c */
};

struct session {
    struct arena arena;
    struct diags diags;
    struct options options;
    struct file_list data; /* schemas and templates */
    struct texts targets;  /* names of the targets asked for */
    struct archgen *run;   /* NULL until the description is read */
    struct buf notes;      /* for standard error, after the diagnostics */
    enum exit_code code;
};

/** Raises the exit code to at least `code`. */
void session_raise(struct session *session, enum exit_code code);

/** Notes a failure of the machine: "archgen: <reason>", exit code 3. */
void session_fail(struct session *session, const char *reason);

/** Loads schemas and templates; false if that cannot be, all told. */
bool session_load(struct session *session);

/** Reads the description, with what session_load loaded; false if there is nothing to work with,
 * all told. */
bool session_read(struct session *session);

/** Prints on standard output; a failure makes exit code 3. */
void session_print(struct session *session, struct str text);

/** Prints diagnostics and notes on standard error; JSON and SARIF diagnostics of --validate are its
 *  result and go to standard output. */
void session_finish(struct session *session);

/** True if standard error is a terminal. */
bool session_has_reader(void);

/** Appends the texts, separated by ", ". */
void session_add_names(struct buf *out, const char *const *names, size_t count);

#endif
