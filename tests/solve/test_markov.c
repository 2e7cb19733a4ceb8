// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_markov: the month of a Markov chain, in double and in lanes, against closed forms and an
// independent matrix exponential.
#include "test.h"

#include "base/error.h"
#include "base/lanes.h"
#include "solve/markov.h"
#include "solve/markov_kernel.h"

#define MONTH (1.0 / 12)

// War, frozen, settled: the rates of a regime as models use them.
static const double war[9] = {0, 0.25, 0, 0.15, 0, 0.1, 0.02, 0, 0};

// exp(Q t) by repeated squaring of a Taylor series: a second, independent way.
static void exponential(int n, const double *rates, double years, double *out) {
    double q[36], power[36], next[36];
    const double scale = years / 1024;
    for (int i = 0; i < n; i++) {
        q[i * n + i] = 0;
        for (int j = 0; j < n; j++)
            if (j != i) {
                q[i * n + j] = rates[i * n + j] * scale;
                q[i * n + i] -= q[i * n + j];
            }
    }
    for (int i = 0; i < n * n; i++) out[i] = power[i] = i % (n + 1) == 0;
    for (int k = 1; k <= 12; k++) {
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                next[i * n + j] = 0;
                for (int m = 0; m < n; m++) next[i * n + j] += power[i * n + m] * q[m * n + j] / k;
            }
        memcpy(power, next, sizeof power);
        for (int i = 0; i < n * n; i++) out[i] += power[i];
    }
    for (int k = 0; k < 10; k++) {
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                next[i * n + j] = 0;
                for (int m = 0; m < n; m++) next[i * n + j] += out[i * n + m] * out[m * n + j];
            }
        memcpy(out, next, (size_t)(n * n) * sizeof *out);
    }
}

static void two_states_follow_their_closed_form(void **state) {
    (void)state;
    const double a = 0.7, b = 0.2, rates[4] = {0, a, b, 0};
    for (double years = 0.01; years < 3; years *= 2) {
        double row[2];
        steppe_markov_probabilities(2, rates, years, 0, row);
        // p_01(t) = a / (a + b) (1 - e^(-(a + b) t)); double rounding only.
        assert_close(row[1], a / (a + b) * (1 - exp(-(a + b) * years)), 1e-12, 0);
        assert_close(row[0] + row[1], 1, 1e-14, 0);
    }
}

static void six_states_match_a_matrix_exponential(void **state) {
    (void)state;
    double rates[36], exact[36], row[6];
    for (int i = 0; i < 36; i++) rates[i] = i % 7 == 0 ? 0 : 0.1 * ((i * 7) % 11);
    exponential(6, rates, MONTH, exact);
    for (int from = 0; from < 6; from++) {
        steppe_markov_probabilities(6, rates, MONTH, from, row);
        for (int j = 0; j < 6; j++) assert_close(row[j], exact[from * 6 + j], 1e-11, 1e-14);
    }
}

static void fast_chains_within_the_limit_match_a_matrix_exponential(void **state) {
    (void)state;
    // Leaving 11.5 times a year, near the limit of 12: the cut series is within 1e-7.
    const double rates[9] = {0, 7.5, 4, 1, 0, 9, 5, 5, 0};
    double exact[9], row[3];
    exponential(3, rates, MONTH, exact);
    for (int from = 0; from < 3; from++) {
        steppe_markov_probabilities(3, rates, MONTH, from, row);
        for (int j = 0; j < 3; j++) assert_close(row[j], exact[from * 3 + j], 0, 1e-7);
    }
}

static void chains_beyond_the_limit_move_as_at_the_limit(void **state) {
    (void)state;
    const double rates[4] = {0, 4000, 1000, 0};
    double row[2];
    steppe_markov_probabilities(2, rates, MONTH, 0, row);
    assert_close(row[0] + row[1], 1, 1e-12, 0);
    // Scaled to leave 12 times a year and come back 3 times: 0.8 is stationary.
    assert_close(row[1], 0.8 * (1 - exp(-15.0 / 12)), 0, 1e-7);
}

