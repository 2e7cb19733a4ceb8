// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// attribution: how much of the spread of a result is what nobody knows (parameters, drawn once for
// a pair of members) and how much is chance (events and shocks, drawn for each member).
#ifndef STEPPE_ANALYSIS_ATTRIBUTION_H
#define STEPPE_ANALYSIS_ATTRIBUTION_H

#include "record/record.h"

// What parameters bring, as part of the variance, over all series of a variable at a date: the
// median over the `count` series that vary, the smallest and the largest. NaN when none varies.
struct steppe_attribution_span {
    double low, median, high;
    size_t count;
};
struct steppe_attribution_span steppe_attribution_over(const struct steppe_record *record,
                                                       size_t column, const char *variable,
                                                       size_t date);

#endif
