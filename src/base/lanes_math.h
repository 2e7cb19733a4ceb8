// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// lanes_math: elementary functions of a steppe_real. In the scalar instance (double) they are
// libm's. In lanes (float) they are branch-free and use only +, -, *, /, sqrt, steppe_fma,
// comparisons and integer operations, each of which rounds in one way: every processor, compiler
// and lane count gives the same bits. Largest errors over every 97th float: exp 1.0, expm1 1.5, log
// 0.8, log1p 1.6 ulp; pow 2.3 ulp over 40 million random arguments; normal quantile 4e-7 relative.
// Results below the smallest normal float may be 0, those of exp above 2^127.5 are infinite.
#ifndef STEPPE_BASE_LANES_MATH_H
#define STEPPE_BASE_LANES_MATH_H

#include "base/lanes.h"
#include "base/random.h"

#ifdef STEPPE_SCALAR

STEPPE_LANE double steppe_exp(double x) { return exp(x); }
STEPPE_LANE double steppe_expm1(double x) { return expm1(x); }
STEPPE_LANE double steppe_log(double x) { return log(x); }
STEPPE_LANE double steppe_log_size(double x) { return log(x); }
STEPPE_LANE double steppe_log1p_size(double x) { return log1p(x); }
STEPPE_LANE double steppe_pow(double x, double y) { return pow(x, y); }
STEPPE_LANE double steppe_sqrt(double x) { return sqrt(x); }
STEPPE_LANE double steppe_sigmoid(double x) { return 1.0 / (1.0 + exp(-x)); }
STEPPE_LANE double steppe_absolute(double x) { return fabs(x); }
STEPPE_LANE bool steppe_isfinite(double x) { return fabs(x) <= 1.7976931348623157e308; }
STEPPE_LANE double steppe_normal_quantile_lanes(double u) { return steppe_normal_quantile(u); }

#else

