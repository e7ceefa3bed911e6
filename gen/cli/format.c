/* SPDX-License-Identifier: MIT */
/* --fmt: a description in the order of the schema, in its place, as a difference, or printed. */
#include "cli/commands.h"

#include "output/diff.h"
#include "output/single.h"

#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

/** Replaces the file; it keeps its permissions. */
static void replace(struct session *session, struct str text)
{
    const char *file = session->options.file;
    struct stat status;
    int error = 0;

    if (lstat(file, &status) == 0 && S_ISLNK(status.st_mode)) {
        session_fail(session, arena_text(&session->arena,
                                         "%s: is a symbolic link: name the file "
                                         "that it leads to",
                                         file));
        return;
    }
    unsigned permissions = stat(file, &status) == 0 ? status.st_mode & 0777U : 0666U;

    if (single_write(file, text, permissions, SINGLE_REPLACE, &error) != SINGLE_DONE) {
        session_fail(session, arena_text(&session->arena, "%s: %s", file, strerror(error)));
    }
}

void command_format(struct session *session)
{
    const char *file = session->options.file;
    struct texts environments = {0};
    struct str before;
    struct str after;

    if (!command_read(session, 0, &environments) ||
        !archgen_format(session->run, &before, &after)) {
        return;
    }
    bool is_same = str_eq(before, after);

    if (session->options.is_check) {
        if (!is_same) {
            struct buf out;

            buf_init(&out, BUF_NO_LIMIT);
            (void)diff_unified(&out, file, before, after, SIZE_MAX);
            session_print(session, buf_str(&out));
            buf_release(&out);
            session_raise(session, EXIT_CODE_DIFFERENT);
        }
    } else if (strcmp(file, "-") == 0) {
        session_print(session, after);
    } else if (!is_same) {
        replace(session, after);
    }
}
