// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// hawkes_kernel: self-exciting events (hawkes-1971) with an exponential kernel, in every lane. In:
// rates, excitation at the start of a step, uniform draws. Out: whether an event comes, excitation
// and time left. Exact: no grid in time, no event thrown away.
//
//   lambda(t) = mu + E(t) ,  E' = -beta E ,  E rises by alpha at an event
//
// Between events lambda is known, and the next one comes where its integral reaches -ln U
// (ozaki-1979): one draw an event, and a higher rate never makes it later.
//   mu t + E (1 - e^(-beta t)) / beta = -ln U
// is concave in t: Newton's steps from 0 rise to the root and never pass it.
#ifndef STEPPE_SOLVE_HAWKES_KERNEL_H
#define STEPPE_SOLVE_HAWKES_KERNEL_H

#include "base/lanes.h"

// Base rates above this, 1/year, are a fault: the lane becomes NaN. Excitation may pass it.
#define STEPPE_HAWKES_RATE_MAX STEPPE_R(12)
// Eight steps reach rounding in double while beta t < 5.
#define STEPPE_HAWKES_STEPS 8

// Integral of lambda over `years` without an event.
STEPPE_LANE steppe_real steppe_hawkes_integral(steppe_real base, steppe_real excitation,
                                               steppe_real decay, steppe_real years) {
    return base * years - excitation * steppe_expm1(-decay * years) / decay;
}

// Each lane goes on to its next event, or to the end of what is left of the step.
//   base, jump [LANES] mu and alpha, 1/year;  decay [LANES] beta > 0, 1/year
//   uniform [LANES] in (0, 1), a fresh draw for each call
//   excitation, left [LANES] E, 1/year, and years left: in and out
//   happens [LANES] 1 where an event came, else 0
// Returns whether any lane had an event. A lane with nothing left stays as it is.
static inline bool steppe_hawkes_advance(
    const steppe_real *restrict base, const steppe_real *restrict jump,
    const steppe_real *restrict decay, const steppe_real *restrict uniform,
    steppe_real *restrict excitation, steppe_real *restrict left, steppe_real *restrict happens) {
    steppe_real target[STEPPE_LANES], time[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        const steppe_real total = steppe_hawkes_integral(base[lane], excitation[lane], decay[lane],
                                                         left[lane]);
        const steppe_real wanted = -steppe_log_size(uniform[lane]);
        happens[lane] = wanted < total ? STEPPE_R(1) : STEPPE_R(0);
        target[lane] = wanted < total ? wanted : STEPPE_R(0);
        time[lane] = 0;
        // total - total is 0, or NaN where a rate or the excitation is not finite.
        excitation[lane] += base[lane] > STEPPE_HAWKES_RATE_MAX ? STEPPE_R(NAN) : total - total;
    }
    const bool any = steppe_any(happens);
    for (int step = 0; any && step < STEPPE_HAWKES_STEPS; step++)
        STEPPE_EACH_LANE(lane) {
            const steppe_real reached = steppe_hawkes_integral(base[lane], excitation[lane],
                                                               decay[lane], time[lane]);
            const steppe_real slope = base[lane] +
                                      excitation[lane] * steppe_exp(-decay[lane] * time[lane]);
            time[lane] += (target[lane] - reached) / steppe_max(slope, STEPPE_R(1e-30));
        }
    STEPPE_EACH_LANE(lane) {
        // Rounding may carry the root just past the end.
        const bool comes = happens[lane] > STEPPE_R(0);
        const steppe_real gone = comes ? steppe_min(time[lane], left[lane]) : left[lane];
        excitation[lane] = excitation[lane] * steppe_exp(-decay[lane] * gone) +
                           (comes ? jump[lane] : STEPPE_R(0));
        left[lane] -= gone;
    }
    return any;
}

#endif
