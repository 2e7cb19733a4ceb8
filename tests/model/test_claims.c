// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_claims: texts of claims.yaml -> claims, facts and forecasts, or each fault with its place.
#include "test.h"

#include "model/claims.h"
#include "model/dynamics.h"
#include "small_model.h"

static const char regimes[] = "war:\n"
                              "  summary: A war.\n"
                              "  states:\n"
                              "    none: {meaning: peace}\n"
                              "    active: {meaning: war}\n"
                              "    frozen: {meaning: a line}\n"
                              "  history: [{from: 2014-03, state: none, source: judgement}]\n";
static const char questions[] = "stays:\n"
                                "  text: Does it stay?\n"
                                "  cannot: no such thing.\n";
static const char scenario[] = "summary: A plan.\n"
                               "changes:\n"
                               "  - {at: 2027-01, set: war, to: frozen}\n";

// What a claim needs, but for its experiment, measure and ablation.
#define HEAD                                                                                       \
    "claims:\n"                                                                                    \
    "  one:\n"                                                                                     \
    "    title: A claim\n"                                                                         \
    "    assumed: something\n"                                                                     \
    "    open: the rest\n"                                                                         \
    "    experiment: war ends\n"                                                                   \
    "    measured: output\n"                                                                       \
    "    link: none\n"
#define MEASURE "    measure: at(2030-12, gdp[KAZ])\n    unit: percent\n    expected: rises\n"
#define CHANGES "    changes:\n      - {at: 2027-01, set: war, to: frozen}\n"
#define OFF "    off:\n      - {set: clash_factor, to: 0}\n"

static const struct steppe_file *as_file(struct small_model *small, const char *name,
                                         const char *text) {
    return steppe_file_of_text(&small->builder, name, text, strlen(text));
}

static void read_text(struct small_model *small, const char *text) {
    small_open(small);
    small->model.start = (struct steppe_date){.year = 2026, .month = 7};
    const struct steppe_file *plan = as_file(small, "scenarios/plan.yaml", scenario);
    struct steppe_dynamics_files files = {
        .regimes = as_file(small, "regimes.yaml", regimes),
        .questions = as_file(small, "questions.yaml", questions),
        .claims = as_file(small, "claims.yaml", text),
        .scenarios = &plan,
        .scenario_count = 1,
    };
    assert_true(steppe_dynamics_read(&small->builder, &files));
    assert_false(small->builder.failed);
}

static const struct steppe_claim_book *read_good(struct small_model *small, const char *text) {
    read_text(small, text);
    if (small->findings.count)
        fail_msg("%u:%u %s", small->findings.items[0].place.line,
                 small->findings.items[0].place.column, small->findings.items[0].message);
    assert_non_null(small->model.claims);
    return small->model.claims;
}

static void a_claim_has_an_experiment_a_measure_and_a_way_to_switch_it_off(void **state) {
    (void)state;
    struct small_model small;
    const struct steppe_claim_book *book = read_good(
        &small, HEAD "    against: a path\n"
                     "    given_text: the war goes on\n"
                     "    given:\n"
                     "      - {at: 2026-07, set: war, to: active}\n" CHANGES MEASURE "    off:\n"
                     "      - set: clash_factor\n"
                     "        to: 0\n"
                     "      - for: h in hosts\n"
                     "        scale: clash_rate[h]\n"
                     "        by: 2\n");
    assert_int_equal(book->claim_count, 1);
    const struct steppe_claim *claim = &book->claims[0];
    assert_string_equal(claim->name, "one");
    assert_string_equal(claim->against, "a path");
    assert_null(claim->missing);
    assert_true(claim->rises);
    assert_close(claim->unit.factor, 0.01, 1e-15, 0);
    assert_int_equal(claim->measure.reducer_count, 1);
    assert_int_equal(claim->measure.outer->type, STEPPE_TYPE_NUMBER);
    assert_int_equal(claim->given.change_count, 1);
    assert_int_equal(claim->experiment.change_count, 1);
    // Runs tell the parts from the model's scenarios by their names.
    assert_string_equal(claim->given.name, "one:given");
    assert_string_equal(claim->off.name, "one:off");
    // The link is off from the model's start on, in all cells that are named.
    assert_int_equal(claim->off.change_count, 1);
    assert_int_equal(steppe_date_month(claim->off.changes[0].at), 2026 * 12 + 6);
    assert_int_equal(claim->off.changes[0].effect_count, 1 + 2);
    assert_true(claim->off.changes[0].effects[0].is_param);
    small_close(&small);
}

