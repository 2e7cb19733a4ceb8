// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_claims: paired differences by hand, the rule of verdicts on made-up numbers, facts looked up
// in the bundled tables, and runs of the bundled claims. No verdict of the model is asserted.
#include "study/claims.h"

#include <math.h>
#include <string.h>

#include "model_copy.h"
#include "test.h"

// ---- numbers ------------------------------------------------------------------------------------
static void paired_differences_are_summed_up_by_pairs(void **state) {
    (void)state;
    // Pairs (1, 3), (-2, 0), (4, NaN), (6, 6): means 2, -1, none, 6.
    const double nan = (double)NAN;
    double values[] = {1, 3, -2, 0, 4, nan, 6, 6}, again[] = {1, 3, -2, 0, 4, nan, 6, 6};
    struct steppe_paired paired = steppe_claims_paired(values, 8, 1);
    assert_int_equal(paired.pairs, 3);
    assert_close(paired.mean, 18.0 / 7, 1e-15, 0);
    // Variance of 2, -1, 6 about their mean 7/3: (1/9 + 100/9 + 121/9) / 2 = 37/3.
    assert_close(paired.standard_error, sqrt(37.0 / 9), 1e-14, 0);
    assert_close(paired.as_claimed, 5.0 / 7, 1e-15, 0);
    assert_close(paired.otherwise, 1.0 / 7, 1e-15, 0);
    // Sorted -2 0 1 3 4 6 6: ranks 0.6 and 5.4.
    assert_close(paired.low, -0.8, 1e-14, 0);
    assert_close(paired.high, 6, 1e-15, 0);
    paired = steppe_claims_paired(again, 8, -1);
    assert_close(paired.as_claimed, 1.0 / 7, 1e-15, 0);
}

static void without_members_nothing_is_known(void **state) {
    (void)state;
    double values[] = {(double)NAN, (double)NAN};
    struct steppe_paired paired = steppe_claims_paired(values, 2, 1);
    assert_true(isnan(paired.mean) && isnan(paired.low) && isnan(paired.standard_error));
}

static struct steppe_paired told(double mean, double as_claimed, double otherwise) {
    return (struct steppe_paired){mean, 0.01, mean - 1, mean + 1, as_claimed, otherwise, 500};
}

