// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// trade_kernel: counterfactual trade equilibrium of one sector by exact hat algebra
// (dekle-eaton-kortum-2008), for all lanes at once. In: base sales, changes of costs, size and
// gaps. Out: wages, prices, trade, each over or from its base. With x' / x written x^:
//     pi'_ij = pi_ij T_i (w_i tau_ij)^-theta / sum_k pi_kj T_k (w_k tau_kj)^-theta
//     w_i S_i y_i = sum_j pi'_ij E'_j ,  E'_j = w_j S_j y_j + D'_j ,  sum w S y = sum S y
// Written in sales X_ij = pi_ij E_j, with B_ij = X_ij tau_ij^-theta and a_i = T_i w_i^-theta:
//     market_j = sum_i B_ij a_i ,  demand_j = E'_j / market_j ,  sold_i = a_i sum_j B_ij demand_j
// Excess r_i = ln(sold_i / output_i) is driven to 0 by ln w += M (r_i / d_i): the iteration of
// alvarez-lucas-2007 with the inverse Jacobian of the base (steppe_trade_inverse) in place of a
// damping factor, its rows scaled by what the lane sells and buys at home, d, and Anderson's
// acceleration of depth 2 (anderson-1965). A lane whose excess grows
// goes on by ln w += r / (1 + theta), slow but sure (all goods are gross substitutes). A lane stops
// when its own excess is small, so no lane sees what others do.
//
// Arrays are [cell][STEPPE_LANES] unless said otherwise; all memory is the caller's.
#ifndef STEPPE_SOLVE_TRADE_KERNEL_H
#define STEPPE_SOLVE_TRADE_KERNEL_H

#include "base/lanes.h"

struct steppe_trade_terms {
    int count;                         // n, economies
    const steppe_real *sales;          // [n][n] base sales, exporter then importer; no lanes
    const steppe_real *inverse;        // [n][n] M; no lanes
    const steppe_real *home;           // [n] base sales at home: in place of the diagonal of sales
    const steppe_real *elasticity;     // [1] theta
    const steppe_real *cost;           // [n][n] ln tau, exporter then importer
    const bool *still;                 // [n][n] pairs of no cost in any lane; NULL: none is known
    const steppe_real *technology;     // [n] T
    const steppe_real *size;           // [n] S
    const steppe_real *gap;            // [n] D', spending less output, unit of sales
    const steppe_real *spending_ratio; // [n] E' = ratio times output, plus the gap; no lanes
    steppe_real least_spending;        // over the base's
    steppe_real tolerance;             // on the root of the sum of squared excesses
    int iteration_limit;
};

struct steppe_trade_state {
    steppe_real *log_wage;                    // [n] in: where to start; out: ln w
    steppe_real *wage;                        // [n] w, as log_wage has it
    steppe_real *weight;                      // [n][n] B, importer then exporter
    steppe_real *base_output, *base_spending; // [n] y, E
    steppe_real *pull;                        // [n] a
    steppe_real *output;                      // [n] w S y
    steppe_real *spending;                    // [n] E'
    steppe_real *market;                      // [n] sum_i B_ij a_i; its base is E
    steppe_real *demand;                      // [n] E' / market: X'_ij = B_ij a_i demand_j
    steppe_real *sold;                        // [n] sales over a_i
    steppe_real *excess;                      // [n] r
    steppe_real *per_own;                     // [n] 1 / d, as at the last look at it
    steppe_real *scaled;                      // [n] r / d
    // History of the acceleration, [n]: of the last step, and changes of the step before.
    steppe_real *excess_before, *push, *push_before, *move, *change_before, *undo_before;
    steppe_real *residual;      // [1] root of the sum of squared excesses at the end
    steppe_real *active, *norm; // [1] goes on; squared excess
    steppe_real *best, *trust;  // [1] least squared excess so far; 1 while steps use M
    int iterations;             // of the slowest lane
};

#define STEPPE_TRADE_LANES(array, cell) ((array) + (size_t)(cell)*STEPPE_LANES)

// Cells of scratch that steppe_trade_place needs for n economies.
#define STEPPE_TRADE_CELLS(n) ((size_t)(n) * (size_t)(n) + (size_t)19 * (size_t)(n) + 5)

