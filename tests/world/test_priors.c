// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Priors: the incomplete functions against closed forms, tables against the distributions they
// stand for, medians, and every prior that must be refused.
#include "world/priors.h"

#include "base/random.h"
#include "test.h"

static const double pi = 3.14159265358979323846;

// I_x(1, b) = 1 - (1 - x)^b, I_x(a, 1) = x^a, I_x(1/2, 1/2) = 2/pi asin sqrt x (DLMF 8.17).
static void incomplete_beta_has_its_closed_forms(void **state) {
    (void)state;
    for (double t = -20.0; t <= 20.0; t += 0.37) {
        double x = 1.0 / (1.0 + exp(-t)), y = 1.0 / (1.0 + exp(t));
        assert_close(steppe_beta_tails(1.0, 3.5, t).above, pow(y, 3.5), 1e-12, 1e-15);
        assert_close(steppe_beta_tails(2.5, 1.0, t).below, pow(x, 2.5), 1e-12, 1e-15);
        assert_close(steppe_beta_tails(0.5, 0.5, t).below, 2.0 / pi * asin(sqrt(x)), 1e-12, 1e-15);
        struct steppe_tails one = steppe_beta_tails(7.0, 30.0, t);
        struct steppe_tails mirrored = steppe_beta_tails(30.0, 7.0, -t);
        assert_close(one.below, mirrored.above, 1e-11, 1e-15);
        assert_close(one.below + one.above, 1.0, 1e-14, 0.0);
        assert_close(one.density, mirrored.density, 1e-11, 0.0);
    }
}

// P(1, x) = 1 - exp(-x), P(1/2, x) = erf sqrt x (DLMF 8.4), Q(3, x) = exp(-x) (1 + x + x^2 / 2).
static void incomplete_gamma_has_its_closed_forms(void **state) {
    (void)state;
    for (double t = -10.0; t <= 4.0; t += 0.23) {
        double x = exp(t);
        assert_close(steppe_gamma_tails(1.0, t).below, -expm1(-x), 1e-12, 0.0);
        assert_close(steppe_gamma_tails(1.0, t).above, exp(-x), 1e-12, 1e-15);
        assert_close(steppe_gamma_tails(0.5, t).below, erf(sqrt(x)), 1e-12, 0.0);
        assert_close(steppe_gamma_tails(3.0, t).above, exp(-x) * (1.0 + x + 0.5 * x * x), 1e-12,
                     1e-15);
        assert_close(steppe_gamma_tails(3.0, t).density, 0.5 * x * x * x * exp(-x), 1e-12, 0.0);
    }
}

static struct steppe_parameter parameter_of(const struct steppe_prior *priors, uint32_t count) {
    return (struct steppe_parameter){
        .name = "test.weight",
        .cell_count = count,
        .priors = priors,
        .place = {.file = "parameters.yaml", .line = 12, .column = 3},
    };
}

static struct steppe_recipe recipe_of(struct steppe_prior prior, struct steppe_arena *arena) {
    struct steppe_recipe recipe;
    struct steppe_parameter parameter = parameter_of(&prior, 1);
    struct steppe_error error = {0};
    if (!steppe_recipes_make(&parameter, arena, &recipe, &error)) fail_msg("%s", error.message);
    return recipe;
}

// The table read as draws read it, in double.
static double read_table(const struct steppe_recipe_point *table, double z) {
    double at = (z + STEPPE_RECIPE_Z_MAX) * STEPPE_RECIPE_INTERVALS / (2.0 * STEPPE_RECIPE_Z_MAX);
    size_t point = (size_t)at;
    double f = at - (double)point, g = 1.0 - f;
    double left = (double)table[point].value, right = (double)table[point + 1].value;
    double rise = right - left;
    return left + f * rise +
           f * g *
               (g * ((double)table[point].slope - rise) +
                f * (rise - (double)table[point + 1].slope));
}

