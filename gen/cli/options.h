/* SPDX-License-Identifier: MIT */
/**
 * The command line. Floor: cli. One table of options is the parser, the help text and the rule
 * which option goes with which command; a test compares it with the manual page.
 *
 *     struct options options;
 *     if (options_parse(&options, &arena, argc, argv, &diags)) { … options.command … }
 *
 * Long options take "--name=value" or "--name value", short ones "-o value" or "-ovalue"; "--" ends
 * the options, "-" is an operand.
 */
#ifndef ARCHGEN_CLI_OPTIONS_H
#define ARCHGEN_CLI_OPTIONS_H

#include "base/arena.h"
#include "base/compiler.h"
#include "base/buf.h"
#include "base/diag.h"

#include <stdbool.h>
#include <stddef.h>

enum command {
    COMMAND_GENERATE, /* without any option that names another */
    COMMAND_CHECK,
    COMMAND_PREVIEW,
    COMMAND_VALIDATE,
    COMMAND_VERIFY,
    COMMAND_DUMP,
    COMMAND_LIST,
    COMMAND_EXPLAIN,
    COMMAND_EXPLAIN_ID,
    COMMAND_SCHEMA,
    COMMAND_FORMAT,
    COMMAND_INIT,
    COMMAND_INSTALL_HOOK,
    COMMAND_VERSION,
    COMMAND_HELP
};

enum list_word { LIST_KINDS, LIST_TARGETS, LIST_CHECKS, LIST_DIAGNOSTICS, LIST_SAMPLES };
enum report_word { REPORT_TEXT, REPORT_JSON };
enum hook_word { HOOK_VERIFY, HOOK_REGENERATE };
enum colour_word { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };
enum diagnostics_word { DIAGNOSTICS_TEXT, DIAGNOSTICS_JSON, DIAGNOSTICS_SARIF };

/** Values of an option that may be repeated, in the order given, all different. */
struct texts {
    const char **items;
    size_t count;
    size_t capacity;
};

/** What the user asked for; texts are those of argv. */
struct options {
    enum command command;
    int word; /* --dump: enum archgen_stage; --list: enum list_word; … */
    const char
        *subject; /* --explain: the path; --explain-id: the id; --init: the sample, or NULL */
    struct texts targets; /* names, or folders (with a '/') */
    struct texts environments;
    const char *output; /* a default of the command unless given; "-" is standard output */
    const char *data;   /* NULL unless given */
    const char *file;   /* "architecture.yaml" unless given; "-" is standard input */
    bool is_check;      /* --fmt with --check */
    bool force;
    bool quiet;
    int colour;      /* enum colour_word */
    int diagnostics; /* enum diagnostics_word */
    int report;      /* enum report_word */
};

/** A row of the table. */
struct option {
    const char *name;  /* without the dashes */
    char letter;       /* '\0' if there is no short form */
    const char *value; /* what it takes, "DIR", or the words allowed, "text|json"; NULL for none */
    unsigned commands; /* 1u << COMMAND_… of those that it goes with */
    const char *help;  /* one sentence */
    bool (*apply)(struct options *options, struct arena *arena, const struct option *option,
                  const char *value, struct diags *diags);
    size_t member;        /* offset in struct options of what it sets */
    enum command command; /* what an option that names a command names */
    bool is_optional;     /* the value may be left out; it is given with '=' only */
};

/** The table, for the help text and for tests. */
const struct option *options_table(size_t *count);

/** Reads the arguments (borrowed). False after a diagnostic; `*options` then holds what was
 *  understood up to there. "--help" and "--version" end the reading. */
AG_MUST_USE bool options_parse(struct options *options, struct arena *arena, int argc,
                               const char *const *argv, struct diags *diags);

/** True if the command reads a description. */
bool options_reads(const struct options *options);

/** Adds a fault of the command line; its hint points to the help unless one is set later. */
AG_PRINTF(2, 3) struct diag *options_fault(struct diags *diags, const char *format, ...);

/** Appends the help text. */
void options_help(struct buf *out);

#endif
