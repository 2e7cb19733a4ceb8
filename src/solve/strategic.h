// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// strategic: a finite game tree whose players err. In: who moves where, what each end is worth to
// each. Out: how likely every node is, and what it is worth. In double and scalar: for rare work.
//
// At a node the mover takes branch k with probability e^(lambda u_k) / sum_j e^(lambda u_j), u_k
// its expected value of what follows, errors below included: the agent quantal response equilibrium
// of mckelvey-palfrey-1998, on such trees the strategic model of signorino-1999. It is found from
// the ends backwards. lambda 0 chooses blindly, a large one rationally.
#ifndef STEPPE_SOLVE_STRATEGIC_H
#define STEPPE_SOLVE_STRATEGIC_H

#include <stddef.h>
#include <stdint.h>

#define STEPPE_STRATEGIC_BRANCHES_MAX 8

// Children of a node follow each other and come after it; the root is node 0.
struct steppe_strategic_node {
    int32_t player;      // who moves; of no account at an end
    int32_t first_child; // node number
    int32_t child_count; // 0: an end
};

struct steppe_strategic_tree {
    size_t players, nodes;
    const struct steppe_strategic_node *node; // [nodes]
    const double *precision;                  // [players] lambda >= 0, 1 over the unit of worth
};

// worth [nodes][players]: of the ends in, of all nodes out. reached [nodes]: out. A worth that is
// NaN makes NaN of what stands on it.
void steppe_strategic_solve(const struct steppe_strategic_tree *tree, double *worth,
                            double *reached);

#endif
