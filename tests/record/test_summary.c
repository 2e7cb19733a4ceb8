// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// summary: against exact sums in long double, under any order and grouping of rows, with failed
// members, and at the limits of its range.
#include "test.h"

#include "record/record.h"
#include "sim/kernels.h"

enum { MEMBERS = 4096, ROWS = MEMBERS / STEPPE_ROW_MEMBERS };

static uint32_t lcg_state;
static double lcg_uniform(void) {
    lcg_state = lcg_state * UINT32_C(1664525) + UINT32_C(1013904223);
    return ((double)(lcg_state >> 8) + 0.5) * 0x1p-24;
}
static double lcg_normal(void) {
    double sum = -6;
    for (int i = 0; i < 12; i++) sum += lcg_uniform();
    return sum;
}

// Members in pairs: a common part of standard deviation `common`, an own part of `own`.
static void fill_pairs(float *values, double mean, double common, double own) {
    for (size_t i = 0; i < MEMBERS; i += 2) {
        double shared = common * lcg_normal();
        values[i] = (float)(mean + shared + own * lcg_normal());
        values[i + 1] = (float)(mean + shared + own * lcg_normal());
    }
}

struct fixture {
    struct steppe_arena arena;
    struct steppe_summary *summary;
};

static struct fixture make(const struct steppe_series *series, size_t columns) {
    struct fixture made;
    struct steppe_error error = {0};
    steppe_arena_init(&made.arena, 0);
    assert_true(steppe_summary_make(columns, series, 1, 1, &made.arena, &made.summary, &error));
    return made;
}

static void add_all(struct steppe_summary *summary, size_t column, const float *values) {
    for (size_t row = 0; row < ROWS; row++)
        steppe_summary_add(summary, column, 0, 0, values + row * STEPPE_ROW_MEMBERS,
                           STEPPE_ROW_MEMBERS);
}

static const struct steppe_series shapes[] = {
    {.name = "share", .base = 0.3, .bin_low = 0, .bin_high = 1},
    {.name = "level", .base = 250},
    {.name = "loss", .base = -3},
    {.name = "from nothing", .base = 0},
};
static const double means[] = {0.3, 240, -2.5, 0.5}, spreads[] = {0.05, 30, 1, 2};

static void mean_and_variance_agree_with_sums_in_long_double(void **state) {
    (void)state;
    static float values[MEMBERS];
    for (size_t shape = 0; shape < STEPPE_COUNT(shapes); shape++) {
        lcg_state = 7;
        fill_pairs(values, means[shape], 0.6 * spreads[shape], 0.8 * spreads[shape]);
        struct fixture f = make(&shapes[shape], 1);
        add_all(f.summary, 0, values);
        long double sum = 0, square = 0;
        for (size_t i = 0; i < MEMBERS; i++) sum += (long double)values[i];
        long double mean = sum / MEMBERS;
        for (size_t i = 0; i < MEMBERS; i++) {
            long double apart = (long double)values[i] - mean;
            square += apart * apart;
        }
        // A value loses less than a step of 2^-30 of the scale, which is below 4 times the base
        // and 1024 where the base is 0.
        double step = (shapes[shape].base == 0 ? 1024 : 4 * fabs(shapes[shape].base)) * 0x1p-30;
        assert_close(steppe_tally_mean(f.summary, 0, 0, 0), (double)mean, 1e-15, step);
        assert_close(steppe_tally_variance(f.summary, 0, 0, 0), (double)(square / (MEMBERS - 1)),
                     1e-12, 4 * spreads[shape] * step);
        assert_int_equal(steppe_summary_tally(f.summary, 0, 0, 0)->count, MEMBERS);
        steppe_arena_free(&f.arena);
    }
}

static void a_small_spread_beside_a_large_mean_keeps_its_digits(void **state) {
    (void)state;
    static float values[MEMBERS];
    for (size_t i = 0; i < MEMBERS; i++)
        values[i] = 1e6f + (float)(i % 4); // 0 1 2 3: variance 1.25
    const struct steppe_series series = {.name = "gdp", .base = 1e6};
    struct fixture f = make(&series, 1);
    add_all(f.summary, 0, values);
    assert_close(steppe_tally_mean(f.summary, 0, 0, 0), 1e6 + 1.5, 1e-15, 0);
    assert_close(steppe_tally_variance(f.summary, 0, 0, 0), 1.25 * MEMBERS / (MEMBERS - 1), 1e-14,
                 0);
    steppe_arena_free(&f.arena);
}

