// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_kalman: ensembles against posteriors in closed form, and what holds whatever the map.
#include "solve/kalman.h"

#include "base/random.h"
#include "test.h"

enum { PARAMETERS = 2, DATA = 3, MEMBERS = 4000 };

static const double rows[DATA][PARAMETERS] = {{1, 1}, {2, -1}, {0, 0.5}};
static const double observed[DATA] = {1.5, -0.7, 0.2}, spread[DATA] = {0.8, 1.5, 0.6};

struct linear {
    size_t members;
    double curve; // of the map; 0: linear
    int calls;
};

static bool map(void *context, const double *parameters, double *predicted,
                struct steppe_error *error) {
    struct linear *linear = context;
    (void)error;
    linear->calls++;
    for (size_t m = 0; m < linear->members; m++)
        for (size_t d = 0; d < DATA; d++) {
            const double *u = parameters + m * PARAMETERS;
            const double sum = rows[d][0] * u[0] + rows[d][1] * u[1];
            predicted[m * DATA + d] = sum + linear->curve * sum * sum;
        }
    return true;
}

static void draw(double *ensemble, size_t members, size_t parameters) {
    for (size_t i = 0; i < members * parameters; i++)
        ensemble[i] = steppe_normal_quantile(
            steppe_random_uniform(5, (uint32_t)(i / parameters), 0, 1, (uint32_t)(i % parameters)));
}

static void invert(const struct steppe_kalman_case *problem, double *ensemble) {
    struct steppe_arena arena;
    struct steppe_error error = {0};
    steppe_arena_init(&arena, 0);
    if (!steppe_kalman_invert(problem, &arena, ensemble, NULL, &error))
        fail_msg("%s", error.message);
    steppe_arena_free(&arena);
}

struct moments {
    double mean[PARAMETERS], cov[PARAMETERS][PARAMETERS];
};

static struct moments moments_of(const double *ensemble, size_t members) {
    struct moments out = {0};
    for (size_t m = 0; m < members; m++)
        for (int i = 0; i < PARAMETERS; i++)
            out.mean[i] += ensemble[m * PARAMETERS + (size_t)i] / (double)members;
    for (size_t m = 0; m < members; m++)
        for (int i = 0; i < PARAMETERS; i++)
            for (int j = 0; j < PARAMETERS; j++)
                out.cov[i][j] += (ensemble[m * PARAMETERS + (size_t)i] - out.mean[i]) *
                                 (ensemble[m * PARAMETERS + (size_t)j] - out.mean[j]) /
                                 ((double)members - 1);
    return out;
}

static void invert_two(double from[2][2], double to[2][2]) {
    const double det = from[0][0] * from[1][1] - from[0][1] * from[1][0];
    to[0][0] = from[1][1] / det;
    to[1][1] = from[0][0] / det;
    to[0][1] = to[1][0] = -from[0][1] / det;
}

// Normal prior, linear map: in precisions, which the solver never forms.
static struct moments posterior_of(struct moments prior) {
    struct moments out = prior;
    double precision[2][2], pull[2] = {0};
    invert_two(prior.cov, precision);
    for (int d = 0; d < DATA; d++) {
        const double weight = 1 / (spread[d] * spread[d]);
        const double less = observed[d] - rows[d][0] * prior.mean[0] - rows[d][1] * prior.mean[1];
        for (int i = 0; i < 2; i++) {
            pull[i] += rows[d][i] * weight * less;
            for (int j = 0; j < 2; j++) precision[i][j] += rows[d][i] * weight * rows[d][j];
        }
    }
    invert_two(precision, out.cov);
    for (int i = 0; i < 2; i++)
        out.mean[i] = prior.mean[i] + out.cov[i][0] * pull[0] + out.cov[i][1] * pull[1];
    return out;
}

static struct steppe_kalman_case make_case(struct linear *linear, int steps) {
    return (struct steppe_kalman_case){.members = linear->members,
                                       .parameter_count = PARAMETERS,
                                       .data_count = DATA,
                                       .observed = observed,
                                       .spread = spread,
                                       .map = map,
                                       .context = linear,
                                       .steps = steps,
                                       .seed = 1};
}

