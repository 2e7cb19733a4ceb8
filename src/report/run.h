// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// run: what a run says: who holds influence where, how the key series move, what each scenario
// changes, how far to trust it. From a record; the model gives names and may be NULL.
#ifndef STEPPE_REPORT_RUN_H
#define STEPPE_REPORT_RUN_H

#include <stdio.h>

#include "base/error.h"
#include "model/model.h"
#include "record/record.h"
#include "report/draw.h"

// How the figures behind a run are founded.
struct steppe_report_trust {
    size_t figures[STEPPE_QUALITY_COUNT]; // sourced, derived, judgement; all 0: not known
    size_t parameters, judged_parameters; // values of parameters; judged: without a source
};

void steppe_report_run(FILE *stream, const struct steppe_model *model,
                       const struct steppe_record *record);
void steppe_report_run_styled(FILE *stream, const struct steppe_model *model,
                              const struct steppe_record *record, const struct steppe_style *style,
                              const struct steppe_report_trust *trust);
// A row for each world, series and date.
void steppe_report_run_json(FILE *stream, const struct steppe_model *model,
                            const struct steppe_record *record);
// Whether result files can be written here at all: better known before a run than after it.
STEPPE_CHECKED bool steppe_report_run_can_save(struct steppe_error *error);
// Name of summary.csv in a folder.
STEPPE_CHECKED bool steppe_report_run_csv_path(const char *folder, char *path, size_t size,
                                               struct steppe_error *error);
// Makes the folder when it is not there, and summary.csv in it (record/csv.h).
STEPPE_CHECKED bool steppe_report_run_csv(const struct steppe_record *record, const char *folder,
                                          struct steppe_error *error);

// ---- for report/compare.c too ------------------------------------------------------------------
// Name of an actor by its code; the code itself when the model does not know it.
const char *steppe_report_actor(const struct steppe_model *model, const char *code);
// "trade gain" of trade_gain; the indices of "debt[CHN,KGZ]" in words, "China, Kyrgyzstan".
void steppe_report_variable_name(char out[STEPPE_DRAW_BYTES], const char *variable);
void steppe_report_cell_name(char out[STEPPE_DRAW_BYTES], const struct steppe_model *model,
                             const char *name);
// Both in one: "influence of Russia in Kazakhstan", "gdp, Kazakhstan".
void steppe_report_series_name(char out[STEPPE_DRAW_BYTES], const struct steppe_model *model,
                               const struct steppe_series *series);
// Influence is shown in percent: the factor from recorded to shown values, and its unit.
double steppe_report_factor(const struct steppe_series *series);
void steppe_report_unit(char out[STEPPE_DRAW_BYTES], const struct steppe_series *series);
// What stands over the rows of a variable: its name, unit and meaning.
void steppe_report_variable_head(char out[STEPPE_DRAW_BYTES], const struct steppe_model *model,
                                 const char *variable, const char *unit);

#endif
