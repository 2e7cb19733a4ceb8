// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// pairs: what differences member by member say, and how sure their mean is. In: one number a
// member. Out: mean, error, quantiles; half-widths of intervals. The members 2k and 2k + 1 share
// their parameters and are not independent of each other; the pairs are.
#ifndef STEPPE_ANALYSIS_PAIRS_H
#define STEPPE_ANALYSIS_PAIRS_H

#include <stddef.h>

// The fan of members that is shown: its middle 80 percent.
#define STEPPE_FAN_LOW 0.1
#define STEPPE_FAN_HIGH 0.9
// Of the interval of a mean: tables show many differences side by side, so the usual 95 percent
// would see one in twenty where there is none.
#define STEPPE_MEAN_SURE 0.99

struct steppe_pairs {
    size_t members, pairs;            // those without NaN; a pair needs both
    double mean, standard_error;      // NaN without members, below two pairs
    double fan_low, median, fan_high; // over the members
    size_t up, down;                  // members above, below 0
};
// values [count]: of members in their order, NaN where one failed; those left come back sorted.
struct steppe_pairs steppe_pairs_of(double *values, size_t count);

// Quantile of sorted values, hyndman-fan-1996 type 7; NaN of none.
double steppe_sorted_quantile(const double *sorted, size_t count, double level);

// Student's t that is passed with half of `outside` on each side, in (0, 1); freedom from 1 on,
// not only whole; INFINITY: the normal law. Within 5e-6 of itself. Source hill-1970.
double steppe_student_quantile(double outside, double freedom);
// Standard errors each way of an interval that holds the mean with chance `sure`, where the error
// comes from so many pairs: INFINITY below two, for then nothing is known of it.
double steppe_pairs_width(double sure, double pairs);

#endif
