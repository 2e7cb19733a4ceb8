// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_choice: the logit of goods over ways, and what follows from it: flows through gates,
// dearer freight, tolls, and what a host would lose if a power closed its territory.
#include "mechanisms/transit_kernel.h"

// ---- sums of rows ------------------------------------------------------------------------------

static void sum_two(const steppe_real *restrict a, const steppe_real *restrict b,
                    steppe_real *restrict sum) {
    STEPPE_EACH_LANE(lane) {
        sum[lane] = a[lane] + b[lane];
    }
}

static void add_two(const steppe_real *restrict a, const steppe_real *restrict b,
                    steppe_real *restrict sum) {
    STEPPE_EACH_LANE(lane) {
        sum[lane] += a[lane] + b[lane];
    }
}

// The sum of the listed rows: the row itself where it is one, else `sum`, two rows a pass.
static const steppe_real *sum_members(const steppe_real *rows, const uint8_t *members,
                                      uint32_t count, steppe_real *sum) {
    const steppe_real *first = STEPPE_TRANSIT_LANES(rows, members[0]);
    if (count == 1) return first;
    sum_two(first, STEPPE_TRANSIT_LANES(rows, members[1]), sum);
    uint32_t i = 2;
    for (; i + 2 <= count; i += 2)
        add_two(STEPPE_TRANSIT_LANES(rows, members[i]), STEPPE_TRANSIT_LANES(rows, members[i + 1]),
                sum);
    if (i < count) steppe_transit_add(STEPPE_TRANSIT_LANES(rows, members[i]), sum);
    return sum;
}

// ---- choice ------------------------------------------------------------------------------------

static void turn_away(steppe_real weight, steppe_real per_year, const steppe_real *restrict wait,
                      steppe_real *restrict odds) {
    STEPPE_EACH_LANE(lane) {
        odds[lane] = weight * steppe_exp(steppe_min(-per_year * wait[lane], STEPPE_R(20)));
    }
}

static void set(steppe_real value, steppe_real *restrict lanes) {
    STEPPE_EACH_LANE(lane) {
        lanes[lane] = value;
    }
}

static bool is_shut(const struct steppe_transit_quarter *quarter,
                    const struct steppe_lane_way *way) {
    return (way->gate_bits & quarter->shut_gates) != 0 ||
           (way->land_bits & quarter->shut_lands) != 0;
}

// Odds times the openness of all that is not as at the base.
static void pass_through(const struct steppe_transit_quarter *quarter,
                         const struct steppe_lane_way *way, steppe_real *odds) {
    const steppe_real *lands = STEPPE_TRANSIT_LANES(quarter->open, quarter->constants->gate_count);
    for (uint64_t left = way->gate_bits & quarter->moved_gates; left; left &= left - 1)
        steppe_transit_pass(STEPPE_TRANSIT_LANES(quarter->open, __builtin_ctzll(left)), odds);
    for (uint64_t left = way->land_bits & quarter->moved_lands; left; left &= left - 1)
        steppe_transit_pass(STEPPE_TRANSIT_LANES(lands, __builtin_ctzll(left)), odds);
}

// Weight times what waits leave of it.
static void patience_of(const struct steppe_transit_quarter *quarter,
                        const struct steppe_lane_market *market, const struct steppe_lane_way *way,
                        const steppe_real *waits, steppe_real *odds) {
    const uint32_t *gates = quarter->constants->passed + way->first;
    steppe_real sum[STEPPE_LANES];
    if (way->binding == 0) {
        set(way->weight, odds);
        return;
    }
    const steppe_real *wait = STEPPE_TRANSIT_LANES(waits, gates[0]);
    if (way->binding > 1) {
        sum_two(wait, STEPPE_TRANSIT_LANES(waits, gates[1]), sum);
        for (uint32_t i = 2; i < way->binding; i++)
            steppe_transit_add(STEPPE_TRANSIT_LANES(waits, gates[i]), sum);
        wait = sum;
    }
    turn_away(way->weight, market->per_year, wait, odds);
}

