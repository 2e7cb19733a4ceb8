// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// fit_corridors: freight of the base where it was counted. In: a model and the fit of its corridors
// (steppe.h). Out: a row a count and observation; those after the price year apart, as a test.
#ifndef STEPPE_REPORT_FIT_CORRIDORS_H
#define STEPPE_REPORT_FIT_CORRIDORS_H

#include <jansson.h>
#include <stdio.h>
#include <steppe.h>

#include "model/model.h"
#include "report/draw.h"

// Returns the fitted counts whose base lies more than STEPPE_FIT_LIMIT spreads away.
// Rows that are judged: those fitted. Both others return how many of them are outside.
size_t steppe_report_fit_corridors_judged(const struct steppe_model *model,
                                          const struct steppe_corridors *corridors);
size_t steppe_report_fit_corridors(FILE *stream, const struct steppe_model *model,
                                   const struct steppe_corridors *corridors,
                                   const struct steppe_style *style);
size_t steppe_report_fit_corridors_json(json_t *document, const struct steppe_model *model,
                                        const struct steppe_corridors *corridors);
// network/fit.csv of the model.
void steppe_report_fit_table(FILE *stream, const struct steppe_model *model,
                             const struct steppe_corridors *corridors);
void steppe_report_fit_table_json(FILE *stream, const struct steppe_model *model,
                                  const struct steppe_corridors *corridors);

#endif
