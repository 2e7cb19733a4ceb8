// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show_network: words, lines and rows that dossiers of the network share; private to show.
#ifndef STEPPE_REPORT_SHOW_NETWORK_H
#define STEPPE_REPORT_SHOW_NETWORK_H

#include <jansson.h>

#include "base/text.h"
#include "model/network.h"
#include "report/show_text.h"
#include "report/table.h"

struct steppe_show_measure {
    const char *words, *unit; // "Mt a year", "Mt"
    double scale;             // of the network's measure
};
extern const struct steppe_show_measure steppe_show_measures[STEPPE_MEASURE_COUNT];

void steppe_show_actors(struct steppe_writer *writer, const struct steppe_model *model,
                        uint64_t actors);               // names, bit by bit
void steppe_show_words(char out[40], const char *name); // "oil_pipeline" as "oil pipeline"
// A line of a table of three columns; source NULL: none.
void steppe_show_line(struct steppe_table *table, const char *what, const char *value,
                      const char *source);
bool steppe_show_works_on(const struct steppe_project_work *project, uint32_t link);
// The gate that a link is of; NULL: none.
const struct steppe_gate *steppe_show_gate_of(const struct steppe_network *network, uint32_t link);

json_t *steppe_show_row(const char *section);
json_t *steppe_show_codes(const struct steppe_model *model, uint64_t actors);
json_t *steppe_show_date(struct steppe_date date); // year 0: null
json_t *steppe_show_link_row(const struct steppe_model *model, uint32_t link,
                             const struct steppe_traffic *traffic);
json_t *steppe_show_project_row(const struct steppe_model *model,
                                const struct steppe_project_work *project);
#endif
