// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// fit: the model against what was observed. In: a model, its centre and what was made of its record
// (steppe.h). Out: a row a poll, a row a power for the agreement of hosts in the UN, events by kind
// (fit_rates.h), calls for force (fit_cases.h), and parameters before and after the record
// (fit_calibration.h).
#ifndef STEPPE_REPORT_FIT_H
#define STEPPE_REPORT_FIT_H

#include <stdio.h>
#include <steppe.h>

#include "model/model.h"
#include "report/draw.h"

// A judged row is outside when model and observation lie more standard deviations apart. At 3 one
// in 370 would by chance alone, were the spreads right.
#define STEPPE_FIT_LIMIT 3.0

// Both return the number of judged rows that are outside.
size_t steppe_report_fit(FILE *stream, const struct steppe_model *model,
                         const struct steppe_central *central,
                         const struct steppe_base_rates *rates, const struct steppe_cases *cases,
                         const struct steppe_calibration *calibration,
                         const struct steppe_corridors *corridors,
                         const struct steppe_style *style);
size_t steppe_report_fit_json(FILE *stream, const struct steppe_model *model,
                              const struct steppe_central *central,
                              const struct steppe_base_rates *rates,
                              const struct steppe_cases *cases,
                              const struct steppe_calibration *calibration,
                              const struct steppe_corridors *corridors);

#endif
