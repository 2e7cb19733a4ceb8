// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_choice: the logit of goods over ways, and what follows from it: flows through gates,
// dearer freight, tolls, and what a host would lose if a power closed its territory.
#include "mechanisms/transit_kernel.h"

// ---- choice ------------------------------------------------------------------------------------

static void waiting(const steppe_real *restrict wait, steppe_real *restrict sum) {
    STEPPE_EACH_LANE(lane) {
        sum[lane] += wait[lane];
    }
}

static void turn_away(steppe_real per_year, const steppe_real *restrict sum,
                      steppe_real *restrict odds) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real x = steppe_clamp(-per_year * sum[lane], STEPPE_R(-60), STEPPE_R(20));
        odds[lane] *= steppe_exp(x);
    }
}

// Unnormalised odds of each way, and their sums over all and over clean ways.
static void odds_of(const struct steppe_transit_quarter *quarter,
                    const struct steppe_lane_market *market, steppe_real *restrict all,
                    steppe_real *restrict clean) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const steppe_real *waits = steppe_cells(quarter->world, market->boxes ? STEPPE_VAR_gate_box_wait
                                                                          : STEPPE_VAR_gate_wait);
    STEPPE_EACH_LANE(lane) {
        all[lane] = clean[lane] = market->ceiling;
    }
    for (uint32_t k = 0; k < market->ways; k++) {
        const struct steppe_lane_way *way = &constants->ways[market->first + k];
        steppe_real *odds = STEPPE_TRANSIT_LANES(quarter->odds, k);
        steppe_real sum[STEPPE_LANES];
        bool waits_any = false, shut = false;
        for (uint32_t i = 0; i < way->elements; i++)
            shut |= quarter->shut[constants->elements[way->first + i]];
        const steppe_real weight = shut ? 0 : way->weight;
        STEPPE_EACH_LANE(lane) {
            odds[lane] = weight;
            sum[lane] = 0;
        }
        if (shut) continue;
        for (uint32_t i = 0; i < way->elements; i++) {
            const uint32_t element = constants->elements[way->first + i];
            if (quarter->moved[element])
                steppe_transit_pass(STEPPE_TRANSIT_LANES(quarter->open, element), odds);
            if (i >= way->gates || !constants->gates[element].binds) continue;
            waiting(STEPPE_TRANSIT_LANES(waits, element), sum);
            waits_any = true;
        }
        if (waits_any) turn_away(market->per_year, sum, odds);
        steppe_transit_add(odds, all);
        if (way->clean) steppe_transit_add(odds, clean);
    }
}

// What a way carries of a market: q [(1 - r) / all + r / clean if it is clean] odds.
struct split {
    steppe_real goods[STEPPE_LANES], clean[STEPPE_LANES]; // measures a year per odds
    steppe_real refusing[STEPPE_LANES], refusing_0[STEPPE_LANES];
    steppe_real all[STEPPE_LANES], clean_sum[STEPPE_LANES];
};

static void refusing_of(const struct steppe_transit_quarter *quarter,
                        const struct steppe_lane_market *market, steppe_real *restrict now,
                        steppe_real *restrict base) {
    const struct steppe_world *world = quarter->world;
    const steppe_real *restrict part = steppe_params_at(
        world, quarter->constants->offsets[STEPPE_TRANSIT_REFUSAL]);
    if (market->level_cell == STEPPE_NOWHERE) {
        STEPPE_EACH_LANE(lane) {
            now[lane] = base[lane] = 0;
        }
        return;
    }
    const steppe_real *restrict level = STEPPE_TRANSIT_LANES(
        steppe_cells(world, STEPPE_VAR_sanction_level), market->level_cell);
    const steppe_real *restrict level_0 = STEPPE_TRANSIT_LANES(
        steppe_base_cells(world, STEPPE_VAR_sanction_level), market->level_cell);
    const steppe_real *restrict times = steppe_cells(world, STEPPE_VAR_refusal);
    STEPPE_EACH_LANE(lane) {
        now[lane] = steppe_min(part[lane] * level[lane] * times[lane], STEPPE_R(1));
        base[lane] = part[lane] * level_0[lane];
    }
}

