// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// User equilibrium of flows against closed forms, and on generated networks against a certificate.
#include "solve/network_cases.h"

#include "base/random.h"

// ---- closed forms ------------------------------------------------------------------------------

static void braess_six_trips_cost_92_each_on_three_paths(void **state) {
    (void)state;
    static const double flow[] = {4, 2, 2, 2, 4};
    struct network_case *box = case_braess(6);
    assert_true(case_solve(box, 0, 1e-15));
    for (size_t a = 0; a < 5; a++) assert_close(box->flow[a], flow[a], 1e-12, 0);
    assert_close(box->result.objective, 386, 1e-14, 0);
    assert_close(box->result.total_cost, 552, 1e-13, 0);
    case_certify(box, 0, 1e-15);
    case_end(box);
}

static void the_system_optimum_is_the_equilibrium_of_marginal_costs(void **state) {
    (void)state;
    static const double flow[] = {3, 3, 3, 0, 3};
    struct network_case *box = case_braess(6);
    // c + v dc/dv of a linear cost has twice its slope.
    for (size_t a = 0; a < 5; a++) box->costs[a].variable *= 2;
    assert_true(case_solve(box, 0, 1e-15));
    for (size_t a = 0; a < 5; a++) assert_close(box->flow[a], flow[a], 1e-12, 1e-12);
    case_end(box);
}

// Flow of a link at cost c, the inverse of its cost function.
static double flow_at(const struct steppe_link_cost *cost, double c) {
    if (c <= cost->fixed) return 0;
    return pow((c - cost->fixed) / cost->variable, 1 / cost->power) / cost->measure;
}

static void parallel_links_cost_the_same_where_they_are_used(void **state) {
    (void)state;
    static const struct {
        double demand, link[3][4]; // unloaded time, capacity, B, power
    } cases[] = {
        {1000, {{10, 200, 0.15, 4}, {20, 400, 0.15, 4}, {25, 300, 0.15, 4}}},
        {60, {{5, 30, 0.2, 2}, {8, 40, 1, 1}, {30, 100, 0.15, 4}}},         // the last stays empty
        {1e6, {{10, 200, 0.15, 4}, {11, 400, 0.15, 6}, {1, 1, 0.15, 0.5}}}, // far beyond capacity
        {5, {{1, 2, 3, 0.5}, {1, 3, 1, 0.25}, {1.5, 1, 1, 1}}}, // infinite slope without flow
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct network_case *box = case_begin(2);
        double low = 0, high = 1e30;
        for (size_t a = 0; a < 3; a++) {
            const double *link = cases[i].link[a];
            case_link(box, 0, 1, steppe_link_cost_make(link[0], link[2], link[3], link[1], 0));
        }
        case_trip(box, 0, 1, cases[i].demand);
        assert_true(case_solve(box, 0, 1e-14));
        for (int round = 0; round < 300; round++) {
            double middle = 0.5 * (low + high), sum = 0;
            for (size_t a = 0; a < 3; a++) sum += flow_at(&box->costs[a], middle);
            *(sum < cases[i].demand ? &low : &high) = middle;
        }
        for (size_t a = 0; a < 3; a++) {
            if (box->flow[a] > 1e-9 * cases[i].demand) assert_close(box->cost[a], low, 1e-9, 0);
            // Where a cost hardly changes with flow its digits do not reach the flow: 1e-6.
            assert_close(box->flow[a], flow_at(&box->costs[a], low), 1e-6, 1e-6 * cases[i].demand);
        }
        case_certify(box, 0, 1e-14);
        case_end(box);
    }
}

