// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// ou_kernel: one exact step of an Ornstein-Uhlenbeck process in every lane, whatever its length.
//
//   dx = k (m - x) dt + s dW
//   x(t + dt) = m + (x - m) e^(-k dt) + s sqrt[(1 - e^(-2 k dt)) / (2 k)] z ,  z ~ N(0, 1)
//
// uhlenbeck-ornstein-1930; for the logarithm of a commodity price schwartz-1997, model 1.
// Several processes share a factor: z_c = sqrt(share) z_0 + sqrt(1 - share) e_c, so that the
// shocks of any two have correlation `share`.
#ifndef STEPPE_SOLVE_OU_KERNEL_H
#define STEPPE_SOLVE_OU_KERNEL_H

#include "base/lanes.h"

// x <- one step.   x, mean [LANES];  reversion [LANES] 1/year, > 0;  volatility [LANES] 1/year^0.5;
// shock [LANES] standard normal
static inline void steppe_ou_step(steppe_real years, const steppe_real *restrict reversion,
                                  const steppe_real *restrict volatility,
                                  const steppe_real *restrict mean,
                                  const steppe_real *restrict shock, steppe_real *restrict x) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real k = reversion[lane];
        // expm1 keeps both differences exact for slow reversion; k -> 0 is a Wiener process.
        const steppe_real lost = -steppe_expm1(-k * years);
        const steppe_real twice = STEPPE_R(2) * k;
        const steppe_real variance = -steppe_expm1(-twice * years) / twice;
        const steppe_real moved = (mean[lane] - x[lane]) * lost;
        const steppe_real spread = volatility[lane] * steppe_sqrt(variance);
        x[lane] = steppe_fma(spread, shock[lane], x[lane] + moved);
    }
}

// shock = sqrt(share) common + sqrt(1 - share) own;  share [LANES] in 0..1
static inline void steppe_ou_shock(const steppe_real *restrict share,
                                   const steppe_real *restrict common,
                                   const steppe_real *restrict own, steppe_real *restrict shock) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real a = steppe_sqrt(share[lane]);
        const steppe_real b = steppe_sqrt(STEPPE_R(1) - share[lane]);
        shock[lane] = steppe_fma(a, common[lane], b * own[lane]);
    }
}

#endif
