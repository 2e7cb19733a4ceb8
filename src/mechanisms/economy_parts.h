// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// economy_parts: what the parts of the economy share. Kernel code: each instance has its own.
#ifndef STEPPE_MECHANISMS_ECONOMY_PARTS_H
#define STEPPE_MECHANISMS_ECONOMY_PARTS_H

#include "mechanisms/mechanism.h"

enum steppe_economy_param {
    STEPPE_ECONOMY_GROWTH,
    STEPPE_ECONOMY_VOLATILITY,
    STEPPE_ECONOMY_CYCLE_PERSISTENCE,
    STEPPE_ECONOMY_COMMON_SHARE,
    STEPPE_ECONOMY_INVESTMENT_EFFECT,
    STEPPE_ECONOMY_DISORDER_EFFECT,
    STEPPE_ECONOMY_OIL_EFFECT,
    STEPPE_ECONOMY_PRICE_STRESS,
    STEPPE_ECONOMY_DEBT_STRESS,
    STEPPE_ECONOMY_PAYOUT_HAZARD,
    STEPPE_ECONOMY_LOAN_SHARE,
    STEPPE_ECONOMY_DEPRECIATION,
    STEPPE_ECONOMY_INTEREST_RATE,
    STEPPE_ECONOMY_DEBT_TERM,
    STEPPE_ECONOMY_MIGRANT_ELASTICITY,
    STEPPE_ECONOMY_MIGRANT_ADJUSTMENT,
    STEPPE_ECONOMY_STRESS_SMOOTHING,
    STEPPE_ECONOMY_PARAM_COUNT
};

enum steppe_economy_stream {
    STEPPE_ECONOMY_COMMON,
    STEPPE_ECONOMY_CYCLE,
    STEPPE_ECONOMY_STREAM_COUNT
};

struct steppe_economy {
    size_t actors, hosts, powers;
    uint32_t offsets[STEPPE_ECONOMY_PARAM_COUNT];
    uint32_t streams[STEPPE_ECONOMY_STREAM_COUNT];
    uint32_t oil, wheat;             // commodities, UINT32_MAX: the model has none
    uint32_t margin_offset;          // of trade.reexport_margin, STEPPE_NOWHERE: no such parameter
    const uint16_t *host_actor;      // [hosts]
    const int32_t *host_of;          // [actors] host number or -1
    const steppe_real *fuel_share;   // [actors] of GDP in the base
    const steppe_real *fuel_exports; // [actors] base, USD/year; 1 where the share is 0
    const steppe_real *fuel_balance; // [actors] base, exports less fuel_cost, USD/year
    const steppe_real *exports;      // [hosts] base, goods and fuels, USD/year
    const steppe_real *sent;         // [hosts][actors] USD/year a migrant sends at base incomes
    const bool *counted;             // [hosts][actors] migrants in the base
    const uint32_t *fuel_pairs;      // numbers of pairs that may trade fuels
    size_t fuel_pair_count;
    steppe_real stress_range[2]; // declared: least and most
    const steppe_real *standing; // [powers][hosts] pledges that feed the base's payouts, USD
};

// What one step shares among its parts; all [..][LANES].
struct steppe_economy_month {
    steppe_real *income;        // [actors] nominal GDP over its base
    steppe_real *log_income;    // [actors]
    steppe_real *per_gdp;       // [actors] 1 / G
    steppe_real *exports;       // [actors] fuels, USD/year
    steppe_real *net_sent;      // [actors] remittances received less paid, growth apart, USD/year
    steppe_real *invested;      // [hosts] payouts over GDP, above the base's share
    steppe_real *base_invested; // [hosts] USD/year
    steppe_real *service;       // [hosts] debt service, USD/year
    steppe_real *base_service;  // [hosts]
};
enum { STEPPE_ECONOMY_ACTOR_ARRAYS = 5, STEPPE_ECONOMY_HOST_ARRAYS = 4 };

// Log change of a commodity's price over some months; 0 where the model has no such commodity.
static inline void steppe_economy_price_change(const struct steppe_world *world, uint32_t commodity,
                                               int32_t months, steppe_real *restrict change) {
    memset(change, 0, STEPPE_LANES * sizeof *change);
    if (commodity == UINT32_MAX) return;
    const size_t at = (size_t)commodity * STEPPE_LANES;
    const steppe_real *now = steppe_cells(world, STEPPE_VAR_price) + at;
    const steppe_real *then = steppe_lag_cells(world, STEPPE_VAR_price, months) + at;
    STEPPE_EACH_LANE(lane) {
        change[lane] = steppe_log(now[lane] / then[lane]);
    }
}

static inline void steppe_economy_add(const steppe_real *restrict more, steppe_real *restrict sum) {
    STEPPE_EACH_LANE(lane) {
        sum[lane] += more[lane];
    }
}

// economy_money.c: pledges, payouts, capital and debt of a month.
void STEPPE_NAMED(steppe_economy_money)(struct steppe_world *world,
                                        const struct steppe_economy *constants,
                                        const struct steppe_economy_month *month);
// economy_stress.c: stress of the hosts, after incomes.
void STEPPE_NAMED(steppe_economy_stress)(struct steppe_world *world,
                                         const struct steppe_economy *constants,
                                         const struct steppe_economy_month *month);
#define steppe_economy_money STEPPE_NAMED(steppe_economy_money)
#define steppe_economy_stress STEPPE_NAMED(steppe_economy_stress)

#endif
