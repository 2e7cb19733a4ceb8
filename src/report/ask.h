// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// ask: what a run says to questions: the chance of each, how exactly it is known, how much of it
// hangs on parameters, and what each scenario changes.
#ifndef STEPPE_REPORT_ASK_H
#define STEPPE_REPORT_ASK_H

#include <jansson.h>
#include <stdio.h>

#include "model/model.h"
#include "record/record.h"
#include "report/draw.h"

struct steppe_ask {
    const struct steppe_model *model;
    const struct steppe_record *record;
    const char *const *statements; // those given, first among the answers
    bool model_too;                // then the model's questions, as far as the run reaches
};

void steppe_report_ask(FILE *stream, const struct steppe_ask *ask);
void steppe_report_ask_json(FILE *stream, const struct steppe_ask *ask);

// ask_left.c: the model's questions beyond the months of the run, in a line; false: none is.
bool steppe_report_ask_left(FILE *stream, const struct steppe_ask *ask,
                            const struct steppe_style *style);
void steppe_report_ask_left_json(json_t *document, const struct steppe_ask *ask);

#endif
