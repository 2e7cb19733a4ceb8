// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// fit_cases: the part of check --fit about calls for force on record. In: cases (steppe.h). Out: a
// paragraph a case: what happened, the chance that the model gave to it, and how far priors and the
// noise of choices move that. Nothing is judged: base rates rest on these very cases.
#ifndef STEPPE_REPORT_FIT_CASES_H
#define STEPPE_REPORT_FIT_CASES_H

#include <jansson.h>
#include <stdio.h>
#include <steppe.h>

#include "report/draw.h"

// Nothing where the model has no cases (NULL, or none).
void steppe_report_fit_cases(FILE *stream, const struct steppe_cases *cases,
                             const struct steppe_style *style);
void steppe_report_fit_cases_json(json_t *document, const struct steppe_cases *cases);

#endif
