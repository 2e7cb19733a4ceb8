// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// compare: `steppe compare`: two worlds, of two result files or of one, side by side.
#ifndef STEPPE_REPORT_COMPARE_H
#define STEPPE_REPORT_COMPARE_H

#include <jansson.h>
#include <stdio.h>

#include "analysis/compare.h"
#include "model/model.h"
#include "record/record.h"
#include "report/draw.h"

struct steppe_comparison {
    const struct steppe_record *a, *b;
    const char *a_file, *b_file;
    size_t a_world, b_world, b_last; // each of b's worlds from b_world to b_last is shown
};
// The worlds that say most: of two files the last world of each; of one file its baseline and each
// of its scenarios. Fails with RECORD where a file alone has no scenario.
STEPPE_CHECKED bool steppe_comparison_worlds(struct steppe_comparison *comparison,
                                             struct steppe_error *error);

// model gives names and may be NULL. False when the two have nothing in common.
STEPPE_CHECKED bool steppe_report_compare(FILE *stream, const struct steppe_model *model,
                                          const struct steppe_comparison *comparison,
                                          struct steppe_error *error);
STEPPE_CHECKED bool steppe_report_compare_json(FILE *stream, const struct steppe_model *model,
                                               const struct steppe_comparison *comparison,
                                               struct steppe_error *error);
STEPPE_CHECKED bool steppe_report_compare_styled(FILE *stream, const struct steppe_model *model,
                                                 const struct steppe_comparison *comparison,
                                                 const struct steppe_style *style,
                                                 struct steppe_error *error);

// compare_answers.c: a table of the answers that differ; nothing where count is 0.
void steppe_report_compare_answers(FILE *stream, const struct steppe_answers *answers,
                                   const struct steppe_answer_change *list, size_t count,
                                   const struct steppe_style *style, struct steppe_arena *arena);
json_t *steppe_report_compare_answer_json(const struct steppe_answers *answers,
                                          const struct steppe_answer_change *change);
#endif
