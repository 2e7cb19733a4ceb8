// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// A model that is right loads; what is in it is what its files say.
#include "model/folder.c"

static void a_model_that_is_right_loads_without_findings(void **state) {
    (void)state;
    struct folder folder;
    folder_make(&folder);
    bool loaded = folder_load(&folder);
    for (size_t i = 0; i < folder.findings.count; i++) {
        print_error("%s:%u:%u: %s\n", folder.findings.items[i].place.file,
                    folder.findings.items[i].place.line, folder.findings.items[i].place.column,
                    folder.findings.items[i].message);
    }
    assert_true(loaded);
    assert_int_equal(folder.findings.count, 0);
    const struct steppe_model *model = folder.model;
    assert_string_equal(model->name, "tiny");
    assert_int_equal(model->axes[STEPPE_AXIS_ACTOR].count, 5);
    assert_int_equal(model->axes[STEPPE_AXIS_HOST].count, 2);
    assert_string_equal(model->axes[STEPPE_AXIS_POWER].names[1], "CHN");
    assert_int_equal(model->axes[STEPPE_AXIS_POWER].actor_at[1], 3);
    assert_true(model->actors[4].rest_of_world);
    assert_int_equal(model->start.month, 1);
    assert_int_equal(model->figure_count, 14); // 7 of series, 5 of pairs, 2 of troops
    assert_int_equal(model->tie_count, 2);     // study, summit
    assert_int_equal(model->tie_kinds[2].variable, UINT32_MAX);
    assert_int_equal(model->ties[0].kind, 2);
    assert_int_equal(model->ties[1].kind, UINT32_MAX);
    assert_false(model->ties[1].has_value);
    assert_int_equal(model->membership_count, 3);
    assert_int_equal(model->leaders[0].birth_year, 1953);
    assert_int_equal(model->key_series_count, 2);
    assert_int_equal(model->key_series[0], STEPPE_VAR_gdp);
    folder_remove(&folder);
}

static void sets_are_the_axes_and_those_of_the_file(void **state) {
    (void)state;
    struct folder folder;
    folder_make(&folder);
    assert_true(folder_load(&folder));
    const struct steppe_model *model = folder.model;
    assert_int_equal(model->set_count, STEPPE_AXIS_COUNT + 1);
    assert_string_equal(model->sets[STEPPE_AXIS_HOST].name, "hosts");
    const struct steppe_set *east = &model->sets[STEPPE_AXIS_COUNT];
    assert_string_equal(east->name, "east");
    assert_int_equal(east->axis, STEPPE_AXIS_ACTOR);
    assert_int_equal(east->members[0], 3);
    assert_int_equal(east->members[1], 2);
    folder_remove(&folder);
}

static void parameters_stand_in_vocabulary_order_with_coherent_units(void **state) {
    (void)state;
    struct folder folder;
    folder_make(&folder);
    assert_true(folder_load(&folder));
    const struct steppe_parameter *parameters = folder.model->parameters;
    assert_int_equal(folder.model->parameter_count, 6);
    assert_string_equal(parameters[0].name, "trade.theta");
    assert_int_equal(parameters[0].priors[0].kind, STEPPE_PRIOR_LOGNORMAL);
    assert_true(parameters[0].priors[0].low == 2 && parameters[0].priors[0].high == 12);
    // KAZ by name, the others by default.
    assert_int_equal(parameters[1].cell_count, 5);
    assert_int_equal(parameters[1].priors[0].kind, STEPPE_PRIOR_LOGNORMAL);
    assert_int_equal(parameters[1].priors[4].kind, STEPPE_PRIOR_NORMAL);
    // power x host: RUS-KAZ, RUS-UZB, CHN-KAZ, CHN-UZB.
    const double wedges[] = {1.5, 1.2, 1, 1};
    for (size_t i = 0; i < 4; i++) assert_true(parameters[2].priors[i].a == wedges[i]);
    assert_string_equal(parameters[2].sources[1], "wdi");
    assert_string_equal(parameters[2].sources[2], "judgement");
    // 24 months are 2 years.
    assert_close(parameters[4].priors[0].a, 2, 1e-15, 0);
    assert_string_equal(parameters[4].unit_text, "year");
    assert_string_equal(parameters[5].name, "clash_rate");
    assert_int_equal(parameters[5].shape, STEPPE_SHAPE_HOST);
    assert_true(parameters[5].priors[1].a == 0.2);
    folder_remove(&folder);
}

static void shares_of_a_dirichlet_prior_are_made_to_sum_to_one(void **state) {
    (void)state;
    struct folder folder;
    folder_make(&folder);
    assert_true(folder_load(&folder));
    const struct steppe_parameter *weight = &folder.model->parameters[3];
    const double shares[] = {0.5, 0.25, 0.25}; // trade 2, troops 1, study 1
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(weight->priors[i].kind, STEPPE_PRIOR_DIRICHLET);
        assert_true(weight->priors[i].a == 5);
        assert_close(weight->priors[i].b, shares[i], 1e-15, 0);
    }
    folder_remove(&folder);
}

