// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Freight and trade step by quarters, but what is in force for a month acts for a month: a gate
// that closes and a buyer that takes less, in each month of a quarter, on a copy of the bundled
// model without events.
#include "model_copy.h"
#include "record/record.h"
#include "test.h"

static struct model_copy copy;
static struct steppe_project *project;
static struct steppe_result *result;

static const char indicators[] =
    "probe_oil:\n  meaning: by a pipe\n  unit: 1\n  value: fuel_deliveries[KAZ, EUU]\n"
    "probe_gas:\n  meaning: that a buyer takes\n  unit: 1\n  value: fuel_deliveries[UZB, CHN]\n"
    "probe_goods:\n  meaning: by rail\n  unit: t/year\n  value: gate_load[DOSTYK]\n"
    "probe_boxes:\n  meaning: by sea\n  unit: TEU/year\n  value: gate_boxes[SUEZ]\n"
    "probe_cost:\n  meaning: of freight\n  unit: 1\n  value: freight_cost[KAZ, CHN]\n";
static const char *const series[] = {"probe_oil", "probe_gas", "probe_goods", "probe_boxes",
                                     "probe_cost"};

// The first three last a month, the fourth a quarter, the last three months across two quarters.
static const struct {
    const char *name, *from, *until;
} closures[] = {{"t_first", "2027-01", "2027-02"},
                {"t_second", "2027-02", "2027-03"},
                {"t_third", "2027-03", "2027-04"},
                {"t_quarter", "2027-01", "2027-04"},
                {"t_across", "2027-02", "2027-05"}};
enum { MONTHS = 3, QUARTER = 4, ACROSS = 5 }; // worlds: 1 to MONTHS, then these

static void write_closure(size_t i) {
    static const char *const levers[] = {"gate_open[CPC]", "fuel_demand[UZB, CHN]",
                                         "gate_open[DOSTYK]", "gate_open[SUEZ]"};
    char text[1024] = "summary: closed for a time\nchanges:\n", file[64];
    for (size_t l = 0; l < STEPPE_COUNT(levers); l++) {
        const size_t at = strlen(text);
        (void)snprintf(text + at, sizeof text - at,
                       "  - at: %s\n    until: %s\n    set: %s\n    to: 0\n", closures[i].from,
                       closures[i].until, levers[l]);
    }
    (void)snprintf(file, sizeof file, "scenarios/%s.yaml", closures[i].name);
    model_copy_write(&copy, file, "w", text);
}

static int run_all(void **state) {
    (void)state;
    const char *names[STEPPE_COUNT(closures)];
    struct steppe_run_options options;
    struct steppe_error error = {0};
    model_copy_make(&copy);
    model_copy_write(&copy, "indicators.yaml", "a", indicators);
    model_copy_write(&copy, "events.yaml", "w", "");
    model_copy_replace(&copy, "model.yaml", "\nkey_series:\n  [",
                       "\nkey_series:\n  [probe_oil, probe_gas, probe_goods, probe_boxes, "
                       "probe_cost, ");
    for (size_t i = 0; i < STEPPE_COUNT(closures); i++) {
        names[i] = closures[i].name;
        write_closure(i);
    }
    project = model_open(copy.folder);
    if (!project) return -1;
    steppe_run_options_default(&options);
    options.members = 64;
    options.fix_noise = true;
    options.scenarios = names;
    options.scenario_count = STEPPE_COUNT(closures);
    options.until = steppe_month(2027, 12);
    if (steppe_run(project, &options, &result, &error)) return 0;
    print_error("%s\n", error.message);
    return -1;
}
static int forget_all(void **state) {
    (void)state;
    steppe_result_free(result);
    steppe_project_close(project);
    model_copy_free(&copy);
    return 0;
}

static double at(size_t world, const char *name, int month, size_t member) {
    const struct steppe_record *record = steppe_result_record(result);
    const size_t number = steppe_result_find(result, name);
    assert_true(number != SIZE_MAX);
    const size_t row = (world * record->summary->series_count + number) *
                           record->detail_month_count +
                       (size_t)(steppe_month(2027, month) - record->detail_first_month);
    return (double)record->detail[row * record->detail_members + member];
}

// What a closure takes, in a month of 2027.
static double lost(size_t world, const char *name, int month, size_t member) {
    return at(0, name, month, member) - at(world, name, month, member);
}

// Waits are those that the quarter began with, so that a third is exact but for float.
static void a_month_acts_a_third_of_a_quarter_whichever_it_is(void **state) {
    (void)state;
    for (size_t s = 0; s < STEPPE_COUNT(series); s++)
        for (size_t member = 0; member < 64; member++) {
            const double quarter = lost(QUARTER, series[s], 3, member);
            const double whole = fabs(at(0, series[s], 3, member));
            // Something is lost, but where the Red Sea is closed in any case.
            if (strcmp(series[s], "probe_boxes") != 0) assert_true(fabs(quarter) > 1e-4);
            for (size_t world = 1; world <= MONTHS; world++) {
                const double month = lost(world, series[s], 3, member);
                if (!(fabs(month - quarter / 3) <= 1e-3 * fabs(quarter) + 2e-6 * whole))
                    fail_msg("%s: month %zu takes %g, the quarter %g, of %g", series[s], world,
                             month, quarter, whole);
            }
        }
}

static void pipes_are_full_again_in_the_next_quarter(void **state) {
    (void)state;
    for (size_t world = 1; world <= QUARTER; world++)
        for (int s = 0; s < 2; s++)
            for (size_t member = 0; member < 64; member++)
                assert_true(fabs(lost(world, series[s], 6, member)) < 1e-5);
}

// Of a closure across two quarters each has its part, and the sum of the year is right.
static void the_year_loses_what_was_closed(void **state) {
    (void)state;
    for (int s = 0; s < 2; s++)
        for (size_t member = 0; member < 64; member++) {
            const double whole = lost(QUARTER, series[s], 3, member);
            double year = 0;
            for (int month = 3; month <= 12; month += 3)
                year += lost(ACROSS, series[s], month, member);
            assert_true(fabs(lost(ACROSS, series[s], 3, member) - 2 * whole / 3) < 1e-4);
            // Trade has moved a little from quarter to quarter.
            assert_true(fabs(year - whole) < 0.01 * whole);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_month_acts_a_third_of_a_quarter_whichever_it_is),
        cmocka_unit_test(pipes_are_full_again_in_the_next_quarter),
        cmocka_unit_test(the_year_loses_what_was_closed),
    };
    return cmocka_run_group_tests(tests, run_all, forget_all);
}
