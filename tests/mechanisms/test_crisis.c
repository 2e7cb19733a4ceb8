// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_crisis: calls for force in the bundled model, one step of the mechanism at a time: who may
// ask, the odds of an answer, what follows, coercion that fades. The game without a call is in
// test_crisis_game.c.
#include "mechanisms/institutions_bench.h"

#include "mechanisms/crisis_parts.h"

static void set_parameter(struct bench *bench, const char *name, double value) {
    *bench_parameter(bench, name) = value;
}

// A member in unrest asks for sure, and the other members are for it.
static void make_members_agree(struct bench *bench) {
    set_parameter(bench, "crisis.consent", 1);
    set_parameter(bench, "crisis.appeal_share", 1);
}

// A wave in a host in this month, and draws that differ by member.
static void wave_in(struct bench *bench, const char *host) {
    const size_t h = bench_element(bench, STEPPE_AXIS_HOST, host);
    steppe_cells(bench->world, STEPPE_VAR_unrest_waves)[h] = 1;
    steppe_cells(bench->world, STEPPE_VAR_disorder)[h] = 1;
    bench->world->fix_noise = false;
    bench->world->month = 1; // no game without a call
}

static double disorder_of(const struct bench *bench, const char *host) {
    const size_t h = bench_element(bench, STEPPE_AXIS_HOST, host);
    return steppe_cells(bench->world, STEPPE_VAR_disorder)[h];
}

static double called_troops(const struct bench *bench, const char *host) {
    return steppe_cells(bench->world,
                        STEPPE_VAR_called_troops)[bench_element(bench, STEPPE_AXIS_HOST, host)];
}

static double *belief_in(const struct bench *bench, const char *power) {
    return steppe_cells(bench->world, STEPPE_VAR_credibility) +
           bench_element(bench, STEPPE_AXIS_POWER, power);
}

static const struct steppe_crisis *crisis_of(const struct bench *bench) {
    const struct steppe_kernels *kernels = bench->plan->kernels;
    for (size_t k = 0; k < kernels->mechanism_count; k++)
        if (strcmp(kernels->mechanisms[k]->name, "crisis") == 0) return bench->plan->constants[k];
    return NULL;
}

#define CAME(host) (*bench_cell(bench, STEPPE_VAR_interventions, "RUS", host))

static double log_odds(double share) { return log(share / (1 - share)); }

static void force_ends_disorder_and_is_believed_in(void **state) {
    struct bench *bench = *state;
    make_members_agree(bench);
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
    make_members_agree(bench);
    set_parameter(bench, "crisis.help_share", 1e-6);
    set_parameter(bench, "crisis.refusal_effect", 0.7);
    wave_in(bench, "KGZ");
    const double before = log_odds(*belief_in(bench, "RUS"));
    const double china = *belief_in(bench, "CHN");
    bench_step(bench, "crisis");
    assert_true(*bench_cell(bench, STEPPE_VAR_interventions, "RUS", "KGZ") == 0);
    assert_true(disorder_of(bench, "KGZ") == 1 && *belief_in(bench, "CHN") == china);
    assert_true(called_troops(bench, "KGZ") == 0);
    assert_close(log_odds(*belief_in(bench, "RUS")), before - 0.7, 1e-12, 0);
}

