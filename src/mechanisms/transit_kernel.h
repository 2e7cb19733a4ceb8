// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_kernel: what the parts of the transit step share. Kernel code: each instance has its own.
#ifndef STEPPE_MECHANISMS_TRANSIT_KERNEL_H
#define STEPPE_MECHANISMS_TRANSIT_KERNEL_H

#include "mechanisms/transit.h"

#define STEPPE_TRANSIT_DAYS STEPPE_R(365.25)  // waits are kept in years, the unit of time
#define STEPPE_TRANSIT_LOAD_MAX STEPPE_R(100) // times the capacity: keeps waits finite
#define STEPPE_TRANSIT_BOUNDLESS STEPPE_R(1e12)

enum {
    STEPPE_TRANSIT_REFUSAL,
    STEPPE_TRANSIT_GATE_DELAY,
    STEPPE_TRANSIT_GATE_POWER,
    STEPPE_TRANSIT_TOLL_MARGIN,
    STEPPE_TRANSIT_FUEL_ELASTICITY,
    STEPPE_TRANSIT_PASS_MOST,
    STEPPE_TRANSIT_QUEUE_LEFT,
    STEPPE_TRANSIT_LEAST_RESPONSE,
    STEPPE_TRANSIT_FULL_BASE,
    STEPPE_TRANSIT_WHOLE_MOST,
    STEPPE_TRANSIT_REFUSAL_COST,
    STEPPE_TRANSIT_OTHER_MEANS,
    STEPPE_TRANSIT_CONCERN,
    STEPPE_TRANSIT_CORRIDOR_MOST,
    STEPPE_TRANSIT_PARTNERS_COVERED,
    STEPPE_TRANSIT_PARTNERS_MOST,
    STEPPE_TRANSIT_DOMINATED,
    STEPPE_TRANSIT_NARROW_APPEAL,
    STEPPE_TRANSIT_PARAMS
};

struct steppe_lane_toll {
    uint32_t actor;
    steppe_real price; // USD a measure
};
struct steppe_lane_way {
    steppe_real weight, worth; // worth: part of a fuel's price left by a dearer way
    bool bound;
    steppe_real accepted; // by those who refuse sanctioned territory: 1, less where it crosses it
    uint32_t first, binding, gates; // passed: those whose capacity binds goods, then the others
    uint32_t first_toll, tolls;
    uint32_t first_limit, limits;          // limited: those that the way takes room from
    uint64_t gate_bits, land_bits, powers; // passed: bit g, actor a, power p
};
// The ways of a market that pass one gate, or cross one power.
struct steppe_lane_group {
    uint32_t element, first, count; // ways: constants->members[first ..]
};
struct steppe_lane_market {
    uint32_t cells[2]; // of the pair, both ways, in an actor x actor variable
    uint32_t first, ways;
    steppe_real measures, per_trade;                 // base; 1 / (USD a year of trade at the base)
    steppe_real tonnes;                              // a measure
    steppe_real per_year;                            // m / g0 times what a year's wait costs
    steppe_real logsum;                              // g0 / m, USD a measure
    steppe_real ceiling;                             // e^-m: other means, at about twice the cost
    steppe_real share;                               // of the trade's value that a USD a measure is
    steppe_real clean;                               // weight at the base to those who refuse
    uint32_t level_cell;                             // of sanction_level; NOWHERE: nobody refuses
    int32_t hosts[2];                                // number of the host that an end is, or -1
    uint32_t first_group, gate_groups, power_groups; // goods: those of gates, then of powers
    uint64_t gate_bits, land_bits; // goods: that matter to it at the base; fuels: of all its ways
    bool boxes;
    uint32_t demand; // fuels: row, price in USD a measure, whether in m3
    steppe_real price;
    bool gas;
};
struct steppe_lane_gate {
    steppe_real time;                // years
    steppe_real capacity[3];         // measures a year; STEPPE_TRANSIT_BOUNDLESS: not known
    steppe_real per_box, per_tonne;  // 1 / capacity; 0: not known
    steppe_real boxes[2], tonnes[2]; // base, and per unit of refusal
    steppe_real whole[2];            // all freight over that of markets: in boxes, other goods

