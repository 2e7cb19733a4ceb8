// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// bargain: who gives way to whom when actors of unequal weight want different outcomes. In: each
// actor's capability, and its position and salience on every dimension. Out: positions turn by
// turn, who moved whom, and what a vote over the positions of a turn would choose. No random
// numbers.
//
// Replications of the expected-utility model (bueno-de-mesquita-1985, bueno-de-mesquita-1994) do
// not agree with each other, so each is a variant with a name:
//  spatial         all dimensions at once; offers shared by strength, each actor takes the offer
//                  that a probabilistic Condorcet election of all would choose (wise-2015)
//  challenge_all   a challenge succeeds with the net support for the challenger over the support
//                  of all pairs of positions (scholz-2011); all move at once
//  challenge_pair  the same over the support for the two positions alone; one moves after another
// The last two know one dimension: each dimension is an issue of its own.
#ifndef STEPPE_SOLVE_BARGAIN_H
#define STEPPE_SOLVE_BARGAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

#define STEPPE_BARGAIN_ACTORS_MAX 200
#define STEPPE_BARGAIN_DIMENSIONS_MAX 16
#define STEPPE_BARGAIN_TURNS_MAX 100

struct steppe_bargain_issue {
    size_t actors, dimensions;
    const double *capability; // [actor] above 0; only ratios count
    const double *position;   // [actor][dimension] share of the scale, 0 to 1 (spatial needs it)
    const double *salience;   // [actor][dimension] 0 to 1; over the dimensions at most 1 in sum
};

struct steppe_bargain_result {
    int32_t turns;                    // made
    bool settled;                     // the stop rule ended it, not the limit
    size_t views;                     // 1 (spatial), or one a dimension
    double *position;                 // [turn 0 to turns][actor][dimension]
    struct steppe_bargain_step *step; // [turn 0 to turns - 1][actor][dimension]
    double *risk;                     // [turn 0 to turns - 1][view][actor]
    double *chance, *gain, *threat;   // [view][actor][other], first turn: that the actor defeats
                                      // the other, what it expects from trying, and what it
                                      // thinks the other expects from trying (0 if spatial)
};

// turn_max 1 to STEPPE_BARGAIN_TURNS_MAX. False when memory is refused.
STEPPE_CHECKED bool steppe_bargain_solve(const struct steppe_bargain_issue *issue,
                                         enum steppe_bargain_variant variant, int32_t turn_max,
                                         struct steppe_arena *arena,
                                         struct steppe_bargain_result *result,
                                         struct steppe_error *error);

// ---- without bargaining -------------------------------------------------------------------------
// Mean of the positions [actor][dimension] on one dimension, by capability times salience.
double steppe_bargain_mean(const struct steppe_bargain_issue *issue, const double *position,
                           size_t dimension);
// The position on a dimension that no other actor's position beats by capability times salience
// times difference of distance (the Condorcet winner; first of equals).
double steppe_bargain_median(const struct steppe_bargain_issue *issue, const double *position,
                             size_t dimension);
// Probabilistic Condorcet election over the actors' positions: probability [actor] that its own is
// chosen; actors at the same place share what their place has. work: 3 actors^2 cells.
void steppe_bargain_election(const struct steppe_bargain_issue *issue, const double *position,
                             double *work, double *probability);
// The same from chances alone: win [option][option], the chance that one beats the other, with 1/2
// on the diagonal. Conditional form: probability proportional to the product of a row.
void steppe_bargain_conditional(size_t options, const double *win, double *probability);

// ---- parts (each in its own file) ---------------------------------------------------------------
STEPPE_CHECKED bool steppe_bargain_spatial(const struct steppe_bargain_issue *issue,
                                           int32_t turn_max, struct steppe_arena *arena,
                                           struct steppe_bargain_result *result);
STEPPE_CHECKED bool steppe_bargain_challenge(const struct steppe_bargain_issue *issue,
                                             enum steppe_bargain_variant variant, int32_t turn_max,
                                             struct steppe_arena *arena,
                                             struct steppe_bargain_result *result);
// Votes and their outcome: worth [voter][option] and weight [voter]. win [option][option].
void steppe_bargain_votes(size_t voters, size_t options, const double *weight, const double *worth,
                          double *win);
#endif
