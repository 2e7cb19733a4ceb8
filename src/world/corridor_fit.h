// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// corridor_fit: the constants of the choice of a way, inverted at the base. In: the network of the
// base, counts that fit a kind of freight and what was observed there. Out: for each such count
// a constant, added to the cost of all ways it sees, so that the model carries there what was
// observed. Levels are not tuned: the constants are the equations inverted at the base.
//
// A constant is a share of g0, the cheapest way's cost of the pair: the odds of seen ways against
// all others move with it alike for near and far, dear and cheap (exactly so in one choice),
//
//   a += (1/m) [ln(v/(V - v)) - ln(v_obs/(V - v_obs))] ,  V what could go there,
//
// until model and observation agree. Nothing that lies after the price year is read.
#ifndef STEPPE_WORLD_CORRIDOR_FIT_H
#define STEPPE_WORLD_CORRIDOR_FIT_H

#include "world/freight_load.h"

// Trips of less are too many and too small to fill a link, t a year.
#define STEPPE_LOAD_LEAST_T 2000.0

// Constants and days are rounded, so that what a table keeps is what was found, to the last bit.
struct steppe_corridor_fit {
    const struct steppe_network *network;
    const double *constants; // [count] share of the cheapest way; 0: not fitted
    const double *days[2];   // [link] with the goods of the base on it: of other goods, of boxes
    const double *gates[2];  // [gate] t a year at the base: in boxes, and of other goods
    const double *model;     // [count] at the base, measures a year; NULL: kept
    uint32_t rounds;
};

// At the base: the month before the end of the price year, nothing laid over.
// False: no network (INPUT), MEMORY, RUN without constants or equilibrium, MODEL (too many ways).
STEPPE_CHECKED bool steppe_corridor_fit_make(const struct steppe_model *model,
                                             struct steppe_arena *arena,
                                             struct steppe_corridor_fit *fit,
                                             struct steppe_error *error);
// The same as the model keeps it in fit.csv, if that is of what the fit reads now; else the fit.
STEPPE_CHECKED bool steppe_corridor_fit_get(const struct steppe_model *model,
                                            struct steppe_arena *arena,
                                            struct steppe_corridor_fit *fit,
                                            struct steppe_error *error);
// Nothing fitted: no constant, days without load. For a base before the price year, which knows
// neither its counts nor its trade. False: MEMORY.
STEPPE_CHECKED bool steppe_corridor_fit_blank(const struct steppe_network *network,
                                              struct steppe_arena *arena,
                                              struct steppe_corridor_fit *fit,
                                              struct steppe_error *error);
// Mark of all that the fit reads, and whether the model's fit.csv has it.
uint64_t steppe_corridor_inputs(const struct steppe_model *model);
bool steppe_corridor_fit_kept(const struct steppe_model *model);
// USD a measure, for steppe_freight_load_solve; context: the fit.
double steppe_corridor_fit_constant(const void *context, const struct steppe_freight_trip *trip,
                                    uint64_t seen);
// Constant of a way between two actors, share of their cheapest; seen: steppe_counts_seeing of it.
double steppe_corridor_fit_of(const struct steppe_corridor_fit *fit, uint32_t freight,
                              uint32_t from, uint32_t to, uint64_t seen);
#endif
