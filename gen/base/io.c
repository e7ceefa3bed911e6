/* SPDX-License-Identifier: MIT */
/* Reading through descriptors: the size of a file is a guess until it was read to its end. */
#include "base/io.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 };

/* strerror is not asked for a locale's language: nobody calls setlocale (base/banned.h). */
static bool fail(const char **reason, struct arena *arena, int error)
{
    *reason = arena_strdup(arena, str_from(strerror(error)));
    return false;
}

/* Reads to the end or until more than `limit` bytes have come; 0 or an error number. */
static int read_all(int file, size_t limit, struct buf *buf)
{
    while (buf->len <= limit) {
        size_t wanted = limit + 1 - buf->len;

        wanted = wanted < CHUNK ? wanted : CHUNK;
        (void)buf_reserve(buf, wanted);
        ssize_t got = read(file, buf->bytes + buf->len, wanted);

        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return errno;
        }
        if (got == 0) {
            return 0;
        }
        buf->len += (size_t)got;
    }
    return 0;
}

bool io_read(struct arena *arena, const char *path, size_t limit, struct str *bytes,
             const char **reason)
{
    bool is_stdin = strcmp(path, "-") == 0;
    int file = is_stdin ? STDIN_FILENO : open(path, O_RDONLY);
    struct stat status;
    struct buf buf;
    int error = 0;

    if (file < 0) {
        return fail(reason, arena, errno);
    }
    buf_init(&buf, BUF_NO_LIMIT);
    if (fstat(file, &status) != 0) {
        error = errno;
    } else if (S_ISDIR(status.st_mode)) {
        error = EISDIR;
    } else {
        error = read_all(file, limit, &buf);
    }
    if (error == 0) {
        bytes->p = arena_strdup(arena, (struct str){buf.bytes, buf.len});
        bytes->len = buf.len;
    }
    buf_release(&buf);
    if (!is_stdin) {
        (void)close(file); /* nothing was written, so nothing can be lost */
    }
    return error == 0 || fail(reason, arena, error);
}

/* --- trees --- */

struct tree {
    struct arena *arena;
    struct file_list files;
    const char **reason;
};

static bool refuse(struct tree *tree, const char *path, const char *why)
{
    *tree->reason = *path == '\0' ? why : arena_text(tree->arena, "%s: %s", path, why);
    return false;
}

/* Paths of files are names of templates and schemas; these are printed and compared. */
static bool is_plain_name(struct str name)
{
    for (size_t off = 0; off < name.len;) {
        struct utf8_char c = utf8_decode(name, off);

        if (c.fault != UTF8_FINE || utf8_is_hidden(c.code_point) || c.code_point == '\\') {
            return false;
        }
        off += c.len;
    }
    return true;
}

static bool read_directory(struct tree *tree, const char *directory, const char *path,
                           size_t depth);

/* `name` is the path on the machine, `path` the one below the tree's root. */
static bool read_entry(struct tree *tree, const char *name, const char *path, size_t depth)
{
    struct stat status;
    struct str bytes;
    const char *why;

    if (stat(name, &status) != 0) {
        return refuse(tree, path, strerror(errno));
    }
    if (S_ISDIR(status.st_mode)) {
        return read_directory(tree, name, path, depth + 1);
    }
    if (!S_ISREG(status.st_mode)) {
        return true; /* opening a pipe or a device would wait or do something */
    }
    if (tree->files.count == IO_TREE_FILES_MAX) {
        return refuse(tree, path, "more than 10000 files");
    }
    if (!io_read(tree->arena, name, IO_TREE_FILE_MAX, &bytes, &why)) {
        return refuse(tree, path, why);
    }
    if (bytes.len > IO_TREE_FILE_MAX) {
        return refuse(tree, path, "larger than 4 MiB");
    }
    file_list_add(&tree->files, tree->arena, path, bytes);
    return true;
}

static bool read_directory(struct tree *tree, const char *directory, const char *path, size_t depth)
{
    if (depth > IO_TREE_DEPTH_MAX) {
        return refuse(tree, path, "directories nested deeper than 16");
    }
    DIR *handle = opendir(directory);
    const struct dirent *entry;
    bool fine = true;

    if (handle == NULL) {
        return refuse(tree, path, arena_strdup(tree->arena, str_from(strerror(errno))));
    }
    while (fine && (errno = 0, entry = readdir(handle)) != NULL) {
        const char *slash = *path == '\0' ? "" : "/";

        if (entry->d_name[0] == '.') {
            continue;
        }
        if (!is_plain_name(str_from(entry->d_name))) {
            fine = refuse(tree, path, "a file name holds a character that is not plain text");
            continue;
        }
        fine = read_entry(tree, arena_text(tree->arena, "%s/%s", directory, entry->d_name),
                          arena_text(tree->arena, "%s%s%s", path, slash, entry->d_name), depth);
    }
    if (fine && errno != 0) {
        fine = refuse(tree, path, arena_strdup(tree->arena, str_from(strerror(errno))));
    }
    (void)closedir(handle);
    return fine;
}

bool io_read_tree(struct arena *arena, const char *directory, const char *prefix,
                  struct file_list *files, const char **reason)
{
    struct tree tree = {.arena = arena, .reason = reason};

    if (!read_directory(&tree, directory, "", 1)) {
        return false;
    }
    file_list_sort(&tree.files);
    for (size_t i = 0; i < tree.files.count; i++) {
        const struct file *file = &tree.files.items[i];

        file_list_add(files, arena, arena_text(arena, "%s%s", prefix, file->path), file->bytes);
    }
    return true;
}
