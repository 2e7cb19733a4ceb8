// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// hawkes: the scalar instance of hawkes_kernel.h behind a plain interface.
#define STEPPE_SCALAR
#include "solve/hawkes.h"

#include "base/error.h"
#include "solve/hawkes_kernel.h"

double steppe_hawkes_mean(const struct steppe_hawkes *process) {
    const double children = process->jump / process->decay;
    return children < 1 ? process->base / (1 - children) : (double)INFINITY;
}

bool steppe_hawkes_next(const struct steppe_hawkes *process, double uniform, double *excitation,
                        double *left) {
    steppe_must(uniform > 0 && uniform < 1 && process->decay > 0);
    double happens;
    return steppe_hawkes_advance(&process->base, &process->jump, &process->decay, &uniform,
                                 excitation, left, &happens);
}

double steppe_hawkes_log_likelihood(const struct steppe_hawkes *process, const double *times,
                                    size_t count, double end, double *before, double *integral) {
    double sum = 0, total = 0, excitation = 0, now = 0;
    for (size_t i = 0; i <= count; i++) {
        const double next = i < count ? times[i] : end, years = next - now;
        steppe_must(years >= 0);
        total += steppe_hawkes_integral(process->base, excitation, process->decay, years);
        excitation *= exp(-process->decay * years);
        if (integral) integral[i] = total;
        if (i == count) break;
        if (before) before[i] = process->base + excitation;
        sum += log(process->base + excitation);
        excitation += process->jump;
        now = next;
    }
    return sum - total;
}
