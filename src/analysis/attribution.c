// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// attribution: see the header. By the law of total variance, the covariance of the two members of a
// pair, who share parameters and nothing else, is the variance of the mean given the parameters.
#include "analysis/attribution.h"

#include <math.h>
#include <string.h>

// The rank-th smallest share among the series of a variable, found by counting: a handful of
// series, asked a few times for each report.
static double share_at_rank(const struct steppe_record *record, size_t column, const char *variable,
                            size_t date, size_t rank) {
    const struct steppe_summary *summary = record->summary;
    for (size_t s = 0; s < summary->series_count; s++) {
        if (strcmp(summary->series[s].variable, variable) != 0) continue;
        double share = steppe_tally_parameter_share(summary, column, s, date);
        size_t below = 0, same = 0;
        for (size_t other = 0; other < summary->series_count; other++) {
            if (strcmp(summary->series[other].variable, variable) != 0) continue;
            double its = steppe_tally_parameter_share(summary, column, other, date);
            below += its < share;
            same += its == share;
        }
        if (rank >= below && rank < below + same) return share;
    }
    return nan("");
}

struct steppe_attribution_span steppe_attribution_over(const struct steppe_record *record,
                                                       size_t column, const char *variable,
                                                       size_t date) {
    const struct steppe_summary *summary = record->summary;
    struct steppe_attribution_span span = {nan(""), nan(""), nan(""), 0};
    for (size_t s = 0; s < summary->series_count; s++)
        if (strcmp(summary->series[s].variable, variable) == 0 &&
            !isnan(steppe_tally_parameter_share(summary, column, s, date)))
            span.count++;
    if (span.count == 0) return span;
    span.low = share_at_rank(record, column, variable, date, 0);
    span.median = share_at_rank(record, column, variable, date, (span.count - 1) / 2);
    span.high = share_at_rank(record, column, variable, date, span.count - 1);
    return span;
}
