// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Seats in scenarios: what is set stays, tariffs follow, changes lie over them, and expressions
// read statuses by name. On a copy of the bundled model without events.
#include "model_copy.h"
#include "record/record.h"
#include "test.h"

static struct model_copy copy;
static struct steppe_project *project;

static const char indicators[] =
    "probe_in:\n  meaning: a status by name\n  unit: 1\n"
    "  value: if(membership[EAEU, KAZ] == member, 1, 0)\n"
    "probe_any:\n  meaning: a fold over statuses\n  unit: 1\n"
    "  value: if(any(h in eaeu_hosts, membership[EAEU, h] == none), 1, 0)\n"
    "probe_barrier:\n  meaning: a barrier\n  unit: 1\n  value: trade_barrier[RUS, KAZ]\n"
    "probe_other:\n  meaning: another barrier\n  unit: 1\n  value: trade_barrier[BLR, RUS]\n";

static const char scenario[] = "summary: out, and a barrier laid over the tariff\nchanges:\n"
                               "  - at: 2027-03\n    set: membership[EAEU, KAZ]\n    to: none\n"
                               "  - at: 2027-05\n    until: 2027-09\n"
                               "    scale: trade_barrier[RUS, KAZ]\n    by: 1.5\n"
                               "  - when: membership[EAEU, KAZ] == none\n"
                               "    scale: trade_barrier[BLR, RUS]\n    by: 1.25\n";

static int open_copy(void **state) {
    (void)state;
    model_copy_make(&copy);
    model_copy_write(&copy, "indicators.yaml", "a", indicators);
    model_copy_write(&copy, "events.yaml", "w", "");
    model_copy_write(&copy, "scenarios/t_out.yaml", "w", scenario);
    model_copy_replace(&copy, "model.yaml", "[russian_lead,",
                       "[probe_in, probe_any, probe_barrier, probe_other, russian_lead,");
    project = model_open(copy.folder);
    return project ? 0 : -1;
}
static int close_copy(void **state) {
    (void)state;
    steppe_project_close(project);
    model_copy_free(&copy);
    return 0;
}

static double at(const struct steppe_result *result, size_t world, const char *series,
                 int32_t month) {
    const struct steppe_record *record = steppe_result_record(result);
    const size_t number = steppe_result_find(result, series);
    assert_true(number != SIZE_MAX);
    const size_t row = (world * record->summary->series_count + number) *
                           record->detail_month_count +
                       (size_t)(month - record->detail_first_month);
    return (double)record->detail[row * record->detail_members];
}

static void a_seat_that_is_set_moves_tariffs_under_what_lies_over_them(void **state) {
    (void)state;
    static const char *const names[] = {"t_out"};
    struct steppe_run_options options;
    struct steppe_result *result;
    struct steppe_error error = {0};
    steppe_run_options_default(&options);
    options.members = 2;
    options.scenarios = names;
    options.scenario_count = 1;
    options.until = steppe_month(2028, 12);
    options.fix_parameters = options.fix_noise = true;
    if (!steppe_run(project, &options, &result, &error)) fail_msg("%s", error.message);
    const double tariff = exp(0.04); // the median of tariff_inside, within the text of the model
    for (int32_t month = steppe_month(2026, 7); month <= steppe_month(2028, 12); month++) {
        const bool out = month >= steppe_month(2027, 3);
        const bool laid = month >= steppe_month(2027, 5) && month < steppe_month(2027, 9);
        assert_close(at(result, 0, "probe_in", month), 1, 0, 0);
        assert_close(at(result, 0, "probe_any", month), 0, 0, 0);
        assert_close(at(result, 0, "probe_barrier", month), 1, 1e-6, 0);
        assert_close(at(result, 1, "probe_in", month), out ? 0 : 1, 0, 0);
        assert_close(at(result, 1, "probe_any", month), out ? 1 : 0, 0, 0);
        // The prior is cut at 0 and -0.2, which moves its median by a hundredth of itself.
        assert_close(at(result, 1, "probe_barrier", month), (out ? tariff : 1) * (laid ? 1.5 : 1),
                     2e-3, 0);
        // A trigger acts once its test holds: last month's seat, so a month later.
        const bool seen = month >= steppe_month(2027, 4);
        if (month != steppe_month(2027, 3))
            assert_close(at(result, 1, "probe_other", month), seen ? 1.25 : 1, 1e-6, 0);
    }
    steppe_result_free(result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seat_that_is_set_moves_tariffs_under_what_lies_over_them),
    };
    return cmocka_run_group_tests(tests, open_copy, close_copy);
}
