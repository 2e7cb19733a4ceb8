// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// markov: continuous-time Markov chains with up to six states, in double: for tests and for what
// is computed once. The method and its limits stand in markov_kernel.h.
#ifndef STEPPE_SOLVE_MARKOV_H
#define STEPPE_SOLVE_MARKOV_H

// Probabilities [states] after `years`, from state `from`; rates [states][states], 1/year.
// Source jensen-1953
void steppe_markov_probabilities(int states, const double *rates, double years, int from,
                                 double *probabilities);
// The state after `years` that a uniform draw in (0, 1) selects.
int steppe_markov_next(int states, const double *rates, double years, int from, double uniform);

#endif
