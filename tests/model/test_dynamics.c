// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_dynamics: YAML texts of regimes, events, indicators and scenarios -> what stands in the
// model, or each fault with its place.
#include "test.h"

#include "model/dynamics.h"
#include "small_model.h"

struct texts {
    const char *regimes, *indicators, *events, *questions, *scenario;
};

static const struct steppe_file *as_file(struct small_model *small, const char *name,
                                         const char *text) {
    return text ? steppe_file_of_text(&small->builder, name, text, strlen(text)) : NULL;
}

static void read_texts(struct small_model *small, const struct texts *texts) {
    small_open(small);
    const struct steppe_file *scenario = as_file(small, "scenarios/plan.yaml", texts->scenario);
    struct steppe_dynamics_files files = {
        .regimes = as_file(small, "regimes.yaml", texts->regimes),
        .indicators = as_file(small, "indicators.yaml", texts->indicators),
        .events = as_file(small, "events.yaml", texts->events),
        .questions = as_file(small, "questions.yaml", texts->questions),
        .scenarios = &scenario,
        .scenario_count = scenario ? 1 : 0,
    };
    assert_true(steppe_dynamics_read(&small->builder, &files));
    assert_false(small->builder.failed);
}

static void read_good(struct small_model *small, const struct texts *texts) {
    read_texts(small, texts);
    if (small->findings.count)
        fail_msg("%s: %s, at %u:%u", small->findings.items[0].place.file,
                 small->findings.items[0].message, small->findings.items[0].place.line,
                 small->findings.items[0].place.column);
}

static const char good_regimes[] =
    "war:\n"
    "  summary: A war.\n"
    "  states:\n"
    "    none:\n"
    "      meaning: peace\n"
    "    active:\n"
    "      meaning: fighting\n"
    "      effects:\n"
    "        - scale: attention[RUS, security]\n"
    "          by: 0.5\n"
    "        - for: x in hosts\n"
    "          scale: clash_rate[x]\n"
    "          by: clash_factor\n"
    "    frozen:\n"
    "      meaning: a line\n"
    "  rates:\n"
    "    active>frozen: 0.25/year\n"
    "    frozen>active: clash_rate[KAZ] * mean_stress\n"
    "  history:\n"
    "    - {from: 2014-03, state: none, source: judgement}\n"
    "    - {from: 2022-02-24, state: active, source: somebody_2024}\n";

static const char good_indicators[] = "worst:\n"
                                      "  meaning: The worst of hosts.\n"
                                      "  unit: \"1\"\n"
                                      "  value: max(h in hosts, doubled[h])\n"
                                      "doubled:\n"
                                      "  meaning: Twice the stress.\n"
                                      "  unit: \"1\"\n"
                                      "  for: h in hosts\n"
                                      "  value: 2 * stress[h] + lag(worst, 1)\n"
                                      "mean_stress:\n"
                                      "  meaning: Stress of all.\n"
                                      "  unit: \"1\"\n"
                                      "  value: mean(h in hosts, stress[h])\n";

static const char good_events[] = "clash:\n"
                                  "  summary: Shots.\n"
                                  "  for: h in hosts\n"
                                  "  hazard: clash_rate[h] * if(war == active, 2, 1)\n"
                                  "  cooldown: 3 months\n"
                                  "  effects:\n"
                                  "    - add: disorder[h]\n"
                                  "      by: 1\n"
                                  "    - scale: trade_barrier[h, east]\n"
                                  "      by: 1.1\n"
                                  "      fade: 1 year\n"
                                  "      lasting: 2 years\n";

