// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#ifdef STEPPE_NETCDF

#include "record/netcdf_library.h"

#include <string.h>

#include "base/os.h"

#ifdef STEPPE_NETCDF_LINKED

bool steppe_netcdf_calls_find(const char *library, struct steppe_netcdf_calls *calls,
                              struct steppe_error *error) {
    (void)library;
    (void)error;
#define LINK(name) calls->name = nc_##name;
    STEPPE_NETCDF_CALLS(LINK)
#undef LINK
    return true;
}

#else

static const char needing[] = "result files";

// A call at an address that is none of a function in C's eyes, only in POSIX's: by its bytes.
static bool find(void *library, const char *name, void *call, size_t size,
                 struct steppe_error *error) {
    void *address;
    _Static_assert(sizeof address == sizeof(void (*)(void)), "POSIX: one size for both");
    if (!steppe_os_library_find(library, needing, name, &address, error)) return false;
    memcpy(call, &address, size);
    return true;
}

bool steppe_netcdf_calls_find(const char *library, struct steppe_netcdf_calls *calls,
                              struct steppe_error *error) {
    void *opened;
    bool good = steppe_os_library_open(library, needing, &opened, error);
#define FIND(name) good = good && find(opened, "nc_" #name, &calls->name, sizeof(void *), error);
    STEPPE_NETCDF_CALLS(FIND)
#undef FIND
    return good;
}

#endif
#else
typedef int steppe_netcdf_library_left_out;
#endif
