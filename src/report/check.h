// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// check: what a model holds, how well its figures are founded, how stable it is.
#ifndef STEPPE_REPORT_CHECK_H
#define STEPPE_REPORT_CHECK_H

#include <stdio.h>

#include "base/error.h"
#include "model/model.h"

void steppe_report_check(FILE *stream, const struct steppe_model *model,
                         const struct steppe_findings *findings, const struct steppe_mode *modes,
                         size_t mode_count);
void steppe_report_check_json(FILE *stream, const struct steppe_model *model,
                              const struct steppe_findings *findings,
                              const struct steppe_mode *modes, size_t mode_count);
#endif