// ---- what is read ----------------------------------------------------------------------------
static void a_regime_is_a_chain_with_states_rates_and_history(void **state) {
    (void)state;
    struct small_model small;
    struct texts texts = {.regimes = good_regimes, .indicators = good_indicators};
    read_good(&small, &texts);
    assert_int_equal(small.model.regime_count, 1);
    const struct steppe_regime *regime = &small.model.regimes[0];
    assert_string_equal(regime->name, "war");
    assert_string_equal(regime->summary, "A war.");
    assert_int_equal(regime->state_count, 3);
    const struct steppe_variable *variable = &small.model.variables[regime->variable];
    assert_int_equal(variable->kind, STEPPE_STATE);
    assert_string_equal(variable->state_names[2], "frozen");
    for (size_t i = 0; i < 9; i++) assert_true((regime->rates[i] != NULL) == (i == 5 || i == 7));
    assert_true(regime->rates[5]->constant_value == 0.25);
    assert_int_equal(regime->history_count, 2);
    assert_int_equal(regime->history[1].state, 1);
    assert_int_equal(regime->history[1].from.day, 24);
    assert_string_equal(regime->history[1].source, "somebody_2024");
    assert_string_equal(regime->states[1].meaning, "fighting");
    assert_int_equal(regime->states[1].effect_count, 3);
    const struct steppe_effect *effects = regime->states[1].effects;
    assert_int_equal(effects[0].target, STEPPE_VAR_attention);
    assert_int_equal(effects[0].verb, STEPPE_SCALE);
    assert_int_equal(effects[0].cell, 0);
    assert_true(effects[2].is_param);
    assert_int_equal(effects[2].cell, 1);
    assert_int_equal(effects[0].place.line, 9);
    assert_int_equal(effects[0].place.column, 18);
    assert_int_equal(regime->states[0].effect_count, 0);
    small_close(&small);
}

static void an_event_is_unrolled_over_its_scope_and_sets(void **state) {
    (void)state;
    struct small_model small;
    struct texts texts = {
        .regimes = good_regimes, .indicators = good_indicators, .events = good_events};
    read_good(&small, &texts);
    assert_int_equal(small.model.event_count, 1);
    const struct steppe_event *event = &small.model.events[0];
    assert_string_equal(event->scope.loop_name, "h");
    assert_int_equal(event->element_count, 2);
    assert_int_equal(event->cooldown_months, 3);
    const struct steppe_program *hazard = event->hazards[1];
    size_t reads = 0; // of the rate of the second host
    for (size_t i = 0; i < hazard->instruction_count; i++)
        reads += hazard->code[i].operation == STEPPE_OP_PARAMETER && hazard->code[i].b == 1;
    assert_int_equal(reads, 1);
    // Each host: one cell of disorder and two of trade_barrier (RUS and CHN).
    assert_int_equal(event->effect_count, 6);
    const struct steppe_effect *effects = event->effects;
    assert_int_equal(effects[3].element, 1);
    assert_int_equal(effects[3].target, STEPPE_VAR_disorder);
    assert_int_equal(effects[3].cell, 1);
    assert_int_equal(effects[3].fade_months, 0);
    assert_int_equal(effects[5].target, STEPPE_VAR_trade_barrier);
    assert_int_equal(effects[5].cell, 1 * 6 + 3); // KGZ is actor 1, CHN actor 3 of 6
    assert_int_equal(effects[5].fade_months, 12);
    assert_int_equal(effects[5].for_months, 24);
    small_close(&small);
}

static void an_indicator_follows_what_it_reads(void **state) {
    (void)state;
    struct small_model small;
    struct texts texts = {.indicators = good_indicators};
    read_good(&small, &texts);
    // worst reads doubled, which reads only the past of worst.
    static const char *const order[] = {"doubled", "worst", "mean_stress"};
    assert_int_equal(small.model.indicator_count, 3);
    for (size_t i = 0; i < 3; i++) assert_string_equal(small.model.indicators[i].name, order[i]);
    const struct steppe_indicator *doubled = &small.model.indicators[0];
    assert_int_equal(doubled->cell_count, 2);
    assert_int_equal(small.model.variables[doubled->variable].shape, STEPPE_SHAPE_HOST);
    assert_int_equal(small.model.variables[doubled->variable].kind, STEPPE_INDICATOR);
    small_close(&small);
}