// ---- a linear map and a normal prior -----------------------------------------------------------

static void one_step_gives_the_mean_that_the_ensemble_s_own_prior_has(void **state) {
    (void)state;
    static double ensemble[50 * PARAMETERS];
    struct linear linear = {.members = 50};
    const struct steppe_kalman_case problem = make_case(&linear, 1);
    draw(ensemble, 50, PARAMETERS);
    const struct moments expected = posterior_of(moments_of(ensemble, 50));
    invert(&problem, ensemble);
    // Exact for any ensemble, as the perturbations sum to zero: only rounding is left.
    for (int i = 0; i < PARAMETERS; i++)
        assert_close(moments_of(ensemble, 50).mean[i], expected.mean[i], 0, 1e-13);
}

static void the_ensemble_has_mean_and_covariance_of_the_posterior(void **state) {
    (void)state;
    static double ensemble[MEMBERS * PARAMETERS];
    const struct moments standard = {.cov = {{1, 0}, {0, 1}}};
    const struct moments expected = posterior_of(standard);
    for (int steps = 1; steps <= 16; steps *= 4) {
        struct linear linear = {.members = MEMBERS};
        const struct steppe_kalman_case problem = make_case(&linear, steps);
        draw(ensemble, MEMBERS, PARAMETERS);
        invert(&problem, ensemble);
        const struct moments found = moments_of(ensemble, MEMBERS);
        assert_int_equal(linear.calls, steps + 1);
        for (int i = 0; i < PARAMETERS; i++) {
            // Five standard errors of a mean and of a covariance of 4000 draws; the prior's own
            // sample adds as much.
            assert_close(found.mean[i], expected.mean[i], 0, 10 * sqrt(1.0 / MEMBERS));
            for (int j = 0; j < PARAMETERS; j++)
                assert_close(found.cov[i][j], expected.cov[i][j], 0,
                             10 * sqrt(2.0 / MEMBERS) *
                                 sqrt(expected.cov[i][i] * expected.cov[j][j]));
        }
    }
}

// ---- whatever the map --------------------------------------------------------------------------

static void data_that_say_nothing_move_nothing(void **state) {
    (void)state;
    static double ensemble[200 * PARAMETERS], before[200 * PARAMETERS];
    struct linear linear = {.members = 200};
    struct steppe_kalman_case problem = make_case(&linear, 4);
    // Errors a million times the signal: the gain falls as its square, the innovation grows as it.
    const double wide[DATA] = {1e6, 1e6, 1e6};
    problem.spread = wide;
    draw(before, 200, PARAMETERS);
    memcpy(ensemble, before, sizeof before);
    invert(&problem, ensemble);
    for (int i = 0; i < 200 * PARAMETERS; i++) assert_close(ensemble[i], before[i], 0, 1e-4);
    // No data at all: not a bit.
    memcpy(ensemble, before, sizeof before);
    problem.data_count = 0;
    invert(&problem, ensemble);
    assert_memory_equal(ensemble, before, sizeof before);
}

static bool curved(void *context, const double *parameters, double *predicted,
                   struct steppe_error *error) {
    (void)context;
    (void)error;
    for (size_t m = 0; m < 30; m++)
        for (size_t d = 0; d < DATA; d++) {
            const double *u = parameters + m * 4;
            predicted[m * DATA + d] = exp(0.3 * u[d]) + u[3] * u[(d + 1) % 3];
        }
    return true;
}