// Lays the arrays of a state over scratch.
static inline void steppe_trade_place(struct steppe_trade_state *state, int count,
                                      steppe_real *cells) {
    size_t row = (size_t)count * STEPPE_LANES;
    steppe_real **rows[] = {
        &state->log_wage,    &state->base_output, &state->base_spending, &state->pull,
        &state->output,      &state->spending,    &state->market,        &state->demand,
        &state->sold,        &state->excess,      &state->excess_before, &state->push,
        &state->push_before, &state->move,        &state->change_before, &state->undo_before,
        &state->wage,        &state->per_own,     &state->scaled};
    state->weight = cells;
    cells += row * (size_t)count;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++, cells += row) *rows[i] = cells;
    state->residual = cells;
    state->active = cells + STEPPE_LANES;
    state->norm = cells + (ptrdiff_t)2 * STEPPE_LANES;
    state->best = cells + (ptrdiff_t)3 * STEPPE_LANES;
    state->trust = cells + (ptrdiff_t)4 * STEPPE_LANES;
    state->iterations = 0;
}

// B_ij = X_ij exp(-theta ln tau_ij). Most pairs of a block have no change in any lane: then the
// factor is exactly 1 and is left out, which changes no bit.
static inline void steppe_trade_weigh_pair(const steppe_real *restrict cost,
                                           const steppe_real *restrict elasticity,
                                           steppe_real sales, steppe_real *restrict weight) {
    STEPPE_EACH_LANE(lane) weight[lane] = sales;
    if (!steppe_any(cost)) return;
    STEPPE_EACH_LANE(lane) weight[lane] = sales * steppe_exp(-elasticity[lane] * cost[lane]);
}

static inline void steppe_trade_copy(const steppe_real *restrict from, steppe_real *restrict to) {
    STEPPE_EACH_LANE(lane) to[lane] = from[lane];
}
static inline void steppe_trade_add_number(steppe_real number, steppe_real *restrict to) {
    STEPPE_EACH_LANE(lane) to[lane] += number;
}

// Weights, and the base output y and spending E of each economy.
static inline void steppe_trade_weigh(const struct steppe_trade_terms *terms,
                                      const struct steppe_trade_state *state) {
    int n = terms->count;
    for (int j = 0; j < n; j++) {
        steppe_trade_copy(STEPPE_TRADE_LANES(terms->home, j),
                          STEPPE_TRADE_LANES(state->base_output, j));
        steppe_trade_copy(STEPPE_TRADE_LANES(terms->home, j),
                          STEPPE_TRADE_LANES(state->base_spending, j));
    }
    for (int i = 0; i < n; i++) {
        steppe_real exports = 0, imports = 0;
        for (int j = 0; j < n; j++) {
            steppe_real *weight = STEPPE_TRADE_LANES(state->weight, j * n + i);
            if (i == j) {
                steppe_trade_copy(STEPPE_TRADE_LANES(terms->home, i), weight);
                continue;
            }
            exports += terms->sales[i * n + j];
            imports += terms->sales[j * n + i];
            if (terms->still && terms->still[i * n + j])
                steppe_fill(terms->sales[i * n + j], weight);
            else
                steppe_trade_weigh_pair(STEPPE_TRADE_LANES(terms->cost, i * n + j),
                                        terms->elasticity, terms->sales[i * n + j], weight);
        }
        steppe_trade_add_number(exports, STEPPE_TRADE_LANES(state->base_output, i));
        steppe_trade_add_number(imports, STEPPE_TRADE_LANES(state->base_spending, i));
    }
}

