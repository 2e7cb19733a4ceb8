// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_crisis: calls for force in the bundled model, one step of the mechanism at a time: who may
// ask, the odds of an answer, what follows, coercion that fades.
#include "mechanisms/institutions_bench.h"

static void set_parameter(struct bench *bench, const char *name, double value) {
    *bench_parameter(bench, name) = value;
}

// A wave in a host in this month, and draws that differ by member.
static void wave_in(struct bench *bench, const char *host) {
    const size_t h = bench_element(bench, STEPPE_AXIS_HOST, host);
    steppe_cells(bench->world, STEPPE_VAR_unrest_waves)[h] = 1;
    steppe_cells(bench->world, STEPPE_VAR_disorder)[h] = 1;
    bench->world->fix_noise = false;
}

static double disorder_of(const struct bench *bench, const char *host) {
    const size_t h = bench_element(bench, STEPPE_AXIS_HOST, host);
    return steppe_cells(bench->world, STEPPE_VAR_disorder)[h];
}

static double *belief_in(const struct bench *bench, const char *power) {
    return steppe_cells(bench->world, STEPPE_VAR_credibility) +
           bench_element(bench, STEPPE_AXIS_POWER, power);
}

static double log_odds(double share) { return log(share / (1 - share)); }

static void force_ends_disorder_and_is_believed_in(void **state) {
    struct bench *bench = *state;
    set_parameter(bench, "crisis.appeal_share", 1);
    set_parameter(bench, "crisis.help_share", 0.999999);
    set_parameter(bench, "crisis.relief", 0.6);
    set_parameter(bench, "crisis.honour_effect", 0.4);
    wave_in(bench, "KAZ");
    const double before = log_odds(*belief_in(bench, "RUS"));
    bench_step(bench, "crisis");
    assert_close(*bench_cell(bench, STEPPE_VAR_interventions, "RUS", "KAZ"), 1, 0, 0);
    assert_close(disorder_of(bench, "KAZ"), 0.4, 1e-14, 0);
    assert_close(log_odds(*belief_in(bench, "RUS")), before + 0.4, 1e-12, 0);
}

static void a_refusal_costs_belief_and_changes_nothing_else(void **state) {
    struct bench *bench = *state;
    set_parameter(bench, "crisis.appeal_share", 1);
    set_parameter(bench, "crisis.help_share", 1e-6);
    set_parameter(bench, "crisis.refusal_effect", 0.7);
    wave_in(bench, "KGZ");
    const double before = log_odds(*belief_in(bench, "RUS"));
    const double china = *belief_in(bench, "CHN");
    bench_step(bench, "crisis");
    assert_true(*bench_cell(bench, STEPPE_VAR_interventions, "RUS", "KGZ") == 0);
    assert_true(disorder_of(bench, "KGZ") == 1 && *belief_in(bench, "CHN") == china);
    assert_close(log_odds(*belief_in(bench, "RUS")), before - 0.7, 1e-12, 0);
}

static void only_members_of_a_pact_ask_and_only_after_a_wave(void **state) {
    struct bench *bench = *state;
    set_parameter(bench, "crisis.appeal_share", 1);
    wave_in(bench, "UZB"); // left the pact in 2012
    const double before = *belief_in(bench, "RUS");
    bench_step(bench, "crisis");
    assert_true(*belief_in(bench, "RUS") == before && disorder_of(bench, "UZB") == 1);
    // In again, it asks; Kazakhstan, without a wave, does not.
    const double member = STEPPE_STATUS_MEMBER;
    *bench_cell(bench, STEPPE_VAR_membership, "CSTO", "UZB") = member;
    set_parameter(bench, "crisis.help_share", 0.999999);
    bench_step(bench, "crisis");
    assert_true(*bench_cell(bench, STEPPE_VAR_interventions, "RUS", "UZB") == 1);
    assert_true(*bench_cell(bench, STEPPE_VAR_interventions, "RUS", "KAZ") == 0);
}

