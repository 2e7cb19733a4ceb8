// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Stochastic equilibrium of flows against roots of one equation and sums over all paths.
#include "solve/network_cases.h"

#include "solve/logit_assignment.h"

enum { PATHS = 64 };

struct logit_box {
    struct network_case *box;
    struct steppe_path_search search;
    struct steppe_path_set sets[4];
    double path_flow[4 * PATHS], expected[4], length[CASE_ARCS];
    struct steppe_logit_case problem;
    struct steppe_logit_result result;
};

// All loopless paths of every trip, by the costs of the empty network.
static struct logit_box *begin(struct network_case *box, double theta) {
    struct logit_box *logit = calloc(1, sizeof *logit);
    assert_non_null(logit);
    struct steppe_assignment_case problem = case_problem(box, 0, 0);
    static double cost[CASE_ARCS];
    assert_true(steppe_path_search_make(problem.graph, &box->arena, &logit->search));
    for (size_t a = 0; a < box->arcs; a++) cost[a] = box->costs[a].fixed;
    for (size_t t = 0; t < box->trip_count; t++) {
        assert_true(steppe_path_set_make(PATHS, &box->arena, &logit->sets[t]));
        assert_true(steppe_paths_cheapest(&logit->search, cost, box->trips[t].from,
                                          box->trips[t].to, PATHS, &box->arena, &logit->sets[t]));
        assert_true(logit->sets[t].count > 0);
    }
    logit->box = box;
    logit->problem = (struct steppe_logit_case){.arc_count = box->arcs,
                                                .costs = box->costs,
                                                .trips = box->trips,
                                                .sets = logit->sets,
                                                .trip_count = box->trip_count,
                                                .theta = theta,
                                                .tolerance = 1e-12};
    logit->result = (struct steppe_logit_result){.flow = box->flow,
                                                 .cost = box->cost,
                                                 .path_flow = logit->path_flow,
                                                 .expected = logit->expected};
    return logit;
}
static bool solve(struct logit_box *logit) {
    return steppe_logit_assignment_solve(&logit->problem, &logit->box->arena, &logit->result,
                                         &logit->box->error);
}
static void end(struct logit_box *logit) {
    case_end(logit->box);
    free(logit);
}

static void two_routes_split_at_the_root_of_one_equation(void **state) {
    (void)state;
    static const double thetas[] = {1e-3, 0.5, 5, 100};
    for (size_t i = 0; i < 4; i++) {
        struct network_case *box = case_begin(2);
        case_link(box, 0, 1, steppe_link_cost_make(10, 0.15, 4, 200, 0));
        case_link(box, 0, 1, steppe_link_cost_make(12, 0.15, 4, 250, 1));
        case_trip(box, 0, 1, 500);
        struct logit_box *logit = begin(box, thetas[i]);
        if (!solve(logit)) fail_msg("theta %g: %s", thetas[i], box->error.message);
        // ln(x / (500 - x)) + theta (c_1(x) - c_2(500 - x)) rises in x.
        double low = 0, high = 500;
        for (int round = 0; round < 200; round++) {
            double x = 0.5 * (low + high);
            double first = 10 * (1 + 0.15 * pow(x / 200, 4));
            double second = 1 + 12 * (1 + 0.15 * pow((500 - x) / 250, 4));
            *(log(x / (500 - x)) + thetas[i] * (first - second) < 0 ? &low : &high) = x;
        }
        assert_close(box->flow[0], low, 1e-9, 0);
        assert_close(box->flow[0] + box->flow[1], 500, 1e-14, 0);
        double sum = exp(-thetas[i] * (box->cost[0] - 10)) + exp(-thetas[i] * (box->cost[1] - 10));
        assert_close(logit->expected[0], 10 - log(sum) / thetas[i], 1e-9, 0);
        end(logit);
    }
}

// Each trip has its own theta, each path its own constant: two trips on links of their own, at the
// roots of their two equations.
static void each_trip_has_its_theta_and_each_path_its_constant(void **state) {
    (void)state;
    static const double thetas[] = {0.4, 3}, constants[] = {0, 1.5, -2, 0};
    double cost[4];
    struct network_case *box = case_begin(4);
    for (uint32_t t = 0; t < 2; t++) {
        case_link(box, 2 * t, 2 * t + 1, steppe_link_cost_make(10, 0.15, 4, 200, 0));
        case_link(box, 2 * t, 2 * t + 1, steppe_link_cost_make(12, 0.15, 4, 250, 1));
        case_trip(box, 2 * t, 2 * t + 1, 500);
    }
    struct logit_box *logit = begin(box, 1);
    logit->problem.thetas = thetas;
    logit->problem.constants = constants;
    logit->result.path_cost = cost;
    if (!solve(logit)) fail_msg("%s", box->error.message);
    for (size_t t = 0; t < 2; t++) {
        double low = 0, high = 500;
        for (int round = 0; round < 200; round++) {
            double x = 0.5 * (low + high);
            double first = 10 * (1 + 0.15 * pow(x / 200, 4)) + constants[2 * t];
            double second = 1 + 12 * (1 + 0.15 * pow((500 - x) / 250, 4)) + constants[2 * t + 1];
            *(log(x / (500 - x)) + thetas[t] * (first - second) < 0 ? &low : &high) = x;
        }
        assert_close(logit->path_flow[2 * t], low, 1e-9, 0);
        assert_close(cost[2 * t], box->cost[2 * t] + constants[2 * t], 1e-12, 0);
    }
    end(logit);
}

