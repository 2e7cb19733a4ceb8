// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// network_cases: small networks that tests of assignment share, and a certificate of equilibrium
// that uses none of the code under test.
#ifndef STEPPE_TEST_NETWORK_CASES_H
#define STEPPE_TEST_NETWORK_CASES_H

#include "solve/assignment.h"
#include "test.h"

enum { CASE_NODES = 160, CASE_ARCS = 800, CASE_TRIPS = 400 };

struct network_case {
    struct steppe_arena arena;
    struct steppe_graph graph;
    uint32_t tail[CASE_ARCS], head[CASE_ARCS];
    struct steppe_link_cost costs[CASE_ARCS];
    struct steppe_trip trips[CASE_TRIPS];
    size_t nodes, arcs, trip_count;
    double flow[CASE_ARCS], cost[CASE_ARCS];
    struct steppe_assignment_result result;
    struct steppe_error error;
};

static inline struct network_case *case_begin(size_t nodes) {
    struct network_case *box = calloc(1, sizeof *box);
    assert_non_null(box);
    steppe_arena_init(&box->arena, 0);
    box->nodes = nodes;
    box->result.flow = box->flow;
    box->result.cost = box->cost;
    return box;
}
static inline void case_end(struct network_case *box) {
    steppe_arena_free(&box->arena);
    free(box);
}
static inline void case_link(struct network_case *box, uint32_t tail, uint32_t head,
                             struct steppe_link_cost cost) {
    assert_true(box->arcs < CASE_ARCS && tail < box->nodes && head < box->nodes);
    box->tail[box->arcs] = tail;
    box->head[box->arcs] = head;
    box->costs[box->arcs++] = cost;
}
static inline void case_trip(struct network_case *box, uint32_t from, uint32_t to, double flow) {
    assert_true(box->trip_count < CASE_TRIPS);
    box->trips[box->trip_count++] = (struct steppe_trip){from, to, flow};
}
static inline struct steppe_assignment_case case_problem(struct network_case *box,
                                                         uint32_t first_through, double gap) {
    if (!box->graph.first) {
        assert_true(steppe_graph_make(box->nodes, box->arcs, box->tail, box->head, first_through,
                                      &box->arena, &box->graph));
    }
    return (struct steppe_assignment_case){.graph = &box->graph,
                                           .costs = box->costs,
                                           .trips = box->trips,
                                           .trip_count = box->trip_count,
                                           .gap = gap};
}
static inline bool case_solve(struct network_case *box, uint32_t first_through, double gap) {
    struct steppe_assignment_case problem = case_problem(box, first_through, gap);
    return steppe_assignment_solve(&problem, &box->arena, &box->result, &box->error);
}

// Cost 10x, 50 + x, 50 + x, 10 + x, 10x; nodes 0 (origin), 1 (end), 2, 3 (braess-1968).
static inline struct network_case *case_braess(double demand) {
    struct network_case *box = case_begin(4);
    case_link(box, 0, 2, (struct steppe_link_cost){0, 10, 1, 1});
    case_link(box, 0, 3, (struct steppe_link_cost){50, 1, 1, 1});
    case_link(box, 2, 1, (struct steppe_link_cost){50, 1, 1, 1});
    case_link(box, 2, 3, (struct steppe_link_cost){10, 1, 1, 1});
    case_link(box, 3, 1, (struct steppe_link_cost){0, 10, 1, 1});
    case_trip(box, 0, 1, demand);
    return box;
}

// Cost of the cheapest path from a node to all, by Bellman and Ford's rounds.
static inline void case_distances(const struct network_case *box, const double *cost,
                                  uint32_t origin, uint32_t first_through, double *distance) {
    for (size_t n = 0; n < box->nodes; n++) distance[n] = HUGE_VAL;
    distance[origin] = 0;
    for (size_t round = 0; round < box->nodes; round++)
        for (size_t a = 0; a < box->arcs; a++) {
            if (box->tail[a] < first_through && box->tail[a] != origin) continue;
            double by = distance[box->tail[a]] + cost[a];
            if (by < distance[box->head[a]]) distance[box->head[a]] = by;
        }
}

// Flows that carry the trips, and cost no more than the trips would on the cheapest paths: then
// every path in use is a cheapest one. Costs are worked out anew with pow.
static inline void case_certify(const struct network_case *box, uint32_t first_through,
                                double gap) {
    static double balance[CASE_NODES], cost[CASE_ARCS], distance[CASE_NODES];
    double total = 0, cheapest = 0, demand = 0;
    memset(balance, 0, sizeof balance);
    for (size_t a = 0; a < box->arcs; a++) {
        const struct steppe_link_cost *of = &box->costs[a];
        assert_true(box->flow[a] >= 0);
        cost[a] = of->fixed;
        if (of->variable > 0) cost[a] += of->variable * pow(box->flow[a] * of->measure, of->power);
        assert_close(box->cost[a], cost[a], 1e-12, 0);
        total += box->flow[a] * cost[a];
        balance[box->tail[a]] -= box->flow[a];
        balance[box->head[a]] += box->flow[a];
    }
    for (size_t t = 0; t < box->trip_count; t++) {
        const struct steppe_trip *trip = &box->trips[t];
        if (trip->from == trip->to) continue;
        case_distances(box, cost, trip->from, first_through, distance);
        cheapest += trip->flow * distance[trip->to];
        balance[trip->from] += trip->flow;
        balance[trip->to] -= trip->flow;
        demand += trip->flow;
    }
    for (size_t n = 0; n < box->nodes; n++) assert_close(balance[n], 0, 0, 1e-12 * demand);
    // Both totals round: a few units in the last place of each term.
    assert_close(total, cheapest, gap + 1e-14, 0);
    assert_close(box->result.total_cost, total, 1e-13, 0);
}

#endif
