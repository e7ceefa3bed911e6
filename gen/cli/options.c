/* SPDX-License-Identifier: MIT */
/* Parsing is a walk over the arguments; what an option means is in its row. */
#include "cli/options.h"

#include "archgen.h"
#include "base/spell.h"

#include <stdarg.h>
#include <string.h>

#define ONLY(command) (1u << (command))

enum {
    WRITING = ONLY(COMMAND_GENERATE) | ONLY(COMMAND_CHECK) | ONLY(COMMAND_PREVIEW) |
              ONLY(COMMAND_INSTALL_HOOK),
    RENDERING = WRITING | ONLY(COMMAND_VALIDATE) | ONLY(COMMAND_VERIFY) | ONLY(COMMAND_EXPLAIN),
    READING = RENDERING | ONLY(COMMAND_DUMP) | ONLY(COMMAND_FORMAT),
    DATA = READING | ONLY(COMMAND_LIST) | ONLY(COMMAND_SCHEMA),
    ALL = DATA | ONLY(COMMAND_INIT) | ONLY(COMMAND_EXPLAIN_ID) | ONLY(COMMAND_VERSION) |
          ONLY(COMMAND_HELP)
};

struct diag *options_fault(struct diags *diags, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    const char *text = arena_vtext(diags->arena, format, args);

    va_end(args);
    struct diag *diag = diag_add(diags, DIAG_USAGE, SPAN_NONE, "%s", text);

    diag_hint(diags, diag, "try 'archgen --help'");
    return diag;
}

bool options_reads(const struct options *options)
{
    return (READING & ONLY(options->command)) != 0;
}

/* --- what options set --- */

static void *member_of(struct options *options, const struct option *option)
{
    return (char *)options + option->member;
}

static bool apply_flag(struct options *options, struct arena *arena, const struct option *option,
                       const char *value, struct diags *diags)
{
    bool *flag = member_of(options, option);

    (void)arena;
    (void)value;
    (void)diags;
    *flag = true;
    return true;
}

static bool apply_text(struct options *options, struct arena *arena, const struct option *option,
                       const char *value, struct diags *diags)
{
    const char **text = member_of(options, option);

    (void)arena;
    (void)diags;
    *text = value;
    return true;
}

static bool apply_list(struct options *options, struct arena *arena, const struct option *option,
                       const char *value, struct diags *diags)
{
    struct texts *texts = member_of(options, option);

    for (size_t i = 0; i < texts->count; i++) {
        if (strcmp(texts->items[i], value) == 0) {
            options_fault(diags, "'--%s %s' is given twice", option->name, value);
            return false;
        }
    }
    ARENA_GROW(arena, texts->items, texts->count, texts->capacity);
    texts->items[texts->count++] = value;
    return true;
}

/** Splits "a|b|c". */
static size_t split_words(struct arena *arena, const char *text, struct str **words)
{
    struct str rest = str_from(text);
    size_t capacity = 0;
    size_t count = 0;
    bool is_last = false;

    *words = NULL;
    while (!is_last) {
        const char *bar = memchr(rest.p, '|', rest.len);
        size_t len = bar == NULL ? rest.len : (size_t)(bar - rest.p);

        ARENA_GROW(arena, *words, count, capacity);
        (*words)[count++] = str_slice(rest, 0, len);
        rest = str_slice(rest, len + 1, rest.len);
        is_last = bar == NULL;
    }
    return count;
}

static bool apply_word(struct options *options, struct arena *arena, const struct option *option,
                       const char *value, struct diags *diags)
{
    int *word = member_of(options, option);
    struct str *words = NULL;
    size_t count = split_words(arena, option->value, &words);

    for (size_t i = 0; i < count; i++) {
        if (str_eq_text(words[i], value)) {
            *word = (int)i;
            return true;
        }
    }
    struct diag *diag =
        options_fault(diags, "'--%s' takes %s, not '%s'", option->name, option->value, value);

    diag_hint_nearest(diags, diag, str_from(value), words, count);
    return false;
}

static const char *command_name(enum command command);