static void a_scenario_has_dated_and_triggered_changes(void **state) {
    (void)state;
    struct small_model small;
    struct texts texts = {.regimes = good_regimes,
                          .indicators = good_indicators,
                          .scenario = "summary: A plan.\n"
                                      "changes:\n"
                                      "  - {at: 2027-01, set: war, to: frozen}\n"
                                      "  - when: worst > 3 and date > 2028-01\n"
                                      "    until: 2030-06\n"
                                      "    ramp: 6 months\n"
                                      "    probability: 30 %\n"
                                      "    for: x in hosts\n"
                                      "    add: trade_barrier[x, west]\n"
                                      "    by: 0.1 * clash_factor\n"};
    read_good(&small, &texts);
    assert_int_equal(small.model.scenario_count, 1);
    const struct steppe_scenario *plan = &small.model.scenarios[0];
    assert_string_equal(plan->name, "plan");
    assert_string_equal(plan->summary, "A plan.");
    assert_string_equal(plan->text, texts.scenario);
    assert_int_equal(plan->change_count, 2);
    assert_int_equal(steppe_date_month(plan->changes[0].at), 2027 * 12);
    assert_null(plan->changes[0].when);
    assert_int_equal(plan->changes[0].effects[0].value->type, STEPPE_TYPE_STATE);
    assert_true(plan->changes[0].effects[0].value->constant_value == 2);
    const struct steppe_change *second = &plan->changes[1];
    assert_int_equal(second->at.year, 0);
    assert_int_equal(second->when->type, STEPPE_TYPE_TRUTH);
    assert_int_equal(second->until.year, 2030);
    assert_int_equal(second->ramp_months, 6);
    assert_close(second->probability->constant_value, 0.3, 1e-15, 0);
    assert_int_equal(second->effect_count, 2);
    assert_int_equal(second->effects[1].cell, 1 * 6 + 4);
    assert_int_equal(second->effects[1].verb, STEPPE_ADD_TO);
    small_close(&small);
}

static void no_files_are_an_empty_model(void **state) {
    (void)state;
    struct small_model small;
    struct texts texts = {0};
    read_good(&small, &texts);
    assert_int_equal(small.model.regime_count + small.model.event_count +
                         small.model.indicator_count + small.model.scenario_count,
                     0);
    struct texts empty = {"", "", "", "", NULL};
    small_close(&small);
    read_good(&small, &empty);
    small_close(&small);
}

// ---- faults ----------------------------------------------------------------------------------
struct fault {
    const char *text;
    uint32_t line, column;
    const char *message, *expected, *nearest;
};

enum file { REGIMES, INDICATORS, EVENTS, QUESTIONS, SCENARIO };

static void check_faults(enum file file, const struct fault *faults, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct small_model small;
        struct texts texts = {.regimes = good_regimes, .indicators = good_indicators};
        if (file == REGIMES) texts.regimes = faults[i].text;
        if (file == REGIMES || file == INDICATORS) texts.indicators = NULL;
        if (file == INDICATORS) texts.regimes = NULL, texts.indicators = faults[i].text;
        if (file == EVENTS) texts.events = faults[i].text;
        if (file == QUESTIONS) texts.questions = faults[i].text;
        if (file == SCENARIO) texts.scenario = faults[i].text;
        read_texts(&small, &texts);
        if (small.findings.count != 1)
            fail_msg("%zu findings: %s\nfor\n%s", small.findings.count,
                     small.findings.count ? small.findings.items[0].message : "", faults[i].text);
        const struct steppe_finding *found = &small.findings.items[0];
        if (strcmp(found->message, faults[i].message) != 0 || found->place.line != faults[i].line ||
            found->place.column != faults[i].column)
            fail_msg("%u:%u %s\nfor\n%s", found->place.line, found->place.column, found->message,
                     faults[i].text);
        if (faults[i].expected &&
            (!found->expected || strcmp(found->expected, faults[i].expected) != 0))
            fail_msg("expected %s\nfor\n%s", found->expected ? found->expected : "nothing",
                     faults[i].text);
        if (faults[i].nearest &&
            (!found->nearest || strcmp(found->nearest, faults[i].nearest) != 0))
            fail_msg("nearest %s\nfor\n%s", found->nearest ? found->nearest : "nothing",
                     faults[i].text);
        small_close(&small);
    }
}

// A regime around one part; MIDDLE begins on line 5.
#define REGIME(middle)                                                                             \
    "war:\n"                                                                                       \
    "  summary: A war.\n"                                                                          \
    "  states:\n"                                                                                  \
    "    none: {meaning: peace}\n" middle
#define TWO "    active: {meaning: war}\n"
#define HISTORY "  history: [{from: 2014-03, state: none, source: judgement}]\n"

