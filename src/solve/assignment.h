// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// assignment: the user equilibrium of trips in a network whose links grow dearer with flow. In:
// graph, link costs, trips. Out: flow and cost of each link, and how near to equilibrium they are.
// No trip can then change to a cheaper path (wardrop-1952); such flows minimise the objective of
// beckmann-1956, the sum of the integrals of link costs.
#ifndef STEPPE_SOLVE_ASSIGNMENT_H
#define STEPPE_SOLVE_ASSIGNMENT_H

#include "base/error.h"
#include "solve/link_costs.h"
#include "solve/paths.h"

struct steppe_trip {
    uint32_t from, to; // nodes
    double flow;       // >= 0
};

struct steppe_assignment_case {
    const struct steppe_graph *graph;
    const struct steppe_link_cost *costs; // [arc]
    const struct steppe_trip *trips;      // fast when those of one origin stand together
    size_t trip_count;                    // trips from a node to itself are left out
    double gap;                           // relative gap to stop at; 0: 1e-6
    uint32_t iteration_limit;             // 0: 1000
};

struct steppe_assignment_result {
    double *flow, *cost;   // [arc], the caller's
    double objective;      // sum of the integrals of link costs (beckmann-1956)
    double total_cost;     // sum of flow times cost
    double relative_gap;   // (total cost - cost if all took the cheapest path) / total cost
    double average_excess; // the same difference, for each unit of demand
    double demand;         // assigned
    uint32_t iterations;   // times that cheapest paths were sought for all trips
};

// Fails  INPUT: there is no path for a trip. MEMORY. RUN: the gap was not met within the limit;
// the result is then filled with the last flows all the same. scratch is rewound.
STEPPE_CHECKED bool steppe_assignment_solve(const struct steppe_assignment_case *problem,
                                            struct steppe_arena *scratch,
                                            struct steppe_assignment_result *result,
                                            struct steppe_error *error);

#endif
