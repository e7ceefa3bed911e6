/* SPDX-License-Identifier: MIT */
/*
 * The lock file is ours when three things hold: the record lock on it is ours, it is still the
 * file of that name (its last owner may have removed it between our open and our lock), and the
 * process named in it is gone. The last one keeps the promise where record locks do not work
 * (some network file systems).
 */
#include "output/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum lock_result { LOCK_TAKEN, LOCK_HELD, LOCK_MOVED, LOCK_FAILED };

enum { PID_TEXT_MAX = 32 };

/** The process id in the file, 0 if there is none. */
static pid_t read_pid(int fd)
{
    char text[PID_TEXT_MAX] = "";
    ssize_t got = pread(fd, text, sizeof(text) - 1, 0);

    if (got <= 0) {
        return 0;
    }
    long pid = strtol(text, NULL, 10);

    return pid > 0 && (pid_t)pid == pid ? (pid_t)pid : 0;
}

static bool is_alive(pid_t pid)
{
    return pid > 0 && pid != getpid() && (kill(pid, 0) == 0 || errno == EPERM);
}

static bool is_same_file(int folder, int fd)
{
    struct stat open_one;
    struct stat named;

    return fstat(fd, &open_one) == 0 &&
           fstatat(folder, LOCK_NAME, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
           open_one.st_ino == named.st_ino && open_one.st_dev == named.st_dev;
}

static bool write_pid(const struct folders *folders, int fd)
{
    const char *text = arena_text(folders->arena, "%ld\n", (long)getpid());
    size_t len = strlen(text);

    return ftruncate(fd, 0) == 0 && pwrite(fd, text, len, 0) == (ssize_t)len;
}

/** One attempt with the lock file opened as `fd`; `*owner` is set for LOCK_HELD. */
static enum lock_result try_lock(const struct folders *folders, int folder, int fd, pid_t *owner)
{
    struct flock request = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

    *owner = read_pid(fd);
    if (fcntl(fd, F_SETLK, &request) != 0) {
        return errno == EAGAIN || errno == EACCES ? LOCK_HELD : LOCK_FAILED;
    }
    if (!is_same_file(folder, fd)) {
        return LOCK_MOVED;
    }
    *owner = read_pid(fd);
    if (is_alive(*owner)) {
        return LOCK_HELD;
    }
    if (write_pid(folders, fd)) {
        return LOCK_TAKEN;
    }
    int error = errno;

    (void)unlinkat(folder, LOCK_NAME, 0);
    errno = error;
    return LOCK_FAILED;
}

static void wait_a_little(void)
{
    const struct timespec pause = {.tv_nsec = LOCK_POLL_MS * 1000000L};

    (void)nanosleep(&pause, NULL);
}

bool lock_take(struct lock *lock, const struct folders *folders, const struct signals *signals,
               const char **reason)
{
    int folder = folders->items[0].fd;
    pid_t owner = 0;

    for (int waited = 0; waited <= LOCK_WAIT_MS; waited += LOCK_POLL_MS) {
        int fd = openat(folder, LOCK_NAME, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
        enum lock_result result = fd < 0 ? LOCK_FAILED : try_lock(folders, folder, fd, &owner);

        if (result == LOCK_TAKEN) {
            *lock = (struct lock){folder, fd};
            return true;
        }
        int error = errno;

        if (fd >= 0) {
            (void)close(fd);
        }
        if (result == LOCK_FAILED) {
            *reason = folders_reason(folders, LOCK_NAME, error);
            return false;
        }
        if (signals_pending(signals)) {
            *reason = arena_text(folders->arena, "%s: interrupted", folders->root);
            return false;
        }
        if (result == LOCK_HELD) {
            wait_a_little();
        }
    }
    *reason = arena_text(folders->arena, "%s: locked by pid %ld (%s)", folders->root, (long)owner,
                         LOCK_NAME);
    return false;
}

void lock_release(struct lock *lock)
{
    (void)unlinkat(lock->folder, LOCK_NAME, 0);
    (void)close(lock->fd);
}
