// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_trade: counterfactual trade equilibria against published cases, a closed form and the books
// that must balance; lanes against the double twin.
#include "test.h"

#include "base/error.h"
#include "base/lanes.h"
#include "solve/trade.h"
#include "solve/trade_kernel.h"

#include "solve/trade_cases.h"

#define MANY 30

struct solution {
    double wage[MANY], price[MANY], output[MANY], spending[MANY], trade[MANY * MANY];
    double residual;
    int iterations;
};

static bool try(const struct steppe_trade_case *problem, struct solution *solution,
                struct steppe_error *error) {
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_trade_result result = {
        .wage = solution->wage,
        .price = solution->price,
        .output = solution->output,
        .spending = solution->spending,
        .trade = solution->trade,
    };
    const bool done = steppe_trade_solve(problem, &arena, &result, error);
    solution->residual = result.residual;
    solution->iterations = result.iterations;
    assert_int_equal(arena.used_bytes, 0); // scratch is given back
    steppe_arena_free(&arena);
    return done;
}

static void solve(const struct steppe_trade_case *problem, struct solution *solution) {
    struct steppe_error error = {0};
    if (!try(problem, solution, &error)) fail_msg("%s", error.message);
}

// ---- published cases ----------------------------------------------------------------------------

static int economy(const char *code) {
    for (int i = 0; i < CASE_ECONOMIES; i++)
        if (!strcmp(case_economies[i], code)) return i;
    fail_msg("no economy %s", code);
    return -1;
}

// Shocks and closures as the reference states them.
static void published(const char *name, double *cost, double *technology, double *ratio,
                      double *gap, struct steppe_trade_case *problem) {
    const int n = CASE_ECONOMIES;
    const bool borders = !strcmp(name, "all_borders_plus10pct");
    for (int i = 0; i < n; i++) {
        double sold = 0, bought = 0;
        for (int j = 0; j < n; j++) {
            cost[i * n + j] = borders && i != j ? 1.1 : 1;
            sold += case_sales[i][j];
            bought += case_sales[j][i];
        }
        technology[i] = 1;
        gap[i] = 0;
        ratio[i] = bought / sold;
    }
    *problem = (struct steppe_trade_case){
        .count = (size_t)n, .sales = &case_sales[0][0], .elasticity = 4, .cost = cost};
    if (borders || !strcmp(name, "can_jpn_pta_phi")) problem->spending_ratio = ratio;
    if (borders) problem->elasticity = 5.03; // head-mayer-2014
    if (strstr(name, "can_jpn")) {
        const int can = economy("CAN"), jpn = economy("JPN");
        cost[can * n + jpn] = cost[jpn * n + can] = exp(-0.4711383 / 4);
    } else if (!strcmp(name, "dek_balanced_trade")) {
        problem->elasticity = 8.28;
        problem->gap = gap;
    } else if (!strcmp(name, "ek_technology_growth")) {
        problem->elasticity = 8.28;
        technology[economy("CHN")] = 1.5;
        technology[economy("IND")] = 1.25;
        problem->technology = technology;
    } else if (!strcmp(name, "usa_chn_embargo")) {
        const int usa = economy("USA"), chn = economy("CHN");
        cost[usa * n + chn] = cost[chn * n + usa] = HUGE_VAL;
    }
}

static void published_equilibria_are_met_to_1e_9(void **state) {
    (void)state;
    static double cost[MANY * MANY], technology[MANY], ratio[MANY], gap[MANY];
    static struct solution found;
    for (size_t c = 0; c < STEPPE_COUNT(case_expected); c++) {
        const struct trade_case_expected *expected = &case_expected[c];
        struct steppe_trade_case problem;
        published(expected->name, cost, technology, ratio, gap, &problem);
        solve(&problem, &found);
        for (int j = 0; j < CASE_ECONOMIES; j++) {
            double spent = 0;
            for (int i = 0; i < CASE_ECONOMIES; i++) spent += case_sales[i][j];
            assert_close(found.wage[j], expected->wage[j], 1e-9, 0);
            assert_close(found.wage[j] / found.price[j], expected->real_wage[j], 1e-9, 0);
            assert_close(found.spending[j] / spent / found.price[j], expected->welfare[j], 1e-9, 0);
        }
        assert_true(found.residual <= 1e-12);
    }
}

