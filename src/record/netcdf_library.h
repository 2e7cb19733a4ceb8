// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// netcdf_library: what of libnetcdf is called, found when a result is written or read. Most
// commands never do, and the library brings some fifty others with it, whose loading would cost
// each of them 15 to 20 ms. In: its name. Out: its calls, by their names without the nc_. With
// STEPPE_NETCDF_LINKED (meson: netcdf_on_demand false) they are linked as usual.
#ifndef STEPPE_RECORD_NETCDF_LIBRARY_H
#define STEPPE_RECORD_NETCDF_LIBRARY_H

#include <netcdf.h>

#include "base/error.h"

#define STEPPE_NETCDF_CALLS(X)                                                                     \
    X(strerror)                                                                                    \
    X(create) X(open) X(close) X(enddef) X(sync) X(def_dim) X(def_var) X(def_var_chunking)         \
        X(def_var_deflate) X(put_att_text) X(put_att_int) X(put_att_uint) X(put_att_ulonglong)     \
            X(put_att_schar) X(put_var) X(inq_att) X(inq_attid) X(inq_dimid) X(inq_dimlen)         \
                X(inq_varid) X(inq_var) X(get_att_text) X(get_att_ulonglong) X(get_var)            \
                    X(free_string)

// Each of the type that netcdf.h declares, so that the compiler checks every call.
struct steppe_netcdf_calls {
#define STEPPE_NETCDF_CALL(name) __typeof__(&nc_##name) name;
    STEPPE_NETCDF_CALLS(STEPPE_NETCDF_CALL)
#undef STEPPE_NETCDF_CALL
};

// False with code FILE where the library is missing or is another one.
STEPPE_CHECKED bool steppe_netcdf_calls_find(const char *library, struct steppe_netcdf_calls *calls,
                                             struct steppe_error *error);

#endif
