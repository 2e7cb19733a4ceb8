// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_opinion: favourability on the fixture against closed forms in the scalar instance;
// directions, limits, twins; and what the bundled model says of who is reached.
#include "mechanisms/fixture.c"
#include "model_copy.h"
#include "sim/kernels.h"
#include "sim/plan.h"

extern const struct steppe_mechanism steppe_mechanism_opinion_scalar;

static const struct steppe_mechanism *const in_lanes[] = {&STEPPE_NAMED(steppe_mechanism_opinion)};
static const struct steppe_mechanism *const in_double[] = {&steppe_mechanism_opinion_scalar};

static const struct fixture_setting settings[] = {
    {"opinion.half_life", -1, 2},
    {"opinion.war_effect", -1, -1.2},
    {"opinion.visibility_effect", -1, 0.5},
    {"opinion.visibility_effect", 1, -2},
    {"opinion.remittance_effect", -1, 3},
    {"opinion.coercion_effect", -1, 1},
    {"opinion.media", -1, 0.5},
    {"opinion.study_reach", -1, 10},
    {"opinion.teaching_reach", -1, 0.05},
    {"opinion.attack_effect", -1, 0.2},
};

static const size_t rus_kaz = 0, rus_uzb = 1, chn_kaz = 2, pairs = FIXTURE_POWERS * FIXTURE_HOSTS;

static void make(struct fixture *fixture, int lanes) {
    fixture_make(fixture, lanes, lanes == 1 ? in_double : in_lanes, 1, settings,
                 STEPPE_COUNT(settings));
    // National accounts are the economy's: incomes of the base.
    for (size_t a = 0; a < FIXTURE_ACTORS; a++) {
        const double income = a == KAZ ? 260e9 : a == UZB ? 100e9 : 1e12;
        fixture_set(fixture, STEPPE_VAR_gdp_nominal, a, -1, income);
        fixture_write(fixture, fixture->world.base,
                      fixture->layout->base_offsets[STEPPE_VAR_gdp_nominal] + a, -1, income);
    }
}

static double logit(double x) { return log(x / (1 - x)); }

static double view(const struct fixture *fixture, size_t pair) {
    return logit(fixture_get(fixture, STEPPE_VAR_favourability, pair, 0));
}

static double base_view(const struct fixture *fixture, size_t pair) {
    return logit(fixture_base(fixture, STEPPE_VAR_favourability, pair, 0));
}

static void nothing_moves_in_ten_years_at_rest(void **state) {
    (void)state;
    for (int lanes = 1; lanes <= STEPPE_LANES; lanes += STEPPE_LANES - 1) {
        struct fixture fixture;
        make(&fixture, lanes);
        fixture_months(&fixture, 120);
        // A view that does not move keeps its bits.
        for (size_t pair = 0; pair < pairs; pair++)
            assert_true(fixture_get(&fixture, STEPPE_VAR_favourability, pair, lanes - 1) ==
                        fixture_base(&fixture, STEPPE_VAR_favourability, pair, lanes - 1));
        fixture_free(&fixture);
    }
}

static void the_end_of_a_war_is_forgiven_by_half_in_a_half_life(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_war_effort, 0, -1, 0);
    fixture_months(&fixture, 24);
    assert_close(view(&fixture, rus_kaz), base_view(&fixture, rus_kaz) + 0.6, 0, 1e-12);
    assert_close(view(&fixture, chn_kaz), base_view(&fixture, chn_kaz), 0, 1e-14);
    fixture_months(&fixture, 24);
    assert_close(view(&fixture, rus_kaz), base_view(&fixture, rus_kaz) + 0.9, 0, 1e-12);
    fixture_free(&fixture);
}

static void a_public_that_the_power_reaches_sees_the_war_its_way(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_war_effort, 0, -1, 0);
    for (int m = 0; m < 24; m++) {
        fixture_set(&fixture, STEPPE_VAR_society, rus_kaz, -1, 1);
        fixture_set(&fixture, STEPPE_VAR_society, rus_uzb, -1, 0.25);
        fixture_months(&fixture, 1);
    }
    assert_close(view(&fixture, rus_kaz), base_view(&fixture, rus_kaz), 0, 1e-14);
    assert_close(view(&fixture, rus_uzb), base_view(&fixture, rus_uzb) + 0.75 * 0.6, 0, 1e-12);
    fixture_free(&fixture);
}

