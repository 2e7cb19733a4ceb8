// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// answers: what members say to questions, counted. In: rows of 1 (it came true), 0 and NaN (a
// failed member). Out: probabilities with their Monte Carlo error. Counts are integers, so that
// adding commutes and threads may finish in any order.
#ifndef STEPPE_RECORD_ANSWERS_H
#define STEPPE_RECORD_ANSWERS_H

#include "base/arena.h"
#include "base/error.h"

// Of one (column, question). Columns as in struct steppe_summary: the worlds, then for each
// scenario the paired difference scenario - baseline, whose values are -1, 0 and 1.
struct steppe_answer_tally {
    uint64_t count, positive, negative;
    uint64_t pair_count; // pairs of members, both whole
    int64_t pair_sum;    // over the members of those
    int64_t cross;       // products of the two members of a pair
};

struct steppe_answers {
    size_t column_count, question_count;
    const char *const *names;            // [question]
    const char *const *texts;            // [question] the statement as it was asked
    struct steppe_answer_tally *tallies; // [column][question]
};

// names and texts are copied; texts may be NULL.
STEPPE_CHECKED bool steppe_answers_make(size_t columns, const char *const *names,
                                        const char *const *texts, size_t questions,
                                        struct steppe_arena *arena, struct steppe_answers **answers,
                                        struct steppe_error *error);
// rows: [world][question][stride]; the first `count` (even) of each are added, and differences.
void steppe_answers_add(struct steppe_answers *answers, const float *rows, size_t stride,
                        size_t count);
void steppe_answers_merge(struct steppe_answers *into, const struct steppe_answers *from);

struct steppe_chance {
    double mean;                  // share of members; of a difference: change of that share
    double standard_error;        // from pairs, whose two members share their parameters
    double low, high;             // 95 percent for the true mean, of the drawing of members alone
    double parameter_share;       // of the variance; the rest is chance: shocks, events, regimes
    double share_low, share_high; // 95 percent for that; NaN of a difference
    double gained, lost; // share of members; of a difference: came true only there, only here
    uint64_t count;
    double alone; // members that would say as much if each had parameters of its own
};
// NaN where there are too few members.
struct steppe_chance steppe_answers_chance(const struct steppe_answers *answers, size_t column,
                                           size_t question);

// Intervals of `width` standard errors each way that have some width where none or all say yes.
// Of a share seen in so many independent members (wilson-1927):
void steppe_share_interval(double share, double members, double width, double *low, double *high);
// Of gained - lost, the shares of members that go each way (agresti-min-2005):
void steppe_change_interval(double gained, double lost, double members, double width, double *low,
                            double *high);

#endif