/** "--fmt --check", in either order: the two commands that go together. */
static bool is_pair(const struct options *options, const struct option *option)
{
    return (options->command == COMMAND_FORMAT && option->command == COMMAND_CHECK) ||
           (options->command == COMMAND_CHECK && option->command == COMMAND_FORMAT);
}

static bool apply_command(struct options *options, struct arena *arena, const struct option *option,
                          const char *value, struct diags *diags)
{
    if (is_pair(options, option)) {
        options->command = COMMAND_FORMAT;
        options->is_check = true;
        return true;
    }
    if (options->command != COMMAND_GENERATE && options->command != option->command) {
        options_fault(diags, "'--%s' and '--%s' exclude each other", command_name(options->command),
                      option->name);
        return false;
    }
    options->command = option->command;
    if (value == NULL) {
        return true;
    }
    bool is_choice = strchr(option->value, '|') != NULL;

    return (is_choice ? apply_word : apply_text)(options, arena, option, value, diags);
}

#define MEMBER(name) .member = offsetof(struct options, name)

/* In the order of the help text. */
static const struct option table[] = {
    {"target", '\0', "TARGET", RENDERING,
     "Generate for this target: a name, or a folder of your own (with a '/'). May be repeated.",
     apply_list, MEMBER(targets)},
    {"env", '\0', "ENV", READING & ~ONLY(COMMAND_FORMAT),
     "Only this environment; may be repeated. Default: all.", apply_list, MEMBER(environments)},
    {"output", 'o', "DIR", WRITING | ONLY(COMMAND_INIT),
     "Where to write; default 'generated'. '-' is standard output, for one "
     "target and one environment. With --init the file to write, 'architecture.yaml'.",
     apply_text, MEMBER(output)},
    {"check", '\0', NULL, ALL,
     "Write nothing; show how the output folder differs, exit 1 if it does. With --fmt the "
     "description.",
     apply_command, .command = COMMAND_CHECK},
    {"dry-run", '\0', NULL, ALL, "Write nothing; list the files that would change.", apply_command,
     .command = COMMAND_PREVIEW},
    {"validate", '\0', NULL, ALL, "Write nothing; only report what is wrong with the description.",
     apply_command, .command = COMMAND_VALIDATE},
    {"verify", '\0', NULL, ALL,
     "Write nothing; compare what two targets describe, resource by resource, exit 1 if it "
     "differs.",
     apply_command, .command = COMMAND_VERIFY},
    {"dump", '\0', "document|resolved|model|waivers", ALL,
     "Print a stage of the compilation as JSON.", apply_command, MEMBER(word),
     .command = COMMAND_DUMP},
    {"list", '\0', "kinds|targets|checks|diagnostics|samples", ALL, "Print what archgen knows.",
     apply_command, MEMBER(word), .command = COMMAND_LIST},
    {"explain", '\0', "PATH", ALL,
     "Print where a value comes from, layer by layer, and what a tier or a flow made: "
     "'tiers.web.size', '/tiers/web/size' or 'web -> db'.",
     apply_command, MEMBER(subject), .command = COMMAND_EXPLAIN},
    {"explain-id", '\0', "ID", ALL,
     "Print the page of a diagnostic: what it means, an example and its cure.", apply_command,
     MEMBER(subject), .command = COMMAND_EXPLAIN_ID},
    {"schema", '\0', NULL, ALL, "Print one JSON Schema of the whole description, for editors.",
     apply_command, .command = COMMAND_SCHEMA},
    {"fmt", '\0', NULL, ALL,
     "Put the keys of the description in the order of the schema, each with its comments.",
     apply_command, .command = COMMAND_FORMAT},
    {"init", '\0', NULL, ALL,
     "Write a description to begin with: a small commented one, or the sample that is named.",
     apply_command, .command = COMMAND_INIT},
    {"install-hook", '\0', "verify|regenerate", ALL,
     "Write a pre-commit hook for git that refuses a commit whose generated files are stale "
     "(verify, the default), or generates and stages them.",
     apply_command, MEMBER(word), .command = COMMAND_INSTALL_HOOK, .is_optional = true},
    {"force", '\0', NULL,
     ONLY(COMMAND_GENERATE) | ONLY(COMMAND_PREVIEW) | ONLY(COMMAND_INIT) |
         ONLY(COMMAND_INSTALL_HOOK),
     "Overwrite files that archgen did not write, remove orphans that were edited.", apply_flag,
     MEMBER(force)},
    {"data", '\0', "DIR", DATA,
     "Take schema/ and templates/ of this folder over the built-in ones.", apply_text,
     MEMBER(data)},
    {"diagnostics", '\0', "text|json|sarif", ALL, "How faults are printed; default text.",
     apply_word, MEMBER(diagnostics)},
    {"report", '\0', "text|json",
     ONLY(COMMAND_GENERATE) | ONLY(COMMAND_CHECK) | ONLY(COMMAND_PREVIEW) | ONLY(COMMAND_EXPLAIN),
     "How standard error tells what was done: text, the default, is for a terminal only; json is "
     "one line. With --explain how its result is printed.",
     apply_word, MEMBER(report)},
    {"color", '\0', "auto|always|never", ALL, "Colours in faults; default auto.", apply_word,
     MEMBER(colour)},
    {"quiet", 'q', NULL, ALL, "Print no summary, no notes and no removed files.", apply_flag,
     MEMBER(quiet)},
    {"version", '\0', NULL, ALL, "Print the version.", apply_command, .command = COMMAND_VERSION},
    {"help", 'h', NULL, ALL, "Print this text.", apply_command, .command = COMMAND_HELP},
};