// Every cell of the reference's trade, where the reference lies beside the source tree.
static void published_trade_is_met_to_1e_9(void **state) {
    (void)state;
    char folder[512], path[1024], line[256];
    if (!test_reference_folder(folder, sizeof folder)) {
        print_message("no shared reference cases here: set STEPPE_REFERENCE\n");
        skip();
    }
    static double cost[MANY * MANY], technology[MANY], ratio[MANY], gap[MANY];
    static struct solution found;
    for (size_t c = 0; c < STEPPE_COUNT(case_expected); c++) {
        const char *name = case_expected[c].name;
        struct steppe_trade_case problem;
        published(name, cost, technology, ratio, gap, &problem);
        solve(&problem, &found);
        snprintf(path, sizeof path, "%s/b-trade/exact-hat/%s/expected_trade.csv", folder, name);
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        int rows = 0;
        while (fgets(line, sizeof line, file)) {
            char from[4], to[4];
            double value;
            if (sscanf(line, "%3[^,],%3[^,],%lf", from, to, &value) != 3) continue;
            const int at = economy(from) * CASE_ECONOMIES + economy(to);
            assert_close(found.trade[at], value, 1e-9, 1e-9);
            rows++;
        }
        fclose(file);
        assert_int_equal(rows, CASE_ECONOMIES * CASE_ECONOMIES);
    }
}

// ---- laws ---------------------------------------------------------------------------------------

static void two_symmetric_countries_have_the_closed_form(void **state) {
    (void)state;
    static struct solution found;
    const double sales[] = {70, 30, 30, 70};
    for (double cost = 0.5; cost < 40; cost *= 1.7)
        for (double theta = 2; theta < 11; theta += 2) {
            const double costs[] = {1, cost, cost, 1};
            solve(
                &(struct steppe_trade_case){
                    .count = 2, .sales = sales, .elasticity = theta, .cost = costs},
                &found);
            // pi_hh = .7 / (.7 + .3 tau^-theta); real wage (pi_hh / pi_hh')^(1/theta).
            const double home = 0.7 / (0.7 + 0.3 * pow(cost, -theta));
            assert_close(found.wage[0], 1, 1e-12, 0);
            assert_close(found.trade[0], 100 * home, 1e-11, 0);
            assert_close(found.wage[1] / found.price[1], pow(0.7 / home, 1 / theta), 1e-11, 0);
        }
}

// Three economies of unlike size with gaps, and shocks that a case may use.
static const double three[] = {60, 4, 6, 3, 800, 90, 9, 120, 4000};

static void no_change_is_the_base_and_equal_growth_keeps_its_shares(void **state) {
    (void)state;
    static struct solution found;
    const double size[] = {1.3, 1.3, 1.3}, gap[] = {1.3 * 2, 1.3 * 31, 1.3 * -33};
    solve(&(struct steppe_trade_case){.count = 3, .sales = three, .elasticity = 4}, &found);
    for (int i = 0; i < 9; i++) assert_close(found.trade[i], three[i], 1e-12, 0);
    assert_int_equal(found.iterations, 0);
    solve(
        &(struct steppe_trade_case){
            .count = 3, .sales = three, .elasticity = 4, .size = size, .gap = gap},
        &found);
    for (int i = 0; i < 9; i++) assert_close(found.trade[i], 1.3 * three[i], 1e-12, 0);
    for (int i = 0; i < 3; i++) assert_close(found.wage[i], 1, 1e-12, 0);
}

static double draw(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 40) / 16777216.0;
}

static void books_balance_after_any_shock(void **state) {
    (void)state;
    static struct solution found;
    uint64_t seed = 7;
    for (int round = 0; round < 200; round++) {
        double sales[49], cost[49], size[7], gap[7], before = 0, after = 0, sum = 0;
        for (int i = 0; i < 49; i++) {
            sales[i] = exp(6 * draw(&seed)) * (i % 8 == 0 ? 20 : 1);
            cost[i] = exp(1.4 * (draw(&seed) - 0.5));
        }
        for (int i = 0; i < 7; i++) {
            size[i] = exp(2 * (draw(&seed) - 0.5));
            gap[i] = i == 6 ? -sum : 5 * (draw(&seed) - 0.5);
            sum += gap[i];
        }
        solve(&(struct steppe_trade_case){.count = 7,
                                          .sales = sales,
                                          .elasticity = 1 + 9 * draw(&seed),
                                          .cost = cost,
                                          .size = size,
                                          .gap = gap},
              &found);
        for (int i = 0; i < 7; i++) {
            double sold = 0, bought = 0, base = 0;
            for (int j = 0; j < 7; j++) {
                sold += found.trade[i * 7 + j];
                bought += found.trade[j * 7 + i];
                base += sales[i * 7 + j];
            }
            // The residual is 1e-12 over all economies; buyers' shares sum to one by construction.
            assert_close(sold, found.output[i], 2e-12, 0);
            assert_close(bought, found.spending[i], 1e-13, 0);
            assert_close(found.spending[i] - found.output[i], gap[i], 0, 1e-9);
            assert_close(found.output[i], found.wage[i] * size[i] * base, 1e-13, 0);
            before += size[i] * base;
            after += found.output[i];
        }
        assert_close(after, before, 1e-12, 0); // world income is the measure
    }
}

