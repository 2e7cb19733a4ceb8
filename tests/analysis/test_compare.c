// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// compare: differences of a record and of two records against laws that are known.
#include "test.h"

#include "analysis/compare.h"
#include "record/answers.h"
#include "record/synthetic_parts.h"

enum { MEMBERS = 512, LAST = SYNTHETIC_DATES - 1 };

static struct steppe_arena arena;
static struct steppe_record *record;

static int set_up(void **state) {
    (void)state;
    steppe_arena_init(&arena, 0);
    record = synthetic_record(&arena, MEMBERS);
    return record && synthetic_ask(record, &arena, MEMBERS) ? 0 : 1;
}
static int tear_down(void **state) {
    (void)state;
    steppe_arena_free(&arena);
    return 0;
}

static size_t series_named(const char *name) {
    for (size_t s = 0; s < SYNTHETIC_SERIES; s++)
        if (strcmp(record->summary->series[s].name, name) == 0) return s;
    fail_msg("no series %s", name);
    return 0;
}

static void a_clear_shift_is_beyond_noise_and_needs_no_more_members(void **state) {
    (void)state;
    size_t s = series_named("influence[RUS,KAZ]");
    struct steppe_difference d = steppe_difference_of(record, 1, s, LAST);
    double exact = 0; // the mean of the float differences that were recorded
    for (uint32_t i = 0; i < MEMBERS; i++)
        exact += (double)((float)synthetic_value(1, s, 10, i) -
                          (float)synthetic_value(0, s, 10, i));
    exact /= MEMBERS;
    assert_close(d.mean, exact, 0, 1e-8); // fixed point of steps 2^-29
    assert_true(d.beyond_noise && d.paired);
    assert_true(d.members_needed == 0);
    assert_true(d.low > 0 && d.low < d.mean && d.mean < d.high);
    assert_true(d.fan_low < d.median && d.median < d.fan_high);
    assert_true(d.share_up > 0.8 && d.share_up + d.share_down <= 1);
}

static void a_shift_of_nothing_stays_within_noise_and_says_what_it_would_take(void **state) {
    (void)state;
    struct steppe_difference d = steppe_difference_of(record, 1, series_named("influence[USA,KAZ]"),
                                                      LAST);
    assert_false(d.beyond_noise);
    assert_true(d.low < 0 && d.high > 0);
    assert_true(d.members_needed > MEMBERS);
    // With that many members at this spread the interval would just touch 0.
    double width = steppe_pairs_width(STEPPE_MEAN_SURE, MEMBERS / 2),
           part = d.members / d.members_needed;
    double unseen = steppe_tally_chance_deviation(record->summary, 0, d.series, LAST) /
                    (MEMBERS / 2);
    double then = width * hypot(d.standard_error * sqrt(part), unseen * part);
    assert_close(then, fabs(d.mean), 1e-12, 0);
}

// In one of some hundred members something happens in the scenario alone, and by chance in none of
// these: all others move a little, up, and next to alike. Chance parts the two of a pair by 2, with
// a deviation of sqrt(2) within pairs, and one pair of a hundred could have parted so.
static void what_so_few_members_may_not_have_seen_is_in_the_interval(void **state) {
    (void)state;
    enum { FEW = 200 };
    const struct steppe_series series = {
        .name = "output", .variable = "output", .unit = "1", .base = 10};
    struct steppe_record rare = {.world_count = 2};
    struct steppe_error error;
    float base[FEW], with[FEW], apart[FEW];
    assert_true(steppe_summary_make(3, &series, 1, 1, &arena, &rare.summary, &error));
    for (size_t i = 0; i < FEW; i++) {
        base[i] = i % 2 ? 9 : 11;
        with[i] = base[i] + (i % 4 < 2 ? 0.0078125f : 0.01171875f);
        apart[i] = with[i] - base[i];
    }
    steppe_summary_add(rare.summary, 0, 0, 0, base, FEW);
    steppe_summary_add(rare.summary, 1, 0, 0, with, FEW);
    steppe_summary_add(rare.summary, 2, 0, 0, apart, FEW);
    struct steppe_difference d = steppe_difference_of(&rare, 1, 0, 0);
    assert_close(d.mean, 0.009765625, 1e-12, 0);
    assert_true(d.standard_error < 0.001);
    assert_close(steppe_tally_chance_deviation(rare.summary, 0, 0, 0), sqrt(2), 1e-12, 0);
    const double half = steppe_pairs_width(STEPPE_MEAN_SURE, FEW / 2) *
                        hypot(d.standard_error, sqrt(2) / (FEW / 2));
    assert_close(d.high - d.mean, half, 1e-12, 0);
    assert_false(d.beyond_noise);
}

