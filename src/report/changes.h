// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// changes: a table of differences, the surest first, and in words what is not in it.
#ifndef STEPPE_REPORT_CHANGES_H
#define STEPPE_REPORT_CHANGES_H

#include <jansson.h>

#include "analysis/compare.h"
#include "model/model.h"
#include "report/draw.h"

// What a scenario changes against the baseline at a date.
void steppe_report_changes(FILE *stream, const struct steppe_model *model,
                           const struct steppe_record *record, size_t world, size_t date,
                           const struct steppe_style *style, struct steppe_arena *arena);
// The table of a list sorted by noise ratio; series are those of `record`.
void steppe_report_changes_table(FILE *stream, const struct steppe_model *model,
                                 const struct steppe_record *record, struct steppe_difference *list,
                                 size_t count, const struct steppe_style *style,
                                 struct steppe_arena *arena);
// Of a scenario, the changes that were largest in a month before the last; nothing where none was.
void steppe_report_changes_past(FILE *stream, const struct steppe_model *model,
                                const struct steppe_record *record, size_t world,
                                const struct steppe_style *style, struct steppe_arena *arena);
// A difference as an object of JSON (report/run_json.c).
json_t *steppe_report_json_difference(const struct steppe_difference *difference);

#endif