static void add_part(steppe_real part, const steppe_real *restrict odds,
                     steppe_real *restrict sum) {
    STEPPE_EACH_LANE(lane) {
        sum[lane] += part * odds[lane];
    }
}

// Unnormalised odds of each way, and their sums over all, and as those who refuse see them.
static void odds_of(const struct steppe_transit_quarter *quarter,
                    const struct steppe_lane_market *market, steppe_real *all, steppe_real *clean) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const steppe_real *waits = steppe_cells(quarter->world, market->boxes ? STEPPE_VAR_gate_box_wait
                                                                          : STEPPE_VAR_gate_wait);
    set(market->ceiling, all);
    set(market->ceiling, clean);
    for (uint32_t k = 0; k < market->ways; k++) {
        const struct steppe_lane_way *way = &constants->ways[market->first + k];
        steppe_real *odds = STEPPE_TRANSIT_LANES(quarter->odds, k);
        if (is_shut(quarter, way)) {
            set(0, odds);
            continue;
        }
        patience_of(quarter, market, way, waits, odds);
        pass_through(quarter, way, odds);
        steppe_transit_add(odds, all);
        if (market->level_cell != STEPPE_NOWHERE) add_part(way->accepted, odds, clean);
    }
}

// What a way carries of a market: q [(1 - r) / all + r accepted / clean] odds.
struct split {
    steppe_real goods[STEPPE_LANES], clean[STEPPE_LANES];   // measures a year per odds
    steppe_real flow[STEPPE_LANES], per_flow[STEPPE_LANES]; // over the ways; its inverse
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
        // The rest goes by other means.
        const steppe_real flow = split->goods[lane] * (split->all[lane] - market->ceiling) +
                                 split->clean[lane] * (split->clean_sum[lane] - market->ceiling);
        split->flow[lane] = steppe_max(flow, STEPPE_R(1e-20)); // no division by nothing
        split->per_flow[lane] = STEPPE_R(1) / split->flow[lane];
    }
}

static void flow_of(const struct split *split, steppe_real accepted,
                    const steppe_real *restrict odds, steppe_real *restrict flow) {
    STEPPE_EACH_LANE(lane) {
        flow[lane] = odds[lane] * (split->goods[lane] + accepted * split->clean[lane]);
    }
}

// What the logsum gained since the base. With refusal the mean over both classes: r of the shippers
// count more for what is not clean, and gap is what refusal costs at the base.
static void gain_of(const struct steppe_lane_market *market, const struct split *split,
                    steppe_real *restrict gain) {
    const steppe_real all_0 = STEPPE_R(1) + market->ceiling;
    STEPPE_EACH_LANE(lane) {
        gain[lane] = steppe_log_size(split->all[lane] / all_0);
    }
    if (market->level_cell == STEPPE_NOWHERE) return;
    const steppe_real clean_0 = market->clean + market->ceiling;
    const steppe_real gap = steppe_log(clean_0 / all_0);
    STEPPE_EACH_LANE(lane) {
        const steppe_real clean = steppe_log_size(split->clean_sum[lane] / clean_0);
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
                    const struct steppe_lane_market *market, const struct split *split,
                    const steppe_real *restrict crossing, uint32_t power) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const steppe_real logsum = market->logsum, ceiling = market->ceiling;
    steppe_real loss[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        const steppe_real left = STEPPE_R(1) - crossing[lane] * split->per_flow[lane];
        loss[lane] = -split->flow[lane] * logsum * steppe_log_size(steppe_max(left, ceiling));
    }
    for (int end = 0; end < 2; end++)
        if (market->hosts[end] >= 0)
            steppe_transit_add(loss, STEPPE_TRANSIT_LANES(
                                         steppe_cells(quarter->world, STEPPE_VAR_transit_loss),
                                         power * constants->hosts + (uint32_t)market->hosts[end]));
}

