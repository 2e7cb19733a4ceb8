// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// json: the one envelope of every --json: {"format": 1, "command", "model": {name, hash}, "rows"}.
#ifndef STEPPE_REPORT_JSON_H
#define STEPPE_REPORT_JSON_H

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>

// A new document with an empty list of rows. Names may be NULL: then there is no "model".
json_t *steppe_report_json_begin(const char *command, const char *model_name,
                                 const char *model_hash);
// Takes over `row`.
void steppe_report_json_row(json_t *document, json_t *row);
// A number to nine significant digits; what is not finite is null.
json_t *steppe_report_json_number(double value);
// One entry of a row; text NULL: null.
void steppe_report_json_set_number(json_t *row, const char *key, double value);
void steppe_report_json_set_text(json_t *row, const char *key, const char *text);
void steppe_report_json_set_month(json_t *row, const char *key, int32_t month); // since year 0
// Seed and members of a run, and whether it went to its end.
void steppe_report_json_set_run(json_t *document, uint64_t seed, uint32_t asked, uint32_t done,
                                uint32_t failed);
// Prints indented, keys in order of insertion, and frees the document.
void steppe_report_json_end(FILE *stream, json_t *document);

#endif
