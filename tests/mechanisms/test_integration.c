// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_integration: parts, levers and reach in closed form on the bundled model.
#include "institutions_bench.h"

#define CELL(name, from, to) (*bench_cell(bench, STEPPE_VAR_##name, from, to))

static void integration_is_the_mean_of_its_parts_and_the_same_both_ways(void **state) {
    struct bench *bench = *state;
    const size_t hosts = bench->model->axes[STEPPE_AXIS_HOST].count;
    bench_step(bench, "integration");
    for (size_t g = 0; g < hosts; g++)
        for (size_t h = 0; h < hosts; h++) {
            static const uint32_t parts[] = {STEPPE_VAR_trade_reach, STEPPE_VAR_open_border,
                                             STEPPE_VAR_shared_grid, STEPPE_VAR_joint_policy};
            double sum = 0;
            for (size_t k = 0; k < STEPPE_COUNT(parts); k++) {
                const double *part = steppe_cells(bench->world, parts[k]);
                assert_true(part[g * hosts + h] == part[h * hosts + g]);
                assert_in_range((int)(part[g * hosts + h] * 1e6), 0, 1000000);
                sum += part[g * hosts + h];
            }
            const double *mean = steppe_cells(bench->world, STEPPE_VAR_integration);
            assert_close(mean[g * hosts + h], sum / 4, 1e-14, 0);
            if (g != h) assert_true(mean[g * hosts + h] > 0.05 && mean[g * hosts + h] < 0.95);
        }
}

static void reach_is_what_the_other_parts_let_through(void **state) {
    struct bench *bench = *state;
    const double theta = *bench_parameter(bench, "trade.theta");
    const double effect = *bench_parameter(bench, "integration.cost_effect");
    bench_step(bench, "integration");
    const double parts = CELL(open_border, "KAZ", "UZB") + CELL(shared_grid, "KAZ", "UZB") +
                         CELL(joint_policy, "KAZ", "UZB");
    assert_close(CELL(trade_reach, "KAZ", "UZB"), exp(theta * effect * (1 - parts / 3)), 1e-9, 0);
}

static void growth_that_is_equal_everywhere_leaves_reach_alone(void **state) {
    struct bench *bench = *state;
    const size_t actors = bench->model->axes[STEPPE_AXIS_ACTOR].count;
    bench_step(bench, "integration");
    const double before = CELL(trade_reach, "KAZ", "UZB");
    double *income = steppe_cells(bench->world, STEPPE_VAR_gdp_nominal);
    double *goods = steppe_cells(bench->world, STEPPE_VAR_goods_trade);
    for (size_t a = 0; a < actors; a++) income[a] *= 1.5;
    for (size_t i = 0; i < actors * actors; i++) goods[i] *= 1.5;
    bench_step(bench, "integration");
    assert_close(CELL(trade_reach, "KAZ", "UZB"), before, 1e-12, 0);
}

static void money_reaches_a_part_after_its_delay_and_no_more_than_it_buys(void **state) {
    struct bench *bench = *state;
    const double cost = *bench_parameter(bench, "integration.grid_cost");
    const double delay = *bench_parameter(bench, "integration.delay");
    *bench_parameter(bench, "integration.half_life") = 1e12; // nothing fades
    const double before = CELL(shared_grid, "KGZ", "UZB"), other = CELL(shared_grid, "KAZ", "KGZ");
    CELL(grid_spending, "KGZ", "UZB") = 0.1 * cost; // a tenth of the whole in a year
    bench->world->month = 1;
    for (int m = 0; m < 12; m++) bench_step(bench, "integration");
    CELL(grid_spending, "KGZ", "UZB") = 0;
    double works = 0; // twelve months of a twelfth of a tenth, each shrinking by e^(-1/12T)
    for (int m = 1; m <= 12; m++) works += 0.1 / 12 * exp(-m / (12 * delay));
    assert_close(CELL(grid_works, "KGZ", "UZB"), works, 1e-12, 0);
    // What has not arrived is under way: 1e-11 is what a life of 1e12 years lets fade.
    assert_close(CELL(shared_grid, "KGZ", "UZB") - before + works, 0.1, 0, 1e-11);
    assert_close(CELL(shared_grid, "UZB", "KGZ"), CELL(shared_grid, "KGZ", "UZB"), 0, 0);
    assert_true(CELL(shared_grid, "KAZ", "KGZ") == other);
    for (int m = 0; m < 12 * 100; m++) bench_step(bench, "integration");
    assert_close(CELL(shared_grid, "KGZ", "UZB"), before + 0.1, 0, 1e-9);
}

