// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// os: see the header.
#include "base/os.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#ifdef _OPENMP
#include <omp.h>
#endif

#define FOLDER_NAMES_MAX ((size_t)10000)

// Fill the error with the reason of errno; return false. What cannot be read is the user's input,
// what cannot be written the machine's trouble.
static bool refused_as(enum steppe_code code, struct steppe_error *error, const char *path,
                       const char *what) {
    const char *reason = strerror(errno);
    return steppe_error_set(error, code, (struct steppe_place){.file = path}, "cannot %s %s: %s",
                            what, path, reason);
}
static bool refused(struct steppe_error *error, const char *path, const char *what) {
    return refused_as(STEPPE_CODE_FILE, error, path, what);
}
static bool unread(struct steppe_error *error, const char *path, const char *what) {
    return refused_as(STEPPE_CODE_INPUT, error, path, what);
}

static bool no_memory(struct steppe_error *error, const char *path) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){.file = path},
                            "no memory left to read %s", path);
}

static bool read_open(int file, const char *path, size_t limit, struct steppe_arena *arena,
                      char **text, size_t *length, struct steppe_error *error) {
    struct stat status;
    if (fstat(file, &status) != 0) return unread(error, path, "read");
    if (S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return unread(error, path, "read");
    }
    // A byte more than the file seems to have shows its end in one pass; pipes say 0 and grow.
    size_t capacity = status.st_size > 0 && (uint64_t)status.st_size <= limit
                          ? (size_t)status.st_size + 2
                          : 4096;
    char *bytes = steppe_arena_take(arena, capacity, 1);
    size_t used = 0;
    for (;;) {
        if (!bytes) return no_memory(error, path);
        ssize_t got = read(file, bytes + used, capacity - 1 - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return unread(error, path, "read");
        if (got == 0) break;
        used += (size_t)got;
        if (used > limit) {
            return steppe_error_set(error, STEPPE_CODE_INPUT, (struct steppe_place){.file = path},
                                    "%s is larger than the %zu bytes allowed", path, limit);
        }
        if (used < capacity - 1) continue;
        char *wider = steppe_arena_take(arena, 2, capacity);
        if (wider) memcpy(wider, bytes, used);
        bytes = wider;
        capacity *= 2;
    }
    bytes[used] = '\0';
    *text = bytes;
    *length = used;
    return true;
}

bool steppe_os_read_file(const char *path, size_t limit_bytes, struct steppe_arena *arena,
                         char **text, size_t *length, struct steppe_error *error) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return unread(error, path, "open");
    bool done = read_open(file, path, limit_bytes, arena, text, length, error);
    close(file);
    return done;
}

// Renaming would take the place of a device or pipe, which root may do even in /dev.
bool steppe_os_temporary_name(const char *path, char *name, size_t size,
                              struct steppe_error *error) {
    if (steppe_os_is_special(path) || steppe_os_is_folder(path)) {
        return steppe_error_set(error, STEPPE_CODE_FILE, (struct steppe_place){.file = path},
                                "cannot write %s: it is no ordinary file", path);
    }
    int length = snprintf(name, size, "%s.%ld.part", path, (long)getpid());
    if (length > 0 && (size_t)length < size) return true;
    errno = ENAMETOOLONG;
    return refused(error, path, "write");
}

void steppe_os_discard(const char *temporary) { unlink(temporary); }

bool steppe_os_reserve(const char *temporary, uint64_t bytes, struct steppe_error *error) {
    int file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) return refused(error, temporary, "write");
    errno = bytes > 0 ? posix_fallocate(file, 0, (off_t)bytes) : 0;
    bool reserved = errno == 0;
    if (!reserved) refused(error, temporary, "write");
    close(file);
    return reserved;
}

// The rename itself is safe only when the folder is synced too. Some file systems refuse to sync
// folders, which takes nothing from what is written.
static void sync_folder_of(const char *path) {
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) + 1 : 0;
    if (length >= sizeof folder) return;
    memcpy(folder, path, length);
    memcpy(folder + length, ".", 2);
    int opened = open(folder, O_RDONLY | O_CLOEXEC);
    if (opened < 0) return;
    fsync(opened);
    close(opened);
}

bool steppe_os_replace(const char *temporary, const char *path, struct steppe_error *error) {
    int file = open(temporary, O_RDONLY | O_CLOEXEC);
    if (file < 0) return refused(error, temporary, "open");
    bool synced = fsync(file) == 0;
    int reason = errno;
    close(file);
    errno = reason;
    if (!synced) return refused(error, path, "write");
    if (rename(temporary, path) != 0) return refused(error, path, "write");
    sync_folder_of(path);
    return true;
}

static bool write_all(int file, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t put = write(file, bytes, length);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        bytes += put;
        length -= (size_t)put;
    }
    return true;
}

