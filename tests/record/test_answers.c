// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Counted answers: shares, errors from pairs, paired differences, against numbers worked by hand.
#include "record/answers.h"
#include "test.h"

static struct steppe_arena arena;

static int open_arena(void **state) {
    (void)state;
    steppe_arena_init(&arena, 0);
    return 0;
}
static int close_arena(void **state) {
    (void)state;
    steppe_arena_free(&arena);
    return 0;
}

static struct steppe_answers *make(size_t columns) {
    static const char *const names[] = {"question"};
    struct steppe_answers *answers;
    struct steppe_error error = {0};
    assert_true(steppe_answers_make(columns, names, NULL, 1, &arena, &answers, &error));
    return answers;
}

static void pairs_that_agree_double_the_variance_of_the_mean(void **state) {
    (void)state;
    // Pairs (1,1), (0,0): the parameters decide all. Pairs (1,0): chance alone, and opposed.
    static const float agree[8] = {1, 1, 0, 0, 1, 1, 0, 0};
    static const float differ[8] = {1, 0, 1, 0, 0, 1, 1, 0};
    struct steppe_answers *all = make(1), *none = make(1);
    steppe_answers_add(all, agree, 8, 8);
    steppe_answers_add(none, differ, 8, 8);
    struct steppe_chance a = steppe_answers_chance(all, 0, 0),
                         b = steppe_answers_chance(none, 0, 0);
    assert_true(a.mean == 0.5 && b.mean == 0.5);
    assert_true(a.parameter_share == 1 && b.parameter_share == 0);
    // Four pairs with means 1 and 0, whose variance is 1/3: sqrt(1/3 / 4). Opposed ones all have
    // the mean 1/2: it cannot vary.
    assert_close(a.standard_error, sqrt(1.0 / 12), 1e-15, 0);
    assert_true(b.standard_error == 0);
    // Score interval of 1/2 in n independent members: half width z/2 / sqrt(n + z^2).
    double z = 1.959963984540054;
    assert_close(a.high - a.low, z / sqrt(4 + z * z), 1e-12, 0);
    assert_close(b.high - b.low, z / sqrt(8 + z * z), 1e-12, 0);
}

// With half a pair more in each cell 2.5 of 6 agree on yes: (2.5/6 - 1/4) / (1/4) = 2/3, of error
// sqrt(1/3 (1/3 (1 - 4/3) + 2/3 4/3 / (1/2)) / 6) = sqrt(5/54). One future that differs from all
// others says nothing.
static void the_part_of_parameters_is_told_with_its_error(void **state) {
    (void)state;
    static const float agree[8] = {1, 1, 0, 0, 1, 1, 0, 0}, lone[200] = {1};
    const double z = 1.959963984540054;
    struct steppe_answers *all = make(1), *one = make(1), *apart = make(3);
    steppe_answers_add(all, agree, 8, 8);
    steppe_answers_add(one, lone, 200, 200);
    struct steppe_chance a = steppe_answers_chance(all, 0, 0);
    assert_close(a.share_low, 2.0 / 3 - z * sqrt(5.0 / 54), 1e-12, 0);
    assert_true(a.share_high == 1);
    struct steppe_chance b = steppe_answers_chance(one, 0, 0);
    assert_true(b.parameter_share == 0 && b.share_low == 0 && b.share_high == 1);
    const float rows[12] = {0, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0};
    steppe_answers_add(apart, rows, 4, 4);
    assert_true(isnan(steppe_answers_chance(apart, 2, 0).share_low));
}

// Pairs with means 1, 1/2, 0, 1/2 about 1/2: between them 2 (1/2) / 3, within them (1 + 1) / 8.
static void the_part_of_parameters_is_not_less_for_few_pairs(void **state) {
    (void)state;
    static const float few[8] = {1, 1, 1, 0, 0, 0, 0, 1}, two[2] = {1, 0};
    struct steppe_answers *answers = make(1), *lone = make(1);
    steppe_answers_add(answers, few, 8, 8);
    double between = 1.0 / 3, within = 0.25;
    assert_close(steppe_answers_chance(answers, 0, 0).parameter_share,
                 (between - within) / (between + within), 1e-14, 0);
    // Of one pair nobody knows how alike the two of a pair are: they count as one.
    steppe_answers_add(lone, two, 2, 2);
    struct steppe_chance chance = steppe_answers_chance(lone, 0, 0);
    assert_true(isnan(chance.parameter_share) && isnan(chance.share_low) && chance.alone == 1);
}

