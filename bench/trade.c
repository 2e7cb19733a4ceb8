// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// bench/trade: time of the trade kernel of one instance. 24 made-up economies (sizes over four
// orders of magnitude, trade by gravity) pass ten years of quarters with drawn elasticities, growth
// and costs that change on every fifth pair; each quarter starts from the last one's wages. Prints
// the time of a quarter for a block of lanes, the steps it took and the largest excess left. The
// scalar instance also solves 30 economies from rest to 1e-12, the Jacobian included.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "solve/trade.h"
#include "solve/trade_kernel.h"

#define TEXT_OF(name) #name
#define TEXT(name) TEXT_OF(name)

enum { ECONOMIES = 24, QUARTERS = 40, ROUNDS = 20 };

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// A small generator of our own: every machine draws the same numbers.
static double draw(void) {
    static uint64_t state = 1;
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(state >> 40) / 16777216.0;
}

static void make_sales(size_t n, double *sales) {
    double size[64], place[64];
    for (size_t i = 0; i < n; i++) {
        size[i] = exp(9.0 * draw());
        place[i] = draw();
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double trade = 1e-5 * size[i] * size[j] / (0.1 + fabs(place[i] - place[j]));
            double limit = 0.3 * (size[i] < size[j] ? size[i] : size[j]);
            sales[i * n + j] = i == j ? 0.7 * size[i] : trade < limit ? trade : limit;
        }
}

struct bench {
    double sales[ECONOMIES * ECONOMIES], inverse[ECONOMIES * ECONOMIES];
    double work[ECONOMIES * (ECONOMIES + 1)];
    _Alignas(64) steppe_real flows[ECONOMIES * ECONOMIES], chord[ECONOMIES * ECONOMIES];
    _Alignas(64) steppe_real ratio[ECONOMIES];
    _Alignas(64) steppe_real home[ECONOMIES * STEPPE_LANES], size[ECONOMIES * STEPPE_LANES];
    _Alignas(64) steppe_real gap[ECONOMIES * STEPPE_LANES], elasticity[STEPPE_LANES];
    _Alignas(64) steppe_real cost[ECONOMIES * ECONOMIES * STEPPE_LANES];
    _Alignas(64) steppe_real cells[STEPPE_TRADE_CELLS(ECONOMIES) * STEPPE_LANES];
};

static void make_lanes(struct bench *bench) {
    for (int i = 0; i < ECONOMIES; i++) {
        double surplus = 0;
        bench->ratio[i] = 1;
        for (int j = 0; j < ECONOMIES; j++)
            surplus += bench->sales[i * ECONOMIES + j] - bench->sales[j * ECONOMIES + i];
        for (int lane = 0; lane < STEPPE_LANES; lane++) {
            double scale = 0.7 + 0.6 * draw();
            bench->home[i * STEPPE_LANES + lane] = STEPPE_R(scale *
                                                            bench->sales[i * (ECONOMIES + 1)]);
            bench->size[i * STEPPE_LANES + lane] = 1;
            bench->gap[i * STEPPE_LANES + lane] = STEPPE_R(-surplus);
        }
    }
    for (int lane = 0; lane < STEPPE_LANES; lane++)
        bench->elasticity[lane] = STEPPE_R(4 * exp(0.5 * (draw() + draw() - 1)));
    memset(bench->cost, 0, sizeof bench->cost);
}

static void next_quarter(struct bench *bench) {
    for (int i = 0; i < ECONOMIES * STEPPE_LANES; i++)
        bench->size[i] *= STEPPE_R(1 + 0.02 * (draw() - 0.2));
    for (int pair = 0; pair < ECONOMIES * ECONOMIES; pair++)
        for (int lane = 0; lane < STEPPE_LANES && pair % 5 == 0; lane++)
            bench->cost[pair * STEPPE_LANES + lane] += STEPPE_R(0.04 * (draw() - 0.5));
}

