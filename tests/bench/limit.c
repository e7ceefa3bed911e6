/* SPDX-License-Identifier: MIT */
/*
 * What archgen cannot be faster than: a program that has the finished files and only writes them,
 * in the same way (temporary files, renamed at the end; equal files are left alone), without fsync.
 * Called by the bench program. It uses nothing but the system, so that it starts as fast as can be.
 *
 *     limit pack FOLDER PACK           puts all files of FOLDER into the file PACK
 *     limit write PACK FOLDER          writes them
 *     limit check PACK FOLDER          compares them; fails if one is different
 *     limit print PACK PATH            prints one
 *
 * A pack is a row of: path, NUL, length in eight bytes of this machine, bytes.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, FILES_MAX = 4096 };

struct item {
    const char *path;
    const char *bytes;
    size_t len;
};

static struct item items[FILES_MAX];

static void give_up(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static void must(bool is_fine, const char *what)
{
    if (!is_fine) {
        give_up(what);
    }
}

static const char *map_file(const char *path, size_t *len)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;

    must(fd >= 0 && fstat(fd, &status) == 0, path);
    *len = (size_t)status.st_size;
    char *bytes = *len == 0 ? NULL : mmap(NULL, *len, PROT_READ, MAP_PRIVATE, fd, 0);

    must(bytes != MAP_FAILED, path);
    (void)close(fd);
    return bytes;
}

static void join(char *out, const char *folder, const char *name)
{
    must(snprintf(out, PATH_BYTES, "%s%s%s", folder, *folder == '\0' ? "" : "/", name) < PATH_BYTES,
         name);
}

/* --- packing --- */

static void put(int fd, const void *bytes, size_t len)
{
    must(write(fd, bytes, len) == (ssize_t)len, "pack");
}

static void pack_file(int pack, const char *root, const char *path)
{
    char full[PATH_BYTES];
    size_t len;

    join(full, root, path);
    const char *bytes = map_file(full, &len);
    uint64_t number = len;

    put(pack, path, strlen(path) + 1);
    put(pack, &number, sizeof(number));
    put(pack, bytes, len);
}

static int compare_entries(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void pack_folder(int pack, const char *root, const char *folder)
{
    char path[PATH_BYTES];
    struct dirent **entries;

    join(path, root, folder);
    int count = scandir(path, &entries, NULL, compare_entries);

    must(count >= 0, path);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        char full[PATH_BYTES];
        struct stat status;

        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) {
            join(path, folder, name);
            join(full, root, path);
            must(stat(full, &status) == 0, full);
            S_ISDIR(status.st_mode) ? pack_folder(pack, root, path) : pack_file(pack, root, path);
        }
        free(entries[i]);
    }
    free(entries);
}

static size_t unpack(const char *path)
{
    size_t len;
    const char *p = map_file(path, &len);
    const char *end = p + len;
    size_t count = 0;

    while (p < end) {
        struct item *item = &items[count++];
        uint64_t number;

        must(count < FILES_MAX, path);
        item->path = p;
        p += strlen(p) + 1;
        memcpy(&number, p, sizeof(number));
        item->bytes = p + sizeof(number);
        item->len = number;
        p = item->bytes + number;
    }
    return count;
}

/* --- writing --- */

static bool is_equal(int root, const struct item *item)
{
    static char bytes[1 << 20];
    struct stat status;
    int fd = openat(root, item->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool is_same = fd >= 0 && fstat(fd, &status) == 0 && (size_t)status.st_size == item->len &&
                   item->len <= sizeof(bytes) &&
                   read(fd, bytes, sizeof(bytes)) == (ssize_t)item->len &&
                   memcmp(bytes, item->bytes, item->len) == 0;

    if (fd >= 0) {
        (void)close(fd);
    }
    return is_same;
}

static void make_folders(int root, const char *path)
{
    char folder[PATH_BYTES];

    for (const char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        memcpy(folder, path, (size_t)(slash - path));
        folder[slash - path] = '\0';
        (void)mkdirat(root, folder, 0777);
    }
}

static void temp_name(char *out, const char *path)
{
    must(snprintf(out, PATH_BYTES, "%s.tmp", path) < PATH_BYTES, path);
}

static void write_temp(int root, const struct item *item)
{
    const int flags = O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC;
    char temp[PATH_BYTES];

    temp_name(temp, item->path);
    int fd = openat(root, temp, flags, 0666);

    if (fd < 0) {
        make_folders(root, item->path);
        fd = openat(root, temp, flags, 0666);
    }
    must(fd >= 0 && write(fd, item->bytes, item->len) == (ssize_t)item->len && close(fd) == 0,
         temp);
}

static void write_all(size_t count, const char *folder)
{
    bool is_written[FILES_MAX];
    char temp[PATH_BYTES];

    (void)mkdir(folder, 0777);
    int root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    must(root >= 0, folder);
    for (size_t i = 0; i < count; i++) {
        is_written[i] = !is_equal(root, &items[i]);
        if (is_written[i]) {
            write_temp(root, &items[i]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        temp_name(temp, items[i].path);
        must(!is_written[i] || renameat(root, temp, root, items[i].path) == 0, temp);
    }
}

static void check_all(size_t count, const char *folder)
{
    int root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    for (size_t i = 0; i < count; i++) {
        must(is_equal(root, &items[i]), items[i].path);
    }
}

static void print_one(size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(items[i].path, path) == 0) {
            put(STDOUT_FILENO, items[i].bytes, items[i].len);
            return;
        }
    }
    must(false, path);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        (void)fputs("usage: limit pack|write|check|print …\n", stderr);
        return EXIT_FAILURE;
    }
    if (strcmp(argv[1], "pack") == 0) {
        int pack = open(argv[3], O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0666);

        must(pack >= 0, argv[3]);
        pack_folder(pack, argv[2], "");
        return EXIT_SUCCESS;
    }
    size_t count = unpack(argv[2]);

    if (strcmp(argv[1], "write") == 0) {
        write_all(count, argv[3]);
    } else if (strcmp(argv[1], "check") == 0) {
        check_all(count, argv[3]);
    } else {
        print_one(count, argv[3]);
    }
    return EXIT_SUCCESS;
}
