// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// The built-in model loads without a finding, with the parameters that the mechanisms declare, and
// has in it what its README promises.
#include "mechanisms/mechanism.h"
#include "test.h"

static struct steppe_arena arena;
static struct steppe_findings findings;
static const struct steppe_model *model;

static const struct steppe_mechanism *const mechanisms[] = {
#define MECHANISM(name) &STEPPE_NAMED(steppe_mechanism_##name),
#include "mechanisms/mechanisms.def"
#undef MECHANISM
};

static int load(void **state) {
    (void)state;
    static struct steppe_vocabulary_group groups[STEPPE_COUNT(mechanisms)];
    for (size_t i = 0; i < STEPPE_COUNT(mechanisms); i++) {
        groups[i] = (struct steppe_vocabulary_group){mechanisms[i]->name, mechanisms[i]->params,
                                                     mechanisms[i]->param_count};
    }
    const struct steppe_vocabulary vocabulary = {groups, STEPPE_COUNT(mechanisms)};
    steppe_arena_init(&arena, 0);
    findings.arena = &arena;
    struct steppe_error error = {0};
    bool loaded = steppe_model_load(STEPPE_SOURCE_DIR "/models/central-asia", &vocabulary, &arena,
                                    &model, &findings, &error);
    for (size_t i = 0; i < findings.count; i++) {
        const struct steppe_finding *item = &findings.items[i];
        print_error("%s:%u:%u: %s (expected %s, nearest %s)\n", item->place.file, item->place.line,
                    item->place.column, item->message, item->expected ? item->expected : "-",
                    item->nearest ? item->nearest : "-");
    }
    return loaded ? 0 : -1;
}

static int unload(void **state) {
    (void)state;
    steppe_arena_free(&arena);
    return 0;
}

static void the_built_in_model_loads_without_findings(void **state) {
    (void)state;
    assert_int_equal(findings.error_count, 0);
    assert_int_equal(findings.warning_count, 0);
}

static void it_has_five_hosts_eleven_powers_and_the_rest(void **state) {
    (void)state;
    assert_int_equal(model->axes[STEPPE_AXIS_HOST].count, 5);
    assert_int_equal(model->axes[STEPPE_AXIS_POWER].count, 11);
    assert_int_equal(model->axes[STEPPE_AXIS_ACTOR].count, 24);
    size_t rest = 0;
    for (size_t i = 0; i < model->axes[STEPPE_AXIS_ACTOR].count; i++) {
        rest += model->actors[i].rest_of_world;
    }
    assert_int_equal(rest, 1);
}

static void every_parameter_of_a_mechanism_has_a_prior_and_a_source(void **state) {
    (void)state;
    size_t declared = 0;
    for (size_t i = 0; i < STEPPE_COUNT(mechanisms); i++) declared += mechanisms[i]->param_count;
    assert_true(model->parameter_count >= declared);
    for (size_t i = 0; i < model->parameter_count; i++) {
        const struct steppe_parameter *parameter = &model->parameters[i];
        assert_non_null(parameter->priors);
        for (size_t cell = 0; cell < parameter->cell_count; cell++) {
            assert_true(parameter->priors[cell].low < parameter->priors[cell].high);
            assert_true(strlen(parameter->sources[cell]) > 0);
        }
    }
}

static void every_host_has_the_figures_of_the_base_year(void **state) {
    (void)state;
    static const uint32_t needed[] = {STEPPE_VAR_gdp_level, STEPPE_VAR_population};
    for (size_t i = 0; i < STEPPE_COUNT(needed); i++) {
        for (size_t host = 0; host < model->axes[STEPPE_AXIS_HOST].count; host++) {
            const int32_t at[STEPPE_AXES_MAX] = {model->axes[STEPPE_AXIS_HOST].actor_at[host], -1,
                                                 -1};
            const struct steppe_figure *figure = steppe_model_figure(model, needed[i], at,
                                                                     INT32_MAX, 2023);
            if (!figure) {
                fail_msg("no %s of %s in 2023", model->variables[needed[i]].name,
                         model->axes[STEPPE_AXIS_HOST].names[host]);
            }
            assert_true(figure->value > 0);
        }
    }
}

static void most_of_its_figures_are_sourced(void **state) {
    (void)state;
    const size_t *count = model->quality_count;
    assert_true(count[STEPPE_SOURCED] > count[STEPPE_DERIVED] + count[STEPPE_JUDGEMENT]);
}

static void every_question_says_how_it_is_observed_or_why_it_cannot_be_answered(void **state) {
    (void)state;
    size_t answered = 0;
    for (size_t q = 0; q < model->question_count; q++) {
        const struct steppe_question *question = &model->questions[q];
        if (question->closes.year < 2026) fail_msg("%s: no date", question->name);
        if (question->ask ? strlen(question->observation) == 0 : strlen(question->cannot) == 0)
            fail_msg("%s: neither observation nor reason", question->name);
        answered += question->ask != NULL;
    }
    assert_true(answered >= 30 && answered < model->question_count); // 42 of 67
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_in_model_loads_without_findings),
        cmocka_unit_test(it_has_five_hosts_eleven_powers_and_the_rest),
        cmocka_unit_test(every_parameter_of_a_mechanism_has_a_prior_and_a_source),
        cmocka_unit_test(every_host_has_the_figures_of_the_base_year),
        cmocka_unit_test(most_of_its_figures_are_sourced),
        cmocka_unit_test(every_question_says_how_it_is_observed_or_why_it_cannot_be_answered),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
