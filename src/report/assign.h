// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// assign: flows at equilibrium as text, JSON and CSV.
#ifndef STEPPE_REPORT_ASSIGN_H
#define STEPPE_REPORT_ASSIGN_H

#include <stdio.h>

#include "base/error.h"

void steppe_report_assign(FILE *stream, const struct steppe_assignment *assignment);
void steppe_report_assign_json(FILE *stream, const struct steppe_assignment *assignment);
// from,to,flow,cost: a row a link, digits that read back as the same double.
STEPPE_CHECKED bool steppe_report_assign_csv(const char *path,
                                             const struct steppe_assignment *assignment,
                                             struct steppe_error *error);
#endif