static const struct {
    struct steppe_paired effect, off, part;
    bool against;
    enum steppe_verdict verdict;
} verdict_cases[] = {
    // All of it is the link's, and nothing could have turned it, by the file or by the priors.
    {{1, .01, 0, 2, 1, 0, 500},
     {0, 0, 0, 0, 0, 0, 500},
     {1, .01, 0, 2, 1, 0, 500},
     false,
     STEPPE_BY_CONSTRUCTION},
    {{1, .01, 0, 2, .95, .05, 500},
     {0, 0, 0, 0, 0, 0, 500},
     {1, .01, 0, 2, .95, .05, 500},
     false,
     STEPPE_BY_CONSTRUCTION},
    {{1, .01, 0, 2, 1, 0, 500},
     {.04, .01, 0, 0, 1, 0, 500},
     {.96, .01, 0, 2, 1, 0, 500},
     true,
     STEPPE_BY_CONSTRUCTION},
    // It could have failed, by a path against it or by what is left with the link off.
    {{1, .01, 0, 2, .95, .05, 500},
     {0, 0, 0, 0, 0, 0, 500},
     {1, .01, 0, 2, .95, .05, 500},
     true,
     STEPPE_SUPPORTED},
    {{1, .01, 0, 2, 1, 0, 500},
     {.2, .01, 0, 0, 1, 0, 500},
     {.8, .01, 0, 2, 1, 0, 500},
     false,
     STEPPE_SUPPORTED},
    {{1, .01, 0, 2, 1, 0, 500},
     {-.2, .01, 0, 0, 0, 1, 500},
     {1.2, .01, 0, 2, 1, 0, 500},
     true,
     STEPPE_SUPPORTED},
    // As large without the link: it is not the link's.
    {{1, .01, 0, 2, 1, 0, 500},
     {1, .01, 0, 2, 1, 0, 500},
     {0, .01, 0, 0, .5, .5, 500},
     true,
     STEPPE_UNDETERMINED},
    {{1, .01, 0, 2, 1, 0, 500},
     {.96, .01, 0, 2, 1, 0, 500},
     {.04, .001, 0, 0, 1, 0, 500},
     true,
     STEPPE_UNDETERMINED},
    // The middle 80 percent of the futures holds zero; or the mean is within noise.
    {{1, .01, 0, 2, .89, .11, 500},
     {0, 0, 0, 0, 0, 0, 500},
     {1, .01, 0, 2, .89, .11, 500},
     true,
     STEPPE_UNDETERMINED},
    {{1, .4, 0, 2, .95, .05, 500},
     {0, 0, 0, 0, 0, 0, 500},
     {1, .4, 0, 2, .95, .05, 500},
     true,
     STEPPE_UNDETERMINED},
    {{0, 0, 0, 0, 0, 0, 500},
     {0, 0, 0, 0, 0, 0, 500},
     {0, 0, 0, 0, 0, 0, 500},
     true,
     STEPPE_UNDETERMINED},
    // 50 standard errors each way are within noise where two pairs tell them: t is 63.7.
    {{1, .02, 0, 2, 1, 0, 2},
     {0, 0, 0, 0, 0, 0, 2},
     {1, .02, 0, 2, 1, 0, 2},
     true,
     STEPPE_UNDETERMINED},
    {{1, .02, 0, 2, 1, 0, 3},
     {0, 0, 0, 0, 0, 0, 3},
     {1, .02, 0, 2, 1, 0, 3},
     true,
     STEPPE_BY_CONSTRUCTION},
    // Where most futures are not moved at all, the mean alone is judged.
    {{1, .01, 0, 2, .3, .1, 500},
     {0, 0, 0, 0, 0, 0, 500},
     {1, .01, 0, 2, .3, .1, 500},
     true,
     STEPPE_SUPPORTED},
    {{-1, .01, 0, 2, .1, .3, 500},
     {0, 0, 0, 0, 0, 0, 500},
     {-1, .01, 0, 2, .1, .3, 500},
     true,
     STEPPE_CONTRADICTED},
    // The other way.
    {{-1, .01, -2, 0, .05, .95, 500},
     {0, 0, 0, 0, 0, 0, 500},
     {-1, .01, -2, 0, .05, .95, 500},
     true,
     STEPPE_CONTRADICTED},
    {{-1, .01, -2, 0, .05, .95, 500},
     {-1, .01, 0, 0, 0, 1, 500},
     {0, .01, 0, 0, .5, .5, 500},
     false,
     STEPPE_CONTRADICTED},
};

static void the_rule_of_verdicts_is_the_documented_one(void **state) {
    (void)state;
    for (size_t i = 0; i < STEPPE_COUNT(verdict_cases); i++) {
        const char *reason = NULL;
        struct steppe_claim_result result = {.rises = true,
                                             .against = verdict_cases[i].against ? "a path" : NULL,
                                             .effect = verdict_cases[i].effect,
                                             .off = verdict_cases[i].off,
                                             .part = verdict_cases[i].part};
        enum steppe_verdict verdict = steppe_claims_judge(&result, &reason);
        if (verdict != verdict_cases[i].verdict)
            fail_msg("case %zu: %s: %s", i, steppe_verdict_name(verdict), reason);
        assert_null(strstr(reason ? reason : "", "no prior")); // futures tell of futures alone
        assert_non_null(reason);
    }
    // The claimed direction is the file's: the same numbers, claimed to fall.
    const char *reason;
    struct steppe_claim_result falls = {.against = "a path",
                                        .effect = told(-1, 0.95, 0.05),
                                        .off = told(0, 0, 0),
                                        .part = told(-1, 0.95, 0.05)};
    assert_int_equal(steppe_claims_judge(&falls, &reason), STEPPE_SUPPORTED);
}

