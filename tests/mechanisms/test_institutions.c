// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_institutions: seats by record, tariffs and ties in closed form, base rates of coming in and
// leaving, votes by rule, on the bundled model.
#include "institutions_bench.h"

#define SEAT(institution, actor) (*bench_cell(bench, STEPPE_VAR_membership, institution, actor))
#define BARRIER(from, to) (*bench_cell(bench, STEPPE_VAR_trade_barrier, from, to))
#define TIE(power, host) (*bench_cell(bench, STEPPE_VAR_political_tie, power, host))

enum { JANUARY_2027 = 36 }; // the record ends in July 2026

// ---- the record ---------------------------------------------------------------------------------

static void seats_follow_the_record(void **state) {
    struct bench *bench = *state;
    // Month since January 2024 at whose end a status is looked at; dates of membership.csv.
    static const struct {
        const char *institution, *actor;
        int32_t month;
        enum steppe_status status;
    } rows[] = {
        {"EAEU", "KAZ", 0, STEPPE_STATUS_MEMBER},    {"EAEU", "UZB", 0, STEPPE_STATUS_OBSERVER},
        {"EAEU", "IRN", 10, STEPPE_STATUS_NONE},     {"EAEU", "IRN", 11, STEPPE_STATUS_OBSERVER},
        {"IRLO", "KAZ", 0, STEPPE_STATUS_CANDIDATE}, {"IRLO", "KAZ", 10, STEPPE_STATUS_MEMBER},
        {"CSTO", "ARM", 0, STEPPE_STATUS_MEMBER},    {"CSTO", "ARM", 1, STEPPE_STATUS_SUSPENDED},
        {"SCO", "BLR", 5, STEPPE_STATUS_OBSERVER},   {"SCO", "BLR", 6, STEPPE_STATUS_MEMBER},
        {"CSTO", "UZB", 30, STEPPE_STATUS_NONE},     {"CIS", "TKM", 30, STEPPE_STATUS_PARTNER},
        {"PFP", "RUS", 30, STEPPE_STATUS_SUSPENDED}, {"WTO", "UZB", 30, STEPPE_STATUS_CANDIDATE},
        {"ABRAHAM", "KAZ", 21, STEPPE_STATUS_NONE},  {"ABRAHAM", "KAZ", 22, STEPPE_STATUS_MEMBER},
    };
    for (size_t i = 0; i < STEPPE_COUNT(rows); i++) {
        bench_push(bench, rows[i].month + 1);
        const double status = SEAT(rows[i].institution, rows[i].actor);
        if (status != (double)rows[i].status)
            fail_msg("%s in %s after month %d: %g, not %d", rows[i].actor, rows[i].institution,
                     rows[i].month, status, rows[i].status);
    }
}

// Costs of trade are computed in the months of trade.
static void end_quarter(struct bench *bench) {
    bench->world->month = 2;
    bench_step(bench, "institutions");
}

static void barriers_of_the_base_are_one_to_the_last_bit(void **state) {
    struct bench *bench = *state;
    end_quarter(bench);
    const size_t actors = bench->model->axes[STEPPE_AXIS_ACTOR].count;
    const double *barrier = steppe_cells(bench->world, STEPPE_VAR_trade_barrier);
    for (size_t i = 0; i < actors * actors; i++) assert_true(barrier[i] == 1);
}

// ---- tariffs ------------------------------------------------------------------------------------

static void leaving_a_customs_union_moves_tariffs_in_closed_form(void **state) {
    struct bench *bench = *state;
    const double inside = *bench_parameter(bench, "institutions.tariff_inside");
    const double outside = *bench_parameter(bench, "institutions.tariff_outside");
    assert_true(inside < 0 && outside > 0);
    SEAT("EAEU", "KAZ") = STEPPE_STATUS_NONE;
    end_quarter(bench);
    // Double arithmetic, one exponential: 1e-14.
    assert_close(BARRIER("RUS", "KAZ"), exp(-inside), 1e-14, 0);
    assert_close(BARRIER("KAZ", "RUS"), exp(outside - inside), 1e-14, 0);
    assert_close(BARRIER("CHN", "KAZ"), exp(-outside), 1e-14, 0);
    assert_close(BARRIER("KAZ", "CHN"), 1, 1e-14, 0);
    assert_close(BARRIER("BLR", "RUS"), 1, 1e-14, 0);
}

