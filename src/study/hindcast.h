// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// hindcast: the portfolio of the hosts alone, driven by what the record says of the years past.
// In: a model whose tables reach back. Out: for any parameters of the mechanism, how agreement of
// votes and what is taken of offers moved. The equations are the mechanism's own: each member is a
// lane of its world. docs/model.md, section 16, says what drives it and what stands still.
#ifndef STEPPE_STUDY_HINDCAST_H
#define STEPPE_STUDY_HINDCAST_H

#include "study/drive.h"

struct steppe_hindcast {
    int32_t first_year, last_year; // the first is the base
    size_t years, powers, hosts;
    const struct steppe_drive_parameter *parameters;
    size_t parameter_count;
    struct steppe_drive *drive;
    struct steppe_hindcast_year *drivers; // [years]
};

// Of the years from the base of the plan (steppe_drive_plan) on; nothing dated after last_year is
// looked at. Fails with MEMORY, and as steppe_plan_make does.
STEPPE_CHECKED bool steppe_hindcast_make(const struct steppe_plan *plan, int32_t last_year,
                                         struct steppe_arena *arena,
                                         struct steppe_hindcast *hindcast,
                                         struct steppe_error *error);

// z [members][parameter_count]: each parameter as a standard normal quantile of its prior.
//   votes [members][powers][hosts][years]  agreement of votes less that of the first year, by
//                                          alignment alone
//   taken [members][powers][hosts][years]  log of what is taken of an offer, 0 in the first year
void steppe_hindcast_run(const struct steppe_hindcast *hindcast, size_t members, const double *z,
                         double *votes, double *taken);

// Deliveries of arms of the five years up to `year`, TIV a year; for the drivers and for what is
// taken of offers.
double steppe_hindcast_arms(const struct steppe_model *model, size_t power, size_t host,
                            int32_t year);
#endif
