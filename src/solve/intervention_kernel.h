// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// intervention_kernel: what a power makes of a host that asked for nothing: it stays away, coerces
// or comes with force; the host concedes or resists; each third party sanctions or stands by. In:
// what each end is worth to each, now and at the base. Out: chances. Kernel code, one lane a call.
//
// It is the tree of strategic.h solved backwards with a logit choice at each node (mckelvey-palfrey
// -1998, signorino-1999), in closed form since sanctions add up and nobody moves after them. The
// level of every choice is a rate at the base: with constants b_k such that the base gives p0_k,
//
//     e^(lambda (u_k + b_k)) / sum_j e^(lambda (u_j + b_j)) = p0_k e^(lambda D[u_k]) / sum_j ...
//
// so that the tree gives only how much the rates move.
#ifndef STEPPE_SOLVE_INTERVENTION_KERNEL_H
#define STEPPE_SOLVE_INTERVENTION_KERNEL_H

#include "base/lanes.h"

// Beyond this, log odds say never or always: e^20 is half a billion.
#define STEPPE_MOVE_MOST STEPPE_R(20)

// A choice of two that the base makes with `share`, its log odds moved. No move, the same bits.
STEPPE_LANE steppe_real steppe_choice_moved(steppe_real share, steppe_real move) {
    const steppe_real factor = steppe_exp(steppe_clamp(move, -STEPPE_MOVE_MOST, STEPPE_MOVE_MOST));
    return share * factor / (STEPPE_R(1) + share * (factor - STEPPE_R(1)));
}

// All in shares of the power's GDP.
struct steppe_intervention {
    steppe_real coerced_prize, forced_prize; // what the host's concession is worth to the power
    steppe_real coerced_cost, forced_cost;   // what coercion costs; force against resistance
    steppe_real coerced_gives_in, forced_gives_in; // chances that the host concedes
    steppe_real spillover, sanctions;              // what force costs besides, as expected
    steppe_real won, eased; // part of the prize won against resistance; of the cost without it
};

STEPPE_LANE steppe_real steppe_intervention_coerce(steppe_real prize, steppe_real gives_in,
                                                   steppe_real cost) {
    return gives_in * prize - cost;
}

STEPPE_LANE steppe_real steppe_intervention_force(const struct steppe_intervention *it) {
    const steppe_real conceded = it->forced_prize - it->eased * it->forced_cost;
    const steppe_real resisted = it->won * it->forced_prize - it->forced_cost;
    return it->forced_gives_in * conceded + (STEPPE_R(1) - it->forced_gives_in) * resisted -
           it->spillover - it->sanctions;
}

// Chances of coercion and force in a year. rates: those of the base; moved: lambda D[u].
STEPPE_LANE void steppe_intervention_choose(steppe_real coerce_rate, steppe_real force_rate,
                                            steppe_real coerce_moved, steppe_real force_moved,
                                            steppe_real *coerce, steppe_real *force) {
    const steppe_real most = STEPPE_MOVE_MOST;
    const steppe_real c = coerce_rate * steppe_exp(steppe_clamp(coerce_moved, -most, most));
    const steppe_real f = force_rate * steppe_exp(steppe_clamp(force_moved, -most, most));
    const steppe_real all = STEPPE_R(1) - coerce_rate - force_rate + c + f;
    *coerce = c / all;
    *force = f / all;
}

#endif
