/* SPDX-License-Identifier: MIT */
/*
 * Faults on demand, for tests/run-faults. Loaded before the C library (LD_PRELOAD), this stands
 * between the command with all of its libraries and memory and files. The command becomes a server:
 * before main() it reads requests, one a line, and forks a child for each, which runs main() with
 * one fault in it. That is some hundred times faster than starting a process under strace.
 *
 *     request: <kind> <number> <argument>     answer: <status of wait()> <allocations> <calls>
 * <name>
 *
 * Kinds: n no fault; o allocation <number> fails; f that one and all later ones fail; e call
 * <number> fails with errno <argument>; E that one and all later ones; s a read or write moves half
 * of its bytes; l a write says that it moved all, but moved half; k SIGKILL before the call; K
 * after it; i signal <argument> before the call; t SIGKILL after <number> microseconds. Numbers
 * count from
 * 1. The names are those of all calls, or of the one with the fault. What is written to standard
 * error is not counted. Standard output and standard error are files, emptied before each run.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILD_SECONDS = 30, NAMES_MAX = 64 * 1024 };

struct fault {
    char kind;
    long number;
    int argument;
};

/* What a child tells; it may be killed at any time. */
struct told {
    long allocations;
    long calls;
    size_t names_len;
    char names[NAMES_MAX]; /* with a comma after each */
};

typedef int main_function(int, char **, char **);
typedef int start_function(main_function *, int, char **, void (*)(void), void (*)(void),
                           void (*)(void), void *);

static struct fault fault;
static struct told *told;
static bool is_armed;
static main_function *real_main;

/* The next definition of a function, behind this one. */
#define REAL(name) ((__typeof__(&(name)))(uintptr_t)dlsym(RTLD_NEXT, #name))

/* --- memory --- */

/* dlsym() may allocate before malloc() is known. */
static char early[64 * 1024];
static size_t early_used;

static void *take_early(size_t size)
{
    char *memory = early + early_used;

    early_used += (size + 15) / 16 * 16;
    if (early_used > sizeof(early)) {
        abort();
    }
    return memory;
}

static bool is_early(const void *memory)
{
    return (const char *)memory >= early && (const char *)memory < early + sizeof(early);
}

static struct {
    void *(*malloc)(size_t);
    void *(*calloc)(size_t, size_t);
    void *(*realloc)(void *, size_t);
    void *(*aligned_alloc)(size_t, size_t);
    int (*posix_memalign)(void **, size_t, size_t);
    void (*free)(void *);
} memory_functions;

static void find_memory_functions(void)
{
    static bool is_looking;

    if (memory_functions.free != NULL || is_looking) {
        return;
    }
    is_looking = true;
    memory_functions.malloc = REAL(malloc);
    memory_functions.calloc = REAL(calloc);
    memory_functions.realloc = REAL(realloc);
    memory_functions.aligned_alloc = REAL(aligned_alloc);
    memory_functions.posix_memalign = REAL(posix_memalign);
    memory_functions.free = REAL(free);
}

static bool has_no_memory(void)
{
    if (!is_armed) {
        return false;
    }
    long number = ++told->allocations;
    bool is_hit = (fault.kind == 'o' && number == fault.number) ||
                  (fault.kind == 'f' && number >= fault.number);

    if (is_hit) {
        errno = ENOMEM;
    }
    return is_hit;
}

void *malloc(size_t size)
{
    find_memory_functions();
    if (memory_functions.malloc == NULL) {
        return take_early(size);
    }
    return has_no_memory() ? NULL : memory_functions.malloc(size);
}

