// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// trade: counterfactual trade equilibria of one sector in double, by exact hat algebra
// (dekle-eaton-kortum-2008; equations in solve/trade_kernel.h). In: base sales and what changes.
// Out: the new equilibrium over the old.
#ifndef STEPPE_SOLVE_TRADE_H
#define STEPPE_SOLVE_TRADE_H

#include "base/error.h"

// NULL stands for "no change". Sales and gaps are in any one unit of money.
struct steppe_trade_case {
    size_t count;                 // n, economies
    const double *sales;          // [n][n] exporter, importer; sales at home on the diagonal
    double elasticity;            // theta > 0: trade falls by theta percent per percent of cost
    const double *cost;           // [n][n] trade cost over its base; INFINITY: none is traded
    const double *technology;     // [n] over its base: exporters' factor in all markets
    const double *size;           // [n] factors and varieties over their base
    const double *gap;            // [n] spending less output; NULL: the base's
    const double *spending_ratio; // [n] spending over output, up to one factor common to all;
                                  // the gap is then 0. NULL: spending is output plus gap
    const double *wage;           // [n] where to start, over the base
    double tolerance;             // largest root of the sum of squared log excesses; 0: 1e-12
};

// Filled by the solver; each pointer may be NULL and else is the caller's memory.
struct steppe_trade_result {
    double *wage, *price;      // [n] over the base; world income is the measure of wages
    double *output, *spending; // [n] unit of sales
    double *trade;             // [n][n] unit of sales
    double residual;           // root of the sum of squared log excesses
    int iterations;
};

// Fails  RANGE: a size, an elasticity or sales that make no economy (no output or no spending)
//        RUN: no convergence. MEMORY. The result is then not to be used.
// Cost   O(n^3) once for the Jacobian, O(n^2) an iteration; scratch is rewound.
STEPPE_CHECKED bool steppe_trade_solve(const struct steppe_trade_case *problem,
                                       struct steppe_arena *scratch,
                                       struct steppe_trade_result *result,
                                       struct steppe_error *error);

// M of solve/trade_kernel.h at the shares of `sales`: minus the inverse, times d by columns, of
//     J_ik = -(1 + theta) d_ik + theta sum_j s_ij pi_kj + s_ik ratio_k y_k / E_k - y_k / sum y,
// s_ij = X_ij / y_i, pi_kj = X_kj / E_j. The last term pins the measure. spending_ratio may be
// NULL. work [n][n + 1] doubles, inverse [n][n]. Every economy must sell and buy. False: singular.
STEPPE_CHECKED bool steppe_trade_inverse(size_t count, const double *sales, double elasticity,
                                         const double *spending_ratio, double *work,
                                         double *inverse);

#endif
