// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_ou: the exact step of an Ornstein-Uhlenbeck process. A step is linear, x' = a + b x + c z,
// so its law is read off from three calls and no sampling is needed.
#include "test.h"

#include "base/error.h"
#include "base/lanes.h"
#include "solve/ou.h"
#include "solve/ou_kernel.h"

// Oil as schwartz-1997 has it: k, s; mean ln 0.88.
static const struct steppe_ou_process oil = {0.6, 0.35, -0.13};

static double step(struct steppe_ou_process process, double years, double x, double z) {
    steppe_ou_advance(&process, 1, years, 0, 0, &z, &x);
    return x;
}

static void moments_are_those_of_the_exact_solution(void **state) {
    (void)state;
    for (double years = 1.0 / 365; years < 30; years *= 3) {
        const double b = step(oil, years, 1, 0) - step(oil, years, 0, 0);
        const double c = step(oil, years, 0, 1) - step(oil, years, 0, 0);
        // e^(-k t) and s^2 (1 - e^(-2 k t)) / (2 k), to double rounding.
        assert_close(b, exp(-0.6 * years), 1e-12, 1e-14);
        assert_close(c * c, 0.35 * 0.35 * (1 - exp(-1.2 * years)) / 1.2, 1e-11, 0);
    }
}

static void twelve_months_are_the_law_of_one_year(void **state) {
    (void)state;
    const double month = 1.0 / 12;
    const double b = step(oil, month, 1, 0) - step(oil, month, 0, 0);
    const double c = step(oil, month, 0, 1) - step(oil, month, 0, 0);
    double mean = 0.5, variance = 0;
    for (int m = 0; m < 12; m++) {
        mean = step(oil, month, mean, 0);
        variance = variance * b * b + c * c;
    }
    const double year = step(oil, 1, 0.5, 1) - step(oil, 1, 0.5, 0);
    assert_close(mean, step(oil, 1, 0.5, 0), 1e-13, 1e-15);
    assert_close(variance, year * year, 1e-13, 0);
}

static void the_stationary_variance_is_kept(void **state) {
    (void)state;
    const double stationary = 0.35 * 0.35 / (2 * 0.6);
    const double b = step(oil, 0.25, 1, 0) - step(oil, 0.25, 0, 0);
    const double c = step(oil, 0.25, 0, 1) - step(oil, 0.25, 0, 0);
    assert_close(b * b * stationary + c * c, stationary, 1e-13, 0);
}

static void a_process_at_its_mean_without_shock_does_not_move(void **state) {
    (void)state;
    double x = oil.mean;
    for (int m = 0; m < 120; m++) x = step(oil, 1.0 / 12, x, 0);
    assert_true(x == oil.mean);
}

static void slow_reversion_tends_to_a_wiener_process(void **state) {
    (void)state;
    const struct steppe_ou_process slow = {1e-9, 0.2, 0};
    assert_close(step(slow, 2, 0, 1), 0.2 * sqrt(2), 1e-8, 0);
}

static void two_shocks_have_the_correlation_of_their_common_share(void **state) {
    (void)state;
    const struct steppe_ou_process pair[2] = {{0.6, 0.35, 0}, {0.3, 0.2, 0}};
    const double share = 0.3;
    // Responses to the common draw and to the two own draws; covariance is their product.
    double response[3][2] = {{0}};
    for (int draw = 0; draw < 3; draw++) {
        const double own[2] = {draw == 1, draw == 2};
        steppe_ou_advance(pair, 2, 1.0 / 12, share, draw == 0, own, response[draw]);
    }
    double var0 = 0, var1 = 0, covariance = 0;
    for (int draw = 0; draw < 3; draw++) {
        var0 += response[draw][0] * response[draw][0];
        var1 += response[draw][1] * response[draw][1];
        covariance += response[draw][0] * response[draw][1];
    }
    assert_close(covariance / sqrt(var0 * var1), share, 1e-13, 0);
    const double alone = step(pair[0], 1.0 / 12, 0, 1);
    assert_close(var0, alone * alone, 1e-13, 0);
}

static void fill(float *cells, float value) {
    for (int lane = 0; lane < STEPPE_LANES; lane++) cells[lane] = value * (1 + 0.01f * (float)lane);
}

static void lanes_agree_with_the_scalar_twin_and_nan_stays_in_its_lane(void **state) {
    (void)state;
    float k[STEPPE_LANES], s[STEPPE_LANES], m[STEPPE_LANES], z[STEPPE_LANES], x[STEPPE_LANES];
    fill(k, 0.6f);
    fill(s, 0.35f);
    fill(m, -0.13f);
    fill(z, 1.5f);
    fill(x, 0.4f);
    const int sick = 3 % STEPPE_LANES;
    x[sick] = NAN;
    steppe_ou_step(1.0f / 12, k, s, m, z, x);
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        if (lane == sick) {
            assert_true(isnan(x[lane]));
            continue;
        }
        const struct steppe_ou_process twin = {(double)k[lane], (double)s[lane], (double)m[lane]};
        // Ten operations on numbers of order one, half an ulp each.
        assert_close(x[lane], step(twin, 1.0 / 12, (double)(0.4f * (1 + 0.01f * (float)lane)),
                                   (double)z[lane]), 0, 1e-6);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_are_those_of_the_exact_solution),
        cmocka_unit_test(twelve_months_are_the_law_of_one_year),
        cmocka_unit_test(the_stationary_variance_is_kept),
        cmocka_unit_test(a_process_at_its_mean_without_shock_does_not_move),
        cmocka_unit_test(slow_reversion_tends_to_a_wiener_process),
        cmocka_unit_test(two_shocks_have_the_correlation_of_their_common_share),
        cmocka_unit_test(lanes_agree_with_the_scalar_twin_and_nan_stays_in_its_lane),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
