// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Statements asked of runs of the bundled model: they must agree with each other and with the
// recorded members, and say the same however a run is shared out.
#include "model_copy.h"
#include "record/answers.h"
#include "record/record.h"
#include "sim/kernels.h"
#include "test.h"

static struct steppe_project *bundled;

static int open_bundled(void **state) {
    (void)state;
    bundled = model_open(STEPPE_SOURCE_DIR "/models/central-asia");
    return bundled ? 0 : -1;
}
static int close_bundled(void **state) {
    (void)state;
    steppe_project_close(bundled);
    return 0;
}

static struct steppe_run_options options_of(uint32_t members, const char *const *statements,
                                            size_t count) {
    static const char *const scenarios[] = {"frozen_war"};
    struct steppe_run_options options;
    steppe_run_options_default(&options);
    options.members = members;
    options.scenarios = scenarios;
    options.scenario_count = 1;
    options.until = steppe_month(2028, 12);
    options.statements = statements;
    options.statement_count = count;
    return options;
}

static struct steppe_result *run(const struct steppe_run_options *options) {
    struct steppe_result *result;
    struct steppe_error error = {0};
    if (!steppe_run(bundled, options, &result, &error)) fail_msg("%s", error.message);
    return result;
}

#define TEST "ukraine_war == frozen"
#define OF(month) "at(2028-" month ", gdp[KAZ])"
#define MONTHS                                                                                     \
    "(" OF("01") "+" OF("02") "+" OF("03") "+" OF("04") "+" OF("05") "+" OF("06") "+" OF("07")     \
    "+" OF("08") "+" OF("09") "+" OF("10") "+" OF("11") "+" OF("12") ")"

static void parts_agree_with_each_other_in_every_future(void **state) {
    (void)state;
    static const char *const always_true[] = {
        "ever(2027..2028, " TEST ") == (count(2027..2028, " TEST ") > 0)",
        "always(2027..2028, " TEST ") == (count(2027..2028, " TEST ") == 24)",
        "ever(2027..2028, " TEST ") == (first(2027..2028, " TEST ") != never)",
        "ever(2027..2027, " TEST ") == (first(2027..2028, " TEST ") <= 2027-12)",
        "count(2027..2028, " TEST ") == count(2027..2027, " TEST ") + count(2028..2028, " TEST ")",
        "always(2027..2028, " TEST ") == (not ever(2027..2028, not " TEST "))",
        "at(2028-12, " TEST ") == (at(2028-12, ukraine_war) == frozen)",
        "at(2028-03, gdp[KAZ]) == at(2028-04, lag(gdp[KAZ], 1))",
        "at(2028-12, lag(date, 11)) == 2028-01",
        // Twelve months summed up in float, of numbers near one.
        "max(average(2028..2028, gdp[KAZ]) - " MONTHS " / 12, " MONTHS
        " / 12 - average(2028..2028, gdp[KAZ])) < 0.000002",
        "average(2027..2028, if(" TEST ", 24, 0)) - count(2027..2028, " TEST ") < 0.0001",
        "count(2027..2028, " TEST ") - average(2027..2028, if(" TEST ", 24, 0)) < 0.0001",
        "ever(2027..2028, " TEST ")", // the last one is not: else the others would say nothing
    };
    const size_t count = sizeof always_true / sizeof *always_true;
    struct steppe_run_options options = options_of(512, always_true, count);
    struct steppe_result *result = run(&options);
    assert_int_equal(steppe_result_questions(result), count);
    for (size_t q = 0; q + 1 < count; q++)
        for (size_t world = 0; world < 2; world++)
            if (steppe_result_answer(result, world, q).chance != 1)
                fail_msg("%s: %g", always_true[q], steppe_result_answer(result, world, q).chance);
    double chance = steppe_result_answer(result, 0, count - 1).chance;
    assert_true(chance > 0.02 && chance < 0.98);
    // The scenario freezes the war in January 2027 in every future.
    struct steppe_answer frozen = steppe_result_answer_difference(result, 1, count - 1);
    assert_true(steppe_result_answer(result, 1, count - 1).chance == 1);
    assert_close(frozen.chance, 1 - chance, 1e-12, 0);
    assert_true(frozen.lost == 0);
    steppe_result_free(result);
}

