// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// pact_kernel: how likely the members of a pact let its leader send force. In: the rule, how many
// vote beside the leader and the host (who are for it), and the chance that each agrees. Out: the
// chance that the rule is met. Kernel code.
#ifndef STEPPE_SOLVE_PACT_KERNEL_H
#define STEPPE_SOLVE_PACT_KERNEL_H

#include "base/error.h"
#include "base/lanes.h"

#define STEPPE_PACT_VOTERS_MAX 63

// consent, out [LANES]. Consensus: v^n. Majority: more than half of the n + 2, with the two that
// are for it; the number of those who agree is built up voter by voter (poisson-binomial).
static inline void steppe_pact_agreement(bool majority, size_t others,
                                         const steppe_real *restrict consent,
                                         steppe_real *restrict out) {
    steppe_real ways[STEPPE_PACT_VOTERS_MAX + 1][STEPPE_LANES];
    steppe_must(others <= STEPPE_PACT_VOTERS_MAX);
    STEPPE_EACH_LANE(lane) {
        ways[0][lane] = STEPPE_R(1);
        out[lane] = 0;
    }
    for (size_t n = 1; n <= others; n++) {
        STEPPE_EACH_LANE(lane) {
            ways[n][lane] = ways[n - 1][lane] * consent[lane];
        }
        for (size_t yes = n - 1; yes > 0; yes--)
            STEPPE_EACH_LANE(lane) {
                ways[yes][lane] = ways[yes][lane] * (STEPPE_R(1) - consent[lane]) +
                                  ways[yes - 1][lane] * consent[lane];
            }
        STEPPE_EACH_LANE(lane) {
            ways[0][lane] *= STEPPE_R(1) - consent[lane];
        }
    }
    for (size_t yes = 0; yes <= others; yes++) {
        const bool enough = majority ? 2 * (yes + 2) > others + 2 : yes == others;
        if (!enough) continue;
        STEPPE_EACH_LANE(lane) {
            out[lane] += ways[yes][lane];
        }
    }
}

#endif
