// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Every bundled scenario runs and does something; those about unrest, borders and withdrawal move
// what they are about in the direction that the model claims for it.
#include <math.h>

#include "model_copy.h"

static struct steppe_project *bundled;
static struct steppe_result *result;
static const char *names[64];
static size_t count;

// One run of all, for all cases: 64 members until the end of 2030, by when each has begun.
static int run_all(void **state) {
    (void)state;
    static const char *const statements[] = {
        "ever(2028..2029, disorder[KAZ] > 0.2)",
        "ever(2028..2029, interventions[RUS, KAZ] > 0)",
        "at(2027-12, border_clashes[TJK] > 0.5)",
        "at(2028-12, need[TJK] > 1.1)",
        "at(2028-12, attention[CHN, economy] < 0.9)",
        "at(2029-12, coercion[RUS, KGZ] > 0.1)",
        "at(2028-12, favourability[RUS, KGZ] < 0.65)",
        "at(2029-12, new_leader[TJK] > 0 year and new_leader[KAZ] > 0 year)",
        "at(2029-12, troops[RUS, TJK] < 1000 person)",
        "at(2029-12, influence[CHN, TJK] > influence[RUS, TJK])",
        "at(2029-12, fuel_deliveries[TKM, CHN] < 0.6)",
        "at(2029-12, fuel_owed[TKM, CHN] > 0.2 and fuel_owed[UZB, CHN] > 0.2)"};
    struct steppe_run_options options;
    struct steppe_error error = {0};
    bundled = model_open(STEPPE_SOURCE_DIR "/models/central-asia");
    if (!bundled) return -1;
    while (count < 64 && steppe_project_scenario(bundled, count)) {
        names[count] = steppe_project_scenario(bundled, count);
        count++;
    }
    steppe_run_options_default(&options);
    options.members = 64;
    options.scenarios = names;
    options.scenario_count = count;
    options.until = steppe_month(2030, 12);
    options.statements = statements;
    options.statement_count = STEPPE_COUNT(statements);
    if (steppe_run(bundled, &options, &result, &error)) return 0;
    print_error("%s\n", error.message);
    return -1;
}
static int forget_all(void **state) {
    (void)state;
    steppe_result_free(result);
    steppe_project_close(bundled);
    return 0;
}

static size_t world_of(const char *name) {
    for (size_t w = 1; w < steppe_result_worlds(result); w++)
        if (strcmp(steppe_result_world_name(result, w), name) == 0) return w;
    fail_msg("no scenario %s", name);
    return 0;
}

// Chance of a statement under a scenario less that in the baseline.
static double more_likely(const char *scenario, size_t statement) {
    return steppe_result_answer_difference(result, world_of(scenario), statement).chance;
}

static void every_scenario_moves_some_series(void **state) {
    (void)state;
    const size_t last = steppe_result_dates(result) - 1;
    assert_true(count > 20);
    for (size_t w = 1; w < steppe_result_worlds(result); w++) {
        double most = 0;
        for (size_t s = 0; s < steppe_result_series(result); s++)
            most = fmax(most, fabs(steppe_result_difference(result, w, s, last).mean));
        if (!(most > 0)) fail_msg("%s changes nothing", steppe_result_world_name(result, w));
    }
}

static void a_second_january_brings_disorder_and_calls_for_force(void **state) {
    (void)state;
    assert_true(more_likely("second_january", 0) > 0.3);
    assert_true(more_likely("second_january", 1) > 0.02);
}

static void a_fragmented_afghanistan_brings_clashes_and_need_to_tajikistan(void **state) {
    (void)state;
    assert_true(more_likely("afghanistan_fragments", 2) > 0.03);
    assert_true(more_likely("afghanistan_fragments", 3) > 0.1);
}

static void a_crisis_over_taiwan_takes_chinese_attention(void **state) {
    (void)state;
    assert_true(more_likely("taiwan_crisis", 4) > 0.2);
}

static void a_colour_revolution_is_pressed_and_resents_it(void **state) {
    (void)state;
    assert_true(more_likely("colour_revolution", 5) > 0.5);
    assert_true(more_likely("colour_revolution", 6) > 0.02);
}

