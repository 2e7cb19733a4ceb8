// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Cheapest paths against brute force on small random graphs, and the parts of a set of
// alternatives against networks that can be worked out by hand.
#include "test.h"

#include "base/error.h"
#include "solve/paths.h"

struct net {
    struct steppe_arena arena;
    uint32_t tail[128], head[128];
    double cost[128];
    size_t nodes, arcs;
    struct steppe_graph graph;
    struct steppe_path_search search;
};

static void net_begin(struct net *net, size_t nodes) {
    memset(net, 0, sizeof *net);
    net->nodes = nodes;
    steppe_arena_init(&net->arena, 0);
}

static void net_arc(struct net *net, uint32_t tail, uint32_t head, double cost) {
    net->tail[net->arcs] = tail;
    net->head[net->arcs] = head;
    net->cost[net->arcs++] = cost;
}

static void net_ready(struct net *net, uint32_t first_through) {
    assert_true(steppe_graph_make(net->nodes, net->arcs, net->tail, net->head, first_through,
                                  &net->arena, &net->graph));
    assert_true(steppe_path_search_make(&net->graph, &net->arena, &net->search));
}

static uint32_t next(uint32_t *state) { // numerical-recipes LCG: only to make graphs
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void net_random(struct net *net, uint32_t seed, size_t nodes, size_t arcs) {
    net_begin(net, nodes);
    while (net->arcs < arcs) {
        uint32_t a = next(&seed) % (uint32_t)nodes, b = next(&seed) % (uint32_t)nodes;
        // Whole numbers: sums are exact in any order.
        if (a != b) net_arc(net, a, b, 1 + next(&seed) % 1000);
    }
    net_ready(net, 0);
}

// All loopless paths from 0 to the last node, their costs, by depth-first search.
static size_t enumerate(const struct net *net, uint32_t node, uint32_t seen, double cost,
                        double *costs, size_t count) {
    if (node == net->nodes - 1) {
        costs[count] = cost;
        return count + 1;
    }
    for (size_t a = 0; a < net->arcs; a++) {
        if (net->tail[a] != node || (seen >> net->head[a] & 1)) continue;
        count = enumerate(net, net->head[a], seen | 1u << net->head[a], cost + net->cost[a], costs,
                          count);
    }
    return count;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void check_loopless(const struct net *net, const struct steppe_path *path) {
    uint32_t seen = 1, node = 0;
    double sum = 0;
    for (size_t i = 0; i < path->arc_count; i++) {
        assert_int_equal(net->tail[path->arcs[i]], node);
        node = net->head[path->arcs[i]];
        assert_false(seen >> node & 1);
        seen |= 1u << node;
        sum += net->cost[path->arcs[i]];
    }
    assert_int_equal(node, net->nodes - 1);
    assert_true(sum == path->cost);
}

static void yen_finds_the_cheapest_loopless_paths_of_all(void **state) {
    (void)state;
    static double costs[20000];
    size_t compared = 0;
    for (uint32_t seed = 1; seed <= 60; seed++) {
        struct net net;
        struct steppe_path_set set;
        net_random(&net, seed, 7, 22);
        size_t all = enumerate(&net, 0, 1, 0, costs, 0);
        qsort(costs, all, sizeof *costs, ascending);
        assert_true(steppe_path_set_make(12, &net.arena, &set));
        assert_true(steppe_paths_cheapest(&net.search, net.cost, 0, 6, 12, &net.arena, &set));
        assert_int_equal(set.count, all < 12 ? all : 12);
        for (size_t k = 0; k < set.count; k++) {
            check_loopless(&net, &set.paths[k]);
            assert_true(set.paths[k].cost == costs[k]);
            compared++;
        }
        steppe_arena_free(&net.arena);
    }
    assert_true(compared > 400); // most graphs have many paths: the test looked at something
}

static void a_closed_arc_is_on_no_path_and_no_way_is_an_empty_set(void **state) {
    (void)state;
    struct net net;
    struct steppe_path path;
    bool found;
    net_begin(&net, 3);
    net_arc(&net, 0, 1, 1);
    net_arc(&net, 1, 2, 1);
    net_arc(&net, 0, 2, 5);
    net_ready(&net, 0);
    assert_true(steppe_path_cheapest(&net.search, net.cost, 0, 2, &net.arena, &path, &found));
    assert_true(found && path.cost == 2);
    net.cost[1] = HUGE_VAL;
    assert_true(steppe_path_cheapest(&net.search, net.cost, 0, 2, &net.arena, &path, &found));
    assert_true(found && path.cost == 5);
    net.cost[2] = HUGE_VAL;
    assert_true(steppe_path_cheapest(&net.search, net.cost, 0, 2, &net.arena, &path, &found));
    assert_false(found);
    struct steppe_path_set set;
    struct steppe_path_trees trees;
    assert_true(steppe_path_trees_make(&net.graph, net.cost, &net.arena, &trees));
    const struct steppe_path_rules rules = {.cheapest = 4, .longest = 10, .trees = &trees};
    assert_true(steppe_path_set_make(4, &net.arena, &set));
    assert_true(steppe_paths_choose(&net.search, net.cost, 0, 2, &rules, &net.arena, &set));
    assert_int_equal(set.count, 0);
    steppe_arena_free(&net.arena);
}

static void a_node_below_first_through_is_never_passed(void **state) {
    (void)state;
    struct net net;
    struct steppe_path path;
    struct steppe_path_set set;
    bool found;
    net_begin(&net, 4); // 0 and 1 are zones
    net_arc(&net, 0, 1, 1);
    net_arc(&net, 1, 3, 1);
    net_arc(&net, 0, 2, 5);
    net_arc(&net, 2, 3, 5);
    net_ready(&net, 2);
    assert_true(steppe_path_cheapest(&net.search, net.cost, 0, 3, &net.arena, &path, &found));
    assert_true(found && path.cost == 10);
    assert_true(steppe_path_cheapest(&net.search, net.cost, 0, 1, &net.arena, &path, &found));
    assert_true(found && path.cost == 1);
    assert_true(steppe_path_set_make(4, &net.arena, &set));
    assert_true(steppe_paths_cheapest(&net.search, net.cost, 0, 3, 4, &net.arena, &set));
    assert_int_equal(set.count, 1);
    steppe_arena_free(&net.arena);
}

// The K cheapest all cross one territory; the set must still hold the way round it.
static void a_set_keeps_the_way_round_each_group(void **state) {
    (void)state;
    struct net net;
    struct steppe_path_set set;
    net_begin(&net, 6);
    for (uint32_t i = 0; i < 8; i++) net_arc(&net, 0, 1, 1 + i * 0.01); // eight ways in one country
    net_arc(&net, 1, 5, 1);
    net_arc(&net, 0, 2, 3);
    net_arc(&net, 2, 5, 3);
    net_arc(&net, 0, 3, 20);
    net_arc(&net, 3, 4, 20);
    net_arc(&net, 4, 5, 20);
    net_ready(&net, 0);
    bool north[128] = {false}, everything[128];
    for (size_t a = 0; a < 9; a++) north[a] = true;
    memset(everything, true, sizeof everything);
    const struct steppe_path_group groups[] = {{north}, {everything}};
    const uint32_t by_sea[] = {3, 4};
    const struct steppe_corridor_nodes corridor = {by_sea, 2};
    struct steppe_path_trees trees;
    struct steppe_path found[4];
    assert_true(steppe_path_trees_make(&net.graph, net.cost, &net.arena, &trees));
    struct steppe_path_rules rules = {groups, 2, &corridor, 1, 4, &trees, found, NULL, 100};
    assert_true(steppe_path_set_make(16, &net.arena, &set));
    assert_true(steppe_paths_choose(&net.search, net.cost, 0, 5, &rules, &net.arena, &set));
    assert_int_equal(set.count, 6); // four by the north, the way round, the corridor
    assert_int_equal(set.dropped, 0);
    assert_true(set.paths[0].cost == 2 && set.paths[4].cost == 6 && set.paths[5].cost == 60);
    // Too long a corridor is none.
    struct steppe_path_rules near_ones = rules;
    near_ones.longest = 5;
    assert_true(steppe_path_set_make(16, &net.arena, &set));
    assert_true(steppe_paths_choose(&net.search, net.cost, 0, 5, &near_ones, &net.arena, &set));
    assert_int_equal(set.count, 5);
    // A set without room for all says how many it lacks: one that is in it already is none of them.
    assert_true(steppe_path_set_make(4, &net.arena, &set));
    assert_true(steppe_paths_choose(&net.search, net.cost, 0, 5, &rules, &net.arena, &set));
    assert_true(set.count == 4 && set.dropped == 2);
    for (size_t a = 0; a < net.arcs; a++) assert_false(net.search.arc_shut[a]);
    for (size_t n = 0; n < net.nodes; n++) assert_false(net.search.node_shut[n]);
    steppe_arena_free(&net.arena);
}

// A set with what was found where more is open is the set without it, path by path; and what aims
// by distances where more is open costs what a search without an aim finds.
static void a_wider_network_changes_no_set_of_a_narrower_one(void **state) {
    (void)state;
    size_t shut_any = 0;
    for (uint32_t seed = 1; seed <= 60; seed++) {
        struct net net;
        struct steppe_path_set wide, with, without;
        struct steppe_path_trees trees;
        struct steppe_path found[4], path;
        bool group[2][128] = {{false}}, is_way;
        double narrow[128];
        uint32_t draw = seed;
        net_random(&net, seed, 9, 40);
        for (size_t a = 0; a < net.arcs; a++) {
            group[0][a] = net.head[a] == 3;
            group[1][a] = net.head[a] == 4 || net.tail[a] == 5;
            narrow[a] = next(&draw) % 4 == 0 ? HUGE_VAL : net.cost[a];
        }
        const uint32_t by[] = {2, 6};
        const struct steppe_path_group groups[] = {{group[0]}, {group[1]}};
        const struct steppe_corridor_nodes corridor = {by, 2};
        struct steppe_path_rules rules = {groups, 2, &corridor, 1, 0, &trees, found, NULL, 50};
        assert_true(steppe_path_trees_make(&net.graph, net.cost, &net.arena, &trees));
        assert_true(steppe_path_set_make(8, &net.arena, &wide));
        assert_true(steppe_path_set_make(8, &net.arena, &with));
        assert_true(steppe_path_set_make(8, &net.arena, &without));
        assert_true(steppe_paths_choose(&net.search, net.cost, 0, 8, &rules, &net.arena, &wide));
        rules.wider = found;
        rules.found = NULL;
        assert_true(steppe_paths_choose(&net.search, narrow, 0, 8, &rules, &net.arena, &with));
        rules.wider = NULL;
        assert_true(steppe_paths_choose(&net.search, narrow, 0, 8, &rules, &net.arena, &without));
        assert_int_equal(with.count, without.count);
        for (size_t k = 0; k < with.count; k++) {
            assert_int_equal(with.paths[k].arc_count, without.paths[k].arc_count);
            assert_memory_equal(with.paths[k].arcs, without.paths[k].arcs,
                                with.paths[k].arc_count * sizeof(uint32_t));
        }
        assert_true(steppe_path_cheapest(&net.search, narrow, 0, 8, &net.arena, &path, &is_way));
        assert_int_equal(is_way, with.count > 0);
        if (is_way) assert_true(with.paths[0].cost == path.cost);
        shut_any += wide.count != with.count || !is_way || path.cost != wide.paths[0].cost;
        steppe_arena_free(&net.arena);
    }
    assert_true(shut_any > 20); // what was closed mattered
}

static void a_corridor_is_passed_in_order_and_without_a_loop(void **state) {
    (void)state;
    struct net net;
    struct steppe_path path;
    bool found;
    net_begin(&net, 4);
    net_arc(&net, 0, 1, 1);
    net_arc(&net, 1, 2, 1);
    net_arc(&net, 2, 1, 1);
    net_arc(&net, 1, 3, 1);
    net_arc(&net, 2, 3, 9);
    net_ready(&net, 0);
    const uint32_t two[] = {2};
    // From 2 the cheap way back leads through 1 again: the loopless one is dearer.
    assert_true(
        steppe_path_through(&net.search, net.cost, 0, 3, two, 1, &net.arena, &path, &found));
    assert_true(found && path.arc_count == 3 && path.cost == 11);
    const uint32_t backwards[] = {2, 1};
    assert_true(
        steppe_path_through(&net.search, net.cost, 0, 3, backwards, 2, &net.arena, &path, &found));
    assert_false(found);
    steppe_arena_free(&net.arena);
}

// Ben-Akiva and Bierlaire: one for paths apart, 1/n for n copies, between for parts shared.
static void path_sizes_are_those_of_the_formula(void **state) {
    (void)state;
    uint32_t a[] = {0, 1}, b[] = {0, 2}, c[] = {3};
    struct steppe_path paths[] = {{a, 2, 1}, {b, 2, 1}, {c, 1, 1}, {c, 1, 1}};
    struct steppe_path_set set = {.paths = paths, .count = 4, .room = 4};
    const double length[] = {30, 10, 90, 7};
    double work[4], sizes[4];
    steppe_path_sizes(&set, length, 4, work, sizes);
    assert_close(sizes[0], (30 / 2.0 + 10) / 40, 1e-15, 0);
    assert_close(sizes[1], (30 / 2.0 + 90) / 120, 1e-15, 0);
    assert_close(sizes[2], 0.5, 1e-15, 0);
    assert_close(sizes[3], 0.5, 1e-15, 0);
}

static void refused_memory_is_told(void **state) {
    (void)state;
    size_t refused = 0;
    for (uint64_t n = 1; n < 4; n++) {
        struct net net;
        net_begin(&net, 40);
        for (uint32_t i = 0; i + 1 < 40; i++) {
            net_arc(&net, i, i + 1, 1);
            net_arc(&net, i, i + 1, 2);
        }
        steppe_arena_fail_after(n);
        bool good = steppe_graph_make(net.nodes, net.arcs, net.tail, net.head, 0, &net.arena,
                                      &net.graph) &&
                    steppe_path_search_make(&net.graph, &net.arena, &net.search);
        struct steppe_path_set set;
        good = good && steppe_path_set_make(2000, &net.arena, &set) &&
               steppe_paths_cheapest(&net.search, net.cost, 0, 39, 2000, &net.arena, &set);
        steppe_arena_fail_after(0);
        refused += !good;
        steppe_arena_free(&net.arena);
    }
    assert_true(refused > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yen_finds_the_cheapest_loopless_paths_of_all),
        cmocka_unit_test(a_closed_arc_is_on_no_path_and_no_way_is_an_empty_set),
        cmocka_unit_test(a_node_below_first_through_is_never_passed),
        cmocka_unit_test(a_set_keeps_the_way_round_each_group),
        cmocka_unit_test(a_wider_network_changes_no_set_of_a_narrower_one),
        cmocka_unit_test(a_corridor_is_passed_in_order_and_without_a_loop),
        cmocka_unit_test(path_sizes_are_those_of_the_formula),
        cmocka_unit_test(refused_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
