/* SPDX-License-Identifier: MIT */
/* The commands that print what archgen knows, and the table of all. */
#include "cli/commands.h"

#include "data/json.h"

#include <string.h>

#ifndef ARCHGEN_VERSION
#error "ARCHGEN_VERSION comes from the build (CMakeLists.txt)"
#endif

static void command_version(struct session *session)
{
    session_print(session, STR("archgen " ARCHGEN_VERSION "\n"));
}

static void command_help(struct session *session)
{
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    options_help(&out);
    session_print(session, buf_str(&out));
    buf_release(&out);
}

/* --- --list --- */

/** Appends "name   text" with the names in a column. */
static void add_row(struct buf *out, const char *name, size_t width, const char *text)
{
    size_t len = strlen(name);

    buf_add_text(out, name);
    buf_add_repeat(out, ' ', 2 + (len < width ? width - len : 0));
    buf_add_format(out, "%s\n", text);
}

static void add_lines(struct buf *out, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_add_format(out, "%s\n", names[i]);
    }
}

static void list_kinds(struct session *session, struct buf *out)
{
    size_t count = 0;
    const char *const *names = archgen_kinds(&session->arena, &session->data, &count);

    add_lines(out, names, count);
}

static void list_targets(struct session *session, struct buf *out)
{
    size_t count = 0;
    const char *const *names = archgen_targets(&session->arena, &session->data, &count);

    add_lines(out, names, count);
}

static void list_checks(struct session *session, struct buf *out)
{
    size_t count = 0;
    size_t width = 0;
    const struct check_info *checks = archgen_checks(&session->arena, &count);

    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(checks[i].name);

        width = len > width ? len : width;
    }
    for (size_t i = 0; i < count; i++) {
        add_row(out, checks[i].name, width, checks[i].summary);
    }
}

static void list_diagnostics(struct session *session, struct buf *out)
{
    static const char *const words[] = {
        [SEVERITY_NOTE] = "note", [SEVERITY_WARNING] = "warning", [SEVERITY_ERROR] = "error"};
    size_t width = 0;

    (void)session;
    for (int id = 0; id < DIAG_COUNT; id++) {
        size_t len = strlen(diag_info((enum diag_id)id)->id);

        width = len > width ? len : width;
    }
    for (int id = 0; id < DIAG_COUNT; id++) {
        const struct diag_info *info = diag_info((enum diag_id)id);

        buf_add_text(out, info->id);
        buf_add_repeat(out, ' ', 2 + width - strlen(info->id));
        add_row(out, words[info->severity], strlen("warning"), info->summary);
    }
}

static void list_samples(struct session *session, struct buf *out)
{
    size_t count = 0;
    const char *const *names = command_samples(&session->arena, &count);

    add_lines(out, names, count);
}

static void command_list(struct session *session)
{
    static void (*const lists[])(struct session *, struct buf *) = {
        [LIST_KINDS] = list_kinds,     [LIST_TARGETS] = list_targets,
        [LIST_CHECKS] = list_checks,   [LIST_DIAGNOSTICS] = list_diagnostics,
        [LIST_SAMPLES] = list_samples,
    };
    struct buf out;

    if (!session_load(session)) {
        return;
    }
    buf_init(&out, BUF_NO_LIMIT);
    lists[session->options.word](session, &out);
    session_print(session, buf_str(&out));
    buf_release(&out);
}

/* --- --schema --- */

bool command_add_schema(struct session *session, struct buf *out)
{
    json_t *schema = session_load(session)
                         ? archgen_schema(&session->arena, &session->data, &session->diags)
                         : NULL;

    if (schema == NULL) {
        return false;
    }
    jx_dump_pretty(schema, out);
    buf_add_char(out, '\n');
    json_decref(schema);
    return true;
}

void command_schema(struct session *session)
{
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    if (command_add_schema(session, &out)) {
        session_print(session, buf_str(&out));
    }
    buf_release(&out);
}

/* --- --dump --- */

/** The one environment of a dump, or NULL after a diagnostic. */
static const char *dumped_environment(struct session *session)
{
    struct texts environments = {0};
    struct buf names;

    if (!command_environments(session, &environments)) {
        return NULL;
    }
    if (environments.count == 1) {
        return environments.items[0];
    }
    struct diag *diag = options_fault(&session->diags, "'--dump' of this stage needs one '--env'");

    buf_init(&names, BUF_NO_LIMIT);
    session_add_names(&names, environments.items, environments.count);
    diag_hint(&session->diags, diag, "environments: %.*s", STR_ARGS(buf_str(&names)));
    buf_release(&names);
    return NULL;
}

static void command_dump(struct session *session)
{
    enum archgen_stage stage = (enum archgen_stage)session->options.word;
    const char *environment = NULL;

    if (!session_load(session) || !session_read(session)) {
        return;
    }
    if (stage != ARCHGEN_DOCUMENT) {
        environment = dumped_environment(session);
        if (environment == NULL) {
            return;
        }
    }
    json_t *value = archgen_dump(session->run, stage, environment);

    if (value != NULL) {
        struct buf out;

        buf_init(&out, BUF_NO_LIMIT);
        jx_dump_pretty(value, &out);
        buf_add_char(&out, '\n');
        session_print(session, buf_str(&out));
        buf_release(&out);
        json_decref(value);
        if (stage == ARCHGEN_DOCUMENT) {
            // This stage lies before validation: what comes out of that is not asked for.
            diags_init(&session->diags, &session->arena);
        }
    }
}

void commands_run(struct session *session)
{
    static void (*const commands[])(struct session *) = {
        [COMMAND_GENERATE] = command_generate,
        [COMMAND_CHECK] = command_generate,
        [COMMAND_PREVIEW] = command_generate,
        [COMMAND_VALIDATE] = command_validate,
        [COMMAND_VERIFY] = command_verify,
        [COMMAND_DUMP] = command_dump,
        [COMMAND_LIST] = command_list,
        [COMMAND_EXPLAIN] = command_explain,
        [COMMAND_EXPLAIN_ID] = command_explain_id,
        [COMMAND_SCHEMA] = command_schema,
        [COMMAND_VERSION] = command_version,
        [COMMAND_FORMAT] = command_format,
        [COMMAND_INIT] = command_init,
        [COMMAND_INSTALL_HOOK] = command_install_hook,
        [COMMAND_HELP] = command_help,
    };

    commands[session->options.command](session);
}
