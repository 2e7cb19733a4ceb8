// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// growth: what oil did to the growth of those who sell it. In: the model's figures of real GDP and
// of the price of oil. Out: a part of a steppe_calibration. The economy of the model is driven by
// the price month by month; what is left once each actor has a trend of its own and each year a
// growth that all share is set against the record.
#ifndef STEPPE_STUDY_GROWTH_H
#define STEPPE_STUDY_GROWTH_H

#include "study/fitting.h"

// Fills growth_count, growth_explained and growth_skill of `shown`, whose years are set, and a list
// of parameters. Fails as steppe_drive_make does; also with RUN.
STEPPE_CHECKED bool steppe_growth_fit(const struct steppe_plan *plan, struct steppe_arena *arena,
                                      struct steppe_arena *scratch,
                                      struct steppe_calibration *shown, struct steppe_fitted **list,
                                      size_t *count, struct steppe_error *error);
#endif
