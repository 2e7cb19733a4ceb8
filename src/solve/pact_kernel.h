// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// pact_kernel: how likely the members of a pact let its leader send force. In: the rule, how many
// vote beside the leader and the host (who are for it), and the chance that each agrees. Out: the
// chance that the rule is met. Kernel code, one lane a call.
#ifndef STEPPE_SOLVE_PACT_KERNEL_H
#define STEPPE_SOLVE_PACT_KERNEL_H

#include "base/error.h"
#include "base/lanes.h"

#define STEPPE_PACT_VOTERS_MAX 63

// Consensus: v^n. Majority: more than half of the n + 2, with the two that are for it; how many
// agree is built up voter by voter (poisson-binomial).
static inline steppe_real steppe_pact_agreement(bool majority, size_t others, steppe_real consent) {
    steppe_real ways[STEPPE_PACT_VOTERS_MAX + 1], sum = 0;
    steppe_must(others <= STEPPE_PACT_VOTERS_MAX);
    ways[0] = STEPPE_R(1);
    for (size_t n = 1; n <= others; n++) {
        ways[n] = ways[n - 1] * consent;
        for (size_t yes = n - 1; yes > 0; yes--)
            ways[yes] = ways[yes] * (STEPPE_R(1) - consent) + ways[yes - 1] * consent;
        ways[0] *= STEPPE_R(1) - consent;
    }
    for (size_t yes = 0; yes <= others; yes++) {
        const bool enough = majority ? 2 * (yes + 2) > others + 2 : yes == others;
        if (enough) sum += ways[yes];
    }
    return sum;
}

#endif
