// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_contest: contests against published equilibria, first-order conditions, many starts, and
// lanes against double.
#include "solve/contest.h"

#include "solve/contest_kernel.h"
#include "test.h"

static double noise(uint64_t counter) {
    uint64_t z = counter * UINT64_C(0x9e3779b97f4a7c15) + UINT64_C(0x632be59bd9b4e019);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return ((double)((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

static struct steppe_contest_result solve(const struct steppe_contest_case *problem,
                                          double *offer) {
    struct steppe_arena arena;
    struct steppe_error error = {0};
    struct steppe_contest_result result = {0};
    steppe_arena_init(&arena, 0);
    if (!steppe_contest_solve(problem, &arena, offer, &result, &error))
        fail_msg("%s", error.message);
    steppe_arena_free(&arena);
    return result;
}

// ---- published equilibria: tolerance 1e-8, that of their source for iterative solvers --------

static void equal_players_give_the_effort_of_tullock(void **state) {
    (void)state;
    // tullock-1980: V (n - 1) / n^2.
    for (size_t n = 2; n <= 8; n++) {
        double value[8], offer[8];
        for (size_t p = 0; p < n; p++) value[p] = 10, offer[p] = 0.3 + 0.1 * (double)p;
        const struct steppe_contest_case problem = {.players = n, .prizes = 1, .value = value};
        solve(&problem, offer);
        for (size_t p = 0; p < n; p++)
            assert_close(offer[p], 10 * ((double)n - 1) / (double)(n * n), 1e-8, 0);
    }
}

static void unequal_values_give_the_efforts_of_stein(void **state) {
    (void)state;
    // stein-2002: with k active players the total is (k - 1) / sum 1/V, x_p = X (1 - X/V_p). The
    // weakest stays out. Two players: V_1^2 V_2 / (V_1 + V_2)^2.
    const double value[4] = {10, 8, 6, 2};
    const double expected[4] = {2.4988682661837935, 1.846989588048891, 0.7605251244907197, 0};
    double offer[4] = {1, 1, 1, 1};
    const struct steppe_contest_case four = {.players = 4, .prizes = 1, .value = value};
    solve(&four, offer);
    for (int p = 0; p < 4; p++) assert_close(offer[p], expected[p], 1e-8, 1e-12);

    const double pair_value[2] = {10, 5};
    double pair[2] = {1, 1};
    const struct steppe_contest_case two = {.players = 2, .prizes = 1, .value = pair_value};
    solve(&two, pair);
    assert_close(pair[0], 2.2222222222222223, 1e-8, 0);
    assert_close(pair[1], 1.1111111111111112, 1e-8, 0);
}

static void budgets_are_spread_in_proportion_to_common_values(void **state) {
    (void)state;
    // friedman-1958: each spends in proportion to what prizes are worth, whatever its budget.
    const double value[6] = {1, 2, 3, 1, 2, 3}, budget[2] = {10, 20};
    double offer[6] = {5, 3, 2, 1, 9, 10};
    const struct steppe_contest_case problem = {
        .players = 2, .prizes = 3, .value = value, .budget = budget};
    solve(&problem, offer);
    for (int i = 0; i < 3; i++) {
        assert_close(offer[i], 10 * value[i] / 6, 1e-8, 0);
        assert_close(offer[3 + i], 20 * value[i] / 6, 1e-8, 0);
    }
}

static void unequal_values_under_budgets_meet_the_published_allocations(void **state) {
    (void)state;
    // Roots of the first-order conditions a_i y_i / (x_i + y_i)^2 = lambda, to 25 digits.
    static const struct {
        size_t prizes;
        double value[8], budget[2], offer[8];
    } cases[] = {
        {3, {1, 2, 3, 3, 2, 1}, {10, 10}, {1.5, 4, 4.5, 4.5, 4, 1.5}},
        {4,
         {5, 1, 1, 4, 1, 2, 2, 3},
         {7, 20},
         {4.339859123892425, 0.2585572173796483, 0.2585572173796483, 2.1430264413482782,
          4.946454563554077, 2.9469655381355344, 2.9469655381355344, 9.159614360174855}},
    };
    for (size_t k = 0; k < STEPPE_COUNT(cases); k++) {
        const size_t cells = 2 * cases[k].prizes;
        double offer[8];
        for (size_t i = 0; i < cells; i++) offer[i] = 1;
        const struct steppe_contest_case problem = {.players = 2,
                                                    .prizes = cases[k].prizes,
                                                    .value = cases[k].value,
                                                    .budget = cases[k].budget,
                                                    .damping = 0.5};
        solve(&problem, offer);
        for (size_t i = 0; i < cells; i++) assert_close(offer[i], cases[k].offer[i], 1e-8, 0);
    }
}

static void unequal_effects_meet_the_closed_form(void **state) {
    (void)state;
    // p = alpha x / (alpha x + y): shares v k / (1 + k)^2 of each budget, k = alpha X / Y.
    const double value[6] = {1, 2, 3, 1, 2, 3}, effect[6] = {1, 2, 0.5, 1, 1, 1};
    const double budget[2] = {10, 15};
    const double expected[6] = {1.8571597773303328, 3.7901219945516997, 4.3527182281179675,
                                2.785739665995499,  5.685182991827549,  6.529077342176952};
    double offer[6] = {1, 1, 1, 1, 1, 1};
    const struct steppe_contest_case problem = {
        .players = 2, .prizes = 3, .value = value, .effect = effect, .budget = budget};
    solve(&problem, offer);
    for (int i = 0; i < 6; i++) assert_close(offer[i], expected[i], 1e-8, 0);
}

static void an_answer_fills_the_best_prizes_first(void **state) {
    (void)state;
    // The opponent's offers are the prizes' own strength: one player, one answer.
    const double value[4] = {1, 2, 3, 4}, own[4] = {5, 1, 2, 8}, budget = 3;
    const double expected[4] = {0, 1.079604031547078, 1.6019798422646097, 0.31841612618831233};
    double offer[4] = {0, 0, 0, 0};
    const struct steppe_contest_case problem = {
        .players = 1, .prizes = 4, .value = value, .own = own, .budget = &budget};
    const struct steppe_contest_result result = solve(&problem, offer);
    // Exact up to rounding: no bisection.
    for (int i = 0; i < 4; i++) assert_close(offer[i], expected[i], 1e-14, 1e-15);
    assert_int_equal(result.rounds, 2);
}

// ---- the whole game ---------------------------------------------------------------------------

enum { PLAYERS = 6, PRIZES = 5, CELLS = PLAYERS * PRIZES };

struct game {
    double value[CELLS], standing[CELLS], effect[CELLS], capacity[CELLS], own[PRIZES];
    double rivalry[PLAYERS * PLAYERS], budget[PLAYERS];
};

static struct steppe_contest_case make_game(struct game *game, uint64_t seed) {
    uint64_t counter = seed * 1000;
    for (int i = 0; i < CELLS; i++) {
        game->value[i] = 0.2 + 3 * noise(counter++);
        game->standing[i] = noise(counter++) < 0.4 ? 0 : 2 * noise(counter++);
        game->effect[i] = 0.1 + 0.9 * noise(counter++);
        game->capacity[i] = 0.05 + noise(counter++);
    }
    for (int i = 0; i < PRIZES; i++) game->own[i] = 0.5 + 3 * noise(counter++);
    for (int i = 0; i < PLAYERS * PLAYERS; i++) game->rivalry[i] = 0.4 * noise(counter++);
    for (int p = 0; p < PLAYERS; p++) game->budget[p] = p == 4 ? 0 : 2 * noise(counter++);
    return (struct steppe_contest_case){.players = PLAYERS,
                                        .prizes = PRIZES,
                                        .value = game->value,
                                        .standing = game->standing,
                                        .effect = game->effect,
                                        .own = game->own,
                                        .rivalry = game->rivalry,
                                        .budget = game->budget};
}

static double payoff(const struct game *game, const double *offer, int player, bool taken) {
    double sum = 0;
    for (int i = 0; i < PRIZES; i++) {
        double total = game->own[i], won = 0;
        for (int r = 0; r < PLAYERS; r++) {
            const int cell = r * PRIZES + i;
            const double s = game->capacity[cell];
            const double counts = taken ? s * log1p(offer[cell] / s) : offer[cell];
            const double strength = game->standing[cell] + game->effect[cell] * counts;
            total += strength;
            won += r == player ? strength : -game->rivalry[player * PLAYERS + r] * strength;
        }
        sum += game->value[player * PRIZES + i] * won / total;
    }
    return sum;
}

static void expect_no_gain(const struct game *game, double *offer, bool taken) {
    for (int p = 0; p < PLAYERS; p++) {
        double spent = 0, *own = offer + p * PRIZES;
        for (int i = 0; i < PRIZES; i++) spent += own[i];
        // A budget is spent to the tolerance, within which nobody moves any more.
        assert_close(spent, game->budget[p], 1e-12, 1e-15);
        const double best = payoff(game, offer, p, taken);
        for (int from = 0; from < PRIZES; from++)
            for (int to = 0; to < PRIZES; to++) {
                const double move = fmin(own[from], 1e-3 * game->budget[p]);
                const double before[2] = {own[from], own[to]};
                if (from == to || move <= 0) continue;
                own[from] -= move, own[to] += move;
                // The payoff is concave: no small move gains more than rounding.
                assert_true(payoff(game, offer, p, taken) <= best + 1e-14);
                own[from] = before[0], own[to] = before[1];
            }
    }
}

static void nobody_gains_by_moving_money_between_two_prizes(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++)
        for (int taken = 0; taken < 2; taken++) {
            struct game game;
            struct steppe_contest_case problem = make_game(&game, seed);
            double offer[CELLS];
            for (int i = 0; i < CELLS; i++) offer[i] = 0.1;
            if (taken) problem.capacity = game.capacity;
            solve(&problem, offer);
            expect_no_gain(&game, offer, taken);
        }
}

static void capacity_keeps_small_offers_from_running(void **state) {
    (void)state;
    // Offers a thousandth of what the prizes spend themselves; one prize is worth a percent more.
    // Without capacity all goes there; with it ln x answers by (x + s)/x = 2.
    const double own[2] = {1000, 1000}, budget = 2, capacity[2] = {1, 1};
    const double value[2] = {1.01, 1};
    double runs[2] = {1, 1}, stays[2] = {1, 1};
    struct steppe_contest_case problem = {
        .players = 1, .prizes = 2, .value = value, .own = own, .budget = &budget};
    solve(&problem, runs);
    assert_true(runs[1] == 0);
    problem.capacity = capacity;
    solve(&problem, stays);
    // ln(x_1/x_2) = 2 x 0.00995 but for the change of den, a thousandth of that, and curvature.
    assert_close(log(stays[0] / stays[1]), 2 * log(1.01), 2e-3, 0);
}

static void sixty_four_random_starts_meet_in_one_equilibrium(void **state) {
    (void)state;
    // Uniqueness is not proved for rivals; in these games it holds, with steps of any length.
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct game game;
        struct steppe_contest_case problem = make_game(&game, seed);
        double first[CELLS], offer[CELLS];
        for (uint64_t start = 0; start < 64; start++) {
            for (int i = 0; i < CELLS; i++)
                offer[i] = game.budget[i / PRIZES] * noise(start * 999983 + (uint64_t)i);
            problem.damping = 0.5 + 0.5 * noise(start);
            solve(&problem, offer);
            if (start == 0) memcpy(first, offer, sizeof first);
            for (int i = 0; i < CELLS; i++) assert_close(offer[i], first[i], 1e-10, 1e-11);
        }
    }
}

static void a_head_start_spares_its_owner_money(void **state) {
    (void)state;
    // Two equal players and prizes; one has a head start at the first and leaves it to the money of
    // the second prize.
    const double value[4] = {1, 1, 1, 1}, own[2] = {1, 1}, budget[2] = {1, 1};
    const double standing[4] = {0.5, 0, 0, 0};
    double offer[4] = {0.5, 0.5, 0.5, 0.5};
    const struct steppe_contest_case problem = {.players = 2,
                                                .prizes = 2,
                                                .value = value,
                                                .standing = standing,
                                                .own = own,
                                                .budget = budget};
    solve(&problem, offer);
    assert_true(offer[0] < 0.45 && offer[1] > 0.55);
}

static void a_rival_goes_where_the_other_is(void **state) {
    (void)state;
    // The second player is tied to the first prize by a head start; rivalry draws the first there.
    const double value[4] = {1, 1, 1, 1}, own[2] = {1, 1}, budget[2] = {1, 0};
    const double standing[4] = {0, 0, 1, 0};
    double peace[4] = {0.5, 0.5, 0, 0}, war[4] = {0.5, 0.5, 0, 0};
    const double rivalry[4] = {0, 1, 1, 0};
    struct steppe_contest_case problem = {.players = 2,
                                          .prizes = 2,
                                          .value = value,
                                          .standing = standing,
                                          .own = own,
                                          .budget = budget};
    solve(&problem, peace);
    problem.rivalry = rivalry;
    solve(&problem, war);
    assert_true(war[0] > peace[0] + 0.1);
}

static void too_few_rounds_are_told(void **state) {
    (void)state;
    struct game game;
    struct steppe_contest_case problem = make_game(&game, 1);
    struct steppe_arena arena;
    struct steppe_error error = {0};
    struct steppe_contest_result result;
    double offer[CELLS];
    for (int i = 0; i < CELLS; i++) offer[i] = 0.1;
    problem.round_limit = 1;
    steppe_arena_init(&arena, 0);
    assert_false(steppe_contest_solve(&problem, &arena, offer, &result, &error));
    assert_int_equal(error.code, STEPPE_CODE_RUN);
    steppe_arena_fail_after(1);
    assert_false(steppe_contest_solve(&problem, &arena, offer, &result, &error));
    assert_int_equal(error.code, STEPPE_CODE_MEMORY);
    steppe_arena_fail_after(0);
    steppe_arena_free(&arena);
}

// ---- lanes ------------------------------------------------------------------------------------

#define LANE_CELLS ((size_t)CELLS * STEPPE_LANES)

struct lane_game {
    float value[LANE_CELLS], standing[LANE_CELLS], effect[LANE_CELLS], capacity[LANE_CELLS];
    float own[PRIZES * STEPPE_LANES], rivalry[PLAYERS * PLAYERS * STEPPE_LANES];
    float budget[PLAYERS * STEPPE_LANES], offer[LANE_CELLS];
    float memory[(CELLS + 4 * PRIZES + 2) * STEPPE_LANES];
};

static void to_lane(const double *from, size_t cells, int lane, float *to) {
    for (size_t i = 0; i < cells; i++) to[i * STEPPE_LANES + (size_t)lane] = (float)from[i];
}

static void run_lanes(struct lane_game *lanes, bool taken, struct steppe_contest_state *solved) {
    const struct steppe_contest_terms terms = {
        .players = PLAYERS, .prizes = PRIZES, .value = lanes->value, .standing = lanes->standing,
        .effect = lanes->effect, .own = lanes->own, .rivalry = lanes->rivalry,
        .budget = lanes->budget, .capacity = taken ? lanes->capacity : NULL,
        .reach_limit = INFINITY, .damping = 1, .tolerance = 1e-5f, .round_limit = 40,
    };
    assert_int_equal(steppe_contest_cells(PLAYERS, PRIZES) * STEPPE_LANES,
                     STEPPE_COUNT(lanes->memory));
    *solved = (struct steppe_contest_state){.offer = lanes->offer};
    steppe_contest_lay(PLAYERS, PRIZES, lanes->memory, solved);
    steppe_contest_equilibrium(&terms, solved);
}

static void fill_lanes(struct lane_game *lanes) {
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        struct game game;
        (void)make_game(&game, (uint64_t)lane + 50);
        to_lane(game.value, CELLS, lane, lanes->value);
        to_lane(game.standing, CELLS, lane, lanes->standing);
        to_lane(game.effect, CELLS, lane, lanes->effect);
        to_lane(game.capacity, CELLS, lane, lanes->capacity);
        to_lane(game.own, PRIZES, lane, lanes->own);
        to_lane(game.rivalry, PLAYERS * PLAYERS, lane, lanes->rivalry);
        to_lane(game.budget, PLAYERS, lane, lanes->budget);
        for (int i = 0; i < CELLS; i++) lanes->offer[i * STEPPE_LANES + lane] = 0.1f;
    }
}

static void lanes_agree_with_double(void **state) {
    (void)state;
    static struct lane_game lanes;
    struct steppe_contest_state solved;
    for (int taken = 0; taken < 2; taken++) {
        fill_lanes(&lanes);
        run_lanes(&lanes, taken, &solved);
        for (int lane = 0; lane < STEPPE_LANES; lane++) {
            struct game game;
            struct steppe_contest_case problem = make_game(&game, (uint64_t)lane + 50);
            double offer[CELLS];
            for (int i = 0; i < CELLS; i++) offer[i] = 0.1;
            if (taken) problem.capacity = game.capacity;
            solve(&problem, offer);
            assert_true(solved.residual[lane] <= 1e-5f);
            // The last round moved by 1e-5 of the offers. Strengths of up to ten round by 1e-6 each
            // and are divided by effects from 0.1 up.
            for (int i = 0; i < CELLS; i++)
                assert_close(lanes.offer[i * STEPPE_LANES + lane], offer[i], 0,
                             2e-5 * game.budget[i / PRIZES] + 2e-5);
        }
    }
}

static void a_lane_does_not_hang_on_the_others(void **state) {
    (void)state;
    static struct lane_game whole, alone;
    struct steppe_contest_state solved;
    fill_lanes(&whole);
    fill_lanes(&alone);
    run_lanes(&whole, true, &solved);
    // All lanes but 3 hold what another game gave, NaN or no money at all.
    for (size_t i = 0; i < LANE_CELLS; i++)
        if (i % STEPPE_LANES != 3) alone.value[i] = i % STEPPE_LANES < 3 ? NAN : alone.value[i];
    for (size_t i = 0; i < PLAYERS * STEPPE_LANES; i++)
        if (i % STEPPE_LANES > 3) alone.budget[i] = 0;
    run_lanes(&alone, true, &solved);
    for (size_t i = 3; i < LANE_CELLS; i += STEPPE_LANES)
        assert_memory_equal(&whole.offer[i], &alone.offer[i], sizeof(float));
    assert_true(isnan(solved.residual[0]));
    // Those without money offer nothing.
    for (size_t i = 4; i < LANE_CELLS; i += STEPPE_LANES) assert_true(alone.offer[i] == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_players_give_the_effort_of_tullock),
        cmocka_unit_test(unequal_values_give_the_efforts_of_stein),
        cmocka_unit_test(budgets_are_spread_in_proportion_to_common_values),
        cmocka_unit_test(unequal_values_under_budgets_meet_the_published_allocations),
        cmocka_unit_test(unequal_effects_meet_the_closed_form),
        cmocka_unit_test(an_answer_fills_the_best_prizes_first),
        cmocka_unit_test(nobody_gains_by_moving_money_between_two_prizes),
        cmocka_unit_test(capacity_keeps_small_offers_from_running),
        cmocka_unit_test(sixty_four_random_starts_meet_in_one_equilibrium),
        cmocka_unit_test(a_head_start_spares_its_owner_money),
        cmocka_unit_test(a_rival_goes_where_the_other_is),
        cmocka_unit_test(too_few_rounds_are_told),
        cmocka_unit_test(lanes_agree_with_double),
        cmocka_unit_test(a_lane_does_not_hang_on_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
