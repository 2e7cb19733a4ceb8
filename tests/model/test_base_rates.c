// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// base_rates.yaml and base_rates.csv: what is read, and what is told of faults in them.
#include "model/folder.c"

static const char rates[] = "severe_unrest:\n"
                            "  text: waves with ten dead\n"
                            "  for: h in hosts\n"
                            "  from: 2005-01\n"
                            "  until: 2024\n"
                            "  count: unrest_waves[h]\n"
                            "  rests_on: trade.theta\n"
                            "successions:\n"
                            "  text: changes of ruler\n"
                            "  for: h in hosts\n"
                            "  from: 2005-01\n"
                            "  until: 2024-12\n"
                            "  cannot: nobody leaves\n";
static const char recorded[] = "kind,actor,date,source,note\n"
                               "severe_unrest,UZB,2005-05-13,wdi,in the east\n"
                               "severe_unrest,KAZ,2022,wdi,\n"
                               "successions,KAZ,2019-03,derived:wdi;late,\n";

static void make(struct folder *folder) {
    folder_make(folder);
    folder_write(folder, "base_rates.yaml", rates);
    folder_write(folder, "base_rates.csv", recorded);
}

static void kinds_and_what_happened_are_read(void **state) {
    (void)state;
    struct folder folder;
    make(&folder);
    assert_true(folder_load(&folder));
    const struct steppe_model *model = folder.model;
    assert_int_equal(folder.findings.count, 0);
    assert_int_equal(model->base_rate_count, 2);
    const struct steppe_base_rate *waves = &model->base_rates[0], *rulers = &model->base_rates[1];
    assert_string_equal(waves->name, "severe_unrest");
    assert_string_equal(waves->rests_on, "trade.theta");
    assert_int_equal(waves->element_count, 2);
    assert_int_equal(steppe_date_after(waves->until) - steppe_date_month(waves->from), 240);
    for (size_t i = 0; i < 2; i++) assert_non_null(waves->counts[i]);
    assert_null(waves->cannot);
    assert_null(rulers->counts);
    assert_string_equal(rulers->cannot, "nobody leaves");
    assert_int_equal(model->recorded_count, 3);
    assert_int_equal(model->recorded[0].element, 1); // the second host
    assert_int_equal(model->recorded[1].element, 0);
    assert_int_equal(model->recorded[2].rate, 1);
    folder_remove(&folder);
}

#define FAULT(name, file_, old, new, line_, column_, message_, expected_, nearest_)                \
    static void name(void **state) {                                                               \
        (void)state;                                                                               \
        struct folder folder;                                                                      \
        make(&folder);                                                                             \
        folder_change(&folder, file_, old, new);                                                   \
        folder_expect_only(&folder,                                                                \
                           (struct wanted){file_, line_, column_, message_, expected_, nearest_}); \
        folder_remove(&folder);                                                                    \
    }

// The month is the first of what is held out; rows go by their date.
static void what_is_held_out_is_a_kind_of_its_own(void **state) {
    (void)state;
    struct folder folder;
    make(&folder);
    folder_change(&folder, "base_rates.yaml", "  count: unrest_waves[h]\n",
                  "  held_out: 2022-01\n  count: unrest_waves[h]\n");
    assert_true(folder_load(&folder));
    const struct steppe_model *model = folder.model;
    assert_int_equal(folder.findings.count, 0);
    assert_int_equal(model->base_rate_count, 3);
    const struct steppe_base_rate *before = &model->base_rates[0], *after = &model->base_rates[1];
    assert_string_equal(after->name, before->name);
    assert_true(after->held_out && !before->held_out);
    assert_null(after->rests_on);
    assert_string_equal(before->rests_on, "trade.theta");
    assert_int_equal(steppe_date_after(before->until), 2022 * 12);
    assert_int_equal(steppe_date_month(after->from), 2022 * 12);
    assert_int_equal(steppe_date_after(after->until), 2025 * 12);
    assert_int_equal(model->recorded[0].rate, 0);
    assert_int_equal(model->recorded[1].rate, 1);
    assert_int_equal(model->recorded[2].rate, 2);
    folder_remove(&folder);
}

FAULT(a_test_beyond_the_record_is_told, "base_rates.yaml", "  count: unrest_waves[h]\n",
      "  held_out: 2030-01\n  count: unrest_waves[h]\n", 6, 13,
      "what is held out begins before or after the record", "a month within the record", NULL)
