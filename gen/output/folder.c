/* SPDX-License-Identifier: MIT */
/* Directories by descriptor: opened once each, kept until the run is over. */
#include "output/folder.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_CHUNK = 64 * 1024 };

static bool is_safe_name(struct str name)
{
    if (name.len == 0 || str_eq_text(name, ".") || str_eq_text(name, "..") ||
        str_has_prefix(name, STR(".archgen"))) {
        return false;
    }
    for (size_t i = 0; i < name.len; i++) {
        unsigned char byte = (unsigned char)name.p[i];

        if (byte < 0x20 || byte == 0x7f) {
            return false;
        }
    }
    return true;
}

/** Where the component that begins at `start` ends. */
static size_t component_end(struct str path, size_t start)
{
    const char *slash = memchr(path.p + start, '/', path.len - start);

    return slash == NULL ? path.len : (size_t)(slash - path.p);
}

bool folder_path_is_safe(const char *path)
{
    struct str rest = str_from(path);
    size_t start = 0;

    for (;;) {
        size_t end = component_end(rest, start);

        if (!is_safe_name(str_slice(rest, start, end - start))) {
            return false;
        }
        if (end == rest.len) {
            return true;
        }
        start = end + 1;
    }
}

struct folder_path folder_path_split(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL) {
        return (struct folder_path){STR(""), path};
    }
    return (struct folder_path){{path, (size_t)(slash - path)}, slash + 1};
}

const char *folders_reason(const struct folders *folders, const char *path, int error)
{
    return arena_text(folders->arena, "%s%s%s: %s", folders->root, path[0] == '\0' ? "" : "/", path,
                      strerror(error));
}

static void add_folder(struct folders *folders, const char *path, int fd, bool is_new)
{
    ARENA_GROW(folders->arena, folders->items, folders->count, folders->capacity);
    folders->items[folders->count++] = (struct folder){path, fd, is_new};
}

/** Makes the root and its parents; `*is_new` tells if the last one was missing. */
static bool make_root(struct folders *folders, bool *is_new, const char **reason)
{
    char *path = arena_strdup(folders->arena, str_from(folders->root));
    size_t len = strlen(path);

    while (len > 1 && path[len - 1] == '/') {
        path[--len] = '\0';
    }
    for (size_t i = 1; i <= len; i++) {
        if (path[i] != '/' && path[i] != '\0') {
            continue;
        }
        char end = path[i];

        path[i] = '\0';
        *is_new = mkdir(path, 0777) == 0;
        // A parent that exists may also answer EROFS or EACCES; whether it serves, open() tells.
        if (!*is_new && errno != EEXIST && end == '\0') {
            *reason = folders_reason(folders, "", errno);
            return false;
        }
        path[i] = end;
    }
    return true;
}

bool folders_open(struct folders *folders, struct arena *arena, const char *root,
                  enum folder_mode mode, const char **reason)
{
    bool is_new = false;

    *folders = (struct folders){.arena = arena, .root = root, .bytes = {.limit = BUF_NO_LIMIT}};
    int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0 && errno == ENOENT && mode == FOLDER_CREATE) {
        if (!make_root(folders, &is_new, reason)) {
            return false;
        }
        fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    if (fd < 0 && !(errno == ENOENT && mode == FOLDER_LOOK)) {
        *reason = folders_reason(folders, "", errno);
        return false;
    }
    add_folder(folders, "", fd < 0 ? FOLDER_ABSENT : fd, is_new);
    return true;
}

static const struct folder *find_folder(const struct folders *folders, struct str path)
{
    // Files come sorted, so that the directory wanted is nearly always the newest one.
    for (size_t i = folders->count; i > 0; i--) {
        if (str_eq_text(path, folders->items[i - 1].path)) {
            return &folders->items[i - 1];
        }
    }
    return NULL;
}

static const char *reason_not_opened(const struct folders *folders, int parent, const char *path,
                                     const char *name, int error)
{
    struct stat status;

    if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode)) {
        return arena_text(folders->arena, "%s/%s: is a symbolic link, which is not followed",
                          folders->root, path);
    }
    return folders_reason(folders, path, error);
}

