// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// contest: equilibria of a lottery contest of several players for several prizes, in double. The
// game, its equations and papers: contest_kernel.h.
#ifndef STEPPE_SOLVE_CONTEST_H
#define STEPPE_SOLVE_CONTEST_H

#include "base/error.h"

// Offers, head starts, own strength and budgets are in any one unit of money. NULL: none (0) for
// standing, own and rivalry; 1 for effect; no capacity:
// every dollar counts alike; no budget: an offer then costs its own size.
struct steppe_contest_case {
    size_t players, prizes;
    const double *value;    // [players][prizes] > 0
    const double *standing; // [players][prizes] head starts
    const double *effect;   // [players][prizes] strength of one unit of an offer, > 0
    const double *capacity; // [players][prizes] > 0: offer that counts for ln 2 of itself
    const double *own;      // [prizes] strength of the prize's owner
    const double *rivalry;  // [players][players] how much the success of the second hurts the first
    const double *budget;   // [players]
    double damping;         // 0: 1, the full way to the best response
    double tolerance;       // 0: 1e-12, share of a player's offers
    int round_limit;        // 0: 10000
};

struct steppe_contest_result {
    double residual; // largest move of the last round, share of a player's offers
    int rounds;
};

// offer [players][prizes]: where to start in, the equilibrium out. Where nobody has a head start
// and a prize has no strength of its own, an offer of nothing by all has no best answer and stays:
// start above 0 and take damping below 1.
// Fails  RUN: no equilibrium found within the limit. MEMORY. scratch is rewound.
STEPPE_CHECKED bool steppe_contest_solve(const struct steppe_contest_case *problem,
                                         struct steppe_arena *scratch, double *offer,
                                         struct steppe_contest_result *result,
                                         struct steppe_error *error);

#endif
