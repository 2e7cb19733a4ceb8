// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// peak: the roof over all other figures: multiply-adds a second of one core, from registers alone,
// in the widest vectors of the instruction set that this file is compiled for. The other programs
// state their speed as a share of it. Each multiply and each add counts as one operation.
#include <stdio.h>
#include <time.h>

#include "base/lanes.h"

#define TEXT_OF(name) #name
#define TEXT(name) TEXT_OF(name)

#if defined(__AVX512F__)
#define VECTOR_BYTES 64
#elif defined(__AVX__)
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif

typedef float vector __attribute__((vector_size(VECTOR_BYTES)));

// Ten chains: two units with a latency of four or five cycles are then never idle.
#define CHAINS(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9)
#define CHAIN_COUNT 10
#define ROUNDS 4000000u
#define PASSES 20

// Of the processor, not of the clock on the wall: others may be at work.
static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// x <- x * factor + shift has a fixed point, so nothing overflows or becomes subnormal.
static float work(float start) {
    vector factor = {0}, shift = {0};
    factor += 0.75f;
    shift += 0.25f;
#define CHAIN_START(n) vector x##n = shift + (start + (float)n);
    CHAINS(CHAIN_START)
    for (unsigned round = 0; round < ROUNDS; round++) {
#define CHAIN_STEP(n) x##n = x##n * factor + shift;
        CHAINS(CHAIN_STEP)
    }
    vector sum = {0};
#define CHAIN_SUM(n) sum += x##n;
    CHAINS(CHAIN_SUM)
    float total = 0;
    for (size_t i = 0; i < VECTOR_BYTES / sizeof(float); i++) total += sum[i];
    return total;
}

int main(void) {
#if defined(__AVX512F__)
    if (!__builtin_cpu_supports("avx512f")) return 0;
#elif defined(__AVX2__)
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return 0;
#endif
    double best = 1e9;
    float result = 0;
    for (int pass = 0; pass < PASSES; pass++) {
        double begin = seconds();
        result += work((float)pass);
        double took = seconds() - begin;
        if (took < best) best = took;
    }
    double operations = 2.0 * CHAIN_COUNT * ROUNDS * (VECTOR_BYTES / sizeof(float));
    // The fixed point is 1, so the sum is known: a pass that computed nothing would show.
    double expected = (double)PASSES * CHAIN_COUNT * (VECTOR_BYTES / sizeof(float));
    if ((double)result < 0.99 * expected || (double)result > 1.01 * expected) return 1;
    printf("peak       %-10s %7.1f GFLOP/s a core\n", TEXT(STEPPE_INSTANCE),
           operations / best * 1e-9);
    return 0;
}
