// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// simplex: the scalar instance of simplex_kernel.h behind a plain interface.
#define STEPPE_SCALAR
#include "solve/simplex.h"

#include "base/error.h"
#include "solve/simplex_kernel.h"

void steppe_simplex_project(size_t count, double total, double *x) {
    steppe_must(count >= 1 && count <= INT32_MAX && total > 0);
    steppe_simplex_project_lanes((int)count, total, x);
}