// Writes to what the flags open, and closes it; says of `path` why it could not.
static bool write_to(const char *name, int flags, const char *path, const char *bytes,
                     size_t length, struct steppe_error *error) {
    int file = open(name, O_WRONLY | O_CLOEXEC | flags, 0666);
    if (file < 0) return refused(error, path, "write");
    bool written = write_all(file, bytes, length);
    int reason = errno;
    if (close(file) != 0 && written) {
        written = false;
        reason = errno;
    }
    errno = reason;
    return written || refused(error, path, "write");
}

bool steppe_os_write_file(const char *path, const char *bytes, size_t length,
                          struct steppe_error *error) {
    char temporary[PATH_MAX];
    if (steppe_os_is_special(path)) return write_to(path, 0, path, bytes, length, error);
    if (!steppe_os_temporary_name(path, temporary, sizeof temporary, error)) return false;
    if (write_to(temporary, O_CREAT | O_TRUNC, path, bytes, length, error) &&
        steppe_os_replace(temporary, path, error)) {
        return true;
    }
    steppe_os_discard(temporary);
    return false;
}

bool steppe_os_is_file(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

size_t steppe_os_file_bytes(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) ? (size_t)status.st_size : 0;
}

bool steppe_os_is_special(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

bool steppe_os_is_folder(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool steppe_os_make_folder(const char *path, struct steppe_error *error) {
    if (mkdir(path, 0777) == 0 || steppe_os_is_folder(path)) return true;
    return refused(error, path, "make folder");
}

static int by_bytes(const void *a, const void *b) {
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

bool steppe_os_list_folder(const char *path, struct steppe_arena *arena, const char *const **names,
                           size_t *count, struct steppe_error *error) {
    DIR *folder = opendir(path);
    if (!folder) return unread(error, path, "list");
    const char **found = STEPPE_TAKE(arena, FOLDER_NAMES_MAX, const char *);
    size_t found_count = 0;
    bool fits = true;
    errno = 0;
    for (const struct dirent *entry; found && fits && (entry = readdir(folder)); errno = 0) {
        if (entry->d_name[0] == '.') continue;
        fits = found_count < FOLDER_NAMES_MAX;
        if (!fits) break;
        found[found_count] = steppe_arena_copy_text(arena, entry->d_name, strlen(entry->d_name));
        if (!found[found_count++]) found = NULL;
    }
    int reason = errno;
    closedir(folder);
    if (!found) return no_memory(error, path);
    if (!fits) {
        return steppe_error_set(error, STEPPE_CODE_INPUT, (struct steppe_place){.file = path},
                                "%s holds more than %zu files", path, FOLDER_NAMES_MAX);
    }
    errno = reason;
    if (reason) return unread(error, path, "list");
    qsort(found, found_count, sizeof *found, by_bytes);
    *names = found;
    *count = found_count;
    return true;
}

bool steppe_os_program_folder(char *path, size_t size) {
    ssize_t length = readlink("/proc/self/exe", path, size);
    if (length <= 0 || (size_t)length >= size) return false;
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    if (!slash) return false;
    *slash = '\0';
    return true;
}

static bool no_library(const char *what, struct steppe_error *error) {
    const char *reason = dlerror(); // names the library, or the function
    return steppe_error_set(error, STEPPE_CODE_FILE, (struct steppe_place){0},
                            "%s need a library: %s", what, reason ? reason : "it cannot be loaded");
}

bool steppe_os_library_open(const char *name, const char *what, void **library,
                            struct steppe_error *error) {
    *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    return *library || no_library(what, error);
}

bool steppe_os_library_find(void *library, const char *what, const char *function, void **address,
                            struct steppe_error *error) {
    *address = dlsym(library, function);
    return *address || no_library(what, error);
}

bool steppe_os_is_terminal(int descriptor) { return isatty(descriptor) == 1; }

bool steppe_os_stream_is_terminal(FILE *stream) { return steppe_os_is_terminal(fileno(stream)); }

int steppe_os_stream_columns(FILE *stream) {
    struct winsize size;
    return ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int steppe_os_processor_count(void) {
#ifdef _OPENMP
    int count = omp_get_num_procs(); // knows the processors this process is bound to
#else
    int count = (int)sysconf(_SC_NPROCESSORS_ONLN);
#endif
    return count < 1 ? 1 : count;
}

uint64_t steppe_os_peak_memory_bytes(void) {
    // getrusage would count what the parent held before it became this program.
    FILE *status = fopen("/proc/self/status", "r");
    if (!status) return 0;
    char line[256];
    uint64_t kibibytes = 0;
    while (fgets(line, sizeof line, status)) {
        if (strncmp(line, "VmHWM:", 6) == 0) kibibytes = strtoull(line + 6, NULL, 10);
    }
    fclose(status);
    return kibibytes * 1024;
}

double steppe_os_seconds(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return 0.0;
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}
