// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// fit_calibration: what the record says of parameters, as a part of `check --fit`. In: a model and
// its calibration (steppe.h). Out: ranges before and after, differences among hosts beside the
// record, and what no record bears on.
#ifndef STEPPE_REPORT_FIT_CALIBRATION_H
#define STEPPE_REPORT_FIT_CALIBRATION_H

#include <steppe.h>

#include "model/model.h"
#include "report/draw.h"
#include "report/json.h"

// A range of 5 to 95 percent that stays wider than this part of the prior's is not narrowed: an
// ensemble of some hundred members moves it by a tenth through chance alone.
#define STEPPE_FIT_NARROWED 0.8

void steppe_report_fit_calibration(FILE *stream, const struct steppe_model *model,
                                   const struct steppe_calibration *calibration,
                                   const struct steppe_style *style);
// Rows of kind "calibration", "difference" and "parameter".
void steppe_report_fit_calibration_json(json_t *document, const struct steppe_model *model,
                                        const struct steppe_calibration *calibration);

#endif
