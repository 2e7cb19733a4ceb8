// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// ranking and attribution: counted by hand on the synthetic record.
#include "test.h"

#include "analysis/attribution.h"
#include "analysis/ranking.h"
#include "record/synthetic.h"

enum { MEMBERS = 512, DECEMBER_2035 = 37 };

static struct steppe_arena arena;
static struct steppe_record *record;

static int set_up(void **state) {
    (void)state;
    steppe_arena_init(&arena, 0);
    record = synthetic_record(&arena, MEMBERS);
    return record ? 0 : 1;
}
static int tear_down(void **state) {
    (void)state;
    steppe_arena_free(&arena);
    return 0;
}

static void each_host_has_its_powers_by_mean_with_shares_of_the_lead(void **state) {
    (void)state;
    struct steppe_host_ranking *hosts;
    struct steppe_error error;
    size_t count;
    assert_true(steppe_rankings_make(record, 0, "influence", DECEMBER_2035, &arena, &hosts, &count,
                                     &error));
    assert_int_equal(count, SYNTHETIC_HOSTS);
    for (size_t h = 0; h < count; h++) {
        double leads = 0;
        assert_string_equal(hosts[h].host, synthetic_hosts[h]);
        assert_int_equal(hosts[h].count, SYNTHETIC_POWERS);
        for (size_t r = 0; r < hosts[h].count; r++) {
            leads += hosts[h].ranks[r].lead_share;
            if (r > 0) assert_true(hosts[h].ranks[r - 1].mean >= hosts[h].ranks[r].mean);
        }
        assert_close(leads, 1, 1e-12, 0); // someone leads in every member
    }
    size_t china = 0;
    double expected = 0;
    while (strcmp(hosts[5].ranks[china].power, "CHN") != 0) china++;
    for (uint32_t i = 0; i < MEMBERS; i++) {
        size_t best = 0;
        for (size_t p = 1; p < SYNTHETIC_POWERS; p++)
            if (synthetic_value(0, p * SYNTHETIC_HOSTS + 5, 9.5, i) >
                synthetic_value(0, best * SYNTHETIC_HOSTS + 5, 9.5, i))
                best = p;
        expected += best == 1 ? 1.0 / MEMBERS : 0;
    }
    assert_true(expected > 0.05 && expected < 0.95);
    assert_close(hosts[5].ranks[china].lead_share, expected, 1e-12, 0);
}

static void without_kept_members_the_share_of_the_lead_is_unknown(void **state) {
    (void)state;
    struct steppe_record bare = *record;
    struct steppe_host_ranking *hosts;
    struct steppe_error error;
    size_t count;
    bare.kept = NULL;
    assert_true(
        steppe_rankings_make(&bare, 0, "influence", DECEMBER_2035, &arena, &hosts, &count, &error));
    assert_true(isnan(hosts[0].ranks[0].lead_share));
    assert_true(hosts[0].ranks[0].mean > hosts[0].ranks[5].mean);
}

static void a_variable_that_is_not_there_ranks_nobody(void **state) {
    (void)state;
    struct steppe_host_ranking *hosts;
    struct steppe_error error;
    size_t count = 7;
    assert_true(steppe_rankings_make(record, 0, "charm", 0, &arena, &hosts, &count, &error));
    assert_int_equal(count, 0);
}

static void indices_are_read_from_names_of_two_and_no_others(void **state) {
    (void)state;
    char first[24], second[24];
    assert_true(steppe_series_indices("influence[RUS,KAZ]", first, second));
    assert_string_equal(first, "RUS");
    assert_string_equal(second, "KAZ");
    assert_false(steppe_series_indices("autonomy[KAZ]", first, second));
    assert_false(steppe_series_indices("domain_score[economy,RUS,KAZ]", first, second));
    assert_false(steppe_series_indices("influence[RUS,KAZ", first, second));
    assert_false(steppe_series_indices("x[aaaaaaaaaaaaaaaaaaaaaaaaaaaaa,KAZ]", first, second));
}

static void attribution_finds_the_part_that_pairs_share(void **state) {
    (void)state;
    // The law gives shocks 0.75 of the common draw and 0.66 of the own: squares 0.5625 and 0.4356,
    // so a share of 0.5636 for the log, nearly so for the level. From 256 pairs the standard error
    // is (1 - share^2) / 16 = 0.043; four of them.
    const double share = steppe_tally_parameter_share(record->summary, 0, SYNTHETIC_SERIES - 1, 39);
    assert_close(share, 0.5636, 0, 4 * 0.043);
    struct steppe_attribution_span span = steppe_attribution_over(record, 0, "influence", 39);
    assert_int_equal(span.count, SYNTHETIC_HOSTS * SYNTHETIC_POWERS);
    assert_true(span.low <= span.median && span.median <= span.high);
    assert_close(span.median, 0.5636, 0, 0.043); // the median of 48 such shares
    assert_true(isnan(steppe_attribution_over(record, 0, "charm", 39).median));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_host_has_its_powers_by_mean_with_shares_of_the_lead),
        cmocka_unit_test(without_kept_members_the_share_of_the_lead_is_unknown),
        cmocka_unit_test(a_variable_that_is_not_there_ranks_nobody),
        cmocka_unit_test(indices_are_read_from_names_of_two_and_no_others),
        cmocka_unit_test(attribution_finds_the_part_that_pairs_share),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