static void split_of(const struct steppe_transit_quarter *quarter,
                     const struct steppe_lane_market *market, struct split *restrict split) {
    const steppe_real *trade = steppe_cells(quarter->world, STEPPE_VAR_goods_trade);
    const steppe_real *restrict there = STEPPE_TRANSIT_LANES(trade, market->cells[0]);
    const steppe_real *restrict back = STEPPE_TRANSIT_LANES(trade, market->cells[1]);
    const steppe_real measures = market->measures * market->per_trade;
    odds_of(quarter, market, split->all, split->clean_sum);
    refusing_of(quarter, market, split->refusing, split->refusing_0);
    STEPPE_EACH_LANE(lane) {
        const steppe_real goods = measures * (there[lane] + back[lane]);
        split->goods[lane] = goods * (STEPPE_R(1) - split->refusing[lane]) / split->all[lane];
        split->clean[lane] = goods * split->refusing[lane] / split->clean_sum[lane];
    }
}

static void flow_of(const struct split *split, bool clean, const steppe_real *restrict odds,
                    steppe_real *restrict flow) {
    const steppe_real part = clean ? STEPPE_R(1) : STEPPE_R(0);
    STEPPE_EACH_LANE(lane) {
        flow[lane] = odds[lane] * (split->goods[lane] + part * split->clean[lane]);
    }
}

// What the logsum gained since the base. With refusal the mean over both classes: r of the shippers
// have the clean ways alone, and gap is what refusal costs at the base.
static void gain_of(const struct steppe_lane_market *market, const struct split *split,
                    steppe_real *restrict gain) {
    const steppe_real all_0 = STEPPE_R(1) + market->ceiling;
    STEPPE_EACH_LANE(lane) {
        gain[lane] = steppe_log(split->all[lane] / all_0);
    }
    if (market->level_cell == STEPPE_NOWHERE) return;
    const steppe_real clean_0 = market->clean + market->ceiling;
    const steppe_real gap = steppe_log(clean_0 / all_0);
    STEPPE_EACH_LANE(lane) {
        const steppe_real clean = steppe_log(split->clean_sum[lane] / clean_0);
        const steppe_real r = split->refusing[lane], r_0 = split->refusing_0[lane];
        gain[lane] = (STEPPE_R(1) - r) * gain[lane] + r * clean + (r - r_0) * gap;
    }
}

// dg over the value of the goods, to both directions of the pair.
static void cost_of(const struct steppe_transit_quarter *quarter,
                    const struct steppe_lane_market *market, const struct split *split) {
    steppe_real *cost = steppe_cells(quarter->world, STEPPE_VAR_freight_cost);
    steppe_real *restrict there = STEPPE_TRANSIT_LANES(cost, market->cells[0]);
    steppe_real *restrict back = STEPPE_TRANSIT_LANES(cost, market->cells[1]);
    const steppe_real scale = market->logsum * market->share;
    steppe_real gain[STEPPE_LANES];
    gain_of(market, split, gain);
    STEPPE_EACH_LANE(lane) {
        there[lane] -= scale * gain[lane];
        back[lane] -= scale * gain[lane];
    }
}

// First-order loss if a power closed its territory: -(g0/m) ln(1 - part that crosses it), at most
// g0.
static void loss_of(const struct steppe_transit_quarter *quarter,
                    const struct steppe_lane_market *market, const steppe_real *restrict crossing,
                    uint32_t power, const steppe_real *restrict goods) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const steppe_real logsum = market->logsum, ceiling = market->ceiling;
    steppe_real loss[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        const steppe_real left = STEPPE_R(1) - crossing[lane] / goods[lane];
        loss[lane] = -goods[lane] * logsum * steppe_log(steppe_max(left, ceiling));
    }
    for (int end = 0; end < 2; end++)
        if (market->hosts[end] >= 0)
            steppe_transit_add(loss, STEPPE_TRANSIT_LANES(
                                         steppe_cells(quarter->world, STEPPE_VAR_transit_loss),
                                         power * constants->hosts + (uint32_t)market->hosts[end]));
}