static void only_members_of_a_pact_ask_and_only_after_a_wave(void **state) {
    struct bench *bench = *state;
    make_members_agree(bench);
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

static void calls_are_worked_off_where_a_member_has_a_wave_and_counted(void **state) {
    struct bench *bench = *state;
    uint64_t work[STEPPE_WORK_COUNT] = {0};
    bench->world->work = work;
    make_members_agree(bench);
    bench_step(bench, "crisis");
    assert_int_equal(work[STEPPE_WORK_CALLS], 0);
    wave_in(bench, "KAZ");
    wave_in(bench, "UZB"); // no member
    bench_step(bench, "crisis");
    bench_step(bench, "crisis");
    assert_int_equal(work[STEPPE_WORK_CALLS], 2);
    bench->world->work = NULL;
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
    make_members_agree(bench);
    set_parameter(bench, "crisis.appeal_effect", 0);
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

// The members' vote is reckoned with: the share of answers is the same under each rule.
static void calls_are_answered_as_often_whatever_the_rule(void **state) {
    struct bench *bench = *state;
    const double error = 4 * sqrt(0.24 / 4000); // four standard errors of a share
    const struct steppe_crisis *constants = crisis_of(bench);
    const struct steppe_pact kept = constants->pacts[0];
    struct steppe_pact pact = kept;
    struct steppe_crisis changed = *constants;
    changed.pacts = &pact;
    set_parameter(bench, "crisis.appeal_share", 1);
    set_parameter(bench, "crisis.consent", 0.8);
    set_parameter(bench, "crisis.help_share", 0.3);
    wave_in(bench, "KAZ");
    assert_true(kept.rule == STEPPE_PACT_CONSENSUS && kept.others >= 3);
    for (int rule = STEPPE_PACT_CONSENSUS; rule <= STEPPE_PACT_LEADER; rule++) {
        pact.rule = (enum steppe_pact_rule)rule;
        int came = 0;
        for (uint32_t member = 0; member < 4000; member++) {
            bench->world->first_member = member;
            CAME("KAZ") = 0;
            steppe_crisis_calls(bench->world, &changed,
                                bench_element(bench, STEPPE_AXIS_HOST, "KAZ"));
            came += CAME("KAZ") > 0;
        }
        assert_close(came / 4000.0, 0.3, 0, error);
    }
    // One member that is never for it is enough under consensus.
    *bench_cell(bench, STEPPE_VAR_portfolio, "KGZ", "RUS") = -10;
    set_parameter(bench, "crisis.consent_pull", 100);
    assert_true(answered(bench, 1, 0) == 0);
}

static void a_host_turned_to_the_leader_asks_more(void **state) {
    struct bench *bench = *state;
    set_parameter(bench, "crisis.consent", 1);
    set_parameter(bench, "crisis.help_share", 0.998999);
    set_parameter(bench, "crisis.alignment_effect", 0);
    set_parameter(bench, "crisis.appeal_share", 0.25);
    set_parameter(bench, "crisis.appeal_effect", 4);
    wave_in(bench, "KAZ");
    const double asks = 1 / (1 + exp(-(log_odds(0.25) + 0.8)));
    assert_close(answered(bench, 1, 0), 0.25, 0, 4 * sqrt(0.19 / 4000) + 0.002);
    assert_close(answered(bench, 1, 0.2), asks, 0, 4 * sqrt(0.25 / 4000) + 0.002);
}

// Sizes and times are lognormal about their medians; troops now are those person-years.
static void a_force_has_a_size_and_a_time(void **state) {
    struct bench *bench = *state;
    enum { MEMBERS = 4000 };
    double log_size = 0, square = 0, log_time = 0;
    int came = 0;
    make_members_agree(bench);
    set_parameter(bench, "crisis.help_share", 0.998999);
    set_parameter(bench, "crisis.called_troops", 3000);
    set_parameter(bench, "crisis.troops_spread", 0.5);
    set_parameter(bench, "crisis.called_time", 14 / 365.25);
    set_parameter(bench, "crisis.time_spread", 0.25);
    set_parameter(bench, "security.base_lag", 0.4);
    wave_in(bench, "KAZ");
    double *troops = bench_cell(bench, STEPPE_VAR_troops, "RUS", "KAZ");
    const size_t kaz = bench_element(bench, STEPPE_AXIS_HOST, "KAZ");
    for (uint32_t member = 0; member < MEMBERS; member++) {
        bench->world->first_member = member;
        *troops = 100;
        bench_step(bench, "crisis");
        const double size = called_troops(bench, "KAZ");
        const double time = steppe_cells(bench->world, STEPPE_VAR_called_time)[kaz];
        if (size == 0) continue;
        came++;
        assert_close(*troops, 100 + size * fmin(time / 0.4, 1), 1e-12, 0);
        log_size += log(size);
        square += log(size) * log(size);
        log_time += log(time * 365.25);
    }
    assert_true(came > 0.99 * MEMBERS);
    log_size /= came;
    // Four standard errors of a mean, and of a standard deviation.
    assert_close(log_size, log(3000), 0, 4 * 0.5 / sqrt(came));
    assert_close(sqrt(square / came - log_size * log_size), 0.5, 0, 4 * 0.5 / sqrt(2.0 * came));
    assert_close(log_time / came, log(14), 0, 4 * 0.25 / sqrt(came));
    steppe_cells(bench->world, STEPPE_VAR_unrest_waves)[kaz] = 0;
    bench_step(bench, "crisis");
    assert_true(called_troops(bench, "KAZ") == 0); // of this month alone
}

static void force_saves_governments_is_thanked_and_resented(void **state) {
    struct bench *bench = *state;
    enum { MEMBERS = 2000 };
    const size_t kaz = bench_element(bench, STEPPE_AXIS_HOST, "KAZ");
    double *leader = steppe_cells(bench->world, STEPPE_VAR_new_leader) + kaz;
    double *before = steppe_cells(bench->world, STEPPE_VAR_leader_before_fall) + kaz;
    double *views = bench_cell(bench, STEPPE_VAR_favourability, "RUS", "KAZ");
    double *summits = bench_cell(bench, STEPPE_VAR_summits, "RUS", "KAZ");
    const double views_0 = *views, summits_0 = *summits;
    int saved = 0;
    make_members_agree(bench);
    set_parameter(bench, "crisis.help_share", 0.998999);
    set_parameter(bench, "crisis.rescue", 0.6);
    set_parameter(bench, "crisis.resentment", 0.2);
    set_parameter(bench, "crisis.thanks", 1.5);
    wave_in(bench, "KAZ");
    for (uint32_t member = 0; member < MEMBERS; member++) {
        bench->world->first_member = member;
        *leader = 2030; // it fell this month; the one before came in peace, even in this month
        *before = 2029.5;
        *views = views_0;
        *summits = summits_0;
        bench_step(bench, "crisis");
        if (called_troops(bench, "KAZ") == 0) {
            assert_true(*leader == 2030 && *views == views_0 && *summits == summits_0);
            continue;
        }
        assert_true(*leader == 2030 || *leader == 2029.5);
        saved += *leader == 2029.5;
        assert_close(log_odds(*views), log_odds(views_0) - 0.2, 1e-12, 0);
        assert_close(*summits, summits_0 + 1.5, 1e-13, 0);
    }
    assert_close((double)saved / MEMBERS, 0.6, 0, 4 * sqrt(0.24 / MEMBERS) + 0.002);
}

static void nan_of_attention_is_seen_where_a_call_rests_on_it(void **state) {
    struct bench *bench = *state;
    make_members_agree(bench);
    *bench_cell(bench, STEPPE_VAR_attention, "RUS", "security") = (double)NAN;
    const double belief = *belief_in(bench, "RUS");
    bench->world->month = 1; // no game without a call
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
        cmocka_unit_test_setup(calls_are_worked_off_where_a_member_has_a_wave_and_counted,
                               bench_reset),
        cmocka_unit_test_setup(calls_are_answered_by_their_odds, bench_reset),
        cmocka_unit_test_setup(calls_are_answered_as_often_whatever_the_rule, bench_reset),
        cmocka_unit_test_setup(a_host_turned_to_the_leader_asks_more, bench_reset),
        cmocka_unit_test_setup(a_force_has_a_size_and_a_time, bench_reset),
        cmocka_unit_test_setup(force_saves_governments_is_thanked_and_resented, bench_reset),
        cmocka_unit_test_setup(nan_of_attention_is_seen_where_a_call_rests_on_it, bench_reset),
        cmocka_unit_test_setup(coercion_halves_in_its_half_life, bench_reset),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