static void parameter_share_is_the_part_common_to_pairs(void **state) {
    (void)state;
    static float values[MEMBERS];
    const struct steppe_series series = {.name = "level", .base = 10};
    const double commons[] = {0, 0.6, 1};
    for (size_t i = 0; i < 3; i++) {
        lcg_state = 11;
        double own = sqrt(1 - commons[i] * commons[i]), share = commons[i] * commons[i];
        fill_pairs(values, 10, commons[i], own);
        struct fixture f = make(&series, 1);
        add_all(f.summary, 0, values);
        // Correlation from 2048 pairs: standard error (1 - share^2) / sqrt(2048) < 0.0221; four.
        assert_close(steppe_tally_parameter_share(f.summary, 0, 0, 0), share, 0, 0.089);
        double expected = sqrt((1 + share) / MEMBERS); // of the mean, variance 1
        assert_close(steppe_tally_standard_error(f.summary, 0, 0, 0), expected, 0.09, 0);
        steppe_arena_free(&f.arena);
    }
}

// Fisher's correlation within pairs: of pairs (1, 2), (4, 5), 9 between the pairs and 1/2 within.
static void parameter_share_of_few_pairs_is_not_too_small(void **state) {
    (void)state;
    static const float alike[4] = {1, 1, 3, 3}, apart[4] = {1, 2, 4, 5};
    const struct steppe_series series = {.name = "level", .base = 1};
    struct fixture same = make(&series, 1), other = make(&series, 1);
    steppe_summary_add(same.summary, 0, 0, 0, alike, 4);
    steppe_summary_add(other.summary, 0, 0, 0, apart, 4);
    assert_close(steppe_tally_parameter_share(same.summary, 0, 0, 0), 1, 1e-14, 0);
    assert_close(steppe_tally_parameter_share(other.summary, 0, 0, 0), 8.5 / 9.5, 1e-14, 0);
    steppe_arena_free(&same.arena);
    steppe_arena_free(&other.arena);
}

static void order_and_grouping_of_rows_change_no_bit(void **state) {
    (void)state;
    static float values[MEMBERS];
    for (size_t shape = 0; shape < STEPPE_COUNT(shapes); shape++) {
        lcg_state = 3;
        fill_pairs(values, means[shape], spreads[shape], spreads[shape]);
        values[5] = nanf("");
        values[700] = values[701] = nanf("");
        values[900] = 1e9f; // beyond the quick path
        struct fixture whole = make(&shapes[shape], 1), other = make(&shapes[shape], 1);
        struct fixture part = make(&shapes[shape], 1);
        add_all(whole.summary, 0, values);
        for (size_t at = MEMBERS; at > MEMBERS / 2; at -= 2) // pair by pair, from the end
            steppe_summary_add(other.summary, 0, 0, 0, values + at - 2, 2);
        for (size_t at = 0; at < MEMBERS / 2; at += 32)
            steppe_summary_add(part.summary, 0, 0, 0, values + at, 32);
        steppe_summary_merge(part.summary, other.summary);
        assert_memory_equal(whole.summary->tallies, part.summary->tallies,
                            sizeof(struct steppe_tally));
        assert_memory_equal(whole.summary->bins, part.summary->bins,
                            STEPPE_BINS * sizeof(uint32_t));
        steppe_arena_free(&whole.arena);
        steppe_arena_free(&other.arena);
        steppe_arena_free(&part.arena);
    }
}

static void a_failed_member_is_left_out_and_its_pair_from_the_cross_product(void **state) {
    (void)state;
    const struct steppe_series series = {.name = "level", .base = 2};
    struct fixture f = make(&series, 1), g = make(&series, 1);
    const float with_failure[] = {1, 3, nanf(""), 5, 2, 2}, without[] = {1, 3, 2, 2};
    steppe_summary_add(f.summary, 0, 0, 0, with_failure, 6);
    steppe_summary_add(g.summary, 0, 0, 0, without, 4);
    const struct steppe_tally *tally = steppe_summary_tally(f.summary, 0, 0, 0);
    assert_int_equal(tally->count, 5);
    assert_int_equal(tally->pair_count, 2);
    assert_int_equal(tally->positive, 5);
    assert_close(steppe_tally_mean(f.summary, 0, 0, 0), 13.0 / 5, 1e-15, 0);
    assert_int_equal(tally->cross_low, g.summary->tallies[0].cross_low);
    assert_int_equal(tally->pair_sum_low, g.summary->tallies[0].pair_sum_low);
    steppe_arena_free(&f.arena);
    steppe_arena_free(&g.arena);
}