static void an_answer_counts_the_recorded_members(void **state) {
    (void)state;
    // The months of the first 200 members are recorded: all members of this run.
    static const char *const statements[] = {"at(2028-12, influence[RUS, KAZ] > 0.3)",
                                             "ever(2028..2028, influence[CHN, KGZ] > 0.3)"};
    static const char *const names[] = {"influence[RUS,KAZ]", "influence[CHN,KGZ]"};
    struct steppe_run_options options = options_of(200, statements, 2);
    struct steppe_result *result = run(&options);
    const struct steppe_record *record = steppe_result_record(result);
    size_t months = record->detail_month_count;
    for (size_t q = 0; q < 2; q++) {
        size_t series = steppe_result_find(result, names[q]), yes = 0;
        assert_int_not_equal(series, SIZE_MAX);
        double scale = record->summary->series[series].scale;
        for (size_t member = 0; member < 200; member++) {
            bool is = false;
            for (size_t month = q == 0 ? months - 1 : months - 12; month < months; month++) {
                size_t at = (series * months + month) * record->detail_members + member;
                is = is || (double)record->detail[at] > 0.3 * scale;
            }
            yes += is;
        }
        assert_int_equal(record->answers->tallies[q].positive, yes);
    }
    steppe_result_free(result);
}

static void thread_counts_and_instances_give_the_same_answers(void **state) {
    (void)state;
    static const char *const statements[] = {"ever(2027..2028, " TEST ")",
                                             "at(2028-12, influence[RUS, KAZ] > 0.3)"};
    struct steppe_run_options options = options_of(768, statements, 2);
    options.threads = 1;
    struct steppe_result *first = run(&options);
    const struct steppe_answers *one = steppe_result_record(first)->answers;
    size_t count, bytes = one->column_count * one->question_count * sizeof *one->tallies;
    const struct steppe_kernels *const *all = steppe_kernels_all(&count);
    for (size_t i = 0; i < count; i++) {
        if (all[i]->lanes == 1) continue; // in double: near, not the same
        options.threads = 3;
        options.instance = all[i]->name;
        struct steppe_result *other = run(&options);
        assert_memory_equal(one->tallies, steppe_result_record(other)->answers->tallies, bytes);
        steppe_result_free(other);
    }
    steppe_result_free(first);
}

static void asking_changes_nothing_else(void **state) {
    (void)state;
    static const char *const statements[] = {
        "ever(2027..2028, any(h in hosts, russian_lead[h] < 0))"};
    struct steppe_run_options options = options_of(256, statements, 1);
    struct steppe_result *asked = run(&options);
    options.statement_count = 0;
    struct steppe_result *plain = run(&options);
    const struct steppe_summary *a = steppe_result_record(asked)->summary;
    const struct steppe_summary *b = steppe_result_record(plain)->summary;
    assert_int_equal(steppe_result_questions(plain), 0);
    assert_memory_equal(a->tallies, b->tallies,
                        a->column_count * a->series_count * a->date_count * sizeof *a->tallies);
    steppe_result_free(asked);
    steppe_result_free(plain);
}

static void refused(const char *statement, enum steppe_code code, uint32_t column,
                    const char *part) {
    struct steppe_run_options options = options_of(2, &statement, 1);
    struct steppe_result *result;
    struct steppe_error error = {0};
    assert_false(steppe_run(bundled, &options, &result, &error));
    assert_null(result);
    assert_int_equal(error.code, code);
    assert_int_equal(error.place.column, column);
    if (!strstr(error.message, part)) fail_msg("\"%s\" lacks \"%s\"", error.message, part);
}

static void months_outside_the_run_are_refused_with_their_place(void **state) {
    (void)state;
    refused("ever(2027..2030, ukraine_war == frozen)", STEPPE_CODE_RANGE, 6, "2024-01 to 2028-12");
    refused("at(2023-12, ukraine_war == frozen)", STEPPE_CODE_RANGE, 4, "outside the run");
    refused("at(2028-12, ukraine_war == frosen)", STEPPE_CODE_INPUT, 28, "frozen");
    refused("", STEPPE_CODE_INPUT, 1, "ends too early");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_agree_with_each_other_in_every_future),
        cmocka_unit_test(an_answer_counts_the_recorded_members),
        cmocka_unit_test(thread_counts_and_instances_give_the_same_answers),
        cmocka_unit_test(asking_changes_nothing_else),
        cmocka_unit_test(months_outside_the_run_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, open_bundled, close_bundled);
}
