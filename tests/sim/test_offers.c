// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_offers: what Western offers of security win in the bundled scenario, and that it rests on
// the belief that the West would come.
#include "model_copy.h"
#include "test.h"

static const char indicator[] =
    "probe_west:\n  meaning: alignment of the hosts with the West\n  unit: 1\n"
    "  value: mean(h in hosts, portfolio[h, USA] + portfolio[h, EUU])\n";

// Mean alignment gained by nato_eu_offer at the end of 2035, member by member, with the belief in
// the two powers that the model has, or with the least there can be.
static double gained(bool believed) {
    static const char *const names[] = {"nato_eu_offer"};
    struct model_copy copy;
    struct steppe_run_options options;
    struct steppe_result *result;
    struct steppe_error error = {0};
    model_copy_make(&copy);
    model_copy_write(&copy, "indicators.yaml", "a", indicator);
    model_copy_replace(&copy, "model.yaml", "[russian_lead,", "[probe_west, russian_lead,");
    if (!believed) {
        model_copy_strip(&copy, "series_politics.csv", "credibility,USA,");
        model_copy_strip(&copy, "series_politics.csv", "credibility,EUU,");
        model_copy_write(&copy, "series_politics.csv", "a",
                         "credibility,USA,2023,0.01,1,0,judgement,a test\n"
                         "credibility,EUU,2023,0.01,1,0,judgement,a test\n");
    }
    struct steppe_project *project = model_open(copy.folder);
    assert_non_null(project);
    steppe_run_options_default(&options);
    options.members = 64;
    options.scenarios = names;
    options.scenario_count = 1;
    options.until = steppe_month(2035, 12);
    if (!steppe_run(project, &options, &result, &error)) fail_msg("%s", error.message);
    const size_t number = steppe_result_find(result, "probe_west");
    assert_true(number != SIZE_MAX);
    const double mean =
        steppe_result_difference(result, 1, number, steppe_result_dates(result) - 1).mean;
    steppe_result_free(result);
    steppe_project_close(project);
    model_copy_free(&copy);
    return mean;
}

static void without_credibility_the_gain_from_western_offers_vanishes(void **state) {
    (void)state;
    const double with = gained(true), without = gained(false);
    assert_true(with > 0.002);
    // 0.01 is the least that credibility can be, a twenty-fifth and a fifteenth of the model's.
    assert_true(fabs(without) < 0.1 * with);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_credibility_the_gain_from_western_offers_vanishes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
