/* SPDX-License-Identifier: MIT */
/* A signal that is blocked and ignored still counts as pending on Linux, so ignored ones are not
 * blocked at all. */
#include "output/signals.h"

#include "base/compiler.h"

#include <stddef.h>

static const int endings[] = {SIGINT, SIGTERM, SIGHUP, SIGXFSZ};

void signals_hold(struct signals *signals)
{
    (void)sigemptyset(&signals->held);
    for (size_t i = 0; i < AG_COUNT(endings); i++) {
        struct sigaction action;

        if (sigaction(endings[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN) {
            (void)sigaddset(&signals->held, endings[i]);
        }
    }
    (void)sigprocmask(SIG_BLOCK, &signals->held, &signals->before);
}

bool signals_pending(const struct signals *signals)
{
    sigset_t pending;

    if (sigpending(&pending) != 0) {
        return false;
    }
    for (size_t i = 0; i < AG_COUNT(endings); i++) {
        if (sigismember(&signals->held, endings[i]) == 1 &&
            sigismember(&pending, endings[i]) == 1) {
            return true;
        }
    }
    return false;
}

void signals_let(const struct signals *signals)
{
    (void)sigprocmask(SIG_SETMASK, &signals->before, NULL);
}