// ---- claims of a run ----------------------------------------------------------------------------
// A copy of the bundled model with this for claims.yaml.
static struct changed {
    struct model_copy copy;
    struct steppe_project *project;
} changed;

static void change(const char *text) {
    model_copy_make(&changed.copy);
    model_copy_write(&changed.copy, "claims.yaml", "w", text);
    changed.project = model_open(changed.copy.folder);
    assert_non_null(changed.project);
}

static void put_away(void) {
    steppe_project_close(changed.project);
    model_copy_free(&changed.copy);
}

static struct steppe_run_options options_of(uint32_t members) {
    struct steppe_run_options options;
    steppe_run_options_default(&options);
    options.members = members;
    return options;
}

static const struct steppe_claims *try_claims(const struct steppe_run_options *options) {
    const struct steppe_claims *claims;
    struct steppe_error error = {0};
    if (!steppe_claims_make(changed.project, options, &claims, &error))
        fail_msg("%s", error.message);
    return claims;
}

// Two claims, early measures, few changes: what a run is made of, and little to compute.
static const char two_claims[] =
    "claims:\n"
    "  growth:\n"
    "    title: Growth makes an economy larger\n"
    "    assumed: all of it.\n"
    "    open: nothing.\n"
    "    experiment: Kazakhstan grows by two points more from 2027 on\n"
    "    given_text: a shock of disorder\n"
    "    given:\n"
    "      - {at: 2026-09, add: \"disorder[KAZ]\", by: 1}\n"
    "    changes:\n"
    "      - {at: 2027-01, add: \"economy.growth[KAZ]\", by: 0.02 1/year}\n"
    "    measured: output\n"
    "    measure: at(2028-12, gdp[KAZ])\n"
    "    unit: percent\n"
    "    expected: rises\n"
    "    link: growth is what it is in all worlds\n"
    "    off:\n"
    "      - {set: \"economy.growth[KAZ]\", to: 0.03 1/year}\n"
    "      - {add: \"economy.growth[KAZ]\", by: -0.02 1/year}\n"
    "  war:\n"
    "    title: A frozen war brings more of the attention that the war takes\n"
    "    assumed: attention falls in war.\n"
    "    open: nothing.\n"
    "    against: nothing, in truth.\n"
    "    experiment: the war freezes\n"
    "    scenario: frozen_war\n"
    "    measured: attention\n"
    "    measure: average(2027..2027, attention[RUS, security])\n"
    "    unit: 1\n"
    "    expected: rises\n"
    "    link: the war takes no attention\n"
    "    off:\n"
    "      - {set: war_security_attention, to: 1}\n"
    "      - {set: border_attention, to: 1}\n";

static void an_ablation_takes_away_what_only_the_link_can_do(void **state) {
    (void)state;
    struct steppe_run_options options = options_of(64);
    change(two_claims);
    const struct steppe_claims *claims = try_claims(&options);
    assert_int_equal(claims->claim_count, 2);
    assert_int_equal(claims->failed, 0);
    // given, given+experiment, given+off, all; the baseline, experiment, off, both.
    assert_int_equal(claims->worlds, 4 + 4);
    // Attention without what the war takes of it: not a bit moves.
    const struct steppe_claim_result *war = &claims->claims[1];
    assert_true(war->off.mean == 0 && war->off.low == 0 && war->off.high == 0);
    assert_true(war->effect.mean > 0);
    // Growth of 0.02 over two years from January 2027 on; with the link off it is set and lowered
    // in all worlds alike: first set, then add.
    const struct steppe_claim_result *growth = &claims->claims[0];
    double expected = growth->without * (exp(0.02 * 2) - 1);
    assert_close(growth->effect.mean, expected, 0.02, 0);
    assert_true(growth->effect.as_claimed == 1);
    for (size_t c = 0; c < claims->claim_count; c++) {
        const struct steppe_claim_result *claim = &claims->claims[c];
        assert_int_equal(claim->members, 64);
        // Member by member the effect is what the link does and what is left without it.
        assert_close(claim->effect.mean, claim->off.mean + claim->part.mean, 1e-9, 1e-12);
        // The mean of differences is the difference of means.
        assert_close(claim->effect.mean, claim->with - claim->without, 1e-6, 0);
    }
    steppe_claims_free(claims);
    put_away();
}