STEPPE_LANE uint32_t steppe_float_bits(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}
STEPPE_LANE float steppe_float_of(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

STEPPE_LANE float steppe_absolute(float x) {
    return steppe_float_of(steppe_float_bits(x) & UINT32_C(0x7fffffff));
}
STEPPE_LANE bool steppe_isfinite(float x) { return steppe_absolute(x) <= 3.40282347e38f; }
STEPPE_LANE float steppe_sqrt(float x) { return sqrtf(x); }

// Adding 1.5 * 2^23 rounds to an integer, which then stands in the low bits of the sum. That also
// serves NaN, whose conversion to an integer would be undefined.
#define STEPPE_ROUNDING 12582912.0f
#define STEPPE_ROUNDING_BITS UINT32_C(0x4b400000)
// log 2 in two parts: the first has 9 bits, so its product with an exponent is exact.
#define STEPPE_LN2_HIGH 0.693359375f
#define STEPPE_LN2_LOW (-2.12194440e-4f)
#define STEPPE_PER_LN2 1.44269504f

// Polynomials are summed by halves (Estrin's scheme): as long a chain of products as Horner's
// keeps a processor waiting, since a block has few vectors to fill it with.

// exp(r) - 1 - r over r^2 for |r| <= log(2) / 2, given r and r^2: least largest relative error of
// exp (Remez), 0.03 ulp.
STEPPE_LANE float steppe_exp_tail(float r, float square) {
    float low = steppe_fma(0.166665204f, r, 0.4999999343f);
    float high = steppe_fma(0.008368745149f, r, 0.04166839087f);
    high = steppe_fma(0.001381453573f, square, high);
    return steppe_fma(high, square, low);
}

// x = n log 2 + r; gives r and n as bits (two's complement).
STEPPE_LANE float steppe_exp_reduce(float x, uint32_t *n) {
    float shifted = steppe_fma(x, STEPPE_PER_LN2, STEPPE_ROUNDING);
    float count = shifted - STEPPE_ROUNDING;
    *n = steppe_float_bits(shifted) - STEPPE_ROUNDING_BITS;
    return steppe_fma(count, -STEPPE_LN2_LOW, steppe_fma(count, -STEPPE_LN2_HIGH, x));
}

// 2^n for -126 <= n <= 127; 0 for -127, infinite for 128.
STEPPE_LANE float steppe_power_of_two(uint32_t n) { return steppe_float_of((n + 127u) << 23); }

// exp(x + low) for a correction |low| far below 1: low is added after reduction.
STEPPE_LANE float steppe_exp_parts(float x, float low) {
    uint32_t n;
    float inside = steppe_clamp(x, -105.0f, 89.0f);
    float r = steppe_exp_reduce(inside, &n) + low;
    float square = r * r;
    float value = 1.0f + steppe_fma(square, steppe_exp_tail(r, square), r);
    // In two steps, for results beyond 2^127 or below 2^-126.
    uint32_t half = (uint32_t)((int32_t)n / 2);
    return value * steppe_power_of_two(half) * steppe_power_of_two(n - half);
}

// The limits of x give 2^-127, which counts as 0, and 2^128, which is infinite: one factor does.
STEPPE_LANE float steppe_exp(float x) {
    uint32_t n;
    float r = steppe_exp_reduce(steppe_clamp(x, -88.0f, 89.0f), &n);
    float square = r * r;
    return (1.0f + steppe_fma(square, steppe_exp_tail(r, square), r)) * steppe_power_of_two(n);
}

STEPPE_LANE float steppe_expm1(float x) {
    uint32_t n;
    float inside = steppe_clamp(x, -20.0f, 89.0f);
    float r = steppe_exp_reduce(inside, &n);
    float square = r * r;
    float tail = steppe_fma(square, steppe_exp_tail(r, square), r);
    // 2^n (1 + tail) - 1, halved: 2^128 is no float.
    float half_scale = steppe_power_of_two(n - 1u);
    float value = 2.0f * steppe_fma(half_scale, tail, half_scale - 0.5f);
    return n == 0u ? tail : value;
}

// log(1 + f) - f + f^2 / 2 over f^3 for 1/sqrt(2) <= 1 + f <= sqrt(2), given f and f^2: least
// largest relative error of log (Remez), 0.01 ulp.
STEPPE_LANE float steppe_log_tail(float f, float square) {
    float fourth = square * square;
    float a = steppe_fma(-0.250000096f, f, 0.3333331259f);
    float b = steppe_fma(-0.1666799703f, f, 0.2000212002f);
    float c = steppe_fma(-0.1240554433f, f, 0.1421952215f);
    float d = steppe_fma(-0.1167604005f, f, 0.1188836093f);
    float low = steppe_fma(b, square, a), high = steppe_fma(d, square, c);
    high = steppe_fma(0.06746659152f, fourth, high);
    return steppe_fma(high, fourth, low);
}

// x = 2^n (1 + f) for finite x > 0, subnormal too; gives f, and n as a float.
STEPPE_LANE float steppe_log_reduce(float x, float *n) {
    bool tiny = x < 1.17549435e-38f;
    uint32_t bits = steppe_float_bits(tiny ? x * 8388608.0f : x);
    // 0x3f3504f3 is sqrt(1/2): counted from it the exponent field says n.
    uint32_t above = bits - UINT32_C(0x3f3504f3);
    int32_t exponent = (int32_t)above >> 23; // rounds down, as gcc and clang say
    *n = (float)exponent - (tiny ? 23.0f : 0.0f);
    return steppe_float_of((above & UINT32_C(0x007fffff)) + UINT32_C(0x3f3504f3)) - 1.0f;
}

// log(1 + f) - f, and what the low part of n log 2 adds.
STEPPE_LANE float steppe_log_small(float f, float n) {
    float square = f * f;
    float curve = square * steppe_fma(f, steppe_log_tail(f, square), -0.5f);
    return steppe_fma(n, STEPPE_LN2_LOW, curve);
}

// The values of log at 0, below 0, at infinity and NaN.
STEPPE_LANE float steppe_log_edges(float x, float value) {
    value = x > 3.40282347e38f ? x : value;
    value = x == 0.0f ? -INFINITY : value;
    return x >= 0.0f ? value : NAN;
}

STEPPE_LANE float steppe_log(float x) {
    float n;
    float f = steppe_log_reduce(x, &n);
    float small = steppe_log_small(f, n);
    return steppe_log_edges(x, steppe_fma(n, STEPPE_LN2_HIGH, f + small));
}

// log of a size: of a normal number above 0, with the bits of steppe_log, for a quarter less. Of 0
// it makes some -88 (libm: minus infinity), of infinity and NaN NaN; no negative x is allowed.
STEPPE_LANE float steppe_log_size(float x) {
    uint32_t above = steppe_float_bits(x) - UINT32_C(0x3f3504f3);
    float n = (float)((int32_t)above >> 23); // rounds down, as gcc and clang say
    float f = steppe_float_of((above & UINT32_C(0x007fffff)) + UINT32_C(0x3f3504f3)) - 1.0f;
    float small = steppe_log_small(f, n);
    return steppe_fma(n, STEPPE_LN2_HIGH, f + small) + (x - x);
}

// log(1 + x) of a size, finite x >= 0. What rounding took from the sum is added where it counts.
STEPPE_LANE float steppe_log1p_size(float x) {
    float sum = 1.0f + x;
    float lost = x - (sum - 1.0f);
    return steppe_log_size(sum) + (x < 1.0f ? lost : 0.0f);
}

// x^y as exp(y log|x|), the log and the product carried in two floats each (dekker-1971); a fused
// operation gives what rounding took from the product. Odd y keep the sign of x, others of x < 0
// give NaN.
STEPPE_LANE float steppe_pow(float x, float y) {
    float size = steppe_absolute(x);
    float n;
    float f = steppe_log_reduce(size, &n);
    float small = steppe_log_small(f, n);
    float large = n * STEPPE_LN2_HIGH;
    float sum = large + f; // large is 0 or the larger of the two
    small += large == 0.0f ? 0.0f : f - (sum - large);
    float log_high = sum + small;
    float log_low = small - (log_high - sum);
    float product = y * log_high;
    float low = steppe_fma(y, log_low, steppe_fma(y, log_high, -product));
    // Far out exp is 0 or infinite whatever the low part is, and that may be no number there.
    bool far = !(steppe_absolute(product) < 200.0f);
    float value = steppe_exp_parts(product, far ? 0.0f : low);
    bool grows = (size > 1.0f) == (y > 0.0f);
    bool edge = size == 0.0f || size > 3.40282347e38f || !steppe_isfinite(y);
    value = edge ? (grows ? INFINITY : 0.0f) : value;
    value = size == 1.0f ? 1.0f : value;
    // From 2^24 on every float is even; above 2^23 every float is whole.
    float y_size = steppe_absolute(y);
    float y_whole = y_size < 8388608.0f ? (y_size + 8388608.0f) - 8388608.0f : y_size;
    float y_half = 0.5f * y_size;
    float half_whole = y_half < 8388608.0f ? (y_half + 8388608.0f) - 8388608.0f : y_half;
    bool odd = half_whole != y_half && y_whole == y_size;
    bool negative = x < 0.0f || (x == 0.0f && steppe_float_bits(x) != 0u);
    value = negative && odd ? -value : value;
    value = x < 0.0f && y_whole != y_size && x >= -3.40282347e38f ? NAN : value;
    value = x == x && y == y ? value : x + y;
    return y == 0.0f || x == 1.0f ? 1.0f : value;
}

STEPPE_LANE float steppe_sigmoid(float x) { return 1.0f / (1.0f + steppe_exp(-x)); }

// Inverse of the standard normal distribution for u in [2^-24, 1 - 2^-24]: the 7-digit form of
// AS 241 (wichura-1988), whose last region (below 1e-11) the uniforms of lanes never reach.
STEPPE_LANE float steppe_normal_quantile_lanes(float u) {
    const float q = u - 0.5f;
    const float r = steppe_fma(-q, q, 0.180625f);
    float top = steppe_fma(steppe_fma(59.109374720f, r, 159.29113202f), r, 50.434271938f);
    float bottom = steppe_fma(steppe_fma(67.187563600f, r, 78.757757664f), r, 17.895169469f);
    top = q * steppe_fma(top, r, 3.3871327179f);
    bottom = steppe_fma(bottom, r, 1.0f);
    const float s = steppe_sqrt(-steppe_log_size(steppe_min(u, 1.0f - u))) - 1.6f;
    float tail = steppe_fma(steppe_fma(0.17023821103f, s, 1.3067284816f), s, 2.7568153900f);
    tail = steppe_fma(tail, s, 1.4234372777f);
    const float below = steppe_fma(steppe_fma(0.12021132975f, s, 0.73700164250f), s, 1.0f);
    const bool central = steppe_absolute(q) <= 0.425f;
    tail = q < 0.0f ? -tail : tail;
    return (central ? top : tail) / (central ? bottom : below); // one division serves both
}

#endif
#endif
