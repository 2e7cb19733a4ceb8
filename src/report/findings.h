// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// findings: faults of the input, for people: place, what, the line, what was expected.
#ifndef STEPPE_REPORT_FINDINGS_H
#define STEPPE_REPORT_FINDINGS_H

#include <stdio.h>

#include "base/error.h"

// Prints all findings, and how many more there were than were kept. Nothing when there are none.
void steppe_report_findings(FILE *stream, const struct steppe_findings *findings);

#endif
