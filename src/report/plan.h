// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// plan: what a run would take, before it is run.
#ifndef STEPPE_REPORT_PLAN_H
#define STEPPE_REPORT_PLAN_H

#include <stdio.h>

#include "model/model.h"

void steppe_report_plan(FILE *stream, const struct steppe_model *model,
                        const struct steppe_run_cost *cost, uint32_t members);
void steppe_report_plan_json(FILE *stream, const struct steppe_model *model,
                             const struct steppe_run_cost *cost, uint32_t members);
#endif