    steppe_real rate, keep, severity; // outages a quarter; what is left of one; of a new one
    bool binds;                       // a capacity is known for goods
};
struct steppe_lane_spill { // fuel_deliveries[cell] follows a demand
    uint32_t cell, demand;
    steppe_real weight;
    bool own; // of the demand's pair: it pays what a contract makes it owe
};
struct steppe_lane_asked { // a pair, and the part of its fuels that no demand moves
    uint32_t cell;
    steppe_real weight;
};
struct steppe_lane_cells { // of a variable, and what they hold before anything is added
    uint32_t variable, count;
    const uint32_t *cells;
    steppe_real value;
};
struct steppe_transit_constants {
    uint32_t gate_count, actors, hosts, powers, market_count, fuel_count, demands;
    uint32_t project_count, spill_count, asked_count, limit_count;
    uint32_t offsets[STEPPE_TRANSIT_PARAMS], works, outages; // streams
    const uint16_t *power_actor;
    const struct steppe_lane_gate *gates;
    const struct steppe_lane_market *markets; // goods, then fuels
    const struct steppe_lane_way *ways;
    const uint32_t *passed;  // gates of ways
    const uint32_t *limited; // limits of ways
    const struct steppe_lane_group *groups;
    const uint8_t *members;
    const struct steppe_lane_toll *tolls;
    const steppe_real *toll_base;   // [2][actors] as in transit.h
    const steppe_real *toll_start;  // [actors] start of transit_revenue
    const steppe_real *demand_base; // [demands]
    const steppe_real *demand_least;
    const steppe_real *limits; // [limits] measures a year of fleets, and of links outside gates
    const struct steppe_transit_project *projects;
    const struct steppe_lane_spill *spills;
    const struct steppe_lane_asked *asked;
    uint64_t fuel_gates, fuel_lands;                   // passed by ways of fuels
    uint64_t goods_gates, goods_lands;                 // that matter to some market of goods
    const uint32_t *gates_that_move, *lands_that_move; // by changes: cells of their openness
    uint32_t gates_that_move_count, lands_that_move_count;
    struct steppe_lane_cells anew[3];
};

#define STEPPE_TRANSIT_LANES(array, cell) ((array) + (size_t)(cell)*STEPPE_LANES)

// The months of a quarter: two that the step looks back at, and its own.
enum { STEPPE_TRANSIT_EARLY = 2, STEPPE_TRANSIT_LAST = STEPPE_TRANSIT_EARLY };
#define STEPPE_TRANSIT_MONTH STEPPE_R(1.0 / 3) // of a quarter

// Rows of a month that the mean over the quarter is made of, one behind the other.
struct steppe_transit_shipped {
    steppe_real *load;      // [gates] t of fuels
    steppe_real *tolls;     // [actors] USD a year
    steppe_real *delivered; // [demands]
    steppe_real *owed;      // [demands] paid for by contract and not taken
    steppe_real *short_of;  // [demands][powers] that crosses a power
};

enum {
    STEPPE_PAST_PACK = 8,
    STEPPE_PAST_MAX = (2 * STEPPE_LANES + STEPPE_PAST_PACK - 1) / STEPPE_PAST_PACK *
                      STEPPE_PAST_PACK
};
_Static_assert(STEPPE_PAST_MAX <= 64, "a bit for each");
struct steppe_transit_past {
    int lane, month;
    uint64_t gates, lands; // that were more or less open
};

struct steppe_transit_quarter {
    struct steppe_world *world;
    const struct steppe_transit_constants *constants;
    steppe_real *open;        // [gates + actors] weight factor of passing
    steppe_real *factor;      // [gates] capacity, times the base, mean of the quarter
    steppe_real *last_factor; // [gates] in the last month: set where another month differs
    // The same of earlier months: set where some lane is not as in the last month.
    steppe_real *early_open[STEPPE_TRANSIT_EARLY], *early_factor[STEPPE_TRANSIT_EARLY];
    uint64_t early_gates[STEPPE_TRANSIT_EARLY], early_lands[STEPPE_TRANSIT_EARLY];
    // Lanes and months in which goods chose otherwise than in the last month: both of a lane lie in
    // one pack, and what fills the last pack touches nothing.
    struct steppe_transit_past past[STEPPE_PAST_MAX];
    uint32_t past_count;
    uint64_t past_gates, past_lands;
    steppe_real *past_open;      // [gates + actors][STEPPE_PAST_MAX]
    int month;                   // that is looked at, 0 to STEPPE_TRANSIT_LAST
    steppe_real *boxes, *tonnes; // [gates] of goods
    steppe_real *moved_t[2],
        *turned[2];            // [gates] boxes and others, t; times what a year turns away
    steppe_real *oil, *gas;    // [gates] room for fuels
    steppe_real *odds, *flows; // [ways of a market]
    steppe_real *limits;       // [limits] room
    steppe_real *left;         // [fuels] of a shipment, still to be sent
    steppe_real *tolls;        // [actors] USD a year
    struct steppe_transit_shipped shipped, other; // of a quarter, of a month
    steppe_real *differ;                          // rows as of shipped
    steppe_real *asked;                           // [demands] times the base
    steppe_real *packed;                          // tonnes, factor, open, asked of early months
    uint64_t moved_gates, moved_lands;            // bit: some lane is not as at the base
    uint64_t shut_gates, shut_lands;              // no lane lets anything through
};

