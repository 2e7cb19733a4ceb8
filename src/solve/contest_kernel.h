// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// contest_kernel: several players spend on several prizes, in every lane. In: values, head starts,
// effects of money, rivalry, budgets, and offers to start from. Out: a Nash equilibrium in offers.
//
//   den_i = n_i + sum_r y_ri ,  y = q + eta x ,  s_pi = y_pi / den_i
//   p maximises sum_i V_pi (s_pi - sum_r rho_pr s_ri)  such that  sum_i x_pi <= M_p, x >= 0
//
// A lottery contest (tullock-1980) for many prizes under a budget (friedman-1958), with head starts
// q and with rivals whose success hurts. At multiplier lambda the best response is
//
//   x_i = max(0, m a_i - b_i) ,  m = lambda^(-1/2) ,  a = sqrt(V Z / eta) ,  b = d / eta
//   d = den - eta x ,  Z = d - q + sum_r rho y_r      (r other than p)
//
// so that money spent is convex, rising and piecewise linear in m: Newton's method from the right
// meets the budget exactly after at most as many steps as there are prizes, where bisection would
// only come near. With a capacity s, prizes take less and less of a large offer:
//
//   y = q + eta s ln(1 + x/s)
//   x_i = max(0, m a_i - b_i) ,  m = 1/lambda ,  a = s V eta Z / den^2 ,  b = s
//
// den then holds the player's offer before, so that a round comes near the best response and meets
// it where nobody moves. Without it, offers that are small beside n and q run from prize to prize
// at the least change: ln x answers ln V by (x + b) / 2x, with it by (x + s) / x. Players answer
// in turn, the next seeing what the last one did; from the offers before, a few rounds do. The game
// is concave, so an equilibrium exists (rosen-1965).
#ifndef STEPPE_SOLVE_CONTEST_KERNEL_H
#define STEPPE_SOLVE_CONTEST_KERNEL_H

#include "base/lanes.h"

struct steppe_contest_terms {
    int players, prizes;
    const steppe_real *value;    // V [players][prizes][LANES] > 0
    const steppe_real *standing; // q [players][prizes][LANES] >= 0, in the unit of offers
    const steppe_real *effect;   // eta [players][prizes][LANES] > 0
    const steppe_real *capacity; // s [players][prizes][LANES] > 0; NULL: none
    const steppe_real *own;      // n [prizes][LANES] >= 0
    const steppe_real *rivalry;  // rho [players][players][LANES]; its diagonal is not read
    const steppe_real *budget;   // M [players][LANES] >= 0, INFINITY: none
    steppe_real reach_limit;     // largest m: 1 where an offer costs its own size; INFINITY: free
    steppe_real damping;         // part of the way to the best response that a round goes, 0..1
    steppe_real tolerance;       // a lane is done when no player moves more, share of its offers
    int round_limit;
};

struct steppe_contest_state {
    steppe_real *offer;    // x [players][prizes][LANES]; in: where to start; out: the equilibrium
    steppe_real *strength; // y [players][prizes][LANES]
    steppe_real *total;    // den [prizes][LANES]
    steppe_real *root;     // a [prizes][LANES]
    steppe_real *hurdle;   // b [prizes][LANES]
    steppe_real *rivals;   // sum_r rho y_r [prizes][LANES]
    steppe_real *residual; // [LANES] out: largest move of the last round, share of offers
    steppe_real *going;    // [LANES] 1 until done
    int rounds;            // out
};

// Cells of the arrays of a state but the first, taken from one piece of memory in order.
static inline size_t steppe_contest_cells(size_t players, size_t prizes) {
    return players * prizes + 4 * prizes + 2;
}
static inline void steppe_contest_lay(size_t players, size_t prizes, steppe_real *memory,
                                      struct steppe_contest_state *state) {
    const size_t row = prizes * STEPPE_LANES;
    state->strength = memory;
    state->total = memory + players * row;
    state->root = state->total + row;
    state->hurdle = state->root + row;
    state->rivals = state->hurdle + row;
    state->residual = state->rivals + row;
    state->going = state->residual + STEPPE_LANES;
}

