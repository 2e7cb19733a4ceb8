// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// compare_parts: what comparing series and comparing answers share; private to them.
#ifndef STEPPE_ANALYSIS_COMPARE_PARTS_H
#define STEPPE_ANALYSIS_COMPARE_PARTS_H

#include "analysis/compare.h"

// From differences member by member, NaN where either failed; `apart` [members] is sorted. Returns
// from how many pairs the standard error is.
double steppe_difference_members(struct steppe_difference *difference, double *apart,
                                 size_t members);
// Fills what follows from mean, standard error and members, for an interval of so many standard
// errors each way. unseen: error of the mean that the members seen do not show, see compare.c.
void steppe_difference_judge(struct steppe_difference *difference, double width, double unseen);

#endif
