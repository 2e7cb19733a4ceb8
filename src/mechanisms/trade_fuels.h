// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// trade_fuels: what fuels of one pair earn and cost. Kernel code, for trade.c alone.
#ifndef STEPPE_MECHANISMS_TRADE_FUELS_H
#define STEPPE_MECHANISMS_TRADE_FUELS_H

#include "mechanisms/mechanism.h"

// All [LANES], of one pair: what the buyer wants less of by itself (d), what is asked (p), brought
// and owed, and the elasticity e of its demand.
struct steppe_fuel_terms {
    const steppe_real *price, *elasticity; // S, of all pairs
    const steppe_real *demand, *asked, *brought, *owed;
};

// F = F_0 S p (deliveries + owed)
static inline void steppe_fuel_worth(steppe_real base, const struct steppe_fuel_terms *terms,
                                     steppe_real *restrict fuel) {
    const steppe_real *restrict price = terms->price, *restrict asked = terms->asked;
    const steppe_real *restrict brought = terms->brought, *restrict owed = terms->owed;
    STEPPE_EACH_LANE(lane) {
        fuel[lane] = base * (price[lane] * asked[lane] * (brought[lane] + owed[lane]));
    }
}

// What a buyer pays, B. What it wants less of here, and what it wants, q = d p^-e, and does not
// get, it buys elsewhere at the same price: fuel that does not come leaves no money for others.
// Beside B it loses the use of what it does without as dear, and of what it misses, a part M of q,
// the surplus over the price by a linear demand (harberger-1971):
//
//   B = F_0 S [p (q + owed) + 1 - d] ,  cost = B + F_0 S [(d - q)(1 + p)/2 + p q M^2 / (2 e)]
//
// The floor of e is that of a demand that ends at 21 times the price.
static inline void steppe_fuel_cost(steppe_real base, const struct steppe_fuel_terms *terms,
                                    steppe_real *restrict paid, steppe_real *restrict cost) {
    const steppe_real *restrict price = terms->price, *restrict elasticity = terms->elasticity;
    const steppe_real *restrict asked = terms->asked, *restrict demand = terms->demand;
    const steppe_real *restrict brought = terms->brought, *restrict owed = terms->owed;
    STEPPE_EACH_LANE(lane) {
        const steppe_real p = asked[lane], d = demand[lane], e = elasticity[lane];
        const steppe_real wanted = d * steppe_exp(-e * steppe_log_size(p));
        const steppe_real missing = steppe_max(wanted - brought[lane], STEPPE_R(0));
        const steppe_real twice = STEPPE_R(2) * steppe_max(e, STEPPE_R(0.05)) *
                                  steppe_max(wanted, STEPPE_R(1e-6));
        const steppe_real bill = p * (wanted + owed[lane]) + (STEPPE_R(1) - d);
        const steppe_real lost = STEPPE_R(0.5) * (d - wanted) * (STEPPE_R(1) + p) +
                                 p * (missing * missing) / twice;
        paid[lane] = base * (price[lane] * bill);
        cost[lane] += base * (price[lane] * (bill + lost));
    }
}

// Whether anything but the world price moved in any lane; else what comes below is all of it, to
// the bit.
static inline bool steppe_fuel_moved(const struct steppe_fuel_terms *terms) {
    return steppe_any_not(terms->asked, 1) || steppe_any_not(terms->demand, 1) ||
           steppe_any_not(terms->brought, 1) || steppe_any(terms->owed);
}

// Where nothing but the world price moves.
static inline void steppe_fuel_at_world_price(steppe_real base, const steppe_real *restrict price,
                                              steppe_real *restrict fuel,
                                              steppe_real *restrict cost) {
    STEPPE_EACH_LANE(lane) {
        fuel[lane] = base * price[lane];
        cost[lane] += fuel[lane];
    }
}

// Who earns more on fuels can spend more on goods, who pays more, less: beyond what the base's gap,
// which grows with the world, carries already.
static inline void steppe_fuel_gaps(steppe_real base, const steppe_real *restrict world_growth,
                                    steppe_real per_unit, const steppe_real *restrict sold,
                                    const steppe_real *restrict paid,
                                    steppe_real *restrict gap_from, steppe_real *restrict gap_to) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real grown = base * world_growth[lane];
        gap_from[lane] += (sold[lane] - grown) * per_unit;
        gap_to[lane] -= (paid[lane] - grown) * per_unit;
    }
}
#endif
