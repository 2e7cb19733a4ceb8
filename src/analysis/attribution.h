// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// attribution: how much of the spread of a result is what nobody knows (parameters, drawn once for
// a pair of members) and how much is chance (events and shocks, drawn for each member).
#ifndef STEPPE_ANALYSIS_ATTRIBUTION_H
#define STEPPE_ANALYSIS_ATTRIBUTION_H

#include "record/record.h"

struct steppe_attribution {
    double variance;       // over the members, squared unit of the series
    double parameters;     // share of the variance, 0..1; NaN when nothing varies
    double chance;         // the rest
    double standard_error; // of the share, as of a correlation within many pairs
};

struct steppe_attribution steppe_attribution_of(const struct steppe_record *record, size_t column,
                                                size_t series, size_t date);

// The same over all series of a variable at a date: median share over the series that vary, and the
// largest and smallest. Series counted: *count. NaN when none varies.
struct steppe_attribution_span {
    double low, median, high;
    size_t count;
};
struct steppe_attribution_span steppe_attribution_over(const struct steppe_record *record,
                                                       size_t column, const char *variable,
                                                       size_t date);

#endif