static void faults_of_regimes_have_their_places(void **state) {
    (void)state;
    static const struct fault faults[] = {
        {"- war\n", 1, 1, "this file is no map of names", NULL, NULL},
        {REGIME(HISTORY), 3, 3, "a regime of 1 state", "2 to 6 states", NULL},
        {REGIME(TWO "    c: {meaning: c}\n    d: {meaning: d}\n    e: {meaning: e}\n"
                    "    f: {meaning: f}\n    g: {meaning: g}\n" HISTORY),
         3, 3, "a regime of 7 states", "2 to 6 states", NULL},
        {REGIME(TWO), 1, 1, "the field 'history' is missing", NULL, NULL},
        {REGIME(TWO "  history: []\n"), 6, 3, "the history of a regime is empty", NULL, NULL},
        {REGIME(TWO "  rates: {none>activ: 0}\n" HISTORY), 6, 11, "unknown state 'activ'", NULL,
         "active"},
        {REGIME(TWO "  rates: {none: 0}\n" HISTORY), 6, 11, "'none' is no transition", "FROM>TO",
         NULL},
        {REGIME(TWO "  rates: {none>none: 0}\n" HISTORY), 6, 11,
         "a state does not pass into itself", NULL, NULL},
        {REGIME(TWO "  rates: {none>active: 0, none > active: 0}\n" HISTORY), 6, 27,
         "the rate of 'none > active' stands here twice", NULL, NULL},
        {REGIME(TWO "  rates: {none>active: 0.25}\n" HISTORY), 6, 24,
         "this is a number without unit", "a rate: a number in 1/year", NULL},
        {REGIME(TWO "  rates: {none>active: -1/year}\n" HISTORY), 6, 24, "a rate is not below 0",
         NULL, NULL},
        {REGIME(TWO "  history:\n    - {from: 2022-02, state: none, source: judgement}\n"
                    "    - {from: 2014-02, state: active, source: judgement}\n"),
         8, 14, "the history goes back in time", NULL, NULL},
        {REGIME(TWO "  history: [{from: 2014-03, state: nonne, source: judgement}]\n"), 6, 36,
         "unknown state 'nonne'", NULL, "none"},
        {REGIME(TWO "  history: [{from: 2014-03, state: none, source: somebody_2023}]\n"), 6, 50,
         "unknown source 'somebody_2023'", NULL, "somebody_2024"},
        {REGIME("    active:\n      meaning: x\n      effects:\n        - add: stress[KAZ]\n       "
                "   by: 1\n" HISTORY),
         8, 16, "'stress' changes once and cannot be held by a state", NULL, NULL},
    };
    check_faults(REGIMES, faults, STEPPE_COUNT(faults));
}

static void a_regime_takes_no_name_in_use(void **state) {
    (void)state;
    static const struct fault faults[] = {
        {"gdp:\n  summary: A war.\n  states:\n    a: {meaning: x}\n    b: {meaning: y}\n" HISTORY,
         1, 1, "there is already a variable 'gdp'", NULL, NULL},
    };
    check_faults(REGIMES, faults, STEPPE_COUNT(faults));
}

#define EVENT(middle) "clash:\n  summary: Shots.\n" middle
#define EFFECT(text) EVENT("  hazard: 1/year\n  effects:\n    - " text "\n")

