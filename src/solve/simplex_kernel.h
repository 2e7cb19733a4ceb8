// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// simplex_kernel: Euclidean projection on a simplex in every lane.
//
//   argmin |x - v|^2  such that  sum x = total, x >= 0      x_i = max(0, v_i - tau)
//
// held-wolfe-crowder-1974. tau is the root of the convex, falling, piecewise linear function
// sum_i max(0, v_i - tau) - total. Newton's method from the left never passes it and drops at least
// one term a step, so it ends exactly after at most as many steps as there are terms
// (michelot-1986): mostly three or four, no sorting, no branch on a lane.
#ifndef STEPPE_SOLVE_SIMPLEX_KERNEL_H
#define STEPPE_SOLVE_SIMPLEX_KERNEL_H

#include "base/lanes.h"

// Steps tau by the terms above it; returns whether it rose in any lane.
static inline int steppe_simplex_raise(int count, steppe_real total, const steppe_real *v,
                                       steppe_real *restrict tau) {
    steppe_real sum[STEPPE_LANES] = {0}, terms[STEPPE_LANES] = {0};
    int rose = 0;
    for (int i = 0; i < count; i++) {
        const steppe_real *restrict term = v + (ptrdiff_t)i * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) {
            const bool above = term[lane] > tau[lane];
            sum[lane] += above ? term[lane] : STEPPE_R(0);
            terms[lane] += above ? STEPPE_R(1) : STEPPE_R(0);
        }
    }
    STEPPE_EACH_LANE(lane) {
        const steppe_real next = (sum[lane] - total) / steppe_max(terms[lane], STEPPE_R(1));
        // A total too small to be told from the largest term leaves none above.
        const bool up = terms[lane] > STEPPE_R(0) && next > tau[lane];
        sum[lane] = up ? STEPPE_R(1) : STEPPE_R(0);
        tau[lane] = up ? next : tau[lane];
    }
    for (int lane = 0; lane < STEPPE_LANES; lane++) rose |= sum[lane] > STEPPE_R(0);
    return rose;
}

// v [count][LANES] becomes its projection; total > 0. NaN in v makes its own lane NaN, no other.
static inline void steppe_simplex_project_lanes(int count, steppe_real total, steppe_real *v) {
    steppe_real tau[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) { tau[lane] = -total; }
    for (int i = 0; i < count; i++) {
        const steppe_real *restrict term = v + (ptrdiff_t)i * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) { tau[lane] += term[lane]; }
    }
    STEPPE_EACH_LANE(lane) { tau[lane] /= (steppe_real)count; }
    for (int step = 0; step < count; step++)
        if (!steppe_simplex_raise(count, total, v, tau)) break;
    for (int i = 0; i < count; i++) {
        steppe_real *restrict term = v + (ptrdiff_t)i * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) { term[lane] = steppe_max(term[lane] - tau[lane], STEPPE_R(0)); }
    }
}

#endif
