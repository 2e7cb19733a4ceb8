// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// pairs: sums by hand, Student's t by its printed tables, and how often an interval of few pairs
// holds the mean.
#include "analysis/pairs.h"

#include "base/error.h"
#include "base/random.h"
#include "test.h"

static void quantiles_of_sorted_values_follow_type_7(void **state) {
    (void)state;
    const double values[] = {1, 2, 4, 8};
    assert_true(steppe_sorted_quantile(values, 4, 0) == 1);
    assert_true(steppe_sorted_quantile(values, 4, 1) == 8);
    assert_true(steppe_sorted_quantile(values, 4, 0.5) == 3);
    assert_close(steppe_sorted_quantile(values, 4, 0.9), 6.8, 1e-15, 0);
    assert_true(isnan(steppe_sorted_quantile(values, 0, 0.5)));
}

static void the_error_is_of_pairs_and_the_mean_of_members(void **state) {
    (void)state;
    // Pairs (1, 3), (-2, 0), (4, NaN), (6, 6) and a member without a mate.
    const double nan = (double)NAN;
    double values[] = {1, 3, -2, 0, 4, nan, 6, 6, 1};
    struct steppe_pairs found = steppe_pairs_of(values, 9);
    assert_int_equal(found.members, 8);
    assert_int_equal(found.pairs, 3);
    assert_close(found.mean, 19.0 / 8, 1e-15, 0);
    // Variance of 2, -1, 6 about their mean 7/3: (1/9 + 100/9 + 121/9) / 2 = 37/3.
    assert_close(found.standard_error, sqrt(37.0 / 9), 1e-14, 0);
    assert_int_equal(found.up, 6);
    assert_int_equal(found.down, 1);
    // Sorted -2 0 1 1 3 4 6 6: ranks 0.7, 3.5 and 6.3.
    assert_close(found.fan_low, -0.6, 1e-14, 0);
    assert_close(found.median, 2, 1e-15, 0);
    assert_close(found.fan_high, 6, 1e-15, 0);
}

static void one_pair_tells_no_error_and_none_no_mean(void **state) {
    (void)state;
    double one[] = {1, 3, (double)NAN, 5}, none[] = {(double)NAN, (double)NAN};
    struct steppe_pairs found = steppe_pairs_of(one, 4);
    assert_true(found.mean == 3 && isnan(found.standard_error));
    found = steppe_pairs_of(none, 2);
    assert_true(isnan(found.mean) && isnan(found.median) && isnan(found.standard_error));
    assert_true(isinf(steppe_pairs_width(0.99, 1)) && isinf(steppe_pairs_width(0.99, 0)));
}

// Anchor: printed tables of Student's t, to the digits that they have, and exact values for one and
// two degrees of freedom. hill-1970 is within 5e-6 of itself (found by integrating the density).
static void the_student_quantile_has_the_published_values(void **state) {
    (void)state;
    static const struct {
        double freedom, by_975, by_995;
    } table[] = {
        {1, 12.706, 63.657},
        {2, 4.303, 9.925},
        {3, 3.182, 5.841},
        {4, 2.776, 4.604},
        {5, 2.571, 4.032},
        {10, 2.228, 3.169},
        {30, 2.042, 2.750},
        {60, 2.000, 2.660},
        {100, 1.984, 2.626},
        {120, 1.980, 2.617},
        {(double)INFINITY, 1.960, 2.576},
    };
    for (size_t i = 0; i < STEPPE_COUNT(table); i++) {
        assert_close(steppe_student_quantile(0.05, table[i].freedom), table[i].by_975, 0, 5.1e-4);
        assert_close(steppe_student_quantile(0.01, table[i].freedom), table[i].by_995, 0, 5.1e-4);
    }
    assert_close(steppe_student_quantile(0.05, 1), 12.706204736174698, 1e-14, 0);
    assert_close(steppe_student_quantile(0.05, 2), 4.302652729749464, 1e-14, 0);
    assert_close(steppe_student_quantile(0.05, 5), 2.5705818356363146, 5e-6, 0);
    assert_close(steppe_student_quantile(0.01 / 40, 5), 9.235495, 5e-6, 0);
    assert_close(steppe_student_quantile(0.05, 30), 2.0422724563012373, 5e-6, 0);
    assert_close(steppe_pairs_width(0.95, 3), 4.302652729749464, 1e-12, 0);
    assert_close(steppe_pairs_width(0.99, (double)INFINITY), 2.5758293035489004, 1e-12, 0);
    assert_true(isnan(steppe_student_quantile(0.05, 0.5)) && isnan(steppe_student_quantile(0, 5)));
}

// Means of two normal members each: of 10000 intervals of four pairs 500 leave out the mean, give
// or take 22; a normal quantile would leave it out in 1450.
static void an_interval_of_four_pairs_holds_the_mean_as_often_as_it_says(void **state) {
    (void)state;
    enum { TRIES = 10000, MEMBERS = 8 };
    size_t outside = 0;
    for (uint32_t t = 0; t < TRIES; t++) {
        double values[MEMBERS];
        for (uint32_t i = 0; i < MEMBERS; i++)
            values[i] = steppe_normal_quantile(steppe_random_uniform(5, t, 0, 1, i));
        struct steppe_pairs found = steppe_pairs_of(values, MEMBERS);
        double width = steppe_pairs_width(0.95, (double)found.pairs);
        outside += fabs(found.mean) > width * found.standard_error;
    }
    assert_in_range(outside, 500 - 4 * 22, 500 + 4 * 22); // four standard deviations of a count
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_of_sorted_values_follow_type_7),
        cmocka_unit_test(the_error_is_of_pairs_and_the_mean_of_members),
        cmocka_unit_test(one_pair_tells_no_error_and_none_no_mean),
        cmocka_unit_test(the_student_quantile_has_the_published_values),
        cmocka_unit_test(an_interval_of_four_pairs_holds_the_mean_as_often_as_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
