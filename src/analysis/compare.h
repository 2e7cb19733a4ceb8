// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// compare: what differs between two worlds, and whether the number of members is enough to say so.
// In: records. Out: differences in the caller's memory, in the units shown.
#ifndef STEPPE_ANALYSIS_COMPARE_H
#define STEPPE_ANALYSIS_COMPARE_H

#include "analysis/pairs.h"
#include "record/record.h"

struct steppe_difference {
    size_t series, date; // of the record (of the first, where there are two)
    bool paired;         // members compared one by one; else only means are known
    double members;      // pairs of worlds compared
    double mean, standard_error;
    double low, high;                 // 99 percent interval of the mean, one pair unseen
    double fan_low, median, fan_high; // over the members; NaN when not paired
    double share_up, share_down;      // members whose difference is above, below 0; NaN likewise
    double noise_ratio;               // |mean| over its error in that interval; 0 when it is 0
    bool beyond_noise;                // the interval leaves 0 out
    double members_needed;            // for that, at this spread; 0 when enough, INFINITY when none
};

// Scenario `world` (from 1) less the baseline.
struct steppe_difference steppe_difference_of(const struct steppe_record *record, size_t world,
                                              size_t series, size_t date);

// All series of a scenario at one date, largest ratio to noise first; out [series_count].
void steppe_differences_sorted(const struct steppe_record *record, size_t world, size_t date,
                               struct steppe_difference *out);

// Likewise, each series at the date at which it is largest, of those at which it is beyond noise;
// intervals are of 99 percent for all dates together. Where there is no such date, all is 0.
void steppe_differences_largest(const struct steppe_record *record, size_t world,
                                struct steppe_difference *out);

// Members of two results that can be compared one by one: the first ones, as far as both kept them,
// where the seed is the same, for a member's draws hang on seed and number alone. 0: none.
size_t steppe_members_common(const struct steppe_record *a, const struct steppe_record *b);

// World of b less world of a, for the series that both have under the same name and unit, at the
// last date that both have, sorted as above. A scenario less the baseline of one record is as in
// steppe_difference_of; else paired where there are common members.
// *month: the date. Fails with RECORD when they have nothing in common.
STEPPE_CHECKED bool steppe_differences_between(const struct steppe_record *a, size_t a_world,
                                               const struct steppe_record *b, size_t b_world,
                                               struct steppe_arena *arena,
                                               struct steppe_difference **list, size_t *count,
                                               int32_t *month, struct steppe_error *error);

// What two worlds answer to one question; the members' difference is 1 where it comes true in b
// alone, -1 where in a alone. Paired as above, or where a and b are one record.
struct steppe_answer_change {
    size_t question;                     // of a
    double a_chance, b_chance;           // of the members compared, where they are paired
    struct steppe_difference difference; // without fan, series, date; members_needed is a guess
};

// For the questions that both were asked in the same words: those beyond noise first, the largest
// change first. *count is 0 where either holds no answers.
STEPPE_CHECKED bool steppe_answers_between(const struct steppe_record *a, size_t a_world,
                                           const struct steppe_record *b, size_t b_world,
                                           struct steppe_arena *arena,
                                           struct steppe_answer_change **list, size_t *count,
                                           struct steppe_error *error);

#endif
