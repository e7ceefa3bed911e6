/* SPDX-License-Identifier: MIT */
/* Generating: everything is made in memory first; nothing is written unless all of it is good. */
#include "cli/commands.h"

#include "cli/report.h"
#include "output/sink.h"

#include <string.h>

/** Sets the hint of an unknown name: a suggestion, or the names that there are. */
static void hint_names(struct session *session, struct diag *diag, const char *name,
                       const char *const *known, size_t count)
{
    struct str *names = ARENA_ARRAY(&session->arena, count, struct str);
    struct buf list;

    buf_init(&list, BUF_NO_LIMIT);
    session_add_names(&list, known, count);
    diag_hint(&session->diags, diag, "there are: %.*s", STR_ARGS(buf_str(&list)));
    buf_release(&list);
    for (size_t i = 0; i < count; i++) {
        names[i] = str_from(known[i]);
    }
    diag_hint_nearest(&session->diags, diag, str_from(name), names, count);
}

static bool has_name(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static void add_text(struct session *session, struct texts *texts, const char *text)
{
    ARENA_GROW(&session->arena, texts->items, texts->count, texts->capacity);
    texts->items[texts->count++] = text;
}

bool command_environments(struct session *session, struct texts *texts)
{
    const struct texts *asked = &session->options.environments;
    size_t count = 0;
    const char *const *known = archgen_environments(session->run, &count);
    bool is_good = true;

    for (size_t i = 0; i < count && asked->count == 0; i++) {
        add_text(session, texts, known[i]);
    }
    for (size_t i = 0; i < asked->count; i++) {
        if (has_name(known, count, asked->items[i])) {
            add_text(session, texts, asked->items[i]);
        } else {
            struct diag *diag = diag_add(&session->diags, DIAG_UNKNOWN_ENVIRONMENT, SPAN_NONE,
                                         "environment '%s' is not declared", asked->items[i]);

            hint_names(session, diag, asked->items[i], known, count);
            is_good = false;
        }
    }
    return is_good;
}

/** True if all targets that are asked for exist, and there is at least `least`. */
static bool has_targets(struct session *session, size_t least)
{
    size_t count = 0;
    const char *const *known = archgen_targets(&session->arena, &session->data, &count);
    bool is_good = true;

    if (session->targets.count < least) {
        struct diag *diag = options_fault(&session->diags, "no '--target' is given");
        struct buf list;

        buf_init(&list, BUF_NO_LIMIT);
        session_add_names(&list, known, count);
        diag_hint(&session->diags, diag, "targets: %.*s", STR_ARGS(buf_str(&list)));
        buf_release(&list);
        return false;
    }
    for (size_t i = 0; i < session->targets.count; i++) {
        if (!has_name(known, count, session->targets.items[i])) {
            struct diag *diag = diag_add(&session->diags, DIAG_BAD_TARGET, SPAN_NONE,
                                         "unknown target '%s'", session->targets.items[i]);

            hint_names(session, diag, session->targets.items[i], known, count);
            is_good = false;
        }
    }
    return is_good;
}

bool command_read(struct session *session, size_t least_targets, struct texts *environments)
{
    if (!session_load(session)) {
        return false;
    }
    // All of it is looked at, so that one run tells about everything.
    bool is_good = has_targets(session, least_targets);

    is_good = session_read(session) && command_environments(session, environments) && is_good;
    return is_good && !diags_has_errors(&session->diags);
}

/** Reads the description and makes all files in memory; false if anything is wrong. */
static bool make_files(struct session *session, size_t least_targets, struct texts *environments,
                       struct file_list *files)
{
    bool is_good = true;

    if (!command_read(session, least_targets, environments)) {
        return false;
    }
    for (size_t i = 0; i < session->targets.count; i++) {
        for (size_t j = 0; j < environments->count; j++) {
            is_good = archgen_generate(session->run, session->targets.items[i],
                                       environments->items[j], files) &&
                      is_good;
        }
    }
    return is_good && !diags_has_errors(&session->diags);
}

void command_validate(struct session *session)
{
    struct texts environments = {0};
    struct file_list files = {0};

    (void)make_files(session, 0, &environments, &files);
}

/* --- standard output --- */

static void print_files(struct session *session, const struct texts *environments,
                        const struct file_list *files)
{
    struct buf out;
    size_t left_out = 0;

    if (session->targets.count != 1 || environments->count != 1) {
        options_fault(&session->diags,
                      "'--output -' needs one '--target' and one '--env', "
                      "found %zu and %zu",
                      session->targets.count, environments->count);
        return;
    }
    buf_init(&out, BUF_NO_LIMIT);
    sink_join(files, &out, &left_out);
    session_print(session, buf_str(&out));
    buf_release(&out);
    if (left_out > 0 && !session->options.quiet && session_has_reader()) {
        buf_add_format(&session->notes, "archgen: %zu more files are not printed\n", left_out);
    }
}

/* --- folders --- */

/** What the run answers for: a target's whole folder, or with --env the environments' folders. */
static void add_scopes(struct session *session, const struct texts *environments,
                       struct texts *scopes)
{
    for (size_t i = 0; i < session->targets.count; i++) {
        const char *target = session->targets.items[i];

        if (session->options.environments.count == 0) {
            add_text(session, scopes, arena_text(&session->arena, "%s/", target));
            continue;
        }
        for (size_t j = 0; j < environments->count; j++) {
            add_text(session, scopes,
                     arena_text(&session->arena, "%s/%s/", target, environments->items[j]));
        }
    }
}

static void write_folder(struct session *session, const struct plan_job *job,
                         const struct texts *environments)
{
    const char *reason = NULL;
    struct plan plan;

    switch (sink_write(&plan, &session->arena, job, &session->diags, &reason)) {
    case SINK_DONE:
        report_written(session, job, &plan, environments);
        break;
    case SINK_REFUSED:
        break;
    case SINK_FAILED:
        session_fail(session, reason);
        break;
    }
}

/** --check and --dry-run. */
static void look_at_folder(struct session *session, const struct plan_job *job,
                           const struct texts *environments)
{
    bool is_check = session->options.command == COMMAND_CHECK;
    const char *reason = NULL;
    struct plan plan;
    struct buf out;
    enum sink_status status = sink_look(&plan, &session->arena, job, &session->diags, &reason);

    if (status == SINK_FAILED) {
        session_fail(session, reason);
    }
    if (status != SINK_DONE) {
        return;
    }
    buf_init(&out, BUF_NO_LIMIT);
    if (is_check) {
        if (!sink_tell_difference(&plan, &out)) {
            session_raise(session, EXIT_CODE_DIFFERENT);
        }
    } else if (sink_allows(&plan, job->root, &session->diags)) {
        sink_tell_changes(&plan, &out);
    }
    session_print(session, buf_str(&out));
    buf_release(&out);
    report_planned(session, job, &plan, environments);
}

void command_generate(struct session *session)
{
    struct texts environments = {0};
    struct texts scopes = {0};
    struct file_list files = {0};

    if (!make_files(session, 1, &environments, &files)) {
        return;
    }
    if (strcmp(session->options.output, "-") == 0) {
        print_files(session, &environments, &files);
        return;
    }
    file_list_sort(&files);
    add_scopes(session, &environments, &scopes);
    struct plan_job job = {.root = session->options.output,
                           .files = &files,
                           .scopes = scopes.items,
                           .scope_count = scopes.count,
                           .force = session->options.force};

    if (session->options.command == COMMAND_GENERATE) {
        write_folder(session, &job, &environments);
    } else {
        look_at_folder(session, &job, &environments);
    }
}
