// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Layout: where cells lie, what wishes add, and every refusal.
#include "little.h"

static const struct steppe_variable variables[] = {
    {.name = "alpha", .shape = STEPPE_SHAPE_ACTOR, .kind = STEPPE_STOCK},
    {.name = "figure", .shape = STEPPE_SHAPE_ACTOR, .kind = STEPPE_DATA},
    {.name = "beta", .shape = STEPPE_SHAPE_ACTOR_ACTOR, .kind = STEPPE_VALUE},
    {.name = "gamma", .shape = STEPPE_SHAPE_SCALAR, .kind = STEPPE_STATE},
};
static const struct steppe_prior priors[2] = {
    {.kind = STEPPE_PRIOR_FIXED, .a = 1.0, .high = 2.0},
    {.kind = STEPPE_PRIOR_BETA, .a = 2.0, .b = 3.0, .high = 1.0},
};
static const struct steppe_parameter parameters[] = {
    {.name = "m.one", .cell_count = 1, .priors = priors},
    {.name = "m.two", .cell_count = 2, .priors = priors},
};

static void cells_follow_each_other_without_gap(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_model model = little_model(variables, 4, parameters, 2);
    struct steppe_layout *layout = NULL;
    struct steppe_error error = {0};
    assert_true(steppe_layout_make(&model, NULL, 0, &arena, &layout, &error));
    assert_int_equal(layout->offsets[0], 0);
    assert_int_equal(layout->offsets[1], STEPPE_NOWHERE); // figures are no state
    assert_int_equal(layout->offsets[2], 3);
    assert_int_equal(layout->offsets[3], 12);
    assert_int_equal(layout->cell_counts[2], 9);
    assert_int_equal(layout->state_cells, 13);
    assert_int_equal(layout->base_cells, 0);
    assert_int_equal(layout->lag_cells, 0);
    assert_int_equal(layout->base_offsets[0], STEPPE_NOWHERE);
    assert_int_equal(layout->lag_offsets[0], STEPPE_NOWHERE);
    assert_int_equal(layout->param_offsets[0], 0);
    assert_int_equal(layout->param_offsets[1], 1);
    assert_int_equal(layout->param_cells, 3);
    assert_close(steppe_layout_median(layout, 1, 0), 1.0, 0.0, 0.0);
    assert_int_equal(layout->recipes[2].kind, STEPPE_RECIPE_LOGIT);
    steppe_arena_free(&arena);
}

static void fixed_parameters_have_the_same_medians_and_no_tables(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_model model = little_model(variables, 4, parameters, 2);
    struct steppe_layout *drawn = NULL, *fixed = NULL;
    struct steppe_error error = {0};
    assert_true(steppe_layout_make(&model, NULL, 0, &arena, &drawn, &error));
    assert_true(steppe_layout_make_fixed(&model, NULL, 0, &arena, &fixed, &error));
    for (size_t cell = 0; cell < 3; cell++) {
        assert_memory_equal(&drawn->recipes[cell].median, &fixed->recipes[cell].median,
                            sizeof drawn->recipes[cell].median);
        assert_null(fixed->recipes[cell].table);
    }
    assert_non_null(drawn->recipes[2].table);
    steppe_arena_free(&arena);
}

static void the_longest_wish_counts_and_any_base_is_kept(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_model model = little_model(variables, 4, parameters, 2);
    static const struct steppe_layout_wish wishes[] = {
        {0, 3, false}, {2, 0, true},  {0, 12, false}, {0, 1, true},
        {2, 0, false}, {3, 2, false}, {1, 0, false}, // a figure: nothing of it is wanted
    };
    struct steppe_layout *layout = NULL;
    struct steppe_error error = {0};
    assert_true(steppe_layout_make(&model, wishes, STEPPE_COUNT(wishes), &arena, &layout, &error));
    assert_int_equal(layout->lag_months[0], 12);
    assert_int_equal(layout->lag_months[2], 0);
    assert_int_equal(layout->lag_months[3], 2);
    assert_int_equal(layout->lag_offsets[0], 0);
    assert_int_equal(layout->lag_offsets[3], 36);
    assert_int_equal(layout->lag_cells, 38);
    assert_int_equal(layout->base_offsets[0], 0);
    assert_int_equal(layout->base_offsets[2], 3);
    assert_int_equal(layout->base_offsets[3], STEPPE_NOWHERE);
    assert_int_equal(layout->base_cells, 12);
    steppe_arena_free(&arena);
}

