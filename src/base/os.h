// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// os: all that is asked of the operating system (POSIX). Files are read with a limit and written
// under a temporary name, synced and renamed, so that a reader never sees half a file; pipes and
// devices (/dev/stdout) are written as they are. Errors carry code INPUT where something cannot be
// read and FILE where it cannot be written (or MEMORY), the path as place, and the system's reason.
#ifndef STEPPE_BASE_OS_H
#define STEPPE_BASE_OS_H

#include <stdio.h>

#include "base/arena.h"
#include "base/error.h"

// The whole file in the arena with a 0 after it; refused beyond limit_bytes or when it is a folder.
STEPPE_CHECKED bool steppe_os_read_file(const char *path, size_t limit_bytes,
                                        struct steppe_arena *arena, char **text, size_t *length,
                                        struct steppe_error *error);
STEPPE_CHECKED bool steppe_os_write_file(const char *path, const char *bytes, size_t length,
                                         struct steppe_error *error);

// For writers that want a name (NetCDF): a name beside `path` to write to, then replace, which
// syncs it and renames it to path, or discard, which removes it if it is there. Refused where path
// is a folder, a pipe or a device, whose place the file would take.
STEPPE_CHECKED bool steppe_os_temporary_name(const char *path, char *name, size_t size,
                                             struct steppe_error *error);
STEPPE_CHECKED bool steppe_os_replace(const char *temporary, const char *path,
                                      struct steppe_error *error);
void steppe_os_discard(const char *temporary);
// Makes the file (or empties it) and has the system set that many bytes of the disk aside; false
// when it cannot. What is written over it within that size then finds its room.
STEPPE_CHECKED bool steppe_os_reserve(const char *temporary, uint64_t bytes,
                                      struct steppe_error *error);

bool steppe_os_is_file(const char *path);
size_t steppe_os_file_bytes(const char *path); // 0: no file, or not known
bool steppe_os_is_special(const char *path);   // a pipe, a device, a socket
bool steppe_os_is_folder(const char *path);
// An existing folder is no error; its parent must exist.
STEPPE_CHECKED bool steppe_os_make_folder(const char *path, struct steppe_error *error);
// Names in a folder, sorted by bytes, those that begin with a point left out. At most 10 000.
STEPPE_CHECKED bool steppe_os_list_folder(const char *path, struct steppe_arena *arena,
                                          const char *const **names, size_t *count,
                                          struct steppe_error *error);
// Folder of the running program, without a slash at its end; false when the system does not say.
bool steppe_os_program_folder(char *path, size_t size);

// A shared library by its file name, found as the system finds those a program is linked with, and
// the address of a function in it. It stays loaded.
// what: who needs it, for the error, as "result files".
STEPPE_CHECKED bool steppe_os_library_open(const char *name, const char *what, void **library,
                                           struct steppe_error *error);
STEPPE_CHECKED bool steppe_os_library_find(void *library, const char *what, const char *function,
                                           void **address, struct steppe_error *error);

bool steppe_os_is_terminal(int descriptor);
bool steppe_os_stream_is_terminal(FILE *stream);
int steppe_os_stream_columns(FILE *stream); // of the terminal; 0: none, or not known
int steppe_os_processor_count(void);        // that this process may use, at least 1
uint64_t steppe_os_peak_memory_bytes(void); // largest resident size so far; 0: unknown
double steppe_os_seconds(void);             // monotonic clock, for differences only

#endif
