// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// hawkes: a self-exciting process with an exponential kernel, in double: for tests and for fitting
// rates to dated events. The process and its papers: hawkes_kernel.h.
#ifndef STEPPE_SOLVE_HAWKES_H
#define STEPPE_SOLVE_HAWKES_H

#include <stdbool.h>
#include <stddef.h>

// All > 0 but jump, which may be 0; in events a unit of time and 1 a unit of time.
struct steppe_hawkes {
    double base;  // mu
    double jump;  // alpha: rise of the rate at an event
    double decay; // beta: jump / decay is the number of events that one brings about itself
};

// Mean rate in the long run, mu / (1 - alpha / beta); infinite from alpha = beta on.
double steppe_hawkes_mean(const struct steppe_hawkes *process);

// Goes on to the next event, or to the end of the time left. Returns whether there was one.
// Base rates up to 12 a unit of time.
bool steppe_hawkes_next(const struct steppe_hawkes *process, double uniform, double *excitation,
                        double *left);

// Log likelihood of events at rising times in (0, end], nothing before 0 (ozaki-1979).
//   before [count] rate just before each event;  integral [count + 1] of the rate from 0 to each
//   event and to the end. Either may be NULL.
double steppe_hawkes_log_likelihood(const struct steppe_hawkes *process, const double *times,
                                    size_t count, double end, double *before, double *integral);

#endif