static void run_lanes(struct bench *bench) {
    make_sales(ECONOMIES, bench->sales);
    if (!steppe_trade_inverse(ECONOMIES, bench->sales, 4, NULL, bench->work, bench->inverse))
        abort();
    for (int i = 0; i < ECONOMIES * ECONOMIES; i++) {
        bench->flows[i] = STEPPE_R(bench->sales[i]);
        bench->chord[i] = STEPPE_R(bench->inverse[i]);
    }
    struct steppe_trade_state state;
    steppe_trade_place(&state, ECONOMIES, bench->cells);
    struct steppe_trade_terms terms = {
        .count = ECONOMIES,
        .sales = bench->flows,
        .inverse = bench->chord,
        .home = bench->home,
        .elasticity = bench->elasticity,
        .cost = bench->cost,
        .technology = bench->size,
        .size = bench->size,
        .gap = bench->gap,
        .spending_ratio = bench->ratio,
        .least_spending = STEPPE_R(0.1),
        .tolerance = sizeof(steppe_real) == 8 ? STEPPE_R(1e-12) : STEPPE_R(1e-5),
        .iteration_limit = 40,
    };
    double best = HUGE_VAL, worst = 0;
    int steps = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double spent = 0;
        make_lanes(bench);
        for (int i = 0; i < ECONOMIES * STEPPE_LANES; i++) state.log_wage[i] = 0;
        steps = 0;
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            next_quarter(bench);
            double start = seconds();
            steppe_trade_equilibrium(&terms, &state);
            spent += seconds() - start;
            steps += state.iterations;
            for (int lane = 0; lane < STEPPE_LANES; lane++)
                worst = (double)state.residual[lane] > worst ? (double)state.residual[lane] : worst;
        }
        best = spent < best ? spent : best;
    }
    printf("trade %s: %d lanes, %d economies: %.1f us a quarter, %.1f steps, excess %.1e\n",
           TEXT(STEPPE_INSTANCE), STEPPE_LANES, ECONOMIES, best / QUARTERS * 1e6,
           (double)steps / QUARTERS, worst);
}

#ifdef STEPPE_SCALAR
static void run_thirty(void) {
    enum { COUNT = 30, BATCHES = 40, TIMES = 50 };
    static double sales[COUNT * COUNT], cost[COUNT * COUNT], wage[COUNT];
    make_sales(COUNT, sales);
    for (int i = 0; i < COUNT * COUNT; i++) cost[i] = i % 7 == 1 ? 1.1 : 1;
    struct steppe_trade_case problem = {
        .count = COUNT, .sales = sales, .elasticity = 4, .cost = cost};
    struct steppe_trade_result result = {.wage = wage};
    struct steppe_arena arena;
    struct steppe_error error;
    steppe_arena_init(&arena, 0);
    if (!steppe_arena_take(&arena, 1, 1)) abort();
    double best = HUGE_VAL;
    for (int batch = 0; batch < BATCHES; batch++) {
        double start = seconds();
        for (int i = 0; i < TIMES; i++)
            if (!steppe_trade_solve(&problem, &arena, &result, &error)) abort();
        double spent = seconds() - start;
        best = spent < best ? spent : best;
    }
    printf("trade double: 30 economies to 1e-12 from rest: %.1f us, %d steps, excess %.1e\n",
           best / TIMES * 1e6, result.iterations, result.residual);
    steppe_arena_free(&arena);
}
#endif

static int can_run(void) {
#if defined(__x86_64__) && defined(__AVX512F__)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl");
#elif defined(__x86_64__) && defined(__AVX2__)
    return __builtin_cpu_supports("avx2");
#else
    return 1;
#endif
}

int main(void) {
    if (!can_run()) {
        printf("trade %s: not on this processor\n", TEXT(STEPPE_INSTANCE));
        return 0;
    }
    struct bench *bench = aligned_alloc(64, (sizeof *bench + 63) / 64 * 64);
    if (!bench) return 4;
    run_lanes(bench);
#ifdef STEPPE_SCALAR
    run_thirty();
#endif
    free(bench);
    return 0;
}
