/* SPDX-License-Identifier: MIT */
/* The command line: what is understood, what is refused and how, and that the help text and the
 * manual page name every option. */
#include "cli/options.h"

#include "archgen.h"
#include "base/io.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ARGUMENTS_MAX = 12 };

struct parsed {
    struct arena arena;
    struct diags diags;
    struct options options;
    bool is_good;
};

/** Parses a command line whose words are separated by blanks; "''" is an empty argument. */
static void parse(struct parsed *parsed, const char *line)
{
    const char *argv[ARGUMENTS_MAX + 1] = {"archgen"};
    struct str rest = str_from(line);
    int argc = 1;

    arena_init(&parsed->arena);
    diags_init(&parsed->diags, &parsed->arena);
    while (rest.len > 0) {
        const char *blank = memchr(rest.p, ' ', rest.len);
        size_t len = blank == NULL ? rest.len : (size_t)(blank - rest.p);
        struct str word = str_slice(rest, 0, len);

        assert_true(argc < ARGUMENTS_MAX);
        argv[argc++] = str_eq_text(word, "''") ? "" : arena_strdup(&parsed->arena, word);
        rest = str_slice(rest, len + 1, rest.len);
    }
    argv[argc] = NULL;
    parsed->is_good = options_parse(&parsed->options, &parsed->arena, argc, argv, &parsed->diags);
}

static void release(struct parsed *parsed)
{
    arena_release(&parsed->arena);
}

static const char *const commands[] = {
    [COMMAND_GENERATE] = "generate",
    [COMMAND_CHECK] = "check",
    [COMMAND_PREVIEW] = "preview",
    [COMMAND_VALIDATE] = "validate",
    [COMMAND_VERIFY] = "verify",
    [COMMAND_DUMP] = "dump",
    [COMMAND_LIST] = "list",
    [COMMAND_EXPLAIN_ID] = "explain-id",
    [COMMAND_SCHEMA] = "schema",
    [COMMAND_INIT] = "init",
    [COMMAND_INSTALL_HOOK] = "install-hook",
    [COMMAND_VERSION] = "version",
    [COMMAND_HELP] = "help",
};

/** The options as one line. */
static const char *describe(struct parsed *parsed)
{
    const struct options *options = &parsed->options;
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    buf_add_format(&out, "%s/%d [", commands[options->command], options->word);
    for (size_t i = 0; i < options->targets.count; i++) {
        buf_add_format(&out, "%s,", options->targets.items[i]);
    }
    buf_add_text(&out, "] [");
    for (size_t i = 0; i < options->environments.count; i++) {
        buf_add_format(&out, "%s,", options->environments.items[i]);
    }
    if (options->subject != NULL) {
        buf_add_format(&out, "] [%s", options->subject);
    }
    buf_add_format(&out, "] %s %s %s%s%s c%d d%d", options->output,
                   options->data == NULL ? "-" : options->data, options->file,
                   options->force ? " force" : "", options->quiet ? " quiet" : "", options->colour,
                   options->diagnostics);
    const char *text = arena_strdup(&parsed->arena, buf_str(&out));

    buf_release(&out);
    return text;
}

