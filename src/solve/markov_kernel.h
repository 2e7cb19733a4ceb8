// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// markov_kernel: one step of a continuous-time Markov chain with few states, in every lane. In:
// rates of leaving one state for another, the present states, a uniform draw. Out: the next states.
//
//   P(dt) = exp(Q dt) ,  Q_ij = rate of i > j ,  Q_ii = - sum_j Q_ij
//
// Only the row of the present state is needed. It is found by uniformisation (jensen-1953): with
// lambda the largest rate of leaving, exp(Q dt) = sum_k Poisson(k; lambda dt) (I + Q / lambda)^k.
// All terms are >= 0, so nothing cancels and a row sums to one however the series is cut. A step is
// taken in parts of a month with terms up to STEPPE_MARKOV_TERMS; for lambda up to 12 a year the
// mass beyond is below 1e-7. Beyond that (mean holding times under a month) all rates of the lane
// are scaled down to the limit: the chain then nearly forgets its state within the month anyway.
#ifndef STEPPE_SOLVE_MARKOV_KERNEL_H
#define STEPPE_SOLVE_MARKOV_KERNEL_H

#include "base/lanes.h"

#define STEPPE_MARKOV_STATES_MAX 6
#define STEPPE_MARKOV_PARTS_A_YEAR 12
#define STEPPE_MARKOV_TERMS 10

// One part: row <- row exp(Q t). Weights: Poisson probabilities of lambda t; jump = I + Q/lambda.
static inline void steppe_markov_part(int states, const steppe_real *restrict jump,
                                      const steppe_real *restrict mean, steppe_real *restrict row) {
    steppe_real term[STEPPE_MARKOV_STATES_MAX * STEPPE_LANES];
    steppe_real next[STEPPE_MARKOV_STATES_MAX * STEPPE_LANES];
    steppe_real weight[STEPPE_LANES], rest[STEPPE_LANES];
    memcpy(term, row, (size_t)states * STEPPE_LANES * sizeof *row);
    STEPPE_EACH_LANE(lane) {
        weight[lane] = steppe_exp(-mean[lane]);
        rest[lane] = STEPPE_R(1) - weight[lane];
    }
    for (int i = 0; i < states * STEPPE_LANES; i += STEPPE_LANES)
        STEPPE_EACH_LANE(lane) {
            row[i + lane] = weight[lane] * term[i + lane];
        }
    for (int k = 1; k <= STEPPE_MARKOV_TERMS; k++) {
        STEPPE_EACH_LANE(lane) {
            // The last term takes all that is left, so that the row still sums to one.
            steppe_real share = weight[lane] * mean[lane] / STEPPE_R(k);
            weight[lane] = k == STEPPE_MARKOV_TERMS ? rest[lane] : share;
            rest[lane] = steppe_max(rest[lane] - share, STEPPE_R(0));
        }
        memset(next, 0, sizeof next);
        for (int i = 0; i < states; i++)
            for (int j = 0; j < states; j++)
                STEPPE_EACH_LANE(lane) {
                    next[j * STEPPE_LANES + lane] = steppe_fma(
                        term[i * STEPPE_LANES + lane], jump[(i * states + j) * STEPPE_LANES + lane],
                        next[j * STEPPE_LANES + lane]);
                }
        for (int i = 0; i < states * STEPPE_LANES; i += STEPPE_LANES)
            STEPPE_EACH_LANE(lane) {
                term[i + lane] = next[i + lane];
                row[i + lane] = steppe_fma(weight[lane], term[i + lane], row[i + lane]);
            }
    }
}

// Probabilities of the states after `years`, from the present ones.
//   rates  [states][states][LANES]  1/year, >= 0; the diagonal is not read
//   from   [LANES]                  numbers of the present states
//   out    [states][LANES]
static inline void steppe_markov_row(int states, const steppe_real *restrict rates,
                                     steppe_real years, const steppe_real *restrict from,
                                     steppe_real *restrict out) {
    steppe_real jump[STEPPE_MARKOV_STATES_MAX * STEPPE_MARKOV_STATES_MAX * STEPPE_LANES];
    steppe_real leaving[STEPPE_MARKOV_STATES_MAX * STEPPE_LANES];
    steppe_real largest[STEPPE_LANES], mean[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        largest[lane] = 0;
    }
    for (int i = 0; i < states; i++) {
        STEPPE_EACH_LANE(lane) {
            leaving[i * STEPPE_LANES + lane] = 0;
        }
        for (int j = 0; j < states; j++) {
            if (j == i) continue;
            STEPPE_EACH_LANE(lane) {
                leaving[i * STEPPE_LANES + lane] += rates[(i * states + j) * STEPPE_LANES + lane];
            }
        }
        STEPPE_EACH_LANE(lane) {
            // NaN must win, so that a fault in one rate is seen in the result.
            steppe_real rate = leaving[i * STEPPE_LANES + lane];
            largest[lane] = rate <= largest[lane] ? largest[lane] : rate;
        }
    }
    const int parts = (int)(years * STEPPE_R(STEPPE_MARKOV_PARTS_A_YEAR) + STEPPE_R(0.999));
    const steppe_real part_years = years / STEPPE_R(parts);
    steppe_real inverse[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        mean[lane] = steppe_min(largest[lane] * part_years, STEPPE_R(1));
        inverse[lane] = STEPPE_R(1) / steppe_max(largest[lane], STEPPE_R(1e-30));
    }
    for (int i = 0; i < states; i++)
        for (int j = 0; j < states; j++) {
            const int at = (i * states + j) * STEPPE_LANES, row = i * STEPPE_LANES;
            if (j == i) {
                STEPPE_EACH_LANE(lane) {
                    jump[at + lane] = STEPPE_R(1) - leaving[row + lane] * inverse[lane];
                }
            } else {
                STEPPE_EACH_LANE(lane) {
                    jump[at + lane] = rates[at + lane] * inverse[lane];
                }
            }
        }
    for (int i = 0; i < states; i++)
        STEPPE_EACH_LANE(lane) {
            out[i * STEPPE_LANES + lane] = from[lane] == STEPPE_R(i) ? STEPPE_R(1) : STEPPE_R(0);
        }
    for (int part = 0; part < parts; part++) steppe_markov_part(states, jump, mean, out);
}