#define STEPPE_CONTEST_LANES(array, cell) ((array) + (ptrdiff_t)(cell)*STEPPE_LANES)

// What an offer counts before its effect: s ln(1 + x/s).
STEPPE_LANE steppe_real steppe_contest_taken(steppe_real offer, steppe_real capacity) {
    return capacity * steppe_log1p_size(offer / capacity);
}

static inline void steppe_contest_strength(const struct steppe_contest_terms *terms,
                                           const steppe_real *restrict offer, int cell,
                                           steppe_real *restrict strength) {
    const steppe_real *restrict standing = STEPPE_CONTEST_LANES(terms->standing, cell);
    const steppe_real *restrict effect = STEPPE_CONTEST_LANES(terms->effect, cell);
    if (!terms->capacity) {
        STEPPE_EACH_LANE(lane) {
            strength[lane] = standing[lane] + effect[lane] * offer[lane];
        }
        return;
    }
    const steppe_real *restrict capacity = STEPPE_CONTEST_LANES(terms->capacity, cell);
    STEPPE_EACH_LANE(lane) {
        strength[lane] = standing[lane] +
                         effect[lane] * steppe_contest_taken(offer[lane], capacity[lane]);
    }
}

// y of all offers.
static inline void steppe_contest_strengths(const struct steppe_contest_terms *terms,
                                            const struct steppe_contest_state *state) {
    for (int cell = 0; cell < terms->players * terms->prizes; cell++)
        steppe_contest_strength(terms, STEPPE_CONTEST_LANES(state->offer, cell), cell,
                                STEPPE_CONTEST_LANES(state->strength, cell));
}

// den from all y, afresh each round so that rounding does not pile up.
static inline void steppe_contest_sum(const struct steppe_contest_terms *terms,
                                      const struct steppe_contest_state *state) {
    for (int i = 0; i < terms->prizes; i++) {
        steppe_real *restrict total = STEPPE_CONTEST_LANES(state->total, i);
        const steppe_real *restrict own = STEPPE_CONTEST_LANES(terms->own, i);
        STEPPE_EACH_LANE(lane) {
            total[lane] = own[lane];
        }
        int p = 0;
        for (; p + 2 <= terms->players; p += 2) { // two a pass: sums go through memory
            const steppe_real *restrict a = STEPPE_CONTEST_LANES(state->strength,
                                                                 p * terms->prizes + i);
            const steppe_real *restrict b = a + (ptrdiff_t)terms->prizes * STEPPE_LANES;
            STEPPE_EACH_LANE(lane) {
                total[lane] += a[lane] + b[lane];
            }
        }
        if (p < terms->players) {
            const steppe_real *restrict last = STEPPE_CONTEST_LANES(state->strength,
                                                                    p * terms->prizes + i);
            STEPPE_EACH_LANE(lane) {
                total[lane] += last[lane];
            }
        }
    }
}

// The number of the k-th player beside this one.
static inline int steppe_contest_other(int player, int k) { return k < player ? k : k + 1; }

static inline void steppe_contest_rivals(const struct steppe_contest_terms *terms,
                                         const struct steppe_contest_state *state, int player) {
    const int others = terms->players - 1;
    memset(state->rivals, 0, (size_t)terms->prizes * STEPPE_LANES * sizeof(steppe_real));
    for (int k = 0; k < others; k += 2) { // two a pass; the last alone counts half twice
        const int r = steppe_contest_other(player, k);
        const int q = k + 1 < others ? steppe_contest_other(player, k + 1) : r;
        const steppe_real part = q == r ? STEPPE_R(0.5) : STEPPE_R(1);
        const steppe_real *rho = STEPPE_CONTEST_LANES(terms->rivalry, player * terms->players);
        const steppe_real *restrict rho_r = STEPPE_CONTEST_LANES(rho, r);
        const steppe_real *restrict rho_q = STEPPE_CONTEST_LANES(rho, q);
        for (int i = 0; i < terms->prizes; i++) {
            const steppe_real *restrict of_r = STEPPE_CONTEST_LANES(state->strength,
                                                                    r * terms->prizes + i);
            const steppe_real *restrict of_q = STEPPE_CONTEST_LANES(state->strength,
                                                                    q * terms->prizes + i);
            steppe_real *restrict rivals = STEPPE_CONTEST_LANES(state->rivals, i);
            STEPPE_EACH_LANE(lane) {
                rivals[lane] += part * (rho_r[lane] * of_r[lane] + rho_q[lane] * of_q[lane]);
            }
        }
    }
}