static void joining_a_customs_union_moves_tariffs_in_closed_form(void **state) {
    struct bench *bench = *state;
    const double inside = *bench_parameter(bench, "institutions.tariff_inside");
    const double outside = *bench_parameter(bench, "institutions.tariff_outside");
    SEAT("EAEU", "UZB") = STEPPE_STATUS_MEMBER;
    end_quarter(bench);
    assert_close(BARRIER("RUS", "UZB"), exp(inside), 1e-14, 0);
    assert_close(BARRIER("UZB", "RUS"), exp(inside - outside), 1e-14, 0);
    assert_close(BARRIER("CHN", "UZB"), exp(outside), 1e-14, 0);
    assert_close(BARRIER("UZB", "CHN"), 1, 1e-14, 0);
}

static void an_observer_pays_no_tariffs_of_the_union(void **state) {
    struct bench *bench = *state;
    SEAT("EAEU", "UZB") = STEPPE_STATUS_CANDIDATE;
    end_quarter(bench);
    assert_true(BARRIER("RUS", "UZB") == 1 && BARRIER("CHN", "UZB") == 1);
}

static void who_joins_the_wto_trades_at_less_cost_with_its_members_alone(void **state) {
    struct bench *bench = *state;
    const double bound = *bench_parameter(bench, "institutions.tariff_bound");
    assert_true(bound < 0 && SEAT("WTO", "UZB") == STEPPE_STATUS_CANDIDATE);
    SEAT("WTO", "UZB") = STEPPE_STATUS_MEMBER;
    end_quarter(bench);
    assert_close(BARRIER("CHN", "UZB"), exp(bound), 1e-14, 0);
    assert_close(BARRIER("UZB", "CHN"), exp(bound), 1e-14, 0);
    // Iran and Turkmenistan are outside, and nothing changes between two members.
    assert_true(BARRIER("IRN", "UZB") == 1 && BARRIER("UZB", "TKM") == 1);
    assert_true(BARRIER("CHN", "KAZ") == 1);
}

static void who_leaves_the_wto_pays_more(void **state) {
    struct bench *bench = *state;
    const double bound = *bench_parameter(bench, "institutions.tariff_bound");
    SEAT("WTO", "KGZ") = STEPPE_STATUS_NONE;
    end_quarter(bench);
    assert_close(BARRIER("KGZ", "CHN"), exp(-bound), 1e-14, 0);
    assert_true(BARRIER("KGZ", "UZB") == 1);
}

static void integration_of_two_hosts_cheapens_their_trade_alone(void **state) {
    struct bench *bench = *state;
    const double effect = *bench_parameter(bench, "integration.cost_effect");
    *bench_cell(bench, STEPPE_VAR_integration, "KAZ", "UZB") += 0.25;
    end_quarter(bench);
    assert_close(BARRIER("KAZ", "UZB"), exp(0.25 * effect), 1e-14, 0);
    assert_true(BARRIER("KAZ", "UZB") < 1);
    assert_true(BARRIER("KAZ", "KGZ") == 1 && BARRIER("RUS", "UZB") == 1);
}

// ---- political ties -----------------------------------------------------------------------------

static void political_ties_count_seats_treaties_and_summits(void **state) {
    struct bench *bench = *state;
    const double summit = *bench_parameter(bench, "institutions.summit_weight");
    bench_step(bench, "institutions");
    // January 2024. Russia and Kazakhstan: CIS, CSTO, SCO, EAEU, the summit of the six; Baikonur.
    // IRLO has Kazakhstan as a candidate. Summits of 2022 and 2025: two in five years.
    assert_close(TIE("RUS", "KAZ"), 6 + summit * 0.4, 1e-12, 0);
    // Partnership for Peace, as a partner; C5+1; summits of 2023 and 2025.
    assert_close(TIE("USA", "KAZ"), 1.5 + summit * 0.4, 1e-12, 0);
    // Turkey: Partnership for Peace 1/2, OTS 1, SCO 1/2 (Turkey is a partner).
    assert_close(TIE("TUR", "KAZ"), 2, 1e-12, 0);
    // Iran and Uzbekistan: SCO; Iran came to the EAEU as an observer in December 2024.
    assert_close(TIE("IRN", "UZB"), 1, 1e-12, 0);
    bench_push(bench, 12);
    assert_close(TIE("IRN", "UZB"), 1.25, 1e-12, 0);
    // Good-neighbour treaty of China and the five, June 2025; SCO, mechanism of the six, summits.
    bench_push(bench, 17);
    assert_close(TIE("CHN", "KAZ"), 2 + summit * 0.4, 1e-12, 0);
    bench_push(bench, 18);
    assert_close(TIE("CHN", "KAZ"), 3 + summit * 0.4, 1e-12, 0);
}

