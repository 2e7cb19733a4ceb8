// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// markov: the scalar instance of markov_kernel.h behind a plain interface.
#define STEPPE_SCALAR
#include "solve/markov.h"

#include "base/error.h"
#include "solve/markov_kernel.h"

void steppe_markov_probabilities(int states, const double *rates, double years, int from,
                                 double *probabilities) {
    steppe_must(states >= 1 && states <= STEPPE_MARKOV_STATES_MAX && from >= 0 && from < states);
    const double state = from;
    steppe_markov_row(states, rates, years, &state, probabilities);
}

int steppe_markov_next(int states, const double *rates, double years, int from, double uniform) {
    steppe_must(states >= 1 && states <= STEPPE_MARKOV_STATES_MAX && from >= 0 && from < states);
    const double state = from;
    double next = 0;
    steppe_markov_step(states, rates, years, &state, &uniform, &next);
    steppe_must(next >= 0 && next < states);
    return (int)next;
}
