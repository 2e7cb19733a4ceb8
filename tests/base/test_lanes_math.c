// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Elementary functions of lanes against the C library's in double, edges included, and their bits
// against one known sum: the same with every compiler and processor.
#include "base/lanes.h"

#include "test.h"

// Distance in units of the last place of a float near `exact`; edges must agree exactly.
static double ulps(float got, double exact) {
    if (isnan(exact)) return isnan(got) ? 0.0 : 1e9;
    // What rounds beyond the largest float is infinite.
    if (fabs(exact) >= 3.4028235677973366e38) exact *= 1e300;
    if (isinf(exact) || !isfinite(got)) return (double)got == exact ? 0.0 : 1e9;
    int exponent;
    frexp(fmax(fabs(exact), 1.1754943508222875e-38), &exponent);
    return fabs((double)got - exact) / ldexp(1.0, exponent - 24);
}

// Every 4099th float of all 2^32, NaN, infinities and subnormal numbers among them.
#define STRIDE 4099u
#define ASSERT_WITHIN(limit, function, exact, from)                                                \
    for (uint64_t bits = 0; bits < UINT64_C(1) << 32; bits += STRIDE) {                            \
        float x = steppe_float_of((uint32_t)bits);                                                 \
        if ((double)x < (from)) continue;                                                          \
        double distance = ulps(function(x), exact((double)x));                                     \
        if (!(distance <= (limit)))                                                                \
            fail_msg(#function "(%.9g) is %g ulp off", (double)x, distance);                       \
    }

static double sigmoid(double x) { return 1.0 / (1.0 + exp(-x)); }

// Limits: rounded up from the largest errors found over every 97th float (1.49, 1.58, 0.80, 1.59,
// and 1.6 ulp); sigmoid is 0 where exp(-x) overflows.
// Between the smallest normal float and 2^127.5; beyond, 0 and infinity.
static double exp_in_range(double x) {
    double value = exp(x);
    return value > 0x1.6a09e667f3bcdp127 ? (double)INFINITY : value;
}
static void exp_is_within_2_ulp_of_what_it_can_say(void **state) {
    (void)state;
    ASSERT_WITHIN(2.0, steppe_exp, exp_in_range, -87.33)
    assert_true(steppe_exp(-88.4f) == 0.0f && steppe_exp(-INFINITY) == 0.0f);
    assert_true(steppe_exp(0.0f) == 1.0f && isnan(steppe_exp(NAN)));
}
static void expm1_is_within_2_ulp_everywhere(void **state) {
    (void)state;
    ASSERT_WITHIN(2.0, steppe_expm1, expm1, (double)-INFINITY)
}
static void log_is_within_1_ulp_everywhere(void **state) {
    (void)state;
    ASSERT_WITHIN(1.0, steppe_log, log, (double)-INFINITY)
}
static void log_of_a_size_has_the_bits_of_log(void **state) {
    (void)state;
    for (uint32_t bits = UINT32_C(0x00800000); bits < UINT32_C(0x7f800000); bits += STRIDE) {
        float x = steppe_float_of(bits);
        assert_true(steppe_log_size(x) == steppe_log(x));
    }
    assert_true(steppe_log_size(0.0f) < -80.0f && steppe_log_size(1.0f) == 0.0f);
    assert_true(isnan(steppe_log_size(INFINITY)) && isnan(steppe_log_size(NAN)));
}
static void log1p_of_a_size_is_within_2_ulp(void **state) {
    (void)state;
    for (uint32_t bits = 0; bits < UINT32_C(0x7f800000); bits += STRIDE) {
        float x = steppe_float_of(bits);
        double distance = ulps(steppe_log1p_size(x), log1p((double)x));
        if (!(distance <= 2.0)) fail_msg("log1p(%.9g) is %g ulp off", (double)x, distance);
    }
    assert_true(steppe_log1p_size(0.0f) == 0.0f && isnan(steppe_log1p_size(NAN)));
}
static void sigmoid_is_within_3_ulp_down_to_its_smallest_normal_value(void **state) {
    (void)state;
    ASSERT_WITHIN(3.0, steppe_sigmoid, sigmoid, -87.0)
    assert_true(steppe_sigmoid(-200.0f) == 0.0f);
}

// 2.3 ulp was the largest error found over 40 million random arguments.
static void pow_is_within_4_ulp(void **state) {
    (void)state;
    for (uint32_t k = 0; k < 400000; k++) {
        double u = steppe_normal_quantile((double)(k % 4093 + 1) / 4095.0);
        float x = (float)exp(u * (k & 1 ? 0.5 : 12.0));
        float y = (float)((double)(k % 5003) / 5003.0 - 0.5) * (k & 2 ? 2.0f : 20.0f);
        double distance = ulps(steppe_pow(x, y), pow((double)x, (double)y));
        if (!(distance <= 4.0)) {
            fail_msg("pow(%.9g, %.9g) is %g ulp off", (double)x, (double)y, distance);
        }
    }
}

static void pow_has_the_edges_of_the_c_library(void **state) {
    (void)state;
    static const float values[] = {
        0.0f,        -0.0f, 1.0f,     -1.0f,       2.0f,  -2.0f,  3.0f,       -3.0f,
        0.5f,        -0.5f, INFINITY, -INFINITY,   NAN,   1e-40f, 8388609.0f, -8388609.0f,
        16777216.0f, 2.5f,  -2.5f,    0.99999994f, 1e30f, -1e30f};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        for (size_t j = 0; j < sizeof values / sizeof values[0]; j++) {
            float x = values[i], y = values[j], got = steppe_pow(x, y);
            double exact = pow((double)x, (double)y);
            if (!(ulps(got, exact) <= 4.0) || (!isnan(exact) && !signbit(got) != !signbit(exact))) {
                fail_msg("pow(%g, %g) = %g, expected %g", (double)x, (double)y, (double)got, exact);
            }
        }
    }
}