static int by_value(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static void quantiles_lie_within_their_stated_error(void **state) {
    (void)state;
    static float values[MEMBERS];
    const double levels[] = {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1};
    for (size_t shape = 0; shape < STEPPE_COUNT(shapes); shape++) {
        for (size_t column = 0; column < 3; column += 2) { // levels, then differences
            lcg_state = 19;
            double mean = column ? 0.1 * spreads[shape] : means[shape];
            fill_pairs(values, mean, spreads[shape] / 2, spreads[shape] / 2);
            struct fixture f = make(&shapes[shape], 3);
            add_all(f.summary, column, values);
            qsort(values, MEMBERS, sizeof *values, by_value);
            for (size_t i = 0; i < STEPPE_COUNT(levels); i++) {
                double rank = levels[i] * (MEMBERS - 1), bound;
                double low = (double)values[(size_t)floor(rank)];
                double high = (double)values[(size_t)ceil(rank)];
                double got = steppe_tally_quantile(f.summary, column, 0, 0, levels[i], &bound);
                // The bin holds a member beside the rank; an ulp for rounding at its edge.
                double slack = bound + 1e-6 * fabs(high);
                assert_true(got >= low - slack && got <= high + slack);
                assert_true(bound <= 0.13 * fabs(got) + 0.002 || levels[i] == 0 || levels[i] == 1);
            }
            steppe_arena_free(&f.arena);
        }
    }
}

static void members_at_exactly_zero_are_known_as_such(void **state) {
    (void)state;
    const struct steppe_series series = {.name = "level", .base = 5};
    struct fixture f = make(&series, 3);
    const float values[] = {-1, 0, 0, 0, -0.0f, 0, 1e-9f, 1};
    steppe_summary_add(f.summary, 2, 0, 0, values, 8);
    double bound = -1;
    assert_true(steppe_tally_quantile(f.summary, 2, 0, 0, 0.5, &bound) == 0);
    assert_true(bound == 0);
    assert_int_equal(f.summary->tallies[2].positive, 2);
    assert_int_equal(f.summary->tallies[2].negative, 1);
    assert_close(steppe_tally_quantile(f.summary, 2, 0, 0, 1, &bound), 1, 0, bound);
    assert_close(steppe_tally_quantile(f.summary, 2, 0, 0, 0, &bound), -1, 0, bound);
    steppe_arena_free(&f.arena);
}

static void values_beyond_all_range_are_held_at_the_limit_without_overflow(void **state) {
    (void)state;
    const struct steppe_series series = {.name = "level", .base = 1};
    struct fixture f = make(&series, 1);
    float values[STEPPE_ROW_MEMBERS];
    for (size_t i = 0; i < STEPPE_ROW_MEMBERS; i++) values[i] = i % 2 ? 3e38f : HUGE_VALF;
    steppe_summary_add(f.summary, 0, 0, 0, values, STEPPE_ROW_MEMBERS);
    // As if 2^24 rows, 2^32 members, had come: doubling the sums by merging with itself.
    for (int i = 0; i < 23; i++) steppe_summary_merge(f.summary, f.summary);
    assert_int_equal(f.summary->tallies[0].count, UINT64_C(1) << 31);
    assert_close(steppe_tally_mean(f.summary, 0, 0, 0), 0x1p19, 1e-15, 0); // 2^17 times 2^2
    assert_true(steppe_tally_variance(f.summary, 0, 0, 0) == 0);
    assert_true(f.summary->tallies[0].square_high > 0);
    double bound;
    assert_true(isfinite(steppe_tally_quantile(f.summary, 0, 0, 0, 0.5, &bound)));
    assert_true(isinf(bound)); // the outermost bin is open, and says so
    steppe_arena_free(&f.arena);
}

static void nothing_recorded_gives_nan_everywhere(void **state) {
    (void)state;
    struct fixture f = make(&shapes[0], 1);
    double bound = 0;
    assert_true(isnan(steppe_tally_mean(f.summary, 0, 0, 0)));
    assert_true(isnan(steppe_tally_variance(f.summary, 0, 0, 0)));
    assert_true(isnan(steppe_tally_parameter_share(f.summary, 0, 0, 0)));
    assert_true(isnan(steppe_tally_standard_error(f.summary, 0, 0, 0)));
    assert_true(isnan(steppe_tally_quantile(f.summary, 0, 0, 0, 0.5, &bound)) && isnan(bound));
    steppe_arena_free(&f.arena);
}

static void rows_are_the_same_in_every_instance(void **state) {
    (void)state;
    static float values[MEMBERS];
    size_t instances;
    const struct steppe_kernels *const *kernels = steppe_kernels_all(&instances);
    assert_true(instances >= 2);
    for (size_t shape = 0; shape < STEPPE_COUNT(shapes); shape++) {
        struct fixture plain = make(&shapes[shape], 1);
        lcg_state = 11;
        fill_pairs(values, means[shape], spreads[shape], 2 * spreads[shape]);
        for (size_t i = 0; i < 3 * STEPPE_ROW_MEMBERS;
             i++) // rows with what is odd, rows of nothing
            values[i] = i < STEPPE_ROW_MEMBERS ? 0 : i % 97 == 5 ? NAN : i % 89 ? values[i] : 1e30f;
        add_all(plain.summary, 0, values);
        steppe_summary_add(plain.summary, 0, 0, 0, values + 4 * STEPPE_ROW_MEMBERS, 34);
        for (size_t k = 0; k < instances; k++) {
            struct fixture f = make(&shapes[shape], 1);
            f.summary->add_row = kernels[k]->row_add;
            add_all(f.summary, 0, values);
            steppe_summary_add(f.summary, 0, 0, 0, values + 4 * STEPPE_ROW_MEMBERS, 34);
            assert_memory_equal(f.summary->tallies, plain.summary->tallies,
                                sizeof *plain.summary->tallies);
            assert_memory_equal(f.summary->bins, plain.summary->bins,
                                STEPPE_BINS * sizeof *plain.summary->bins);
            steppe_arena_free(&f.arena);
        }
        steppe_arena_free(&plain.arena);
    }
}

static void make_refuses_a_base_that_is_not_finite(void **state) {
    (void)state;
    const struct steppe_series series = {.name = "gdp[KAZ]", .base = nan("")};
    struct steppe_arena arena;
    struct steppe_summary *summary = NULL;
    struct steppe_error error = {0};
    steppe_arena_init(&arena, 0);
    assert_false(steppe_summary_make(1, &series, 1, 1, &arena, &summary, &error));
    assert_int_equal(error.code, STEPPE_CODE_RANGE);
    assert_non_null(strstr(error.message, "gdp[KAZ]"));
    assert_null(summary);
    steppe_arena_free(&arena);
}

static void make_refuses_cleanly_at_every_reservation(void **state) {
    (void)state;
    size_t refused = 0;
    for (uint64_t n = 1; n < 10; n++) {
        struct steppe_arena arena;
        struct steppe_summary *summary = NULL;
        struct steppe_error error = {0};
        steppe_arena_init(&arena, 0);
        steppe_arena_fail_after(n);
        bool made = steppe_summary_make(3, shapes, 4, 400, &arena, &summary, &error);
        steppe_arena_fail_after(0);
        if (!made) {
            refused++;
            assert_int_equal(error.code, STEPPE_CODE_MEMORY);
            assert_null(summary);
        }
        steppe_arena_free(&arena);
        if (made) break;
    }
    assert_true(refused >= 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean_and_variance_agree_with_sums_in_long_double),
        cmocka_unit_test(a_small_spread_beside_a_large_mean_keeps_its_digits),
        cmocka_unit_test(parameter_share_is_the_part_common_to_pairs),
        cmocka_unit_test(parameter_share_of_few_pairs_is_not_too_small),
        cmocka_unit_test(order_and_grouping_of_rows_change_no_bit),
        cmocka_unit_test(rows_are_the_same_in_every_instance),
        cmocka_unit_test(a_failed_member_is_left_out_and_its_pair_from_the_cross_product),
        cmocka_unit_test(quantiles_lie_within_their_stated_error),
        cmocka_unit_test(members_at_exactly_zero_are_known_as_such),
        cmocka_unit_test(values_beyond_all_range_are_held_at_the_limit_without_overflow),
        cmocka_unit_test(nothing_recorded_gives_nan_everywhere),
        cmocka_unit_test(make_refuses_a_base_that_is_not_finite),
        cmocka_unit_test(make_refuses_cleanly_at_every_reservation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