// Z of one prize: what is not the player's, and what it would take from rivals.
STEPPE_LANE steppe_real steppe_contest_gain(steppe_real total, steppe_real strength,
                                            steppe_real rivals) {
    return steppe_max(total - strength, STEPPE_R(0)) + rivals;
}

static inline void steppe_contest_slope(const steppe_real *restrict value,
                                        const steppe_real *restrict effect,
                                        const steppe_real *restrict standing,
                                        const steppe_real *restrict strength,
                                        const steppe_real *restrict total,
                                        const steppe_real *restrict rivals,
                                        steppe_real *restrict root, steppe_real *restrict hurdle) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real gain = steppe_contest_gain(total[lane], strength[lane], rivals[lane]);
        const steppe_real others = steppe_max(total[lane] - strength[lane], STEPPE_R(0));
        const steppe_real per_effect = STEPPE_R(1) / effect[lane];
        root[lane] = steppe_sqrt(value[lane] * gain * per_effect);
        hurdle[lane] = (others + standing[lane]) * per_effect;
    }
}

static inline void steppe_contest_slope_taken(
    const steppe_real *restrict value, const steppe_real *restrict effect,
    const steppe_real *restrict capacity, const steppe_real *restrict strength,
    const steppe_real *restrict total, const steppe_real *restrict rivals,
    steppe_real *restrict root, steppe_real *restrict hurdle) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real gain = steppe_contest_gain(total[lane], strength[lane], rivals[lane]);
        const steppe_real per_total = STEPPE_R(1) / total[lane];
        // Ratios first: a product of four amounts of money would leave the range of float.
        root[lane] = capacity[lane] * ((value[lane] * per_total) * (gain * per_total)) *
                     effect[lane];
        hurdle[lane] = capacity[lane];
    }
}

// a and b of a player at the others' offers.
static inline void steppe_contest_slopes(const struct steppe_contest_terms *terms,
                                         const struct steppe_contest_state *state, int player) {
    steppe_contest_rivals(terms, state, player);
    for (int i = 0; i < terms->prizes; i++) {
        const int cell = player * terms->prizes + i;
        const steppe_real *value = STEPPE_CONTEST_LANES(terms->value, cell);
        const steppe_real *effect = STEPPE_CONTEST_LANES(terms->effect, cell);
        const steppe_real *strength = STEPPE_CONTEST_LANES(state->strength, cell);
        const steppe_real *total = STEPPE_CONTEST_LANES(state->total, i);
        const steppe_real *rivals = STEPPE_CONTEST_LANES(state->rivals, i);
        steppe_real *root = STEPPE_CONTEST_LANES(state->root, i);
        steppe_real *hurdle = STEPPE_CONTEST_LANES(state->hurdle, i);
        if (terms->capacity)
            steppe_contest_slope_taken(value, effect, STEPPE_CONTEST_LANES(terms->capacity, cell),
                                       strength, total, rivals, root, hurdle);
        else
            steppe_contest_slope(value, effect, STEPPE_CONTEST_LANES(terms->standing, cell),
                                 strength, total, rivals, root, hurdle);
    }
}