static void coercion_is_resented_and_forgotten(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_coercion, rus_uzb, -1, 0.8);
    fixture_months(&fixture, 24);
    assert_close(view(&fixture, rus_uzb), base_view(&fixture, rus_uzb) - 0.4, 0, 1e-12);
    fixture_set(&fixture, STEPPE_VAR_coercion, rus_uzb, -1, 0);
    fixture_months(&fixture, 48);
    assert_close(view(&fixture, rus_uzb), base_view(&fixture, rus_uzb) - 0.1, 0, 1e-12);
    fixture_free(&fixture);
}

// An index that stands at 1.5 for a half-life, as one of attacks that come again and again.
static void victims_of_attacks_win_sympathy_where_they_were_hit(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_attacks, chn_kaz, -1, 1.5);
    fixture_months(&fixture, 24);
    assert_close(view(&fixture, chn_kaz), base_view(&fixture, chn_kaz) + 0.5 * 0.2 * 1.5, 0, 1e-12);
    assert_close(view(&fixture, rus_kaz), base_view(&fixture, rus_kaz), 0, 1e-14);
    // Where guards are resented more than victims are pitied, the sign turns.
    fixture_set_parameter(&fixture, "opinion.attack_effect", 0, -1, -0.2);
    fixture_months(&fixture, 2400);
    assert_close(view(&fixture, chn_kaz), base_view(&fixture, chn_kaz) - 0.2 * 1.5, 0, 1e-9);
    fixture_free(&fixture);
}

static void money_counts_by_its_share_of_gdp(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    // Half the remittances of Uzbekistan from Russia, 9 of 100 billion; 26 of 260 billion of new
    // Chinese capital in Kazakhstan.
    fixture_set(&fixture, STEPPE_VAR_remittances, fixture_host_actor(1, RUS), -1, 4.5e9);
    fixture_set(&fixture, STEPPE_VAR_capital, chn_kaz, -1,
                fixture_base(&fixture, STEPPE_VAR_capital, chn_kaz, 0) + 26e9);
    fixture_months(&fixture, 24);
    assert_close(view(&fixture, rus_uzb), base_view(&fixture, rus_uzb) - 0.5 * 3 * 0.045, 0, 1e-12);
    assert_close(view(&fixture, chn_kaz), base_view(&fixture, chn_kaz) - 0.5 * 2 * 0.1, 0, 1e-12);
    // A host whose income doubles owes twice as little to each.
    fixture_set(&fixture, STEPPE_VAR_gdp_nominal, KAZ, -1, 520e9);
    fixture_months(&fixture, 600);
    const double owned = (25e9 + 26e9) / 520e9 - 25e9 / 260e9;
    assert_close(view(&fixture, chn_kaz), base_view(&fixture, chn_kaz) - 2 * owned, 0, 1e-7);
    fixture_free(&fixture);
}

static void views_stay_shares_whatever_happens(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, STEPPE_LANES);
    fixture_set_parameter(&fixture, "opinion.war_effect", 0, -1, -10);
    fixture_set(&fixture, STEPPE_VAR_war_effort, 0, -1, 10);
    fixture_set(&fixture, STEPPE_VAR_war_effort, 1, -1, -10);
    fixture_set(&fixture, STEPPE_VAR_favourability, 4, -1, 1);
    fixture_set(&fixture, STEPPE_VAR_favourability, 5, -1, 0);
    for (int m = 0; m < 120; m++) {
        fixture_months(&fixture, 1);
        for (size_t pair = 0; pair < pairs; pair++) {
            const double share = fixture_get(&fixture, STEPPE_VAR_favourability, pair, 0);
            assert_true(share >= 0 && share <= 1);
        }
    }
    fixture_free(&fixture);
}

static void stir(struct fixture *fixture) {
    fixture_set(fixture, STEPPE_VAR_war_effort, 0, -1, 0.2);
    fixture_set(fixture, STEPPE_VAR_coercion, rus_kaz, -1, 0.3);
    fixture_set(fixture, STEPPE_VAR_capital, chn_kaz, -1, 50e9);
}

static void lanes_agree_with_the_scalar_twin(void **state) {
    (void)state;
    struct fixture lanes, twin;
    make(&lanes, STEPPE_LANES);
    make(&twin, 1);
    stir(&lanes);
    stir(&twin);
    fixture_months(&lanes, 48);
    fixture_months(&twin, 48);
    for (size_t pair = 0; pair < pairs; pair++)
        // 48 months of some 10 roundings of 6e-8 each.
        assert_close(fixture_get(&lanes, STEPPE_VAR_favourability, pair, 7),
                     fixture_get(&twin, STEPPE_VAR_favourability, pair, 0), 3e-6, 0);
    fixture_free(&lanes);
    fixture_free(&twin);
}