static void members_stay_in_the_span_of_the_first_ensemble(void **state) {
    (void)state;
    static double ensemble[30 * 4];
    const struct steppe_kalman_case problem = {.members = 30,
                                               .parameter_count = 4,
                                               .data_count = DATA,
                                               .observed = observed,
                                               .spread = spread,
                                               .map = curved,
                                               .steps = 6,
                                               .seed = 3};
    draw(ensemble, 30, 4);
    // A plane: what all members share at first, sums of their deviations keep.
    for (size_t m = 0; m < 30; m++)
        ensemble[m * 4 + 3] = 2 * ensemble[m * 4] - ensemble[m * 4 + 1] + 3;
    const double first = ensemble[0];
    invert(&problem, ensemble);
    assert_true(fabs(ensemble[0] - first) > 1e-3);
    for (size_t m = 0; m < 30; m++)
        assert_close(ensemble[m * 4 + 3], 2 * ensemble[m * 4] - ensemble[m * 4 + 1] + 3, 0, 1e-12);
}

static void exact_data_pin_the_parameters_of_a_curved_map(void **state) {
    (void)state;
    static double ensemble[200 * PARAMETERS];
    struct linear linear = {.members = 1, .curve = 0.1};
    const double truth[PARAMETERS] = {0.6, -0.4};
    double data[DATA];
    const double exact[DATA] = {0.01, 0.01, 0.01};
    struct steppe_error error = {0};
    assert_true(map(&linear, truth, data, &error));
    linear.members = 200;
    struct steppe_kalman_case problem = make_case(&linear, 16);
    problem.observed = data;
    problem.spread = exact;
    draw(ensemble, 200, PARAMETERS);
    invert(&problem, ensemble);
    // The errors themselves are 0.01.
    for (int i = 0; i < PARAMETERS; i++)
        assert_close(moments_of(ensemble, 200).mean[i], truth[i], 0, 0.01);
}

static void one_seed_gives_one_answer_and_another_seed_another(void **state) {
    (void)state;
    static double one[100 * PARAMETERS], two[100 * PARAMETERS];
    struct linear linear = {.members = 100};
    struct steppe_kalman_case problem = make_case(&linear, 4);
    draw(one, 100, PARAMETERS);
    memcpy(two, one, sizeof one);
    invert(&problem, one);
    invert(&problem, two);
    assert_memory_equal(one, two, sizeof one);
    draw(two, 100, PARAMETERS);
    problem.seed = 2;
    invert(&problem, two);
    assert_memory_not_equal(one, two, sizeof one);
}

static bool broken(void *context, const double *parameters, double *predicted,
                   struct steppe_error *error) {
    if (!map(context, parameters, predicted, error)) return false;
    predicted[7 * DATA + 1] = (double)NAN;
    return true;
}

static void a_prediction_that_is_not_finite_is_named_and_changes_nothing(void **state) {
    (void)state;
    static double ensemble[20 * PARAMETERS], before[20 * PARAMETERS];
    struct linear linear = {.members = 20};
    struct steppe_kalman_case problem = make_case(&linear, 4);
    struct steppe_arena arena;
    struct steppe_error error = {0};
    problem.map = broken;
    steppe_arena_init(&arena, 0);
    draw(before, 20, PARAMETERS);
    memcpy(ensemble, before, sizeof before);
    assert_false(steppe_kalman_invert(&problem, &arena, ensemble, NULL, &error));
    assert_int_equal(error.code, STEPPE_CODE_RUN);
    assert_string_equal(error.message, "member 7 predicts no finite value of datum 1");
    assert_memory_equal(ensemble, before, sizeof before);
    steppe_arena_free(&arena);
    steppe_arena_fail_after(1);
    assert_false(steppe_kalman_invert(&problem, &arena, ensemble, NULL, &error));
    assert_int_equal(error.code, STEPPE_CODE_MEMORY);
    steppe_arena_fail_after(0);
    steppe_arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_step_gives_the_mean_that_the_ensemble_s_own_prior_has),
        cmocka_unit_test(the_ensemble_has_mean_and_covariance_of_the_posterior),
        cmocka_unit_test(data_that_say_nothing_move_nothing),
        cmocka_unit_test(members_stay_in_the_span_of_the_first_ensemble),
        cmocka_unit_test(exact_data_pin_the_parameters_of_a_curved_map),
        cmocka_unit_test(one_seed_gives_one_answer_and_another_seed_another),
        cmocka_unit_test(a_prediction_that_is_not_finite_is_named_and_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