static void twelve_months_are_the_law_of_one_year(void **state) {
    (void)state;
    double month[9], year[9], law[3] = {1, 0, 0};
    for (int i = 0; i < 3; i++) {
        steppe_markov_probabilities(3, war, MONTH, i, month + 3 * i);
        steppe_markov_probabilities(3, war, 1, i, year + 3 * i);
    }
    for (int m = 0; m < 12; m++) {
        double next[3] = {0, 0, 0};
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++) next[j] += law[i] * month[3 * i + j];
        memcpy(law, next, sizeof law);
    }
    for (int j = 0; j < 3; j++) assert_close(law[j], year[j], 1e-11, 0);
}

static void the_stationary_distribution_stays(void **state) {
    (void)state;
    // Balance of flows, solved by hand: active : frozen : settled with the rates of `war`.
    // settled = 5 frozen (0.1 in, 0.02 out), active 0.25 = 0.15 frozen + 0.02 settled.
    const double frozen = 1, settled = 5, active = (0.15 + 0.02 * 5) / 0.25;
    const double sum = frozen + settled + active;
    const double before[3] = {active / sum, frozen / sum, settled / sum};
    double after[3] = {0, 0, 0}, row[3];
    for (int i = 0; i < 3; i++) {
        steppe_markov_probabilities(3, war, MONTH, i, row);
        for (int j = 0; j < 3; j++) after[j] += before[i] * row[j];
    }
    for (int j = 0; j < 3; j++) assert_close(after[j], before[j], 1e-13, 0);
}

static void mean_holding_time_is_one_over_the_rate(void **state) {
    (void)state;
    // Months in `active` until it is left, over a grid of draws: a geometric law with p = 1 -
    // e^(-r dt). In `war` the chain may return within a month: probability 0.25 0.15 / 2 / 144,
    // hence the tolerance.
    double row[3];
    steppe_markov_probabilities(3, war, MONTH, 0, row);
    assert_close(-MONTH / log(row[0]), 1 / 0.25, 1e-2, 0);
    assert_true(row[0] > exp(-0.25 * MONTH));
}

static void draws_select_states_in_their_shares(void **state) {
    (void)state;
    const double rates[9] = {0, 2, 1, 3, 0, 1, 1, 1, 0};
    enum { DRAWS = 10000 };
    for (int from = 0; from < 3; from++) {
        double row[3];
        int hits[3] = {0, 0, 0};
        steppe_markov_probabilities(3, rates, MONTH, from, row);
        for (int i = 0; i < DRAWS; i++)
            hits[steppe_markov_next(3, rates, MONTH, from, (i + 0.5) / DRAWS)]++;
        // An even grid misses a share by one draw at each of its two ends.
        for (int j = 0; j < 3; j++) assert_close(hits[j], row[j] * DRAWS, 0, 2);
    }
}

static void without_rates_every_state_is_kept(void **state) {
    (void)state;
    const double rates[16] = {0};
    for (int from = 0; from < 4; from++)
        assert_int_equal(steppe_markov_next(4, rates, MONTH, from, 0.9999999), from);
}

static void low_draws_stay_so_that_scenarios_decide_alike(void **state) {
    (void)state;
    const double slow[9] = {0, 1, 1, 1, 0, 1, 1, 1, 0}, fast[9] = {0, 2, 1, 1, 0, 1, 1, 1, 0};
    double a[3], b[3];
    steppe_markov_probabilities(3, slow, MONTH, 0, a);
    steppe_markov_probabilities(3, fast, MONTH, 0, b);
    assert_int_equal(steppe_markov_next(3, slow, MONTH, 0, b[0] - 1e-9), 0);
    assert_int_equal(steppe_markov_next(3, fast, MONTH, 0, b[0] - 1e-9), 0);
    assert_int_equal(steppe_markov_next(3, fast, MONTH, 0, b[0] + 1e-9), 1);
    assert_true(a[0] > b[0]);
}