static void losses_of(const struct steppe_transit_quarter *quarter,
                      const struct steppe_lane_market *market) {
    const struct steppe_transit_constants *constants = quarter->constants;
    steppe_real all[STEPPE_LANES];
    uint64_t crossed = 0;
    if (market->hosts[0] < 0 && market->hosts[1] < 0) return;
    memset(quarter->crossing, 0, constants->powers * STEPPE_LANES * sizeof(steppe_real));
    STEPPE_EACH_LANE(lane) {
        all[lane] = STEPPE_R(1e-20); // no division by nothing
    }
    for (uint32_t k = 0; k < market->ways; k++) {
        const struct steppe_lane_way *way = &constants->ways[market->first + k];
        const steppe_real *flow = STEPPE_TRANSIT_LANES(quarter->flows, k);
        steppe_transit_add(flow, all);
        for (uint64_t left = way->powers; left; left &= left - 1)
            steppe_transit_add(flow,
                               STEPPE_TRANSIT_LANES(quarter->crossing, __builtin_ctzll(left)));
        crossed |= way->powers;
    }
    for (; crossed; crossed &= crossed - 1) {
        const uint32_t power = (uint32_t)__builtin_ctzll(crossed);
        loss_of(quarter, market, STEPPE_TRANSIT_LANES(quarter->crossing, power), power, all);
    }
}

// A year's wait more at a gate turns away per_year (1 - share) of what passes: who has no other way
// waits.
static void pass_gate(const struct steppe_lane_market *market, const steppe_real *restrict through,
                      const steppe_real *restrict all, steppe_real *restrict moved,
                      steppe_real *restrict turned) {
    const steppe_real tonnes = market->tonnes, per_year = market->per_year;
    STEPPE_EACH_LANE(lane) {
        const steppe_real flow = through[lane] * tonnes;
        const steppe_real elsewhere = STEPPE_R(1) - through[lane] / all[lane];
        moved[lane] += flow;
        turned[lane] += flow * per_year * steppe_max(elsewhere, STEPPE_R(0));
    }
}

// Flows of one market by way, and what passes each gate.
static void pass_market(const struct steppe_transit_quarter *quarter,
                        const struct steppe_lane_market *market, const struct split *split,
                        bool last) {
    const struct steppe_transit_constants *constants = quarter->constants;
    steppe_real all[STEPPE_LANES];
    uint64_t touched = 0;
    STEPPE_EACH_LANE(lane) {
        all[lane] = STEPPE_R(1e-20); // no division by nothing
    }
    for (uint32_t k = 0; k < market->ways; k++) {
        const struct steppe_lane_way *way = &constants->ways[market->first + k];
        steppe_real *flow = STEPPE_TRANSIT_LANES(quarter->flows, k);
        flow_of(split, way->clean, STEPPE_TRANSIT_LANES(quarter->odds, k), flow);
        steppe_transit_add(flow, all);
        for (uint32_t i = 0; i < way->gates; i++) {
            const uint32_t g = constants->elements[way->first + i];
            steppe_real *through = STEPPE_TRANSIT_LANES(quarter->through, g);
            if (quarter->shut[g] || (!last && !constants->gates[g].binds)) continue;
            if (!(touched >> g & 1)) memset(through, 0, STEPPE_LANES * sizeof *through);
            touched |= UINT64_C(1) << g;
            steppe_transit_add(flow, through);
        }
        if (last) steppe_transit_add_tolls(quarter, way, flow);
    }
    for (; touched; touched &= touched - 1) {
        const uint32_t g = (uint32_t)__builtin_ctzll(touched);
        const steppe_real *through = STEPPE_TRANSIT_LANES(quarter->through, g);
        const int kind = market->boxes ? 0 : 1;
        pass_gate(market, through, all, STEPPE_TRANSIT_LANES(quarter->moved_t[kind], g),
                  STEPPE_TRANSIT_LANES(quarter->turned[kind], g));
        if (market->boxes) steppe_transit_add(through, STEPPE_TRANSIT_LANES(quarter->boxes, g));
    }
}

void steppe_transit_goods(struct steppe_transit_quarter *quarter, bool last) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const size_t cells = constants->gate_count * STEPPE_LANES;
    // boxes, moved_t and turned lie one behind the other.
    memset(quarter->boxes, 0, 5 * cells * sizeof(steppe_real));
    for (uint32_t m = 0; m < constants->market_count; m++) {
        const struct steppe_lane_market *market = &constants->markets[m];
        struct split split;
        split_of(quarter, market, &split);
        pass_market(quarter, market, &split, last);
        if (last) cost_of(quarter, market, &split);
        if (last) losses_of(quarter, market);
    }
    for (size_t i = 0; i < cells; i++)
        quarter->tonnes[i] = quarter->moved_t[0][i] + quarter->moved_t[1][i];
}
