/* SPDX-License-Identifier: MIT */
/* The command: arguments in, exit code out. */
#include "base/compiler.h"
#include "base/mem.h"
#include "cli/commands.h"

#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

/**
 * Makes sure that the numbers of the standard streams are taken, lest a file that is opened later
 * gets one and receives messages. The stand-ins are opened the wrong way round, so that using a
 * closed stream still fails.
 */
static void reserve_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0) {
            (void)open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}

int main(int argc, char **argv)
{
    struct session session = {.code = EXIT_CODE_DONE};

    reserve_streams();
    mem_install_pools();
    arena_init(&session.arena);
    diags_init(&session.diags, &session.arena);
    buf_init(&session.notes, BUF_NO_LIMIT);
    if (options_parse(&session.options, &session.arena, argc, (const char *const *)argv,
                      &session.diags)) {
        commands_run(&session);
    }
    session_finish(&session);
    if (AG_FINDS_LEAKS) { // taking documents apart costs as much as making them
        archgen_free(session.run);
        buf_release(&session.notes);
        arena_release(&session.arena);
    }
    return (int)session.code;
}
