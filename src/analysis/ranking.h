// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// ranking: who leads in each host. In: a record with series like influence[RUS,KAZ] (power, then
// host). Out: per host the powers, largest mean first, and in what share of the members each leads.
#ifndef STEPPE_ANALYSIS_RANKING_H
#define STEPPE_ANALYSIS_RANKING_H

#include "record/record.h"

struct steppe_rank {
    char power[24];
    size_t series;
    double now;             // mean at the first date of the baseline
    double mean, low, high; // at the date, middle 80 percent of the members
    double lead_share;      // of the members; NaN when members were not kept at that date
};
struct steppe_host_ranking {
    char host[24];
    struct steppe_rank *ranks; // [count], largest mean first
    size_t count;
};

// Rankings of `variable` in a world at a date. Hosts in the order of the record. *count may be 0.
STEPPE_CHECKED bool steppe_rankings_make(const struct steppe_record *record, size_t world,
                                         const char *variable, size_t date,
                                         struct steppe_arena *arena,
                                         struct steppe_host_ranking **hosts, size_t *count,
                                         struct steppe_error *error);

// Splits "influence[RUS,KAZ]" into "RUS" and "KAZ"; false when it has not two indices.
bool steppe_series_indices(const char *name, char first[24], char second[24]);

#endif
