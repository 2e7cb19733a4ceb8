// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// logit_assignment: the stochastic user equilibrium of trips over given sets of paths. In: link
// costs that grow with flow, trips, the paths of each (paths.h finds them). Out: flows f with
//
//   f_k = d P_k(c(f)) ,  P_k = PS_k exp(-theta c_k) / sum_j PS_j exp(-theta c_j)
//
// the path-size logit of ben-akiva-bierlaire-1999.
#ifndef STEPPE_SOLVE_LOGIT_ASSIGNMENT_H
#define STEPPE_SOLVE_LOGIT_ASSIGNMENT_H

#include "solve/assignment.h"

struct steppe_logit_case {
    size_t arc_count;
    const struct steppe_link_cost *costs; // [arc]
    const struct steppe_trip *trips;
    const struct steppe_path_set *sets; // [trip] at least one path each; their costs are not read
    size_t trip_count;
    const double *length;     // [arc] of path sizes; NULL: all paths count alike
    const double *sizes;      // [paths of all sets] in place of those by length; NULL: none
    double theta;             // > 0, 1 / unit of cost
    const double *thetas;     // [trip] in place of theta; NULL: one for all
    const double *constants;  // [paths of all sets] added to their costs; NULL: none
    const double *spared;     // [arc] of the delay by flow so much is none; NULL: nothing
    double tolerance;         // 0: 1e-10; largest |f_k - d P_k| / d
    uint32_t iteration_limit; // 0: 10000
    bool warm;                // start at the costs of result->flow, not of an empty network
};

static inline double steppe_logit_theta(const struct steppe_logit_case *problem, size_t trip) {
    return problem->thetas ? problem->thetas[trip] : problem->theta;
}

// What an arc costs that carries `flow`: it rises with it, or stays, whatever is spared.
static inline double steppe_logit_arc_cost(const struct steppe_logit_case *problem, size_t arc,
                                           double flow) {
    double delay = steppe_link_cost_delay(&problem->costs[arc], flow);
    if (problem->spared) delay = delay > problem->spared[arc] ? delay - problem->spared[arc] : 0;
    return problem->costs[arc].fixed + delay;
}

struct steppe_logit_result {
    double *flow, *cost; // [arc], the caller's
    double *path_flow;   // [paths of all sets, one set behind the other], the caller's
    double *path_cost;   // [paths of all sets] with constants, the caller's; NULL: not wanted
    double *expected;    // [trip] -ln(sum_k PS_k exp(-theta c_k)) / theta, the caller's
    double residual;     // largest |f_k - d P_k| / d
    uint32_t iterations;
};

// Shares of one choice; returns its logsum -ln(sum_k size_k exp(-theta cost_k)) / theta.
double steppe_logit_shares(size_t count, const double *cost, const double *size, double theta,
                           double *shares);

// Fails  MEMORY. RUN: the tolerance was not met within the limit. scratch is rewound.
STEPPE_CHECKED bool steppe_logit_assignment_solve(const struct steppe_logit_case *problem,
                                                  struct steppe_arena *scratch,
                                                  struct steppe_logit_result *result,
                                                  struct steppe_error *error);

#endif