static void what_is_not_kept_up_is_lost_at_the_half_life(void **state) {
    struct bench *bench = *state;
    const double rest = CELL(open_border, "KAZ", "UZB");
    *bench_parameter(bench, "integration.half_life") = 5;
    CELL(open_border, "KAZ", "UZB") = rest + 0.2;
    bench->world->month = 1;
    for (int m = 0; m < 60; m++) bench_step(bench, "integration");
    assert_close(CELL(open_border, "KAZ", "UZB"), rest + 0.1, 1e-12, 0);
}

static void a_part_never_passes_one(void **state) {
    struct bench *bench = *state;
    CELL(policy_spending, "KAZ", "UZB") = 1e12;
    for (int m = 0; m < 24; m++) bench_step(bench, "integration");
    assert_true(CELL(joint_policy, "KAZ", "UZB") == 1);
    assert_true(CELL(integration, "KAZ", "UZB") <= 1);
}

static void joint_policy_fades_to_less_without_a_seat_in_the_meeting_of_the_five(void **state) {
    struct bench *bench = *state;
    const double part = *bench_parameter(bench, "integration.seat_policy");
    const double left = CELL(joint_policy, "KAZ", "UZB"), other = CELL(joint_policy, "KAZ", "KGZ");
    const double border = CELL(open_border, "KAZ", "UZB");
    *bench_parameter(bench, "integration.half_life") = 5;
    assert_true(part > 0 && CELL(membership, "C5CM", "UZB") == STEPPE_STATUS_MEMBER);
    CELL(membership, "C5CM", "UZB") = STEPPE_STATUS_NONE;
    bench->world->month = 1;
    for (int m = 0; m < 60; m++) bench_step(bench, "integration");
    assert_close(CELL(joint_policy, "KAZ", "UZB"), left - part / 2, 1e-12, 0);
    assert_close(CELL(joint_policy, "UZB", "KAZ"), left - part / 2, 1e-12, 0);
    assert_true(CELL(joint_policy, "KAZ", "KGZ") == other);
    assert_true(CELL(open_border, "KAZ", "UZB") == border);
    // An observer keeps half of it.
    bench_push(bench, 0);
    *bench_parameter(bench, "integration.half_life") = 5;
    CELL(membership, "C5CM", "UZB") = STEPPE_STATUS_OBSERVER;
    bench->world->month = 1;
    for (int m = 0; m < 60; m++) bench_step(bench, "integration");
    assert_close(CELL(joint_policy, "KAZ", "UZB"), left - part / 4, 1e-12, 0);
}

static void a_border_that_opened_by_record_is_open_from_then_on(void **state) {
    struct bench *bench = *state;
    bench_push(bench, 14); // to the end of February 2025
    assert_close(CELL(open_border, "KGZ", "TJK"), 0.1, 1e-12, 0);
    bench_push(bench, 15);
    assert_close(CELL(open_border, "KGZ", "TJK"), 0.5, 1e-12, 0);
    bench_push(bench, 60);
    assert_close(CELL(open_border, "KGZ", "TJK"), 0.5, 1e-12, 0);
}