static void an_experiment_may_be_a_scenario_of_the_model(void **state) {
    (void)state;
    struct small_model small;
    const struct steppe_claim_book *book = read_good(&small,
                                                     HEAD "    scenario: plan\n" MEASURE OFF);
    assert_int_equal(book->claims[0].experiment.change_count, 1);
    assert_ptr_equal(book->claims[0].experiment.changes, small.model.scenarios[0].changes);
    small_close(&small);
}

static void facts_are_figures_tests_records_or_beyond_the_tables(void **state) {
    (void)state;
    struct small_model small;
    const struct steppe_claim_book *book = read_good(
        &small, "facts:\n"
                "  a:\n"
                "    text: much\n"
                "    source: somebody_2024\n"
                "    date: 2015\n"
                "    figure: gdp_level[KAZ] - lag(gdp_level[KAZ], 12)\n"
                "    claimed: 8 bn_USD_2015/year\n"
                "    unit: bn_USD_2015/year\n"
                "    relation: at_least\n"
                "  b:\n"
                "    text: a seat\n"
                "    source: judgement\n"
                "    date: 2015-03\n"
                "    holds: membership[EAEU, KAZ] == member\n"
                "  c: {text: a row, source: judgement, date: 2015, record: loan  CHN KGZ}\n"
                "  d: {text: unknown, source: judgement, cannot: no table.}\n"
                "forecasts:\n"
                "  e: {text: it stays, source: judgement, question: stays}\n");
    assert_int_equal(book->fact_count, 4);
    const struct steppe_claim_fact *facts = book->facts;
    assert_int_equal(facts[0].relation, STEPPE_AT_LEAST);
    // 8 bn of 2015, when prices were 0.8 of those of the price year.
    assert_close(facts[0].claimed, 10e9, 1e-12, 0);
    assert_non_null(facts[0].figure);
    assert_non_null(facts[1].holds);
    assert_string_equal(facts[2].record, "loan");
    assert_int_equal(facts[2].from, 3);
    assert_int_equal(facts[2].to, 1);
    assert_null(facts[2].unit_text);
    assert_string_equal(facts[3].cannot, "no table.");
    assert_int_equal(book->forecast_count, 1);
    assert_int_equal(book->forecasts[0].question, 0);
    small_close(&small);
}

static void nothing_is_no_claim(void **state) {
    (void)state;
    struct small_model small;
    read_text(&small, "");
    assert_int_equal(small.findings.count, 0);
    assert_null(small.model.claims);
    small_close(&small);
    const struct steppe_claim_book *book = read_good(&small, "claims: {}\nfacts: {}\n");
    assert_int_equal(book->claim_count + book->fact_count + book->forecast_count, 0);
    small_close(&small);
}

#define FACT "facts:\n  a:\n    text: x\n    source: judgement\n"

