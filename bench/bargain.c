// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// bench/bargain: time of bargains among 27 made-up actors on 6 dimensions. Prints the time of 29
// turns of each variant; the spatial one is timed turn by turn from its whole, since its stop rule
// may end it earlier.
#include <stdio.h>
#include <stdlib.h>

#include "base/os.h"
#include "solve/bargain.h"

enum { ACTORS = 27, DIMENSIONS = 6, TURNS = 29, ROUNDS = 30 };

// A small generator of our own: every machine draws the same numbers.
static double draw(void) {
    static uint64_t state = 1;
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(state >> 40) / 16777216.0;
}

int main(void) {
    static double capability[ACTORS], position[ACTORS * DIMENSIONS], salience[ACTORS * DIMENSIONS];
    for (int i = 0; i < ACTORS; i++) {
        capability[i] = 1 + 99 * draw();
        for (int k = 0; k < DIMENSIONS; k++) {
            position[i * DIMENSIONS + k] = draw();
            salience[i * DIMENSIONS + k] = (0.1 + 0.9 * draw()) / DIMENSIONS;
        }
    }
    const struct steppe_bargain_issue issue = {ACTORS, DIMENSIONS, capability, position, salience};
    for (int v = 0; v < STEPPE_BARGAIN_VARIANTS; v++) {
        double best = 1e9;
        int turns = 0;
        for (int round = 0; round < ROUNDS; round++) {
            struct steppe_arena arena;
            struct steppe_bargain_result result;
            struct steppe_error error;
            steppe_arena_init(&arena, 0);
            double start = steppe_os_seconds();
            if (!steppe_bargain_solve(&issue, (enum steppe_bargain_variant)v, TURNS, &arena,
                                      &result, &error))
                return 4;
            double spent = steppe_os_seconds() - start;
            best = spent < best ? spent : best;
            turns = result.turns;
            steppe_arena_free(&arena);
        }
        printf("bargain %s: %d actors, %d dimensions: %d turns in %.2f ms, %d would take %.2f ms\n",
               steppe_bargain_name((enum steppe_bargain_variant)v), ACTORS, DIMENSIONS, turns,
               best * 1e3, TURNS, best * 1e3 * TURNS / turns);
    }
    return 0;
}
