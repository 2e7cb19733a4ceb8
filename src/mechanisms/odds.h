// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// odds: shares that move by their log odds: views of powers, and belief in them. Kernel code.
#ifndef STEPPE_MECHANISMS_ODDS_H
#define STEPPE_MECHANISMS_ODDS_H

#include "mechanisms/mechanism.h"

// The range of both in model/variables.def: 0 and 1 have no log odds, and what pulls further leaves
// a share at the end.
#define STEPPE_ODDS_LEAST STEPPE_R(0.01)
#define STEPPE_ODDS_MOST STEPPE_R(0.99)

// Odds of a share times a factor: x f / (1 - x + x f). Without a change, the same bits; NaN stays.
STEPPE_LANE steppe_real steppe_odds_times(steppe_real share, steppe_real factor) {
    return steppe_clamp(share * factor / (STEPPE_R(1) + share * (factor - STEPPE_R(1))),
                        STEPPE_ODDS_LEAST, STEPPE_ODDS_MOST);
}
#endif
