// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_hawkes: likelihood, rates and counts of self-exciting events against closed forms; lanes
// against the scalar instance. Closed forms: hawkes-1971, ozaki-1979.
#include "test.h"

#include "base/lanes.h"
#include "base/random.h"
#include "solve/hawkes.h"
#include "solve/hawkes_kernel.h"

static double draw(uint32_t run, uint32_t index) {
    return steppe_random_uniform(1, run, 0, steppe_random_stream("test_hawkes"), index);
}

static void the_likelihood_of_listed_events_is_the_published_formula(void **state) {
    (void)state;
    // Evaluated term by term as a double sum over pairs of events, to 16 digits.
    static const double times[] = {0.3, 0.7, 1.9, 2.0, 2.05, 3.6, 5.1, 5.15, 5.2, 8.8};
    static const double expected_before[] = {0.4,
                                             0.7292869816564158,
                                             0.5536101049065995,
                                             1.0486382284076348,
                                             1.558415983186007,
                                             0.5719439709108686,
                                             0.4813622959392119,
                                             1.0321294318874716,
                                             1.5431000547473022,
                                             0.40787285248833877};
    static const double expected_integral[] = {0.12,
                                               0.46047534556238945,
                                               1.4575932633956004,
                                               1.5675745143949102,
                                               1.6477226778759955,
                                               3.3253706860594208,
                                               4.385758469373859,
                                               4.438580378741686,
                                               4.517933296835132,
                                               7.114751431674441,
                                               7.933012862202395};
    const struct steppe_hawkes process = {0.4, 0.6, 1.5};
    double before[10], integral[11];
    const double log_likelihood = steppe_hawkes_log_likelihood(&process, times, 10, 10, before,
                                                               integral);
    // Rounding of some ten sums.
    assert_close(log_likelihood, -10.986355488023985, 1e-13, 0);
    for (int i = 0; i < 10; i++) assert_close(before[i], expected_before[i], 1e-13, 0);
    for (int i = 0; i < 11; i++) assert_close(integral[i], expected_integral[i], 1e-13, 0);
}

static void the_next_event_comes_where_the_integral_reaches_the_draw(void **state) {
    (void)state;
    for (uint32_t run = 0; run < 2000; run++) {
        const struct steppe_hawkes process = {3 * draw(run, 0) * draw(run, 1), 1,
                                              0.5 + 10 * draw(run, 2)};
        const double start = 4 * draw(run, 3), step = 0.4, uniform = draw(run, 4);
        double excitation = start, left = step;
        const bool comes = steppe_hawkes_next(&process, uniform, &excitation, &left);
        const double gone = step - left;
        const double integral = process.base * gone +
                                start * (1 - exp(-process.decay * gone)) / process.decay;
        if (comes)
            assert_close(integral, -log(uniform), 1e-12, 1e-14);
        else
            assert_true(left == 0 && integral <= -log(uniform));
        assert_close(excitation, start * exp(-process.decay * gone) + (comes ? 1 : 0), 1e-13, 0);
    }
}

// Events in one run of `end` units, nothing before; times may be NULL.
static size_t simulate(const struct steppe_hawkes *process, uint32_t run, double end, double *times,
                       size_t room) {
    double excitation = 0, left = end;
    size_t count = 0;
    while (steppe_hawkes_next(process, draw(run, (uint32_t)count), &excitation, &left)) {
        if (times && count < room) times[count] = end - left;
        count++;
    }
    return count;
}

static void counts_have_the_mean_of_a_process_started_empty(void **state) {
    (void)state;
    // The mean rate m obeys m' = beta mu - (beta - alpha) m, m(0) = mu; its integral over (0, 10].
    const struct steppe_hawkes process = {0.5, 0.8, 2};
    const double expected = 8.055557262281209;
    enum { RUNS = 20000 };
    double sum = 0, squares = 0;
    for (uint32_t run = 0; run < RUNS; run++) {
        const double count = (double)simulate(&process, run, 10, NULL, 0);
        sum += count;
        squares += count * count;
    }
    const double mean = sum / RUNS, variance = squares / RUNS - mean * mean;
    // Four standard errors.
    assert_close(mean, expected, 0, 4 * sqrt(variance / RUNS));
    assert_close(steppe_hawkes_mean(&process), 0.5 / (1 - 0.4), 1e-15, 0);
    // Started empty it counts less than in the long run, and varies more than Poisson: the
    // stationary variance is 21.9 at a mean of 8.3.
    assert_true(mean < 10 * steppe_hawkes_mean(&process) && variance > 2 * mean);
}