// Of the delay by flow of the first route only what is beyond `spared` counts: at the root of one
// equation, whether that is nothing, a part or all of it.
static void what_is_spared_of_a_delay_holds_nobody_up(void **state) {
    (void)state;
    static const double spared[] = {0, 4, 1e3};
    for (size_t i = 0; i < STEPPE_COUNT(spared); i++) {
        const double of[] = {spared[i], 0};
        struct network_case *box = case_begin(2);
        case_link(box, 0, 1, steppe_link_cost_make(10, 0.15, 4, 200, 0));
        case_link(box, 0, 1, steppe_link_cost_make(12, 0.15, 4, 250, 1));
        case_trip(box, 0, 1, 500);
        struct logit_box *logit = begin(box, 2);
        logit->problem.spared = of;
        if (!solve(logit)) fail_msg("%s", box->error.message);
        double low = 0, high = 500;
        for (int round = 0; round < 200; round++) {
            double x = 0.5 * (low + high);
            double first = 10 + fmax(10 * 0.15 * pow(x / 200, 4) - spared[i], 0);
            double second = 1 + 12 * (1 + 0.15 * pow((500 - x) / 250, 4));
            *(log(x / (500 - x)) + 2 * (first - second) < 0 ? &low : &high) = x;
        }
        assert_close(box->flow[0], low, 1e-9, 0);
        assert_close(box->cost[0], 10 + fmax(1.5 * pow(low / 200, 4) - spared[i], 0), 1e-8, 0);
        end(logit);
    }
}

// By symmetry the outer paths of Braess carry x each, the inner one d - 2x.
static void braess_splits_at_the_root_of_one_equation(void **state) {
    (void)state;
    static const struct { double demand, theta; } cases[] = {{8, 0.05}, {4, 0.5}, {6, 3}, {100, 1}};
    for (size_t i = 0; i < 4; i++) {
        const double d = cases[i].demand, theta = cases[i].theta;
        struct logit_box *logit = begin(case_braess(d), theta);
        const double *flow = logit->box->flow;
        assert_int_equal(logit->sets[0].count, 3);
        if (!solve(logit)) fail_msg("demand %g: %s", d, logit->box->error.message);
        double low = 0, high = d / 2;
        for (int round = 0; round < 200; round++) {
            double x = 0.5 * (low + high), inner = d - 2 * x;
            double outer_cost = 10 * (d - x) + 50 + x;
            double inner_cost = 20 * (d - x) + 10 + inner;
            *(log(x / inner) + theta * (outer_cost - inner_cost) < 0 ? &low : &high) = x;
        }
        assert_close(flow[1], low, 1e-9, 1e-11);
        assert_close(flow[2], low, 1e-9, 1e-11);
        assert_close(flow[3], d - 2 * low, 1e-9, 1e-11);
        end(logit);
    }
}

static void six_trips_through_braess_split_in_three_for_any_theta(void **state) {
    (void)state;
    for (double theta = 0.01; theta < 100; theta *= 10) {
        struct logit_box *logit = begin(case_braess(6), theta);
        assert_true(solve(logit));
        for (size_t k = 0; k < 3; k++) assert_close(logit->path_flow[k], 2, 1e-10, 0);
        end(logit);
    }
}

// Three corners by three, one-way: six paths. By the sums of exp(-theta c) over paths to and from
// each node, found from node to node.
static void fixed_costs_on_a_grid_give_the_logit_over_all_paths(void **state) {
    (void)state;
    enum { SIDE = 3, NODES = SIDE * SIDE };
    const double theta = 0.7, demand = 100;
    struct network_case *box = case_begin(NODES);
    double to[NODES] = {1}, from[NODES] = {0};
    for (uint32_t n = 0; n < NODES; n++) {
        double time = 1 + 0.37 * n * (n % 4);
        if (n % SIDE + 1 < SIDE) case_link(box, n, n + 1, (struct steppe_link_cost){time, 0, 0, 1});
        if (n + SIDE < NODES) case_link(box, n, n + SIDE, (struct steppe_link_cost){2.3, 0, 0, 1});
    }
    case_trip(box, 0, NODES - 1, demand);
    struct logit_box *logit = begin(box, theta);
    assert_int_equal(logit->sets[0].count, 6);
    assert_true(solve(logit));
    from[NODES - 1] = 1;
    for (size_t a = 0; a < box->arcs; a++) // arcs stand in the order of their tails
        to[box->head[a]] += to[box->tail[a]] * exp(-theta * box->costs[a].fixed);
    for (size_t a = box->arcs; a-- > 0;)
        from[box->tail[a]] += from[box->head[a]] * exp(-theta * box->costs[a].fixed);
    for (size_t a = 0; a < box->arcs; a++) {
        double weight = to[box->tail[a]] * exp(-theta * box->costs[a].fixed) * from[box->head[a]];
        assert_close(box->flow[a], demand * weight / from[0], 1e-12, 0);
    }
    assert_close(logit->expected[0], -log(from[0]) / theta, 1e-12, 0);
    assert_int_equal(logit->result.iterations, 1);
    end(logit);
}

