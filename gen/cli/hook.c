/* SPDX-License-Identifier: MIT */
/* --install-hook: a pre-commit hook in the repository that holds the description. The hook is a
 * script (gen/cli/pre-commit.sh), then a line for each description. */
#include "cli/commands.h"

#include "base/io.h"
#include "cli/git.h"
#include "cli/paths.h"
#include "embed/embedded.h"
#include "output/single.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { HOOK_BYTES_MAX = 1 << 20 };

/* As in gen/cli/pre-commit.sh, whose functions these are. */
static const char *const modes[] = {[HOOK_VERIFY] = "verify", [HOOK_REGENERATE] = "regenerate"};

/** Adds a fault about a path that the hook cannot work with. */
static void refuse(struct session *session, const char *path, const char *why, const char *hint)
{
    struct diag *diag = diag_add(&session->diags, DIAG_USAGE, SPAN_NONE, "'%s' %s", path, why);

    diag_hint(&session->diags, diag, "%s", hint);
}

/** Appends a word for the shell. Commands and options look better without quotes. */
static void add_quoted(struct buf *out, const char *word)
{
    buf_add_char(out, '\'');
    for (const char *c = word; *c != '\0'; c++) {
        if (*c == '\'') {
            buf_add_text(out, "'\\''");
        } else {
            buf_add_char(out, *c);
        }
    }
    buf_add_char(out, '\'');
}

static bool has_control(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7f) {
            return true;
        }
    }
    return false;
}

/** The path from the root of the repository, as the hook sees it; NULL after a diagnostic or a
 *  failure. What may lie outside stays absolute. */
static const char *path_in_hook(struct session *session, const struct git *git, const char *path,
                                bool may_be_outside)
{
    const char *reason = NULL;
    const char *resolved = path_resolve(&session->arena, path, &reason);

    if (resolved == NULL) {
        session_fail(session, reason);
        return NULL;
    }
    if (has_control(resolved)) {
        refuse(session, path, "has a control character in its path", "a hook cannot name it");
        return NULL;
    }
    const char *below = path_below(&session->arena, git->root, resolved);

    if (below == NULL && !may_be_outside) {
        refuse(session, path, "is not in the repository of the description",
               "a hook compares what is committed together");
        return NULL;
    }
    if (below == NULL) {
        return resolved;
    }
    // Whatever it is called, it is no option.
    return below[0] == '-' ? arena_text(&session->arena, "./%s", below) : below;
}

/** Appends the options that the run in the hook needs; false if that cannot be. */
static bool add_options(struct session *session, const struct git *git, struct buf *line)
{
    const struct options *options = &session->options;

    for (size_t i = 0; i < options->targets.count; i++) {
        const char *target = options->targets.items[i];

        if (strchr(target, '/') != NULL) {
            target = path_in_hook(session, git, target, true);
            if (target == NULL) {
                return false;
            }
            // A slash makes it a folder.
            target =
                strchr(target, '/') == NULL ? arena_text(&session->arena, "./%s", target) : target;
        }
        buf_add_char(line, ' ');
        add_quoted(line, arena_text(&session->arena, "--target=%s", target));
    }
    for (size_t i = 0; i < options->environments.count; i++) {
        buf_add_char(line, ' ');
        add_quoted(line, arena_text(&session->arena, "--env=%s", options->environments.items[i]));
    }
    if (options->data != NULL) {
        const char *data = path_in_hook(session, git, options->data, true);

        if (data == NULL) {
            return false;
        }
        buf_add_char(line, ' ');
        add_quoted(line, arena_text(&session->arena, "--data=%s", data));
    }
    return true;
}

/** Makes "verify 'FILE' 'DIR' OPTION..."; false if that cannot be. `*file` is FILE quoted. */
static bool make_line(struct session *session, const struct git *git, struct buf *line,
                      const char **file)
{
    const char *input = path_in_hook(session, git, session->options.file, false);
    const char *output = path_in_hook(session, git, session->options.output, false);

    if (input == NULL || output == NULL) {
        return false;
    }
    buf_add_format(line, "%s ", modes[session->options.word]);
    size_t start = line->len;

    add_quoted(line, input);
    buf_add_char(line, ' ');
    *file = arena_strdup(&session->arena, str_slice(buf_str(line), start, line->len - start));
    add_quoted(line, output);
    if (!add_options(session, git, line)) {
        return false;
    }
    buf_add_char(line, '\n');
    return true;
}

/** True if a line of a hook is about a description: a mode, a blank, `file` (quoted). An empty
 *  `file` is any. */