/** Opens the directory `path`, whose last component is `name` in `parent`. */
static int open_below(struct folders *folders, int parent, struct str path, struct str name,
                      enum folder_mode mode, const char **reason)
{
    const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    const struct folder *known = find_folder(folders, path);

    if (known != NULL) {
        return known->fd;
    }
    const char *path_text = arena_strdup(folders->arena, path);
    const char *name_text = arena_strdup(folders->arena, name);
    bool is_new = false;
    int fd = openat(parent, name_text, flags);

    if (fd < 0 && errno == ENOENT && mode == FOLDER_CREATE) {
        is_new = mkdirat(parent, name_text, 0777) == 0;
        fd = is_new || errno == EEXIST ? openat(parent, name_text, flags) : -1;
    }
    if (fd < 0 && errno == ENOENT && mode == FOLDER_LOOK) {
        return FOLDER_ABSENT;
    }
    if (fd < 0) {
        *reason = reason_not_opened(folders, parent, path_text, name_text, errno);
        return FOLDER_FAILED;
    }
    add_folder(folders, path_text, fd, is_new);
    return fd;
}

int folders_get(struct folders *folders, struct str path, enum folder_mode mode,
                const char **reason)
{
    int fd = folders->items[0].fd;
    size_t start = 0;

    while (fd >= 0 && start < path.len) {
        size_t end = component_end(path, start);

        fd = open_below(folders, fd, str_slice(path, 0, end), str_slice(path, start, end - start),
                        mode, reason);
        start = end + 1;
    }
    return fd;
}

static bool read_all(int fd, struct buf *buf)
{
    for (;;) {
        (void)buf_reserve(buf, READ_CHUNK);
        ssize_t got = read(fd, buf->bytes + buf->len, READ_CHUNK);

        if (got == 0) {
            return true;
        }
        if (got > 0) {
            buf->len += (size_t)got;
        } else if (errno != EINTR) {
            return false;
        }
    }
}

enum entry_kind folders_read(struct folders *folders, const char *path, struct str *bytes,
                             const char **reason)
{
    struct folder_path split = folder_path_split(path);
    int parent = folders_get(folders, split.folder, FOLDER_LOOK, reason);
    struct stat status;

    if (parent < 0) {
        return parent == FOLDER_ABSENT ? ENTRY_ABSENT : ENTRY_FAILED;
    }
    if (fstatat(parent, split.name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT) {
            return ENTRY_ABSENT;
        }
        *reason = folders_reason(folders, path, errno);
        return ENTRY_FAILED;
    }
    if (!S_ISREG(status.st_mode)) {
        return ENTRY_OTHER;
    }
    // O_NONBLOCK: should a FIFO have taken the file's place, open() must not wait for a writer.
    int fd = openat(parent, split.name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0 && errno == ENOENT) {
        return ENTRY_ABSENT; /* another run has removed it since */
    }
    if (fd < 0) {
        *reason = folders_reason(folders, path, errno);
        return ENTRY_FAILED;
    }
    buf_clear(&folders->bytes);
    bool is_read = read_all(fd, &folders->bytes);

    if (is_read) {
        *bytes = buf_str(&folders->bytes);
    } else {
        *reason = folders_reason(folders, path, errno);
    }
    (void)close(fd);
    return is_read ? ENTRY_FILE : ENTRY_FAILED;
}

bool folders_has(const struct folders *folders, const char *name)
{
    struct stat status;
    int root = folders->items[0].fd;

    return root >= 0 && fstatat(root, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

void folders_undo(struct folders *folders)
{
    for (size_t i = folders->count; i > 1; i--) {
        if (folders->items[i - 1].is_new) {
            struct folder_path split = folder_path_split(folders->items[i - 1].path);
            const struct folder *parent = find_folder(folders, split.folder);

            (void)unlinkat(parent->fd, split.name, AT_REMOVEDIR);
        }
    }
    if (folders->count > 0 && folders->items[0].is_new) {
        (void)rmdir(folders->root);
    }
}

void folders_close(struct folders *folders)
{
    for (size_t i = 0; i < folders->count; i++) {
        if (folders->items[i].fd >= 0) {
            (void)close(folders->items[i].fd);
        }
    }
    folders->count = 0;
    buf_release(&folders->bytes);
}