static void money_is_brought_to_the_price_year(void **state) {
    (void)state;
    struct folder folder;
    folder_make(&folder);
    assert_true(folder_load(&folder));
    const struct steppe_model *model = folder.model;
    const int32_t kaz[STEPPE_AXES_MAX] = {0, -1, -1};
    const struct steppe_figure *gdp = steppe_model_figure(model, STEPPE_VAR_gdp_level, kaz,
                                                          INT32_MAX, 2022);
    // 220 billion of 2022, when the price level was 96 to 2023's 100.
    assert_close(gdp->value, 220e9 / 0.96, 1e-14, 0);
    assert_close(gdp->spread, 0.03 * 220e9 / 0.96, 1e-14, 0);
    assert_true(gdp->published == 220);
    const int32_t chn_kaz[STEPPE_AXES_MAX] = {1, 0, -1};
    const struct steppe_figure *debt = steppe_model_figure(model, STEPPE_VAR_debt, chn_kaz,
                                                           INT32_MAX, 0);
    // Stated in money of 2021, whatever the date of the figure.
    assert_close(debt->value, 9200e6 / 0.92, 1e-14, 0);
    folder_remove(&folder);
}

static void figures_are_counted_by_quality(void **state) {
    (void)state;
    struct folder folder;
    folder_make(&folder);
    assert_true(folder_load(&folder));
    const size_t *count = folder.model->quality_count;
    // Figures 14, ties 2, memberships 3, leader 1, user cost 1; no parameters.
    assert_int_equal(count[STEPPE_DERIVED], 1);
    assert_int_equal(count[STEPPE_JUDGEMENT], 1 + 1);
    assert_int_equal(count[STEPPE_SOURCED], 12 + 2 + 3 + 1);
    folder_remove(&folder);
}

static void the_hash_is_of_the_content_and_not_of_the_place(void **state) {
    (void)state;
    struct folder one, two;
    folder_make(&one);
    folder_make(&two);
    assert_true(folder_load(&one));
    assert_true(folder_load(&two));
    assert_string_equal(one.model->hash, two.model->hash);
    assert_int_equal(strlen(one.model->hash), 16);
    folder_change(&two, "series.csv", "KAZ,2022,220,", "KAZ,2022,221,");
    assert_true(folder_load(&two));
    assert_string_not_equal(one.model->hash, two.model->hash);
    folder_remove(&one);
    folder_remove(&two);
}

static void a_missing_folder_is_told_with_its_name(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    static struct steppe_findings findings;
    findings = (struct steppe_findings){.arena = &arena};
    const struct steppe_model *model = NULL;
    struct steppe_error error = {0};
    assert_false(steppe_model_load("/no/such/model", folder_vocabulary(), &arena, &model, &findings,
                                   &error));
    assert_int_equal(error.code, STEPPE_CODE_MODEL);
    assert_string_equal(error.message, "the model /no/such/model has 1 error");
    assert_string_equal(findings.items[0].place.file, "/no/such/model");
    assert_null(model);
    steppe_arena_free(&arena);
}

static void every_reservation_may_fail_without_harm(void **state) {
    (void)state;
    struct folder folder;
    folder_make(&folder);
    uint64_t at = 1;
    for (;; at++) {
        assert_true(at < 1000);
        steppe_arena_fail_after(at);
        bool loaded = folder_load(&folder);
        steppe_arena_fail_after(0);
        if (loaded) break;
        assert_int_equal(folder.error.code, STEPPE_CODE_MEMORY);
        assert_null(folder.model);
    }
    assert_true(at > 3); // some reservations did fail
    folder_remove(&folder);
}

static void every_limit_of_memory_is_an_error_and_no_crash(void **state) {
    (void)state;
    struct folder folder;
    folder_make(&folder);
    assert_true(folder_load(&folder));
    size_t enough = folder.arena.used_bytes;
    // Chunks hide most takes from the test above; a limit refuses any of them. 61 spreads the cuts.
    for (size_t limit = 64; limit < enough; limit += enough / 61) {
        steppe_arena_free(&folder.arena);
        steppe_arena_init(&folder.arena, limit);
        folder.findings = (struct steppe_findings){.arena = &folder.arena};
        folder.error = (struct steppe_error){0};
        folder.model = NULL;
        assert_false(steppe_model_load(folder.path, folder_vocabulary(), &folder.arena,
                                       &folder.model, &folder.findings, &folder.error));
        assert_int_equal(folder.error.code, STEPPE_CODE_MEMORY);
    }
    folder_remove(&folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_that_is_right_loads_without_findings),
        cmocka_unit_test(sets_are_the_axes_and_those_of_the_file),
        cmocka_unit_test(parameters_stand_in_vocabulary_order_with_coherent_units),
        cmocka_unit_test(shares_of_a_dirichlet_prior_are_made_to_sum_to_one),
        cmocka_unit_test(money_is_brought_to_the_price_year),
        cmocka_unit_test(figures_are_counted_by_quality),
        cmocka_unit_test(the_hash_is_of_the_content_and_not_of_the_place),
        cmocka_unit_test(a_missing_folder_is_told_with_its_name),
        cmocka_unit_test(every_reservation_may_fail_without_harm),
        cmocka_unit_test(every_limit_of_memory_is_an_error_and_no_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