// One Newton step of m over the prizes still reached; returns whether it fell in any lane.
static inline int steppe_contest_lower(const struct steppe_contest_terms *terms,
                                       const struct steppe_contest_state *state,
                                       const steppe_real *restrict budget,
                                       steppe_real *restrict reach) {
    steppe_real roots[STEPPE_LANES] = {0}, money[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        money[lane] = budget[lane];
    }
    for (int i = 0; i < terms->prizes; i++) {
        const steppe_real *restrict root = STEPPE_CONTEST_LANES(state->root, i);
        const steppe_real *restrict hurdle = STEPPE_CONTEST_LANES(state->hurdle, i);
        STEPPE_EACH_LANE(lane) {
            const bool reached = reach[lane] * root[lane] > hurdle[lane];
            roots[lane] += reached ? root[lane] : STEPPE_R(0);
            money[lane] += reached ? hurdle[lane] : STEPPE_R(0);
        }
    }
    STEPPE_EACH_LANE(lane) {
        const steppe_real next = money[lane] / steppe_max(roots[lane], STEPPE_R(1e-30));
        // Where the budget is nothing, rounding may leave no prize reached.
        const bool down = roots[lane] > STEPPE_R(0) && next < reach[lane];
        roots[lane] = down ? STEPPE_R(1) : STEPPE_R(0);
        reach[lane] = down ? next : reach[lane];
    }
    return steppe_any(roots);
}

// m at which the budget is spent, with all prizes reached at first.
static inline void steppe_contest_reach(const struct steppe_contest_terms *terms,
                                        const struct steppe_contest_state *state,
                                        const steppe_real *restrict budget,
                                        steppe_real *restrict reach) {
    steppe_real roots[STEPPE_LANES] = {0};
    STEPPE_EACH_LANE(lane) {
        reach[lane] = budget[lane];
    }
    for (int i = 0; i < terms->prizes; i++) {
        const steppe_real *restrict root = STEPPE_CONTEST_LANES(state->root, i);
        const steppe_real *restrict hurdle = STEPPE_CONTEST_LANES(state->hurdle, i);
        STEPPE_EACH_LANE(lane) {
            roots[lane] += root[lane];
            reach[lane] += hurdle[lane];
        }
    }
    const steppe_real limit = terms->reach_limit;
    STEPPE_EACH_LANE(lane) {
        reach[lane] = steppe_min(reach[lane] / steppe_max(roots[lane], STEPPE_R(1e-30)), limit);
    }
    for (int step = 0; step < terms->prizes; step++)
        if (!steppe_contest_lower(terms, state, budget, reach)) break;
}

// What one player would offer next, in place of root; its move as a share of its offers.
static inline void steppe_contest_aim(const struct steppe_contest_terms *terms,
                                      const struct steppe_contest_state *state, int player,
                                      const steppe_real *restrict reach,
                                      steppe_real *restrict share) {
    const steppe_real *restrict budget = STEPPE_CONTEST_LANES(terms->budget, player);
    const steppe_real damping = terms->damping;
    steppe_real moved[STEPPE_LANES] = {0}, spent[STEPPE_LANES] = {0};
    for (int i = 0; i < terms->prizes; i++) {
        const steppe_real *restrict hurdle = STEPPE_CONTEST_LANES(state->hurdle, i);
        const steppe_real *restrict offer = STEPPE_CONTEST_LANES(state->offer,
                                                                 player * terms->prizes + i);
        steppe_real *restrict root = STEPPE_CONTEST_LANES(state->root, i);
        STEPPE_EACH_LANE(lane) {
            const steppe_real best = steppe_max(reach[lane] * root[lane] - hurdle[lane],
                                                STEPPE_R(0));
            const steppe_real aim = budget[lane] == STEPPE_R(0) ? STEPPE_R(0) : best;
            const steppe_real step = damping * (aim - offer[lane]);
            // The full way is taken as the aim itself, without rounding.
            const steppe_real next = damping < STEPPE_R(1) ? offer[lane] + step : aim;
            moved[lane] += steppe_absolute(next - offer[lane]);
            spent[lane] += next;
            root[lane] = next;
        }
    }
    STEPPE_EACH_LANE(lane) {
        share[lane] = moved[lane] / steppe_max(spent[lane], STEPPE_R(1e-30));
    }
}