static void constant_costs_take_all_to_the_cheapest_path_at_once(void **state) {
    (void)state;
    struct network_case *box = case_begin(3);
    case_link(box, 0, 1, steppe_link_cost_make(3, 0, 4, 0, 0));       // no factor, no capacity
    case_link(box, 1, 2, steppe_link_cost_make(2, 0.5, 0, 0, 0));     // power 0: 2 (1 + 0.5)
    case_link(box, 0, 2, steppe_link_cost_make(0, 0.15, 4, 0, 6.25)); // toll alone
    case_trip(box, 0, 2, 10);
    assert_true(case_solve(box, 0, 1e-15));
    assert_true(box->flow[0] == 10 && box->flow[1] == 10 && box->flow[2] == 0);
    assert_close(box->result.objective, 60, 1e-15, 0);
    assert_int_equal(box->result.iterations, 1);
    case_end(box);
}

static void nodes_below_the_first_through_node_are_not_passed(void **state) {
    (void)state;
    struct network_case *box = case_begin(4);
    case_link(box, 0, 1, (struct steppe_link_cost){1, 0, 0, 1}); // 0-1-2 is cheap, by zone 1
    case_link(box, 1, 2, (struct steppe_link_cost){1, 0, 0, 1});
    case_link(box, 0, 3, (struct steppe_link_cost){5, 0, 0, 1});
    case_link(box, 3, 2, (struct steppe_link_cost){5, 0, 0, 1});
    case_trip(box, 0, 2, 1);
    case_trip(box, 0, 1, 2);
    case_trip(box, 1, 2, 4);
    case_trip(box, 2, 2, 100); // within a zone: not assigned
    assert_true(case_solve(box, 3, 1e-12));
    assert_true(box->flow[0] == 2 && box->flow[1] == 4 && box->flow[2] == 1 && box->flow[3] == 1);
    assert_close(box->result.demand, 7, 0, 0);
    case_certify(box, 3, 1e-15);
    case_end(box);
}

// ---- generated networks ------------------------------------------------------------------------

static double draw(uint64_t seed, uint32_t *drawn) {
    return steppe_random_uniform(seed, 0, 0, 0, (*drawn)++);
}

// A square grid with two-way links, costs drawn; zones are the first nodes, tied to the grid.
static struct network_case *make_grid(uint64_t seed, uint32_t side, uint32_t zones, double demand) {
    static const double powers[] = {4, 4, 4, 1, 2, 5.5, 0};
    struct network_case *box = case_begin(zones + side * side);
    uint32_t drawn = 0;
    for (uint32_t y = 0; y < side; y++)
        for (uint32_t x = 0; x < side; x++)
            for (int way = 0; way < 4; way++) {
                uint32_t to_x = x + (way == 0) - (way == 1), to_y = y + (way == 2) - (way == 3);
                if (to_x >= side || to_y >= side) continue;
                double power = powers[(size_t)(draw(seed, &drawn) * 7)];
                double time = 1 + 4 * draw(seed, &drawn), capacity = 20 + 80 * draw(seed, &drawn);
                case_link(box, zones + y * side + x, zones + to_y * side + to_x,
                          steppe_link_cost_make(time, 0.15, power, capacity, draw(seed, &drawn)));
            }
    for (uint32_t z = 0; z < zones; z++) {
        uint32_t node = zones + (uint32_t)(draw(seed, &drawn) * side * side);
        case_link(box, z, node, (struct steppe_link_cost){0, 0, 0, 1});
        case_link(box, node, z, (struct steppe_link_cost){0, 0, 0, 1});
    }
    for (uint32_t from = 0; from < zones; from++)
        for (uint32_t to = 0; to < zones; to++)
            case_trip(box, from, to, demand * draw(seed, &drawn));
    return box;
}

static void generated_networks_reach_a_gap_of_1e_12_with_a_certificate(void **state) {
    (void)state;
    static const double demands[] = {0.5, 4, 30}; // free, full, far beyond capacity
    for (uint64_t seed = 1; seed <= 4; seed++)
        for (size_t i = 0; i < 3; i++) {
            struct network_case *box = make_grid(seed, 6, 12, demands[i]);
            if (!case_solve(box, 12, 1e-12)) {
                fail_msg("seed %u, demand %g: %s", (unsigned)seed, demands[i], box->error.message);
            }
            assert_true(box->result.relative_gap <= 1e-12);
            case_certify(box, 12, 1e-12);
            case_end(box);
        }
}