static void faults_of_events_and_effects_have_their_places(void **state) {
    (void)state;
    static const struct fault faults[] = {
        {EVENT("  hazard: 1/year\n"), 1, 1, "the field 'effects' is missing", NULL, NULL},
        {EVENT("  hazard: 2\n  effects: []\n"), 3, 11, "this is a number without unit",
         "a hazard: a number in 1/year", NULL},
        {EVENT("  hazard: -2/year\n  effects: []\n"), 3, 11, "a hazard is not below 0", NULL, NULL},
        {EVENT("  hazard: 2 * 6.5/year\n  effects: []\n"), 3, 11,
         "a hazard of 13 a year is too high", "12 1/year or less, once a month on the average",
         NULL},
        {EVENT("  hazard: 1/year / (2 - 2)\n  effects: []\n"), 3, 11,
         "this is always infinite or undefined", "a finite number", NULL},
        {EVENT("  for: h hosts\n  hazard: 1/year\n  effects: []\n"), 3, 8, "'for' cannot be read",
         "a loop such as h in hosts", NULL},
        {EVENT("  for: h in hots\n  hazard: 1/year\n  effects: []\n"), 3, 13, "unknown set 'hots'",
         NULL, "hosts"},
        {EVENT("  for: h in hosts\n  hazard: clash_rate[x]\n  effects: []\n"), 4, 22,
         "unknown host 'x'", NULL, NULL},
        {EFFECT("{by: 1}"), 5, 7, "this changes nothing", "set, add or scale", NULL},
        {EFFECT("{add: autonomy, set: autonomy, by: 1}"), 5, 8, "'set' and 'add' in one effect",
         NULL, NULL},
        {EFFECT("add: \"disorder[KAZ]\"\n      to: 1"), 6, 7, "'add' takes 'by', not 'to'", "by",
         NULL},
        {EFFECT("set: disorder[KAZ]\n      by: 1"), 6, 7, "'set' takes 'to', not 'by'", "to", NULL},
        {EFFECT("add: disordr[KAZ]\n      by: 1"), 5, 12, "unknown name 'disordr'", NULL,
         "disorder"},
        {EFFECT("add: 2 * disorder[KAZ]\n      by: 1"), 5, 12, "this cannot be changed", NULL,
         NULL},
        {EFFECT("add: population[KAZ]\n      by: 1"), 5, 12,
         "'population' is a figure of the tables: nothing changes it", NULL, NULL},
        {EFFECT("add: worst\n      by: 1"), 5, 12,
         "'worst' is an indicator: it follows from other values", NULL, NULL},
        {EFFECT("add: disorder[west]\n      by: 1"), 5, 21, "USA of the set 'west' is no host",
         NULL, NULL},
        {EFFECT("add: disorder\n      by: 1"), 5, 12, "'disorder' takes 1 index, not 0",
         "disorder[host]", NULL},
        {EFFECT("add: troops[RUS, KAZ]\n      by: 1"), 6, 11, "this is a number without unit",
         "what is added: a number in person", NULL},
        {EFFECT("scale: troops[RUS, KAZ]\n      by: 1 person"), 6, 11, "this is a number in person",
         "a factor: a number without unit", NULL},
        {EFFECT("scale: troops[RUS, KAZ]\n      by: -1"), 6, 11, "a factor is not below 0", NULL,
         NULL},
        {EFFECT("set: troops[RUS, KAZ]\n      to: -5 person"), 6, 11, "-5 is outside the range",
         "0 to inf", NULL},
        {EFFECT("set: clash_factor\n      to: 11"), 6, 11, "11 is outside the range", "0 to 10",
         NULL},
        {EFFECT("add: war\n      by: 1"), 5, 12, "a state is set, neither added to nor scaled",
         "set", NULL},
        {EFFECT("set: war\n      to: frosen"), 6, 11, "unknown state 'frosen'", NULL, "frozen"},
        {EFFECT("add: disorder[KAZ]\n      by: 1\n      fade: 1 year"), 7, 7,
         "'disorder' changes once: 'fade' has no meaning", NULL, NULL},
        {EFFECT("add: disorder[KAZ]\n      by: 1\n      lasting: 1 year"), 7, 7,
         "'disorder' changes once: 'lasting' has no meaning", NULL, NULL},
        {EFFECT("for: x in hots\n      add: disorder[x]\n      by: 1"), 5, 17, "unknown set 'hots'",
         NULL, "hosts"},
        {EFFECT("add: disorder[KAZ]\n      by: \"1 +\\t 2\""), 6, 12, "'by' is no expression",
         "an expression on one line, without escapes", NULL},
    };
    check_faults(EVENTS, faults, STEPPE_COUNT(faults));
}

