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

static bool is_shut(const struct steppe_transit_quarter *quarter,
                    const struct steppe_lane_way *way) {
    return (way->gate_bits & quarter->shut_gates) != 0 ||
           (way->land_bits & quarter->shut_lands) != 0;
}

// Whether what shuts a way in all lanes did so less in an earlier month.
static bool was_open(const struct steppe_transit_quarter *quarter,
                     const struct steppe_lane_way *way) {
    return !(way->gate_bits & quarter->shut_gates & ~quarter->past_gates) &&
           !(way->land_bits & quarter->shut_lands & ~quarter->past_lands);
}

// Odds times the openness of all that is not as at the base.
static void pass_through(const struct steppe_transit_quarter *quarter,
                         const struct steppe_lane_way *way, steppe_real *odds) {
    for (uint64_t left = way->gate_bits & quarter->moved_gates; left; left &= left - 1)
        steppe_transit_pass(steppe_transit_gate_open(quarter, (uint32_t)__builtin_ctzll(left)),
                            odds);
    for (uint64_t left = way->land_bits & quarter->moved_lands; left; left &= left - 1)
        steppe_transit_pass(steppe_transit_land_open(quarter, (uint32_t)__builtin_ctzll(left)),
                            odds);
}

// Weight times what waits leave of it.
static void patience_of(const struct steppe_transit_quarter *quarter,
                        const struct steppe_lane_market *market, const struct steppe_lane_way *way,
                        const steppe_real *waits, steppe_real *odds) {
    const uint32_t *gates = quarter->constants->passed + way->first;
    steppe_real sum[STEPPE_LANES];
    if (way->binding == 0) {
        steppe_fill(way->weight, odds);
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

// What a market looks back at: pairs of a lane and an earlier month of the quarter.
struct past {
    const struct steppe_transit_quarter *quarter;
    const struct steppe_lane_market *market;
    uint64_t pairs;                                                 // bit i: touches the market
    steppe_real patience[STEPPE_TRANSIT_WAYS_MAX][STEPPE_PAST_MAX]; // odds if nothing were shut
};

static uint64_t pairs_of(const struct steppe_transit_quarter *quarter,
                         const struct steppe_lane_market *market) {
    uint64_t pairs = 0;
    if (!(market->gate_bits & quarter->past_gates) && !(market->land_bits & quarter->past_lands))
        return 0;
    for (uint32_t i = 0; i < quarter->past_count; i++)
        if ((market->gate_bits & quarter->past[i].gates) ||
            (market->land_bits & quarter->past[i].lands))
            pairs |= UINT64_C(1) << i;
    return pairs;
}

static void keep_patience(struct past *past, uint32_t k, const steppe_real *odds) {
    for (uint32_t i = 0; i < past->quarter->past_count; i++)
        past->patience[k][i] = odds[past->quarter->past[i].lane];
}

// Unnormalised odds of each way, and their sums over all, and as those who refuse see them.
static inline __attribute__((always_inline)) void odds_of(
    const struct steppe_transit_quarter *quarter, const struct steppe_lane_market *market,
    struct past *past, steppe_real *all, steppe_real *clean) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const steppe_real *waits = steppe_cells(quarter->world, market->boxes ? STEPPE_VAR_gate_box_wait
                                                                          : STEPPE_VAR_gate_wait);
    steppe_fill(market->ceiling, all);
    steppe_fill(market->ceiling, clean);
    for (uint32_t k = 0; k < market->ways; k++) {
        const struct steppe_lane_way *way = &constants->ways[market->first + k];
        steppe_real *odds = STEPPE_TRANSIT_LANES(quarter->odds, k);
        const bool shut = is_shut(quarter, way);
        if (!shut || (past && was_open(quarter, way)))
            patience_of(quarter, market, way, waits, odds);
        else
            steppe_fill(0, odds);
        if (past) keep_patience(past, k, odds);
        if (shut) {
            steppe_fill(0, odds);
            continue;
        }
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
    steppe_real asked[STEPPE_LANES]; // measures a year
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

static inline __attribute__((always_inline)) void split_of(
    const struct steppe_transit_quarter *quarter, const struct steppe_lane_market *market,
    struct past *past, struct split *restrict split) {
    const steppe_real *trade = steppe_cells(quarter->world, STEPPE_VAR_goods_trade);
    const steppe_real *restrict there = STEPPE_TRANSIT_LANES(trade, market->cells[0]);
    const steppe_real *restrict back = STEPPE_TRANSIT_LANES(trade, market->cells[1]);
    const steppe_real measures = market->measures * market->per_trade;
    odds_of(quarter, market, past, split->all, split->clean_sum);
    refusing_of(quarter, market, split->refusing, split->refusing_0);
    STEPPE_EACH_LANE(lane) {
        const steppe_real goods = measures * (there[lane] + back[lane]);
        split->asked[lane] = goods;
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

static void flows_of(const struct steppe_transit_quarter *quarter,
                     const struct steppe_lane_market *market, const struct split *split) {
    for (uint32_t k = 0; k < market->ways; k++)
        flow_of(split, quarter->constants->ways[market->first + k].accepted,
                STEPPE_TRANSIT_LANES(quarter->odds, k), STEPPE_TRANSIT_LANES(quarter->flows, k));
}

// ---- the months of a quarter -------------------------------------------------------------------

// The same for eight pairs of a lane and a month, with the waits that the quarter began with.
struct eight {
    steppe_real odds[STEPPE_TRANSIT_WAYS_MAX][STEPPE_PAST_PACK];
    steppe_real goods[STEPPE_PAST_PACK], clean[STEPPE_PAST_PACK], flow[STEPPE_PAST_PACK];
    steppe_real gain[STEPPE_PAST_PACK];
};

#define EACH_PAIR(i) _Pragma("omp simd") for (int i = 0; i < STEPPE_PAST_PACK; i++)

static void pass_eight(const steppe_real *restrict open, steppe_real *restrict odds) {
    EACH_PAIR(i) { odds[i] *= open[i]; }
}

static void sum_eight(const struct past *past, uint32_t first, struct eight *eight,
                      steppe_real *restrict all, steppe_real *restrict clean) {
    const struct steppe_transit_quarter *quarter = past->quarter;
    const uint64_t gates = quarter->moved_gates | quarter->past_gates;
    const uint64_t lands = quarter->moved_lands | quarter->past_lands;
    EACH_PAIR(i) { all[i] = clean[i] = past->market->ceiling; }
    for (uint32_t k = 0; k < past->market->ways; k++) {
        const struct steppe_lane_way *way = &quarter->constants->ways[past->market->first + k];
        steppe_real *odds = eight->odds[k];
        memcpy(odds, past->patience[k] + first, sizeof eight->odds[k]);
        for (uint64_t left = way->gate_bits & gates; left; left &= left - 1)
            pass_eight(steppe_transit_past_open(quarter, (uint32_t)__builtin_ctzll(left)) + first,
                       odds);
        for (uint64_t left = way->land_bits & lands; left; left &= left - 1)
            pass_eight(steppe_transit_past_open(quarter, quarter->constants->gate_count +
                                                             (uint32_t)__builtin_ctzll(left)) +
                           first,
                       odds);
        EACH_PAIR(i) {
            all[i] += odds[i];
            clean[i] += way->accepted * odds[i];
        }
    }
}

static void split_eight(const struct past *past, uint32_t first, const struct split *split,
                        struct eight *eight) {
    const struct steppe_lane_market *market = past->market;
    const bool refuse = market->level_cell != STEPPE_NOWHERE;
    const steppe_real all_0 = STEPPE_R(1) + market->ceiling;
    const steppe_real clean_0 = refuse ? market->clean + market->ceiling : all_0;
    const steppe_real gap = refuse ? steppe_log(clean_0 / all_0) : STEPPE_R(0);
    steppe_real all[STEPPE_PAST_PACK], clean[STEPPE_PAST_PACK], asked[STEPPE_PAST_PACK],
        r[STEPPE_PAST_PACK], r_0[STEPPE_PAST_PACK];
    sum_eight(past, first, eight, all, clean);
    EACH_PAIR(i) {
        const int lane = past->quarter->past[first + (uint32_t)i].lane;
        asked[i] = split->asked[lane];
        r[i] = split->refusing[lane];
        r_0[i] = split->refusing_0[lane];
    }
    EACH_PAIR(i) {
        const steppe_real sum = refuse ? clean[i] : market->ceiling;
        eight->goods[i] = asked[i] * (STEPPE_R(1) - r[i]) / all[i];
        eight->clean[i] = asked[i] * r[i] / sum;
        const steppe_real flow = eight->goods[i] * (all[i] - market->ceiling) +
                                 eight->clean[i] * (sum - market->ceiling);
        eight->flow[i] = steppe_max(flow, STEPPE_R(1e-20));
        const steppe_real gain = steppe_log_size(all[i] / all_0);
        const steppe_real other = steppe_log_size(sum / clean_0);
        eight->gain[i] = refuse ? (STEPPE_R(1) - r[i]) * gain + r[i] * other + (r[i] - r_0[i]) * gap
                                : gain;
    }
}

// Each month of a quarter counts a third: x + [(x_0 - x) + (x_1 - x)] / 3, x of the last month.
static void look_back(const struct past *past, struct split *split, steppe_real *gain) {
    const struct steppe_transit_quarter *quarter = past->quarter;
    const struct steppe_lane_market *market = past->market;
    for (uint32_t first = 0; first < quarter->past_count; first += STEPPE_PAST_PACK) {
        struct eight eight;
        if (!(past->pairs >> first & ((UINT64_C(1) << STEPPE_PAST_PACK) - 1))) continue;
        split_eight(past, first, split, &eight);
        // Both months of a lane, one behind the other, are of one pack.
        for (uint32_t i = 0; i < STEPPE_PAST_PACK && first + i < quarter->past_count; i++) {
            const int lane = quarter->past[first + i].lane;
            const bool both = i + 1 < STEPPE_PAST_PACK && first + i + 1 < quarter->past_count &&
                              quarter->past[first + i + 1].lane == lane;
            const steppe_real a = past->pairs >> (first + i) & 1 ? STEPPE_R(1) : STEPPE_R(0);
            const uint32_t n = both ? i + 1 : i;
            const steppe_real b = both && (past->pairs >> (first + n) & 1) ? STEPPE_R(1)
                                                                           : STEPPE_R(0);
            if (a + b == 0) continue;
            for (uint32_t k = 0; k < market->ways; k++) {
                steppe_real *flow = STEPPE_TRANSIT_LANES(quarter->flows, k) + lane;
                const steppe_real part = quarter->constants->ways[market->first + k].accepted;
                const steppe_real *odds = eight.odds[k];
                const steppe_real one = odds[i] * (eight.goods[i] + part * eight.clean[i]);
                const steppe_real two = odds[n] * (eight.goods[n] + part * eight.clean[n]);
                *flow += (a * (one - *flow) + b * (two - *flow)) * STEPPE_TRANSIT_MONTH;
            }
            const steppe_real was = split->flow[lane], won = gain[lane];
            split->flow[lane] += (a * (eight.flow[i] - was) + b * (eight.flow[n] - was)) *
                                 STEPPE_TRANSIT_MONTH;
            gain[lane] += (a * (eight.gain[i] - won) + b * (eight.gain[n] - won)) *
                          STEPPE_TRANSIT_MONTH;
            split->per_flow[lane] = STEPPE_R(1) / split->flow[lane];
            i = n;
        }
    }
}

// Rare, and not to be made one with the choice that looks at no other month, which it would slow.
static __attribute__((noinline)) void choose_by_months(const struct steppe_transit_quarter *quarter,
                                                       const struct steppe_lane_market *market,
                                                       uint64_t pairs, struct split *split,
                                                       steppe_real *gain) {
    struct past past;
    past.quarter = quarter;
    past.market = market;
    past.pairs = pairs;
    split_of(quarter, market, &past, split);
    flows_of(quarter, market, split);
    gain_of(market, split, gain);
    look_back(&past, split, gain);
}

// ---- what follows ------------------------------------------------------------------------------

// dg over the value of the goods, to both directions of the pair.
static void cost_of(const struct steppe_transit_quarter *quarter,
                    const struct steppe_lane_market *market, const steppe_real *restrict gain) {
    steppe_real *cost = steppe_cells(quarter->world, STEPPE_VAR_freight_cost);
    steppe_real *restrict there = STEPPE_TRANSIT_LANES(cost, market->cells[0]);
    steppe_real *restrict back = STEPPE_TRANSIT_LANES(cost, market->cells[1]);
    const steppe_real scale = market->logsum * market->share;
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

// What one market pays in tolls, what passes each gate, and what would be lost without each power.
static void pass_market(const struct steppe_transit_quarter *quarter,
                        const struct steppe_lane_market *market, const struct split *split) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const struct steppe_lane_group *groups = constants->groups + market->first_group;
    const int kind = market->boxes ? 0 : 1;
    const uint64_t shut = quarter->shut_gates &
                          ~(quarter->early_gates[0] | quarter->early_gates[1]);
    steppe_real sum[STEPPE_LANES];
    for (uint32_t k = 0; k < market->ways; k++) {
        const struct steppe_lane_way *way = &constants->ways[market->first + k];
        steppe_transit_add_tolls(constants, way, STEPPE_TRANSIT_LANES(quarter->flows, k),
                                 quarter->tolls);
    }
    for (uint32_t i = 0; i < market->gate_groups; i++) {
        const uint32_t g = groups[i].element;
        if (shut >> g & 1) continue;
        const steppe_real *through = sum_members(
            quarter->flows, constants->members + groups[i].first, groups[i].count, sum);
        if (constants->gates[g].binds)
            pass_gate(market, split, through, STEPPE_TRANSIT_LANES(quarter->moved_t[kind], g),
                      STEPPE_TRANSIT_LANES(quarter->turned[kind], g));
        else // nobody waits there
            steppe_transit_add_scaled(market->tonnes, through,
                                      STEPPE_TRANSIT_LANES(quarter->moved_t[kind], g));
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
    const size_t cells = (size_t)constants->gate_count * STEPPE_LANES;
    // boxes, moved_t and turned lie one behind the other.
    memset(quarter->boxes, 0, 5 * cells * sizeof(steppe_real));
    for (uint32_t m = 0; m < constants->market_count; m++) {
        const struct steppe_lane_market *market = &constants->markets[m];
        struct split split;
        steppe_real gain[STEPPE_LANES];
        const uint64_t pairs = pairs_of(quarter, market);
        if (pairs) {
            choose_by_months(quarter, market, pairs, &split, gain);
        } else {
            split_of(quarter, market, NULL, &split);
            flows_of(quarter, market, &split);
            gain_of(market, &split, gain);
        }
        pass_market(quarter, market, &split);
        cost_of(quarter, market, gain);
    }
    for (uint32_t g = 0; g < constants->gate_count; g++) make_whole(quarter, g);
    for (size_t i = 0; i < cells; i++)
        quarter->tonnes[i] = quarter->moved_t[0][i] + quarter->moved_t[1][i];
}
