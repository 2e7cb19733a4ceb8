// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// simplex: the nearest point of a simplex, in double. The method and its papers: simplex_kernel.h.
#ifndef STEPPE_SOLVE_SIMPLEX_H
#define STEPPE_SOLVE_SIMPLEX_H

#include <stddef.h>

// x [count] becomes the nearest point with sum x = total, x >= 0; count >= 1, total > 0.
// Source held-wolfe-crowder-1974. Cost at most O(count^2), mostly a few passes over x.
void steppe_simplex_project(size_t count, double total, double *x);

#endif