enum { OPTION_COUNT = AG_COUNT(table) };

static const char *command_name(enum command command)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (table[i].apply == apply_command && table[i].command == command) {
            return table[i].name;
        }
    }
    return "target"; // COMMAND_GENERATE has no option of its own
}

const struct option *options_table(size_t *count)
{
    *count = OPTION_COUNT;
    return table;
}

/* --- the walk --- */

struct parser {
    struct options *options;
    struct arena *arena;
    struct diags *diags;
    const char *const *rest; /* arguments to come; ends with NULL */
    bool is_seen[OPTION_COUNT];
    bool has_file;
};

static const struct option *find_long(struct str name)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (str_eq_text(name, table[i].name)) {
            return &table[i];
        }
    }
    return NULL;
}

static const struct option *find_short(char letter)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (table[i].letter == letter) {
            return &table[i];
        }
    }
    return NULL;
}

static bool refuse_unknown(struct parser *parser, struct str name)
{
    struct str names[OPTION_COUNT];
    struct diag *diag = options_fault(parser->diags, "unknown option '--%.*s'", STR_ARGS(name));

    for (size_t i = 0; i < OPTION_COUNT; i++) {
        names[i] = str_from(table[i].name);
    }
    const struct str *nearest = spell_nearest(name, names, OPTION_COUNT);

    if (nearest != NULL) {
        diag_hint(parser->diags, diag, "did you mean '--%.*s'?", STR_ARGS(*nearest));
    }
    return false;
}

/** Applies an option; `value` is NULL if none stands with it, and is then the next argument. */
static bool use_option(struct parser *parser, const struct option *option, const char *value)
{
    bool *is_seen = &parser->is_seen[option - table];

    if (option->value != NULL && value == NULL && !option->is_optional) {
        value = *parser->rest;
        parser->rest += value != NULL;
    }
    if (option->value != NULL && (value == NULL ? !option->is_optional : value[0] == '\0')) {
        options_fault(parser->diags, "'--%s' needs a value: %s", option->name, option->value);
        return false;
    }
    if (option->value == NULL && value != NULL) {
        options_fault(parser->diags, "'--%s' takes no value", option->name);
        return false;
    }
    if (*is_seen && option->value != NULL && option->apply != apply_list) {
        options_fault(parser->diags, "'--%s' is given twice", option->name);
        return false;
    }
    *is_seen = true;
    return option->apply(parser->options, parser->arena, option, value, parser->diags);
}

static bool use_long(struct parser *parser, const char *argument)
{
    const char *equals = strchr(argument, '=');
    struct str name =
        equals == NULL ? str_from(argument) : (struct str){argument, (size_t)(equals - argument)};
    const struct option *option = find_long(name);

    if (option == NULL) {
        return refuse_unknown(parser, name);
    }
    return use_option(parser, option, equals == NULL ? NULL : equals + 1);
}