// Whether a player offers anything in some lane.
static inline bool steppe_contest_offers(const struct steppe_contest_terms *terms,
                                         const struct steppe_contest_state *state, int player) {
    bool any = false;
    for (int i = 0; i < terms->prizes; i++)
        any |= steppe_any(STEPPE_CONTEST_LANES(state->offer, player * terms->prizes + i));
    return any;
}

// One player goes `damping` of the way to its best response in the lanes still going, and y and
// den follow. A move within the tolerance is none: who stands at an equilibrium keeps every bit.
static inline void steppe_contest_answer(const struct steppe_contest_terms *terms,
                                         const struct steppe_contest_state *state, int player) {
    const steppe_real *restrict budget = STEPPE_CONTEST_LANES(terms->budget, player);
    const steppe_real *restrict going = state->going;
    steppe_real *restrict residual = state->residual;
    steppe_real reach[STEPPE_LANES], share[STEPPE_LANES];
    const steppe_real tolerance = terms->tolerance;
    if (steppe_any(budget)) {
        steppe_contest_slopes(terms, state, player);
        steppe_contest_reach(terms, state, budget, reach);
    } else if (!steppe_contest_offers(terms, state, player)) {
        return; // no lane has money, nor offers what it had before
    } else {    // root and hurdle lie one after the other
        memset(state->root, 0, 2 * (size_t)terms->prizes * STEPPE_LANES * sizeof(steppe_real));
        memset(reach, 0, sizeof reach);
    }
    steppe_contest_aim(terms, state, player, reach, share);
    for (int i = 0; i < terms->prizes; i++) {
        const int cell = player * terms->prizes + i;
        const steppe_real *restrict root = STEPPE_CONTEST_LANES(state->root, i);
        steppe_real *restrict offer = STEPPE_CONTEST_LANES(state->offer, cell);
        steppe_real *restrict strength = STEPPE_CONTEST_LANES(state->strength, cell);
        steppe_real *restrict total = STEPPE_CONTEST_LANES(state->total, i);
        STEPPE_EACH_LANE(lane) {
            const bool stays = share[lane] <= tolerance || !(going[lane] > STEPPE_R(0));
            offer[lane] = stays ? offer[lane] : root[lane];
            total[lane] -= strength[lane];
        }
        steppe_contest_strength(terms, offer, cell, strength);
        STEPPE_EACH_LANE(lane) {
            total[lane] += strength[lane];
        }
    }
    STEPPE_EACH_LANE(lane) {
        const steppe_real move = going[lane] > STEPPE_R(0) ? share[lane] : STEPPE_R(0);
        const bool less = move == move && !(move > residual[lane]); // NaN of either stays
        residual[lane] = less ? residual[lane] : move;
    }
}

// Solves from state->offer on. A lane keeps its offers once it is done, so that its answer does not
// hang on the other lanes; one that is not done after round_limit shows it by its residual. NaN of
// an input makes its own lane NaN, no other.
static inline void steppe_contest_equilibrium(const struct steppe_contest_terms *terms,
                                              struct steppe_contest_state *state) {
    steppe_real *restrict going = state->going, *restrict residual = state->residual;
    int any = 1;
    state->rounds = 0;
    STEPPE_EACH_LANE(lane) {
        going[lane] = STEPPE_R(1);
    }
    steppe_contest_strengths(terms, state);
    while (any && state->rounds < terms->round_limit) {
        state->rounds++;
        steppe_contest_sum(terms, state);
        STEPPE_EACH_LANE(lane) {
            residual[lane] = going[lane] > STEPPE_R(0) ? STEPPE_R(0) : residual[lane];
        }
        for (int p = 0; p < terms->players; p++) steppe_contest_answer(terms, state, p);
        const steppe_real tolerance = terms->tolerance;
        STEPPE_EACH_LANE(lane) {
            going[lane] = residual[lane] > tolerance ? STEPPE_R(1) : STEPPE_R(0);
        }
        any = steppe_any(going);
    }
}

#endif
