// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// ou: the scalar instance of ou_kernel.h behind a plain interface.
#define STEPPE_SCALAR
#include "solve/ou.h"

#include "base/error.h"
#include "solve/ou_kernel.h"

void steppe_ou_advance(const struct steppe_ou_process *processes, size_t count, double years,
                       double share, double common, const double *own, double *x) {
    steppe_must(share >= 0 && share <= 1);
    for (size_t i = 0; i < count; i++) {
        double shock = 0;
        steppe_ou_shock(&share, &common, &own[i], &shock);
        steppe_ou_step(years, &processes[i].reversion, &processes[i].volatility,
                       &processes[i].mean, &shock, &x[i]);
    }
}
