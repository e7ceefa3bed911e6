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
    return write_pid(folders, fd) ? LOCK_TAKEN : LOCK_FAILED;
}

/** Opens the lock file, or makes it; a negative number with errno on failure. */
static int open_file(int folder, bool *is_new)
{
    const int flags = O_RDWR | O_NOFOLLOW | O_CLOEXEC;
    int fd = openat(folder, LOCK_NAME, flags | O_CREAT | O_EXCL, 0666);

    *is_new = fd >= 0;
    return fd < 0 && errno == EEXIST ? openat(folder, LOCK_NAME, flags) : fd;
}

/** One attempt; `lock->fd` is set for LOCK_TAKEN, errno for LOCK_FAILED. */
static enum lock_result attempt(struct lock *lock, const struct folders *folders, pid_t *owner)
{
    bool is_new = false;
    int fd = open_file(lock->folder, &is_new);

    if (fd < 0) {
        return errno == ENOENT ? LOCK_MOVED : LOCK_FAILED; // removed between both calls
    }
    enum lock_result result = try_lock(folders, lock->folder, fd, owner);
    int error = errno;

    if (result == LOCK_TAKEN) {
        lock->fd = fd;
        return result;
    }
    if (result == LOCK_FAILED && is_new) {
        (void)unlinkat(lock->folder, LOCK_NAME, 0);
    }
    (void)close(fd);
    errno = error;
    return result;
}

static void wait_a_little(void)
{
    const struct timespec pause = {.tv_nsec = LOCK_POLL_MS * 1000000L};

    (void)nanosleep(&pause, NULL);
}

bool lock_take(struct lock *lock, const struct folders *folders, const struct signals *signals,
               const char **reason)
{
    pid_t owner = 0;

    lock->folder = folders->items[0].fd;
    for (int waited = 0; waited <= LOCK_WAIT_MS; waited += LOCK_POLL_MS) {
        enum lock_result result = attempt(lock, folders, &owner);

        if (result == LOCK_TAKEN) {
            return true;
        }
        if (result == LOCK_FAILED) {
            *reason = folders_reason(folders, LOCK_NAME, errno);
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
