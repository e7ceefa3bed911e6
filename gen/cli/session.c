/* SPDX-License-Identifier: MIT */
/* What commands have in common: loading, reading, printing. */
#include "cli/session.h"

#include "base/io.h"
#include "cli/data.h"
#include "data/yaml.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

void session_raise(struct session *session, enum exit_code code)
{
    session->code = session->code > code ? session->code : code;
}

void session_fail(struct session *session, const char *reason)
{
    buf_add_format(&session->notes, "archgen: %s\n", reason);
    session_raise(session, EXIT_CODE_MACHINE);
}

bool session_load(struct session *session)
{
    const char *reason = NULL;

    switch (data_load(&session->data, &session->targets, &session->arena, &session->options,
                      &session->diags, &reason)) {
    case DATA_DONE:
        return true;
    case DATA_FAULTY:
        return false;
    case DATA_UNREADABLE:
        session_fail(session, reason);
        return false;
    }
    return false;
}

bool session_read(struct session *session)
{
    const char *file = session->options.file;
    const char *name = strcmp(file, "-") == 0 ? "<stdin>" : file;
    const char *reason = NULL;
    struct str text;

    if (!io_read(&session->arena, file, YAML_BYTES_MAX, &text, &reason)) {
        session_fail(session, arena_text(&session->arena, "%s: %s", name, reason));
        return false;
    }
    session->run = archgen_new(&session->arena, &session->data, name, text, &session->diags, NULL);
    return session->run != NULL;
}

/** Writes all bytes; 0 or an error number. */
static int write_all(int fd, struct str text)
{
    while (text.len > 0) {
        ssize_t put = write(fd, text.p, text.len);

        if (put >= 0) {
            text = str_slice(text, (size_t)put, text.len);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

void session_print(struct session *session, struct str text)
{
    int error = write_all(STDOUT_FILENO, text);

    if (error != 0) {
        session_fail(session, arena_text(&session->arena, "write error on standard output: %s",
                                         strerror(error)));
    }
}

bool session_has_reader(void)
{
    return isatty(STDERR_FILENO) == 1;
}

/** The width of the terminal that faults are printed to; 0 if it is none, or does not say. */
static size_t terminal_columns(void)
{
    struct winsize size = {0};

    return session_has_reader() && ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/** The convention of no-color.org: NO_COLOR with any value but the empty one means no. */
static bool has_colour(const struct session *session)
{
    if (session->options.colour != COLOUR_AUTO) {
        return session->options.colour == COLOUR_ALWAYS;
    }
    const char *forbidden = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");

    return (forbidden == NULL || forbidden[0] == '\0') && terminal != NULL &&
           strcmp(terminal, "dumb") != 0 && session_has_reader();
}

/** Commands that read a description give programs a document even if there is nothing to tell. */
static bool has_document(const struct session *session)
{
    return session->diags.count > 0 || options_reads(&session->options);
}

/** The result of --validate for programs; for people, and beside other results, a message. */
static bool is_result(const struct session *session)
{
    return session->options.command == COMMAND_VALIDATE &&
           session->options.diagnostics != DIAGNOSTICS_TEXT;
}

static void print_diags(const struct session *session, struct buf *out)
{
    switch ((enum diagnostics_word)session->options.diagnostics) {
    case DIAGNOSTICS_TEXT:
        diags_print_within(&session->diags, out, has_colour(session), terminal_columns());
        break;
    case DIAGNOSTICS_JSON:
        if (has_document(session)) {
            diags_print_json(&session->diags, out);
        }
        break;
    case DIAGNOSTICS_SARIF:
        if (has_document(session)) {
            diags_print_sarif(&session->diags, ARCHGEN_VERSION, out);
        }
        break;
    }
}

void session_finish(struct session *session)
{
    struct buf out;

    if (diags_has_errors(&session->diags)) {
        session_raise(session, EXIT_CODE_FAULTY);
    }
    buf_init(&out, BUF_NO_LIMIT);
    diags_sort(&session->diags);
    if (session->options.quiet) {
        diags_drop_notes(&session->diags);
    }
    print_diags(session, &out);
    if (is_result(session)) {
        session_print(session, buf_str(&out));
        buf_clear(&out);
    }
    buf_add(&out, buf_str(&session->notes));
    (void)write_all(STDERR_FILENO, buf_str(&out)); // there is nowhere left to say that it failed
    buf_release(&out);
}

void session_add_names(struct buf *out, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_add_format(out, "%s%s", i > 0 ? ", " : "", names[i]);
    }
}
