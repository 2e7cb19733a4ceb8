// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Draws: moments of every prior, pairs that share, the same bits in every instance, the scalar
// twin, medians, start values. Seeds are fixed; false alarms are those of a new seed.
#include "little.h"

// Instances of other lane counts and number types, as this file's prototypes would name them.
#define DECLARE(instance)                                                                          \
    void steppe_world_draw_parameters_##instance(struct steppe_world *world);                      \
    void steppe_world_draw_start_##instance(const struct steppe_world *world, const double *start, \
                                            const double *spread, const uint8_t *anew,             \
                                            steppe_real *out);                                     \
    void steppe_draw_uniform_##instance(const struct steppe_world *world, uint32_t stream,         \
                                        uint32_t index, steppe_real *out);                         \
    void steppe_draw_normal_##instance(const struct steppe_world *world, uint32_t stream,          \
                                       uint32_t index, steppe_real *out);
DECLARE(lanes8)
DECLARE(lanes64)
DECLARE(scalar)
DECLARE(x86_64_v3)
DECLARE(x86_64_v4)

#define INF ((double)INFINITY)

// name, prior, mean, variance. Truncated normals: johnson-kotz-1970, chapter 13.
enum { NORMAL, HALF_NORMAL, LOGNORMAL, UPPER, BETA, UNIFORM, TRIANGULAR, SHARES, PLAIN, COUNT };
#define ONE(name, kind, a, b, c, low, high)                                                        \
    static const struct steppe_prior name[] = {{STEPPE_PRIOR_##kind, a, b, c, low, high}}
ONE(normal, NORMAL, 2.0, 0.5, 0.0, -INF, INF);
ONE(half_normal, NORMAL, 1.0, 2.0, 0.0, 1.0, INF);
ONE(lognormal, LOGNORMAL, 4.0, 0.25, 0.0, 0.0, INF);
ONE(upper, NORMAL, 0.0, 1.0, 0.0, 3.0, 6.0);
ONE(uniform, UNIFORM, 1.0, 3.0, 0.0, 0.0, 9.0);
ONE(triangular, TRIANGULAR, 0.0, 1.0, 4.0, 0.0, 9.0);
ONE(plain, FIXED, 0.3, 0.0, 0.0, 0.0, 1.0);
static const struct steppe_prior beta[] = {{STEPPE_PRIOR_BETA, 2.0, 5.0, 0.0, 0.0, 1.0},
                                           {STEPPE_PRIOR_BETA, 2.0, 5.0, 0.0, 0.0, 1.0}};
static const struct steppe_prior shares[] = {{STEPPE_PRIOR_DIRICHLET, 8.0, 5.0, 0.0, 0.0, 1.0},
                                             {STEPPE_PRIOR_DIRICHLET, 8.0, 4.9, 0.0, 0.0, 1.0},
                                             {STEPPE_PRIOR_DIRICHLET, 8.0, 0.0, 0.0, 0.0, 1.0},
                                             {STEPPE_PRIOR_DIRICHLET, 8.0, 0.1, 0.0, 0.0, 1.0}};

static const struct steppe_parameter parameters[COUNT] = {
    [NORMAL] = {.name = "t.normal", .cell_count = 1, .priors = normal},
    [HALF_NORMAL] = {.name = "t.half", .cell_count = 1, .priors = half_normal},
    [LOGNORMAL] = {.name = "t.lognormal", .cell_count = 1, .priors = lognormal},
    [UPPER] = {.name = "t.upper", .cell_count = 1, .priors = upper},
    [BETA] = {.name = "t.beta", .cell_count = 2, .priors = beta},
    [UNIFORM] = {.name = "t.uniform", .cell_count = 1, .priors = uniform},
    [TRIANGULAR] = {.name = "t.triangular", .cell_count = 1, .priors = triangular},
    [SHARES] = {.name = "t.shares", .cell_count = 4, .priors = shares},
    [PLAIN] = {.name = "t.plain", .cell_count = 1, .priors = plain},
};
static const struct steppe_variable variables[] = {
    {.name = "stock", .shape = STEPPE_SHAPE_ACTOR, .kind = STEPPE_STOCK, .low = 0.0, .high = 1e12},
    {.name = "figure", .shape = STEPPE_SHAPE_ACTOR, .kind = STEPPE_DATA},
    {.name = "share", .shape = STEPPE_SHAPE_SCALAR, .kind = STEPPE_VALUE, .low = 0.0, .high = 1.0},
};

struct fixture {
    struct steppe_arena arena;
    struct steppe_model model;
    struct steppe_layout *layout;
    struct steppe_world world;
};

static int begin(void **state) {
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    steppe_arena_init(&f->arena, 0);
    f->model = little_model(variables, 3, parameters, COUNT);
    struct steppe_error error = {0};
    if (!steppe_layout_make(&f->model, NULL, 0, &f->arena, &f->layout, &error)) {
        fail_msg("%s", error.message);
    }
    f->world = little_world(f->layout, &f->arena, STEPPE_LANES, sizeof(steppe_real));
    *state = f;
    return 0;
}

static int end(void **state) {
    struct fixture *f = *state;
    steppe_arena_free(&f->arena);
    free(f);
    return 0;
}

static const float *cell_of(const struct fixture *f, size_t parameter, uint32_t cell) {
    return steppe_params_at(&f->world, f->layout->param_offsets[parameter] + cell);
}

#define PAIRS 65536

// Mean and variance of a parameter cell over the pairs within five standard errors: 1.2 times in a
// million for both. The standard error of the variance comes from the fourth moment found.
static void check_moments(struct fixture *f, size_t parameter, uint32_t cell, double mean,
                          double variance) {
    double sum = 0.0, squares = 0.0, fourths = 0.0, least = INF, most = -INF;
    for (uint32_t first = 0; first < 2 * PAIRS; first += STEPPE_LANES) {
        f->world.first_member = first;
        steppe_world_draw_parameters(&f->world);
        const float *drawn = cell_of(f, parameter, cell);
        for (size_t lane = 0; lane < STEPPE_LANES; lane += 2) {
            double x = (double)drawn[lane], d = (x - mean) * (x - mean);
            sum += x - mean;
            squares += d;
            fourths += d * d;
            least = fmin(least, x);
            most = fmax(most, x);
        }
    }
    double spread = sqrt(fmax(fourths / PAIRS - variance * variance, 0.0) / PAIRS);
    assert_close(sum / PAIRS, 0.0, 0.0, 5.0 * sqrt(variance / PAIRS) + 1e-7 * fabs(mean));
    assert_close(squares / PAIRS, variance, 1e-6, 5.0 * spread);
    const struct steppe_prior *prior = &parameters[parameter].priors[cell];
    assert_true(least >= prior->low && most <= prior->high);
}

static double density(double z) { return exp(-0.5 * z * z) / sqrt(2.0 * 3.14159265358979323846); }

static void every_prior_has_its_mean_and_variance(void **state) {
    struct fixture *f = *state;
    check_moments(f, NORMAL, 0, 2.0, 0.25);
    // Half a normal: mean sd (2/pi)^.5 above the cut, variance sd^2 (1 - 2/pi).
    check_moments(f, HALF_NORMAL, 0, 1.0 + 2.0 * sqrt(2.0 / 3.14159265358979323846),
                  4.0 * (1.0 - 2.0 / 3.14159265358979323846));
    double e = exp(0.0625);
    check_moments(f, LOGNORMAL, 0, 4.0 * sqrt(e), 16.0 * e * (e - 1.0));
    double width = 0.5 * (erfc(3.0 / sqrt(2.0)) - erfc(6.0 / sqrt(2.0)));
    double mean = (density(3.0) - density(6.0)) / width;
    check_moments(f, UPPER, 0, mean,
                  1.0 + (3.0 * density(3.0) - 6.0 * density(6.0)) / width - mean * mean);
    check_moments(f, BETA, 1, 2.0 / 7.0, 10.0 / (49.0 * 8.0));
    check_moments(f, UNIFORM, 0, 2.0, 4.0 / 12.0);
    check_moments(f, TRIANGULAR, 0, 5.0 / 3.0, (1.0 + 16.0 - 4.0) / 18.0);
    static const double weights[4] = {0.5, 0.49, 0.0, 0.01};
    for (uint32_t i = 0; i < 4; i++) {
        check_moments(f, SHARES, i, weights[i], weights[i] * (1.0 - weights[i]) / 9.0);
    }
    check_moments(f, PLAIN, 0, (double)0.3f, 0.0);
}

// Covariance of two shares of a dirichlet draw: - w_i w_j / (a + 1).
static void shares_add_to_one_and_push_each_other_away(void **state) {
    struct fixture *f = *state;
    double covariance = 0.0;
    for (uint32_t first = 0; first < 2 * PAIRS; first += STEPPE_LANES) {
        f->world.first_member = first;
        steppe_world_draw_parameters(&f->world);
        for (size_t lane = 0; lane < STEPPE_LANES; lane += 2) {
            double sum = 0.0;
            for (uint32_t i = 0; i < 4; i++) sum += (double)cell_of(f, SHARES, i)[lane];
            assert_close(sum, 1.0, 3e-7, 0.0); // two roundings of float
            covariance += ((double)cell_of(f, SHARES, 0)[lane] - 0.5) *
                          ((double)cell_of(f, SHARES, 1)[lane] - 0.49);
        }
    }
    // A product of deviations of 1/6 each: standard error about 0.05 / 256, five of them.
    assert_close(covariance / PAIRS, -0.5 * 0.49 / 9.0, 0.0, 1e-3);
}

static void members_of_a_pair_share_parameters_and_others_do_not(void **state) {
    struct fixture *f = *state;
    f->world.first_member = 3 * STEPPE_LANES;
    steppe_world_draw_parameters(&f->world);
    for (size_t cell = 0; cell < f->layout->param_cells; cell++) {
        const float *drawn = f->world.params + cell * STEPPE_LANES;
        bool varies = f->layout->recipes[cell].kind != STEPPE_RECIPE_CONSTANT &&
                      f->layout->recipes[cell].kind != STEPPE_RECIPE_NO_SHARE;
        for (size_t lane = 0; lane + 2 < STEPPE_LANES; lane += 2) {
            assert_true(drawn[lane] == drawn[lane + 1]);
            assert_int_equal(drawn[lane] != drawn[lane + 2], varies);
        }
    }
    const float *one = cell_of(f, BETA, 0), *other = cell_of(f, BETA, 1);
    assert_true(one[0] != other[0]); // cells draw apart
}

static void noise_differs_between_the_members_of_a_pair_and_months(void **state) {
    struct fixture *f = *state;
    float now[STEPPE_LANES], later[STEPPE_LANES];
    f->world.month = 7;
    steppe_draw_uniform(&f->world, 5, 1, now);
    f->world.month = 8;
    steppe_draw_uniform(&f->world, 5, 1, later);
    for (size_t lane = 0; lane < STEPPE_LANES; lane++) {
        assert_true(now[lane] != later[lane]);
        if (lane > 0) assert_true(now[lane] != now[lane - 1]);
    }
}

static void a_lane_draws_alone_what_it_draws_among_all(void **state) {
    struct fixture *f = *state;
    float drawn[STEPPE_LANES], turned[STEPPE_LANES];
    f->world.month = 11;
    f->world.first_member = 5 * STEPPE_LANES;
    for (int fixed = 0; fixed < 2; fixed++)
        for (uint32_t index = 0; index < 6; index++) {
            f->world.fix_noise = fixed;
            steppe_draw_uniform(&f->world, 77, index, drawn);
            steppe_draw_normal(&f->world, 77, index, turned);
            for (int lane = 0; lane < STEPPE_LANES; lane++) {
                assert_true(steppe_draw_uniform_of(&f->world, 77, index, lane) == drawn[lane]);
                assert_true(steppe_draw_normal_of(&f->world, 77, index, lane) == turned[lane]);
            }
        }
}

static void a_parameter_draws_the_same_whatever_stands_beside_it(void **state) {
    struct fixture *f = *state;
    steppe_world_draw_parameters(&f->world);
    struct steppe_parameter alone = parameters[BETA];
    struct steppe_model model = little_model(variables, 3, &alone, 1);
    struct steppe_layout *layout = NULL;
    struct steppe_error error = {0};
    assert_true(steppe_layout_make(&model, NULL, 0, &f->arena, &layout, &error));
    struct steppe_world world = little_world(layout, &f->arena, STEPPE_LANES, sizeof(steppe_real));
    steppe_world_draw_parameters(&world);
    assert_memory_equal(world.params, cell_of(f, BETA, 0), 2 * STEPPE_LANES * sizeof(float));
}

static void fixed_draws_are_medians(void **state) {
    struct fixture *f = *state;
    f->world.fix_parameters = f->world.fix_noise = true;
    steppe_world_draw_parameters(&f->world);
    for (size_t cell = 0; cell < f->layout->param_cells; cell++) {
        for (size_t lane = 0; lane < STEPPE_LANES; lane++) {
            assert_true(f->world.params[cell * STEPPE_LANES + lane] ==
                        (float)f->layout->recipes[cell].median);
        }
    }
    assert_close(steppe_layout_median(f->layout, LOGNORMAL, 0), 4.0, 1e-15, 0.0);
    float out[STEPPE_LANES];
    steppe_draw_uniform(&f->world, 5, 1, out);
    assert_true(out[0] == 0.5f && out[STEPPE_LANES - 1] == 0.5f);
    steppe_draw_normal(&f->world, 5, 1, out);
    assert_true(out[0] == 0.0f && out[STEPPE_LANES - 1] == 0.0f);
}

// Half the draws lie below the median: binomial, five standard errors, once in 1.7 million a cell.
static void half_the_draws_lie_below_the_median(void **state) {
    struct fixture *f = *state;
    uint32_t below[16] = {0};
    for (uint32_t first = 0; first < 2 * PAIRS; first += STEPPE_LANES) {
        f->world.first_member = first;
        steppe_world_draw_parameters(&f->world);
        for (size_t cell = 0; cell < f->layout->param_cells; cell++) {
            for (size_t lane = 0; lane < STEPPE_LANES; lane += 2) {
                double x = (double)f->world.params[cell * STEPPE_LANES + lane];
                below[cell] += x < f->layout->recipes[cell].median;
            }
        }
    }
    for (size_t cell = 0; cell < f->layout->param_cells; cell++) {
        enum steppe_recipe_kind kind = f->layout->recipes[cell].kind;
        if (kind == STEPPE_RECIPE_CONSTANT || kind >= STEPPE_RECIPE_LOG_SHARE) continue;
        assert_close(below[cell], PAIRS / 2.0, 0.0, 5.0 * sqrt(PAIRS / 4.0));
    }
}

// ---- start values ----------------------------------------------------------------------------
static const double start[4] = {100.0, 0.0, 5e9, 0.9}, spread[4] = {0.1, 0.1, 0.0, 0.2};

static void start_values_are_spread_about_their_centre_within_their_range(void **state) {
    struct fixture *f = *state;
    assert_int_equal(f->layout->state_cells, 4);
    double sum = 0.0, squares = 0.0;
    bool at_limit = false;
    for (uint32_t first = 0; first < 2 * PAIRS; first += STEPPE_LANES) {
        f->world.first_member = first;
        steppe_world_draw_start(&f->world, start, spread, NULL, f->world.state);
        for (size_t lane = 0; lane < STEPPE_LANES; lane += 2) {
            const float *cell = f->world.state + lane;
            assert_true(cell[0] == cell[1]); // a pair
            double z = log((double)cell[0] / 100.0) / 0.1;
            sum += z;
            squares += z * z;
            assert_true(cell[STEPPE_LANES] == 0.0f);
            assert_true(cell[2 * STEPPE_LANES] == 5e9f);
            assert_true(cell[3 * STEPPE_LANES] <= 1.0f);
            at_limit = at_limit || cell[3 * STEPPE_LANES] == 1.0f;
        }
    }
    assert_true(at_limit);
    assert_close(sum / PAIRS, 0.0, 0.0, 5.0 / 256.0); // once in a million for both
    assert_close(squares / PAIRS, 1.0, 0.0, 5.0 * sqrt(2.0) / 256.0);
    f->world.fix_parameters = true;
    steppe_world_draw_start(&f->world, start, spread, NULL, f->world.state);
    assert_true(f->world.state[0] == 100.0f && f->world.state[3 * STEPPE_LANES] == 0.9f);
}

// ---- instances -------------------------------------------------------------------------------
struct instance {
    size_t lanes;
    void (*parameters)(struct steppe_world *world);
    void (*start)(const struct steppe_world *world, const double *start, const double *spread,
                  const uint8_t *anew, steppe_real *out);
    void (*uniform)(const struct steppe_world *world, uint32_t stream, uint32_t index,
                    steppe_real *out);
    void (*normal)(const struct steppe_world *world, uint32_t stream, uint32_t index,
                   steppe_real *out);
};
#define INSTANCE(lanes, name)                                                                      \
    {                                                                                              \
        lanes, steppe_world_draw_parameters_##name, steppe_world_draw_start_##name,                \
            steppe_draw_uniform_##name, steppe_draw_normal_##name                                  \
    }

#define MEMBERS 64
#define ROWS 20 // parameter cells, start values, a uniform and a normal

// Rows of 64 members as an instance gives them, block after block.
static void run_instance(struct fixture *f, const struct instance *instance, size_t real_bytes,
                         void *rows) {
    size_t lanes = instance->lanes, bytes = lanes * real_bytes;
    struct steppe_world world = little_world(f->layout, &f->arena, lanes, real_bytes);
    void *noise = steppe_arena_take(&f->arena, 2 * lanes, real_bytes);
    assert_non_null(noise);
    size_t params = f->layout->param_cells;
    assert_int_equal(params + 4 + 2, ROWS - 1);
    for (uint32_t first = 0; first < MEMBERS; first += (uint32_t)lanes) {
        world.first_member = first;
        world.month = 11;
        instance->parameters(&world);
        instance->start(&world, start, spread, NULL, world.state);
        instance->uniform(&world, 77, 3, noise);
        instance->normal(&world, 77, 3, (steppe_real *)(void *)((char *)noise + bytes));
        for (size_t row = 0; row < ROWS - 1; row++) {
            const char *from = row < params ? (const char *)world.params + row * bytes
                               : row < params + 4
                                   ? (const char *)world.state + (row - params) * bytes
                                   : (const char *)noise + (row - params - 4) * bytes;
            memcpy((char *)rows + (row * MEMBERS + first) * real_bytes, from, bytes);
        }
    }
}

static void every_instance_of_float_gives_the_same_bits(void **state) {
    struct fixture *f = *state;
    static float expected[ROWS][MEMBERS], got[ROWS][MEMBERS];
    const struct instance own = INSTANCE(STEPPE_LANES, plain);
    run_instance(f, &own, sizeof(float), expected);
    const struct instance others[] = {
        INSTANCE(8, lanes8),
        INSTANCE(64, lanes64),
#ifdef STEPPE_HAS_x86_64_v3
        INSTANCE(32, x86_64_v3),
#endif
#ifdef STEPPE_HAS_x86_64_v4
        INSTANCE(32, x86_64_v4),
#endif
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
#ifdef __x86_64__
        if (i >= 2 && !(__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))) continue;
        if (i >= 3 && !__builtin_cpu_supports("avx512vl")) continue;
#endif
        memset(got, 0, sizeof got);
        run_instance(f, &others[i], sizeof(float), got);
        assert_memory_equal(got, expected, sizeof got);
    }
}

// The twin uses libm, double and the long form of AS 241; both read the same float tables. Normals
// of float are good to 5e-7, which lognormals and tables pass on by at most their logs' spread (2).
static void the_scalar_twin_agrees_to_float(void **state) {
    struct fixture *f = *state;
    static float rows[ROWS][MEMBERS];
    static double twin[ROWS][MEMBERS];
    const struct instance own = INSTANCE(STEPPE_LANES, plain), scalar = INSTANCE(1, scalar);
    run_instance(f, &own, sizeof(float), rows);
    run_instance(f, &scalar, sizeof(double), twin);
    for (size_t row = 0; row < ROWS - 1; row++) {
        for (size_t member = 0; member < MEMBERS; member++) {
            assert_close(rows[row][member], twin[row][member], 1e-5, 1e-30);
        }
    }
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(every_prior_has_its_mean_and_variance),
        CASE(shares_add_to_one_and_push_each_other_away),
        CASE(members_of_a_pair_share_parameters_and_others_do_not),
        CASE(noise_differs_between_the_members_of_a_pair_and_months),
        CASE(a_lane_draws_alone_what_it_draws_among_all),
        CASE(a_parameter_draws_the_same_whatever_stands_beside_it),
        CASE(fixed_draws_are_medians),
        CASE(half_the_draws_lie_below_the_median),
        CASE(start_values_are_spread_about_their_centre_within_their_range),
        CASE(every_instance_of_float_gives_the_same_bits),
        CASE(the_scalar_twin_agrees_to_float),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