// Between any two points the probability below the table's value is that of z. The difference is
// measured along t, the table's unit: float leaves 6e-8 |t|, the cubic less than 1e-6.
static void check_table(const struct steppe_recipe *recipe, double a, double b, double cut_below,
                        double cut_above) {
    const double step = 2.0 * STEPPE_RECIPE_Z_MAX / STEPPE_RECIPE_INTERVALS;
    for (double z = -5.29; z <= 5.29; z += 0.0137) {
        double t = read_table(recipe->table, z);
        double slope = (read_table(recipe->table, z + step) - t) / step;
        struct steppe_tails tails = recipe->kind == STEPPE_RECIPE_LOGIT ? steppe_beta_tails(a, b, t)
                                                                        : steppe_gamma_tails(a, t);
        double width = 1.0 - cut_below - cut_above;
        // Next to a cut the last float may lie a hair beyond it.
        double below = fmax((tails.below - cut_below) / width, 1e-12);
        double above = fmax((tails.above - cut_above) / width, 1e-12);
        double back = z < 0.0 ? steppe_normal_quantile(below) : -steppe_normal_quantile(above);
        assert_close(t + (back - z) * slope, t, 1e-6, 1e-6);
    }
}

static void tables_of_beta_priors_stand_for_them(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    static const double shapes[][2] = {{2.0, 5.0},  {0.5, 0.5}, {1.0, 1.0},
                                       {30.0, 4.0}, {0.3, 6.0}, {400.0, 900.0}};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        double a = shapes[i][0], b = shapes[i][1];
        struct steppe_recipe recipe = recipe_of(
            (struct steppe_prior){.kind = STEPPE_PRIOR_BETA, .a = a, .b = b, .high = 1.0}, &arena);
        assert_int_equal(recipe.kind, STEPPE_RECIPE_LOGIT);
        check_table(&recipe, a, b, 0.0, 0.0);
        double odds = log(recipe.median / (1.0 - recipe.median));
        assert_close(steppe_beta_tails(a, b, odds).below, 0.5, 1e-9, 0.0);
    }
    struct steppe_recipe cut = recipe_of(
        (struct steppe_prior){
            .kind = STEPPE_PRIOR_BETA, .a = 2.0, .b = 5.0, .low = 0.1, .high = 0.6},
        &arena);
    check_table(&cut, 2.0, 5.0, steppe_beta_tails(2.0, 5.0, log(0.1 / 0.9)).below,
                steppe_beta_tails(2.0, 5.0, log(0.6 / 0.4)).above);
    steppe_arena_free(&arena);
}

static void tables_of_dirichlet_cells_are_those_of_gamma_variates(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    static const double weights[4] = {6.0, 3.9, 0.0, 0.1}; // of a sum that is not 1
    struct steppe_prior priors[4];
    struct steppe_recipe recipes[4];
    for (size_t i = 0; i < 4; i++) {
        priors[i] = (struct steppe_prior){
            .kind = STEPPE_PRIOR_DIRICHLET, .a = 20.0, .b = weights[i], .high = 1.0};
    }
    struct steppe_parameter parameter = parameter_of(priors, 4);
    struct steppe_error error = {0};
    assert_true(steppe_recipes_make(&parameter, &arena, recipes, &error));
    for (size_t i = 0; i < 4; i++) {
        assert_close(recipes[i].median, weights[i] / 10.0, 1e-15, 0.0);
        if (i == 2) continue;
        assert_int_equal(recipes[i].kind, STEPPE_RECIPE_LOG_SHARE);
        check_table(&recipes[i], 2.0 * weights[i], 0.0, 0.0, 0.0);
    }
    assert_int_equal(recipes[2].kind, STEPPE_RECIPE_NO_SHARE);
    steppe_arena_free(&arena);
}