static bool is_about(struct str line, const char *file)
{
    for (size_t i = 0; i < AG_COUNT(modes); i++) {
        size_t len = strlen(modes[i]);

        if (str_has_prefix(line, str_from(modes[i])) && line.len > len && line.p[len] == ' ' &&
            str_has_prefix(str_slice(line, len + 1, line.len), str_from(file))) {
            return true;
        }
    }
    return false;
}

/** Appends the lines of a hook of ours that are about other descriptions. */
static void add_others(struct buf *out, struct str hook, const char *file)
{
    while (hook.len > 0) {
        const char *end = memchr(hook.p, '\n', hook.len);
        size_t len = end == NULL ? hook.len : (size_t)(end - hook.p);
        struct str line = str_slice(hook, 0, len);

        // Within the script these words are followed by "()".
        if (is_about(line, "'") && !is_about(line, file)) {
            buf_add(out, line);
            buf_add_char(out, '\n');
        }
        hook = str_slice(hook, len + 1, hook.len);
    }
}

/** The first two lines tell whose hook it is, of whatever version. */
static bool is_ours(struct str hook)
{
    return str_has_prefix(hook, STR("#!/bin/sh\n# Made by 'archgen --install-hook'."));
}

/** Reads the hook that is there: empty if none is, or one that --force replaces. False after a
 *  diagnostic or a failure. */
static bool read_hook(struct session *session, const char *path, struct str *hook)
{
    const char *reason = NULL;
    struct stat status;

    *hook = STR("");
    if (lstat(path, &status) != 0 && errno == ENOENT) {
        return true;
    }
    if (!io_read(&session->arena, path, HOOK_BYTES_MAX, hook, &reason)) {
        session_fail(session, arena_text(&session->arena, "%s: %s", path, reason));
        return false;
    }
    if (is_ours(*hook)) {
        return true;
    }
    *hook = STR("");
    if (session->options.force) {
        return true;
    }
    struct diag *diag = diag_add(&session->diags, DIAG_FILE_FOREIGN, SPAN_NONE,
                                 "'%s' exists and was not made by archgen", path);

    diag_hint(&session->diags, diag,
              "run 'archgen --check' in it yourself, or use --force to replace it");
    return false;
}

/** Hooks that several repositories share are not changed on behalf of one. */
static bool is_own_folder(struct session *session, const struct git *git, const char *hooks)
{
    if (session->options.force || path_below(&session->arena, git->root, hooks) != NULL ||
        path_below(&session->arena, git->common, hooks) != NULL) {
        return true;
    }
    refuse(session, hooks, "has the hooks (core.hooksPath), and lies outside the repository",
           "other repositories may use it too: use --force if that is meant");
    return false;
}

static void write_hook(struct session *session, const char *hooks, const char *line,
                       const char *file)
{
    const char *path = arena_text(&session->arena, "%s/pre-commit", hooks);
    struct str present;
    struct buf hook;
    int error = 0;

    if (!read_hook(session, path, &present)) {
        return;
    }
    buf_init(&hook, BUF_NO_LIMIT);
    buf_add(&hook, embedded_hook);
    add_others(&hook, present, file);
    buf_add_text(&hook, line);
    if ((mkdir(hooks, 0777) != 0 && errno != EEXIST) ||
        single_write(path, buf_str(&hook), 0777, SINGLE_REPLACE, &error) != SINGLE_DONE) {
        session_fail(session, arena_text(&session->arena, "%s: %s", path,
                                         strerror(error == 0 ? errno : error)));
    } else if (!session->options.quiet) {
        buf_add_format(&session->notes, "archgen: wrote %s\n", path);
    }
    buf_release(&hook);
}

void command_install_hook(struct session *session)
{
    struct texts environments = {0};
    const char *folder = path_folder(&session->arena, session->options.file);
    const char *reason = NULL;
    const char *file = NULL;
    struct buf line;
    struct git git;

    if (strcmp(session->options.file, "-") == 0) {
        options_fault(&session->diags, "'--install-hook' needs a FILE, not standard input");
        return;
    }
    // A description that cannot be generated would block every commit.
    if (!command_read(session, 1, &environments)) {
        return;
    }
    if (!git_find(&git, &session->arena, folder, &reason)) {
        session_fail(session, reason);
        return;
    }
    const char *hooks = path_resolve(&session->arena, git.hooks, &reason);

    if (hooks == NULL) {
        session_fail(session, reason);
        return;
    }
    buf_init(&line, BUF_NO_LIMIT);
    if (make_line(session, &git, &line, &file) && is_own_folder(session, &git, hooks)) {
        write_hook(session, hooks, buf_str(&line).p, file);
    }
    buf_release(&line);
}