void *calloc(size_t count, size_t size)
{
    find_memory_functions();
    if (memory_functions.calloc == NULL) {
        return take_early(count * size);
    }
    return has_no_memory() ? NULL : memory_functions.calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    find_memory_functions();
    return has_no_memory() ? NULL : memory_functions.realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    find_memory_functions();
    return has_no_memory() ? NULL : memory_functions.aligned_alloc(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    find_memory_functions();
    return has_no_memory() ? ENOMEM : memory_functions.posix_memalign(memory, alignment, size);
}

void free(void *memory)
{
    find_memory_functions();
    if (memory_functions.free != NULL && !is_early(memory)) {
        memory_functions.free(memory);
    }
}

/* --- calls --- */

static bool is_hit(void)
{
    return is_armed && told->calls == fault.number;
}

static void add_name(const char *name)
{
    size_t len = strlen(name);

    if (told->names_len + len + 2 > NAMES_MAX) {
        abort();
    }
    memcpy(told->names + told->names_len, name, len);
    told->names_len += len;
    told->names[told->names_len++] = ',';
}

/* Counts a call. True if it is to fail; errno says how. */
static bool call_fails(const char *name)
{
    if (!is_armed) {
        return false;
    }
    told->calls++;
    if (is_hit() || fault.kind == 'n') {
        add_name(name);
    }
    if (is_hit()) {
        if (fault.kind == 'k') {
            (void)raise(SIGKILL);
        }
        if (fault.kind == 'i') {
            (void)raise(fault.argument);
        }
    }
    if ((fault.kind == 'e' && is_hit()) || (fault.kind == 'E' && told->calls >= fault.number)) {
        errno = fault.argument;
        return true;
    }
    return false;
}

/* After the call itself. */
static void call_ends(void)
{
    if (fault.kind == 'K' && is_hit()) {
        (void)raise(SIGKILL);
    }
}

/* What to move of some bytes: at least one, so that it is no end of a file. */
static size_t share(size_t count)
{
    return is_hit() && (fault.kind == 's' || fault.kind == 'l') && count > 1 ? count / 2 : count;
}

static ssize_t amount(ssize_t moved, size_t wanted)
{
    return is_hit() && fault.kind == 'l' && moved >= 0 ? (ssize_t)wanted : moved;
}

/* A function that counts as a call: its failure, its type, name, parameters and arguments. */
#define CALL(failure, type, name, parameters, arguments)                                           \
    type name parameters                                                                           \
    {                                                                                              \
        if (call_fails(#name)) {                                                                   \
            return failure;                                                                        \
        }                                                                                          \
        type result = REAL(name) arguments;                                                        \
                                                                                                   \
        call_ends();                                                                               \
        return result;                                                                             \
    }

CALL(-1, int, fsync, (int fd), (fd))
CALL(-1, int, ftruncate, (int fd, off_t length), (fd, length))
CALL(-1, int, fstat, (int fd, struct stat *status), (fd, status))
CALL(-1, int, stat, (const char *path, struct stat *status), (path, status))
CALL(-1, int, lstat, (const char *path, struct stat *status), (path, status))
CALL(-1, int, fstatat, (int fd, const char *path, struct stat *status, int flags),
     (fd, path, status, flags))
CALL(-1, int, mkdir, (const char *path, mode_t mode), (path, mode))
CALL(-1, int, mkdirat, (int fd, const char *path, mode_t mode), (fd, path, mode))
CALL(-1, int, rename, (const char *from, const char *to), (from, to))
CALL(-1, int, renameat, (int from_fd, const char *from, int to_fd, const char *to),
     (from_fd, from, to_fd, to))
CALL(-1, int, link, (const char *from, const char *to), (from, to))
CALL(-1, int, unlink, (const char *path), (path))
CALL(-1, int, unlinkat, (int fd, const char *path, int flags), (fd, path, flags))
CALL(-1, int, rmdir, (const char *path), (path))
CALL(NULL, DIR *, opendir, (const char *path), (path))
CALL(NULL, DIR *, fdopendir, (int fd), (fd))
CALL(NULL, struct dirent *, readdir, (DIR * dir), (dir))
CALL(NULL, char *, realpath, (const char *path, char *resolved), (path, resolved))

/* A function that moves bytes. */
#define TRANSFER(name, parameters, count, arguments)                                               \
    ssize_t name parameters                                                                        \
    {                                                                                              \
        if (fd == STDERR_FILENO) {                                                                 \
            return REAL(name) arguments;                                                           \
        }                                                                                          \
        if (call_fails(#name)) {                                                                   \
            return -1;                                                                             \
        }                                                                                          \
        size_t wanted = count;                                                                     \
                                                                                                   \
        count = share(wanted);                                                                     \
        ssize_t result = amount(REAL(name) arguments, wanted);                                     \
                                                                                                   \
        call_ends();                                                                               \
        return result;                                                                             \
    }

TRANSFER(read, (int fd, void *bytes, size_t count), count, (fd, bytes, count))
TRANSFER(write, (int fd, const void *bytes, size_t count), count, (fd, bytes, count))
TRANSFER(pread, (int fd, void *bytes, size_t count, off_t off), count, (fd, bytes, count, off))
TRANSFER(pwrite, (int fd, const void *bytes, size_t count, off_t off), count,
         (fd, bytes, count, off))

/* Linux gives a descriptor back even where close() fails. */
int close(int fd)
{
    bool is_failing = call_fails("close");
    int error = errno;
    int result = REAL(close)(fd);

    call_ends();
    if (is_failing) {
        errno = error;
        return -1;
    }
    return result;
}

static mode_t mode_of(int flags, va_list args)
{
    return (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
    va_list args;

    if (call_fails("open")) {
        return -1;
    }
    va_start(args, flags);
    int fd = REAL(open)(path, flags, mode_of(flags, args));

    va_end(args);
    call_ends();
    return fd;
}

int openat(int folder, const char *path, int flags, ...)
{
    va_list args;

    if (call_fails("openat")) {
        return -1;
    }
    va_start(args, flags);
    int fd = REAL(openat)(folder, path, flags, mode_of(flags, args));

    va_end(args);
    call_ends();
    return fd;
}

int fcntl(int fd, int command, ...)
{
    va_list args;

    if (call_fails("fcntl")) {
        return -1;
    }
    va_start(args, command);
    int result = REAL(fcntl)(fd, command, va_arg(args, void *));

    va_end(args);
    call_ends();
    return result;
}

/* --- the server --- */

/* In the child: the run, with its fault. Does not come back. */
static void run(int argc, char **argv, char **environment)
{
    (void)alarm(CHILD_SECONDS);
    if (ftruncate(STDOUT_FILENO, 0) != 0 || ftruncate(STDERR_FILENO, 0) != 0) {
        abort();
    }
    is_armed = true;
    exit(real_main(argc, argv, environment));
}

/* Runs main() in a child; the status of wait(). */
static int serve(int argc, char **argv, char **environment)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        run(argc, argv, environment);
    }
    if (child < 0) {
        abort();
    }
    if (fault.kind == 't') {
        (void)usleep((useconds_t)fault.number);
        (void)kill(child, SIGKILL);
    }
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            abort();
        }
    }
    return status;
}