static void dearer_trade_hurts_both_ends_and_turns_it_to_third_parties(void **state) {
    (void)state;
    static struct solution base, dear;
    const double sales[] = {100, 20, 20, 20, 100, 20, 20, 20, 100};
    const double cost[] = {1, 1.2, 1, 1.2, 1, 1, 1, 1, 1};
    struct steppe_trade_case problem = {.count = 3, .sales = sales, .elasticity = 4};
    solve(&problem, &base);
    problem.cost = cost;
    solve(&problem, &dear);
    assert_true(dear.trade[1] < base.trade[1] * 0.7);
    assert_true(dear.trade[2] > base.trade[2] && dear.trade[5] > base.trade[5]);
    for (int i = 0; i < 2; i++) assert_true(dear.wage[i] / dear.price[i] < 1 - 1e-3);
    // Alike before and after: the two ends stay alike.
    assert_close(dear.wage[0], dear.wage[1], 1e-12, 0);
    assert_close(dear.trade[1], dear.trade[3], 1e-11, 0);
    // The third party's own terms move against the two.
    assert_true(dear.wage[2] > dear.wage[0]);
}

static void a_start_near_the_answer_takes_fewer_steps(void **state) {
    (void)state;
    static struct solution cold, warm;
    double cost[] = {1, 1.3, 0.9, 1, 1, 1.1, 1.2, 1, 1};
    struct steppe_trade_case problem = {.count = 3, .sales = three, .elasticity = 6, .cost = cost};
    solve(&problem, &cold);
    cost[1] = 1.301;
    problem.wage = cold.wage;
    solve(&problem, &warm);
    assert_true(warm.iterations < cold.iterations);
}

// ---- refusals -----------------------------------------------------------------------------------

static void inputs_that_are_no_economy_are_refused(void **state) {
    (void)state;
    static struct solution found;
    struct steppe_error error = {0};
    const double idle[] = {0, 0, 5, 5}, negative[] = {5, -1, 1, 5};
    struct steppe_trade_case problem = {.count = 2, .sales = idle, .elasticity = 4};
    assert_false(try(&problem, &found, &error));
    assert_int_equal(error.code, STEPPE_CODE_RANGE);
    assert_non_null(strstr(error.message, "economy 0 sells 0"));
    problem.sales = negative;
    assert_false(try(&problem, &found, &error));
    assert_non_null(strstr(error.message, "sales of economy 0 to 1 are -1"));
    problem.elasticity = 0;
    assert_false(try(&problem, &found, &error));
    assert_non_null(strstr(error.message, "elasticity"));
    problem.count = 0;
    assert_false(try(&problem, &found, &error));
    assert_non_null(strstr(error.message, "0 economies"));
}

static void what_has_no_equilibrium_is_an_error_and_so_is_no_memory(void **state) {
    (void)state;
    static struct solution found;
    struct steppe_error error = {0};
    const double lost[] = {1, (double)NAN, 1}, good[] = {1, 1, 1};
    struct steppe_trade_case problem = {
        .count = 3, .sales = three, .elasticity = 4, .technology = lost};
    assert_false(try(&problem, &found, &error));
    assert_int_equal(error.code, STEPPE_CODE_RUN);
    problem.technology = good;
    steppe_arena_fail_after(1);
    assert_false(try(&problem, &found, &error));
    assert_int_equal(error.code, STEPPE_CODE_MEMORY);
    steppe_arena_fail_after(0);
}

// ---- lanes --------------------------------------------------------------------------------------

enum { FEW = 6, FEW_CELLS = STEPPE_TRADE_CELLS(FEW) };