// Medians worked out by hand, or from tables of the normal distribution.
static void medians_are_those_of_the_truncated_prior(void **state) {
    (void)state;
    const double inf = (double)INFINITY;
    static const double z_75 = 0.6744897501960817; // P(Z < z_75) = 3/4
    const struct {
        struct steppe_prior prior;
        double median;
    } cases[] = {
        {{STEPPE_PRIOR_FIXED, 7.0, 0.0, 0.0, 0.0, 9.0}, 7.0},
        {{STEPPE_PRIOR_NORMAL, 2.0, 0.5, 0.0, -inf, inf}, 2.0},
        {{STEPPE_PRIOR_NORMAL, 2.0, 0.5, 0.0, 2.0, inf}, 2.0 + 0.5 * z_75},
        {{STEPPE_PRIOR_NORMAL, 2.0, 0.5, 0.0, -inf, 2.0}, 2.0 - 0.5 * z_75},
        {{STEPPE_PRIOR_LOGNORMAL, 4.0, 0.25, 0.0, 0.0, inf}, 4.0},
        {{STEPPE_PRIOR_LOGNORMAL, 4.0, 0.25, 0.0, 4.0, inf}, 4.0 * exp(0.25 * z_75)},
        // Far in the upper tail the normal is nearly exponential: P(Z > 6) = 9.865876450376946e-10,
        // half of it lies above 6.1129...
        {{STEPPE_PRIOR_NORMAL, 0.0, 1.0, 0.0, 6.0, inf},
         -steppe_normal_quantile(0.5 * 9.865876450376946e-10)},
        {{STEPPE_PRIOR_UNIFORM, 1.0, 3.0, 0.0, 0.0, 9.0}, 2.0},
        {{STEPPE_PRIOR_UNIFORM, 1.0, 3.0, 0.0, 2.0, 9.0}, 2.5},
        {{STEPPE_PRIOR_TRIANGULAR, 0.0, 0.0, 2.0, 0.0, 9.0}, 2.0 - sqrt(2.0)},
        {{STEPPE_PRIOR_TRIANGULAR, 0.0, 1.0, 2.0, 0.0, 9.0}, 1.0},
        {{STEPPE_PRIOR_TRIANGULAR, 0.0, 1.0, 2.0, 0.0, 1.0}, sqrt(0.5)},
        {{STEPPE_PRIOR_BETA, 1.0, 1.0, 0.0, 0.2, 0.6}, 0.4},
    };
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_close(recipe_of(cases[i].prior, &arena).median, cases[i].median, 1e-9, 0.0);
    }
    steppe_arena_free(&arena);
}

static void values_at_a_normal_quantile_have_their_closed_forms(void **state) {
    (void)state;
    const double inf = (double)INFINITY, z = 1.2, below = 0.5 * erfc(-z / sqrt(2.0));
    const struct {
        struct steppe_prior prior;
        double value;
    } cases[] = {
        {{STEPPE_PRIOR_FIXED, 7.0, 0.0, 0.0, 0.0, 9.0}, 7.0},
        {{STEPPE_PRIOR_NORMAL, 2.0, 0.5, 0.0, -inf, inf}, 2.0 + 0.5 * z},
        {{STEPPE_PRIOR_LOGNORMAL, 4.0, 0.25, 0.0, 0.0, inf}, 4.0 * exp(0.25 * z)},
        {{STEPPE_PRIOR_NORMAL, 2.0, 0.5, 0.0, 2.0, inf},
         2.0 + 0.5 * steppe_normal_quantile(0.5 + 0.5 * below)},
        // Only the far tail is left, drawn as its mirror image.
        {{STEPPE_PRIOR_NORMAL, 0.0, 1.0, 0.0, 6.0, inf},
         -steppe_normal_quantile((1.0 - below) * 9.865876450376946e-10)},
        {{STEPPE_PRIOR_UNIFORM, 1.0, 3.0, 0.0, 0.0, 9.0}, 1.0 + 2.0 * below},
        {{STEPPE_PRIOR_TRIANGULAR, 0.0, 0.0, 2.0, 0.0, 9.0}, 2.0 - 2.0 * sqrt(1.0 - below)},
        {{STEPPE_PRIOR_BETA, 1.0, 1.0, 0.0, 0.2, 0.6}, 0.2 + 0.4 * below},
        {{STEPPE_PRIOR_BETA, 1.0, 3.0, 0.0, 0.0, 1.0}, 1.0 - cbrt(1.0 - below)},
    };
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct steppe_recipe recipe = recipe_of(cases[i].prior, &arena);
        // Tables are float at their points: 1e-6 of a log of odds.
        assert_close(steppe_recipe_value(&recipe, z), cases[i].value, 1e-6, 0.0);
        assert_close(steppe_recipe_value(&recipe, 0.0), recipe.median, 1e-6, 0.0);
        double before = -inf;
        for (double at = -9.0; at <= 9.0; at += 0.25) {
            double value = steppe_recipe_value(&recipe, at);
            assert_true(value >= before && value >= recipe.low && value <= recipe.high);
            before = value;
        }
    }
    steppe_arena_free(&arena);
}

