// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// logit_newton: the equilibrium of logit_assignment.h by Newton's method on the flows v of links
// whose cost grows with flow, for crowded networks where one damped step for all trips creeps. In
// v the equilibrium is the root of F(v) = load(c(v)) - v, with
//
//   dload/dc = -H ,  H = sum_t theta_t d_t [ sum_k P_k x_k x_k' - x x' ] ,  x = sum_k P_k x_k
//
// x_k the links of path k: the covariance of the logit. A step solves (I + H c') s = F and is
// halved until |F| falls; H is positive semidefinite and c' >= 0, so there is one root.
#ifndef STEPPE_SOLVE_LOGIT_NEWTON_H
#define STEPPE_SOLVE_LOGIT_NEWTON_H

#include "solve/logit_assignment.h"

// sizes [paths of all sets]; flow [arc]: where to start, and the root. met: |F| fell to a
// hundred-millionth of all trips. False: MEMORY. Nothing is done where more than 1000 arcs grow.
STEPPE_CHECKED bool steppe_logit_newton(const struct steppe_logit_case *problem,
                                        const double *sizes, struct steppe_arena *scratch,
                                        double *flow, bool *met);
#endif