static void a_lagged_value_is_that_of_the_month_asked_for(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_model model = little_model(variables, 4, parameters, 2);
    static const struct steppe_layout_wish wishes[] = {{2, 5, false}, {0, 3, false}};
    struct steppe_layout *layout = NULL;
    struct steppe_error error = {0};
    assert_true(steppe_layout_make(&model, wishes, 2, &arena, &layout, &error));
    struct steppe_world world = little_world(layout, &arena, STEPPE_LANES, sizeof(steppe_real));
    for (world.month = 0; world.month < 40; world.month++) {
        for (int32_t months = 1; months <= 3; months++) {
            float expected = world.month >= months ? (float)(world.month - months) : 0.0f;
            const float *cells = steppe_lag_cells(&world, 0, months);
            assert_true(cells[2 * STEPPE_LANES + 5] == expected);
        }
        // The end of a month, as sim keeps it.
        size_t slot = (uint32_t)world.month % layout->lag_months[0];
        float *ring = world.lags + (layout->lag_offsets[0] + slot * 3) * STEPPE_LANES;
        for (size_t i = 0; i < (size_t)3 * STEPPE_LANES; i++) ring[i] = (float)world.month;
    }
    steppe_arena_free(&arena);
}

static void a_prior_that_cannot_be_drawn_is_refused_at_its_place(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    static const struct steppe_prior bad = {.kind = STEPPE_PRIOR_NORMAL, .high = 1.0};
    const struct steppe_parameter parameter = {
        .name = "m.bad", .cell_count = 1, .priors = &bad, .place = {"parameters.yaml", 4, 1}};
    struct steppe_model model = little_model(variables, 4, &parameter, 1);
    struct steppe_layout *layout = NULL;
    struct steppe_error error = {0};
    assert_false(steppe_layout_make(&model, NULL, 0, &arena, &layout, &error));
    assert_int_equal(error.code, STEPPE_CODE_RANGE);
    assert_int_equal(error.place.line, 4);
    assert_null(layout);
    steppe_arena_free(&arena);
}

// The two names were found by search: their 32-bit hashes are equal.
static void names_that_share_a_stream_are_refused(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    const struct steppe_parameter clash[] = {
        {.name = "nakmvxxv", .cell_count = 1, .priors = priors},
        {.name = "other", .cell_count = 1, .priors = priors},
        {.name = "tbdxatiq", .cell_count = 1, .priors = priors},
    };
    struct steppe_model model = little_model(variables, 4, clash, 3);
    struct steppe_layout *layout = NULL;
    struct steppe_error error = {0};
    assert_false(steppe_layout_make(&model, NULL, 0, &arena, &layout, &error));
    assert_int_equal(error.code, STEPPE_CODE_RANGE);
    assert_non_null(strstr(error.message, "nakmvxxv"));
    assert_non_null(strstr(error.message, "tbdxatiq"));
    const struct steppe_variable twins[] = {
        {.name = "nakmvxxv", .shape = STEPPE_SHAPE_SCALAR, .kind = STEPPE_STOCK},
        {.name = "tbdxatiq", .shape = STEPPE_SHAPE_SCALAR, .kind = STEPPE_STOCK},
    };
    model = little_model(twins, 2, parameters, 2);
    assert_false(steppe_layout_make(&model, NULL, 0, &arena, &layout, &error));
    steppe_arena_free(&arena);
}

static void memory_refused_at_any_point_is_reported(void **state) {
    (void)state;
    struct steppe_model model = little_model(variables, 4, parameters, 2);
    for (size_t limit = 64;; limit += 64) {
        struct steppe_arena arena;
        steppe_arena_init(&arena, limit);
        struct steppe_layout *layout = NULL;
        struct steppe_error error = {0};
        bool made = steppe_layout_make(&model, NULL, 0, &arena, &layout, &error);
        if (!made) assert_int_equal(error.code, STEPPE_CODE_MEMORY);
        steppe_arena_free(&arena);
        if (made) break;
        assert_true(limit < 100000);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_follow_each_other_without_gap),
        cmocka_unit_test(fixed_parameters_have_the_same_medians_and_no_tables),
        cmocka_unit_test(the_longest_wish_counts_and_any_base_is_kept),
        cmocka_unit_test(a_lagged_value_is_that_of_the_month_asked_for),
        cmocka_unit_test(a_prior_that_cannot_be_drawn_is_refused_at_its_place),
        cmocka_unit_test(names_that_share_a_stream_are_refused),
        cmocka_unit_test(memory_refused_at_any_point_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