static void summits_are_counted_over_the_years_of_the_parameter(void **state) {
    (void)state;
    struct bench three;
    void *of = &three;
    // Kazakhstan met Russia in October 2022 and in 2025, the United States in September 2023 and in
    // 2025: in the three years before July 2026 once and twice.
    bench_make(&three, "institutions.summit_years:\n  unit: year\n  value: 5",
               "institutions.summit_years:\n  unit: year\n  value: 3");
    bench_reset(&of);
    assert_close(*bench_cell(&three, STEPPE_VAR_summits, "RUS", "KAZ"), 1 / 3.0, 1e-12, 0);
    assert_close(*bench_cell(&three, STEPPE_VAR_summits, "USA", "KAZ"), 2 / 3.0, 1e-12, 0);
    bench_close(&of);
}

static void a_body_left_ties_no_more(void **state) {
    struct bench *bench = *state;
    bench_step(bench, "institutions");
    const double before = TIE("RUS", "KAZ"), other = TIE("CHN", "KAZ");
    SEAT("CSTO", "KAZ") = STEPPE_STATUS_NONE;
    bench_step(bench, "institutions");
    assert_close(TIE("RUS", "KAZ"), before - 1, 1e-12, 0);
    assert_close(TIE("CHN", "KAZ"), other, 1e-12, 0);
}

static void summits_fade_with_attention_at_their_half_life(void **state) {
    struct bench *bench = *state;
    double *summits = bench_cell(bench, STEPPE_VAR_summits, "USA", "KAZ");
    const double before = *summits;
    assert_close(before, 0.4, 1e-12, 0);
    *bench_parameter(bench, "institutions.summit_half_life") = 3;
    *bench_cell(bench, STEPPE_VAR_attention, "USA", "politics") = 0.5;
    for (int m = 1; m <= 36; m++) { // no January among them: nobody decides
        bench->world->month = 1;
        bench_step(bench, "institutions");
    }
    assert_close(*summits, before * (0.5 + 0.5 * 0.5), 1e-12, 0);
}

// ---- coming in and leaving ----------------------------------------------------------------------

static void set_all(struct bench *bench, const char *parameter, double value) {
    double *cells = bench_parameter(bench, parameter);
    const size_t count = bench->model->axes[STEPPE_AXIS_INSTITUTION].count;
    for (size_t k = 0; k < count; k++) cells[k] = value;
}

enum { MEMBERS = 3000 };

// How often `host` comes in or leaves in one January, of MEMBERS members of the same base.
static int moves(struct bench *bench, const char *institution, const char *host,
                 enum steppe_status before, enum steppe_status after) {
    double *seat = bench_cell(bench, STEPPE_VAR_membership, institution, host);
    const size_t cells = bench->plan->layout->cell_counts[STEPPE_VAR_membership];
    double *all = steppe_cells(bench->world, STEPPE_VAR_membership);
    double *kept = malloc(cells * sizeof *kept);
    int count = 0;
    assert_non_null(kept);
    *seat = before;
    memcpy(kept, all, cells * sizeof *kept);
    bench->world->month = JANUARY_2027;
    bench->world->fix_noise = false;
    for (uint32_t member = 0; member < MEMBERS; member++) {
        bench->world->first_member = member;
        memcpy(all, kept, cells * sizeof *kept);
        bench_step(bench, "institutions");
        count += *seat == (double)after;
    }
    bench->world->fix_noise = true;
    bench->world->first_member = 0;
    free(kept);
    return count;
}

// Four standard deviations of a binomial.
static void assert_share(int count, double share) {
    const double spread = sqrt(MEMBERS * share * (1 - share));
    if (fabs(count - MEMBERS * share) > 4 * spread)
        fail_msg("%d of %d, expected a share of %g", count, MEMBERS, share);
}