// A year's wait more at a gate turns away per_year (1 - share) of what passes: who has no other way
// waits.
static void pass_gate(const struct steppe_lane_market *market, const struct split *split,
                      const steppe_real *restrict through, steppe_real *restrict moved,
                      steppe_real *restrict turned) {
    const steppe_real tonnes = market->tonnes, per_year = market->per_year;
    STEPPE_EACH_LANE(lane) {
        const steppe_real flow = through[lane] * tonnes;
        const steppe_real elsewhere = STEPPE_R(1) - through[lane] * split->per_flow[lane];
        moved[lane] += flow;
        turned[lane] += flow * per_year * steppe_max(elsewhere, STEPPE_R(0));
    }
}

// Flows of one market by way, what passes each gate, and what would be lost without each power.
static void pass_market(const struct steppe_transit_quarter *quarter,
                        const struct steppe_lane_market *market, const struct split *split) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const struct steppe_lane_group *groups = constants->groups + market->first_group;
    const int kind = market->boxes ? 0 : 1;
    steppe_real sum[STEPPE_LANES];
    for (uint32_t k = 0; k < market->ways; k++) {
        const struct steppe_lane_way *way = &constants->ways[market->first + k];
        steppe_real *flow = STEPPE_TRANSIT_LANES(quarter->flows, k);
        flow_of(split, way->accepted, STEPPE_TRANSIT_LANES(quarter->odds, k), flow);
        steppe_transit_add_tolls(quarter, way, flow);
    }
    for (uint32_t i = 0; i < market->gate_groups; i++) {
        const uint32_t g = groups[i].element;
        if (quarter->shut_gates >> g & 1) continue;
        const steppe_real *through = sum_members(
            quarter->flows, constants->members + groups[i].first, groups[i].count, sum);
        pass_gate(market, split, through, STEPPE_TRANSIT_LANES(quarter->moved_t[kind], g),
                  STEPPE_TRANSIT_LANES(quarter->turned[kind], g));
        if (market->boxes) steppe_transit_add(through, STEPPE_TRANSIT_LANES(quarter->boxes, g));
    }
    groups += market->gate_groups;
    for (uint32_t i = 0; i < market->power_groups; i++)
        loss_of(
            quarter, market, split,
            sum_members(quarter->flows, constants->members + groups[i].first, groups[i].count, sum),
            groups[i].element);
}

static void times(steppe_real factor, steppe_real *restrict cells) {
    STEPPE_EACH_LANE(lane) {
        cells[lane] *= factor;
    }
}

// Freight beyond the markets moves as theirs.
static void make_whole(const struct steppe_transit_quarter *quarter, uint32_t g) {
    const struct steppe_lane_gate *gate = &quarter->constants->gates[g];
    times(gate->whole[0], STEPPE_TRANSIT_LANES(quarter->boxes, g));
    for (int kind = 0; kind < 2; kind++) {
        times(gate->whole[kind], STEPPE_TRANSIT_LANES(quarter->moved_t[kind], g));
        times(gate->whole[kind], STEPPE_TRANSIT_LANES(quarter->turned[kind], g));
    }
}

void steppe_transit_goods(struct steppe_transit_quarter *quarter) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const size_t cells = constants->gate_count * STEPPE_LANES;
    // boxes, moved_t and turned lie one behind the other.
    memset(quarter->boxes, 0, 5 * cells * sizeof(steppe_real));
    for (uint32_t m = 0; m < constants->market_count; m++) {
        const struct steppe_lane_market *market = &constants->markets[m];
        struct split split;
        split_of(quarter, market, &split);
        pass_market(quarter, market, &split);
        cost_of(quarter, market, &split);
    }
    for (uint32_t g = 0; g < constants->gate_count; g++) make_whole(quarter, g);
    for (size_t i = 0; i < cells; i++)
        quarter->tonnes[i] = quarter->moved_t[0][i] + quarter->moved_t[1][i];
}