static void nan_stays_in_its_lane(void **state) {
    (void)state;
    static const uint32_t read[] = {STEPPE_VAR_war_effort, STEPPE_VAR_capital,
                                    STEPPE_VAR_remittances, STEPPE_VAR_coercion,
                                    STEPPE_VAR_favourability};
    for (size_t i = 0; i < STEPPE_COUNT(read); i++) {
        struct fixture good, bad;
        make(&good, STEPPE_LANES);
        make(&bad, STEPPE_LANES);
        fixture_spoil(&bad, &read[i], 1, 9);
        fixture_months(&good, 2);
        fixture_months(&bad, 2);
        for (size_t pair = 0; pair < pairs; pair++)
            for (int lane = 0; lane < STEPPE_LANES; lane++) {
                const double is = fixture_get(&bad, STEPPE_VAR_favourability, pair, lane);
                assert_true(lane == 9
                                ? isnan(is)
                                : is == fixture_get(&good, STEPPE_VAR_favourability, pair, lane));
            }
        fixture_free(&good);
        fixture_free(&bad);
    }
}

// The share that knows Russian is that of the row in force, not the sum of two censuses.
static void the_bundled_model_says_who_is_reached(void **state) {
    (void)state;
    struct steppe_project *project = model_open(STEPPE_SOURCE_DIR "/models/central-asia");
    assert_non_null(project);
    const struct steppe_model *model = steppe_project_model(project);
    const struct steppe_plan_options options = {.members = 2, .seed = 1, .no_run_in = true};
    struct steppe_arena arena;
    struct steppe_plan *plan;
    struct steppe_error error = {0};
    steppe_arena_init(&arena, 0);
    if (!steppe_plan_make(model, steppe_kernels_named("scalar"), &options, &arena, &plan, &error))
        fail_msg("%s", error.message);
    const uint32_t rus = steppe_model_element(model, STEPPE_AXIS_POWER, "RUS");
    const uint32_t kaz = steppe_model_element(model, STEPPE_AXIS_HOST, "KAZ");
    const size_t hosts = model->axes[STEPPE_AXIS_HOST].count;
    const double *society = plan->start + plan->layout->offsets[STEPPE_VAR_society];
    // Tables: 0.837 know Russian, of whom half follow its media by the median of beta 5 5; 0.149
    // are kin; 61000 study there, of each of whom so many hear.
    const uint32_t number = steppe_model_parameter(model, "opinion.study_reach");
    const double reach = steppe_layout_median(plan->layout, number, 0);
    const int32_t at[STEPPE_AXES_MAX] = {
        (int32_t)steppe_model_element(model, STEPPE_AXIS_ACTOR, "KAZ"), -1, -1};
    const struct steppe_figure *people = steppe_model_figure(model, STEPPE_VAR_population, at,
                                                             INT32_MAX, 2023);
    assert_non_null(people);
    const double left = (1 - 0.5 * 0.837) * (1 - 0.149) * (1 - reach * 61000 / people->value);
    assert_close(society[rus * hosts + kaz], 1 - left, 1e-4, 0);
    for (size_t pair = 0; pair < model->axes[STEPPE_AXIS_POWER].count * hosts; pair++)
        assert_true(society[pair] >= 0 && society[pair] <= 1);
    steppe_arena_free(&arena);
    steppe_project_close(project);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_moves_in_ten_years_at_rest),
        cmocka_unit_test(the_end_of_a_war_is_forgiven_by_half_in_a_half_life),
        cmocka_unit_test(a_public_that_the_power_reaches_sees_the_war_its_way),
        cmocka_unit_test(coercion_is_resented_and_forgotten),
        cmocka_unit_test(victims_of_attacks_win_sympathy_where_they_were_hit),
        cmocka_unit_test(money_counts_by_its_share_of_gdp),
        cmocka_unit_test(views_stay_shares_whatever_happens),
        cmocka_unit_test(lanes_agree_with_the_scalar_twin),
        cmocka_unit_test(nan_stays_in_its_lane),
        cmocka_unit_test(the_bundled_model_says_who_is_reached),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