static const struct {
    const char *line;
    const char *expected;
} understood[] = {
    {"", "generate/0 [] [] generated - architecture.yaml c0 d0"},
    {"--target cfn", "generate/0 [cfn,] [] generated - architecture.yaml c0 d0"},
    {"--target=cfn", "generate/0 [cfn,] [] generated - architecture.yaml c0 d0"},
    {"--target cfn --target hcl a.yaml", "generate/0 [cfn,hcl,] [] generated - a.yaml c0 d0"},
    {"--env dev --env=prod", "generate/0 [] [dev,prod,] generated - architecture.yaml c0 d0"},
    {"--env=a=b", "generate/0 [] [a=b,] generated - architecture.yaml c0 d0"},
    {"-o out", "generate/0 [] [] out - architecture.yaml c0 d0"},
    {"-oout", "generate/0 [] [] out - architecture.yaml c0 d0"},
    {"--output out", "generate/0 [] [] out - architecture.yaml c0 d0"},
    {"-o -", "generate/0 [] [] - - architecture.yaml c0 d0"},
    {"-qo out", "generate/0 [] [] out - architecture.yaml quiet c0 d0"},
    {"-", "generate/0 [] [] generated - - c0 d0"},
    {"-- --check", "generate/0 [] [] generated - --check c0 d0"},
    {"a.yaml --force", "generate/0 [] [] generated - a.yaml force c0 d0"},
    {"--check", "check/0 [] [] generated - architecture.yaml c0 d0"},
    {"--dry-run --force", "preview/0 [] [] generated - architecture.yaml force c0 d0"},
    {"--validate", "validate/0 [] [] generated - architecture.yaml c0 d0"},
    {"--dump document", "dump/0 [] [] generated - architecture.yaml c0 d0"},
    {"--dump=model --env dev", "dump/2 [] [dev,] generated - architecture.yaml c0 d0"},
    {"--list diagnostics", "list/3 [] [] generated - architecture.yaml c0 d0"},
    {"--init", "init/0 [] [] architecture.yaml - architecture.yaml c0 d0"},
    {"--init minimal -o a.yaml", "init/0 [] [] [minimal] a.yaml - minimal c0 d0"},
    {"--install-hook a.yaml", "install-hook/0 [] [] generated - a.yaml c0 d0"},
    {"--install-hook=regenerate", "install-hook/1 [] [] generated - architecture.yaml c0 d0"},
    {"--verify", "verify/0 [] [] generated - architecture.yaml c0 d0"},
    {"--explain-id usage", "explain-id/0 [] [] [usage] generated - architecture.yaml c0 d0"},
    {"--schema --data d", "schema/0 [] [] generated d architecture.yaml c0 d0"},
    {"--diagnostics=sarif", "generate/0 [] [] generated - architecture.yaml c0 d2"},
    {"--version --nonsense", "version/0 [] [] generated - architecture.yaml c0 d0"},
    {"-h --nonsense", "help/0 [] [] generated - architecture.yaml c0 d0"},
    {"--data d --diagnostics json --color never",
     "generate/0 [] [] generated d architecture.yaml c2 d1"},
};

static void command_lines_are_understood(void **state)
{
    (void)state;
    for (size_t i = 0; i < AG_COUNT(understood); i++) {
        struct parsed parsed;

        parse(&parsed, understood[i].line);
        const char *found = describe(&parsed);

        if (!parsed.is_good || parsed.diags.count != 0 ||
            strcmp(found, understood[i].expected) != 0) {
            print_error("archgen %s: %s\n", understood[i].line, found);
            fail();
        }
        release(&parsed);
    }
}

static const struct {
    const char *line;
    const char *text;
    const char *hint;
} refused[] = {
    {"--tagret cfn", "unknown option '--tagret'", "did you mean '--target'?"},
    {"--tagret=cfn", "unknown option '--tagret'", "did you mean '--target'?"},
    {"--nonsense", "unknown option '--nonsense'", "try 'archgen --help'"},
    {"--targ cfn", "unknown option '--targ'", NULL},
    {"-z", "unknown option '-z'", "try 'archgen --help'"},
    {"-qz", "unknown option '-z'", "try 'archgen --help'"},
    {"--target", "'--target' needs a value: TARGET", "try 'archgen --help'"},
    {"--target=", "'--target' needs a value: TARGET", "try 'archgen --help'"},
    {"--env ''", "'--env' needs a value: ENV", "try 'archgen --help'"},
    {"-o", "'--output' needs a value: DIR", "try 'archgen --help'"},
    {"--check=yes", "'--check' takes no value", "try 'archgen --help'"},
    {"--env dev --env dev", "'--env dev' is given twice", "try 'archgen --help'"},
    {"--target cfn --target cfn", "'--target cfn' is given twice", "try 'archgen --help'"},
    {"-o a -o b", "'--output' is given twice", "try 'archgen --help'"},
    {"--list kind", "'--list' takes kinds|targets|checks|diagnostics|samples, not 'kind'",
     "did you mean 'kinds'?"},
    {"--color blue", "'--color' takes auto|always|never, not 'blue'", "try 'archgen --help'"},
    {"--check --validate", "'--check' and '--validate' exclude each other", "try 'archgen --help'"},
    {"--install-hook=", "'--install-hook' needs a value: verify|regenerate",
     "try 'archgen --help'"},
    {"--install-hook=verfy", "'--install-hook' takes verify|regenerate, not 'verfy'",
     "did you mean 'verify'?"},
    {"--install-hook -o -", "'--output -' means nothing with '--install-hook'",
     "try 'archgen --help'"},
    {"--init --env dev", "'--env' means nothing with '--init'", "try 'archgen --help'"},
    {"--list kinds --force", "'--force' means nothing with '--list'", "try 'archgen --help'"},
    {"--force --list kinds", "'--force' means nothing with '--list'", "try 'archgen --help'"},
    {"--check --force", "'--force' means nothing with '--check'", "try 'archgen --help'"},
    {"--dump model --target cfn", "'--target' means nothing with '--dump'", "try 'archgen --help'"},
    {"--dump document --env dev",
     "'--dump document' is before all environments: '--env' means nothing with it",
     "try 'archgen --help'"},
    {"--check -o -", "'--output -' means nothing with '--check'", "try 'archgen --help'"},
    {"--list kinds a.yaml", "'--list' takes no FILE, found 'a.yaml'", "try 'archgen --help'"},
    {"a.yaml b.yaml", "one FILE is expected, found 'a.yaml' and 'b.yaml'", "try 'archgen --help'"},
    {"''", "the name of FILE is empty", "try 'archgen --help'"},
};

