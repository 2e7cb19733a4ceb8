// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_context: commodity prices against the closed forms of their process, in lanes and scalar.
#include "mechanisms/fixture.c"

extern const struct steppe_mechanism steppe_mechanism_context_scalar;

static const struct steppe_mechanism *const lanes_only[] = {
    &STEPPE_NAMED(steppe_mechanism_context)};
static const struct steppe_mechanism *const scalar_only[] = {&steppe_mechanism_context_scalar};

static const struct fixture_setting settings[] = {
    {"context.reversion", -1, 0.6},    {"context.volatility", OIL, 0.35},
    {"context.volatility", GAS, 0.4},  {"context.long_run_mean", -1, 1},
    {"context.common_share", -1, 0.3},
};

static void make(struct fixture *fixture, int lanes) {
    fixture_make(fixture, lanes, lanes == 1 ? scalar_only : lanes_only, 1, settings,
                 STEPPE_COUNT(settings));
}

static void prices_at_their_mean_keep_their_bits_without_noise(void **state) {
    (void)state;
    for (int lanes = 1; lanes <= STEPPE_LANES; lanes += STEPPE_LANES - 1) {
        struct fixture fixture;
        make(&fixture, lanes);
        fixture.world.fix_noise = true;
        fixture_months(&fixture, 120);
        for (size_t c = 0; c < FIXTURE_COMMODITIES; c++)
            for (int lane = 0; lane < lanes; lane++)
                assert_true(fixture_get(&fixture, STEPPE_VAR_price, c, lane) == 1);
        fixture_free(&fixture);
    }
}

static void a_price_returns_to_its_mean_at_the_rate_of_reversion(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture.world.fix_noise = true;
    fixture_set_parameter(&fixture, "context.long_run_mean", OIL, -1, 0.9);
    fixture_set(&fixture, STEPPE_VAR_price, OIL, -1, 0.5); // as a scenario of cheap oil does
    fixture_months(&fixture, 24);
    // Two years: ln S - ln m shrinks by e^(-2 k). Double rounding over 24 steps.
    const double gap = log(0.5 / 0.9) * exp(-2 * 0.6);
    assert_close(log(fixture_get(&fixture, STEPPE_VAR_price, OIL, 0) / 0.9), gap, 1e-12, 0);
    assert_true(fixture_get(&fixture, STEPPE_VAR_price, GAS, 0) == 1);
    fixture_free(&fixture);
}

// Mean, variance and correlation of log prices over members after a number of months.
struct moments {
    double mean[2], variance[2], correlation;
};

enum { BLOCKS = 64, DRAWS = BLOCKS * STEPPE_LANES };

static struct moments sample(int months) {
    double sum[2] = {0, 0}, square[2] = {0, 0}, cross = 0;
    for (uint32_t block = 0; block < BLOCKS; block++) {
        struct fixture fixture;
        make(&fixture, STEPPE_LANES);
        fixture.world.first_member = block * STEPPE_LANES;
        fixture_months(&fixture, months);
        for (int lane = 0; lane < STEPPE_LANES; lane++) {
            const double oil = log(fixture_get(&fixture, STEPPE_VAR_price, OIL, lane));
            const double gas = log(fixture_get(&fixture, STEPPE_VAR_price, GAS, lane));
            sum[0] += oil;
            sum[1] += gas;
            square[0] += oil * oil;
            square[1] += gas * gas;
            cross += oil * gas;
        }
        fixture_free(&fixture);
    }
    struct moments moments;
    for (int i = 0; i < 2; i++) {
        moments.mean[i] = sum[i] / DRAWS;
        moments.variance[i] = square[i] / DRAWS - moments.mean[i] * moments.mean[i];
    }
    moments.correlation = (cross / DRAWS - moments.mean[0] * moments.mean[1]) /
                          sqrt(moments.variance[0] * moments.variance[1]);
    return moments;
}

