// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// What scenarios, events and regimes do to cells, month by month, on a copy of the bundled model
// whose events, indicators and scenarios are the test's own.
#include "model_copy.h"
#include "record/record.h"
#include "test.h"

#define FREE 2026, 7 // first free month

static struct model_copy copy;
static struct steppe_project *project;

// Nothing moves these here: new_leader is a stock that stays while no government falls,
// freight_cost and transit_open[TJK] are values.
static const char indicators[] =
    "probe_open:\n  meaning: a value\n  unit: 1\n  value: transit_open[TJK]\n"
    "probe_freight:\n  meaning: a value\n  unit: 1\n  value: freight_cost[MNG, GEO]\n"
    "probe_stock:\n  meaning: a stock\n  unit: year\n  value: new_leader[TKM]\n"
    "probe_theta:\n  meaning: a parameter\n  unit: 1\n  value: trade.theta\n"
    "probe_fade:\n  meaning: a value\n  unit: 1\n  value: freight_cost[MNG, ARM]\n"
    "probe_timed:\n  meaning: a value\n  unit: 1\n  value: freight_cost[MNG, BLR]\n"
    "probe_regime:\n  meaning: a value that a regime moves\n  unit: 1\n"
    "  value: freight_cost[GEO, ARM]\n";

static const char events[] = "arrival:\n"
                             "  summary: it happens\n"
                             "  hazard: 0.5 1/year\n"
                             "  cooldown: 6 months\n"
                             "  effects:\n"
                             "    - add: new_leader[TKM]\n"
                             "      by: 0.001 year\n"
                             "    - add: freight_cost[MNG, ARM]\n"
                             "      by: 0.5\n"
                             "      fade: 6 months\n"
                             "    - set: freight_cost[MNG, BLR]\n"
                             "      to: 0.25\n"
                             "      lasting: 4 months\n";

static const char regime[] =
    "\ntest_weather:\n"
    "  summary: a chain that leaves its base state at once when free, and stays away\n"
    "  states:\n"
    "    calm:\n"
    "      meaning: the base\n"
    "      effects:\n"
    "        - add: freight_cost[GEO, ARM]\n"
    "          by: 0.25\n"
    "    storm:\n"
    "      meaning: the rest\n"
    "      effects:\n"
    "        - add: freight_cost[GEO, ARM]\n"
    "          by: 1\n"
    "  rates:\n"
    "    calm>storm: 11 1/year\n"
    "  history:\n"
    "    - {from: 1991-12, state: calm, source: judgement}\n";

struct file {
    const char *name, *text;
};
static const struct file scenarios[] = {
    {"scenarios/t_ramp.yaml", "summary: a ramp, for a time\nchanges:\n"
                              "  - at: 2027-01\n    until: 2029-01\n    ramp: 10 months\n"
                              "    scale: transit_open[TJK]\n    by: 0.5\n"},
    {"scenarios/t_order.yaml", "summary: add, then scale, then set, as written\nchanges:\n"
                               "  - at: 2027-01\n    add: freight_cost[MNG, GEO]\n    by: 0.25\n"
                               "  - at: 2027-01\n    scale: freight_cost[MNG, GEO]\n    by: 3\n"
                               "  - at: 2027-01\n    set: freight_cost[MNG, GEO]\n    to: 2\n"},
    {"scenarios/t_stock.yaml", "summary: stocks change once\nchanges:\n"
                               "  - at: 2027-03\n    set: new_leader[TKM]\n    to: 0.1 year\n"
                               "  - at: 2028-01\n    scale: new_leader[TKM]\n    by: 2\n"
                               "  - at: 2029-01\n    ramp: 12 months\n"
                               "    add: new_leader[TKM]\n    by: 0.12 year\n"},
    {"scenarios/t_range.yaml", "summary: more is taken than there is\nchanges:\n"
                               "  - at: 2027-01\n    until: 2028-01\n"
                               "    add: transit_open[TJK]\n    by: -1.5\n"
                               "  - at: 2027-01\n    ramp: 4 months\n"
                               "    add: new_leader[TKM]\n    by: -5 year\n"
                               "  - at: 2027-01\n    until: 2028-01\n"
                               "    add: trade.theta\n    by: 100\n"},
    {"scenarios/t_trigger.yaml", "summary: a test sets it off\nchanges:\n"
                                 "  - when: freight_cost[MNG, GEO] > 0.5\n"
                                 "    set: transit_open[TJK]\n    to: 0.25\n"
                                 "  - at: 2027-06\n    set: freight_cost[MNG, GEO]\n    to: 1\n"},
    {"scenarios/t_chance.yaml", "summary: in three of ten futures\nchanges:\n"
                                "  - at: 2027-01\n    probability: 0.3\n"
                                "    set: transit_open[TJK]\n    to: 0.25\n"},
    {"scenarios/t_parameter.yaml", "summary: a parameter for a time\nchanges:\n"
                                   "  - at: 2027-01\n    until: 2028-01\n"
                                   "    scale: trade.theta\n    by: 0.5\n"},
    {"scenarios/t_nothing.yaml", "summary: sets what is so already\nchanges:\n"
                                 "  - at: 2027-01\n    scale: transit_open[TJK]\n    by: 1\n"},
    {"scenarios/t_hasty.yaml", "summary: a rate of a regime, to the end of the run\nchanges:\n"
                               "  - at: 2027-01\n    scale: war_freeze_rate\n    by: 50\n"},
    {"scenarios/t_calm.yaml", "summary: sets a regime, whose own rates then hold again\nchanges:\n"
                              "  - at: 2028-01\n    set: test_weather\n    to: calm\n"},
    {"scenarios/t_early.yaml", "summary: before the run is free\nchanges:\n"
                               "  - at: 2025-01\n    set: transit_open[TJK]\n    to: 0.5\n"},
};