FAULT(an_unknown_kind_is_told, "base_rates.csv", "severe_unrest,UZB", "severe_unrst,UZB", 2, 1,
      "unknown kind 'severe_unrst'", "a kind of base_rates.yaml", "severe_unrest")
FAULT(an_actor_that_the_kind_is_not_for_is_told, "base_rates.csv", "severe_unrest,KAZ",
      "severe_unrest,RUS", 3, 15, "RUS has no record of severe_unrest",
      "an actor that the kind is `for`", NULL)
FAULT(a_date_outside_the_record_is_told, "base_rates.csv", "KAZ,2022", "KAZ,2025", 3, 19,
      "2025 lies outside the record of severe_unrest", "a date within the record", NULL)
FAULT(an_event_without_a_source_is_told, "base_rates.csv", "2022,wdi,", "2022,,", 3, 24, NULL, NULL,
      NULL)
FAULT(a_record_that_ends_before_it_begins_is_told, "base_rates.yaml", "until: 2024\n",
      "until: 2004\n", 5, 10, "the record ends before it begins", "a date after 'from'", NULL)
FAULT(an_unknown_parameter_is_told, "base_rates.yaml", "trade.theta", "trade.teta", 7, 13,
      "unknown parameter 'trade.teta'", "a parameter", "trade.theta")
FAULT(a_count_of_money_is_told, "base_rates.yaml", "unrest_waves[h]", "gdp_nominal[h]", 6, 10, NULL,
      NULL, NULL)
FAULT(a_test_is_no_count, "base_rates.yaml", "unrest_waves[h]", "unrest_waves[h] > 0", 6, 10, NULL,
      NULL, NULL)
FAULT(count_and_cannot_together_are_told, "base_rates.yaml", "  cannot: nobody leaves\n",
      "  cannot: nobody leaves\n  count: 1\n", 13, 3, "a base rate has either 'count' or 'cannot'",
      "one of them", NULL)
FAULT(neither_count_nor_cannot_is_told, "base_rates.yaml", "  cannot: nobody leaves\n", "", 8, 1,
      "the field 'count' is missing", NULL, NULL)
FAULT(a_share_of_nothing_is_told, "base_rates.yaml", "  cannot: nobody leaves\n",
      "  cannot: nobody leaves\n  share: 0.5\n", 14, 3, "there is nothing to take a share of",
      "a 'count'", NULL)
FAULT(a_share_above_one_is_told, "base_rates.yaml", "  rests_on: trade.theta\n", "  share: 1.5\n",
      7, 10, "this is no share", "a part from 0 to 1", NULL)
FAULT(a_share_with_a_unit_is_told, "base_rates.yaml", "  rests_on: trade.theta\n",
      "  share: 0.5 year\n", 7, 10, NULL, NULL, NULL)
FAULT(a_set_of_goods_is_told, "base_rates.yaml",
      "for: h in hosts\n  from: 2005-01\n  until: 2024\n",
      "for: h in commodities\n  from: 2005-01\n  until: 2024\n", 3, 8,
      "'commodities' is no set of actors: events are recorded by actor", "a set such as hosts",
      NULL)

static void kinds_without_a_record_are_told(void **state) {
    (void)state;
    struct folder folder;
    make(&folder);
    folder_delete(&folder, "base_rates.csv");
    folder_expect_only(&folder, (struct wanted){"base_rates.csv", 0, 0, "the file is missing",
                                                "a file of this name", NULL});
    folder_remove(&folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_and_what_happened_are_read),
        cmocka_unit_test(what_is_held_out_is_a_kind_of_its_own),
        cmocka_unit_test(a_test_beyond_the_record_is_told),
        cmocka_unit_test(an_unknown_kind_is_told),
        cmocka_unit_test(an_actor_that_the_kind_is_not_for_is_told),
        cmocka_unit_test(a_date_outside_the_record_is_told),
        cmocka_unit_test(an_event_without_a_source_is_told),
        cmocka_unit_test(a_record_that_ends_before_it_begins_is_told),
        cmocka_unit_test(an_unknown_parameter_is_told),
        cmocka_unit_test(a_count_of_money_is_told),
        cmocka_unit_test(a_test_is_no_count),
        cmocka_unit_test(count_and_cannot_together_are_told),
        cmocka_unit_test(neither_count_nor_cannot_is_told),
        cmocka_unit_test(a_share_of_nothing_is_told),
        cmocka_unit_test(a_share_above_one_is_told),
        cmocka_unit_test(a_share_with_a_unit_is_told),
        cmocka_unit_test(a_set_of_goods_is_told),
        cmocka_unit_test(kinds_without_a_record_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