// a, output and spending from ln w; spending is scaled so that the world spends what it makes.
static inline void steppe_trade_price(const struct steppe_trade_terms *terms,
                                      const struct steppe_trade_state *state) {
    int n = terms->count;
    steppe_real world_output[STEPPE_LANES] = {0}, world_spending[STEPPE_LANES] = {0};
    for (int i = 0; i < n; i++) {
        const steppe_real *restrict log_wage = STEPPE_TRADE_LANES(state->log_wage, i);
        const steppe_real *restrict wage = STEPPE_TRADE_LANES(state->wage, i);
        const steppe_real *restrict technology = STEPPE_TRADE_LANES(terms->technology, i);
        const steppe_real *restrict size = STEPPE_TRADE_LANES(terms->size, i);
        const steppe_real *restrict gap = STEPPE_TRADE_LANES(terms->gap, i);
        const steppe_real *restrict base_output = STEPPE_TRADE_LANES(state->base_output, i);
        const steppe_real *restrict base_spending = STEPPE_TRADE_LANES(state->base_spending, i);
        steppe_real *restrict pull = STEPPE_TRADE_LANES(state->pull, i);
        steppe_real *restrict output = STEPPE_TRADE_LANES(state->output, i);
        steppe_real *restrict spending = STEPPE_TRADE_LANES(state->spending, i);
        steppe_real *restrict sold = STEPPE_TRADE_LANES(state->sold, i);
        steppe_real ratio = terms->spending_ratio[i];
        STEPPE_EACH_LANE(lane) {
            pull[lane] = technology[lane] * steppe_exp(-terms->elasticity[lane] * log_wage[lane]);
            output[lane] = base_output[lane] * size[lane] * wage[lane];
            spending[lane] = steppe_max(ratio * output[lane] + gap[lane],
                                        terms->least_spending * base_spending[lane]);
            world_output[lane] += output[lane];
            world_spending[lane] += spending[lane];
            sold[lane] = 0;
        }
    }
    STEPPE_EACH_LANE(lane) world_spending[lane] = world_output[lane] / world_spending[lane];
    for (int i = 0; i < n; i++) {
        steppe_real *restrict spending = STEPPE_TRADE_LANES(state->spending, i);
        STEPPE_EACH_LANE(lane) spending[lane] *= world_spending[lane];
    }
}

// out = sum_i weight_i a_i over the n exporters of one importer. Four terms a pass: sums in memory
// are touched once for four products.
static inline void steppe_trade_market(int n, const steppe_real *restrict weight,
                                       const steppe_real *restrict pull,
                                       steppe_real *restrict out) {
    STEPPE_EACH_LANE(lane) out[lane] = 0;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        const steppe_real *restrict b = STEPPE_TRADE_LANES(weight, i);
        const steppe_real *restrict a = STEPPE_TRADE_LANES(pull, i);
        STEPPE_EACH_LANE(lane) {
            steppe_real first = b[lane] * a[lane] + b[lane + STEPPE_LANES] * a[lane + STEPPE_LANES];
            steppe_real second = b[lane + 2 * STEPPE_LANES] * a[lane + 2 * STEPPE_LANES] +
                                 b[lane + 3 * STEPPE_LANES] * a[lane + 3 * STEPPE_LANES];
            out[lane] += first + second;
        }
    }
    for (; i < n; i++) {
        const steppe_real *restrict b = STEPPE_TRADE_LANES(weight, i);
        const steppe_real *restrict a = STEPPE_TRADE_LANES(pull, i);
        STEPPE_EACH_LANE(lane) out[lane] += b[lane] * a[lane];
    }
}

// sold_i += sum over `importers` (1 or 4, from the first row given) of B_ij demand_j.
static inline void steppe_trade_sell(int n, int importers, const steppe_real *restrict weight,
                                     const steppe_real *restrict demand,
                                     steppe_real *restrict sold) {
    size_t row = (size_t)n * STEPPE_LANES;
    for (int i = 0; i < n; i++) {
        const steppe_real *restrict b = STEPPE_TRADE_LANES(weight, i);
        steppe_real *restrict sum = STEPPE_TRADE_LANES(sold, i);
        if (importers == 4) {
            STEPPE_EACH_LANE(lane) {
                steppe_real first = b[lane] * demand[lane] +
                                    b[(size_t)lane + row] * demand[lane + STEPPE_LANES];
                steppe_real second = b[(size_t)lane + 2 * row] * demand[lane + 2 * STEPPE_LANES] +
                                     b[(size_t)lane + 3 * row] * demand[lane + 3 * STEPPE_LANES];
                sum[lane] += first + second;
            }
        } else {
            STEPPE_EACH_LANE(lane) sum[lane] += b[lane] * demand[lane];
        }
    }
}