// What holds in the month that is looked at.
static inline const steppe_real *steppe_transit_gate_open(
    const struct steppe_transit_quarter *quarter, uint32_t gate) {
    const int m = quarter->month;
    const bool early = m < STEPPE_TRANSIT_LAST && (quarter->early_gates[m] >> gate & 1);
    return STEPPE_TRANSIT_LANES(early ? quarter->early_open[m] : quarter->open, gate);
}
static inline const steppe_real *steppe_transit_land_open(
    const struct steppe_transit_quarter *quarter, uint32_t actor) {
    const int m = quarter->month;
    const bool early = m < STEPPE_TRANSIT_LAST && (quarter->early_lands[m] >> actor & 1);
    return STEPPE_TRANSIT_LANES(early ? quarter->early_open[m] : quarter->open,
                                quarter->constants->gate_count + actor);
}
static inline const steppe_real *steppe_transit_factor(const struct steppe_transit_quarter *quarter,
                                                       uint32_t gate) {
    const int m = quarter->month;
    const uint64_t any = quarter->early_gates[0] | quarter->early_gates[1];
    const steppe_real *factor = any >> gate & 1 ? quarter->last_factor : quarter->factor;
    if (m < STEPPE_TRANSIT_LAST && (quarter->early_gates[m] >> gate & 1))
        factor = quarter->early_factor[m];
    return STEPPE_TRANSIT_LANES(factor, gate);
}
static inline const steppe_real *steppe_transit_past_open(
    const struct steppe_transit_quarter *quarter, uint32_t element) {
    return quarter->past_open + (size_t)element * STEPPE_PAST_MAX;
}

// Means over the months of a quarter are x + [(x_0 - x) + (x_1 - x)] / 3, x of the last month:
// where nothing changed that is x to the last bit, whatever changed in other lanes.
static inline void steppe_transit_add_difference(const steppe_real *restrict early,
                                                 const steppe_real *restrict last,
                                                 steppe_real *restrict sum) {
    STEPPE_EACH_LANE(lane) {
        sum[lane] += early[lane] - last[lane];
    }
}

// Sums and products over the lanes.
static inline void steppe_transit_pass(const steppe_real *restrict open,
                                       steppe_real *restrict odds) {
    STEPPE_EACH_LANE(lane) {
        odds[lane] *= open[lane];
    }
}

static inline void steppe_transit_add(const steppe_real *restrict odds, steppe_real *restrict sum) {
    STEPPE_EACH_LANE(lane) {
        sum[lane] += odds[lane];
    }
}

static inline void steppe_transit_add_scaled(steppe_real scale, const steppe_real *restrict more,
                                             steppe_real *restrict sum) {
    STEPPE_EACH_LANE(lane) {
        sum[lane] += scale * more[lane];
    }
}

static inline void steppe_transit_add_tolls(const struct steppe_transit_constants *constants,
                                            const struct steppe_lane_way *way,
                                            const steppe_real *flow, steppe_real *tolls) {
    for (uint32_t i = 0; i < way->tolls; i++) {
        const struct steppe_lane_toll *toll = &constants->tolls[way->first_toll + i];
        steppe_transit_add_scaled(toll->price, flow, STEPPE_TRANSIT_LANES(tolls, toll->actor));
    }
}

// transit_gates.c: what is built, out and open; then how long goods wait.
void STEPPE_NAMED(steppe_transit_gates)(struct steppe_transit_quarter *quarter);
void STEPPE_NAMED(steppe_transit_waits)(const struct steppe_transit_quarter *quarter);
// transit_choice.c: all goods once.
void STEPPE_NAMED(steppe_transit_goods)(struct steppe_transit_quarter *quarter);
// transit_pipes.c: fuels, after the goods of the same gates.
void STEPPE_NAMED(steppe_transit_ship)(struct steppe_transit_quarter *quarter);
#define steppe_transit_gates STEPPE_NAMED(steppe_transit_gates)
#define steppe_transit_waits STEPPE_NAMED(steppe_transit_waits)
#define steppe_transit_goods STEPPE_NAMED(steppe_transit_goods)
#define steppe_transit_ship STEPPE_NAMED(steppe_transit_ship)
#endif