static void money_for_all_pairs_raises_their_trade_and_income(void **state) {
    struct bench *bench = *state;
    static const uint32_t levers[] = {STEPPE_VAR_border_works, STEPPE_VAR_grid_works,
                                      STEPPE_VAR_policy_works};
    const size_t hosts = bench->model->axes[STEPPE_AXIS_HOST].count;
    const size_t cells = bench->plan->layout->state_cells;
    double *pushed = malloc(cells * sizeof *pushed), *with = malloc(cells * sizeof *with);
    double *without = malloc(cells * sizeof *without);
    assert_true(pushed && with && without);
    memcpy(pushed, bench->start, cells * sizeof *pushed);
    for (size_t k = 0; k < STEPPE_COUNT(levers); k++)
        for (size_t i = 0; i < hosts * hosts; i++)
            if (i / hosts != i % hosts) pushed[bench->plan->layout->offsets[levers[k]] + i] = 0.3;
    bench->plan->kernels->block_push(bench->block, bench->start, 72, without);
    bench->plan->kernels->block_push(bench->block, pushed, 72, with);
    const size_t goods = bench->plan->layout->offsets[STEPPE_VAR_goods_trade];
    const size_t gain = bench->plan->layout->offsets[STEPPE_VAR_trade_gain];
    const size_t actors = bench->model->axes[STEPPE_AXIS_ACTOR].count;
    const uint16_t *actor = bench->model->axes[STEPPE_AXIS_HOST].actor_at;
    double among_with = 0, among_without = 0;
    for (size_t g = 0; g < hosts; g++) {
        for (size_t h = 0; h < hosts; h++) {
            among_with += with[goods + actor[g] * actors + actor[h]] * (g != h);
            among_without += without[goods + actor[g] * actors + actor[h]] * (g != h);
        }
        assert_true(with[gain + actor[g]] > without[gain + actor[g]]);
    }
    assert_true(among_with > 1.02 * among_without);
    free(pushed);
    free(with);
    free(without);
}

// The plain instance, 32 lanes of float, against this one, after three years of the baseline.
static void lanes_agree_with_the_scalar_twin(void **state) {
    struct bench *bench = *state;
    static const uint32_t variables[] = {STEPPE_VAR_membership,    STEPPE_VAR_summits,
                                         STEPPE_VAR_political_tie, STEPPE_VAR_integration,
                                         STEPPE_VAR_trade_reach,   STEPPE_VAR_open_border,
                                         STEPPE_VAR_grid_works,    STEPPE_VAR_trade_barrier};
    const struct steppe_kernels *plain = steppe_kernels_named("plain");
    const struct steppe_layout *layout = bench->plan->layout;
    struct steppe_plan_options options = bench->plan->options;
    struct steppe_plan *plan;
    struct steppe_error error = {0};
    assert_non_null(plain);
    options.start = options.until = 0;
    options.members = (uint32_t)plain->lanes;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    if (!steppe_plan_make(bench->model, plain, &options, &arena, &plan, &error))
        fail_msg("%s", error.message);
    const size_t lanes = (size_t)plain->lanes;
    double *out = malloc(layout->state_cells * lanes * sizeof *out);
    void *memory = steppe_arena_take(&arena, 1, plain->block_bytes(plan));
    assert_true(out && memory);
    plain->block_push(plain->block_make(plan, memory), NULL, 36, out);
    bench_push(bench, 36);
    for (size_t v = 0; v < STEPPE_COUNT(variables); v++)
        for (uint32_t c = 0; c < layout->cell_counts[variables[v]]; c++) {
            const size_t cell = layout->offsets[variables[v]] + c;
            // 36 months of float sums: 1e-5; statuses are whole.
            for (size_t lane = 0; lane < lanes; lane++)
                assert_close(out[cell * lanes + lane], bench->start[cell], 1e-5, 1e-6);
        }
    free(out);
    steppe_arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(integration_is_the_mean_of_its_parts_and_the_same_both_ways,
                               bench_reset),
        cmocka_unit_test_setup(reach_is_what_the_other_parts_let_through, bench_reset),
        cmocka_unit_test_setup(growth_that_is_equal_everywhere_leaves_reach_alone, bench_reset),
        cmocka_unit_test_setup(money_reaches_a_part_after_its_delay_and_no_more_than_it_buys,
                               bench_reset),
        cmocka_unit_test_setup(what_is_not_kept_up_is_lost_at_the_half_life, bench_reset),
        cmocka_unit_test_setup(a_part_never_passes_one, bench_reset),
        cmocka_unit_test_setup(joint_policy_fades_to_less_without_a_seat_in_the_meeting_of_the_five,
                               bench_reset),
        cmocka_unit_test_setup(a_border_that_opened_by_record_is_open_from_then_on, bench_reset),
        cmocka_unit_test_setup(money_for_all_pairs_raises_their_trade_and_income, bench_reset),
        cmocka_unit_test_setup(lanes_agree_with_the_scalar_twin, bench_reset),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