// Puts text in after the first `mark` that follows `anchor`, and leaves out what stands there up to
// `rest`.
static void replace_after(const struct model_copy *model, const char *name, const char *anchor,
                          const char *mark, const char *text, const char *rest) {
    static char was[1 << 18], is[(1 << 18) + 1024];
    char path[1024];
    model_copy_path(path, model->folder, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t length = fread(was, 1, sizeof was - 1, file);
    was[length] = 0;
    fclose(file);
    assert_true(length < sizeof was - 1);
    const char *at = strstr(was, anchor);
    assert_non_null(at);
    at = strstr(at, mark);
    assert_non_null(at);
    at += strlen(mark);
    const char *on = strstr(at, rest);
    assert_non_null(on);
    snprintf(is, sizeof is, "%.*s%s%s", (int)(at - was), was, text, on);
    model_copy_write(model, name, "w", is);
}

static int open_copy(void **state) {
    (void)state;
    model_copy_make(&copy);
    model_copy_write(&copy, "indicators.yaml", "a", indicators);
    model_copy_write(&copy, "events.yaml", "w", events);
    model_copy_write(&copy, "regimes.yaml", "a", regime);
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
        model_copy_write(&copy, scenarios[i].name, "w", scenarios[i].text);
    replace_after(&copy, "model.yaml", "\nkey_series:", "[",
                  "probe_open, probe_freight, probe_stock, probe_theta, probe_fade, probe_timed, "
                  "probe_regime, test_weather, ",
                  "");
    // No government falls, so that nothing moves the date of a new leader.
    replace_after(&copy, "parameters.yaml", "\nunrest.fall_share:", "unit: 1\n", "  value: 0\n",
                  "  source:");
    project = model_open(copy.folder);
    return project ? 0 : -1;
}
static int close_copy(void **state) {
    (void)state;
    steppe_project_close(project);
    model_copy_free(&copy);
    return 0;
}

static struct steppe_result *run(const char *first, const char *second, uint32_t members,
                                 int32_t until_year) {
    const char *const names[] = {first, second};
    struct steppe_run_options options;
    struct steppe_result *result;
    struct steppe_error error = {0};
    steppe_run_options_default(&options);
    options.members = members;
    options.scenarios = names;
    options.scenario_count = second ? 2 : 1;
    options.until = steppe_month(until_year, 12);
    if (!steppe_run(project, &options, &result, &error)) fail_msg("%s", error.message);
    return result;
}

// A month of one of the first 200 members.
static double at(const struct steppe_result *result, size_t world, const char *series,
                 int32_t month, size_t member) {
    const struct steppe_record *record = steppe_result_record(result);
    size_t number = steppe_result_find(result, series);
    assert_true(number != SIZE_MAX);
    size_t row = (world * record->summary->series_count + number) * record->detail_month_count +
                 (size_t)(month - record->detail_first_month);
    return (double)record->detail[row * record->detail_members + member];
}

// ---- scenarios ----------------------------------------------------------------------------------
static void a_ramp_lies_over_a_value_until_its_end(void **state) {
    (void)state;
    struct steppe_result *result = run("t_ramp", NULL, 2, 2029);
    int32_t begin = steppe_month(2027, 1), end = steppe_month(2029, 1);
    for (int32_t month = steppe_month(FREE); month < steppe_month(2029, 12); month++) {
        double part = fmin((month - begin + 1) / 10.0, 1);
        double expected = month < begin || month >= end ? 1 : 1 - 0.5 * part;
        assert_close(at(result, 1, "probe_open", month, 0), expected, 1e-6, 0);
        assert_close(at(result, 0, "probe_open", month, 0), 1, 0, 0);
    }
    steppe_result_free(result);
}

static void values_are_set_then_scaled_then_added_to_whatever_the_order_of_the_file(void **state) {
    (void)state;
    struct steppe_result *result = run("t_order", NULL, 2, 2027);
    assert_close(at(result, 1, "probe_freight", steppe_month(2027, 1), 0), 2 * 3 + 0.25, 1e-6, 0);
    assert_close(at(result, 1, "probe_freight", steppe_month(2027, 12), 1), 2 * 3 + 0.25, 1e-6, 0);
    steppe_result_free(result);
}

static void a_change_of_a_stock_acts_once_and_a_ramp_spreads_it(void **state) {
    (void)state;
    struct steppe_result *result = run("t_stock", NULL, 64, 2030);
    for (size_t member = 0; member < 64; member++) {
        // Arrivals of the events come on top; take them off by the baseline's own count.
        double base = at(result, 0, "probe_stock", steppe_month(2027, 3), member);
        double after = at(result, 0, "probe_stock", steppe_month(2027, 12), member);
        double set = at(result, 1, "probe_stock", steppe_month(2027, 12), member);
        assert_close(set, 0.1 + (after - base), 0, 0.001001);
        double half = at(result, 1, "probe_stock", steppe_month(2029, 6), member) -
                      at(result, 1, "probe_stock", steppe_month(2028, 12), member);
        double same = at(result, 0, "probe_stock", steppe_month(2029, 6), member) -
                      at(result, 0, "probe_stock", steppe_month(2028, 12), member);
        assert_close(half - same, 0.06, 1e-4, 0);
    }
    steppe_result_free(result);
}

static void sums_of_effects_stop_at_the_end_of_the_range(void **state) {
    (void)state;
    struct steppe_result *result = run("t_range", NULL, 64, 2028);
    for (size_t member = 0; member < 64; member++) {
        assert_true(at(result, 1, "probe_open", steppe_month(2027, 6), member) == 0);
        assert_true(at(result, 1, "probe_open", steppe_month(2028, 1), member) == 1);
        // A stock at its end begins anew from there: events add to nothing, not to less.
        const double lowest = at(result, 1, "probe_stock", steppe_month(2027, 4), member);
        const double later = at(result, 1, "probe_stock", steppe_month(2028, 12), member);
        assert_true(lowest >= 0 && lowest < 0.1 && later >= lowest);
        // A parameter stops at the end of what its mechanism takes, and comes back.
        assert_true(at(result, 1, "probe_theta", steppe_month(2027, 6), member) == 20);
        assert_true(at(result, 1, "probe_theta", steppe_month(2028, 1), member) ==
                    at(result, 0, "probe_theta", steppe_month(2028, 1), member));
    }
    steppe_result_free(result);
}

static void a_trigger_acts_in_the_month_after_its_test_first_holds(void **state) {
    (void)state;
    struct steppe_result *result = run("t_trigger", NULL, 2, 2028);
    assert_close(at(result, 1, "probe_open", steppe_month(2027, 6), 0), 1, 0, 0);
    assert_close(at(result, 1, "probe_open", steppe_month(2027, 7), 0), 0.25, 0, 0);
    assert_close(at(result, 1, "probe_open", steppe_month(2028, 12), 0), 0.25, 0, 0);
    steppe_result_free(result);
}

static void a_probable_change_comes_in_its_share_of_futures_and_the_same_ones_each_time(
    void **state) {
    (void)state;
    struct steppe_result *result = run("t_chance", "t_chance+t_order", 200, 2027);
    int came = 0;
    for (size_t member = 0; member < 200; member++) {
        double alone = at(result, 1, "probe_open", steppe_month(2027, 12), member);
        double laid_over = at(result, 2, "probe_open", steppe_month(2027, 12), member);
        assert_close(alone, laid_over, 0, 0);
        came += alone < 0.5;
    }
    // Binomial(200, 0.3): 60 +- 6.5; four deviations fail one honest build in 16 000.
    assert_true(came > 60 - 26 && came < 60 + 26);
    steppe_result_free(result);
}

static void a_parameter_is_changed_for_a_time_and_comes_back(void **state) {
    (void)state;
    struct steppe_result *result = run("t_parameter", NULL, 2, 2028);
    double drawn = at(result, 0, "probe_theta", steppe_month(2026, 12), 0);
    assert_close(at(result, 1, "probe_theta", steppe_month(2027, 1), 0), drawn / 2, 1e-6, 0);
    assert_close(at(result, 1, "probe_theta", steppe_month(2027, 12), 0), drawn / 2, 1e-6, 0);
    assert_close(at(result, 1, "probe_theta", steppe_month(2028, 1), 0), drawn, 0, 0);
    steppe_result_free(result);
}

static void differs_in_nothing(struct steppe_result *result, size_t world) {
    size_t last = steppe_result_dates(result) - 1;
    for (size_t s = 0; s < steppe_result_series(result); s++) {
        struct steppe_statistics difference = steppe_result_difference(result, world, s, last);
        if (difference.mean != 0 || difference.standard_deviation != 0)
            fail_msg("%s differs", steppe_result_series_name(result, s));
    }
    steppe_result_free(result);
}

static void a_scenario_that_changes_nothing_differs_in_nothing(void **state) {
    (void)state;
    differs_in_nothing(run("t_nothing", NULL, 256, 2030), 1);
}

// What lay over parameters when the world before ended is not in force when the next begins.
static void a_world_does_not_see_the_parameters_of_the_one_before(void **state) {
    (void)state;
    differs_in_nothing(run("t_hasty", "t_nothing", 256, 2030), 2);
}

static void a_change_before_the_free_months_is_refused(void **state) {
    (void)state;
    const char *name = "t_early";
    struct steppe_run_options options;
    struct steppe_result *result;
    struct steppe_error error = {0};
    steppe_run_options_default(&options);
    options.members = 2;
    options.scenarios = &name;
    options.scenario_count = 1;
    assert_false(steppe_run(project, &options, &result, &error));
    assert_int_equal(error.code, STEPPE_CODE_RANGE);
    assert_non_null(strstr(error.message, "before the start"));
    assert_int_equal(error.place.line, 3);
}

// ---- events -------------------------------------------------------------------------------------
static void events_come_at_their_hazard_and_not_within_their_cooldown(void **state) {
    (void)state;
    struct steppe_result *result = run("t_nothing", NULL, 200, 2035);
    double sum = 0;
    int32_t begin = steppe_month(FREE), end = steppe_month(2035, 12);
    for (size_t member = 0; member < 200; member++) {
        double before = 0;
        int32_t last = INT32_MIN / 2;
        for (int32_t month = begin; month <= end; month++) {
            double now = 1000 * at(result, 0, "probe_stock", month, member);
            if (now > before + 0.5) {
                assert_true(month - last > 6);
                last = month;
            }
            before = now;
        }
        sum += before;
    }
    // Renewal process: a month in which it may come brings it with p = 1 - exp(-0.5 / 12); each
    // arrival then takes 6 months out. Mean months between arrivals 1 / p + 6 = 30.5 over 114
    // months gives 3.7, less a little for the first wait of 1 / p alone, plus 6 / 30.5 for it. The
    // number has a standard deviation near 1.6: the mean of 200 one of 0.11.
    double p = 1 - exp(-0.5 / 12), cycle = 1 / p + 6, months = end - begin + 1;
    assert_close(sum / 200, months / cycle + 6 / cycle, 0, 0.5);
    steppe_result_free(result);
}

static void effects_of_events_fade_or_end(void **state) {
    (void)state;
    struct steppe_result *result = run("t_nothing", NULL, 200, 2032);
    int seen = 0;
    for (size_t member = 0; member < 200; member++)
        for (int32_t month = steppe_month(FREE); month < steppe_month(2031, 12); month++) {
            double timed = at(result, 0, "probe_timed", month, member);
            double before = at(result, 0, "probe_timed",
                               month > steppe_month(FREE) ? month - 1 : month, member);
            if (!(timed > 0 && before == 0)) continue;
            seen++;
            assert_close(timed, 0.25, 0, 0);
            assert_close(at(result, 0, "probe_timed", month + 3, member), 0.25, 0, 0);
            assert_close(at(result, 0, "probe_timed", month + 4, member), 0, 0, 0);
            // Half-life six months; the next one cannot come before.
            double fresh = at(result, 0, "probe_fade", month, member);
            assert_close(at(result, 0, "probe_fade", month + 6, member), fresh / 2, 1e-5, 0);
        }
    assert_true(seen > 100);
    steppe_result_free(result);
}

// What a run says of a model whose one event has this hazard, and whose one effect this value.
static void fails_by(const char *hazard, const char *value, const char *named) {
    struct model_copy faulty;
    struct steppe_run_options options;
    struct steppe_result *result;
    struct steppe_error error = {0};
    char text[512];
    model_copy_make(&faulty);
    snprintf(text, sizeof text,
             "flood:\n  summary: it comes\n  for: h in hosts\n  hazard: %s\n  effects:\n"
             "    - add: freight_cost[MNG, ARM]\n      by: %s\n      fade: 6 months\n",
             hazard, value);
    model_copy_write(&faulty, "events.yaml", "w", text);
    struct steppe_project *damaged = model_open(faulty.folder);
    assert_non_null(damaged);
    steppe_run_options_default(&options);
    options.members = 32;
    options.until = steppe_month(2027, 12);
    assert_false(steppe_run(damaged, &options, &result, &error));
    assert_int_equal(error.code, STEPPE_CODE_RUN);
    if (!strstr(error.message, "members failed") || !strstr(error.message, named))
        fail_msg("no '%s' in: %s", named, error.message);
    steppe_result_free(result); // what there is of it
    steppe_project_close(damaged);
    model_copy_free(&faulty);
}

static void a_hazard_above_twelve_a_year_fails_its_members_and_is_named(void **state) {
    (void)state;
    // In Tajikistan alone, from the first free month on.
    fails_by("12.5 1/year * if(arms[RUS, h] == arms[RUS, TJK], 1, 0)", "0.1",
             "32 of 32 members failed, first the hazard of flood[TJK] in 2026-07");
}

static void a_division_by_zero_fails_its_members_and_is_named(void **state) {
    (void)state;
    fails_by("1/year / (arms[RUS, h] - arms[RUS, h]) * 1 TIV", "0.1",
             "32 of 32 members failed, first the hazard of flood[KAZ] in 2026-07");
    fails_by("11/year", "arms[RUS, KAZ] / (arms[RUS, KAZ] - arms[RUS, KAZ])", "first freight_cost");
}

// ---- regimes ------------------------------------------------------------------------------------
static void a_regime_acts_relative_to_its_base_state_and_goes_on_after_it_is_set(void **state) {
    (void)state;
    struct steppe_result *result = run("t_calm", NULL, 200, 2031);
    int32_t set = steppe_month(2028, 1);
    int still_calm = 0;
    for (size_t member = 0; member < 200; member++) {
        for (int world = 0; world < 2; world++)
            for (int32_t month = steppe_month(FREE); month < steppe_month(2031, 12); month++) {
                // In the base state as the base figures have it; away from it the other state's
                // effect is on and the base state's is off.
                bool storm = at(result, (size_t)world, "test_weather", month, member) > 0.5;
                assert_close(at(result, (size_t)world, "probe_regime", month, member),
                             storm ? 1 - 0.25 : 0, 1e-6, 0);
            }
        // exp(-11 * 18 / 12): seven in a hundred million are still calm.
        assert_close(at(result, 0, "test_weather", set, member), 1, 0, 0);
        assert_close(at(result, 1, "test_weather", set, member), 0, 0, 0);
        still_calm += at(result, 1, "test_weather", set + 1, member) < 0.5;
        assert_close(at(result, 1, "test_weather", steppe_month(2031, 12), member), 1, 0, 0);
    }
    // A month of rate 11 a year leaves exp(-11 / 12) = 0.40: 80 +- 6.9 of 200, four deviations.
    assert_true(still_calm > 80 - 28 && still_calm < 80 + 28);
    steppe_result_free(result);
}

// What a run says of the bundled model with this scenario, indicator or statement.
static void fails_in(const char *scenario, const char *indicator, const char *statement,
                     const char *named) {
    static const char *const names[] = {"t_broken"};
    struct model_copy faulty;
    struct steppe_run_options options;
    struct steppe_result *result;
    struct steppe_error error = {0};
    model_copy_make(&faulty);
    if (scenario) model_copy_write(&faulty, "scenarios/t_broken.yaml", "w", scenario);
    if (indicator) model_copy_write(&faulty, "indicators.yaml", "a", indicator);
    struct steppe_project *damaged = model_open(faulty.folder);
    assert_non_null(damaged);
    steppe_run_options_default(&options);
    options.members = 32;
    options.until = steppe_month(2027, 12);
    options.scenarios = names;
    options.scenario_count = scenario ? 1 : 0;
    options.statements = &statement;
    options.statement_count = statement ? 1 : 0;
    assert_false(steppe_run(damaged, &options, &result, &error));
    assert_int_equal(error.code, STEPPE_CODE_RUN);
    if (!strstr(error.message, named)) fail_msg("no '%s' in: %s", named, error.message);
    steppe_result_free(result);
    steppe_project_close(damaged);
    model_copy_free(&faulty);
}

// Compared, what is no number is no answer either: log(-1) > 0 does not count as false.
static void what_gives_no_number_is_named_wherever_it_stands(void **state) {
    (void)state;
    static const char *const when = "summary: never a number\nchanges:\n"
                                    "  - when: log(disorder[KAZ] - disorder[KAZ] - 1) > 0\n"
                                    "    set: transit_open[TJK]\n    to: 0.25\n";
    static const char *const probability =
        "summary: no chance\nchanges:\n  - at: 2027-03\n"
        "    probability: sqrt(disorder[KAZ] - disorder[KAZ] - 1)\n"
        "    set: transit_open[TJK]\n    to: 0.25\n";
    static const char *const parameter =
        "summary: no value\nchanges:\n  - at: 2027-03\n    set: trade.theta\n"
        "    to: 4 / (disorder[KAZ] - disorder[KAZ])\n";
    fails_in(when, NULL, NULL,
             "first what begins the change at t_broken.yaml:3:5 in 2026-07 of member 0 under "
             "t_broken");
    fails_in(probability, NULL, NULL,
             "first what begins the change at t_broken.yaml:3:5 in 2027-03");
    fails_in(parameter, NULL, NULL, "first trade.theta in 2027-0");
    fails_in(NULL, NULL, "ever(2026..2027, log(disorder[KAZ] - disorder[KAZ] - 1) > 0)",
             "first the question statement 1 in 2026-0");
    fails_in(NULL, NULL, "log(average(2026..2027, disorder[KAZ]) - 1000) > 0",
             "first the question statement 1 in 2027-12");
    // Nobody looks at it before the end, or every month.
    static const char *const indicator =
        "\nprobe_nothing:\n  meaning: no number from some day on\n  unit: 1\n  for: h in hosts\n"
        "  value: 1 / if(date > 2027-01, disorder[h] - disorder[h], 1)\n";
    fails_in(NULL, indicator, NULL, "first probe_nothing[KAZ] in 2027-12");
    fails_in(NULL, indicator, "at(2027-12, probe_nothing[KGZ]) > 0",
             "first probe_nothing[KAZ] in 2027-02");
}

// ---- random streams -----------------------------------------------------------------------------
// What the plan of a run of these scenarios says: nothing, or why not.
static void plan_says(const struct steppe_project *clashing, const char *scenario,
                      const char *other, const char *one_name, const char *other_name) {
    const char *const names[] = {scenario, other};
    struct steppe_run_options options;
    struct steppe_run_cost cost;
    struct steppe_error error = {0};
    steppe_run_options_default(&options);
    options.until = steppe_month(2027, 12);
    options.scenarios = names;
    options.scenario_count = other ? 2 : 1;
    const bool planned = steppe_run_plan(clashing, &options, &cost, &error);
    if (planned != !one_name) fail_msg("%s: %s", scenario, planned ? "is planned" : error.message);
    if (!one_name) return;
    assert_int_equal(error.code, STEPPE_CODE_MODEL);
    if (!strstr(error.message, one_name) || !strstr(error.message, other_name))
        fail_msg("no %s and %s in: %s", one_name, other_name, error.message);
}

// The names were found by search: the 32-bit hashes of their streams are equal.
static void a_change_that_shares_a_stream_is_refused_where_it_draws(void **state) {
    (void)state;
    static const char by_chance[] = "summary: perhaps\nchanges:\n"
                                    "  - at: 2027-01\n    probability: 0.3\n"
                                    "    set: transit_open[TJK]\n    to: 0.25\n";
    struct model_copy clashing;
    model_copy_make(&clashing);
    model_copy_write(&clashing, "events.yaml", "a",
                     "\ncfbe:\n  summary: it comes\n  hazard: 0.1/year\n  effects:\n"
                     "    - add: freight_cost[MNG, ARM]\n      by: 0.1\n");
    model_copy_write(&clashing, "regimes.yaml", "a",
                     "\nsrpc:\n  summary: a chain\n  states:\n    calm:\n      meaning: one\n"
                     "    storm:\n      meaning: other\n  rates:\n    calm>storm: 1 1/year\n"
                     "  history:\n    - {from: 1991-12, state: calm, source: judgement}\n");
    model_copy_write(&clashing, "scenarios/aitb.yaml", "w", by_chance);
    model_copy_write(&clashing, "scenarios/nfno.yaml", "w", by_chance);
    model_copy_write(&clashing, "scenarios/t_sure.yaml", "w",
                     "summary: for sure\nchanges:\n"
                     "  - at: 2027-01\n    set: transit_open[TJK]\n    to: 0.25\n");
    model_copy_write(&clashing, "scenarios/free.yaml", "w", by_chance);
    struct steppe_project *opened = model_open(clashing.folder);
    assert_non_null(opened);
    plan_says(opened, "t_sure", NULL, NULL, NULL);
    plan_says(opened, "free", "t_sure+free", NULL, NULL); // one change in two worlds is one
    plan_says(opened, "aitb", NULL, "\"event:cfbe\"", "\"change:aitb:0\"");
    plan_says(opened, "t_sure+nfno", NULL, "\"regime:srpc\"", "\"change:nfno:0\"");
    steppe_project_close(opened);
    model_copy_free(&clashing);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ramp_lies_over_a_value_until_its_end),
        cmocka_unit_test(values_are_set_then_scaled_then_added_to_whatever_the_order_of_the_file),
        cmocka_unit_test(a_change_of_a_stock_acts_once_and_a_ramp_spreads_it),
        cmocka_unit_test(sums_of_effects_stop_at_the_end_of_the_range),
        cmocka_unit_test(a_trigger_acts_in_the_month_after_its_test_first_holds),
        cmocka_unit_test(
            a_probable_change_comes_in_its_share_of_futures_and_the_same_ones_each_time),
        cmocka_unit_test(a_parameter_is_changed_for_a_time_and_comes_back),
        cmocka_unit_test(a_scenario_that_changes_nothing_differs_in_nothing),
        cmocka_unit_test(a_world_does_not_see_the_parameters_of_the_one_before),
        cmocka_unit_test(a_change_before_the_free_months_is_refused),
        cmocka_unit_test(events_come_at_their_hazard_and_not_within_their_cooldown),
        cmocka_unit_test(a_hazard_above_twelve_a_year_fails_its_members_and_is_named),
        cmocka_unit_test(a_division_by_zero_fails_its_members_and_is_named),
        cmocka_unit_test(effects_of_events_fade_or_end),
        cmocka_unit_test(what_gives_no_number_is_named_wherever_it_stands),
        cmocka_unit_test(a_change_that_shares_a_stream_is_refused_where_it_draws),
        cmocka_unit_test(a_regime_acts_relative_to_its_base_state_and_goes_on_after_it_is_set),
    };
    return cmocka_run_group_tests(tests, open_copy, close_copy);
}