// Excess r at the present wages, its norm, and which lanes go on. Returns whether any does.
static inline int steppe_trade_excess(const struct steppe_trade_terms *terms,
                                      const struct steppe_trade_state *state) {
    int n = terms->count;
    steppe_trade_price(terms, state);
    for (int j = 0; j < n;) {
        int importers = j + 4 <= n ? 4 : 1;
        for (int k = j; k < j + importers; k++) {
            steppe_real *restrict market = STEPPE_TRADE_LANES(state->market, k);
            steppe_trade_market(n, STEPPE_TRADE_LANES(state->weight, k * n), state->pull, market);
            const steppe_real *restrict spending = STEPPE_TRADE_LANES(state->spending, k);
            steppe_real *restrict demand = STEPPE_TRADE_LANES(state->demand, k);
            STEPPE_EACH_LANE(lane) demand[lane] = spending[lane] / market[lane];
        }
        steppe_trade_sell(n, importers, STEPPE_TRADE_LANES(state->weight, j * n),
                          STEPPE_TRADE_LANES(state->demand, j), state->sold);
        j += importers;
    }
    steppe_real *restrict norm = state->norm;
    STEPPE_EACH_LANE(lane) norm[lane] = 0;
    for (int i = 0; i < n; i++) {
        const steppe_real *restrict pull = STEPPE_TRADE_LANES(state->pull, i);
        const steppe_real *restrict output = STEPPE_TRADE_LANES(state->output, i);
        const steppe_real *restrict sold = STEPPE_TRADE_LANES(state->sold, i);
        steppe_real *restrict excess = STEPPE_TRADE_LANES(state->excess, i);
        STEPPE_EACH_LANE(lane) {
            excess[lane] = steppe_log_size(pull[lane] * sold[lane] / output[lane]);
            norm[lane] += excess[lane] * excess[lane];
        }
    }
    steppe_real *restrict active = state->active;
    steppe_real limit = terms->tolerance * terms->tolerance;
    STEPPE_EACH_LANE(lane) active[lane] = norm[lane] > limit ? STEPPE_R(1) : STEPPE_R(0);
    return steppe_any(active);
}

// d_i = 1 + theta - theta h_i g_i - ratio_i g_i: how an economy's own excess answers its wage, from
// the part h of its output that it sells and g of its spending that it buys at home. Lanes differ
// in their sales at home most. Where d is little it may be far from that of the answer, and steps
// then go to and fro about it: few lanes need as many steps, after which d is looked at again.
enum { STEPPE_TRADE_OWN_STEPS = 16 };
static inline void steppe_trade_own(const struct steppe_trade_terms *terms,
                                    const struct steppe_trade_state *state) {
    const int n = terms->count;
    for (int i = 0; i < n; i++) {
        const steppe_real *restrict weight = STEPPE_TRADE_LANES(state->weight, i * n + i);
        const steppe_real *restrict pull = STEPPE_TRADE_LANES(state->pull, i);
        const steppe_real *restrict market = STEPPE_TRADE_LANES(state->market, i);
        const steppe_real *restrict demand = STEPPE_TRADE_LANES(state->demand, i);
        const steppe_real *restrict output = STEPPE_TRADE_LANES(state->output, i);
        steppe_real *restrict per_own = STEPPE_TRADE_LANES(state->per_own, i);
        const steppe_real ratio = terms->spending_ratio[i];
        STEPPE_EACH_LANE(lane) {
            const steppe_real at_home = weight[lane] * pull[lane];
            const steppe_real bought = at_home / market[lane];
            const steppe_real sold = at_home * demand[lane] / output[lane];
            const steppe_real theta = terms->elasticity[lane];
            const steppe_real own = 1 + theta - theta * sold * bought - ratio * bought;
            per_own[lane] = 1 / own;
        }
    }
}

// push = M (r / d).
static inline void steppe_trade_push(const struct steppe_trade_terms *terms,
                                     const struct steppe_trade_state *state) {
    const int n = terms->count;
    for (int i = 0; i < n; i++) {
        const steppe_real *restrict excess = STEPPE_TRADE_LANES(state->excess, i);
        const steppe_real *restrict per_own = STEPPE_TRADE_LANES(state->per_own, i);
        steppe_real *restrict scaled = STEPPE_TRADE_LANES(state->scaled, i);
        STEPPE_EACH_LANE(lane) scaled[lane] = excess[lane] * per_own[lane];
    }
    for (int i = 0; i < n; i++) {
        steppe_real *restrict push = STEPPE_TRADE_LANES(state->push, i);
        const steppe_real *row = terms->inverse + (ptrdiff_t)i * n;
        STEPPE_EACH_LANE(lane) push[lane] = 0;
        int k = 0;
        for (; k + 4 <= n; k += 4) {
            const steppe_real *restrict r = STEPPE_TRADE_LANES(state->scaled, k);
            STEPPE_EACH_LANE(lane) {
                steppe_real first = row[k] * r[lane] + row[k + 1] * r[lane + STEPPE_LANES];
                steppe_real second = row[k + 2] * r[lane + 2 * STEPPE_LANES] +
                                     row[k + 3] * r[lane + 3 * STEPPE_LANES];
                push[lane] += first + second;
            }
        }
        for (; k < n; k++) {
            const steppe_real *restrict r = STEPPE_TRADE_LANES(state->scaled, k);
            STEPPE_EACH_LANE(lane) push[lane] += row[k] * r[lane];
        }
    }
}