static void lanes_agree_with_the_scalar_twin(void **state) {
    (void)state;
    float rates[9 * STEPPE_LANES], from[STEPPE_LANES], row[3 * STEPPE_LANES];
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        for (int i = 0; i < 9; i++)
            rates[i * STEPPE_LANES + lane] = (float)war[i] * (float)(1 + lane);
        from[lane] = (float)(lane % 3);
    }
    steppe_markov_row(3, rates, (float)MONTH, from, row);
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        double exact[3], scaled[9];
        for (int i = 0; i < 9; i++) scaled[i] = war[i] * (1 + lane);
        steppe_markov_probabilities(3, scaled, MONTH, lane % 3, exact);
        // Some 40 sums and products of numbers below one, half an ulp each: 40 * 6e-8 / 2.
        for (int j = 0; j < 3; j++)
            assert_close(row[j * STEPPE_LANES + lane], exact[j], 0, 2e-6);
    }
}

static void a_matrix_made_once_chooses_as_the_rates_do(void **state) {
    (void)state;
    enum { N = 3 };
    steppe_real rates[N * N * STEPPE_LANES], matrix[N * N * STEPPE_LANES];
    steppe_real from[STEPPE_LANES], uniform[STEPPE_LANES], a[STEPPE_LANES], b[STEPPE_LANES];
    for (int round = 0; round < 100; round++) {
        for (int lane = 0; lane < STEPPE_LANES; lane++) {
            for (int i = 0; i < N * N; i++)
                rates[i * STEPPE_LANES + lane] = STEPPE_R((i * 7 + lane * 3 + round) % 11) / 2;
            from[lane] = STEPPE_R((lane + round) % N);
            uniform[lane] = STEPPE_R(((lane * 37 + round * 11) % 100) / 100.0 + 0.005);
        }
        steppe_markov_step(N, rates, STEPPE_R(MONTH), from, uniform, a);
        steppe_markov_matrix(N, rates, STEPPE_R(MONTH), matrix);
        steppe_markov_step_by(N, matrix, from, uniform, b);
        assert_memory_equal(a, b, sizeof a);
    }
}

static void nan_stays_in_its_lane(void **state) {
    (void)state;
    float rates[9 * STEPPE_LANES], from[STEPPE_LANES], uniform[STEPPE_LANES], good[STEPPE_LANES],
        bad[STEPPE_LANES];
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        for (int i = 0; i < 9; i++) rates[i * STEPPE_LANES + lane] = (float)war[i];
        from[lane] = (float)(lane % 3);
        uniform[lane] = ((float)lane + 0.5f) / STEPPE_LANES;
    }
    steppe_markov_step(3, rates, (float)MONTH, from, uniform, good);
    const int sick = STEPPE_LANES / 2;
    for (int at = 1; at < 9; at += 2) { // off the diagonal, in every row
        float kept = rates[at * STEPPE_LANES + sick];
        rates[at * STEPPE_LANES + sick] = NAN;
        steppe_markov_step(3, rates, (float)MONTH, from, uniform, bad);
        rates[at * STEPPE_LANES + sick] = kept;
        for (int lane = 0; lane < STEPPE_LANES; lane++)
            if (lane == sick)
                assert_true(isnan(bad[lane]));
            else
                assert_true(bad[lane] == good[lane]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_states_follow_their_closed_form),
        cmocka_unit_test(six_states_match_a_matrix_exponential),
        cmocka_unit_test(fast_chains_within_the_limit_match_a_matrix_exponential),
        cmocka_unit_test(chains_beyond_the_limit_move_as_at_the_limit),
        cmocka_unit_test(twelve_months_are_the_law_of_one_year),
        cmocka_unit_test(the_stationary_distribution_stays),
        cmocka_unit_test(mean_holding_time_is_one_over_the_rate),
        cmocka_unit_test(draws_select_states_in_their_shares),
        cmocka_unit_test(without_rates_every_state_is_kept),
        cmocka_unit_test(low_draws_stay_so_that_scenarios_decide_alike),
        cmocka_unit_test(lanes_agree_with_the_scalar_twin),
        cmocka_unit_test(a_matrix_made_once_chooses_as_the_rates_do),
        cmocka_unit_test(nan_stays_in_its_lane),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
