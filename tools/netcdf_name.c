// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// netcdf_name: asked by meson, linked with libnetcdf. Out: the file name under which the system
// found it, with the version of its interface: libnetcdf.so.19.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netcdf.h>
#include <stdio.h>
#include <string.h>

int main(void) {
    Dl_info found;
    void *call = nc_inq_libvers() ? dlsym(RTLD_DEFAULT, "nc_inq_libvers") : NULL;
    if (!call || !dladdr(call, &found)) return 1;
    const char *slash = strrchr(found.dli_fname, '/');
    puts(slash ? slash + 1 : found.dli_fname);
    return 0;
}
