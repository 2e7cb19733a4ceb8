// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// votes: the portfolio of the hosts against their votes in the UN and the arms they took. In: a
// hindcast and the model's figures. Out: a part of a steppe_calibration. Steps: figures -> tables
// -> contrasts (no level of a pair, nothing that all hosts share in a year) -> fitting.
#ifndef STEPPE_STUDY_VOTES_H
#define STEPPE_STUDY_VOTES_H

#include "study/fitting.h"

// The first year with a figure of agreement of a power and a host, within the thirty before `last`;
// 0: none.
int32_t steppe_votes_first_year(const struct steppe_model *model, int32_t last);

// Fills persistence, vote_count, arms_count, explained, skill, powers and pairs of `shown`, whose
// years are set, and a list of parameters. Fails as steppe_hindcast_make does, with RANGE
// where there is nothing to fit, with RUN.
STEPPE_CHECKED bool steppe_votes_fit(const struct steppe_plan *plan, struct steppe_arena *arena,
                                     struct steppe_arena *scratch, struct steppe_calibration *shown,
                                     struct steppe_fitted **list, size_t *count,
                                     struct steppe_error *error);
#endif