static int server_main(int argc, char **argv, char **environment)
{
    const char *ends = getenv("ARCHGEN_FAULTS"); // the descriptors of both pipes
    FILE *requests = NULL;
    FILE *answers = NULL;
    char line[128];
    int in = -1;
    int out = -1;

    if (ends == NULL || sscanf(ends, "%d,%d", &in, &out) != 2) {
        return real_main(argc, argv, environment);
    }
    requests = fdopen(in, "r");
    answers = fdopen(out, "w");
    told = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (requests == NULL || answers == NULL || told == MAP_FAILED) {
        abort();
    }
    (void)unsetenv("ARCHGEN_FAULTS");
    (void)unsetenv("LD_PRELOAD"); // what the command starts is not counted
    while (fgets(line, sizeof(line), requests) != NULL) {
        if (sscanf(line, "%c %ld %d", &fault.kind, &fault.number, &fault.argument) != 3) {
            abort();
        }
        memset(told, 0, sizeof(*told));
        int status = serve(argc, argv, environment);

        (void)fprintf(answers, "%d %ld %ld %s,\n", status, told->allocations, told->calls,
                      told->names);
        (void)fflush(answers);
    }
    _exit(0);
}

/* What the C library's start-up calls with the address of main(); no header has it. */
int __libc_start_main(main_function *main, int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*end)(void), void *stack);

int __libc_start_main(main_function *main, int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*end)(void), void *stack)
{
    start_function *start = (start_function *)(uintptr_t)dlsym(RTLD_NEXT, "__libc_start_main");

    real_main = main;
    return start(server_main, argc, argv, init, fini, end, stack);
}
