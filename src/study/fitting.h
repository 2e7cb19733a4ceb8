// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// fitting: parameters of a mechanism against a table of the record. In: a map from normal quantiles
// of their priors to data, and how large its errors are given a first fit. Out: the ensemble after
// the data, what it predicts, and each parameter's range before and after.
#ifndef STEPPE_STUDY_FITTING_H
#define STEPPE_STUDY_FITTING_H

#include "solve/kalman.h"
#include "study/drive.h"

enum { STEPPE_FITTING_MEMBERS = 512, STEPPE_FITTING_STEPS = 3, STEPPE_FITTING_SEED = 1 };
// Errors are no smaller, in the unit of the data: a map that is exact still has some.
#define STEPPE_FITTING_SPREAD_LEAST 1e-3

struct steppe_fitting {
    const struct steppe_model *model;
    const struct steppe_drive_parameter *parameters;
    size_t parameter_count, data_count;
    const char *stream;     // of the first ensemble: one for each fit
    int rounds;             // how often errors are set and the ensemble moved from its start
    steppe_kalman_map *map; // with `context`, as set_errors
    void *context;
    // Fills spread from observed less mean; mean is 0 at first, then what the last round predicts.
    void (*set_errors)(void *context, struct steppe_fitting *fitting);
    // From steppe_fitting_take:
    double *observed, *spread, *mean; // [data_count]
    double *z;                        // [MEMBERS][parameter_count]
    double *predicted;                // [MEMBERS][data_count]
};

// Room for the counts that are set.
STEPPE_CHECKED bool steppe_fitting_take(struct steppe_fitting *fitting, struct steppe_arena *arena);
// First with the record's own variation as errors; in a second round with what the first one left.
// The last call of the map is for the ensemble after the data.
STEPPE_CHECKED bool steppe_fitting_run(struct steppe_fitting *fitting, struct steppe_arena *scratch,
                                       struct steppe_error *error);
// list [parameter_count]; texts live in `arena`. False: no memory.
STEPPE_CHECKED bool steppe_fitting_tell(const struct steppe_fitting *fitting, const char *record,
                                        struct steppe_arena *arena, struct steppe_arena *scratch,
                                        struct steppe_fitted *list);

// Errors of a row last from column to column, and data with a correlation r say as little as
// (1 - r)/(1 + r) times as many independent ones. seen: the correlation in what a fit leaves of
// rows of `columns`, each less its mean, which makes neighbours look less alike than they are.
// Returns r, between 0 and 0.9.
double steppe_fitting_persistence(double seen, size_t columns);
double steppe_fitting_lasting(double persistence); // factor on the spread of each error

// 1 - squares left by the model / squares without it.
struct steppe_fitting_squares {
    double left, all;
};
double steppe_fitting_skill(struct steppe_fitting_squares squares); // NaN: nothing to explain
struct steppe_fitting_squares steppe_fitting_left(size_t count, const double *observed,
                                                  const double *predicted);

// Tables [rows][columns] of the record and of the model; spread not above 0: unknown. How each row
// moved from its mean over the columns [0, split) to that over [from, to), less the mean of all
// known rows. NaN: unknown. Returns how many are known; alone a row is its own mean.
size_t steppe_fitting_changes(size_t rows, size_t columns, const double *spread,
                              const double *observed, const double *said, size_t split, size_t from,
                              size_t to, struct steppe_fitted_pair *changes);
// Of changes to each single column from split on, over all rows.
struct steppe_fitting_squares steppe_fitting_later(size_t rows, size_t columns,
                                                   const double *spread, const double *observed,
                                                   const double *said, size_t split,
                                                   struct steppe_fitted_pair *scratch);
#endif