// How much of the last two steps to take back: gamma minimises |r - gamma_1 c_1 - gamma_2 c_2| for
// their changes c of the excess. Where the two are nearly one direction the last alone counts.
static inline void steppe_trade_mix(const struct steppe_trade_state *state, int n, int steps,
                                    steppe_real *restrict gamma, steppe_real *restrict gamma_2) {
    steppe_real last_r[STEPPE_LANES] = {0}, last_last[STEPPE_LANES] = {0};
    steppe_real old_r[STEPPE_LANES] = {0}, old_old[STEPPE_LANES] = {0};
    steppe_real last_old[STEPPE_LANES] = {0};
    for (int i = 0; i < n && steps > 0; i++) {
        const steppe_real *restrict now = STEPPE_TRADE_LANES(state->excess, i);
        const steppe_real *restrict before = STEPPE_TRADE_LANES(state->excess_before, i);
        const steppe_real *restrict old = STEPPE_TRADE_LANES(state->change_before, i);
        STEPPE_EACH_LANE(lane) {
            const steppe_real change = now[lane] - before[lane];
            last_r[lane] += change * now[lane];
            last_last[lane] += change * change;
            old_r[lane] += old[lane] * now[lane];
            old_old[lane] += old[lane] * old[lane];
            last_old[lane] += change * old[lane];
        }
    }
    STEPPE_EACH_LANE(lane) {
        const steppe_real product = last_last[lane] * old_old[lane];
        const steppe_real determinant = product - last_old[lane] * last_old[lane];
        const bool apart = determinant > STEPPE_R(1e-3) * product;
        const steppe_real per = STEPPE_R(1) / (apart ? determinant : STEPPE_R(1));
        const steppe_real first = (last_r[lane] * old_old[lane] - old_r[lane] * last_old[lane]) *
                                  per;
        const steppe_real second = (old_r[lane] * last_last[lane] - last_r[lane] * last_old[lane]) *
                                   per;
        // The tiny number only keeps 0 / 0 out.
        const steppe_real alone = last_r[lane] / (last_last[lane] + STEPPE_R(1e-30));
        gamma[lane] = apart ? first : alone;
        gamma_2[lane] = apart ? second : STEPPE_R(0);
    }
}

// M is trusted near the answer. Doubling of the excess over the best so far (4 in squares) ends
// that, until the excess is half of that best.
static inline void steppe_trade_judge(const struct steppe_trade_state *state, int first) {
    const steppe_real *restrict norm = state->norm;
    steppe_real *restrict best = state->best, *restrict trust = state->trust;
    if (first) {
        STEPPE_EACH_LANE(lane) {
            best[lane] = norm[lane];
            trust[lane] = norm[lane] < 1 ? STEPPE_R(1) : STEPPE_R(0);
        }
        return;
    }
    STEPPE_EACH_LANE(lane) {
        steppe_real limit = trust[lane] > 0 ? 4 * best[lane] : STEPPE_R(0.25) * best[lane];
        steppe_real lower = norm[lane] < best[lane] ? norm[lane] : best[lane];
        trust[lane] = norm[lane] < limit ? STEPPE_R(1) : STEPPE_R(0);
        // Without trust the mark to come below stays.
        best[lane] = trust[lane] > 0 ? lower : best[lane];
    }
}