// Share of members whose call is answered.
static double answered(struct bench *bench, double attention, double alignment) {
    enum { MEMBERS = 4000 };
    int came = 0;
    const double rested = *bench_cell(bench, STEPPE_VAR_portfolio, "KAZ", "RUS");
    *bench_cell(bench, STEPPE_VAR_attention, "RUS", "security") = attention;
    *bench_cell(bench, STEPPE_VAR_portfolio, "KAZ", "RUS") = rested + alignment;
    for (uint32_t member = 0; member < MEMBERS; member++) {
        bench->world->first_member = member;
        *bench_cell(bench, STEPPE_VAR_interventions, "RUS", "KAZ") = 0;
        bench_step(bench, "crisis");
        came += *bench_cell(bench, STEPPE_VAR_interventions, "RUS", "KAZ") > 0;
    }
    *bench_cell(bench, STEPPE_VAR_portfolio, "KAZ", "RUS") = rested;
    bench->world->first_member = 0;
    return (double)came / MEMBERS;
}

static void calls_are_answered_by_their_odds(void **state) {
    struct bench *bench = *state;
    const double error = 4 * sqrt(0.25 / 4000); // four standard errors of a share
    set_parameter(bench, "crisis.appeal_share", 1);
    set_parameter(bench, "crisis.help_share", 0.4);
    set_parameter(bench, "crisis.attention_effect", 1);
    set_parameter(bench, "crisis.alignment_effect", 4);
    wave_in(bench, "KAZ");
    const double base = answered(bench, 1, 0), busy = answered(bench, 0.5, 0);
    const double close = answered(bench, 1, 0.1);
    assert_close(base, 0.4, 0, error);
    assert_close(busy, 1 / (1 + exp(-(log_odds(0.4) - log(2)))), 0, error);
    assert_close(close, 1 / (1 + exp(-(log_odds(0.4) + 0.4))), 0, error);
    // The same draws: more attention or alignment loses no answer.
    assert_true(busy < base && base < close);
    set_parameter(bench, "crisis.appeal_share", 0.25);
    assert_close(answered(bench, 1, 0), 0.1, 0, 4 * sqrt(0.09 / 4000));
}

static void nan_of_attention_is_seen_where_a_call_rests_on_it(void **state) {
    struct bench *bench = *state;
    set_parameter(bench, "crisis.appeal_share", 1);
    *bench_cell(bench, STEPPE_VAR_attention, "RUS", "security") = (double)NAN;
    const double belief = *belief_in(bench, "RUS");
    bench_step(bench, "crisis");
    assert_true(*belief_in(bench, "RUS") == belief); // no wave, no call
    wave_in(bench, "TJK");
    bench_step(bench, "crisis");
    assert_true(isnan(*belief_in(bench, "RUS")) && isnan(disorder_of(bench, "TJK")));
}

static void coercion_halves_in_its_half_life(void **state) {
    struct bench *bench = *state;
    set_parameter(bench, "crisis.half_life", 0.5);
    *bench_cell(bench, STEPPE_VAR_coercion, "RUS", "TJK") = 0.8;
    const double belief = *belief_in(bench, "RUS");
    for (int m = 0; m < 12; m++) bench_step(bench, "crisis");
    assert_close(*bench_cell(bench, STEPPE_VAR_coercion, "RUS", "TJK"), 0.2, 1e-12, 0);
    assert_true(*belief_in(bench, "RUS") == belief); // no call: the same bits
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(force_ends_disorder_and_is_believed_in, bench_reset),
        cmocka_unit_test_setup(a_refusal_costs_belief_and_changes_nothing_else, bench_reset),
        cmocka_unit_test_setup(only_members_of_a_pact_ask_and_only_after_a_wave, bench_reset),
        cmocka_unit_test_setup(calls_are_answered_by_their_odds, bench_reset),
        cmocka_unit_test_setup(nan_of_attention_is_seen_where_a_call_rests_on_it, bench_reset),
        cmocka_unit_test_setup(coercion_halves_in_its_half_life, bench_reset),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
