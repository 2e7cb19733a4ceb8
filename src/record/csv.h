// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// csv: the summaries of a record as one tidy table, a row for each world, series and date; the
// columns stand in docs/results.md.
#ifndef STEPPE_RECORD_CSV_H
#define STEPPE_RECORD_CSV_H

#include "record/record.h"

STEPPE_CHECKED bool steppe_record_save_csv(const struct steppe_record *record, const char *path,
                                           struct steppe_error *error);
#endif
