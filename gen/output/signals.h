/* SPDX-License-Identifier: MIT */
/**
 * Signals that would end the run are held back while files are written, and looked for between
 * the steps: temporary files are then removed by ordinary code, and the signal has its default
 * effect as soon as it is let through. No handler, no global state.
 *
 *     struct signals signals;
 *     signals_hold(&signals);
 *     … if (signals_pending(&signals)) { give up and clean up } …
 *     signals_let(&signals);                  // a pending signal ends the process here
 *
 * Floor: output. Signals that the caller ignores (nohup) are left alone.
 */
#ifndef ARCHGEN_OUTPUT_SIGNALS_H
#define ARCHGEN_OUTPUT_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

struct signals {
    sigset_t held; /* what this call has blocked */
    sigset_t before;
};

/** Holds back SIGINT, SIGTERM, SIGHUP and SIGXFSZ. */
void signals_hold(struct signals *signals);

/** True if one of them has come since. */
bool signals_pending(const struct signals *signals);

/** Restores the mask of before; what is pending takes effect. */
void signals_let(const struct signals *signals);

#endif
