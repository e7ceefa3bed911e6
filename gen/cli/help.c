/* SPDX-License-Identifier: MIT */
/* The help text: how the command is called, then the table of options. */
#include "cli/options.h"

#include "base/buf.h"

#include <string.h>

static const char *const head =
    "Usage: archgen --target TARGET [--env ENV]... [-o DIR] [FILE]\n"
    "       archgen --target TARGET [--env ENV]... [-o DIR] --check|--dry-run [FILE]\n"
    "       archgen --validate [--target TARGET]... [FILE]\n"
    "       archgen --dump STAGE [--env ENV] [FILE]\n"
    "       archgen --list WHAT\n"
    "       archgen --explain PATH [--env ENV]... [FILE]\n"
    "       archgen --explain-id ID\n"
    "       archgen --schema\n"
    "       archgen --fmt [--check] [FILE]\n"
    "       archgen --init [-o FILE] [SAMPLE]\n"
    "       archgen --install-hook[=regenerate] --target TARGET [-o DIR] [FILE]\n"
    "\n"
    "Compiles the description of a system (FILE, default 'architecture.yaml'; '-' is\n"
    "standard input) to infrastructure as code.\n"
    "\n"
    "Options:\n";

static const char *const tail =
    "\n"
    "Exit status: 0 done; 1 --check found a difference; 2 the command line or the\n"
    "description is wrong; 3 something cannot be read, written or locked; 70 a bug.\n";

enum { HELP_COLUMN = 22, LINE_WIDTH = 80 };

/** Appends "  -o, --output DIR" and blanks up to the column of the explanation. */
static void add_option(struct buf *out, const struct option *option)
{
    size_t start = out->len;

    if (option->letter == '\0') {
        buf_add_text(out, "      ");
    } else {
        buf_add_format(out, "  -%c, ", option->letter);
    }
    buf_add_format(out, "--%s", option->name);
    if (option->value != NULL) {
        buf_add_format(out, option->is_optional ? "[=%s]" : " %s", option->value);
    }
    size_t width = out->len - start;

    if (width + 2 > HELP_COLUMN) {
        buf_add_char(out, '\n');
        width = 0;
    }
    buf_add_repeat(out, ' ', HELP_COLUMN - width);
}

/** Appends the explanation, wrapped in its column. */
static void add_help(struct buf *out, const char *help)
{
    size_t at = HELP_COLUMN;

    while (*help != '\0') {
        size_t len = strcspn(help, " ");

        if (at > HELP_COLUMN && at + 1 + len > LINE_WIDTH) {
            buf_add_char(out, '\n');
            buf_add_repeat(out, ' ', HELP_COLUMN);
            at = HELP_COLUMN;
        } else if (at > HELP_COLUMN) {
            buf_add_char(out, ' ');
            at++;
        }
        buf_add_bytes(out, help, len);
        at += len;
        help += len + (help[len] == ' ');
    }
    buf_add_char(out, '\n');
}

void options_help(struct buf *out)
{
    size_t count = 0;
    const struct option *table = options_table(&count);

    buf_add_text(out, head);
    for (size_t i = 0; i < count; i++) {
        add_option(out, &table[i]);
        add_help(out, table[i].help);
    }
    buf_add_text(out, tail);
}
