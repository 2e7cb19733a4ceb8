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
// "240 kTEU a year now, 140 before": what projects in operation have added.
void steppe_show_capacity(char out[STEPPE_DRAW_BYTES], int measure, double before, double now);
bool steppe_show_works_on(const struct steppe_project_work *project, uint32_t link);
bool steppe_show_works_on_any(const struct steppe_project_work *project, const uint32_t *links,
                              size_t count);
// "announced for 2026", "in operation since 2025"
void steppe_show_ready(struct steppe_writer *writer, const struct steppe_project_work *project);
// The gate that a link is of; NULL: none.
const struct steppe_gate *steppe_show_gate_of(const struct steppe_network *network, uint32_t link);

// Sections of links: what is planned on any of them, what was counted there (show_links.c), and who
// uses them, from text->traffic.
void steppe_show_projects(const struct steppe_show_text *text, const uint32_t *links, size_t count);
void steppe_show_counts(const struct steppe_show_text *text, const uint32_t *links,
                        size_t link_count);
void steppe_show_pairs(const struct steppe_show_text *text);
// A table of links (show_nodes.c): its head, a row as seen from a node (UINT32_MAX: both ends),
// all under a heading.
struct steppe_table steppe_show_links_begin(const struct steppe_show_text *text, size_t count);
void steppe_show_link_cells(const struct steppe_show_text *text, struct steppe_table *table,
                            uint32_t number, uint32_t node);
void steppe_show_links_print(const struct steppe_show_text *text, const struct steppe_table *table);

json_t *steppe_show_row(const char *section);
json_t *steppe_show_gate_row(const struct steppe_gate *gate);
json_t *steppe_show_date(struct steppe_date date); // year 0: null
json_t *steppe_show_link_row(const struct steppe_model *model, uint32_t link,
                             const struct steppe_traffic *traffic);
json_t *steppe_show_project_row(const struct steppe_model *model,
                                const struct steppe_project_work *project);
void steppe_show_count_rows(json_t *document, const struct steppe_model *model,
                            const uint32_t *links, size_t link_count);
void steppe_show_pair_rows(json_t *document, const struct steppe_model *model,
                           const struct steppe_traffic *traffic);
#endif
