// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// why: who gained or lost influence in each host, and through whose ties. In: the channels of a
// run (record/channels.h). Out: some lines a host, or rows of JSON.
#ifndef STEPPE_REPORT_WHY_H
#define STEPPE_REPORT_WHY_H

#include <jansson.h>

#include "model/model.h"
#include "record/channels.h"
#include "record/record.h"
#include "report/draw.h"

// Column 0: the baseline from its first date to the last; w: scenario w against the baseline.
// Prints nothing where record or model do not know.
void steppe_report_why(FILE *stream, const struct steppe_model *model,
                       const struct steppe_record *record, size_t column,
                       const struct steppe_style *style);
// All columns, hosts and powers, with all parts that matter; NULL where nothing is known.
json_t *steppe_report_why_json(const struct steppe_model *model,
                               const struct steppe_record *record);

#endif
