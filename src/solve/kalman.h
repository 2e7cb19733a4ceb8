// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// kalman: which parameters agree with data, by an ensemble that needs no derivatives. In: draws of
// a prior, a map from parameters to data, data with independent normal errors. Out: the same
// ensemble moved to the posterior.
#ifndef STEPPE_SOLVE_KALMAN_H
#define STEPPE_SOLVE_KALMAN_H

#include "base/error.h"

// parameters [members][parameter_count] -> predicted [members][data_count]. False after setting the
// error ends the inversion.
typedef bool steppe_kalman_map(void *context, const double *parameters, double *predicted,
                               struct steppe_error *error);

struct steppe_kalman_case {
    size_t members, parameter_count, data_count; // two members at least
    const double *observed;                      // [data_count]
    const double *spread; // [data_count] standard deviation of the error, > 0
    steppe_kalman_map *map;
    void *context;
    int steps;     // in which the data enter, a part of their weight each; 0: 4
    uint64_t seed; // of the perturbed observations
};

// Ensemble Kalman inversion (iglesias-law-stuart-2013), the weight of the data spread over steps of
// equal size (emerick-reynolds-2013). With C the covariances over the ensemble, u the parameters of
// a member and g what it predicts, each step does
//
//   u += C_ug (C_gg + steps S)^-1 (y + steps^(1/2) S^(1/2) z - g) ,   S = diag spread^2
//
// z is standard normal, a function of (seed, member, step, datum), less its mean over the members.
// With a linear map and a normal prior the ensemble becomes one of the posterior, up to sampling;
// otherwise near it. Every member stays in the span of the first ensemble, so give far more members
// than parameters: with m members chance correlations narrow a parameter that the data say nothing
// of by about (number of directions that the data see)/m.
//
//   ensemble   [members][parameter_count]  prior in, posterior out; parameters whose prior is far
//              from normal should be transformed by the caller
//   predicted  [members][data_count]       of the posterior ensemble, or NULL
// Fails   RUN: a prediction is not finite; ensemble is then unchanged. MEMORY. What the map says.
// Cost    steps (members data^2 / 2 + data^3 / 6) and steps + 1 calls of the map
//
// scratch is rewound.
STEPPE_CHECKED bool steppe_kalman_invert(const struct steppe_kalman_case *problem,
                                         struct steppe_arena *scratch, double *ensemble,
                                         double *predicted, struct steppe_error *error);

#endif
