// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// claims: what became of the claims of a model: a table of verdicts, then each claim with what was
// assumed and what was open, then facts that the tables contradict, then forecasts.
#ifndef STEPPE_REPORT_CLAIMS_H
#define STEPPE_REPORT_CLAIMS_H

#include <stdio.h>
#include <steppe.h>

#include "model/model.h"

void steppe_report_claims(FILE *stream, const struct steppe_model *model,
                          const struct steppe_claims *claims);
void steppe_report_claims_json(FILE *stream, const struct steppe_model *model,
                               const struct steppe_claims *claims);

#endif