static void faults_have_their_places(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t line, column;
        const char *message;
    } faults[] = {
        {"claim:\n  one: 1\n", 1, 1, "a file of claims has no field 'claim'"},
        {"claims: 3\n", 1, 9, "'claims' is one value"},
        {HEAD CHANGES MEASURE, 2, 3, "the field 'off' is missing"},
        {HEAD CHANGES MEASURE "    off: []\n", 14, 10, "'off' changes nothing"},
        {HEAD CHANGES MEASURE "    off:\n      - {set: clash_facter, to: 0}\n", 15, 15,
         "unknown name 'clash_facter'"},
        {HEAD CHANGES MEASURE "    off:\n      - {at: 2027-01, set: clash_factor, to: 0}\n", 15, 10,
         "a change of 'off' has no field 'at'"},
        {HEAD MEASURE OFF, 2, 3, "the field 'changes' is missing"},
        {HEAD "    changes: []\n" MEASURE OFF, 9, 14, "'changes' changes nothing"},
        {HEAD "    scenario: plam\n" MEASURE OFF, 9, 15, "unknown scenario 'plam'"},
        {HEAD "    scenario: plan\n" CHANGES MEASURE OFF, 9, 5,
         "an experiment has either 'scenario' or 'changes'"},
        {HEAD CHANGES OFF "    measure: at(2030-12, gdp[KAZ]) > 1\n    unit: 1\n"
                          "    expected: rises\n",
         13, 14, "this is a truth"},
        {HEAD CHANGES OFF "    measure: at(2030-12, debt[RUS, KAZ])\n    unit: percent\n"
                          "    expected: rises\n",
         13, 14, "this is a number in USD"},
        {HEAD CHANGES OFF "    measure: clash_factor\n    unit: 1\n    expected: rises\n", 13, 14,
         "the measure says nothing about any month"},
        {HEAD CHANGES OFF "    measure: at(2030-12, gdp[KAZ])\n    unit: 1\n    expected: up\n", 15,
         15, "'up' is no direction"},
        {HEAD "    given:\n      - {at: 2027-01, set: war, to: active}\n" CHANGES MEASURE OFF, 2, 3,
         "the field 'given_text' is missing"},
        {FACT, 2, 3, "nothing tells whether this is so"},
        {FACT "    date: 2023\n    holds: gdp_level[KAZ] > 0\n    cannot: no\n", 6, 5,
         "a fact has either 'cannot' or 'holds'"},
        {FACT "    date: 2023\n    holds: gdp_levle[KAZ] > 0\n", 6, 12, "unknown name 'gdp_levle'"},
        {FACT "    holds: gdp_level[KAZ] > 0\n", 2, 3, "the field 'date' is missing"},
        {FACT
         "    date: 2023\n    figure: gdp_level[KAZ]\n    unit: person\n    claimed: 3 person\n",
         6, 13, "this is a number in USD/year"},
        {FACT "    date: 2023\n    figure: gdp_level[KAZ]\n    unit: USD/year\n"
              "    claimed: gdp_level[KAZ]\n",
         8, 14, "what is claimed is no constant"},
        {FACT "    date: 2023\n    figure: gdp_level[KAZ]\n    unit: USD/year\n"
              "    claimed: 3 USD/year\n    relation: abut\n",
         9, 15, "unknown relation 'abut'"},
        {FACT "    date: 2023\n    figure: gdp_level[KAZ]\n    unit: USD/year\n"
              "    claimed: 3 USD/year\n    within: 3\n",
         9, 13, "3 is no share"},
        {FACT "    date: 2023\n    record: loan CHN\n", 6, 13,
         "'loan CHN' names no row of ties.csv"},
        {FACT "    date: 2023\n    record: loan CHN KGZ x\n", 6, 13,
         "'loan CHN KGZ x' names no row of ties.csv"},
        {FACT "    date: 2023\n    record: loan CHN KGS\n", 6, 22, "unknown actor 'KGS'"},
        {"forecasts:\n  e: {text: it stays, source: judgement, question: stay}\n", 2, 52,
         "unknown question 'stay'"},
        {"forecasts:\n  e:\n    text: x\n    source: judgement\n    question: stays\n"
         "    resolved: no\n",
         5, 5, "a forecast has either 'question' or 'resolved'"},
        {"forecasts:\n  e: {text: it stays, source: nobody, question: stays}\n", 2, 31,
         "unknown source 'nobody'"},
    };
    for (size_t i = 0; i < STEPPE_COUNT(faults); i++) {
        struct small_model small;
        read_text(&small, faults[i].text);
        const struct steppe_finding *found = small.findings.items;
        if (small.findings.count != 1 || found->place.line != faults[i].line ||
            found->place.column != faults[i].column ||
            strcmp(found->message, faults[i].message) != 0)
            fail_msg("%zu findings, %u:%u %s\nfor\n%s", small.findings.count,
                     small.findings.count ? found->place.line : 0,
                     small.findings.count ? found->place.column : 0,
                     small.findings.count ? found->message : "", faults[i].text);
        small_close(&small);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_claim_has_an_experiment_a_measure_and_a_way_to_switch_it_off),
        cmocka_unit_test(an_experiment_may_be_a_scenario_of_the_model),
        cmocka_unit_test(facts_are_figures_tests_records_or_beyond_the_tables),
        cmocka_unit_test(nothing_is_no_claim),
        cmocka_unit_test(faults_have_their_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