// Against libm, on products whose sum all but cancels, ties of rounding, subnormals and the edges;
// this file is compiled for plain x86-64, where steppe_fma is emulated.
static void a_fused_sum_is_rounded_once(void **state) {
    (void)state;
    uint32_t seed = 12345;
    for (uint32_t i = 0; i < 3000000; i++) {
        uint32_t bits[3];
        for (int k = 0; k < 3; k++) {
            seed = seed * 1664525u + 1013904223u;
            bits[k] = seed ^ seed >> 15;
        }
        const float a = steppe_float_of(bits[0]), b = steppe_float_of(bits[1]);
        float c = steppe_float_of(bits[2]);
        if (i & 1) c = -a * b; // what rounding left remains
        if (i & 2) c = steppe_float_of(steppe_float_bits(c) ^ (bits[2] & 0x00800001u));
        if ((i & 12) == 12) c = a * b * (i & 16 ? 0x1p-25f : 0x1p24f); // a half of the last bit
        const float fused = steppe_fma(a, b, c), exact = fmaf(a, b, c);
        if (steppe_float_bits(fused) != steppe_float_bits(exact) && !(isnan(fused) && isnan(exact)))
            fail_msg("fma(%a, %a, %a) = %a, expected %a", (double)a, (double)b, (double)c,
                     (double)fused, (double)exact);
    }
}

static void limits_keep_what_is_not_a_number(void **state) {
    (void)state;
    assert_true(isnan(steppe_max(NAN, 1.0f)) && isnan(steppe_min(NAN, 1.0f)));
    assert_true(isnan(steppe_clamp(NAN, 0.0f, 1.0f)));
    assert_true(steppe_clamp(2.0f, 0.0f, 1.0f) == 1.0f && steppe_clamp(-2.0f, 0.0f, 1.0f) == 0.0f);
    assert_true(steppe_isfinite(3.4e38f) && !steppe_isfinite(INFINITY) && !steppe_isfinite(NAN));
    assert_true(steppe_absolute(-0.0f) == 0.0f && steppe_absolute(-3.0f) == 3.0f);
}

// FNV-1a over the bits of all functions, computed in lanes. The sum was taken from builds by gcc 12
// and clang 14 for plain x86-64, x86-64-v3 and -v4, which all gave it.
static void the_bits_are_the_same_on_every_machine(void **state) {
    (void)state;
    uint32_t sum = UINT32_C(0x811c9dc5);
    for (uint32_t row = 0; row < 3000; row++) {
        float out[7][STEPPE_LANES];
        STEPPE_EACH_LANE(lane) {
            uint32_t number = row * STEPPE_LANES + (uint32_t)lane;
            float u = ((float)(int32_t)number + 0.5f) / (3000.0f * STEPPE_LANES);
            float x = 180.0f * u - 90.0f;
            float size = steppe_float_of(UINT32_C(0x00100000) + number * 22000u);
            out[0][lane] = steppe_exp(x);
            out[1][lane] = steppe_expm1(x);
            out[2][lane] = steppe_log(size);
            out[3][lane] = steppe_log1p_size(size);
            out[4][lane] = steppe_pow(size, 0.1f * x);
            out[5][lane] = steppe_sigmoid(x);
            out[6][lane] = steppe_normal_quantile_lanes(u);
        }
        for (size_t f = 0; f < 7; f++) {
            for (size_t lane = 0; lane < STEPPE_LANES; lane++) {
                sum = (sum ^ steppe_float_bits(out[f][lane])) * UINT32_C(0x01000193);
            }
        }
    }
    assert_int_equal(sum, UINT32_C(0xffa0f854));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exp_is_within_2_ulp_of_what_it_can_say),
        cmocka_unit_test(expm1_is_within_2_ulp_everywhere),
        cmocka_unit_test(log_is_within_1_ulp_everywhere),
        cmocka_unit_test(log_of_a_size_has_the_bits_of_log),
        cmocka_unit_test(log1p_of_a_size_is_within_2_ulp),
        cmocka_unit_test(sigmoid_is_within_3_ulp_down_to_its_smallest_normal_value),
        cmocka_unit_test(pow_is_within_4_ulp),
        cmocka_unit_test(pow_has_the_edges_of_the_c_library),
        cmocka_unit_test(a_fused_sum_is_rounded_once),
        cmocka_unit_test(limits_keep_what_is_not_a_number),
        cmocka_unit_test(the_bits_are_the_same_on_every_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