// Random economies whose lanes differ in everything that lanes may differ in.
struct lanes {
    double sales[FEW * FEW], inverse[FEW * FEW], work[FEW * (FEW + 1)];
    float flows[FEW * FEW], chord[FEW * FEW], ratio[FEW];
    float home[FEW * STEPPE_LANES], size[FEW * STEPPE_LANES], gap[FEW * STEPPE_LANES];
    float theta[STEPPE_LANES], cost[FEW * FEW * STEPPE_LANES];
    float cells[FEW_CELLS * STEPPE_LANES];
    struct steppe_trade_terms terms;
    struct steppe_trade_state state;
};

// thin: of usual exports, what the first economy has.
static void make_lanes(struct lanes *lanes, uint64_t seed, double thin) {
    for (int i = 0; i < FEW * FEW; i++)
        lanes->sales[i] = exp(4 * draw(&seed)) * (i % (FEW + 1) == 0 ? 10 : 1);
    for (int i = 1; i < FEW; i++) lanes->sales[i] *= thin;
    assert_true(steppe_trade_inverse(FEW, lanes->sales, 4, NULL, lanes->work, lanes->inverse));
    for (int i = 0; i < FEW * FEW; i++) {
        lanes->flows[i] = (float)lanes->sales[i];
        lanes->chord[i] = (float)lanes->inverse[i];
    }
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        double sum = 0;
        lanes->theta[lane] = (float)(2.5 + 3.5 * draw(&seed));
        for (int i = 0; i < FEW * FEW; i++)
            lanes->cost[i * STEPPE_LANES + lane] = i % (FEW + 1) == 0
                                                       ? 0
                                                       : (float)(0.4 * (draw(&seed) - 0.5));
        for (int i = 0; i < FEW; i++) {
            double surplus = 0;
            for (int j = 0; j < FEW; j++)
                surplus += lanes->sales[i * FEW + j] - lanes->sales[j * FEW + i];
            const int at = i * STEPPE_LANES + lane;
            lanes->ratio[i] = 1;
            lanes->home[at] = (float)((0.7 + 0.6 * draw(&seed)) * lanes->sales[i * (FEW + 1)]);
            lanes->size[at] = (float)exp(0.6 * (draw(&seed) - 0.5));
            lanes->gap[at] = (float)(i == FEW - 1 ? -sum : -surplus);
            sum += (double)lanes->gap[at];
        }
    }
    lanes->terms = (struct steppe_trade_terms){
        .count = FEW,
        .sales = lanes->flows,
        .inverse = lanes->chord,
        .home = lanes->home,
        .elasticity = lanes->theta,
        .cost = lanes->cost,
        .technology = lanes->size,
        .size = lanes->size,
        .gap = lanes->gap,
        .spending_ratio = lanes->ratio,
        .least_spending = 0.1f,
        .tolerance = 1e-5f,
        .iteration_limit = 60,
    };
    steppe_trade_place(&lanes->state, FEW, lanes->cells);
}

static void run_lanes(struct lanes *lanes) {
    memset(lanes->cells, 0, sizeof lanes->cells); // wages start at 1
    steppe_trade_equilibrium(&lanes->terms, &lanes->state);
}

static void lanes_agree_with_the_double_twin(void **state) {
    (void)state;
    static struct lanes lanes;
    static struct solution found;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        make_lanes(&lanes, seed, 1);
        run_lanes(&lanes);
        for (int lane = 0; lane < STEPPE_LANES; lane++) {
            double sales[FEW * FEW], cost[FEW * FEW], size[FEW], gap[FEW];
            for (int i = 0; i < FEW * FEW; i++) {
                sales[i] = (double)lanes.flows[i];
                cost[i] = exp((double)lanes.cost[i * STEPPE_LANES + lane]);
            }
            for (int i = 0; i < FEW; i++) {
                sales[i * (FEW + 1)] = (double)lanes.home[i * STEPPE_LANES + lane];
                size[i] = (double)lanes.size[i * STEPPE_LANES + lane];
                gap[i] = (double)lanes.gap[i * STEPPE_LANES + lane];
            }
            solve(&(struct steppe_trade_case){.count = FEW,
                                              .sales = sales,
                                              .elasticity = (double)lanes.theta[lane],
                                              .cost = cost,
                                              .size = size,
                                              .gap = gap},
                  &found);
            assert_true(lanes.state.residual[lane] <= 1e-5f);
            // The excess left is 1e-5 at most; wages follow it with a factor below 1 (theta > 2).
            for (int i = 0; i < FEW; i++)
                assert_close(exp((double)lanes.state.log_wage[i * STEPPE_LANES + lane]),
                             found.wage[i], 1e-5, 0);
        }
    }
}