static void two_successions_put_new_rulers_into_both(void **state) {
    (void)state;
    assert_true(more_likely("two_successions", 7) > 0.8);
}

static void where_russia_leaves_troops_go_and_china_leads(void **state) {
    (void)state;
    assert_true(more_likely("russia_leaves", 8) > 0.9);
    assert_true(more_likely("russia_leaves", 9) > 0.05);
}

static void china_pays_for_part_of_the_gas_that_it_no_longer_takes(void **state) {
    (void)state;
    assert_true(more_likely("china_takes_less_gas", 10) > 0.9);
    assert_true(more_likely("china_takes_less_gas", 11) > 0.8); // an outage excuses
}

// A power that presses a host pulls the levers that it holds on it, and no gate of the others.
static void coercion_closes_the_gates_that_the_power_holds(void **state) {
    (void)state;
    static const char coerced[] = "summary: all are pressed\n"
                                  "changes:\n"
                                  "  - at: 2026-08\n    for: h in hosts\n"
                                  "    add: coercion[RUS, h]\n    by: 1\n"
                                  "  - at: 2026-08\n    for: h in hosts\n"
                                  "    add: coercion[CHN, h]\n    by: 1\n";
    static const char *const statements[] = {
        "ever(2026..2029, gate_open[ATYRAU_SAMARA] < 0.99)",
        "ever(2026..2029, gate_open[CENTRE] < 0.01)",
        "ever(2026..2029, fuel_demand[TKM, CHN] < 0.99)",
        "ever(2026..2029, fuel_demand[UZB, CHN] < 0.99)",
        "ever(2026..2029, gate_open[TORUGART_ROAD] < 0.99)",
        "ever(2026..2029, gate_open[DOSTYK] < 0.99)",
        "ever(2026..2029, gate_open[KAZAKHSTAN_CHINA] < 0.99 or gate_open[KHORGOS] < 0.99)"};
    const char *const scenarios[] = {"coerced"};
    struct model_copy copy;
    struct steppe_run_options options;
    struct steppe_result *pressed;
    struct steppe_error error = {0};
    model_copy_make(&copy);
    model_copy_write(&copy, "scenarios/coerced.yaml", "w", coerced);
    struct steppe_project *project = model_open(copy.folder);
    assert_non_null(project);
    steppe_run_options_default(&options);
    options.members = 64;
    options.scenarios = scenarios;
    options.scenario_count = 1;
    options.until = steppe_month(2030, 1);
    options.statements = statements;
    options.statement_count = STEPPE_COUNT(statements);
    if (!steppe_run(project, &options, &pressed, &error)) fail_msg("%s", error.message);
    for (size_t s = 0; s < STEPPE_COUNT(statements); s++) {
        const double change = steppe_result_answer_difference(pressed, 1, s).chance;
        // Rates of 0.3 a year and more on coercion that halves within a year or so.
        const bool held = s + 1 < STEPPE_COUNT(statements);
        if (held ? change < 0.1 : change != 0) fail_msg("%s: %g", statements[s], change);
    }
    steppe_result_free(pressed);
    steppe_project_close(project);
    model_copy_free(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scenario_moves_some_series),
        cmocka_unit_test(a_second_january_brings_disorder_and_calls_for_force),
        cmocka_unit_test(a_fragmented_afghanistan_brings_clashes_and_need_to_tajikistan),
        cmocka_unit_test(a_crisis_over_taiwan_takes_chinese_attention),
        cmocka_unit_test(a_colour_revolution_is_pressed_and_resents_it),
        cmocka_unit_test(two_successions_put_new_rulers_into_both),
        cmocka_unit_test(coercion_closes_the_gates_that_the_power_holds),
        cmocka_unit_test(where_russia_leaves_troops_go_and_china_leads),
        cmocka_unit_test(china_pays_for_part_of_the_gas_that_it_no_longer_takes),
    };
    return cmocka_run_group_tests(tests, run_all, forget_all);
}
