// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// ou: exact steps of Ornstein-Uhlenbeck processes with a common factor, in double: for tests and
// for what is computed once. Equation and papers: ou_kernel.h.
#ifndef STEPPE_SOLVE_OU_H
#define STEPPE_SOLVE_OU_H

#include <stddef.h>

struct steppe_ou_process {
    double reversion;  // 1/year, > 0
    double volatility; // 1/year^0.5
    double mean;
};

// One step of `years` for count processes: x [count] in place, own [count] and common standard
// normal draws, share in 0..1 the correlation of the shocks of any two.
void steppe_ou_advance(const struct steppe_ou_process *processes, size_t count, double years,
                       double share, double common, const double *own, double *x);

#endif