// One step of ln w in the active lanes, held to a factor of e^0.5 an economy, then world income
// as the measure: sum w S y = sum S y.
static inline void steppe_trade_step(const struct steppe_trade_terms *terms,
                                     const struct steppe_trade_state *state, int steps) {
    int n = terms->count;
    steppe_real gamma[STEPPE_LANES], gamma_2[STEPPE_LANES];
    steppe_real income[STEPPE_LANES] = {0}, measure[STEPPE_LANES] = {0};
    const bool first = steps == 0;
    steppe_trade_judge(state, first);
    if (steps % STEPPE_TRADE_OWN_STEPS == 0) steppe_trade_own(terms, state);
    steppe_trade_push(terms, state);
    if (first) {
        const size_t bytes = (size_t)n * STEPPE_LANES * sizeof(steppe_real);
        memset(state->change_before, 0, bytes);
        memset(state->undo_before, 0, bytes);
    }
    steppe_trade_mix(state, n, steps, gamma, gamma_2);
    for (int i = 0; i < n; i++) {
        const steppe_real *restrict push = STEPPE_TRADE_LANES(state->push, i);
        const steppe_real *restrict excess = STEPPE_TRADE_LANES(state->excess, i);
        const steppe_real *restrict base_output = STEPPE_TRADE_LANES(state->base_output, i);
        const steppe_real *restrict size = STEPPE_TRADE_LANES(terms->size, i);
        steppe_real *restrict push_before = STEPPE_TRADE_LANES(state->push_before, i);
        steppe_real *restrict excess_before = STEPPE_TRADE_LANES(state->excess_before, i);
        steppe_real *restrict move = STEPPE_TRADE_LANES(state->move, i);
        steppe_real *restrict log_wage = STEPPE_TRADE_LANES(state->log_wage, i);
        steppe_real *restrict wage = STEPPE_TRADE_LANES(state->wage, i);
        steppe_real *restrict change_before = STEPPE_TRADE_LANES(state->change_before, i);
        steppe_real *restrict undo_before = STEPPE_TRADE_LANES(state->undo_before, i);
        if (first)
            STEPPE_EACH_LANE(lane) {
                move[lane] = push_before[lane] = 0;
                excess_before[lane] = excess[lane];
            }
        STEPPE_EACH_LANE(lane) {
            const steppe_real last = move[lane] + push[lane] - push_before[lane];
            steppe_real undo = gamma[lane] * last + gamma_2[lane] * undo_before[lane];
            undo_before[lane] = last;
            change_before[lane] = excess[lane] - excess_before[lane];
            steppe_real sure = excess[lane] / (1 + terms->elasticity[lane]);
            steppe_real step = state->trust[lane] > 0 ? push[lane] - undo : sure;
            step = steppe_clamp(step, STEPPE_R(-0.5), STEPPE_R(0.5));
            move[lane] = state->active[lane] > 0 ? step : STEPPE_R(0);
            log_wage[lane] += move[lane];
            push_before[lane] = push[lane];
            excess_before[lane] = excess[lane];
            const steppe_real made = base_output[lane] * size[lane];
            wage[lane] = steppe_exp(log_wage[lane]);
            income[lane] += made * wage[lane];
            measure[lane] += made;
        }
    }
    STEPPE_EACH_LANE(lane) {
        const steppe_real over = income[lane] / measure[lane];
        const steppe_real shift = steppe_log(over);
        measure[lane] = state->active[lane] > 0 ? shift : STEPPE_R(0);
        income[lane] = state->active[lane] > 0 ? STEPPE_R(1) / over : STEPPE_R(1);
    }
    for (int i = 0; i < n; i++) {
        steppe_real *restrict log_wage = STEPPE_TRADE_LANES(state->log_wage, i);
        steppe_real *restrict wage = STEPPE_TRADE_LANES(state->wage, i);
        STEPPE_EACH_LANE(lane) {
            log_wage[lane] -= measure[lane];
            wage[lane] *= income[lane];
        }
    }
}

// Solves from state->log_wage on. A NaN of an input makes its lane's residual NaN and no other's;
// so does a size of nothing or less, of which there is no logarithm.
static inline void steppe_trade_equilibrium(const struct steppe_trade_terms *terms,
                                            struct steppe_trade_state *state) {
    steppe_trade_weigh(terms, state);
    for (size_t i = 0; i < (size_t)terms->count * STEPPE_LANES; i++)
        state->wage[i] = steppe_exp(state->log_wage[i]);
    int step = 0;
    while (steppe_trade_excess(terms, state) && step < terms->iteration_limit)
        steppe_trade_step(terms, state, step++);
    state->iterations = step;
    steppe_real *restrict residual = state->residual;
    STEPPE_EACH_LANE(lane) residual[lane] = steppe_sqrt(state->norm[lane]);
    for (int i = 0; i < terms->count; i++) {
        const steppe_real *restrict size = STEPPE_TRADE_LANES(terms->size, i);
        STEPPE_EACH_LANE(lane) residual[lane] = size[lane] > 0 ? residual[lane] : STEPPE_R(NAN);
    }
}

#endif
