// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// trade_reexports: what sanctions on one pair keep from flowing, and what passes around them.
// Kernel code, for trade.c alone.
#ifndef STEPPE_MECHANISMS_TRADE_REEXPORTS_H
#define STEPPE_MECHANISMS_TRADE_REEXPORTS_H

#include "mechanisms/mechanism.h"

// The level whose loss is there to be made up for: what trade has felt of it, for goods that still
// go straight need no detour; and no more than stands now, for there is none where nothing bars the
// way. felt is a change from the base.
static inline void steppe_reexports_level(const steppe_real *restrict level,
                                          const steppe_real *restrict level_0,
                                          const steppe_real *restrict felt,
                                          steppe_real *restrict out) {
    STEPPE_EACH_LANE(lane) {
        out[lane] = steppe_max(steppe_min(level[lane], level_0[lane] + felt[lane]), STEPPE_R(0));
    }
}

// What the wedge keeps from flowing: X (wedge^(theta level) - 1), X the flow under the wedge.
static inline void steppe_reexports_lost(const steppe_real *restrict strength,
                                         const steppe_real *restrict share,
                                         const steppe_real *restrict flow,
                                         const steppe_real *restrict level,
                                         steppe_real *restrict out) {
    STEPPE_EACH_LANE(lane) {
        out[lane] = share[lane] * flow[lane] * steppe_expm1(strength[lane] * level[lane]);
    }
}

// What k passes on: its part, as far as it is open and sanctions neither end.
static inline void steppe_reexports_pass_freely(steppe_real part, const steppe_real *restrict kept,
                                                const steppe_real *restrict open,
                                                steppe_real *restrict passed) {
    STEPPE_EACH_LANE(lane) {
        passed[lane] += part * kept[lane] * open[lane];
    }
}

static inline void steppe_reexports_pass(steppe_real part, const steppe_real *restrict kept,
                                         const steppe_real *restrict level_in,
                                         const steppe_real *restrict level_out,
                                         const steppe_real *restrict open,
                                         steppe_real *restrict passed) {
    STEPPE_EACH_LANE(lane) {
        passed[lane] += part * kept[lane] * open[lane] * (STEPPE_R(1) - level_in[lane]) *
                        (STEPPE_R(1) - level_out[lane]);
    }
}
#endif