static void priors_without_sense_are_refused_with_place_and_reason(void **state) {
    (void)state;
    const double inf = (double)INFINITY, nan = (double)NAN;
    const struct {
        struct steppe_prior prior;
        const char *reason;
    } cases[] = {
        {{STEPPE_PRIOR_FIXED, 7.0, 0.0, 0.0, 0.0, 1.0}, "outside its legal range"},
        {{STEPPE_PRIOR_FIXED, nan, 0.0, 0.0, 0.0, 1.0}, "outside its legal range"},
        {{STEPPE_PRIOR_NORMAL, 0.0, 0.0, 0.0, 0.0, 1.0}, "standard deviation above 0"},
        {{STEPPE_PRIOR_NORMAL, 0.0, 1.0, 0.0, 50.0, inf}, "leaves nothing"},
        {{STEPPE_PRIOR_LOGNORMAL, 0.0, 1.0, 0.0, 0.0, 1.0}, "both above 0"},
        {{STEPPE_PRIOR_LOGNORMAL, 1.0, 0.1, 0.0, -1.0, 0.0}, "leaves nothing"},
        {{STEPPE_PRIOR_LOGNORMAL, 1.0, 0.1, 0.0, 100.0, inf}, "leaves nothing"},
        {{STEPPE_PRIOR_UNIFORM, 1.0, 2.0, 0.0, 3.0, 4.0}, "leaves nothing"},
        {{STEPPE_PRIOR_TRIANGULAR, 1.0, 0.0, 2.0, 0.0, 4.0}, "low <= mode <= high"},
        {{STEPPE_PRIOR_TRIANGULAR, 0.0, 1.0, 2.0, 3.0, 4.0}, "leaves nothing"},
        {{STEPPE_PRIOR_BETA, 0.0, 1.0, 0.0, 0.0, 1.0}, "both shapes above 0"},
        {{STEPPE_PRIOR_BETA, 2.0, 2.0, 0.0, 1.0, 2.0}, "leaves nothing"},
        {{STEPPE_PRIOR_BETA, 900.0, 900.0, 0.0, 0.9, 1.0}, "leaves nothing"},
        {{STEPPE_PRIOR_DIRICHLET, 0.0, 1.0, 0.0, 0.0, 1.0}, "concentration above 0"},
        {{STEPPE_PRIOR_DIRICHLET, 9.0, 0.0, 0.0, 0.0, 1.0}, "sum above 0"},
    };
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct steppe_recipe recipe;
        struct steppe_parameter parameter = parameter_of(&cases[i].prior, 1);
        struct steppe_error error = {0};
        assert_false(steppe_recipes_make(&parameter, &arena, &recipe, &error));
        assert_int_equal(error.code, STEPPE_CODE_RANGE);
        assert_int_equal(error.place.line, 12);
        if (!strstr(error.message, cases[i].reason)) fail_msg("%zu: %s", i, error.message);
        assert_non_null(strstr(error.message, "test.weight"));
    }
    steppe_arena_free(&arena);
    steppe_arena_init(&arena, 1);
    const struct steppe_prior prior = {.kind = STEPPE_PRIOR_BETA, .a = 1.0, .b = 1.0, .high = 1.0};
    struct steppe_recipe recipe;
    struct steppe_parameter parameter = parameter_of(&prior, 1);
    struct steppe_error error = {0};
    assert_false(steppe_recipes_make(&parameter, &arena, &recipe, &error));
    assert_int_equal(error.code, STEPPE_CODE_MEMORY);
    steppe_arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(incomplete_beta_has_its_closed_forms),
        cmocka_unit_test(incomplete_gamma_has_its_closed_forms),
        cmocka_unit_test(tables_of_beta_priors_stand_for_them),
        cmocka_unit_test(tables_of_dirichlet_cells_are_those_of_gamma_variates),
        cmocka_unit_test(medians_are_those_of_the_truncated_prior),
        cmocka_unit_test(values_at_a_normal_quantile_have_their_closed_forms),
        cmocka_unit_test(priors_without_sense_are_refused_with_place_and_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