// Two paths share a part s of their length: each counts (1 - s) + s/2. With s = 1 they are one.
static void paths_that_overlap_count_for_less_by_what_they_share(void **state) {
    (void)state;
    const double shared = 0.75;
    struct network_case *box = case_begin(3);
    case_link(box, 0, 1, (struct steppe_link_cost){4, 0, 0, 1});
    case_link(box, 0, 2, (struct steppe_link_cost){4 * shared, 0, 0, 1});
    case_link(box, 2, 1, (struct steppe_link_cost){4 * (1 - shared), 0, 0, 1});
    case_link(box, 2, 1, (struct steppe_link_cost){4 * (1 - shared), 0, 0, 1});
    case_trip(box, 0, 1, 1);
    struct logit_box *logit = begin(box, 2);
    for (size_t a = 0; a < box->arcs; a++) logit->length[a] = box->costs[a].fixed;
    assert_true(solve(logit));
    assert_close(box->flow[0], 1.0 / 3, 1e-14, 0);
    logit->problem.length = logit->length;
    assert_true(solve(logit));
    assert_close(box->flow[0], 1 / (1 + 2 * (1 - shared / 2)), 1e-14, 0);
    // Sizes that are given stand in their place: of equal costs, shares go as they do.
    const double sizes[] = {0.5, 0.3, 0.2};
    logit->problem.sizes = sizes;
    assert_true(solve(logit));
    for (size_t k = 0; k < 3; k++) assert_close(logit->path_flow[k], sizes[k], 1e-14, 0);
    end(logit);
}

static void a_large_theta_comes_near_the_user_equilibrium(void **state) {
    (void)state;
    double before = HUGE_VAL;
    struct network_case *exact = case_braess(7.5);
    assert_true(case_solve(exact, 0, 1e-14));
    for (double theta = 0.1; theta < 2000; theta *= 10) {
        struct logit_box *logit = begin(case_braess(7.5), theta);
        double apart = 0;
        logit->problem.tolerance = 1e-9;
        assert_true(solve(logit));
        for (size_t a = 0; a < 5; a++) apart += fabs(logit->box->flow[a] - exact->flow[a]);
        assert_true(apart < before);
        before = apart;
        end(logit);
    }
    assert_true(before < 0.01);
    case_end(exact);
}

static void trips_share_links_and_trips_of_nothing_move_nothing(void **state) {
    (void)state;
    struct network_case *box = case_braess(6), *sum = case_braess(6);
    box->trips[0].flow = 4;
    case_trip(box, 0, 1, 2);
    case_trip(box, 0, 1, 0);
    struct logit_box *parts = begin(box, 0.2), *whole = begin(sum, 0.2);
    assert_true(solve(parts) && solve(whole));
    for (size_t a = 0; a < 5; a++) assert_close(box->flow[a], sum->flow[a], 1e-9, 0);
    for (size_t k = 6; k < 9; k++) assert_true(parts->path_flow[k] == 0);
    end(parts);
    end(whole);
}

static void trouble_is_told_and_memory_given_back(void **state) {
    (void)state;
    struct logit_box *logit = begin(case_braess(8), 0.5);
    struct steppe_arena none;
    logit->problem.iteration_limit = 2;
    assert_false(solve(logit));
    assert_int_equal(logit->box->error.code, STEPPE_CODE_RUN);
    assert_true(logit->result.residual > 1e-12);
    steppe_arena_init(&none, 300);
    assert_false(
        steppe_logit_assignment_solve(&logit->problem, &none, &logit->result, &logit->box->error));
    assert_int_equal(logit->box->error.code, STEPPE_CODE_MEMORY);
    assert_int_equal(none.used_bytes, 0);
    steppe_arena_free(&none);
    end(logit);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_routes_split_at_the_root_of_one_equation),
        cmocka_unit_test(each_trip_has_its_theta_and_each_path_its_constant),
        cmocka_unit_test(what_is_spared_of_a_delay_holds_nobody_up),
        cmocka_unit_test(braess_splits_at_the_root_of_one_equation),
        cmocka_unit_test(six_trips_through_braess_split_in_three_for_any_theta),
        cmocka_unit_test(fixed_costs_on_a_grid_give_the_logit_over_all_paths),
        cmocka_unit_test(paths_that_overlap_count_for_less_by_what_they_share),
        cmocka_unit_test(a_large_theta_comes_near_the_user_equilibrium),
        cmocka_unit_test(trips_share_links_and_trips_of_nothing_move_nothing),
        cmocka_unit_test(trouble_is_told_and_memory_given_back),
    };
    return cmocka_run_group_tests_name("solve/logit_assignment", tests, NULL, NULL);
}