static void the_long_run_rate_is_mu_over_one_less_the_branching_ratio(void **state) {
    (void)state;
    const struct steppe_hawkes process = {1, 0.3, 0.5};
    // Over 20000 units the start counts nothing. The count of T units has variance mu T/(1 - n)^3.
    const double end = 20000, count = (double)simulate(&process, 7, end, NULL, 0);
    assert_close(count / end, 2.5, 0, 4 * sqrt(1 / pow(0.4, 3) / end));
    assert_true(isinf(steppe_hawkes_mean(&(struct steppe_hawkes){1, 2, 2})));
}

static int compare(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void gaps_in_time_of_the_integral_are_exponential(void **state) {
    (void)state;
    enum { ROOM = 8000 };
    static double times[ROOM], integral[ROOM + 1], gaps[ROOM];
    const struct steppe_hawkes process = {0.5, 0.8, 2};
    const size_t count = simulate(&process, 3, 6000, times, ROOM);
    assert_true(count > 4000 && count < ROOM);
    steppe_hawkes_log_likelihood(&process, times, count, 6000, NULL, integral);
    for (size_t i = 0; i < count; i++) gaps[i] = integral[i] - (i ? integral[i - 1] : 0);
    qsort(gaps, count, sizeof *gaps, compare);
    double worst = 0;
    for (size_t i = 0; i < count; i++) {
        const double share = 1 - exp(-gaps[i]);
        worst = fmax(worst, fabs(share - (double)i / (double)count));
        worst = fmax(worst, fabs(share - (double)(i + 1) / (double)count));
    }
    // Kolmogorov and Smirnov: 1.95 / sqrt(n) is passed by one sample in a thousand.
    assert_true(worst < 1.95 / sqrt((double)count));
}

static void lanes_agree_with_the_scalar_twin(void **state) {
    (void)state;
    steppe_real base[STEPPE_LANES], jump[STEPPE_LANES], decay[STEPPE_LANES];
    steppe_real uniform[STEPPE_LANES], excitation[STEPPE_LANES], left[STEPPE_LANES];
    steppe_real happens[STEPPE_LANES];
    for (uint32_t run = 0; run < 200; run++) {
        STEPPE_EACH_LANE(lane) {
            const uint32_t index = (uint32_t)lane * 8;
            base[lane] = (steppe_real)(2 * draw(run, index));
            jump[lane] = (steppe_real)draw(run, index + 1);
            decay[lane] = (steppe_real)(1 + 4 * draw(run, index + 2));
            uniform[lane] = (steppe_real)draw(run, index + 3);
            excitation[lane] = (steppe_real)(2 * draw(run, index + 4));
            left[lane] = STEPPE_R(0.5);
        }
        steppe_real before[STEPPE_LANES];
        memcpy(before, excitation, sizeof before);
        steppe_hawkes_advance(base, jump, decay, uniform, excitation, left, happens);
        for (int lane = 0; lane < STEPPE_LANES; lane++) {
            const struct steppe_hawkes process = {(double)base[lane], (double)jump[lane],
                                                  (double)decay[lane]};
            double twin = (double)before[lane], twin_left = 0.5;
            const bool comes = steppe_hawkes_next(&process, (double)uniform[lane], &twin,
                                                  &twin_left);
            assert_true(comes == (happens[lane] > 0));
            // Some twenty roundings of 6e-8 on numbers up to 3, over slopes down to 0.1.
            assert_close(left[lane], twin_left, 0, 1e-5);
            assert_close(excitation[lane], twin, 1e-4, 1e-5);
        }
    }
}

static void nan_and_rates_above_twelve_spoil_their_lane_alone(void **state) {
    (void)state;
    steppe_real base[STEPPE_LANES], jump[STEPPE_LANES], decay[STEPPE_LANES];
    steppe_real uniform[STEPPE_LANES], excitation[STEPPE_LANES], left[STEPPE_LANES];
    steppe_real happens[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        base[lane] = 1;
        jump[lane] = decay[lane] = 1;
        uniform[lane] = STEPPE_R(0.99);
        excitation[lane] = 0;
        left[lane] = STEPPE_R(0.1);
    }
    base[3] = STEPPE_R(NAN);
    base[5] = STEPPE_R(12.5);
    excitation[7] = STEPPE_R(NAN);
    assert_true(steppe_hawkes_advance(base, jump, decay, uniform, excitation, left, happens));
    for (int lane = 0; lane < STEPPE_LANES; lane++)
        assert_true(!isfinite(excitation[lane]) == (lane == 3 || lane == 5 || lane == 7));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_likelihood_of_listed_events_is_the_published_formula),
        cmocka_unit_test(the_next_event_comes_where_the_integral_reaches_the_draw),
        cmocka_unit_test(counts_have_the_mean_of_a_process_started_empty),
        cmocka_unit_test(the_long_run_rate_is_mu_over_one_less_the_branching_ratio),
        cmocka_unit_test(gaps_in_time_of_the_integral_are_exponential),
        cmocka_unit_test(lanes_agree_with_the_scalar_twin),
        cmocka_unit_test(nan_and_rates_above_twelve_spoil_their_lane_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