static void the_order_of_trips_changes_no_flow(void **state) {
    (void)state;
    struct network_case *a = make_grid(9, 5, 10, 6), *b = make_grid(9, 5, 10, 6);
    for (size_t t = 0; t < b->trip_count / 2; t++) {
        struct steppe_trip kept = b->trips[t];
        b->trips[t] = b->trips[b->trip_count - 1 - t];
        b->trips[b->trip_count - 1 - t] = kept;
    }
    assert_true(case_solve(a, 10, 1e-13) && case_solve(b, 10, 1e-13));
    assert_close(a->result.objective, b->result.objective, 1e-12, 0);
    // Only costs are unique where they do not rise with flow.
    for (size_t i = 0; i < a->arcs; i++) assert_close(a->cost[i], b->cost[i], 1e-6, 0);
    case_end(a);
    case_end(b);
}

// ---- trouble -----------------------------------------------------------------------------------

static void a_trip_without_a_path_is_refused_by_its_nodes(void **state) {
    (void)state;
    struct network_case *box = case_braess(6);
    case_trip(box, 1, 0, 1);
    assert_false(case_solve(box, 0, 1e-6));
    assert_int_equal(box->error.code, STEPPE_CODE_INPUT);
    assert_string_equal(box->error.message, "there is no path from node 2 to node 1");
    box->trips[1].flow = 0; // nothing to carry
    assert_true(case_solve(box, 0, 1e-6));
    case_end(box);
}

static void a_gap_not_met_within_the_limit_is_told_and_flows_still_carry_all(void **state) {
    (void)state;
    struct network_case *box = make_grid(3, 6, 12, 20);
    struct steppe_assignment_case problem = case_problem(box, 12, 1e-12);
    problem.iteration_limit = 2;
    assert_false(steppe_assignment_solve(&problem, &box->arena, &box->result, &box->error));
    assert_int_equal(box->error.code, STEPPE_CODE_RUN);
    assert_int_equal(box->result.iterations, 2);
    assert_true(box->result.relative_gap > 1e-12);
    case_certify(box, 12, 1);
    case_end(box);
}

static void refused_memory_is_an_error_and_leaves_nothing_behind(void **state) {
    (void)state;
    struct network_case *box = make_grid(3, 6, 12, 20);
    struct steppe_assignment_case problem = case_problem(box, 12, 1e-9);
    for (size_t limit = 0; limit < 200000; limit += 20000) {
        struct steppe_arena small;
        steppe_arena_init(&small, limit + 1);
        bool solved = steppe_assignment_solve(&problem, &small, &box->result, &box->error);
        assert_int_equal(small.used_bytes, 0);
        if (limit < 40000) assert_false(solved);
        if (!solved) assert_int_equal(box->error.code, STEPPE_CODE_MEMORY);
        steppe_arena_free(&small);
    }
    case_end(box);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(braess_six_trips_cost_92_each_on_three_paths),
        cmocka_unit_test(the_system_optimum_is_the_equilibrium_of_marginal_costs),
        cmocka_unit_test(parallel_links_cost_the_same_where_they_are_used),
        cmocka_unit_test(constant_costs_take_all_to_the_cheapest_path_at_once),
        cmocka_unit_test(nodes_below_the_first_through_node_are_not_passed),
        cmocka_unit_test(generated_networks_reach_a_gap_of_1e_12_with_a_certificate),
        cmocka_unit_test(the_order_of_trips_changes_no_flow),
        cmocka_unit_test(a_trip_without_a_path_is_refused_by_its_nodes),
        cmocka_unit_test(a_gap_not_met_within_the_limit_is_told_and_flows_still_carry_all),
        cmocka_unit_test(refused_memory_is_an_error_and_leaves_nothing_behind),
    };
    return cmocka_run_group_tests_name("solve/assignment", tests, NULL, NULL);
}