static void threads_and_instances_give_the_same_numbers(void **state) {
    (void)state;
    struct steppe_run_options options = options_of(288);
    options.threads = 1;
    change(two_claims);
    const struct steppe_claims *one = try_claims(&options);
    options.threads = 2;
    options.instance = "plain";
    const struct steppe_claims *two = try_claims(&options);
    for (size_t c = 0; c < one->claim_count; c++) {
        const struct steppe_claim_result *a = &one->claims[c], *b = &two->claims[c];
        assert_memory_equal(&a->effect, &b->effect, sizeof a->effect);
        assert_memory_equal(&a->off, &b->off, sizeof a->off);
    }
    steppe_claims_free(one);
    steppe_claims_free(two);
    put_away();
}

static bool stop(void *context, uint32_t done, uint32_t asked) {
    (void)context, (void)done, (void)asked;
    return false;
}

// Rows of claims are of 32 members, for many worlds make a row long.
static void a_stopped_run_judges_by_the_members_that_were_done(void **state) {
    (void)state;
    struct steppe_run_options options = options_of(512), few = options_of(32);
    const struct steppe_claims *claims;
    struct steppe_error error = {0};
    options.progress = stop;
    options.threads = 1;
    change(two_claims);
    assert_false(steppe_claims_make(changed.project, &options, &claims, &error));
    assert_int_equal(error.code, STEPPE_CODE_STOPPED);
    assert_non_null(claims);
    assert_int_equal(claims->members, 32);
    assert_int_equal(claims->members_asked, 512);
    const struct steppe_claims *whole = try_claims(&few);
    for (size_t c = 0; c < claims->claim_count; c++) {
        const struct steppe_claim_result *a = &claims->claims[c], *b = &whole->claims[c];
        assert_int_equal(a->members, 32);
        assert_memory_equal(&a->effect, &b->effect, sizeof a->effect);
        assert_memory_equal(&a->part, &b->part, sizeof a->part);
    }
    steppe_claims_free(claims);
    steppe_claims_free(whole);
    put_away();
}

static void impossible_numbers_of_members_are_refused(void **state) {
    (void)state;
    struct steppe_run_options options = options_of(3);
    const struct steppe_claims *claims;
    struct steppe_error error = {0};
    change(two_claims);
    assert_false(steppe_claims_make(changed.project, &options, &claims, &error));
    assert_int_equal(error.code, STEPPE_CODE_RANGE);
    put_away();
}

