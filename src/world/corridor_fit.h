// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// corridor_fit: the constants of the choice of a way, inverted at the base. In: the network of the
// base, counts that fit a kind of freight and what was observed there. Out: for each such count
// the constant, USD a measure, that is added to all ways it sees, so that the model carries there
// what was observed. Levels are not tuned: the constants are the equations inverted at the base.
//
// The odds of seen ways against all others move with their constant as in a logit (exactly so in
// one choice): a += (g0/m) [ln(v/(V - v)) - ln(v_obs/(V - v_obs))], V what could go there, until
// model and observation agree. Nothing that lies after the price year is read.
#ifndef STEPPE_WORLD_CORRIDOR_FIT_H
#define STEPPE_WORLD_CORRIDOR_FIT_H

#include "world/freight_load.h"

// Trips of less are too many and too small to fill a link, t a year.
#define STEPPE_LOAD_LEAST_T 2000.0

struct steppe_corridor_fit {
    const struct steppe_network *network;
    const double *constants;      // [count] USD a measure; 0: not fitted
    const double *link_constants; // [freight][link] the same of fuels
    const double *model;          // [count] at the base, measures a year
    uint32_t rounds;
};

// At the base: the month before the end of the price year, nothing laid over.
// False: no network (INPUT), MEMORY, RUN.
STEPPE_CHECKED bool steppe_corridor_fit_make(const struct steppe_model *model,
                                             struct steppe_arena *arena,
                                             struct steppe_corridor_fit *fit,
                                             struct steppe_error *error);
// For steppe_freight_load_solve; context: the fit.
double steppe_corridor_fit_constant(const void *context, const struct steppe_freight_trip *trip,
                                    uint64_t seen);
// Constant of a way between two actors; seen: steppe_counts_seeing of it.
double steppe_corridor_fit_of(const struct steppe_corridor_fit *fit, uint32_t freight,
                              uint32_t from, uint32_t to, uint64_t seen);
#endif
