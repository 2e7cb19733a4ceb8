// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// bargain: an issue bargained over, as text for people and as JSON with the positions of each turn.
#ifndef STEPPE_REPORT_BARGAIN_H
#define STEPPE_REPORT_BARGAIN_H

#include <stdio.h>
#include <steppe.h>

#include "report/draw.h"

void steppe_report_bargain(FILE *stream, const struct steppe_style *style,
                           const struct steppe_bargain *bargain);
void steppe_report_bargain_json(FILE *stream, const struct steppe_bargain *bargain);
// The issues there are, by name and title.
void steppe_report_issues(FILE *stream, const struct steppe_style *style,
                          const struct steppe_issues *issues);
void steppe_report_issues_json(FILE *stream, const struct steppe_issues *issues);
#endif