// How an economy that sells little abroad answers its wage is nearly nothing where it starts, and
// several times that at the answer: steps that rest on it alone never came to rest.
static void a_thin_exporter_comes_to_rest(void **state) {
    (void)state;
    static struct lanes lanes;
    static const uint64_t seeds[] = {1677, 3526, 17391};
    for (size_t s = 0; s < STEPPE_COUNT(seeds); s++) {
        make_lanes(&lanes, seeds[s], 0.1);
        lanes.terms.iteration_limit = 200;
        for (int i = 0; i < FEW * STEPPE_LANES; i++)
            lanes.gap[i] *= 1 + 0.3f * (float)(i % STEPPE_LANES % 4);
        run_lanes(&lanes);
        for (int lane = 0; lane < STEPPE_LANES; lane++)
            assert_true(lanes.state.residual[lane] <= 1e-3f);
    }
}

static void a_nan_stays_in_its_lane(void **state) {
    (void)state;
    static struct lanes good, bad;
    make_lanes(&good, 3, 1);
    make_lanes(&bad, 3, 1);
    bad.cost[5 * STEPPE_LANES + 2] = NAN;
    bad.size[1 * STEPPE_LANES + 4] = NAN;
    run_lanes(&good);
    run_lanes(&bad);
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        const bool hurt = lane == 2 || lane == 4;
        assert_int_equal(isnan(bad.state.residual[lane]) != 0, hurt);
        for (int i = 0; i < FEW * FEW && !hurt; i++)
            assert_memory_equal(&bad.state.weight[i * STEPPE_LANES + lane],
                                &good.state.weight[i * STEPPE_LANES + lane], sizeof(float));
        for (int i = 0; i < FEW && !hurt; i++)
            assert_memory_equal(&bad.state.log_wage[i * STEPPE_LANES + lane],
                                &good.state.log_wage[i * STEPPE_LANES + lane], sizeof(float));
    }
}

// A lane stops by itself: its bits do not depend on how long its neighbours go on.
static void a_lane_does_not_see_its_neighbours(void **state) {
    (void)state;
    static struct lanes mixed, alone;
    make_lanes(&mixed, 9, 1);
    make_lanes(&alone, 9, 1);
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        if (lane == 7) continue;
        alone.theta[lane] = 4;
        for (int i = 0; i < FEW * FEW; i++) alone.cost[i * STEPPE_LANES + lane] = 0;
        for (int i = 0; i < FEW; i++) {
            alone.home[i * STEPPE_LANES + lane] = alone.flows[i * (FEW + 1)];
            alone.size[i * STEPPE_LANES + lane] = 1;
        }
        for (int i = 0; i < FEW * FEW; i++) mixed.cost[i * STEPPE_LANES + lane] *= 10;
    }
    run_lanes(&mixed);
    run_lanes(&alone);
    assert_int_not_equal(mixed.state.iterations, alone.state.iterations);
    for (int i = 0; i < FEW; i++)
        assert_memory_equal(&mixed.state.log_wage[i * STEPPE_LANES + 7],
                            &alone.state.log_wage[i * STEPPE_LANES + 7], sizeof(float));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_equilibria_are_met_to_1e_9),
        cmocka_unit_test(published_trade_is_met_to_1e_9),
        cmocka_unit_test(two_symmetric_countries_have_the_closed_form),
        cmocka_unit_test(no_change_is_the_base_and_equal_growth_keeps_its_shares),
        cmocka_unit_test(books_balance_after_any_shock),
        cmocka_unit_test(dearer_trade_hurts_both_ends_and_turns_it_to_third_parties),
        cmocka_unit_test(a_start_near_the_answer_takes_fewer_steps),
        cmocka_unit_test(inputs_that_are_no_economy_are_refused),
        cmocka_unit_test(what_has_no_equilibrium_is_an_error_and_so_is_no_memory),
        cmocka_unit_test(lanes_agree_with_the_double_twin),
        cmocka_unit_test(a_thin_exporter_comes_to_rest),
        cmocka_unit_test(a_nan_stays_in_its_lane),
        cmocka_unit_test(a_lane_does_not_see_its_neighbours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
