// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_project: what a project as a whole promises: its central values are those of a run without
// chance, and nothing that needs a model crashes for want of one.
#include <math.h>

#include "model/model.h"
#include "model_copy.h"

static double now_of(const struct steppe_model *model, const struct steppe_central *central,
                     const char *name) {
    for (uint32_t v = 0; v < central->variable_count; v++) {
        const size_t cells = steppe_model_cells(model, model->variables[v].shape);
        for (uint32_t cell = 0; central->now[v] && cell < cells; cell++) {
            char its[80];
            steppe_model_cell_name(model, v, cell, its, sizeof its);
            if (strcmp(its, name) == 0) return central->now[v][cell];
        }
    }
    fail_msg("no %s", name);
    return (double)NAN;
}

// Dates of a record lie in the months to come: what holds in the last month of the past is asked.
static void central_values_are_those_of_a_run_without_chance(void **state) {
    (void)state;
    static const char *const names[] = {"influence[RUS,KAZ]", "influence[CHN,TJK]", "stress[KGZ]"};
    struct steppe_project *project = model_open(STEPPE_SOURCE_DIR "/models/central-asia");
    struct steppe_run_options options;
    struct steppe_result *result;
    const struct steppe_central *central;
    struct steppe_error error = {0};
    char texts[2 * STEPPE_COUNT(names)][128];
    const char *statements[2 * STEPPE_COUNT(names)];
    assert_non_null(project);
    assert_true(steppe_central_make(project, &central, &error));
    assert_int_equal(central->month, steppe_month(2026, 6));
    for (size_t i = 0; i < STEPPE_COUNT(names); i++) {
        const double now = now_of(steppe_project_model(project), central, names[i]);
        for (size_t side = 0; side < 2; side++) {
            statements[2 * i + side] = texts[2 * i + side];
            (void)snprintf(texts[2 * i + side], sizeof texts[0], "at(2026-06, %s) %c %.12f",
                           names[i], side ? '<' : '>', now + (side ? 1e-6 : -1e-6) * fabs(now));
        }
    }
    steppe_run_options_default(&options);
    options.members = 2;
    options.fix_parameters = options.fix_noise = true;
    options.instance = "scalar";
    options.until = central->month + 1;
    options.statements = statements;
    options.statement_count = STEPPE_COUNT(statements);
    if (!steppe_run(project, &options, &result, &error)) fail_msg("%s", error.message);
    for (size_t q = 0; q < STEPPE_COUNT(statements); q++)
        if (steppe_result_answer(result, 0, q).chance < 1) fail_msg("not so: %s", statements[q]);
    steppe_result_free(result);
    steppe_central_free(central);
    steppe_project_close(project);
}

// Whether it was refused for the files' errors, and left nothing behind.
static bool refused(bool made, const void *left, const struct steppe_error *error) {
    return !made && !left && error->code == STEPPE_CODE_MODEL;
}

static void without_a_sound_model_every_study_is_refused(void **state) {
    (void)state;
    struct model_copy copy;
    struct steppe_project *project;
    struct steppe_error error = {0};
    model_copy_make(&copy);
    model_copy_write(&copy, "ties.csv", "a", "no row\n");
    assert_false(steppe_project_open(copy.folder, &project, &error));
    assert_non_null(project);
    assert_null(steppe_project_model(project));
#define REFUSED(type, call)                                                                        \
    do {                                                                                           \
        const type *made = NULL;                                                                   \
        struct steppe_error why = {0};                                                             \
        const bool done = call;                                                                    \
        assert_true(refused(done, made, &why));                                                    \
    } while (0)
    struct steppe_run_options options;
    const struct steppe_routes_options routes = {.from = "KAZ", .to = "EUU"};
    struct steppe_result *result = NULL;
    struct steppe_run_cost cost;
    struct steppe_mode modes[2];
    size_t mode_count = 2;
    steppe_run_options_default(&options);
    REFUSED(struct steppe_base_rates, steppe_base_rates_make(project, &made, &why));
    REFUSED(struct steppe_cases, steppe_cases_make(project, &made, &why));
    REFUSED(struct steppe_calibration, steppe_calibration_make(project, &made, &why));
    REFUSED(struct steppe_claims, steppe_claims_make(project, &options, &made, &why));
    REFUSED(struct steppe_routes, steppe_routes_find(project, &routes, &made, &why));
    REFUSED(struct steppe_corridors, steppe_corridors_fit(project, &made, &why));
    REFUSED(struct steppe_traffic,
            steppe_traffic_make(project, STEPPE_TRAFFIC_LINK, 0, &made, &why));
    REFUSED(struct steppe_dependence, steppe_dependence_make(project, NULL, &made, &why));
    REFUSED(struct steppe_central, steppe_central_make(project, &made, &why));
    assert_true(refused(steppe_run(project, &options, &result, &error), result, &error));
    assert_true(refused(steppe_run_plan(project, &options, &cost, &error), NULL, &error));
    assert_true(refused(steppe_stability(project, modes, &mode_count, &error), NULL, &error));
    steppe_project_close(project);
    model_copy_free(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(central_values_are_those_of_a_run_without_chance),
        cmocka_unit_test(without_a_sound_model_every_study_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
