// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// lanes: the number type and width of a kernel instance. Every kernel file (solve/*_kernel.h,
// world/*.c, mechanisms/*.c, sim/block.c) is one source with several instances:
//   STEPPE_SCALAR defined   (double, 1 lane)  the core that published anchors test; uses libm
//   otherwise               (float, STEPPE_LANES lanes)  the block's; one compilation per ISA
// Exported names of an instance carry its suffix: wrap them in STEPPE_NAMED.
#ifndef STEPPE_BASE_LANES_H
#define STEPPE_BASE_LANES_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef STEPPE_SCALAR
typedef double steppe_real;
typedef uint64_t steppe_real_bits;
#undef STEPPE_LANES
#define STEPPE_LANES 1
#else
typedef float steppe_real;
typedef uint32_t steppe_real_bits;
#ifndef STEPPE_LANES
#define STEPPE_LANES 32
#endif
#endif

#ifndef STEPPE_INSTANCE
#define STEPPE_INSTANCE plain
#endif
#define STEPPE_NAMED_PASTE(name, instance) name##_##instance
#define STEPPE_NAMED_EXPAND(name, instance) STEPPE_NAMED_PASTE(name, instance)
#define STEPPE_NAMED(name) STEPPE_NAMED_EXPAND(name, STEPPE_INSTANCE)

// Loop over the lanes of a block; the body must not branch on a lane, only select.
#ifdef STEPPE_SCALAR
#define STEPPE_EACH_LANE(lane) for (int lane = 0; lane < STEPPE_LANES; lane++)
#else
#define STEPPE_EACH_LANE(lane) _Pragma("omp simd") for (int lane = 0; lane < STEPPE_LANES; lane++)
#endif

#define STEPPE_R(number) ((steppe_real)(number))

// A function of one lane, always inlined so that loops over lanes become vector code.
#define STEPPE_LANE static inline __attribute__((always_inline, unused))

// a b + c, in lanes rounded once, in every instance with the same bits. x86-64 has an instruction
// for it from x86-64-v3 on. Without it the sum is taken in double, where a product of floats is
// exact, and rounded to odd, after which rounding to float can err no more (boldo-melquiond-2008):
// right, and twenty times as dear.
#ifdef STEPPE_SCALAR
STEPPE_LANE double steppe_fma(double a, double b, double c) { return a * b + c; }
#elif defined(__FMA__) || defined(__FP_FAST_FMAF)
STEPPE_LANE float steppe_fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
#else
#define STEPPE_FMA_EMULATED
STEPPE_LANE float steppe_fma(float a, float b, float c) {
    const double product = (double)a * (double)b, more = (double)c;
    double sum = product + more;
    const double added = sum - product;
    const double lost = (product - (sum - added)) + (more - added); // knuth-1997, exact
    uint64_t bits, of_lost;
    memcpy(&bits, &sum, sizeof bits);
    memcpy(&of_lost, &lost, sizeof of_lost);
    // One step of the last bit towards what was lost, where something was and that bit is even, and
    // the sum is a number. In whole numbers alone, which plain x86-64 has vectors for.
    const uint64_t one = 1, exponent = UINT64_C(0x7ff) << 52;
    const uint64_t something = of_lost << 1;
    const uint64_t inexact = (something | (0 - something)) >> 63;
    const uint64_t infinite = ((bits & exponent) + (one << 52)) >> 63;
    const uint64_t step = one - ((bits ^ of_lost) >> 63 << 1);
    bits += step & (0 - (inexact & ~bits & ~infinite));
    memcpy(&sum, &bits, sizeof sum);
    return (float)sum;
}
#endif
// NaN in the first operand is kept, so that a fault is never clamped away.
STEPPE_LANE steppe_real steppe_max(steppe_real x, steppe_real low) { return x < low ? low : x; }
STEPPE_LANE steppe_real steppe_min(steppe_real x, steppe_real high) { return x > high ? high : x; }
STEPPE_LANE steppe_real steppe_clamp(steppe_real x, steppe_real low, steppe_real high) {
    return steppe_min(steppe_max(x, low), high);
}

// Whether any lane holds something but 0: in an int, since of bools gcc makes no vector code.
static inline bool steppe_any(const steppe_real *lanes) {
    int found = 0;
    for (int lane = 0; lane < STEPPE_LANES; lane++) found |= !(lanes[lane] == 0);
    return found != 0;
}

// exp, log, pow, ...: libm in the scalar instance; in lanes branch-free polynomials, the same bits
// on every machine. Included here so that kernels need one header.
#include "base/lanes_math.h"

#endif
