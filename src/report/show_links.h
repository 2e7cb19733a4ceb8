// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show_links: the dossier of a part of the network. In: model, its number; of a link, a gate or a
// corridor who uses it. Out: what it is, what is planned, what was counted there, which pairs of
// actors use it; of a node its links and whose gateway it is; of a project what it builds.
#ifndef STEPPE_REPORT_SHOW_LINKS_H
#define STEPPE_REPORT_SHOW_LINKS_H

#include <jansson.h>

#include "report/show_text.h"

void steppe_show_link(const struct steppe_show_text *text, uint32_t link);
void steppe_show_corridor(const struct steppe_show_text *text, uint32_t corridor);
void steppe_show_link_json(json_t *document, const struct steppe_model *model, uint32_t link,
                           const struct steppe_traffic *traffic);

// show_gates.c
void steppe_show_gate(const struct steppe_show_text *text, uint32_t gate);
void steppe_show_gate_json(json_t *document, const struct steppe_show *show, uint32_t gate,
                           const struct steppe_traffic *traffic);

// show_nodes.c
void steppe_show_node(const struct steppe_show_text *text, uint32_t node);
void steppe_show_project(const struct steppe_show_text *text, uint32_t project);
void steppe_show_node_json(json_t *document, const struct steppe_model *model, uint32_t node);
void steppe_show_project_json(json_t *document, const struct steppe_model *model, uint32_t project);
#endif
