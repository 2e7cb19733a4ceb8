// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// worlds: what was run: the worlds of a record with their texts, its months, its draws, what was
// held fixed and whether it came to its end.
#ifndef STEPPE_REPORT_WORLDS_H
#define STEPPE_REPORT_WORLDS_H

#include <jansson.h>
#include <stdio.h>

#include "model/model.h"
#include "record/record.h"

// Into the head of a document: a JSON that tells the whole run without the command behind it.
void steppe_report_worlds_json(json_t *document, const struct steppe_record *record);
// The same of one world of a result file, which a comparison sets beside another.
json_t *steppe_report_world_side(const struct steppe_record *record, const char *file,
                                 size_t world);
// A line for each scenario whose dated changes all come after the end of the run.
void steppe_report_idle_worlds(FILE *stream, const struct steppe_model *model,
                               const struct steppe_record *record);

#endif