static void faults_of_indicators_have_their_places(void **state) {
    (void)state;
    static const struct fault faults[] = {
        {"a:\n  meaning: x\n  unit: USDD\n  value: 1 USD\n", 3, 9, "unknown unit 'USDD'", NULL,
         "USD"},
        {"a:\n  meaning: x\n  unit: USD\n  value: 1\n", 4, 10, "this is a number without unit",
         "the indicator: a number in USD", NULL},
        {"a:\n  meaning: x\n  unit: \"1\"\n  for: w in west\n  value: 1\n", 4, 8,
         "'west' is a part of an axis: an indicator has a value everywhere", NULL, NULL},
        {"a:\n  meaning: x\n  unit: \"1\"\n  value: 1 < 2\n", 4, 10, "this is a truth", NULL, NULL},
        {"a:\n  meaning: x\n  unit: \"1\"\n  value: 1 + a\n", 1, 1,
         "indicators go in a circle: a -> a", NULL, NULL},
        {"d:\n  meaning: x\n  unit: \"1\"\n  value: b + 1\n"
         "a:\n  meaning: x\n  unit: \"1\"\n  value: c + 1\n"
         "b:\n  meaning: x\n  unit: \"1\"\n  value: a + lag(d, 1)\n"
         "c:\n  meaning: x\n  unit: \"1\"\n  value: b * 2\n",
         9, 1, NULL, NULL, NULL},
    };
    check_faults(INDICATORS, faults, STEPPE_COUNT(faults) - 1);
    struct small_model small;
    struct texts texts = {.indicators = faults[STEPPE_COUNT(faults) - 1].text};
    read_texts(&small, &texts);
    assert_int_equal(small.findings.count, 1);
    // Any of the three may begin the circle, d is not on it.
    const char *message = small.findings.items[0].message;
    if (!strstr(message, ": a -> c -> b -> a") && !strstr(message, ": b -> a -> c -> b") &&
        !strstr(message, ": c -> b -> a -> c"))
        fail_msg("%s", message);
    small_close(&small);
}

#define PLAN(change) "summary: A plan.\nchanges:\n  - " change "\n"

static void faults_of_scenarios_have_their_places(void **state) {
    (void)state;
    static const struct fault faults[] = {
        {"summary: A plan.\n", 1, 1, "the field 'changes' is missing", NULL, NULL},
        {PLAN("{set: war, to: frozen}"), 3, 5, "this change never begins",
         "at: a date, or when: a test", NULL},
        {PLAN("{at: 2027-01, when: 1 < 2, set: war, to: frozen}"), 3, 19,
         "'at' and 'when' in one change", NULL, NULL},
        {PLAN("{when: 1, set: war, to: frozen}"), 3, 12, "this is a number without unit",
         "when it begins: a truth", NULL},
        {PLAN("{at: 2027-01, ramp: 3 months, set: war, to: frozen}"), 3, 19,
         "a state changes at once: it has no ramp", NULL, NULL},
        {PLAN("{at: 2027-01, until: 2028-01, set: war, to: frozen}"), 3, 19,
         "'war' changes once: 'until' has no meaning", NULL, NULL},
        {PLAN("at: 2027-01\n    until: 2026-12\n    set: transit_revenue[KAZ]\n    to: 0"), 4, 12,
         "this change ends before it begins", NULL, NULL},
        {PLAN("{at: 2027-01, probability: 30, set: war, to: frozen}"), 3, 32,
         "30 is no probability", "0 to 1", NULL},
        {PLAN("{at: 2027-01, set: war, to: frosen}"), 3, 33, "unknown state 'frosen'",
         "a state of war", "frozen"},
    };
    check_faults(SCENARIO, faults, STEPPE_COUNT(faults));
}

static void a_question_is_a_statement_or_says_why_not(void **state) {
    (void)state;
    struct small_model small;
    struct texts texts = {
        .regimes = good_regimes,
        .indicators = good_indicators,
        .questions = "frozen_2030:\n"
                     "  text: Is it frozen at the end of 2030?\n"
                     "  ask: at(2030-12, war == frozen)\n"
                     "  closes: 2030-12-31\n"
                     "  observation: a ceasefire of 90 days\n"
                     "  source: judgement\n"
                     "visit:\n"
                     "  text: Does a president come?\n"
                     "  cannot: visits are not part of the model\n"};
    read_good(&small, &texts);
    assert_int_equal(small.model.question_count, 2);
    const struct steppe_question *asked = &small.model.questions[0], *not_asked = asked + 1;
    assert_string_equal(asked->ask, "at(2030-12, war == frozen)");
    assert_string_equal(asked->observation, "a ceasefire of 90 days");
    assert_string_equal(asked->source, "judgement");
    assert_int_equal(asked->closes.day, 31);
    assert_int_equal(asked->statement.reducer_count, 1);
    assert_int_equal(asked->statement.reducers[0].from, 2030 * 12 + 11);
    assert_int_equal(asked->statement.reducers[0].place.column, 11);
    assert_null(not_asked->ask);
    assert_string_equal(not_asked->cannot, "visits are not part of the model");
    small_close(&small);
}

