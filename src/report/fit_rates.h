// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// fit_rates: the part of check --fit about events: how many happened of the kinds that are recorded
// evenly, and how many the model lets happen in as long a time. In: base rates (steppe.h). Out: a
// row a kind and a row an actor of it. An interval of 80 percent leaves out one row in five, so
// what lies outside is said and not judged.
#ifndef STEPPE_REPORT_FIT_RATES_H
#define STEPPE_REPORT_FIT_RATES_H

#include <jansson.h>
#include <stdio.h>
#include <steppe.h>

#include "report/draw.h"

// Nothing where the model has no base rates (NULL, or no rows).
void steppe_report_fit_rates(FILE *stream, const struct steppe_base_rates *rates,
                             const struct steppe_style *style);
// How many kinds lie outside, held out or not.
size_t steppe_report_fit_rates_outside(const struct steppe_base_rates *rates);
void steppe_report_fit_rates_json(json_t *document, const struct steppe_base_rates *rates);

#endif