static void none_of_many_is_not_never(void **state) {
    (void)state;
    static const float no[256] = {0};
    struct steppe_answers *answers = make(1);
    steppe_answers_add(answers, no, 256, 256);
    struct steppe_chance chance = steppe_answers_chance(answers, 0, 0);
    double z = 1.959963984540054;
    assert_true(chance.mean == 0 && chance.low == 0);
    // By parameters alone 128 of the members say no less than 256 do: that many are counted.
    assert_true(chance.alone == 128);
    assert_close(chance.high, z * z / (128 + z * z), 1e-12, 0);
    assert_true(isnan(chance.parameter_share)); // nothing varies, nothing to share out
    for (double members = 1; members < 1000; members++) {
        double low, high;
        steppe_share_interval(0, members, z, &low, &high);
        assert_true(low == 0 && high > 0 && high < 1);
        steppe_share_interval(1, members, z, &low, &high);
        assert_true(high == 1 && low > 0 && low < 1);
    }
}

static void a_scenario_is_compared_member_by_member(void **state) {
    (void)state;
    // Baseline, then the scenario: one gained, two lost, the failed member left out of all.
    const float rows[12] = {0, 1, 1, 1, 0, 0, 1, 0, 0, 1, 0, (float)NAN};
    struct steppe_answers *answers = make(3);
    steppe_answers_add(answers, rows, 6, 6);
    struct steppe_chance change = steppe_answers_chance(answers, 2, 0);
    assert_int_equal(change.count, 5);
    assert_close(change.gained, 0.2, 1e-15, 0);
    assert_close(change.lost, 0.4, 1e-15, 0);
    assert_close(change.mean, -0.2, 1e-15, 0);
    assert_int_equal(answers->tallies[2].pair_count, 2);
    assert_int_equal(steppe_answers_chance(answers, 0, 0).count, 6);
    assert_int_equal(steppe_answers_chance(answers, 1, 0).count, 5);
}

// agresti-min-2005: the usual interval after half a member more in each cell. By hand for 10
// members, 4 gained and 1 lost: (4.5 - 1.5) / 12 -+ z sqrt(6 / 12 - 1 / 16) / sqrt(12).
static void a_change_has_an_interval_that_does_not_close(void **state) {
    (void)state;
    const double z = 1.959963984540054;
    double low, high;
    steppe_change_interval(0.4, 0.1, 10, z, &low, &high);
    assert_close(low, 0.25 - z * sqrt(0.4375 / 12), 1e-12, 0);
    assert_close(high, 0.25 + z * sqrt(0.4375 / 12), 1e-12, 0);
    // All of 64 change: the standard error is 0, what is known is not.
    static float rows[3 * 64];
    for (size_t i = 0; i < 64; i++) rows[64 + i] = 1;
    struct steppe_answers *answers = make(3);
    steppe_answers_add(answers, rows, 64, 64);
    struct steppe_chance change = steppe_answers_chance(answers, 2, 0);
    assert_true(change.mean == 1 && change.standard_error == 0);
    assert_close(change.low, 32.0 / 34 - z * sqrt((33.0 / 34 - 1024.0 / 1156) / 34), 1e-12, 0);
    assert_true(change.high == 1);
}

static void merging_commutes(void **state) {
    (void)state;
    static const float first[4] = {1, 1, 0, 1}, second[4] = {0, 0, 1, 0};
    struct steppe_answers *whole = make(1), *a = make(1), *b = make(1), *other = make(1);
    steppe_answers_add(whole, first, 4, 4);
    steppe_answers_add(whole, second, 4, 4);
    steppe_answers_add(a, first, 4, 4);
    steppe_answers_add(b, second, 4, 4);
    steppe_answers_merge(other, b);
    steppe_answers_merge(other, a);
    assert_memory_equal(other->tallies, whole->tallies, sizeof *whole->tallies);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_that_agree_double_the_variance_of_the_mean),
        cmocka_unit_test(the_part_of_parameters_is_told_with_its_error),
        cmocka_unit_test(the_part_of_parameters_is_not_less_for_few_pairs),
        cmocka_unit_test(none_of_many_is_not_never),
        cmocka_unit_test(a_scenario_is_compared_member_by_member),
        cmocka_unit_test(a_change_has_an_interval_that_does_not_close),
        cmocka_unit_test(merging_commutes),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