static void entries_come_at_the_base_rate_whatever_the_rule(void **state) {
    struct bench *bench = *state;
    // Consensus of five, of ten, a majority, the leader alone: the vote takes away what the number
    // of applications adds. Tajikistan sits in IRLO, so there the majority is of one voter less
    // than in the record: 0.973 in place of 0.953, within the tolerance.
    static const struct {
        const char *institution, *host;
    } bodies[] = {{"EAEU", "TJK"}, {"SCO", "TKM"}, {"IRLO", "TJK"}, {"ABRAHAM", "TJK"}};
    for (size_t i = 0; i < STEPPE_COUNT(bodies); i++) {
        bench_push(bench, JANUARY_2027); // the members are those of the end of the record
        set_all(bench, "institutions.entry_rate", 0.1);
        *bench_parameter(bench, "institutions.consent") = 0.85;
        assert_share(moves(bench, bodies[i].institution, bodies[i].host, STEPPE_STATUS_NONE,
                           STEPPE_STATUS_MEMBER),
                     0.1);
    }
}

static void no_host_asks_more_often_than_the_most(void **state) {
    struct bench *bench = *state;
    // The leader alone agrees in one case of five; for 0.1 a year half would have to ask.
    bench_push(bench, JANUARY_2027);
    set_all(bench, "institutions.entry_rate", 0.1);
    *bench_parameter(bench, "institutions.consent") = 0.2;
    *bench_parameter(bench, "institutions.attempt_most") = 0.25;
    assert_share(moves(bench, "ABRAHAM", "TJK", STEPPE_STATUS_NONE, STEPPE_STATUS_MEMBER),
                 0.25 * 0.2);
}

static void exits_come_at_the_base_rate(void **state) {
    struct bench *bench = *state;
    set_all(bench, "institutions.exit_rate", 0.05);
    assert_share(moves(bench, "CSTO", "KGZ", STEPPE_STATUS_MEMBER, STEPPE_STATUS_NONE), 0.05);
}

static void a_vote_without_consent_keeps_everybody_out(void **state) {
    struct bench *bench = *state;
    // Half apply, the most there can be; all five members agree in 1e-10 of the cases.
    set_all(bench, "institutions.entry_rate", 0.5);
    *bench_parameter(bench, "institutions.consent") = 0.01;
    assert_int_equal(moves(bench, "EAEU", "UZB", STEPPE_STATUS_NONE, STEPPE_STATUS_MEMBER), 0);
}

static void who_may_not_come_in_never_does(void **state) {
    struct bench *bench = *state;
    set_all(bench, "institutions.entry_rate", 0.5);
    *bench_parameter(bench, "institutions.consent") = 0.99;
    // Tajik is no Turkic language; Turkmenistan is neutral: open_to of institutions.csv.
    assert_int_equal(moves(bench, "OTS", "TJK", STEPPE_STATUS_NONE, STEPPE_STATUS_MEMBER), 0);
    assert_int_equal(moves(bench, "CSTO", "TKM", STEPPE_STATUS_NONE, STEPPE_STATUS_MEMBER), 0);
}

static void a_turn_to_the_leader_brings_hosts_in_and_keeps_them(void **state) {
    struct bench *bench = *state;
    set_all(bench, "institutions.entry_rate", 0.1);
    set_all(bench, "institutions.exit_rate", 0.1);
    *bench_parameter(bench, "institutions.consent_pull") = 0;
    const int in = moves(bench, "EAEU", "UZB", STEPPE_STATUS_OBSERVER, STEPPE_STATUS_MEMBER);
    const int out = moves(bench, "EAEU", "KAZ", STEPPE_STATUS_MEMBER, STEPPE_STATUS_NONE);
    bench_push(bench, 0);
    set_all(bench, "institutions.entry_rate", 0.1);
    set_all(bench, "institutions.exit_rate", 0.1);
    *bench_parameter(bench, "institutions.consent_pull") = 0;
    *bench_cell(bench, STEPPE_VAR_portfolio, "UZB", "RUS") += 0.1;
    *bench_cell(bench, STEPPE_VAR_portfolio, "KAZ", "RUS") += 0.1;
    // Same draws: every shift of a threshold is seen.
    assert_true(moves(bench, "EAEU", "UZB", STEPPE_STATUS_OBSERVER, STEPPE_STATUS_MEMBER) > in);
    assert_true(moves(bench, "EAEU", "KAZ", STEPPE_STATUS_MEMBER, STEPPE_STATUS_NONE) < out);
}