static void faults_of_questions_have_their_places(void **state) {
    (void)state;
    static const struct fault faults[] = {
        {"exit:\n  text: Does it leave?\n", 1, 1, "the field 'ask' is missing", NULL, NULL},
        {"exit:\n  text: Does it leave?\n  aks: 1\n  ask: at(2030-12, war == none)\n", 3, 3,
         "a question has no field 'aks'", NULL, "ask"},
        {"exit:\n  text: Does it leave?\n  ask: at(2030-12, war == frosen)\n", 3, 27,
         "unknown state 'frosen'", NULL, "frozen"},
        {"exit:\n  text: Does it leave?\n  ask: at(2030-12, gdp[KAZ])\n", 3, 8,
         "this is a number without unit", "the statement: a truth", NULL},
        {"exit:\n  text: Does it?\n  cannot: no such thing\n  ask: at(2030-12, war == none)\n",
         3, 3, "a question has either 'ask' or 'cannot'", NULL, NULL},
        {"exit:\n  text: Does it?\n  source: \"\"\n  ask: at(2030-12, war == none)\n", 3, 3,
         "'source' is empty", NULL, NULL},
    };
    check_faults(QUESTIONS, faults, STEPPE_COUNT(faults));
}

static void two_sets_on_one_cell_are_a_warning(void **state) {
    (void)state;
    struct small_model small;
    struct texts texts = {
        .scenario = "summary: A plan.\n"
                    "changes:\n"
                    "  - {at: 2027-01, until: 2028-01, set: clash_factor, to: 1}\n"
                    "  - {at: 2028-01, set: clash_factor, to: 2}\n"
                    "  - {at: 2029-01, set: clash_factor, to: 3}\n"};
    read_texts(&small, &texts);
    assert_int_equal(small.findings.count, 1);
    assert_true(small.findings.items[0].warning);
    assert_int_equal(small.findings.items[0].place.line, 5);
    assert_string_equal(small.findings.items[0].message,
                        "this sets what line 4 sets at the same time: the later one wins");
    small_close(&small);
}

static void a_fault_of_a_scope_is_told_once(void **state) {
    (void)state;
    struct small_model small;
    struct texts texts = {.events = EVENT("  for: a in actors\n"
                                          "  hazard: clash_rat[KAZ]\n"
                                          "  effects:\n"
                                          "    - add: disordre[KAZ]\n"
                                          "      by: 1\n")};
    read_texts(&small, &texts);
    assert_int_equal(small.findings.count, 2);
    small_close(&small);
}

static void memory_refused_at_any_time_is_an_error(void **state) {
    (void)state;
    bool refused = true;
    for (uint64_t n = 1; refused && n < 2000; n++) {
        struct small_model small;
        small_open(&small);
        struct steppe_dynamics_files files = {
            .regimes = as_file(&small, "regimes.yaml", good_regimes),
            .indicators = as_file(&small, "indicators.yaml", good_indicators),
            .events = as_file(&small, "events.yaml", good_events)};
        steppe_arena_fail_after(n);
        refused = !steppe_dynamics_read(&small.builder, &files);
        steppe_arena_fail_after(0);
        assert_true(small.builder.failed == refused);
        if (refused) assert_int_equal(small.error.code, STEPPE_CODE_MEMORY);
        assert_int_equal(small.findings.count, 0);
        small_close(&small);
    }
    assert_false(refused);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_regime_is_a_chain_with_states_rates_and_history),
        cmocka_unit_test(an_event_is_unrolled_over_its_scope_and_sets),
        cmocka_unit_test(an_indicator_follows_what_it_reads),
        cmocka_unit_test(a_scenario_has_dated_and_triggered_changes),
        cmocka_unit_test(no_files_are_an_empty_model),
        cmocka_unit_test(faults_of_regimes_have_their_places),
        cmocka_unit_test(a_regime_takes_no_name_in_use),
        cmocka_unit_test(faults_of_events_and_effects_have_their_places),
        cmocka_unit_test(faults_of_indicators_have_their_places),
        cmocka_unit_test(faults_of_scenarios_have_their_places),
        cmocka_unit_test(a_question_is_a_statement_or_says_why_not),
        cmocka_unit_test(faults_of_questions_have_their_places),
        cmocka_unit_test(two_sets_on_one_cell_are_a_warning),
        cmocka_unit_test(a_fault_of_a_scope_is_told_once),
        cmocka_unit_test(memory_refused_at_any_time_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
