/* SPDX-License-Identifier: MIT */
/**
 * One run at a time in an output folder. Floor: output. The lock is the file ".archgen.lock" with
 * the owner's process id inside. It is guarded by a record lock of the kernel, which ends with the
 * process: two runs that both find a dead owner's file cannot both take it over.
 */
#ifndef ARCHGEN_OUTPUT_LOCK_H
#define ARCHGEN_OUTPUT_LOCK_H

#include "base/compiler.h"
#include "output/folder.h"
#include "output/signals.h"

#include <stdbool.h>

#define LOCK_NAME ".archgen.lock"

/* How long a second run waits for the first, in milliseconds: longer than any run takes. */
enum { LOCK_WAIT_MS = 1000, LOCK_POLL_MS = 20 };

struct lock {
    int folder; /* descriptor of the root, borrowed */
    int fd;
};

/** Takes the lock of the root, waiting LOCK_WAIT_MS for its owner. False with `*reason` if it is
 *  still held ("locked by pid 17") or cannot be made, or if a signal came while waiting. */
AG_MUST_USE bool lock_take(struct lock *lock, const struct folders *folders,
                           const struct signals *signals, const char **reason);

/** Gives the lock up and removes its file. */
void lock_release(struct lock *lock);

#endif