static void dependence_on_the_leader_keeps_hosts_in(void **state) {
    struct bench *bench = *state;
    set_all(bench, "institutions.exit_rate", 0.1);
    const int out = moves(bench, "EAEU", "KAZ", STEPPE_STATUS_MEMBER, STEPPE_STATUS_NONE);
    *bench_cell(bench, STEPPE_VAR_dependence, "RUS", "KAZ") += 0.2;
    assert_true(moves(bench, "EAEU", "KAZ", STEPPE_STATUS_MEMBER, STEPPE_STATUS_NONE) < out);
}

static void trade_with_a_customs_union_draws_hosts_in(void **state) {
    struct bench *bench = *state;
    set_all(bench, "institutions.entry_rate", 0.1);
    const int in = moves(bench, "EAEU", "UZB", STEPPE_STATUS_OBSERVER, STEPPE_STATUS_MEMBER);
    *bench_cell(bench, STEPPE_VAR_goods_trade, "RUS", "UZB") *= 3;
    assert_true(moves(bench, "EAEU", "UZB", STEPPE_STATUS_OBSERVER, STEPPE_STATUS_MEMBER) > in);
}

static void the_leader_of_a_fund_pledges_to_who_comes_in(void **state) {
    struct bench *bench = *state;
    const double rate = *bench_parameter(bench, "institutions.fund_pledge");
    double *pledge = bench_cell(bench, STEPPE_VAR_pledge, "USA", "UZB");
    const double before = *pledge;
    const uint32_t host = bench_element(bench, STEPPE_AXIS_ACTOR, "UZB");
    const double income = steppe_cells(bench->world, STEPPE_VAR_gdp_nominal)[host];
    bench->world->month = JANUARY_2027;
    SEAT("ABRAHAM", "KAZ") = STEPPE_STATUS_MEMBER; // as the record has it by then
    SEAT("ABRAHAM", "UZB") = STEPPE_STATUS_MEMBER;
    const double kazakh = *bench_cell(bench, STEPPE_VAR_pledge, "USA", "KAZ");
    // Other funds are as the record leaves them.
    bench_step(bench, "institutions");
    assert_close(*pledge, before + rate * income, 1e-14, 0);
    assert_true(*bench_cell(bench, STEPPE_VAR_pledge, "USA", "KAZ") == kazakh);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(seats_follow_the_record, bench_reset),
        cmocka_unit_test_setup(barriers_of_the_base_are_one_to_the_last_bit, bench_reset),
        cmocka_unit_test_setup(leaving_a_customs_union_moves_tariffs_in_closed_form, bench_reset),
        cmocka_unit_test_setup(joining_a_customs_union_moves_tariffs_in_closed_form, bench_reset),
        cmocka_unit_test_setup(an_observer_pays_no_tariffs_of_the_union, bench_reset),
        cmocka_unit_test_setup(who_joins_the_wto_trades_at_less_cost_with_its_members_alone,
                               bench_reset),
        cmocka_unit_test_setup(who_leaves_the_wto_pays_more, bench_reset),
        cmocka_unit_test_setup(integration_of_two_hosts_cheapens_their_trade_alone, bench_reset),
        cmocka_unit_test_setup(political_ties_count_seats_treaties_and_summits, bench_reset),
        cmocka_unit_test(summits_are_counted_over_the_years_of_the_parameter),
        cmocka_unit_test_setup(a_body_left_ties_no_more, bench_reset),
        cmocka_unit_test_setup(summits_fade_with_attention_at_their_half_life, bench_reset),
        cmocka_unit_test_setup(entries_come_at_the_base_rate_whatever_the_rule, bench_reset),
        cmocka_unit_test_setup(no_host_asks_more_often_than_the_most, bench_reset),
        cmocka_unit_test_setup(exits_come_at_the_base_rate, bench_reset),
        cmocka_unit_test_setup(a_vote_without_consent_keeps_everybody_out, bench_reset),
        cmocka_unit_test_setup(who_may_not_come_in_never_does, bench_reset),
        cmocka_unit_test_setup(a_turn_to_the_leader_brings_hosts_in_and_keeps_them, bench_reset),
        cmocka_unit_test_setup(dependence_on_the_leader_keeps_hosts_in, bench_reset),
        cmocka_unit_test_setup(trade_with_a_customs_union_draws_hosts_in, bench_reset),
        cmocka_unit_test_setup(the_leader_of_a_fund_pledges_to_who_comes_in, bench_reset),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
