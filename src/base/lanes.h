// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// lanes: the number type and width of a kernel instance. Every kernel file (solve/*_kernel.h, and
// what world, record, mechanisms and sim list as kernels) is one source with several instances:
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

#if defined(__SSE2__)
#include <immintrin.h>
#endif

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

// Where a bound is a constant, gcc puts it into registers twice, takes the two for different ones
// and makes a comparison and a selection of a maximum, two operations for one (gcc 12; 4 % of a run
// with AVX-512). The bounds of many kernels are therefore read from memory, which it does not look
// into.
#define STEPPE_BOUNDS(BOUND)                                                                       \
    BOUND(0, 0)                                                                                    \
    BOUND(1, 1)                                                                                    \
    BOUND(2, -88)                                                                                  \
    BOUND(3, 89)                                                                                   \
    BOUND(4, 20)                                                                                   \
    BOUND(5, -20)                                                                                  \
    BOUND(6, 0.01f)                                                                                \
    BOUND(7, 0.99f)                                                                                \
    BOUND(8, 1e-6f)                                                                                \
    BOUND(9, 1e-20f)                                                                               \
    BOUND(10, 1e-30f)
extern const float steppe_bounds[] __attribute__((visibility("hidden"))); // the values, in order
STEPPE_LANE steppe_real steppe_bound(steppe_real bound) {
#if !defined(STEPPE_SCALAR) && !defined(__clang__)
#define STEPPE_BOUND(i, value)                                                                     \
    if (__builtin_constant_p(bound == STEPPE_R(value)) && bound == STEPPE_R(value))                \
        return steppe_bounds[i];
    STEPPE_BOUNDS(STEPPE_BOUND)
#undef STEPPE_BOUND
#endif
    return bound;
}
// NaN in the first operand is kept, so that a fault is never clamped away.
STEPPE_LANE steppe_real steppe_max(steppe_real x, steppe_real low) {
    const steppe_real bound = steppe_bound(low);
    return x < bound ? bound : x;
}
STEPPE_LANE steppe_real steppe_min(steppe_real x, steppe_real high) {
    const steppe_real bound = steppe_bound(high);
    return x > bound ? bound : x;
}
STEPPE_LANE steppe_real steppe_clamp(steppe_real x, steppe_real low, steppe_real high) {
    return steppe_min(steppe_max(x, low), high);
}

static inline void steppe_fill(steppe_real value, steppe_real *restrict lanes) {
    STEPPE_EACH_LANE(lane) {
        lanes[lane] = value;
    }
}

// Tests of several lanes at once, as bits: what compilers make of a loop that gathers whether some
// lane passes takes three times as long (gcc 12; 1 % of a run).
#if defined(STEPPE_SCALAR) || !defined(__AVX2__)
#define STEPPE_TEST_LANES 1
STEPPE_LANE unsigned steppe_test_is(const steppe_real *a, steppe_real b) { return *a == b; }
STEPPE_LANE unsigned steppe_test_not(const steppe_real *a, steppe_real b) { return !(*a == b); }
STEPPE_LANE unsigned steppe_test_apart(const steppe_real *a, const steppe_real *b) {
    return !(*a == *b);
}
#elif defined(__AVX512F__)
#define STEPPE_TEST_LANES 16
STEPPE_LANE unsigned steppe_test_is(const float *a, float b) {
    return _mm512_cmp_ps_mask(_mm512_loadu_ps(a), _mm512_set1_ps(b), _CMP_EQ_OQ);
}
STEPPE_LANE unsigned steppe_test_not(const float *a, float b) {
    return _mm512_cmp_ps_mask(_mm512_loadu_ps(a), _mm512_set1_ps(b), _CMP_NEQ_UQ);
}
STEPPE_LANE unsigned steppe_test_apart(const float *a, const float *b) {
    return _mm512_cmp_ps_mask(_mm512_loadu_ps(a), _mm512_loadu_ps(b), _CMP_NEQ_UQ);
}
#else
#define STEPPE_TEST_LANES 8
STEPPE_LANE unsigned steppe_test_is(const float *a, float b) {
    const __m256 is = _mm256_cmp_ps(_mm256_loadu_ps(a), _mm256_set1_ps(b), _CMP_EQ_OQ);
    return (unsigned)_mm256_movemask_ps(is);
}
STEPPE_LANE unsigned steppe_test_not(const float *a, float b) {
    const __m256 is_not = _mm256_cmp_ps(_mm256_loadu_ps(a), _mm256_set1_ps(b), _CMP_NEQ_UQ);
    return (unsigned)_mm256_movemask_ps(is_not);
}
STEPPE_LANE unsigned steppe_test_apart(const float *a, const float *b) {
    const __m256 apart = _mm256_cmp_ps(_mm256_loadu_ps(a), _mm256_loadu_ps(b), _CMP_NEQ_UQ);
    return (unsigned)_mm256_movemask_ps(apart);
}
#endif

// Whether some lane holds a value; something else, NaN too; not what another has; not 0.
static inline bool steppe_any_is(const steppe_real *lanes, steppe_real value) {
    unsigned found = 0;
    for (int lane = 0; lane < STEPPE_LANES; lane += STEPPE_TEST_LANES)
        found |= steppe_test_is(lanes + lane, value);
    return found != 0;
}
static inline bool steppe_any_not(const steppe_real *lanes, steppe_real value) {
    unsigned found = 0;
    for (int lane = 0; lane < STEPPE_LANES; lane += STEPPE_TEST_LANES)
        found |= steppe_test_not(lanes + lane, value);
    return found != 0;
}
static inline bool steppe_any_apart(const steppe_real *a, const steppe_real *b) {
    unsigned found = 0;
    for (int lane = 0; lane < STEPPE_LANES; lane += STEPPE_TEST_LANES)
        found |= steppe_test_apart(a + lane, b + lane);
    return found != 0;
}
static inline bool steppe_any(const steppe_real *lanes) {
    return steppe_any_not(lanes, STEPPE_R(0));
}

// exp, log, pow, ...: libm in the scalar instance; in lanes branch-free polynomials, the same bits
// on every machine. Included here so that kernels need one header.
#include "base/lanes_math.h"

#endif