// ---- facts --------------------------------------------------------------------------------------
static void facts_are_held_against_the_rows_of_their_date(void **state) {
    (void)state;
    // Rows of the bundled tables: 7000 soldiers in TJK from 2022, 6000 of 2012; Ukraine's war from
    // 2022-02; Turkmenistan an associate (partner) of the CIS; 60 mn of security aid in May 2022.
    const struct steppe_run_options options = options_of(2);
    change("facts:\n"
           "  same: {text: a, source: judgement, date: 2023, figure: \"troops[RUS, TJK]\", "
           "claimed: 7000 person, unit: person}\n"
           "  less: {text: b, source: judgement, date: 2023, figure: \"troops[RUS, TJK]\", "
           "claimed: 6000 person, unit: person}\n"
           "  most: {text: c, source: judgement, date: 2023, figure: \"troops[RUS, TJK]\", "
           "claimed: 7001 person, unit: person, relation: at_most}\n"
           "  before: {text: d, source: judgement, date: 2012, figure: \"troops[RUS, TJK]\", "
           "claimed: 6000 person, unit: person, within: 0}\n"
           "  war: {text: e, source: judgement, date: 2022-03, holds: ukraine_war == active}\n"
           "  peace: {text: f, source: judgement, date: 2022-01, holds: ukraine_war == active}\n"
           "  seat: {text: g, source: judgement, date: 2025, holds: \"membership[CIS, TKM] == "
           "partner\"}\n"
           "  aid: {text: h, source: ult_puma, date: 2022-05, record: security_aid USA TJK, "
           "claimed: 60 mn_USD_2022, unit: mn_USD_2022, within: 0.001}\n"
           "  nothing: {text: i, source: judgement, date: 2023, figure: \"troops[IND, TKM]\", "
           "claimed: 1 person, unit: person}\n"
           "  no_row: {text: j, source: judgement, date: 1995, record: security_aid CHN TKM}\n");
    static const enum steppe_finding_kind kinds[] = {
        STEPPE_FACT_AGREES,  STEPPE_FACT_DISAGREES, STEPPE_FACT_AGREES, STEPPE_FACT_AGREES,
        STEPPE_FACT_AGREES,  STEPPE_FACT_DISAGREES, STEPPE_FACT_AGREES, STEPPE_FACT_ALONE,
        STEPPE_FACT_UNKNOWN, STEPPE_FACT_UNKNOWN};
    const struct steppe_claims *claims = try_claims(&options);
    assert_int_equal(claims->fact_count, STEPPE_COUNT(kinds));
    for (size_t f = 0; f < STEPPE_COUNT(kinds); f++)
        if (claims->facts[f].kind != kinds[f])
            fail_msg("%s: %s, found %g in %s", claims->facts[f].name,
                     steppe_finding_name(claims->facts[f].kind), claims->facts[f].found,
                     claims->facts[f].sources);
    assert_close(claims->facts[0].found, 7000, 1e-12, 0);
    assert_string_equal(claims->facts[0].sources, "asiaplus_2022base");
    assert_close(claims->facts[7].claimed, 60, 1e-12, 0); // in money of the year that it names
    assert_close(claims->facts[7].found, 60, 1e-9, 0);
    assert_true(isnan(claims->facts[8].found));
    assert_int_equal(claims->claim_count, 0);
    steppe_claims_free(claims);
    put_away();
}

static void a_model_without_claims_says_so(void **state) {
    (void)state;
    struct model_copy copy;
    struct steppe_run_options options = options_of(2);
    const struct steppe_claims *claims;
    struct steppe_error error = {0};
    char path[1024];
    model_copy_make(&copy);
    model_copy_path(path, copy.folder, "claims.yaml");
    assert_int_equal(unlink(path), 0);
    struct steppe_project *project = model_open(copy.folder);
    assert_non_null(project);
    assert_false(steppe_claims_make(project, &options, &claims, &error));
    assert_string_equal(error.message, "the model has no claims.yaml");
    steppe_project_close(project);
    model_copy_free(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paired_differences_are_summed_up_by_pairs),
        cmocka_unit_test(without_members_nothing_is_known),
        cmocka_unit_test(the_rule_of_verdicts_is_the_documented_one),
        cmocka_unit_test(an_ablation_takes_away_what_only_the_link_can_do),
        cmocka_unit_test(threads_and_instances_give_the_same_numbers),
        cmocka_unit_test(a_stopped_run_judges_by_the_members_that_were_done),
        cmocka_unit_test(impossible_numbers_of_members_are_refused),
        cmocka_unit_test(facts_are_held_against_the_rows_of_their_date),
        cmocka_unit_test(a_model_without_claims_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