static void a_series_that_is_the_same_in_every_member_differs_by_exactly_nothing(void **state) {
    (void)state;
    struct steppe_difference d = steppe_difference_of(record, 1, series_named("price[oil]"), LAST);
    assert_true(d.mean == 0 && d.fan_low == 0 && d.fan_high == 0);
    assert_true(d.share_up == 0 && d.share_down == 0);
    assert_false(d.beyond_noise);
    assert_true(isinf(d.members_needed));
}

static void a_change_that_is_over_is_found_at_its_date(void **state) {
    (void)state;
    struct steppe_record passing;
    struct steppe_difference most;
    assert_true(synthetic_passing(record, &arena, 128, &passing));
    assert_false(steppe_difference_of(&passing, 1, 0, LAST).beyond_noise);
    steppe_differences_largest(&passing, 1, &most);
    assert_true(most.beyond_noise);
    assert_int_equal(most.date, SYNTHETIC_PASSING);
    assert_close(most.mean, 2, 0, 1e-6);
    // Over 40 dates an interval of one date would find a change by luck alone.
    struct steppe_difference there = steppe_difference_of(&passing, 1, 0, SYNTHETIC_PASSING);
    double wider = (most.high - most.low) / (there.high - there.low);
    // Of 64 pairs: Student's t has 1/80 % beyond 3.8829 for 63 degrees of freedom, 1/2 % beyond
    // 2.6561. A normal law has them beyond 3.6623 and 2.5758.
    assert_close(wider, 3.8829 / 2.6561, 0, 1e-4);
}

static void a_series_that_never_differs_has_no_largest_change(void **state) {
    (void)state;
    struct steppe_difference list[SYNTHETIC_SERIES];
    size_t still = series_named("price[oil]"), found = 0;
    steppe_differences_largest(record, 1, list);
    for (size_t i = 0; i < SYNTHETIC_SERIES; i++) {
        if (list[i].series != still) continue;
        assert_false(list[i].beyond_noise);
        assert_true(list[i].mean == 0);
        found++;
    }
    assert_int_equal(found, 1);
}

static void sorting_puts_what_is_surest_first_and_loses_nothing(void **state) {
    (void)state;
    struct steppe_difference list[SYNTHETIC_SERIES];
    bool seen[SYNTHETIC_SERIES] = {false};
    steppe_differences_sorted(record, 1, LAST, list);
    for (size_t i = 0; i < SYNTHETIC_SERIES; i++) {
        assert_false(seen[list[i].series]);
        seen[list[i].series] = true;
        if (i > 0) assert_true(list[i - 1].noise_ratio >= list[i].noise_ratio);
    }
    assert_true(list[0].noise_ratio > 20);
}

static void members_of_two_records_are_compared_one_by_one(void **state) {
    (void)state;
    struct steppe_difference *list;
    struct steppe_error error = {0};
    struct steppe_record other = *record;
    size_t count;
    int32_t month;
    assert_true(
        steppe_differences_between(record, 0, &other, 1, &arena, &list, &count, &month, &error));
    assert_int_equal(count, SYNTHETIC_SERIES);
    assert_int_equal(month, 2035 * 12 + 11);
    size_t date = 37; // December 2035 in the summaries
    assert_int_equal(record->date_months[date], month);
    for (size_t i = 0; i < count; i++) {
        struct steppe_difference d = steppe_difference_of(record, 1, list[i].series, date);
        assert_true(list[i].paired);
        assert_int_equal(list[i].date, date); // of the summary, not of the kept dates
        // The summary cuts each value at 2^-30 of its scale, at most 16 here; its quantiles are by
        // bins.
        assert_close(list[i].mean, d.mean, 1e-9, 16 * 0x1p-29);
        assert_close(list[i].standard_error, d.standard_error, 1e-6, 16 * 0x1p-29);
        assert_true(list[i].share_up == d.share_up && list[i].share_down == d.share_down);
        assert_close(list[i].median, d.median, 0.07, 3e-4);
    }
}

static void the_worlds_of_one_record_need_no_kept_members(void **state) {
    (void)state;
    struct steppe_record bare = *record;
    struct steppe_difference *list;
    struct steppe_error error = {0};
    size_t count;
    int32_t month;
    bare.kept = NULL;
    bare.kept_members = 0;
    assert_true(
        steppe_differences_between(&bare, 0, &bare, 1, &arena, &list, &count, &month, &error));
    assert_int_equal(month, record->date_months[LAST]);
    for (size_t i = 0; i < count; i++) {
        struct steppe_difference d = steppe_difference_of(record, 1, list[i].series, LAST);
        assert_true(list[i].paired && list[i].members == MEMBERS);
        assert_true(list[i].mean == d.mean && list[i].standard_error == d.standard_error);
    }
}

