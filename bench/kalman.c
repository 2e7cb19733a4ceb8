// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// bench/kalman: time of an ensemble Kalman inversion of the size that `check --fit` has, with a map
// that costs nothing.
#include <stdio.h>

#include "base/os.h"
#include "solve/kalman.h"

enum { MEMBERS = 512, PARAMETERS = 18, DATA = 500, STEPS = 4, ROUNDS = 10 };

static bool map(void *context, const double *parameters, double *predicted,
                struct steppe_error *error) {
    (void)context;
    (void)error;
    for (size_t m = 0; m < MEMBERS; m++)
        for (size_t d = 0; d < DATA; d++) {
            const double *u = parameters + m * PARAMETERS;
            predicted[m * DATA + d] = 0.1 * u[d % PARAMETERS] + 0.01 * u[0] * u[d / PARAMETERS % 7];
        }
    return true;
}

int main(void) {
    static double ensemble[MEMBERS * PARAMETERS], observed[DATA], spread[DATA];
    const struct steppe_kalman_case problem = {.members = MEMBERS,
                                               .parameter_count = PARAMETERS,
                                               .data_count = DATA,
                                               .observed = observed,
                                               .spread = spread,
                                               .map = map,
                                               .steps = STEPS,
                                               .seed = 1};
    double best = 1e9;
    for (size_t d = 0; d < DATA; d++) spread[d] = 1;
    for (int round = 0; round < ROUNDS; round++) {
        struct steppe_arena arena;
        struct steppe_error error;
        for (size_t i = 0; i < MEMBERS * PARAMETERS; i++)
            ensemble[i] = (double)(i * 7919 % 1000) / 288.7 - 1.732; // variance about one
        steppe_arena_init(&arena, 0);
        const double start = steppe_os_seconds();
        if (!steppe_kalman_invert(&problem, &arena, ensemble, NULL, &error)) return 4;
        const double spent = steppe_os_seconds() - start;
        best = spent < best ? spent : best;
        steppe_arena_free(&arena);
    }
    printf("kalman: %d members, %d parameters, %d data, %d steps: %.0f ms\n", MEMBERS, PARAMETERS,
           DATA, STEPS, best * 1e3);
    return 0;
}