// Next states by the inverse distribution. The present state holds the lowest part of (0, 1) and
// the others follow in order: under two scenarios with nearly the same rates one draw decides
// alike.
//   row     [states][LANES] probabilities; from [LANES] numbers of the present states
//   uniform [LANES] in (0, 1);  to [LANES] numbers of states, NaN where a probability is
static inline void steppe_markov_choose(int states, const steppe_real *restrict row,
                                        const steppe_real *restrict from,
                                        const steppe_real *restrict uniform,
                                        steppe_real *restrict to) {
    steppe_real below[STEPPE_LANES], found[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        below[lane] = 0;
        found[lane] = from[lane];
    }
    for (int i = 0; i < states; i++)
        STEPPE_EACH_LANE(lane) {
            const steppe_real part = row[i * STEPPE_LANES + lane];
            below[lane] += from[lane] == STEPPE_R(i) ? part : STEPPE_R(0);
        }
    for (int i = 0; i < states; i++)
        STEPPE_EACH_LANE(lane) {
            // The last state whose part begins below the draw and is not empty.
            const steppe_real part = row[i * STEPPE_LANES + lane];
            const bool other = from[lane] != STEPPE_R(i) && part > STEPPE_R(0);
            found[lane] = other && uniform[lane] >= below[lane] ? STEPPE_R(i) : found[lane];
            below[lane] += other ? part : STEPPE_R(0);
        }
    STEPPE_EACH_LANE(lane) {
        // A sum with NaN is NaN; adding it less itself leaves good lanes alone.
        steppe_real sum = uniform[lane];
        for (int i = 0; i < states; i++) sum += row[i * STEPPE_LANES + lane];
        to[lane] = found[lane] + (sum - sum);
    }
}

// A step of a chain whose rates may differ from step to step.
static inline void steppe_markov_step(int states, const steppe_real *restrict rates,
                                      steppe_real years, const steppe_real *restrict from,
                                      const steppe_real *restrict uniform,
                                      steppe_real *restrict to) {
    steppe_real row[STEPPE_MARKOV_STATES_MAX * STEPPE_LANES];
    steppe_markov_row(states, rates, years, from, row);
    steppe_markov_choose(states, row, from, uniform, to);
}

// Rows of all states, for a chain whose rates stay: out [states][states][LANES].
static inline void steppe_markov_matrix(int states, const steppe_real *restrict rates,
                                        steppe_real years, steppe_real *restrict out) {
    for (int i = 0; i < states; i++) {
        steppe_real from[STEPPE_LANES];
        STEPPE_EACH_LANE(lane) {
            from[lane] = STEPPE_R(i);
        }
        steppe_markov_row(states, rates, years, from, out + (size_t)(i * states) * STEPPE_LANES);
    }
}

// A step by such a matrix: the same choice as steppe_markov_step makes with its rates.
static inline void steppe_markov_step_by(int states, const steppe_real *restrict matrix,
                                         const steppe_real *restrict from,
                                         const steppe_real *restrict uniform,
                                         steppe_real *restrict to) {
    steppe_real row[STEPPE_MARKOV_STATES_MAX * STEPPE_LANES], stays[STEPPE_LANES] = {0};
    int moves = 0;
    for (int i = 0; i < states; i++)
        STEPPE_EACH_LANE(lane) {
            const steppe_real part = matrix[(i * states + i) * STEPPE_LANES + lane];
            stays[lane] = from[lane] == STEPPE_R(i) ? part : stays[lane];
        }
    // To stay comes first in the draw's range. In most months nobody leaves: then all is said.
    for (int lane = 0; lane < STEPPE_LANES; lane++) moves |= !(uniform[lane] < stays[lane]);
    STEPPE_EACH_LANE(lane) to[lane] = from[lane];
    if (!moves) return;
    memset(row, 0, sizeof row);
    for (int i = 0; i < states; i++)
        for (int j = 0; j < states; j++)
            STEPPE_EACH_LANE(lane) {
                const steppe_real part = matrix[(i * states + j) * STEPPE_LANES + lane];
                const steppe_real other = row[j * STEPPE_LANES + lane];
                row[j * STEPPE_LANES + lane] = from[lane] == STEPPE_R(i) ? part : other;
            }
    steppe_markov_choose(states, row, from, uniform, to);
}

#endif