static void faulty_command_lines_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < AG_COUNT(refused); i++) {
        struct parsed parsed;

        parse(&parsed, refused[i].line);
        if (parsed.is_good || parsed.diags.count != 1) {
            print_error("archgen %s: accepted\n", refused[i].line);
            fail();
        }
        const struct diag *diag = parsed.diags.items[0];

        if (diag->id != DIAG_USAGE || strcmp(diag->text, refused[i].text) != 0 ||
            (refused[i].hint != NULL && strcmp(diag->hint, refused[i].hint) != 0)) {
            print_error("archgen %s: %s (%s)\n", refused[i].line, diag->text, diag->hint);
            fail();
        }
        release(&parsed);
    }
}

static void no_arguments_at_all_are_understood(void **state)
{
    struct parsed parsed;
    const char *const none[] = {NULL};

    (void)state;
    arena_init(&parsed.arena);
    diags_init(&parsed.diags, &parsed.arena);
    assert_true(options_parse(&parsed.options, &parsed.arena, 0, none, &parsed.diags));
    assert_string_equal(parsed.options.file, "architecture.yaml");
    release(&parsed);
}

static void help_names_every_option_within_80_columns(void **state)
{
    size_t count = 0;
    const struct option *table = options_table(&count);
    struct buf out;

    (void)state;
    buf_init(&out, BUF_NO_LIMIT);
    options_help(&out);
    const char *text = buf_str(&out).p;

    for (size_t i = 0; i < count; i++) {
        char name[64];

        (void)snprintf(name, sizeof(name), "--%s", table[i].name);
        if (strstr(text, name) == NULL) {
            print_error("the help text lacks %s\n", name);
            fail();
        }
    }
    for (const char *line = text; *line != '\0';) {
        size_t len = strcspn(line, "\n");

        if (len > 80) {
            print_error("too long: %.*s\n", (int)len, line);
            fail();
        }
        line += len + 1;
    }
    buf_release(&out);
}

static void manual_page_explains_every_option(void **state)
{
    const char *source = getenv("ARCHGEN_SOURCE");
    size_t count = 0;
    const struct option *table = options_table(&count);
    const char *reason = NULL;
    struct arena arena;
    struct str page;

    (void)state;
    if (source == NULL) {
        skip();
    }
    arena_init(&arena);
    if (!io_read(&arena, arena_text(&arena, "%s/docs/archgen.1", source), SIZE_MAX / 8, &page,
                 &reason)) {
        print_error("docs/archgen.1: %s\n", reason);
        fail();
    }
    for (size_t i = 0; i < count; i++) {
        // groff: "\-" is the character that users type; hyphens inside a name need it too
        struct buf name;

        buf_init(&name, BUF_NO_LIMIT);
        buf_add_text(&name, "\\-\\-");
        for (const char *c = table[i].name; *c != '\0'; c++) {
            buf_add_text(&name, *c == '-' ? "\\-" : (const char[]){*c, '\0'});
        }
        if (strstr(page.p, buf_str(&name).p) == NULL) {
            print_error("docs/archgen.1 lacks --%s\n", table[i].name);
            fail();
        }
        buf_release(&name);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(command_lines_are_understood),
        cmocka_unit_test(faulty_command_lines_are_refused),
        cmocka_unit_test(no_arguments_at_all_are_understood),
        cmocka_unit_test(help_names_every_option_within_80_columns),
        cmocka_unit_test(manual_page_explains_every_option),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