static void prices_have_the_law_of_their_process(void **state) {
    (void)state;
    const double volatility[2] = {0.35, 0.4};
    const struct moments after = sample(18);
    for (int i = 0; i < 2; i++) {
        const double exact = volatility[i] * volatility[i] * (1 - exp(-1.2 * 1.5)) / 1.2;
        // Four standard errors of a mean and of a variance of 2048 normal draws.
        assert_close(after.mean[i], 0, 0, 4 * sqrt(exact / DRAWS));
        assert_close(after.variance[i], exact, 4 * sqrt(2.0 / DRAWS), 0);
    }
    // Standard error of a correlation r: (1 - r^2) / sqrt(n).
    assert_close(after.correlation, 0.3, 0, 4 * (1 - 0.09) / sqrt(DRAWS));
}

static void more_volatility_and_less_reversion_spread_prices(void **state) {
    (void)state;
    struct fixture calm, wild;
    make(&calm, STEPPE_LANES);
    make(&wild, STEPPE_LANES);
    fixture_set_parameter(&wild, "context.volatility", OIL, -1, 0.7);
    fixture_set_parameter(&wild, "context.reversion", OIL, -1, 0.1);
    for (int m = 0; m < 12; m++) {
        fixture_month(&calm);
        fixture_month(&wild);
    }
    double spread[2] = {0, 0};
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        spread[0] += fabs(log(fixture_get(&calm, STEPPE_VAR_price, OIL, lane)));
        spread[1] += fabs(log(fixture_get(&wild, STEPPE_VAR_price, OIL, lane)));
    }
    assert_true(spread[1] > 1.5 * spread[0]);
    // The same draws: gas, untouched, is the same to the bit.
    for (int lane = 0; lane < STEPPE_LANES; lane++)
        assert_true(fixture_get(&calm, STEPPE_VAR_price, GAS, lane) ==
                    fixture_get(&wild, STEPPE_VAR_price, GAS, lane));
    fixture_free(&calm);
    fixture_free(&wild);
}

static void lanes_agree_with_the_scalar_twin(void **state) {
    (void)state;
    struct fixture lanes;
    make(&lanes, STEPPE_LANES);
    fixture_months(&lanes, 24);
    for (int lane = 0; lane < STEPPE_LANES; lane += 7) {
        struct fixture twin;
        make(&twin, 1);
        twin.world.first_member = (uint32_t)lane;
        fixture_months(&twin, 24);
        // 24 steps of float, a few ulp each; normal draws differ by 1e-6 at most.
        for (size_t c = 0; c < FIXTURE_COMMODITIES; c++)
            assert_close(fixture_get(&lanes, STEPPE_VAR_price, c, lane),
                         fixture_get(&twin, STEPPE_VAR_price, c, 0), 2e-5, 0);
        fixture_free(&twin);
    }
    fixture_free(&lanes);
}

static void nan_stays_in_its_lane(void **state) {
    (void)state;
    struct fixture good, bad;
    make(&good, STEPPE_LANES);
    make(&bad, STEPPE_LANES);
    fixture_set(&bad, STEPPE_VAR_price, OIL, 5, NAN);
    fixture_set_parameter(&bad, "context.reversion", GAS, 6, NAN);
    fixture_month(&good);
    fixture_month(&bad);
    for (int lane = 0; lane < STEPPE_LANES; lane++)
        for (size_t c = 0; c < FIXTURE_COMMODITIES; c++) {
            const double value = fixture_get(&bad, STEPPE_VAR_price, c, lane);
            if ((c == OIL && lane == 5) || (c == GAS && lane == 6))
                assert_true(isnan(value));
            else
                assert_true(value == fixture_get(&good, STEPPE_VAR_price, c, lane));
        }
    fixture_free(&good);
    fixture_free(&bad);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prices_at_their_mean_keep_their_bits_without_noise),
        cmocka_unit_test(a_price_returns_to_its_mean_at_the_rate_of_reversion),
        cmocka_unit_test(prices_have_the_law_of_their_process),
        cmocka_unit_test(more_volatility_and_less_reversion_spread_prices),
        cmocka_unit_test(lanes_agree_with_the_scalar_twin),
        cmocka_unit_test(nan_stays_in_its_lane),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