static void results_of_different_size_are_compared_by_the_members_that_both_keep(void **state) {
    (void)state;
    enum { FEW = 128 };
    struct steppe_record *few = synthetic_record(&arena, FEW);
    struct steppe_difference *list;
    struct steppe_answer_change *answers;
    struct steppe_error error = {0};
    size_t count;
    int32_t month;
    assert_non_null(few);
    assert_true(synthetic_ask(few, &arena, FEW));
    assert_int_equal(steppe_members_common(record, few), FEW);
    assert_true(
        steppe_differences_between(few, 0, record, 0, &arena, &list, &count, &month, &error));
    for (size_t i = 0; i < count; i++) { // the same world of the same members
        assert_true(list[i].paired && list[i].members == FEW);
        assert_true(list[i].mean == 0 && list[i].standard_error == 0);
    }
    assert_true(
        steppe_differences_between(record, 0, few, 1, &arena, &list, &count, &month, &error));
    for (size_t i = 0; i < count; i++) {
        struct steppe_difference d = steppe_difference_of(few, 1, list[i].series, 37);
        assert_close(list[i].mean, d.mean, 1e-9, 16 * 0x1p-29); // as above
    }
    assert_true(steppe_answers_between(record, 0, few, 1, &arena, &answers, &count, &error));
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) { // one member failed
        assert_true(answers[i].difference.paired && answers[i].difference.members == FEW - 1);
        assert_close(answers[i].b_chance - answers[i].a_chance, answers[i].difference.mean, 0,
                     1e-12);
    }
}

static void other_seeds_are_compared_by_their_means_alone(void **state) {
    (void)state;
    struct steppe_record other = *record;
    struct steppe_difference *list;
    struct steppe_error error = {0};
    size_t count;
    int32_t month;
    other.provenance.seed = 2;
    assert_true(
        steppe_differences_between(record, 0, &other, 1, &arena, &list, &count, &month, &error));
    assert_false(list[0].paired);
    assert_true(isnan(list[0].median) && isnan(list[0].share_up));
    assert_int_equal(month, record->date_months[LAST]);
    size_t s = list[0].series;
    double a = steppe_tally_standard_error(record->summary, 0, s, LAST);
    double b = steppe_tally_standard_error(record->summary, 1, s, LAST);
    assert_close(list[0].standard_error, sqrt(a * a + b * b), 1e-14, 0);
}

static void records_without_a_common_date_are_refused(void **state) {
    (void)state;
    struct steppe_record other = *record;
    struct steppe_difference *list;
    struct steppe_error error = {0};
    size_t count;
    int32_t month, months[SYNTHETIC_DATES];
    for (int i = 0; i < SYNTHETIC_DATES; i++) months[i] = 1980 * 12 + i;
    other.date_months = months;
    other.provenance.seed = 2;
    assert_false(
        steppe_differences_between(record, 0, &other, 0, &arena, &list, &count, &month, &error));
    assert_int_equal(error.code, STEPPE_CODE_RECORD);
    assert_non_null(strstr(error.message, "no date in common"));
}

// ---- answers ------------------------------------------------------------------------------------
static const struct steppe_answer_change *change_of(const struct steppe_answer_change *list,
                                                    size_t count, size_t question) {
    for (size_t i = 0; i < count; i++)
        if (list[i].question == question) return &list[i];
    fail_msg("no question %zu", question);
    return list;
}

static void answers_of_two_files_are_compared_member_by_member(void **state) {
    (void)state;
    struct steppe_answer_change *of_one, *of_two;
    struct steppe_error error;
    struct steppe_record other = *record;
    size_t one, two;
    assert_true(steppe_answers_between(record, 0, record, 1, &arena, &of_one, &one, &error));
    assert_true(steppe_answers_between(record, 0, &other, 1, &arena, &of_two, &two, &error));
    assert_int_equal(one, SYNTHETIC_QUESTIONS);
    assert_int_equal(two, SYNTHETIC_QUESTIONS);
    assert_int_equal(of_one[0].question, 1); // the only one that the scenario moves
    for (size_t q = 0; q < one; q++) {
        // Tallies over all members, and members one by one: 510 of 512, for a pair has failed.
        const struct steppe_difference *a = &change_of(of_one, one, q)->difference;
        const struct steppe_difference *b = &change_of(of_two, two, q)->difference;
        assert_true(a->paired && b->paired);
        assert_close(a->mean, b->mean, 1e-12, 1e-12);
        assert_close(a->share_up, b->share_up, 1e-12, 1e-12);
        // the odd one of the failed pair is in the variance of the one alone
        assert_close(a->standard_error, b->standard_error, 0.01, 1e-12);
        assert_true(a->beyond_noise == (q == 1) && b->beyond_noise == (q == 1));
    }
}

