// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// docs: pages in Markdown about what C declares: variables, parameters, mechanisms, who reads and
// writes what. The same for all models. docs/reference/ holds them; a test compares.
#ifndef STEPPE_REPORT_DOCS_H
#define STEPPE_REPORT_DOCS_H

#include "report/vars.h"

// Names of the pages, NULL past the last.
const char *steppe_report_docs_page(size_t number);
// False with code INPUT when there is no such page.
STEPPE_CHECKED bool steppe_report_docs(FILE *stream, const struct steppe_mechanisms *mechanisms,
                                       const char *page, struct steppe_error *error);
// Pages with what is on them, as text.
STEPPE_CHECKED bool steppe_report_docs_json(FILE *stream,
                                            const struct steppe_mechanisms *mechanisms,
                                            struct steppe_error *error);

#endif
