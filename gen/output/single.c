/* SPDX-License-Identifier: MIT */
/* A temporary file beside the target, then link() (which never replaces) or rename(). */
#include "output/single.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/** Writes all bytes to the disk; 0 or an error number. */
static int fill(int fd, struct str text)
{
    while (text.len > 0) {
        ssize_t put = write(fd, text.p, text.len);

        if (put >= 0) {
            text = str_slice(text, (size_t)put, text.len);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return fsync(fd) == 0 ? 0 : errno;
}

/** Makes the temporary file whole; 0 or an error number. */
static int make(const char *path, struct str text, unsigned permissions)
{
    // What a killed process of the same number left is of no use to anyone.
    (void)unlink(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, (mode_t)permissions);

    if (fd < 0) {
        return errno;
    }
    int error = fill(fd, text);

    if (close(fd) != 0 && error == 0) {
        error = errno;
    }
    return error;
}

/** Gives the temporary file its name; 0 or an error number. */
static int place(const char *from, const char *path, enum single_mode mode)
{
    if (mode == SINGLE_REPLACE) {
        return rename(from, path) == 0 ? 0 : errno;
    }
    if (link(from, path) != 0) {
        return errno;
    }
    (void)unlink(from); // the file is complete either way
    return 0;
}

enum single_status single_write(const char *path, struct str text, unsigned permissions,
                                enum single_mode mode, int *error)
{
    struct buf temporary;

    buf_init(&temporary, BUF_NO_LIMIT);
    buf_add_format(&temporary, "%s.archgen-%ld", path, (long)getpid());
    const char *from = buf_str(&temporary).p;

    *error = make(from, text, permissions);
    if (*error == 0) {
        *error = place(from, path, mode);
    }
    if (*error != 0) {
        (void)unlink(from);
    }
    buf_release(&temporary);
    if (*error == EEXIST && mode == SINGLE_NEW) {
        return SINGLE_EXISTS;
    }
    return *error == 0 ? SINGLE_DONE : SINGLE_FAILED;
}