static void answers_of_other_seeds_are_compared_by_their_shares_alone(void **state) {
    (void)state;
    struct steppe_answer_change *list, *paired;
    struct steppe_error error;
    struct steppe_record other = *record;
    size_t count;
    other.provenance.seed = 2;
    assert_true(steppe_answers_between(record, 0, record, 1, &arena, &paired, &count, &error));
    assert_true(steppe_answers_between(record, 0, &other, 1, &arena, &list, &count, &error));
    const struct steppe_difference *apart = &change_of(list, count, 1)->difference;
    const struct steppe_difference *together = &change_of(paired, count, 1)->difference;
    assert_false(apart->paired);
    assert_close(apart->mean, together->mean, 1e-12, 0);
    assert_true(apart->standard_error > 1.3 * together->standard_error);
    assert_true(isnan(apart->share_up));
}

// +50 points from one pair, or all of few, is no knowledge: the interval must not close.
static void a_change_seen_in_few_members_has_a_wide_interval(void **state) {
    (void)state;
    static const char *const names[] = {"one", "both"};
    static const float rows[2][2][2] = {{{0, 1}, {0, 0}}, {{1, 1}, {1, 1}}};
    static const int8_t kept[] = {0, 1, 0, 0, 1, 1, 1, 1};
    struct steppe_answers *answers;
    struct steppe_answer_change *list;
    struct steppe_error error = {0};
    struct steppe_record few = *record, other;
    size_t count;
    int8_t copy[sizeof kept];
    memcpy(copy, kept, sizeof kept);
    assert_true(steppe_answers_make(3, names, names, 2, &arena, &answers, &error));
    steppe_answers_add(answers, &rows[0][0][0], 2, 2);
    few.answers = answers;
    few.answer_members = copy;
    few.kept_members = 2;
    other = few;
    const struct steppe_record *const against[] = {&few, &other, &other};
    for (size_t i = 0; i < 3; i++) { // by tallies, member by member, by shares alone
        if (i == 2) other.provenance.seed = 2;
        assert_true(steppe_answers_between(&few, 0, against[i], 1, &arena, &list, &count, &error));
        for (size_t q = 0; q < count; q++) {
            const struct steppe_difference *change = &change_of(list, count, q)->difference;
            assert_true(change->paired == (i < 2));
            assert_close(change->mean, q == 0 ? 0.5 : 1, 1e-12, 0);
            assert_false(change->beyond_noise);
            assert_true(change->high - change->low > 0.8);
        }
    }
}

static void only_questions_in_the_same_words_are_compared(void **state) {
    (void)state;
    static const char *const other_texts[SYNTHETIC_QUESTIONS] = {
        "at(2030-12, x > 0)", "ever(2026..2030, x < 2)", "at(2030-12, 1 > 2)"};
    struct steppe_answer_change *list;
    struct steppe_error error;
    struct steppe_answers answers = *record->answers;
    struct steppe_record other = *record;
    size_t count;
    answers.texts = other_texts;
    other.answers = &answers;
    assert_true(steppe_answers_between(record, 0, &other, 1, &arena, &list, &count, &error));
    assert_int_equal(count, SYNTHETIC_QUESTIONS - 1);
    other.answers = NULL;
    assert_true(steppe_answers_between(record, 0, &other, 1, &arena, &list, &count, &error));
    assert_int_equal(count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clear_shift_is_beyond_noise_and_needs_no_more_members),
        cmocka_unit_test(what_so_few_members_may_not_have_seen_is_in_the_interval),
        cmocka_unit_test(a_shift_of_nothing_stays_within_noise_and_says_what_it_would_take),
        cmocka_unit_test(a_series_that_is_the_same_in_every_member_differs_by_exactly_nothing),
        cmocka_unit_test(a_change_that_is_over_is_found_at_its_date),
        cmocka_unit_test(a_series_that_never_differs_has_no_largest_change),
        cmocka_unit_test(sorting_puts_what_is_surest_first_and_loses_nothing),
        cmocka_unit_test(members_of_two_records_are_compared_one_by_one),
        cmocka_unit_test(the_worlds_of_one_record_need_no_kept_members),
        cmocka_unit_test(results_of_different_size_are_compared_by_the_members_that_both_keep),
        cmocka_unit_test(other_seeds_are_compared_by_their_means_alone),
        cmocka_unit_test(records_without_a_common_date_are_refused),
        cmocka_unit_test(answers_of_two_files_are_compared_member_by_member),
        cmocka_unit_test(answers_of_other_seeds_are_compared_by_their_shares_alone),
        cmocka_unit_test(a_change_seen_in_few_members_has_a_wide_interval),
        cmocka_unit_test(only_questions_in_the_same_words_are_compared),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