/** A cluster of letters; the first that takes a value takes the rest of the argument. */
static bool use_short(struct parser *parser, const char *letters)
{
    for (; *letters != '\0'; letters++) {
        const struct option *option = find_short(*letters);

        if (option == NULL) {
            options_fault(parser->diags, "unknown option '-%c'", *letters);
            return false;
        }
        if (option->value != NULL) {
            return use_option(parser, option, letters[1] == '\0' ? NULL : letters + 1);
        }
        if (!use_option(parser, option, NULL)) {
            return false;
        }
    }
    return true;
}

static bool use_operand(struct parser *parser, const char *argument)
{
    if (parser->has_file) {
        options_fault(parser->diags, "one FILE is expected, found '%s' and '%s'",
                      parser->options->file, argument);
        return false;
    }
    if (argument[0] == '\0') {
        options_fault(parser->diags, "the name of FILE is empty");
        return false;
    }
    parser->options->file = argument;
    parser->has_file = true;
    return true;
}

static bool is_final(const struct parser *parser)
{
    enum command command = parser->options->command;

    return command == COMMAND_HELP || command == COMMAND_VERSION;
}

static bool walk(struct parser *parser)
{
    bool is_good = true;
    bool has_ended = false; // "--" was seen

    while (is_good && *parser->rest != NULL && !is_final(parser)) {
        const char *argument = *parser->rest++;

        if (has_ended || argument[0] != '-' || argument[1] == '\0') {
            is_good = use_operand(parser, argument);
        } else if (argument[1] != '-') {
            is_good = use_short(parser, argument + 1);
        } else if (argument[2] == '\0') {
            has_ended = true;
        } else {
            is_good = use_long(parser, argument + 2);
        }
    }
    return is_good;
}

/** Options and operands that mean nothing for the command are faults: nothing is ignored. */
static bool fits_command(const struct parser *parser)
{
    const struct options *options = parser->options;

    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (parser->is_seen[i] && (table[i].commands & ONLY(options->command)) == 0) {
            options_fault(parser->diags, "'--%s' means nothing with '--%s'", table[i].name,
                          command_name(options->command));
            return false;
        }
    }
    if (parser->has_file && ((READING | ONLY(COMMAND_INIT)) & ONLY(options->command)) == 0) {
        options_fault(parser->diags, "'--%s' takes no FILE, found '%s'",
                      command_name(options->command), options->file);
        return false;
    }
    if (options->command == COMMAND_DUMP && options->word == ARCHGEN_DOCUMENT &&
        options->environments.count > 0) {
        options_fault(parser->diags, "'--dump document' is before all environments: "
                                     "'--env' means nothing with it");
        return false;
    }
    if (strcmp(options->output, "-") == 0 && options->command != COMMAND_GENERATE &&
        options->command != COMMAND_INIT) {
        options_fault(parser->diags, "'--output -' means nothing with '--%s'",
                      command_name(options->command));
        return false;
    }
    if (strcmp(options->output, "-") == 0 && options->report == REPORT_JSON) {
        options_fault(parser->diags, "'--report json' is about a folder: it means nothing with "
                                     "'--output -'");
        return false;
    }
    return true;
}

/** What depends on the command, once that is known. */
static void settle(const struct parser *parser)
{
    struct options *options = parser->options;
    bool is_init = options->command == COMMAND_INIT;

    if (options->output == NULL) {
        options->output = is_init ? "architecture.yaml" : "generated";
    }
    if (is_init && parser->has_file) {
        options->subject = options->file; // SAMPLE stands where FILE does otherwise
    }
}

bool options_parse(struct options *options, struct arena *arena, int argc, const char *const *argv,
                   struct diags *diags)
{
    static const char *const none[] = {NULL};
    struct parser parser = {
        .options = options,
        .arena = arena,
        .diags = diags,
        .rest = argc > 1 ? argv + 1 : none,
    };

    *options = (struct options){.file = "architecture.yaml"};
    bool is_good = walk(&parser);

    settle(&parser);
    return is_good && (is_final(&parser) || fits_command(&parser));
}
